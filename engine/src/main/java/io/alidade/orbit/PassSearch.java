package io.alidade.orbit;

import java.util.ArrayList;
import java.util.List;

/**
 * Finds where a satellite crosses the horizon: samples in steps short against its motion, a root
 * search between samples of different sign, and a search for the extreme where three samples show
 * one that could reach over the horizon between them. For one search, by one thread.
 */
final class PassSearch {
  private static final long SECOND = 1_000_000_000L;
  private static final long DAY = 86_400 * SECOND;
  private static final long LONGEST_STEP = 60 * SECOND;
  private static final long SHORTEST_STEP = 10 * SECOND;
  private static final int STEPS_PER_REVOLUTION = 240;

  /** Near a mask, which may have narrow parts. */
  private static final long MASK_STEP = 2 * SECOND;

  /** Degrees below the lowest horizon at which short steps begin. */
  private static final double MASK_MARGIN = 2;

  private static final long TIME_ERROR = 100_000;
  private static final double GOLDEN = (Math.sqrt(5) - 1) / 2;
  private static final double EARTH_KM = 6_378.137;
  private static final double MU = 398_600.8;

  /** For the Earth's shape and the drift of the orbit, radians. */
  private static final double ANGLE_MARGIN = Math.toRadians(1.5);

  private final Elements satellite;
  private final Orbit orbit;
  private final GroundStation station;
  private final Horizon horizon;
  private final EarthRotation rotation;
  private final long step;
  private final double reach;
  private final double rate;

  private final List<Pass> passes = new ArrayList<>();
  private long from;
  private long to;
  private Sample rise;
  private boolean riseKnown;
  private Look highest;

  /** How things are at a time; height is above the horizon, in degrees. */
  private record Sample(Look look, double height, double centralAngle) {
    long time() {
      return look.timeNs();
    }

    boolean isUp() {
      return height > 0;
    }
  }

  PassSearch(
      Elements satellite,
      Orbit orbit,
      GroundStation station,
      Horizon horizon,
      EarthRotation rotation) {
    this.satellite = satellite;
    this.orbit = orbit;
    this.station = station;
    this.horizon = horizon;
    this.rotation = rotation;
    double motion = satellite.meanMotion() * 2 * Math.PI / 86_400;
    double axis = Math.cbrt(MU / (motion * motion));
    double e = satellite.eccentricity();
    rate = motion * Math.sqrt(1 + e) / Math.pow(1 - e, 1.5) + EarthRotation.RATE;
    double fastest = 2 * Math.PI / rate;
    step =
        Math.max(
            SHORTEST_STEP,
            Math.min(LONGEST_STEP, (long) (fastest / STEPS_PER_REVOLUTION * SECOND)));
    double low = Math.toRadians(horizon.lowest());
    double apogee = axis * (1 + e) + 100;
    reach = Math.acos(Math.min(1, EARTH_KM * Math.cos(low) / apogee)) - low + ANGLE_MARGIN;
  }

  /** All passes that overlap a time; to be called once. */
  Prediction passes(long fromNs, long toNs) {
    from = fromNs;
    to = toNs;
    String problem = "";
    try {
      search();
    } catch (OrbitException ended) {
      problem = ended.getMessage();
    }
    return new Prediction(satellite, passes, problem);
  }

  private void search() throws OrbitException {
    Sample before = null;
    Sample here = at(from);
    boolean isUp = here.isUp();
    if (isUp) {
      here = rise(here);
      open(here, here.time() > from - DAY);
    } else {
      // So that an extreme right at the begin lies between samples.
      Sample earlier = at(from - step);
      before = earlier.isUp() ? null : earlier;
    }
    while (here.time() < to + step || isUp) {
      if (isUp && here.time() >= to + DAY) {
        close(here, false);
        return;
      }
      long gap = gap(here, isUp);
      Sample next = at(here.time() + gap);
      if (next.isUp() != isUp) {
        turn(isUp, crossing(here, next));
        isUp = !isUp;
      } else if (before != null && isExtreme(before, here, next, isUp)) {
        Sample extreme = extreme(before, next, isUp ? -1 : 1);
        if (extreme.isUp() != isUp) {
          turn(isUp, crossing(before, extreme));
          note(extreme);
          turn(!isUp, crossing(extreme, next));
        }
      }
      note(next);
      before = !isUp && gap > step ? null : here;
      here = next;
    }
  }

  private void turn(boolean wasUp, Sample edge) throws OrbitException {
    if (wasUp) {
      close(edge, true);
    } else {
      open(edge, true);
    }
  }

  private void open(Sample edge, boolean isKnown) {
    rise = edge;
    riseKnown = isKnown;
    highest = edge.look();
  }

  private void note(Sample sample) {
    if (sample.isUp() && sample.look().elevation() > highest.elevation()) {
      highest = sample.look();
    }
  }

  private void close(Sample edge, boolean isKnown) throws OrbitException {
    if (rise.time() >= to || edge.time() <= from) {
      return;
    }
    long time = highest.timeNs();
    Look top = top(Math.max(rise.time(), time - step), Math.min(edge.time(), time + step));
    top = top.elevation() >= highest.elevation() ? top : highest;
    top = top.elevation() >= edge.look().elevation() ? top : edge.look();
    passes.add(new Pass(satellite, rise.look(), riseKnown, top, edge.look(), isKnown));
  }

  private static boolean isExtreme(Sample before, Sample here, Sample after, boolean isUp) {
    return isUp
        ? here.height <= before.height && here.height < after.height
        : here.height >= before.height && here.height > after.height;
  }

  /** How far the next sample may be: nothing is visible while the satellite is beyond reach. */
  private long gap(Sample here, boolean isUp) {
    if (!horizon.isFlat() && here.look.elevation() > horizon.lowest() - MASK_MARGIN) {
      return MASK_STEP;
    }
    double beyond = (here.centralAngle - reach) / rate;
    return isUp ? step : Math.max(step, (long) (beyond * SECOND) - step);
  }

  /** Goes back from where the satellite is up to where it rose, at most a day. */
  private Sample rise(Sample here) throws OrbitException {
    Sample later = here;
    while (later.time() > from - DAY) {
      Sample earlier = at(Math.max(from - DAY, later.time() - gap(later, true)));
      if (!earlier.isUp()) {
        return crossing(earlier, later);
      }
      later = earlier;
    }
    return later;
  }

  /** Where the satellite is highest between two times, also below the horizon. */
  Look highest(long fromNs, long toNs) throws OrbitException {
    Look best = at(toNs).look();
    for (long time = fromNs; time < toNs; time += step) {
      Look there = at(time).look();
      best = there.elevation() > best.elevation() ? there : best;
    }
    long time = best.timeNs();
    Look top = top(Math.max(fromNs, time - step), Math.min(toNs, time + step));
    return top.elevation() > best.elevation() ? top : best;
  }

  /** Between two samples on different sides of the horizon: the outermost above it. */
  private Sample crossing(Sample earlier, Sample later) throws OrbitException {
    Sample low = earlier;
    Sample high = later;
    while (high.time() - low.time() > TIME_ERROR) {
      Sample middle = at(low.time() + (high.time() - low.time()) / 2);
      if (middle.isUp() == later.isUp()) {
        high = middle;
      } else {
        low = middle;
      }
    }
    return high.isUp() ? high : low;
  }

  /** Highest (sign 1) or lowest (-1) above the horizon, of one extreme between two samples. */
  private Sample extreme(Sample first, Sample last, int sign) throws OrbitException {
    return at(golden(first.time(), last.time(), time -> sign * at(time).height));
  }

  private Look top(long first, long last) throws OrbitException {
    return at(golden(first, last, time -> at(time).look.elevation())).look();
  }

  @FunctionalInterface
  private interface Curve {
    double at(long time) throws OrbitException;
  }

  /** The time of a curve's one maximum, by golden section. */
  private static long golden(long first, long last, Curve curve) throws OrbitException {
    long low = first;
    long high = last;
    long left = high - (long) (GOLDEN * (high - low));
    long right = low + (long) (GOLDEN * (high - low));
    double atLeft = curve.at(left);
    double atRight = curve.at(right);
    while (high - low > TIME_ERROR) {
      if (atLeft > atRight) {
        high = right;
        right = left;
        atRight = atLeft;
        left = high - (long) (GOLDEN * (high - low));
        atLeft = curve.at(left);
      } else {
        low = left;
        left = right;
        atLeft = atRight;
        right = low + (long) (GOLDEN * (high - low));
        atRight = curve.at(right);
      }
    }
    return atLeft > atRight ? left : right;
  }

  private Sample at(long time) throws OrbitException {
    double[] state = orbit.state(time);
    rotation.toGround(state, time);
    Look look = station.look(state, time);
    double height = look.elevation() - horizon.elevation(look.azimuth());
    return new Sample(look, height, station.centralAngle(state));
  }
}
