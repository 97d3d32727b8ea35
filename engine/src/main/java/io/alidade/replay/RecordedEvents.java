package io.alidade.replay;

import io.alidade.event.Event;
import io.alidade.event.FrameKind;
import io.alidade.event.Links;
import io.alidade.fuse.Fuse;
import io.alidade.journal.SessionInfo;
import io.alidade.journal.SessionReader;
import io.alidade.pipeline.Pipeline;
import io.alidade.station.ConfigException;
import io.alidade.station.Mission;
import io.alidade.station.Protocol;
import io.alidade.station.Recovery;
import io.alidade.station.SessionStart;
import java.util.function.Consumer;

/** A session's events as they stand in the journal. */
public final class RecordedEvents implements SessionEvents {
  private final SessionReader reader;
  private final Event event = new Event(Event.HEADER_LENGTH);
  private final SessionStart start;
  private final Mission mission;
  private final int eventBytes;
  private String unknownLayout = "";

  /** Opens a session, before its first event. */
  public RecordedEvents(SessionInfo session) throws ConfigException {
    reader = SessionReader.open(session);
    try {
      if (!reader.next()) {
        throw new ConfigException("session " + session.id() + " holds no event" + damage());
      }
      start = SessionStart.read(firstEvent(session));
      mission = start.recordedMission();
      eventBytes = Protocol.slotBytes(start.links());
      reader.seekTime(Long.MIN_VALUE);
    } catch (ConfigException | RuntimeException fault) {
      reader.close();
      throw fault;
    }
  }

  private Event firstEvent(SessionInfo session) throws ConfigException {
    event.wrap(reader.record());
    if (!event.isWellFormed() || event.kind() != FrameKind.SESSION) {
      throw new ConfigException("session " + session.id() + " does not begin with a session event");
    }
    return event;
  }

  @Override
  public SessionStart start() {
    return start;
  }

  @Override
  public Links links() {
    return start.names(mission);
  }

  @Override
  public void seek(long timeNs, Consumer<Event> known) {
    boolean found = reader.seekTime(timeNs) && reader.next();
    long sequence = found ? event.wrap(reader.record()).sequence() : Long.MAX_VALUE;
    reader.seekTime(Long.MIN_VALUE);
    if (!reader.next() || event.wrap(reader.record()).sequence() >= sequence) {
      reader.seekTime(Long.MIN_VALUE);
      return; // the session itself begins there
    }
    known.accept(event);
    Fuse fuse = new Fuse(start.fuse());
    Recovery.before(reader, sequence, eventBytes, fuse);
    tellState(fuse, timeNs, sequence - 1, known);
    if (found) {
      reader.seekTime(timeNs);
    }
  }

  /** Says what a fuse stage knows, as events. */
  static void tellState(Fuse fuse, long time, long sequence, Consumer<Event> known) {
    if (fuse.isEmpty()) {
      return;
    }
    int room = Pipeline.SLOT_BYTES;
    Event state = new Event(room);
    int parts = fuse.stateParts(room);
    for (int part = 0; part < parts; part++) {
      Fuse.beginState(state, time, part, parts, room);
      state.sequence(sequence);
      fuse.onEvent(state);
      known.accept(state);
    }
  }

  /**
   * Goes on with the first event that was received at a time or later and has a sequence behind
   * another; for one who needs nothing of what was known then.
   */
  public void skipTo(long fromNs, long afterSequence) {
    if (afterSequence > 0) {
      reader.seekSequence(afterSequence + 1);
    } else {
      reader.seekTime(fromNs);
    }
  }

  @Override
  public boolean next() {
    if (!unknownLayout.isEmpty() || !reader.next()) {
      return false;
    }
    event.wrap(reader.record());
    if (!event.isWellFormed()) {
      unknownLayout =
          "; event " + event.sequence() + " is of a layout that this version does not know";
      return false;
    }
    return true;
  }

  @Override
  public Event event() {
    return event;
  }

  @Override
  public String damage() {
    return reader.damage() == null ? unknownLayout : "; " + reader.damage();
  }

  @Override
  public void close() {
    reader.close();
  }
}
