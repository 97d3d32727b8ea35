package io.alidade.demo;

import io.alidade.demo.AisEncoder.Fix;
import io.alidade.demo.AisEncoder.Identity;
import io.alidade.demo.AisEncoder.Voyage;
import java.time.LocalDateTime;
import java.util.Random;

/** A vessel with a class A transponder: types 1, 3, 5 and, for some, 27. */
final class ClassAVessel {
  static final int UNDER_WAY = 0;
  static final int AT_ANCHOR = 1;
  static final int RESTRICTED = 3;
  static final int MOORED = 5;
  static final int FISHING = 7;

  /** From this rate of turn on, degrees a minute, the vessel counts as changing course. */
  private static final double CHANGING_COURSE = 10;

  private static final long STATIC_INTERVAL = 360_000;
  private static final long LONG_RANGE_INTERVAL = 180_000;
  private static final int STATIONS_IN_RANGE = 48;

  private final int mmsi;
  private final Identity identity;
  private final String destination;
  private final int status;
  private final Motion motion;
  private final Calendar calendar;
  private final double draught;
  private final int hoursToGo;
  private final RadioState radio;

  ClassAVessel(
      int mmsi,
      Identity identity,
      String destination,
      int status,
      Motion motion,
      Calendar calendar,
      Random random) {
    this.mmsi = mmsi;
    this.identity = identity;
    this.destination = destination;
    this.status = status;
    this.motion = motion;
    this.calendar = calendar;
    draught = Math.round((identity.size().toBow() + identity.size().toStern()) * 0.5) / 10.0;
    hoursToGo = 6 + random.nextInt(60);
    radio = new RadioState(random.nextInt(8));
  }

  /** Enters her reports; the first ones come soon, so that a listener need not wait for them. */
  void enter(Schedule schedule, Random random, boolean longRange) {
    schedule.add(random.nextInt(15_000), this::sendPosition);
    schedule.add(5_000 + random.nextInt(35_000), this::sendStatic);
    if (longRange) {
      schedule.add(20_000 + random.nextInt(100_000), this::sendLongRange);
    }
  }

  private long sendPosition(long now, Receiver receiver) {
    receiver.hear(position(now));
    return motion.isLying()
        ? Math.min(now + interval(), Math.max(now + 10_000, motion.leavesAt()))
        : now + interval();
  }

  /** The position report at a time. */
  AisPayload position(long now) {
    motion.advance(now);
    LocalDateTime utc = calendar.at(now);
    Fix fix = motion.fix(utc.getSecond(), true, true);
    boolean incremental = isChangingCourse();
    int state =
        incremental
            ? RadioState.incremental((int) (interval() * 2_250 / 60_000))
            : radio.selfOrganised(utc, STATIONS_IN_RANGE);
    int turn = AisEncoder.turnCode(motion.turn());
    return AisEncoder.positionA(incremental ? 3 : 1, 0, mmsi, status(), turn, fix, 0, state);
  }

  /** Reporting interval of the standard's annex 1, table 1, milliseconds. */
  long interval() {
    boolean changing = isChangingCourse();
    double knots = motion.knots();
    if ((status() == AT_ANCHOR || status() == MOORED) && knots <= 3) {
      return 180_000;
    }
    if (knots <= 14) {
      return changing ? 3_333 : 10_000;
    }
    if (knots <= 23) {
      return changing ? 2_000 : 6_000;
    }
    return 2_000;
  }

  private boolean isChangingCourse() {
    return Math.abs(motion.turn()) > CHANGING_COURSE;
  }

  private int status() {
    return motion.isLying() && status != AT_ANCHOR ? MOORED : status;
  }

  private long sendStatic(long now, Receiver receiver) {
    LocalDateTime eta = calendar.at(now).plusHours(hoursToGo);
    Voyage voyage =
        new Voyage(
            eta.getMonthValue(),
            eta.getDayOfMonth(),
            eta.getHour(),
            0,
            draught,
            destination,
            false);
    receiver.hear(AisEncoder.staticA(0, mmsi, 2, identity, voyage));
    return now + STATIC_INTERVAL;
  }

  private long sendLongRange(long now, Receiver receiver) {
    motion.advance(now);
    Fix fix = motion.fix(calendar.at(now).getSecond(), true, true);
    receiver.hear(AisEncoder.longRange(3, mmsi, status(), fix, false));
    return now + LONG_RANGE_INTERVAL;
  }
}
