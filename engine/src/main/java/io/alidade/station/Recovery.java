package io.alidade.station;

import io.alidade.event.Event;
import io.alidade.event.FrameKind;
import io.alidade.fuse.Fuse;
import io.alidade.fuse.FuseSettings;
import io.alidade.journal.SessionInfo;
import io.alidade.journal.SessionReader;
import io.alidade.journal.Sessions;
import io.alidade.link.LinkUri;
import io.alidade.pipeline.Faults;
import java.nio.file.Path;
import java.util.List;

/**
 * What the fuse stage knew at some point of a journal: the last state events before it, and what
 * the events after them made of that.
 */
public final class Recovery {
  /** How many sessions are looked at for the links of before. */
  private static final int LOOKS_BACK = 20;

  private Recovery() {}

  /**
   * A fuse stage that goes on from where the journal ends, or knows nothing where nothing can be
   * read.
   *
   * @param links the links of the session to come: where no late session had the same, own ship's
   *     position is not taken over
   */
  static Fuse atEnd(Path root, FuseSettings settings, List<LinkUri> links) {
    Fuse fuse = new Fuse(settings);
    try {
      SessionInfo session = lastOf(Sessions.list(root), links);
      if (session != null) {
        atEnd(session, fuse, links);
      }
      return fuse;
    } catch (ConfigException | RuntimeException unreadable) {
      return new Fuse(
          settings); // a session that nobody can read must not keep a station from going
    }
  }

  /**
   * The last session over the same links, since what was imported meanwhile is not what this
   * station heard; or the last of all, or null.
   */
  private static SessionInfo lastOf(List<SessionInfo> sessions, List<LinkUri> links) {
    SessionInfo last = null;
    int looks = 0;
    for (int i = sessions.size() - 1; i >= 0 && looks < LOOKS_BACK; i--) {
      SessionInfo session = sessions.get(i);
      if (session.records() > 0) {
        looks++;
        last = last == null ? session : last;
        if (links.equals(linksOf(session))) {
          return session;
        }
      }
    }
    return last;
  }

  private static List<LinkUri> linksOf(SessionInfo session) {
    try (SessionReader reader = SessionReader.open(session)) {
      Event first = new Event(Event.HEADER_LENGTH);
      return reader.next() && first.wrap(reader.record()).isWellFormed()
          ? SessionStart.read(first).links()
          : List.of();
    } catch (ConfigException | RuntimeException unreadable) {
      return List.of();
    }
  }

  private static void atEnd(SessionInfo session, Fuse fuse, List<LinkUri> links)
      throws ConfigException {
    try (SessionReader reader = SessionReader.open(session)) {
      Event first = new Event(Event.HEADER_LENGTH);
      if (reader.next() && first.wrap(reader.record()).isWellFormed()) {
        SessionStart start = SessionStart.read(first);
        before(reader, Long.MAX_VALUE, Protocol.slotBytes(start.links()), fuse);
        if (!start.links().equals(links)) {
          fuse.forgetLinks();
        }
      }
    }
  }

  /**
   * Makes a fuse stage, which knows nothing, know what was known just before an event. Leaves the
   * reader anywhere.
   *
   * @param eventBytes the longest event of the session
   */
  public static void before(SessionReader reader, long sequence, int eventBytes, Fuse fuse) {
    Event recorded = new Event(Event.HEADER_LENGTH);
    Event again = new Event(eventBytes);
    boolean restored = false;
    reader.seekRestartPoint(sequence - 1);
    while (reader.next()
        && recorded.wrap(reader.record()).isWellFormed()
        && recorded.sequence() < sequence) {
      if (recorded.kind() == FrameKind.STATE) {
        if (!restored) {
          fuse.restore(recorded);
        }
      } else if (recorded.kind() != FrameKind.SESSION) {
        restored = true;
        again.copyInput(recorded);
        Faults.run(fuse::onEvent, again);
      }
    }
  }
}
