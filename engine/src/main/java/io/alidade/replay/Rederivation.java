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

/**
 * Walks a session and makes every event again from what came in: its frame kind, link, receive time
 * and raw bytes (for events that are not from a link, also their decoded section). What the
 * decoder, validate and fuse make of that stands in {@link #event()}, beside the journal's own in
 * {@link #recorded()}.
 */
public final class Rederivation implements AutoCloseable {
  private final SessionReader reader;
  private final Event recorded = new Event(Event.HEADER_LENGTH);
  private final Event event;
  private final Stage validate = new Validate()::onEvent;
  private final SessionStart start;
  private final Mission mission;
  private final Stage fuse;
  private final Decoder[] decoders;
  private boolean first = true;

  /** Opens a session, up to its first event. */
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
      fuse = new Fuse(Math.max(1, start.vessels()))::onEvent;
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

  /** Makes the next event; false at the session's end or at the first damage. */
  public boolean next() {
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
      event.copyDecoded(recorded);
    }
    Faults.run(validate, event);
    Faults.run(fuse, event);
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
  public Event event() {
    return event;
  }

  /** The event as it stands in the journal. */
  public Event recorded() {
    return recorded;
  }

  public SessionStart start() {
    return start;
  }

  public Links links() {
    return start.names(mission);
  }

  /** Where and why reading stopped early, as a text to append, or empty. */
  public String damage() {
    return reader.damage() == null ? "" : "; " + reader.damage();
  }

  @Override
  public void close() {
    reader.close();
  }
}
