package io.alidade.mission;

/** An integer that is fixed, taken from a parameter, or looked up: a size, a count, a place. */
final class Quantity {
  /** What {@link #get} gives when the value is not known. */
  static final long UNKNOWN = Long.MIN_VALUE;

  /** Fixed values and results are kept within this magnitude. */
  static final long MAX = 1L << 40;

  private final long fixed;
  private final int slot;
  private final boolean calibrated;
  private final double slope;
  private final double intercept;
  private final Condition[] conditions;
  private final long[] results;

  private Quantity(
      long fixed,
      int slot,
      boolean calibrated,
      double slope,
      double intercept,
      Condition[] conditions,
      long[] results) {
    this.fixed = fixed;
    this.slot = slot;
    this.calibrated = calibrated;
    this.slope = slope;
    this.intercept = intercept;
    this.conditions = conditions;
    this.results = results;
  }

  static Quantity fixed(long value) {
    return new Quantity(value, -1, false, 0, 0, null, null);
  }

  static Quantity ofSlot(int slot, boolean calibrated, double slope, double intercept) {
    return new Quantity(0, slot, calibrated, slope, intercept, null, null);
  }

  /** The result beside the first condition that holds, else {@code otherwise}. */
  static Quantity lookup(Condition[] conditions, long[] results, long otherwise) {
    return new Quantity(otherwise, -1, false, 0, 0, conditions, results);
  }

  boolean isFixed() {
    return slot < 0 && conditions == null;
  }

  long fixed() {
    return fixed;
  }

  long get(Values values) {
    if (conditions != null) {
      for (int i = 0; i < conditions.length; i++) {
        if (conditions[i].holds(values)) {
          return results[i];
        }
      }
      return fixed;
    }
    if (slot < 0) {
      return fixed;
    }
    if (!values.isKnown(slot)) {
      return UNKNOWN;
    }
    double value = slope * (calibrated ? values.calibrated(slot) : values.raw(slot)) + intercept;
    return Math.abs(value) <= MAX ? (long) value : UNKNOWN;
  }
}
