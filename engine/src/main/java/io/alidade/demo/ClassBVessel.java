package io.alidade.demo;

import io.alidade.demo.AisEncoder.Fix;
import io.alidade.demo.AisEncoder.Identity;
import java.util.Random;

/** A vessel with a carrier-sense class B transponder: types 18, 24 and, for some, 19. */
final class ClassBVessel {
  /** CS, DSC, whole band and message 22, but no display. */
  private static final int FLAGS = 0b101110;

  private static final String VENDOR = "ALD";
  private static final long STATIC_INTERVAL = 360_000;

  private final int mmsi;
  private final Identity identity;
  private final Motion motion;
  private final Calendar calendar;
  private final int serial;
  private final boolean extended;
  private int reports;
  private char nameChannel;

  /** A vessel; one with extended reports sends each tenth position as type 19. */
  ClassBVessel(
      int mmsi,
      Identity identity,
      Motion motion,
      Calendar calendar,
      boolean extended,
      Random random) {
    this.mmsi = mmsi;
    this.identity = identity;
    this.motion = motion;
    this.calendar = calendar;
    this.extended = extended;
    serial = 100_000 + random.nextInt(800_000);
  }

  void enter(Schedule schedule, Random random) {
    schedule.add(random.nextInt(25_000), this::sendPosition);
    long statics = 5_000L + random.nextInt(40_000);
    schedule.add(statics, this::sendName);
    schedule.add(statics + 1_000, this::sendParticulars);
  }

  private long sendPosition(long now, Receiver receiver) {
    motion.advance(now);
    Fix fix = motion.fix(calendar.at(now).getSecond(), false, false);
    boolean asExtended = extended && ++reports % 10 == 1;
    receiver.hear(
        asExtended
            ? AisEncoder.extendedB(0, mmsi, 0, fix, 0, identity)
            : AisEncoder.positionB(0, mmsi, 0, fix, 0, FLAGS, AisEncoder.CARRIER_SENSE_STATE));
    return now + (motion.knots() > 2 ? 30_000 : 180_000);
  }

  private long sendName(long now, Receiver receiver) {
    nameChannel = receiver.hear(AisEncoder.staticBPartA(0, mmsi, identity.name()));
    return now + STATIC_INTERVAL;
  }

  private long sendParticulars(long now, Receiver receiver) {
    receiver.hear(AisEncoder.staticBPartB(0, mmsi, identity, VENDOR, 1, serial), nameChannel);
    return now + STATIC_INTERVAL;
  }
}
