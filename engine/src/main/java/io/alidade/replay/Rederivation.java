package io.alidade.replay;

import io.alidade.event.Event;
import io.alidade.event.FrameKind;
import io.alidade.event.Links;
import io.alidade.fuse.Fuse;
import io.alidade.journal.JournalException;
import io.alidade.journal.SessionInfo;
import io.alidade.journal.SessionReader;
import io.alidade.link.LinkUri;
import io.alidade.pipeline.Faults;
import io.alidade.pipeline.Stage;
import io.alidade.protocol.Decoder;
import io.alidade.station.ConfigException;
import io.alidade.station.Mission;
import io.alidade.station.Protocol;
import io.alidade.station.SessionStart;
import io.alidade.validate.Validate;
import java.util.List;
import java.util.function.Consumer;

/**
 * Walks a session and makes every event again from what came in: its frame kind, link, receive time
 * and raw bytes (for events that are not from a link, also their decoded section). What the
 * decoder, validate and fuse make of that stands in {@link #event()}, beside the journal's own in
 * {@link #recorded()}.
 */
public final class Rederivation implements SessionEvents {
  private final SessionReader reader;
  private final Event recorded = new Event(Event.HEADER_LENGTH);
  private final Event event;
  private final Stage validate = new Validate()::onEvent;
  private final SessionStart start;
  private final Mission mission;
  private final Fuse fuse;
  private final Stage fuseStage;
  private final Decoder[] decoders;
  private boolean first = true;

  /** The event after a seek is made already. */
  private boolean ready;

  /** No event but the session's own and what was known when it began. */
  private boolean atHead = true;

  /** Opens a session, before its first event. */
  public Rederivation(SessionInfo session) throws JournalException, ConfigException {
    this(session, null);
  }

  /** The same with another mission database than the session's own. */
  public Rederivation(SessionInfo session, Mission other) throws JournalException, ConfigException {
    reader = SessionReader.open(session);
    try {
      if (!reader.next()) {
        throw new ConfigException("session " + session.id() + " holds no event" + damage());
      }
      recorded.wrap(reader.record());
      if (!recorded.isWellFormed() || recorded.kind() != FrameKind.SESSION) {
        throw new ConfigException(
            "session " + session.id() + " does not begin with a session event");
      }
      start = SessionStart.read(recorded);
      mission = other == null ? start.recordedMission() : other;
      event = new Event(Math.max(Protocol.slotBytes(start.links()), recorded.length()));
      fuse = new Fuse(start.fuse());
      fuseStage = fuse::onEvent;
      List<LinkUri> links = start.links();
      decoders = new Decoder[links.size() + 1];
      for (int i = 0; i < links.size(); i++) {
        decoders[i + 1] =
            Protocol.of(links.get(i).protocol()).decoder(links.get(i), mission.contents());
      }
    } catch (ConfigException | RuntimeException fault) {
      reader.close();
      throw fault;
    }
  }

  /**
   * {@inheritDoc}
   *
   * <p>Makes all events up to there, so it takes as long as that; and goes only forward.
   */
  @Override
  public void seek(long timeNs, Consumer<Event> known) {
    if (recorded.rxTime() >= timeNs) {
      return; // the session itself begins there
    }
    Event session = new Event(reader.length());
    session.copyInput(recorded);
    boolean found = false;
    while (!found && next()) {
      found = recorded.rxTime() >= timeNs;
      ready = found;
    }
    known.accept(session);
    // What the event that was found changed is told before it, which nobody can tell.
    RecordedEvents.tellState(fuse, timeNs, recorded.sequence() - 1, known);
  }

  @Override
  public boolean next() {
    if (ready) {
      ready = false;
      return true;
    }
    if (first) {
      first = false;
    } else if (!reader.next()) {
      return false;
    }
    recorded.wrap(reader.record());
    if (!recorded.isWellFormed()) {
      throw new IllegalStateException(
          "event " + recorded.sequence() + " is of a layout that this version does not know");
    }
    FrameKind kind = recorded.kind();
    int link = recorded.link();
    event.begin(kind, link, recorded.rxTime());
    event.sequence(recorded.sequence());
    event.raw(recorded.array(), recorded.rawOffset(), recorded.rawLength());
    if (kind.isFromLink()) {
      Faults.decode(decoder(link), event);
    } else if (kind == FrameKind.DERIVED) {
      Decoder decoder = decoder(link);
      if (!decoder.hasDerived()) {
        throw new IllegalStateException(
            "event " + recorded.sequence() + " is derived, but the frames before it hold no more");
      }
      Faults.derive(decoder, event);
    } else {
      event.msg(recorded.msg());
      event.recordedTime(recorded.recordedTime());
      event.copyDecoded(recorded);
      if (recorded.isRestartPoint()) {
        event.restartPoint();
      }
    }
    atHead &= kind == FrameKind.SESSION || kind == FrameKind.STATE;
    if (atHead && kind == FrameKind.STATE) {
      fuse.restore(recorded);
    }
    Faults.run(validate, event);
    Faults.run(fuseStage, event);
    return true;
  }

  private Decoder decoder(int link) {
    if (link >= decoders.length || decoders[link] == null) {
      throw new IllegalStateException(
          "event " + recorded.sequence() + " is of link " + link + ", which the session lacks");
    }
    return decoders[link];
  }

  /** The event made again. */
  @Override
  public Event event() {
    return event;
  }

  /** The event as it stands in the journal. */
  public Event recorded() {
    return recorded;
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
  public String damage() {
    return reader.damage() == null ? "" : "; " + reader.damage();
  }

  @Override
  public void close() {
    reader.close();
  }
}
