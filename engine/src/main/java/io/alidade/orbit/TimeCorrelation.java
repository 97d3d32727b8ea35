package io.alidade.orbit;

/**
 * How a spacecraft's clock runs against UTC: a line fitted by least squares through the latest
 * samples, each the spacecraft's time in a frame and the time at which the frame left the
 * spacecraft, which is its receive time less light time and duration. Both in ns; the spacecraft's
 * from any epoch.
 *
 * <p>A sample is off where it lies farther from the line than {@code jumpNs} and than six standard
 * deviations of what the line predicts there, which grow with the distance from the window. One
 * that is off is not fitted. Five of them in a row whose offsets agree among themselves (to {@code
 * jumpNs} and 1,000 ppm of the time between them) are a jump: the line begins anew with these five.
 * So it begins at first, too. Single bad times, and played-back frames whose times do not keep up
 * with their reception, make no jump. A jump of our own clock looks the same as one of the
 * spacecraft's, and so does a leap second.
 *
 * <p>While the window is short the noise would give any drift; a prior of 0 with 100 ppm (one
 * sigma) holds the slope until the samples tell it better.
 *
 * <p>Pure: no clock, no I/O; the same samples give the same results. Allocates nothing after
 * construction. A sample costs a few operations, one that enters the fit as many as the window is
 * long. Not thread-safe.
 */
public final class TimeCorrelation {
  /** What a sample was found to be. */
  public enum Verdict {
    /** There is no line yet: fewer than five samples in a row agreed. */
    LEARNING,
    /** It agrees with the line. */
    GOOD,
    /** It does not, and is left out. */
    OFF,
    /** With the four before it, it shows that the clock has jumped; the line is a new one. */
    JUMP
  }

  /** What {@link #utc} gives while there is no line. */
  public static final long UNKNOWN = Long.MIN_VALUE;

  /** Samples in a row that make a line. */
  public static final int AGREEING = 5;

  private static final double SIGMAS = 6;
  private static final double DRIFT_PRIOR = 100e-6;
  private static final double MOST_DRIFT = 1e-3;

  private final long[] spacecraft;
  private final long[] ground;
  private final long spacingNs;
  private final long jumpNs;
  private final long[] newSpacecraft = new long[AGREEING];
  private final long[] newGround = new long[AGREEING];

  private int size;
  private int next;
  private int candidates;

  // The line, through the window's centre; x and y count from the latest sample fitted.
  private long originSpacecraft;
  private long originOffset;
  private double meanX;
  private double meanY;
  private double slope;
  private double sigma;
  private double weight;

  private double residual;
  private long jumps;
  private long lastJump;
  private long off;

  /**
   * @param window samples that are fitted, 5 to 100,000
   * @param spacingNs receive time between samples that are fitted, at least; those between are
   *     judged only. So a window lasts as long at a high rate of frames. 0 fits all
   * @param jumpNs the least jump, ns, above 0: more than the resolution of the spacecraft's clock
   *     and than its wander between two passes
   * @throws IllegalArgumentException where one is outside its range
   */
  public TimeCorrelation(int window, long spacingNs, long jumpNs) {
    if (window < AGREEING || window > 100_000) {
      throw new IllegalArgumentException("window " + window + " is not 5 to 100000");
    }
    if (spacingNs < 0 || jumpNs <= 0) {
      throw new IllegalArgumentException("spacing is below 0 or jump not above 0");
    }
    spacecraft = new long[window];
    ground = new long[window];
    this.spacingNs = spacingNs;
    this.jumpNs = jumpNs;
  }

  /**
   * Judges a sample and learns from it.
   *
   * @param spacecraftNs the time in the frame
   * @param receiveNs when the frame had arrived, UTC
   * @param lightNs over the range; see {@link Look#lightTimeNs}
   * @param frameNs from the instant that the spacecraft's time means, as the first bit's, to the
   *     frame's end, and delays of the receiver
   */
  public Verdict add(long spacecraftNs, long receiveNs, long lightNs, long frameNs) {
    long groundNs = receiveNs - lightNs - frameNs;
    if (size > 0) {
      residual = residual(spacecraftNs, groundNs);
      if (Math.abs(residual) <= threshold(spacecraftNs)) {
        candidates = 0;
        if (groundNs - ground[latest()] >= spacingNs) {
          keep(spacecraftNs, groundNs);
          fit();
        }
        return Verdict.GOOD;
      }
    }
    if (candidates == AGREEING) {
      System.arraycopy(newSpacecraft, 1, newSpacecraft, 0, AGREEING - 1);
      System.arraycopy(newGround, 1, newGround, 0, AGREEING - 1);
      candidates--;
    }
    newSpacecraft[candidates] = spacecraftNs;
    newGround[candidates] = groundNs;
    candidates++;
    boolean isFirst = size == 0;
    if (candidates < AGREEING || !agree()) {
      off += isFirst ? 0 : 1;
      return isFirst ? Verdict.LEARNING : Verdict.OFF;
    }
    if (!isFirst) {
      jumps++;
      double sum = 0;
      for (int i = 0; i < AGREEING; i++) {
        sum += residual(newSpacecraft[i], newGround[i]);
      }
      lastJump = -Math.round(sum / AGREEING / (1 + slope));
    }
    begin();
    return isFirst ? Verdict.GOOD : Verdict.JUMP;
  }

  /** Whether the candidates' offsets are one, but for noise and drift. */
  private boolean agree() {
    double least = 0;
    double most = 0;
    long first = newGround[0] - newSpacecraft[0];
    double span = 0;
    for (int i = 1; i < AGREEING; i++) {
      double difference = (double) (newGround[i] - newSpacecraft[i] - first);
      least = Math.min(least, difference);
      most = Math.max(most, difference);
      span = Math.max(span, Math.abs((double) (newGround[i] - newGround[0])));
    }
    return most - least <= jumpNs + MOST_DRIFT * span;
  }

  private void begin() {
    size = 0;
    next = 0;
    for (int i = 0; i < AGREEING; i++) {
      keep(newSpacecraft[i], newGround[i]);
    }
    candidates = 0;
    fit();
    residual = residual(newSpacecraft[AGREEING - 1], newGround[AGREEING - 1]);
  }

  private void keep(long spacecraftNs, long groundNs) {
    spacecraft[next] = spacecraftNs;
    ground[next] = groundNs;
    next = next + 1 == spacecraft.length ? 0 : next + 1;
    size = Math.min(size + 1, spacecraft.length);
  }

  private int latest() {
    return next == 0 ? spacecraft.length - 1 : next - 1;
  }

  private void fit() {
    originSpacecraft = spacecraft[latest()];
    originOffset = ground[latest()] - originSpacecraft;
    double sumX = 0;
    double sumY = 0;
    for (int i = 0; i < size; i++) {
      sumX += x(spacecraft[i]);
      sumY += y(spacecraft[i], ground[i]);
    }
    meanX = sumX / size;
    meanY = sumY / size;
    double xx = 0;
    double xy = 0;
    double yy = 0;
    for (int i = 0; i < size; i++) {
      double dx = x(spacecraft[i]) - meanX;
      double dy = y(spacecraft[i], ground[i]) - meanY;
      xx += dx * dx;
      xy += dx * dy;
      yy += dy * dy;
    }
    double unexplained = xx > 0 ? Math.max(0, yy - xy * xy / xx) : yy;
    sigma = Math.sqrt(unexplained / (size - 2));
    double prior = sigma / DRIFT_PRIOR;
    weight = xx + prior * prior;
    slope = weight > 0 ? xy / weight : 0;
  }

  private double x(long spacecraftNs) {
    return (double) (spacecraftNs - originSpacecraft);
  }

  private double y(long spacecraftNs, long groundNs) {
    return (double) (groundNs - spacecraftNs - originOffset);
  }

  private double line(long spacecraftNs) {
    return meanY + slope * (x(spacecraftNs) - meanX);
  }

  private double residual(long spacecraftNs, long groundNs) {
    return y(spacecraftNs, groundNs) - line(spacecraftNs);
  }

  private double threshold(long spacecraftNs) {
    double deviation = Math.sqrt(sigma * sigma + square(errorNs(spacecraftNs)));
    return Math.max((double) jumpNs, SIGMAS * deviation);
  }

  private static double square(double value) {
    return value * value;
  }

  /** Whether there is a line. */
  public boolean isFitted() {
    return size > 0;
  }

  /** The UTC at which the spacecraft's clock shows a time, ns since 1970; or {@link #UNKNOWN}. */
  public long utc(long spacecraftNs) {
    return size == 0 ? UNKNOWN : spacecraftNs + originOffset + Math.round(line(spacecraftNs));
  }

  /**
   * The standard error of {@link #utc} by the samples' noise, ns; without it, what the clock does.
   */
  public double errorNs(long spacecraftNs) {
    if (size == 0) {
      return Double.POSITIVE_INFINITY;
    }
    double distance = x(spacecraftNs) - meanX;
    double bySlope = weight > 0 ? square(distance) / weight : 0;
    return sigma * Math.sqrt(1.0 / size + bySlope);
  }

  /** By how much the spacecraft's clock is fast, parts per million; 0 while there is no line. */
  public double driftPpm() {
    return size == 0 ? 0 : (1 / (1 + slope) - 1) * 1e6;
  }

  /** The standard error of the drift, ppm. */
  public double driftErrorPpm() {
    return size == 0 ? Double.POSITIVE_INFINITY : weight > 0 ? sigma / Math.sqrt(weight) * 1e6 : 0;
  }

  /**
   * The latest sample's distance from the line before it, ns: positive where the frame came later
   * than predicted.
   */
  public double residualNs() {
    return residual;
  }

  /** The standard deviation of the samples in the window about the line, ns. */
  public double noiseNs() {
    return size == 0 ? 0 : sigma;
  }

  /** Samples in the window. */
  public int size() {
    return size;
  }

  /** Samples that were {@link Verdict#OFF}. */
  public long offCount() {
    return off;
  }

  /** Jumps so far. */
  public long jumpCount() {
    return jumps;
  }

  /** The latest jump, ns: positive where the spacecraft's clock went forward. */
  public long lastJumpNs() {
    return lastJump;
  }
}
