package io.alidade.cli;

import io.alidade.journal.JournalException;
import io.alidade.journal.SessionInfo;
import io.alidade.journal.Sessions;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "sessions",
    mixinStandardHelpOptions = true,
    description = "List the sessions in a journal.")
final class SessionsCommand implements Callable<Integer> {
  @Parameters(paramLabel = "DIR", description = "The journal's root directory.")
  private Path root;

  @Option(names = "--json", description = "One JSON object per session.")
  private boolean json;

  @Override
  public Integer call() throws JournalException {
    PrintStream out = System.out;
    List<SessionInfo> sessions = Sessions.list(root);
    if (!json) {
      out.printf(
          Locale.ROOT,
          "%-32s %-9s %10s %12s  %-24s %-24s %s%n",
          "session",
          "state",
          "events",
          "bytes",
          "first",
          "last",
          "sequences");
    }
    for (SessionInfo session : sessions) {
      if (json) {
        out.printf(
            Locale.ROOT,
            "{\"id\":\"%s\",\"state\":\"%s\",\"events\":%d,\"bytes\":%d,\"first_seq\":%d,"
                + "\"last_seq\":%d,\"first\":%s,\"last\":%s,\"missing\":%d,\"keep\":%b}%n",
            session.id(),
            state(session),
            session.records(),
            session.bytes(),
            session.firstSequence(),
            session.lastSequence(),
            jsonTime(session, session.firstTimeNs()),
            jsonTime(session, session.lastTimeNs()),
            session.missing(),
            session.kept());
      } else {
        out.printf(
            Locale.ROOT,
            "%-32s %-9s %10d %12d  %-24s %-24s %d-%d%s%s%n",
            session.id(),
            state(session),
            session.records(),
            session.bytes(),
            time(session, session.firstTimeNs()),
            time(session, session.lastTimeNs()),
            session.firstSequence(),
            session.lastSequence(),
            session.missing() == 0 ? "" : " without " + session.missing(),
            session.kept() ? "  keep" : "");
      }
    }
    return Alidade.DONE;
  }

  private static String state(SessionInfo session) {
    return session.closed() ? "closed" : session.recovered() ? "recovered" : "open";
  }

  private static String jsonTime(SessionInfo session, long timeNs) {
    return session.records() == 0 ? "null" : '"' + instant(timeNs).toString() + '"';
  }

  private static String time(SessionInfo session, long timeNs) {
    return session.records() == 0 ? "-" : instant(timeNs).truncatedTo(ChronoUnit.MILLIS).toString();
  }

  private static Instant instant(long timeNs) {
    return Instant.ofEpochSecond(0, timeNs);
  }
}
