package io.alidade.demo;

import java.time.LocalDateTime;
import java.util.Locale;
import java.util.Random;

/**
 * The vessel that carries the receiver: a GNSS receiver's GGA, RMC and VTG and a compass's HDT each
 * second, GSA and GSV each five, and her own AIS reports as VDO.
 */
final class OwnVessel {
  private static final double VARIATION_WEST = 0.4;
  private static final double GEOID_SEPARATION = 50.6;

  /** A GNSS receiver's sentences leave it so long after the second that they are for. */
  private static final int LATENCY = 120;

  private static final int SATELLITES = 11;

  private final ClassAVessel transponder;
  private final Motion motion;
  private final Calendar calendar;
  private final Random random;

  OwnVessel(ClassAVessel transponder, Motion motion, Calendar calendar, Random random) {
    this.transponder = transponder;
    this.motion = motion;
    this.calendar = calendar;
    this.random = random;
  }

  void enter(Schedule schedule) {
    long first = calendar.nextSecond(0) + LATENCY;
    schedule.add(first, this::sendFix);
    schedule.add(first + 80, this::sendHeading);
    schedule.add(first + 300, this::sendSatellites);
    schedule.add(
        1_500,
        (now, receiver) -> {
          receiver.own(transponder.position(now));
          return now + transponder.interval();
        });
  }

  private long sendFix(long now, Receiver receiver) {
    motion.advance(now - LATENCY);
    LocalDateTime utc = calendar.at(now - LATENCY);
    String time = String.format(Locale.ROOT, "%1$tH%1$tM%1$tS.00", utc);
    String position =
        Sentence.latitude(motion.latitude()) + "," + Sentence.longitude(motion.longitude());
    double height = 3.2 + 0.4 * StrictMath.sin(now / 3_000.0);
    double course = motion.course();
    double knots = motion.shownKnots();
    receiver.instrument(
        String.format(
            Locale.ROOT,
            "$GPGGA,%s,%s,1,%02d,0.9,%.1f,M,%.1f,M,,",
            time,
            position,
            SATELLITES - 2,
            height,
            GEOID_SEPARATION));
    receiver.instrument(
        String.format(
            Locale.ROOT,
            "$GPRMC,%s,A,%s,%.1f,%.1f,%5$td%5$tm%5$ty,%6$.1f,W,A",
            time,
            position,
            knots,
            course,
            utc,
            VARIATION_WEST));
    receiver.instrument(
        String.format(
            Locale.ROOT,
            "$GPVTG,%.1f,T,%.1f,M,%.1f,N,%.1f,K,A",
            course,
            (course + VARIATION_WEST) % 360,
            knots,
            knots * 1.852));
    return now + 1_000;
  }

  private long sendHeading(long now, Receiver receiver) {
    double heading = (motion.heading() + random.nextInt(10) / 10.0) % 360;
    receiver.instrument(String.format(Locale.ROOT, "$HEHDT,%.1f,T", heading));
    return now + 1_000;
  }

  private long sendSatellites(long now, Receiver receiver) {
    StringBuilder used = new StringBuilder();
    for (int satellite = 0; satellite < 12; satellite++) {
      used.append(',');
      if (satellite < SATELLITES - 2) {
        used.append(String.format(Locale.ROOT, "%02d", number(satellite)));
      }
    }
    receiver.instrument("$GPGSA,A,3" + used + ",1.7,0.9,1.4");
    int sentences = (SATELLITES + 3) / 4;
    for (int part = 0; part < sentences; part++) {
      StringBuilder view = new StringBuilder();
      for (int i = 4 * part; i < Math.min(4 * part + 4, SATELLITES); i++) {
        view.append(
            String.format(
                Locale.ROOT,
                ",%02d,%02d,%03d,%s",
                number(i),
                elevation(i, now),
                azimuth(i, now),
                i < SATELLITES - 2 ? String.valueOf(48 - 2 * i + random.nextInt(3)) : ""));
      }
      receiver.instrument(
          String.format(Locale.ROOT, "$GPGSV,%d,%d,%02d%s", sentences, part + 1, SATELLITES, view));
    }
    return now + 5_000;
  }

  private static int number(int satellite) {
    return 1 + satellite * 29 % 31;
  }

  /** Half a circle over the sky in six hours, each satellite at its own phase, 5 to 85 degrees. */
  private static int elevation(int satellite, long now) {
    double wave = StrictMath.sin(now / 7e6 + 1.7 * satellite);
    return (int) (45 + 40 * wave);
  }

  private static int azimuth(int satellite, long now) {
    return (int) ((now / 120_000 + 67L * satellite) % 360);
  }
}
