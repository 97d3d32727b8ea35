package io.alidade.station;

import io.alidade.event.Event;
import io.alidade.event.FrameKind;
import io.alidade.fuse.Fuse;
import io.alidade.journal.SessionInfo;
import io.alidade.journal.SessionReader;
import io.alidade.journal.Sessions;
import io.alidade.link.LinkUri;
import io.alidade.pipeline.Faults;
import java.nio.file.Path;
import java.util.List;

/**
 * What the fuse stage knew when the journal ends: the last state events of the last session, and
 * what its later events made of them.
 */
final class Recovery {
  private Recovery() {}

  /**
   * A fuse stage that goes on from there, or knows nothing where nothing can be read.
   *
   * @param links the links of the session to come: where they differ from the last session's, own
   *     ship's position is not taken over
   */
  static Fuse fuse(Path root, int vessels, List<LinkUri> links) {
    Fuse fuse = new Fuse(vessels);
    try {
      List<SessionInfo> sessions = Sessions.list(root);
      for (int i = sessions.size() - 1; i >= 0; i--) {
        if (sessions.get(i).records() > 0) {
          read(sessions.get(i), fuse, links);
          break;
        }
      }
      return fuse;
    } catch (ConfigException | RuntimeException unreadable) {
      return new Fuse(vessels); // a session that nobody can read must not keep a station from going
    }
  }

  private static void read(SessionInfo session, Fuse fuse, List<LinkUri> links)
      throws ConfigException {
    try (SessionReader reader = SessionReader.open(session)) {
      Event recorded = new Event(Event.HEADER_LENGTH);
      if (!reader.next() || !recorded.wrap(reader.record()).isWellFormed()) {
        return;
      }
      SessionStart start = SessionStart.read(recorded);
      Event again = new Event(Protocol.slotBytes(start.links()));
      reader.seekRestartPoint(Long.MAX_VALUE);
      boolean restored = false;
      while (reader.next() && recorded.wrap(reader.record()).isWellFormed()) {
        if (recorded.kind() == FrameKind.STATE) {
          if (!restored) {
            fuse.restore(recorded);
          }
        } else {
          restored |= recorded.kind() != FrameKind.SESSION;
          again.copyInput(recorded);
          Faults.run(fuse::onEvent, again);
        }
      }
      if (!start.links().equals(links)) {
        fuse.forgetLinks();
      }
    }
  }
}
