package io.alidade.mission;

/** Alarm and validity ranges of a parameter. Read-only once loaded. */
final class Limits {
  static final Limits NONE = new Limits(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, true);

  /** The least and greatest value that no alarm and no validity range objects to. */
  final double low;

  final double high;

  /** Whether low and high are of the calibrated value; else of the raw one. */
  final boolean calibrated;

  /** Pairs of least and greatest values that are themselves alarms. */
  double[] inside = {};

  /** Raw values of an enumeration that are alarms, as pairs; every other is none. */
  long[] alarmed = {};

  /** Limits that apply instead while their condition holds, the first one. */
  Condition[] contexts = {};

  Limits[] contextLimits = {};

  Limits(double low, double high, boolean calibrated) {
    this.low = low;
    this.high = high;
    this.calibrated = calibrated;
  }

  /** The same limits without contexts, to which some are added. */
  Limits copy() {
    Limits copy = new Limits(low, high, calibrated);
    copy.inside = inside;
    copy.alarmed = alarmed;
    return copy;
  }

  /** True when only {@link #low} and {@link #high} of the calibrated value matter. */
  boolean isInterval() {
    return calibrated && inside.length == 0 && alarmed.length == 0 && contexts.length == 0;
  }

  boolean isNone() {
    return isInterval() && low == Double.NEGATIVE_INFINITY && high == Double.POSITIVE_INFINITY;
  }

  /** Whether a value is outside its limits. NaN is, where there are any. */
  boolean violated(long bits, double raw, double value, Values values) {
    for (int i = 0; i < contexts.length; i++) {
      if (contexts[i].holds(values)) {
        return contextLimits[i].violated(bits, raw, value, values);
      }
    }
    double checked = calibrated ? value : raw;
    if (!(checked >= low && checked <= high)
        && !(low == Double.NEGATIVE_INFINITY && high == Double.POSITIVE_INFINITY)) {
      return true;
    }
    for (int i = 0; i < inside.length; i += 2) {
      if (value >= inside[i] && value <= inside[i + 1]) {
        return true;
      }
    }
    for (int i = 0; i < alarmed.length; i += 2) {
      if (bits >= alarmed[i] && bits <= alarmed[i + 1]) {
        return true;
      }
    }
    return false;
  }
}
