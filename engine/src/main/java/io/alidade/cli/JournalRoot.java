package io.alidade.cli;

import io.alidade.journal.JournalException;
import io.alidade.journal.SessionInfo;
import io.alidade.journal.Sessions;
import io.alidade.station.ConfigException;
import java.nio.file.Path;
import java.util.List;

/** The sessions that a command works on. */
final class JournalRoot {
  private JournalRoot() {}

  /** All sessions, or the one with this id. */
  static List<SessionInfo> sessions(Path root, String id) throws JournalException, ConfigException {
    List<SessionInfo> sessions = Sessions.list(root);
    if (id == null) {
      return sessions;
    }
    for (SessionInfo session : sessions) {
      if (session.id().equals(id)) {
        return List.of(session);
      }
    }
    throw new ConfigException(
        "--session: no session '"
            + id
            + "' in "
            + root
            + "; 'alidade sessions "
            + root
            + "' lists them");
  }

  /** The session with this id or, without one, the only session that holds anything. */
  static SessionInfo session(Path root, String id) throws JournalException, ConfigException {
    List<SessionInfo> sessions =
        sessions(root, id).stream().filter(session -> session.records() > 0).toList();
    if (sessions.isEmpty()) {
      throw new ConfigException(
          id == null
              ? "no session in " + root + " holds an event"
              : "session " + id + " holds no event");
    }
    if (sessions.size() > 1) {
      throw new ConfigException(
          "--session: choose one of "
              + sessions.size()
              + " sessions; 'alidade sessions "
              + root
              + "' lists them");
    }
    return sessions.get(0);
  }
}
