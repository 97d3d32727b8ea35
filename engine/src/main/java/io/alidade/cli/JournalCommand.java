package io.alidade.cli;

import io.alidade.journal.JournalCheck;
import io.alidade.journal.JournalException;
import io.alidade.journal.SessionVerdict;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "journal",
    mixinStandardHelpOptions = true,
    description = "Look after a journal.",
    subcommands = JournalCommand.Check.class)
final class JournalCommand implements Runnable {
  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  @Override
  public void run() {
    throw new CommandLine.ParameterException(spec.commandLine(), "name what to do: check");
  }

  @Command(
      name = "check",
      mixinStandardHelpOptions = true,
      description = "Read every record of every session and say which sessions are whole.")
  static final class Check implements Callable<Integer> {
    @Parameters(paramLabel = "DIR", description = "The journal's root directory.")
    private Path root;

    @Override
    public Integer call() throws JournalException {
      boolean whole = true;
      for (SessionVerdict verdict : JournalCheck.check(root)) {
        System.out.println(text(verdict));
        whole &= verdict.state() != SessionVerdict.State.DAMAGED;
      }
      return whole ? Alidade.DONE : Alidade.FAILED;
    }

    private static String text(SessionVerdict verdict) {
      String state =
          switch (verdict.state()) {
            case WHOLE -> "whole";
            case TORN_TAIL -> "whole but for a last event that was never acknowledged";
            case DAMAGED -> "DAMAGED";
          };
      return verdict.id()
          + ": "
          + state
          + ", "
          + verdict.records()
          + " events, "
          + verdict.bytes()
          + " bytes"
          + (verdict.ended() ? "" : ", not ended")
          + (verdict.detail().isEmpty() ? "" : "; " + verdict.detail());
    }
  }
}
