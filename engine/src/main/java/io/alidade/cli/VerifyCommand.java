package io.alidade.cli;

import io.alidade.journal.JournalException;
import io.alidade.journal.SessionInfo;
import io.alidade.replay.Verify;
import io.alidade.station.ConfigException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "verify",
    mixinStandardHelpOptions = true,
    description = "Run the recorded bytes again and compare every event with the journal.")
final class VerifyCommand implements Callable<Integer> {
  @Parameters(paramLabel = "DIR", description = "The journal's root directory.")
  private Path root;

  @Option(names = "--session", paramLabel = "ID", description = "Only this session.")
  private String sessionId;

  @Override
  public Integer call() throws JournalException, ConfigException {
    boolean identical = true;
    for (SessionInfo session : JournalRoot.sessions(root, sessionId)) {
      if (session.records() == 0) {
        System.out.println(session.id() + ": empty");
        continue;
      }
      Verify.Result result = Verify.session(session);
      if (result.difference() != null) {
        System.out.println(session.id() + ": " + result.difference());
        identical = false;
      } else {
        // A session that is being written may have grown since it was counted.
        boolean isWhole =
            result.damage().isEmpty()
                && (session.ended()
                    ? result.events() == session.records()
                    : result.events() >= session.records());
        System.out.println(
            session.id()
                + ": "
                + result.events()
                + " events identical"
                + (isWhole ? "" : ", of " + session.records() + result.damage()));
        identical &= isWhole;
      }
    }
    return identical ? Alidade.DONE : Alidade.FAILED;
  }
}
