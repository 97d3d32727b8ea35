package io.alidade.validate;

import io.alidade.event.Field;

/**
 * How fast the values of own instruments may change, each by link, talker, sentence and field. A
 * value is implausible when it is further from the last plausible one than a fixed allowance
 * (noise, steps) and a rate times the time since allow; a time of less than a second counts as one,
 * because what a link held back comes in a burst. {@value #CONSISTENT} values in a row that are
 * plausible after each other are believed, the last of them first: nothing is refused for ever.
 *
 * <pre>
 *   heading (all kinds)          60 deg/s + 15 deg, over north
 *   speed over ground, water     20 kn/s  + 5 kn
 *   depth                        10 m/s   + 10 m
 *   wind speed                   30 kn/s  + 25 kn     (m/s: half of it)
 *   altitude                    150 m/s   + 150 m
 *   water, air temperature        1 degC/s + 3, 5 degC
 *   barometer                     1 hPa/s + 5 hPa
 * </pre>
 */
final class ChangeRates {
  /** After so many values that agree with each other they are believed. */
  static final int CONSISTENT = 5;

  private static final int CAPACITY = 512;
  private static final double CIRCLE = 360;
  private static final double NS_PER_SECOND = 1e9;

  private final double[] perSecond = new double[Field.FIRST_DYNAMIC];
  private final double[] allowance = new double[Field.FIRST_DYNAMIC];
  private final boolean[] circular = new boolean[Field.FIRST_DYNAMIC];

  private final RecentKeys keys = new RecentKeys(CAPACITY);
  private final double[] values = new double[CAPACITY];
  private final long[] times = new long[CAPACITY];
  private final double[] candidates = new double[CAPACITY];
  private final long[] candidateTimes = new long[CAPACITY];
  private final byte[] agreeing = new byte[CAPACITY];

  ChangeRates() {
    for (Field heading :
        new Field[] {Field.HEADING, Field.HEADING_MAGNETIC, Field.HEADING_COMPASS}) {
      limit(heading, 60, 15);
      circular[heading.id] = true;
    }
    limit(Field.SPEED, 20, 5);
    limit(Field.SPEED_WATER, 20, 5);
    limit(Field.DEPTH, 10, 10);
    limit(Field.WIND_SPEED_KN, 30, 25);
    limit(Field.WIND_SPEED_MS, 15, 13);
    limit(Field.ALT, 150, 150);
    limit(Field.WATER_TEMPERATURE, 1, 3);
    limit(Field.AIR_TEMPERATURE, 1, 5);
    limit(Field.BAROMETER, 1, 5);
  }

  private void limit(Field field, double rate, double fixed) {
    perSecond[field.id] = rate;
    allowance[field.id] = fixed;
  }

  void clear() {
    keys.clear();
  }

  /** Whether a field has a limit. */
  boolean isLimited(int id) {
    return id < Field.FIRST_DYNAMIC && perSecond[id] > 0;
  }

  /**
   * Takes a value; false when it changed too fast.
   *
   * @param source who says it: link, talker, sentence and the like, below 2^48
   * @param time receive time, ns
   */
  boolean isPlausible(long source, int id, double value, long time) {
    int slot = keys.slot(source << 10 | id);
    if (keys.added() || agrees(id, values[slot], times[slot], value, time)) {
      return take(slot, value, time);
    }
    boolean again =
        agreeing[slot] > 0 && agrees(id, candidates[slot], candidateTimes[slot], value, time);
    agreeing[slot] = (byte) (again ? agreeing[slot] + 1 : 1);
    if (agreeing[slot] >= CONSISTENT) {
      return take(slot, value, time);
    }
    candidates[slot] = value;
    candidateTimes[slot] = time;
    return false;
  }

  private boolean take(int slot, double value, long time) {
    values[slot] = value;
    times[slot] = time;
    agreeing[slot] = 0;
    return true;
  }

  private boolean agrees(int id, double from, long since, double to, long time) {
    double change = Math.abs(to - from);
    if (circular[id]) {
      change = Math.min(change, Math.abs(CIRCLE - change));
    }
    double seconds = Math.max(1, Math.abs(time - since) / NS_PER_SECOND);
    return change <= allowance[id] + perSecond[id] * seconds;
  }
}
