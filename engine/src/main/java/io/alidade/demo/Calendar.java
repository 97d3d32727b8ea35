package io.alidade.demo;

import java.time.LocalDateTime;
import java.time.ZoneOffset;

/** The traffic's civil time, UTC. */
record Calendar(long startEpochMs) {
  LocalDateTime at(long now) {
    long ms = startEpochMs + now;
    int nanos = 1_000_000 * (int) Math.floorMod(ms, 1_000L);
    return LocalDateTime.ofEpochSecond(Math.floorDiv(ms, 1_000L), nanos, ZoneOffset.UTC);
  }

  /** The first whole second at or after a time, as milliseconds since the start. */
  long nextSecond(long now) {
    return now + Math.floorMod(-(startEpochMs + now), 1_000L);
  }
}
