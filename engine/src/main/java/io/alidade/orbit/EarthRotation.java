package io.alidade.orbit;

/** The Earth's rotation between TEME and the ground, from Greenwich mean sidereal time (1982). */
final class EarthRotation {
  /** Nominal, rad/s. */
  static final double RATE = 7.292_115e-5;

  private static final double J2000_S = 946_728_000; // 2000-01-01T12:00 as seconds since 1970
  private static final long NANOS = 1_000_000_000L;
  private static final double CENTURY_S = 36_525 * 86_400.0;
  private static final double DAY_S = 86_400;

  private final double ut1MinusUtc;

  /**
   * @param ut1MinusUtc seconds, -0.9 to 0.9, as the IERS publishes it; 0 where it is not known
   */
  EarthRotation(double ut1MinusUtc) {
    this.ut1MinusUtc = ut1MinusUtc;
  }

  /**
   * The angle from the mean equinox to Greenwich, radians, 0 to 2 pi; time in UTC ns since 1970.
   */
  double angle(long timeNs) {
    // Whole days are left out of the sum, whose digits the time of day needs.
    long second = Math.floorDiv(timeNs, NANOS);
    double ut1 = second - J2000_S + (timeNs - second * NANOS) * 1e-9 + ut1MinusUtc;
    double centuries = ut1 / CENTURY_S;
    double ofDay = ut1 % DAY_S;
    double seconds =
        67_310.548_41
            + ofDay
            + centuries * (8_640_184.812_866 + centuries * (0.093_104 - centuries * 6.2e-6));
    double turns = seconds / DAY_S;
    return (turns - Math.floor(turns)) * 2 * Math.PI;
  }

  /** Turns a state (m, m/s) from TEME to the rotating Earth, in place. */
  void toGround(double[] state, long timeNs) {
    double angle = angle(timeNs);
    double cos = Math.cos(angle);
    double sin = Math.sin(angle);
    double x = cos * state[0] + sin * state[1];
    double y = -sin * state[0] + cos * state[1];
    double vx = cos * state[3] + sin * state[4] + RATE * y;
    double vy = -sin * state[3] + cos * state[4] - RATE * x;
    state[0] = x;
    state[1] = y;
    state[3] = vx;
    state[4] = vy;
  }
}
