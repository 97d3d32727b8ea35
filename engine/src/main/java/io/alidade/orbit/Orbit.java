package io.alidade.orbit;

import io.alidade.event.LeapSeconds;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.hipparchus.exception.MathRuntimeException;
import org.orekit.errors.OrekitException;
import org.orekit.frames.Frame;
import org.orekit.frames.Transform;
import org.orekit.propagation.analytical.tle.TLE;
import org.orekit.propagation.analytical.tle.TLEPropagator;
import org.orekit.time.AbsoluteDate;
import org.orekit.time.DateComponents;
import org.orekit.time.OffsetModel;
import org.orekit.time.TimeScales;
import org.orekit.time.UTCScale;
import org.orekit.utils.PVCoordinates;

/**
 * SGP4 and SDP4 for one set of elements: the only class that knows Orekit, whose classes are loaded
 * with it. Orekit's propagators keep state between calls; calls are serialised.
 */
final class Orbit {
  /** Below this radius the model has hit the ground. */
  private static final double EARTH_RADIUS_M = 6_378_135;

  /**
   * No orbit that lives changes its size by more; the model's polynomials of drag, used for too
   * long, do.
   */
  private static final double AXIS_CHANGE = 0.15;

  private static final long NANOS = 1_000_000_000L;
  private static final int LAST_YEAR = 2060;
  private static final UTCScale UTC = utc();

  /** Stands for TEME: the coordinates are taken as SGP4 gives them, so it needs no transform. */
  private static final Frame TEME =
      new Frame(Frame.getRoot(), Transform.IDENTITY, "TEME as SGP4 has it", true);

  private final TLEPropagator propagator;
  private final double meanAxis;

  /**
   * @throws OrbitException where the elements are none of an orbit about the Earth
   */
  Orbit(Elements elements) throws OrbitException {
    try {
      TLE tle =
          new TLE(
              elements.number(),
              'U',
              2000,
              0,
              "",
              TLE.DEFAULT,
              0,
              date(elements.epochNs()),
              elements.meanMotion() * 2 * Math.PI / 86_400,
              0,
              0,
              elements.eccentricity(),
              Math.toRadians(elements.inclination()),
              Math.toRadians(elements.perigee()),
              Math.toRadians(elements.node()),
              Math.toRadians(elements.meanAnomaly()),
              0,
              elements.bStar(),
              UTC);
      propagator = TLEPropagator.selectExtrapolator(tle, TEME);
      double motion = tle.getMeanMotion();
      meanAxis = Math.cbrt(TLEPropagator.getMU() / (motion * motion));
    } catch (OrekitException | MathRuntimeException unusable) {
      throw new OrbitException(unusable.getMessage());
    }
  }

  /**
   * Position in metres (x, y, z) and velocity in m/s, in TEME.
   *
   * @throws OrbitException where the model fails: far from the epoch or after the decay
   */
  synchronized double[] state(long timeNs) throws OrbitException {
    PVCoordinates state;
    try {
      state = propagator.getPVCoordinates(date(timeNs));
    } catch (OrekitException | MathRuntimeException failed) {
      throw new OrbitException(failed.getMessage());
    }
    double radius = state.getPosition().getNorm();
    if (!(radius >= EARTH_RADIUS_M)) {
      throw new OrbitException("the satellite has decayed by then");
    }
    double speed = state.getVelocity().getNorm();
    double axis = 1 / (2 / radius - speed * speed / TLEPropagator.getMU());
    if (!(Math.abs(axis / meanAxis - 1) < AXIS_CHANGE)) {
      throw new OrbitException(
          "the elements are too far from that time, or drag has ended the orbit");
    }
    return new double[] {
      state.getPosition().getX(),
      state.getPosition().getY(),
      state.getPosition().getZ(),
      state.getVelocity().getX(),
      state.getVelocity().getY(),
      state.getVelocity().getZ()
    };
  }

  private static AbsoluteDate date(long timeNs) {
    Instant instant =
        Instant.ofEpochSecond(Math.floorDiv(timeNs, NANOS), Math.floorMod(timeNs, NANOS));
    return new AbsoluteDate(instant, UTC);
  }

  /** UTC from our own leap seconds, each of which begins with a month. */
  private static UTCScale utc() {
    List<OffsetModel> offsets = new ArrayList<>();
    long last = 0;
    for (LocalDate month = LocalDate.of(1972, 1, 1);
        month.getYear() < LAST_YEAR;
        month = month.plusMonths(1)) {
      long second = month.toEpochDay() * 86_400;
      long offset = LeapSeconds.tai(second) - second;
      if (offset != last) {
        offsets.add(
            new OffsetModel(
                new DateComponents(month.getYear(), month.getMonthValue(), 1), (int) offset));
        last = offset;
      }
    }
    return TimeScales.of(offsets, (conventions, scales) -> List.of()).getUTC();
  }
}
