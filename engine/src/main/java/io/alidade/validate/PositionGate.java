package io.alidade.validate;

import java.util.Arrays;

/**
 * Whether own position, as each receiver gives it, moves as something can: no further from the last
 * plausible fix than {@value #ALLOWANCE_M} m and {@value #SPEED_MS} m/s times the time since (a
 * second at least: what a link held back comes in a burst). {@value ChangeRates#CONSISTENT} fixes
 * in a row that are plausible after each other are believed, the last of them first, wherever they
 * are: a receiver that was jammed, or carried, is believed again.
 */
final class PositionGate {
  /** Faster than any ship or helicopter. */
  static final double SPEED_MS = 130;

  /** Noise, and what the sentences of one fix differ by in their decimals. */
  static final double ALLOWANCE_M = 100;

  private static final int CAPACITY = 64;
  private static final double M_PER_DEGREE = 111_195;
  private static final double NS_PER_SECOND = 1e9;

  private final RecentKeys keys = new RecentKeys(CAPACITY);
  private final double[] lats = new double[CAPACITY];
  private final double[] lons = new double[CAPACITY];
  private final long[] times = new long[CAPACITY];
  private final double[] candidateLats = new double[CAPACITY];
  private final double[] candidateLons = new double[CAPACITY];
  private final long[] candidateTimes = new long[CAPACITY];
  private final byte[] agreeing = new byte[CAPACITY];

  void clear() {
    keys.clear();
    Arrays.fill(agreeing, (byte) 0);
  }

  /**
   * Takes a fix, degrees; false when it is too far away.
   *
   * @param receiver who says it
   * @param time receive time, ns
   */
  boolean isPlausible(long receiver, double lat, double lon, long time) {
    int i = keys.slot(receiver);
    if (keys.added() || agrees(lats[i], lons[i], times[i], lat, lon, time)) {
      return take(i, lat, lon, time);
    }
    boolean again =
        agreeing[i] > 0
            && agrees(candidateLats[i], candidateLons[i], candidateTimes[i], lat, lon, time);
    agreeing[i] = (byte) (again ? agreeing[i] + 1 : 1);
    if (agreeing[i] >= ChangeRates.CONSISTENT) {
      return take(i, lat, lon, time);
    }
    candidateLats[i] = lat;
    candidateLons[i] = lon;
    candidateTimes[i] = time;
    return false;
  }

  private boolean take(int i, double lat, double lon, long time) {
    lats[i] = lat;
    lons[i] = lon;
    times[i] = time;
    agreeing[i] = 0;
    return true;
  }

  private static boolean agrees(
      double fromLat, double fromLon, long since, double lat, double lon, long time) {
    double seconds = Math.max(1, Math.abs(time - since) / NS_PER_SECOND);
    double reach = ALLOWANCE_M + SPEED_MS * seconds;
    double north = (lat - fromLat) * M_PER_DEGREE;
    if (Math.abs(north) > reach) {
      return false;
    }
    double degrees = Math.abs(lon - fromLon);
    degrees = Math.min(degrees, Math.abs(360 - degrees));
    // StrictMath: the same on every machine, as everything that decides.
    double east = degrees * M_PER_DEGREE * StrictMath.cos(Math.toRadians((lat + fromLat) / 2));
    return north * north + east * east <= reach * reach;
  }
}
