package io.alidade.mission;

/**
 * An alarm of how fast a value changes (XTCE 1.2, ChangeAlarmRangesType). The change is that from
 * an earlier value, which is {@link #samples} values back and, as far as values are kept, {@link
 * #nanos} or more; divided by the values between them, or by the seconds. Immutable.
 *
 * @param ranges of the change: units, or percent of the earlier value's magnitude
 * @param perSecond by seconds, else by values
 * @param relative in percent
 * @param samples from 1 to {@value #MAX_SAMPLES}
 * @param nanos 0 for none
 */
record ChangeAlarm(
    AlarmRanges ranges, boolean perSecond, boolean relative, int samples, long nanos) {
  static final int MAX_SAMPLES = 1024;

  /** How many values are kept for a span in seconds. */
  static final int SAMPLES_OF_SECONDS = 256;

  /** How many earlier values are needed. */
  int kept() {
    return nanos > 0 ? Math.max(samples, SAMPLES_OF_SECONDS) : samples;
  }

  /** The level of a change over so many values and nanoseconds; a time not above 0 has none. */
  int level(double before, double value, int steps, long elapsed) {
    if (perSecond && elapsed <= 0) {
      return 0;
    }
    double change = value - before;
    if (relative && change != 0) {
      change = 100 * change / Math.abs(before);
    }
    double rate = change / (perSecond ? elapsed / 1e9 : steps);
    return Double.isNaN(rate) ? 0 : ranges.level(rate);
  }
}
