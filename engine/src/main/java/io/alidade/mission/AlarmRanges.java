package io.alidade.mission;

import java.util.ArrayList;
import java.util.List;

/** Ranges of values, each with the level of an alarm inside or outside of it. Immutable. */
final class AlarmRanges {
  /**
   * One range; both bounds belong to it.
   *
   * @param outside whether the alarm is of the values outside, else of those inside
   */
  record Range(Level level, boolean outside, double least, double greatest) {
    private boolean isAlarm(double value) {
      return (value >= least && value <= greatest) != outside;
    }
  }

  static final AlarmRanges NONE = new AlarmRanges(List.of());

  private final Range[] ranges;

  AlarmRanges(List<Range> ranges) {
    this.ranges = ranges.toArray(new Range[0]);
  }

  boolean isNone() {
    return ranges.length == 0;
  }

  /** Both, where a value is in alarm at the worse of two levels. */
  AlarmRanges and(AlarmRanges others) {
    List<Range> all = new ArrayList<>(List.of(ranges));
    all.addAll(List.of(others.ranges));
    return new AlarmRanges(all);
  }

  /** The most severe level that holds, as a severity; not for NaN. */
  int level(double value) {
    int worst = 0;
    for (Range range : ranges) {
      if (range.level.severity > worst && range.isAlarm(value)) {
        worst = range.level.severity;
      }
    }
    return worst;
  }

  /** Whether every range is an alarm outside, so that one interval is free of alarms. */
  boolean areOutside() {
    for (Range range : ranges) {
      if (!range.outside) {
        return false;
      }
    }
    return true;
  }

  /** The least value that is no alarm, where {@link #areOutside}. */
  double least() {
    double least = Double.NEGATIVE_INFINITY;
    for (Range range : ranges) {
      least = Math.max(least, range.least);
    }
    return least;
  }

  /** The greatest value that is no alarm, where {@link #areOutside}. */
  double greatest() {
    double greatest = Double.POSITIVE_INFINITY;
    for (Range range : ranges) {
      greatest = Math.min(greatest, range.greatest);
    }
    return greatest;
  }

  /** Adds what they say, for people; the unit begins with a space. */
  void describe(List<String> out, String what, String unit) {
    for (Range range : ranges) {
      out.add(
          range.level.text
              + what
              + (range.outside ? " outside " : " inside ")
              + text(range.least, range.greatest)
              + unit);
    }
  }

  /** A range for people. */
  static String text(double least, double greatest) {
    if (least == Double.NEGATIVE_INFINITY) {
      return "up to " + bound(greatest);
    }
    return greatest == Double.POSITIVE_INFINITY
        ? bound(least) + " and more"
        : bound(least) + " to " + bound(greatest);
  }

  private static String bound(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? Long.toString((long) value)
        : Double.toString(value);
  }
}
