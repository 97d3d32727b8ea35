package io.alidade.cli;

import io.alidade.journal.JournalException;
import io.alidade.station.ConfigException;
import io.alidade.station.EnvironmentException;
import java.io.IOException;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** {@code alidade}, the command. */
@Command(
    name = "alidade",
    description = "A telemetry engine for the PC beside an antenna.",
    mixinStandardHelpOptions = true,
    versionProvider = Alidade.Version.class,
    subcommands = {
      RunCommand.class,
      DecodeCommand.class,
      SessionsCommand.class,
      ReplayCommand.class,
      VerifyCommand.class,
      ExportCommand.class,
      ImportCommand.class,
      JournalCommand.class,
      MissionCommand.class,
      PassesCommand.class,
      DemoCommand.class
    })
public final class Alidade implements Runnable {
  static final int DONE = 0;
  static final int FAILED = 1;
  static final int USAGE = 2;
  static final int ENVIRONMENT = 3;

  /** The journal's disk is full, and the station was told to end then. */
  static final int DISK_FULL = 4;

  @Option(
      names = "--debug",
      scope = ScopeType.INHERIT,
      description = "Show a stack trace with an error.")
  private boolean debug;

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  /** Runs one command and exits with its code. */
  public static void main(String[] args) {
    // Chronicle's thread affinity, which nobody asks for, would have JNA unpack itself below the
    // home
    // directory. What does need JNA brings the library; see the link package.
    if (System.getProperty("jna.nounpack") == null) {
      System.setProperty("jna.nounpack", "true");
    }
    int code = execute(args);
    if (System.out.checkError() && code == DONE) {
      System.err.println("alidade: cannot write to standard output; what is there is cut");
      code = ENVIRONMENT;
    }
    // Threads of a link that hangs in the kernel must not keep the process.
    System.exit(code);
  }

  /** Runs one command and returns its exit code. */
  static int execute(String... args) {
    CommandLine commandLine = new CommandLine(new Alidade());
    commandLine.setCaseInsensitiveEnumValuesAllowed(true);
    commandLine.setParameterExceptionHandler(Alidade::usage);
    commandLine.setExecutionExceptionHandler(Alidade::failure);
    return commandLine.execute(args);
  }

  @Override
  public void run() {
    throw new CommandLine.ParameterException(
        spec.commandLine(),
        "name a command: run, decode, sessions, replay, verify, export, import, journal, mission, passes, demo");
  }

  private static int usage(CommandLine.ParameterException wrong, String[] args) {
    CommandLine commandLine = wrong.getCommandLine();
    String name = commandLine.getCommandSpec().qualifiedName();
    commandLine.getErr().println(oneLine(wrong.getMessage()) + "; see '" + name + " --help'");
    commandLine.getErr().flush();
    return USAGE;
  }

  private static int failure(
      Exception fault, CommandLine commandLine, CommandLine.ParseResult parsed) {
    Alidade alidade =
        commandLine.getCommandSpec().root().userObject() instanceof Alidade a ? a : null;
    PrintWriter err = commandLine.getErr();
    err.println("alidade: " + oneLine(messageOf(fault)));
    if (alidade != null && alidade.debug) {
      fault.printStackTrace(err);
    }
    err.flush();
    if (fault instanceof ConfigException) {
      return USAGE;
    }
    if (fault instanceof EnvironmentException || fault instanceof IOException) {
      return ENVIRONMENT;
    }
    if (fault instanceof JournalException journal) {
      return journal.isEnvironment() ? ENVIRONMENT : USAGE;
    }
    return FAILED;
  }

  private static String messageOf(Exception fault) {
    boolean ours =
        fault instanceof ConfigException
            || fault instanceof EnvironmentException
            || fault instanceof JournalException;
    if (ours) {
      return fault.getMessage();
    }
    String kind = fault.getClass().getSimpleName();
    return fault.getMessage() == null ? kind : kind + ": " + fault.getMessage();
  }

  private static String oneLine(String text) {
    return text.strip().replaceAll("\\s*\\R\\s*", "; ");
  }

  /** The version in the jar's manifest. */
  static String version() {
    String version = Alidade.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }

  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {
        "alidade " + version(), "Java " + System.getProperty("java.version"),
      };
    }
  }
}
