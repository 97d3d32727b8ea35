package io.alidade.mission;

import java.util.ArrayList;
import java.util.List;

/** Validity ranges and alarms of a parameter type. Read-only once loaded. */
final class Limits {
  static final Limits NONE = new Limits(new double[0], true, Alarm.NONE);

  /** Pairs of least and greatest values that are valid; empty where every value is. */
  private final double[] valid;

  /** Whether they are of the calibrated value; else of the raw one. */
  private final boolean ofCalibrated;

  private final Alarm standard;

  /** Alarms that apply instead while their condition holds, the first one. */
  Condition[] contexts = {};

  Alarm[] contextAlarms = {};

  Limits(double[] valid, boolean ofCalibrated, Alarm standard) {
    this.valid = valid;
    this.ofCalibrated = ofCalibrated;
    this.standard = standard;
  }

  boolean isNone() {
    return valid.length == 0 && contexts.length == 0 && standard.isNone();
  }

  /** True when only {@link #low} and {@link #high} of the calibrated value matter. */
  boolean isInterval() {
    return valid.length <= 2
        && ofCalibrated
        && contexts.length == 0
        && standard.isOfRangesOnly()
        && standard.ranges.areOutside();
  }

  /** The least value that nothing objects to, where {@link #isInterval}. */
  double low() {
    double least = standard.ranges.least();
    return valid.length == 0 ? least : Math.max(least, valid[0]);
  }

  /** The greatest value that nothing objects to, where {@link #isInterval}. */
  double high() {
    double greatest = standard.ranges.greatest();
    return valid.length == 0 ? greatest : Math.min(greatest, valid[1]);
  }

  /** Whether there are ranges, which NaN is outside of. */
  boolean hasRanges() {
    boolean ranges = valid.length > 0 || hasRanges(standard);
    for (Alarm alarm : contextAlarms) {
      ranges |= hasRanges(alarm);
    }
    return ranges;
  }

  private static boolean hasRanges(Alarm alarm) {
    return !alarm.ranges.isNone() || alarm.change != null;
  }

  boolean isValid(double raw, double value) {
    double checked = ofCalibrated ? value : raw;
    for (int i = 0; i < valid.length; i += 2) {
      if (checked >= valid[i] && checked <= valid[i + 1]) {
        return true;
      }
    }
    return valid.length == 0;
  }

  /** The alarm that applies now. */
  Alarm alarm(Values values) {
    for (int i = 0; i < contexts.length; i++) {
      if (contexts[i].holds(values)) {
        return contextAlarms[i];
      }
    }
    return standard;
  }

  /** Whether an alarm depends on values of earlier packets. */
  boolean hasMemory() {
    boolean memory = standard.hasMemory();
    for (Alarm alarm : contextAlarms) {
      memory |= alarm.hasMemory();
    }
    return memory;
  }

  /** How many earlier values the alarms of change need. */
  int samples() {
    int samples = standard.change == null ? 0 : standard.change.kept();
    for (Alarm alarm : contextAlarms) {
      samples = Math.max(samples, alarm.change == null ? 0 : alarm.change.kept());
    }
    return samples;
  }

  /** The same without what has to be remembered. */
  Limits withoutMemory() {
    Limits plain = new Limits(valid, ofCalibrated, standard.withoutMemory());
    plain.contexts = contexts;
    plain.contextAlarms = new Alarm[contextAlarms.length];
    for (int i = 0; i < contextAlarms.length; i++) {
      plain.contextAlarms[i] = contextAlarms[i].withoutMemory();
    }
    return plain;
  }

  /** What they say, for people; empty for none. */
  String describe() {
    List<String> parts = new ArrayList<>();
    for (int i = 0; i < valid.length; i += 2) {
      String of = ofCalibrated ? "valid " : "valid raw ";
      parts.add(of + AlarmRanges.text(valid[i], valid[i + 1]));
    }
    standard.describe(parts);
    if (contexts.length > 0) {
      parts.add(contexts.length + " in contexts");
    }
    return String.join(", ", parts);
  }
}
