package io.alidade.demo;

import io.alidade.demo.AisEncoder.Fix;
import io.alidade.demo.AisPayload.Dimensions;
import java.time.LocalDateTime;
import java.util.Random;

/**
 * What does not sail: base station, aids to navigation, a rescue aircraft, a transmitter on test.
 */
final class ShoreStations {
  private static final int GPS = 1;
  private static final int SURVEYED = 7;
  private static final int SART_TEST = 15;

  private static final long MINUTE = 60_000;

  private final Calendar calendar;
  private final Schedule schedule;

  ShoreStations(Calendar calendar, Schedule schedule) {
    this.calendar = calendar;
    this.schedule = schedule;
  }

  /** Type 4 each 10 s, and a safety broadcast, type 14, each 7 minutes. */
  void baseStation(int mmsi, double latitude, double longitude, String broadcast) {
    RadioState radio = new RadioState(7);
    schedule.add(
        700,
        (now, receiver) -> {
          LocalDateTime utc = calendar.at(now);
          Fix fix = new Fix(longitude, latitude, 0, 360, 511, utc.getSecond(), true, false);
          int state = radio.selfOrganised(utc, 48);
          receiver.hear(AisEncoder.baseStation(4, 0, mmsi, utc, fix, SURVEYED, state));
          return now + 10_000;
        });
    schedule.add(
        25_000,
        (now, receiver) -> {
          receiver.hear(AisEncoder.safetyBroadcast(0, mmsi, broadcast));
          return now + 7 * MINUTE;
        });
  }

  /** Type 21 each 3 minutes. */
  void aid(
      int mmsi,
      int type,
      String name,
      double latitude,
      double longitude,
      boolean virtual,
      boolean offPosition,
      Random random) {
    Dimensions size = virtual ? new Dimensions(0, 0, 0, 0) : new Dimensions(2, 2, 2, 2);
    schedule.add(
        3_000 + random.nextInt(20_000),
        (now, receiver) -> {
          Fix fix =
              new Fix(longitude, latitude, 0, 360, 511, virtual ? 60 : second(now), true, false);
          int device = virtual ? SURVEYED : GPS;
          receiver.hear(
              AisEncoder.aid(0, mmsi, type, name, fix, size, device, offPosition, 0, virtual));
          return now + 3 * MINUTE;
        });
  }

  /** Type 9 each 10 s. */
  void aircraft(int mmsi, Motion motion, Random random) {
    RadioState radio = new RadioState(3);
    schedule.add(
        2_000,
        (now, receiver) -> {
          motion.advance(now);
          int altitude = 150 + random.nextInt(10);
          Fix fix = motion.fix(second(now), false, true);
          int state = radio.selfOrganised(calendar.at(now), 48);
          receiver.hear(AisEncoder.aircraft(0, mmsi, altitude, fix, 0, false, state));
          return now + 10_000;
        });
  }

  /**
   * A survival craft's transmitter on test: a burst of 8 messages, position reports and the text
   * "SART TEST", once a minute for three minutes of each hour.
   */
  void transmitterOnTest(int mmsi, double latitude, double longitude) {
    for (int burst = 8; burst <= 10; burst++) {
      for (int slot = 0; slot < 8; slot++) {
        boolean text = slot == 4;
        int state = (15 - burst) << 14; // slot time-out only
        schedule.add(
            burst * MINUTE + 2_000L * slot,
            (now, receiver) -> {
              Fix fix = new Fix(longitude, latitude, 0.4, 214, 511, second(now), false, false);
              receiver.hear(
                  text
                      ? AisEncoder.safetyBroadcast(0, mmsi, "SART TEST")
                      : AisEncoder.positionA(
                          1, 0, mmsi, SART_TEST, AisEncoder.TURN_UNKNOWN, fix, 0, state));
              return now + 60 * MINUTE;
            });
      }
    }
  }

  private int second(long now) {
    return calendar.at(now).getSecond();
  }
}
