package io.alidade.cli;

import io.alidade.journal.Journal;
import io.alidade.journal.JournalCheck;
import io.alidade.journal.JournalException;
import io.alidade.journal.Pruned;
import io.alidade.journal.Retention;
import io.alidade.journal.Salvage;
import io.alidade.journal.SalvagedSession;
import io.alidade.journal.SessionInfo;
import io.alidade.journal.SessionVerdict;
import io.alidade.journal.Sessions;
import io.alidade.station.Amounts;
import io.alidade.station.ConfigException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "journal",
    mixinStandardHelpOptions = true,
    description = "Look after a journal.",
    subcommands = {
      JournalCommand.Check.class,
      JournalCommand.Prune.class,
      JournalCommand.Keep.class,
      JournalCommand.Release.class
    })
final class JournalCommand implements Runnable {
  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  @Override
  public void run() {
    throw new CommandLine.ParameterException(
        spec.commandLine(), "name what to do: check, prune, keep, release");
  }

  @Command(
      name = "check",
      mixinStandardHelpOptions = true,
      description = "Read every record of every session and say which sessions are whole.")
  static final class Check implements Callable<Integer> {
    @Parameters(paramLabel = "DIR", description = "The journal's root directory.")
    private Path root;

    @Option(
        names = "--salvage",
        paramLabel = "TO",
        description =
            "Also copy all sound events into a new journal in this directory, which must not exist"
                + " or be empty. It takes the old one's place: same epoch, sessions and sequences.")
    private Path salvage;

    @Override
    public Integer call() throws JournalException, ConfigException {
      if (salvage != null && Files.exists(salvage) && !isEmpty(salvage)) {
        throw new ConfigException(
            "--salvage: " + salvage + " is there already; name a new directory");
      }
      List<SessionVerdict> verdicts =
          JournalCheck.check(root, verdict -> System.out.println(text(verdict)));
      String identity = JournalCheck.checkIdentity(root);
      if (!identity.isEmpty()) {
        System.out.println("journal: DAMAGED; " + identity);
      }
      if (salvage != null) {
        Salvage.copy(root, salvage, result -> System.out.println(text(result)));
      }
      boolean whole =
          identity.isEmpty()
              && verdicts.stream().noneMatch(v -> v.state() == SessionVerdict.State.DAMAGED);
      return whole ? Alidade.DONE : Alidade.FAILED;
    }

    private static boolean isEmpty(Path directory) {
      String[] names = directory.toFile().list();
      return names != null && names.length == 0;
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

    private static String text(SalvagedSession session) {
      return session.id()
          + ": salvaged "
          + session.records()
          + " events"
          + (session.missing() == 0 ? "" : ", " + session.missing() + " are lost")
          + (session.gaps().isEmpty() ? "" : ", gaps " + session.gaps());
    }
  }

  @Command(
      name = "prune",
      mixinStandardHelpOptions = true,
      description = {
        "Delete ended sessions, oldest first, until the limits are met.",
        "Never one that is running or marked by 'journal keep'. The station must not be running;"
            + " a running one prunes by itself."
      })
  static final class Prune implements Callable<Integer> {
    private static final long SECOND_NS = 1_000_000_000L;

    @Parameters(paramLabel = "DIR", description = "The journal's root directory.")
    private Path root;

    @Option(
        names = "--max-bytes",
        paramLabel = "BYTES",
        description = "Most that the journal may take on the disk, for instance 500M, 10G.")
    private String maxBytes;

    @Option(
        names = "--max-age",
        paramLabel = "TIME",
        description = "Greatest age of a session's last event, for instance 36h, 30d.")
    private String maxAge;

    @Option(
        names = "--min-free",
        paramLabel = "BYTES",
        description = "Least that must be free on the journal's disk, for instance 1G.")
    private String minFree;

    @Option(names = "--dry-run", description = "Delete nothing, say what would go.")
    private boolean dryRun;

    @Override
    public Integer call() throws JournalException, ConfigException {
      if (maxBytes == null && maxAge == null && minFree == null) {
        throw new ConfigException("give a limit: --max-bytes, --max-age or --min-free");
      }
      Retention retention = Retention.ALL;
      if (maxBytes != null) {
        retention = retention.withMaxBytes(amount("--max-bytes", maxBytes, Amounts::bytes));
      }
      if (maxAge != null) {
        retention = retention.withMaxAgeNs(amount("--max-age", maxAge, Amounts::nanoseconds));
      }
      if (minFree != null) {
        retention = retention.withMinFreeBytes(amount("--min-free", minFree, Amounts::bytes));
      }
      Instant now = Instant.now();
      long nowNs = now.getEpochSecond() * SECOND_NS + now.getNano();
      Pruned pruned =
          dryRun ? Journal.prunable(root, retention, nowNs) : Journal.prune(root, retention, nowNs);
      for (SessionInfo session : pruned.sessions()) {
        System.out.println(
            session.id()
                + (dryRun ? ": would be deleted, " : ": deleted, ")
                + session.records()
                + " events");
      }
      System.out.printf(
          Locale.ROOT,
          "%d sessions, %d bytes %s; the journal takes %d bytes%s%n",
          pruned.sessions().size(),
          pruned.freedBytes(),
          dryRun ? "would be freed" : "freed",
          pruned.usedBytes(),
          pruned.met() ? "" : "; the limits are not met, and nothing more can go");
      return Alidade.DONE;
    }

    private interface Parser {
      long parse(String text) throws ConfigException;
    }

    private static long amount(String option, String text, Parser parser) throws ConfigException {
      try {
        return parser.parse(text);
      } catch (ConfigException wrong) {
        throw new ConfigException(option + ": " + wrong.getMessage());
      }
    }
  }

  @Command(
      name = "keep",
      mixinStandardHelpOptions = true,
      description = "Mark sessions so that no retention deletes them.")
  static final class Keep implements Callable<Integer> {
    @CommandLine.Mixin private Marked marked;

    @Override
    public Integer call() throws JournalException {
      return marked.set(true);
    }
  }

  @Command(
      name = "release",
      mixinStandardHelpOptions = true,
      description = "Take away the mark of 'journal keep'.")
  static final class Release implements Callable<Integer> {
    @CommandLine.Mixin private Marked marked;

    @Override
    public Integer call() throws JournalException {
      return marked.set(false);
    }
  }

  /** The sessions that keep and release are about. */
  static final class Marked {
    @Parameters(index = "0", paramLabel = "DIR", description = "The journal's root directory.")
    private Path root;

    @Parameters(
        index = "1..*",
        arity = "1..*",
        paramLabel = "ID",
        description = "The sessions' ids, as 'sessions' lists them.")
    private List<String> ids = new ArrayList<>();

    private int set(boolean keep) throws JournalException {
      for (String id : ids) {
        Sessions.keep(root, id, keep);
      }
      return Alidade.DONE;
    }
  }
}
