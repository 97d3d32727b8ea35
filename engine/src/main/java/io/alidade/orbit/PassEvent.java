package io.alidade.orbit;

/**
 * A rise, culmination or set, for a journal. Immutable.
 *
 * @param kind which of the three
 * @param pass of which pass, as it was predicted when the event became due
 * @param look where the satellite is seen then; its time is the event's
 */
public record PassEvent(Kind kind, Pass pass, Look look) {
  /** What happens; in a pass in this order. */
  public enum Kind {
    /** Acquisition of signal: the rise. */
    AOS,
    /** The culmination. */
    TCA,
    /** Loss of signal: the set. */
    LOS
  }

  /** UTC, ns since 1970. */
  public long timeNs() {
    return look.timeNs();
  }
}
