package io.alidade.replay;

import io.alidade.event.Event;
import io.alidade.event.Links;
import io.alidade.station.SessionStart;
import java.util.function.Consumer;

/** The events of one session in their order. For one thread. */
public interface SessionEvents extends AutoCloseable {
  /** What the session began with. */
  SessionStart start();

  /** The names to show its events with. */
  Links links();

  /**
   * Goes to the first event that was received at a time or later; where the clock was set back
   * meanwhile, to the first of all such.
   *
   * @param timeNs ns since 1970
   * @param known takes what was known then, as the first events of a session that begins there: the
   *     session event and, where there is something, state events
   */
  void seek(long timeNs, Consumer<Event> known);

  /** Goes to the next event; false at the session's end or at the first damage. */
  boolean next();

  /** The event; valid until {@link #next} or {@link #seek}. */
  Event event();

  /** Where and why reading stopped early, as a text to append, or empty. */
  String damage();

  @Override
  void close();
}
