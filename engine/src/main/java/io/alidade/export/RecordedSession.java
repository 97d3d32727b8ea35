package io.alidade.export;

import io.alidade.event.Event;
import io.alidade.event.FrameKind;
import io.alidade.event.Links;
import io.alidade.journal.JournalException;
import io.alidade.journal.SessionInfo;
import io.alidade.journal.SessionReader;
import io.alidade.station.ConfigException;
import io.alidade.station.SessionStart;

/** A session's events as they stand in the journal, one after the other. */
final class RecordedSession implements AutoCloseable {
  private final SessionReader reader;
  private final Event event = new Event(Event.HEADER_LENGTH);
  private final SessionStart start;
  private boolean first = true;
  private String damage = "";

  /** Opens a session, before its first event. */
  RecordedSession(SessionInfo session) throws JournalException, ConfigException {
    reader = SessionReader.open(session);
    try {
      if (!reader.next()) {
        throw new ConfigException("session " + session.id() + " holds no event" + readerDamage());
      }
      event.wrap(reader.record());
      if (!event.isWellFormed() || event.kind() != FrameKind.SESSION) {
        throw new ConfigException(
            "session " + session.id() + " does not begin with a session event");
      }
      start = SessionStart.read(event);
    } catch (ConfigException | RuntimeException fault) {
      reader.close();
      throw fault;
    }
  }

  SessionStart start() {
    return start;
  }

  /** The names to show the events with. */
  Links names() throws ConfigException {
    return start.names(start.recordedMission());
  }

  /**
   * Says that no event before the first that was received at a time or later is wanted, and none up
   * to a sequence: the place for a seek. {@link #next} may give such events all the same, so the
   * caller looks at each one's time and sequence; times may step back after that first event.
   */
  @SuppressWarnings("unused")
  void skipTo(long fromNs, long afterSequence) {}

  /** Moves to the next event; false at the session's end or at the first damage. */
  boolean next() {
    if (first) {
      first = false;
    } else if (!reader.next()) {
      damage = readerDamage();
      return false;
    }
    event.wrap(reader.record());
    if (!event.isWellFormed()) {
      damage = "; an event is of a layout that this version does not know";
      return false;
    }
    return true;
  }

  Event event() {
    return event;
  }

  /** Where and why reading stopped early, as a text to append, or empty. */
  String damage() {
    return damage;
  }

  private String readerDamage() {
    return reader.damage() == null ? "" : "; " + reader.damage();
  }

  @Override
  public void close() {
    reader.close();
  }
}
