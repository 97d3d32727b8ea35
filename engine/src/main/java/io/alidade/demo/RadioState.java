package io.alidade.demo;

import java.time.LocalDateTime;

/**
 * The communication state at the end of a position report (Rec. ITU-R M.1371-5, annex 2, 3.3.7):
 * synchronised to UTC, slot time-outs counted down from 7 to 0 with each use of the slot.
 */
final class RadioState {
  private static final int SLOTS = 2_250;

  private int timeout;

  RadioState(int timeout) {
    this.timeout = timeout & 7;
  }

  /** The 19 bits of a self-organised report; the sub-message depends on the slot's time-out. */
  int selfOrganised(LocalDateTime utc, int receivedStations) {
    int current = timeout;
    timeout = current == 0 ? 7 : current - 1;
    int sub =
        switch (current) {
          case 0 -> SLOTS; // the same place in the next frame
          case 1 -> utc.getHour() << 9 | utc.getMinute() << 2;
          case 2, 4, 6 -> slot(utc);
          default -> receivedStations;
        };
    return current << 14 | sub;
  }

  /** The 19 bits of an incremental report: the next slot that it takes, and that it keeps it. */
  static int incremental(int slotsAhead) {
    return slotsAhead << 4 | 1;
  }

  private static int slot(LocalDateTime utc) {
    long ms = 1_000L * utc.getSecond() + utc.getNano() / 1_000_000;
    return (int) (ms * SLOTS / 60_000);
  }
}
