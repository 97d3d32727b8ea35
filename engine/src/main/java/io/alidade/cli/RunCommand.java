package io.alidade.cli;

import io.alidade.station.ConfigException;
import io.alidade.station.EnvironmentException;
import io.alidade.station.StationConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "run",
    mixinStandardHelpOptions = true,
    description = "Run a station: take in its links, journal them, serve the dashboard.")
final class RunCommand implements Callable<Integer> {
  @Option(names = "-c", paramLabel = "FILE", description = "The station's configuration, YAML.")
  private Path config;

  @Option(
      names = "--link",
      paramLabel = "URI",
      description = "A link, as in serial:/dev/ttyUSB0?baud=38400; may be given several times.")
  private List<String> links = new ArrayList<>();

  @Option(
      names = "--journal",
      paramLabel = "DIR",
      description = "The journal's root directory (default: ./alidade-journal).")
  private Path journal;

  @Option(
      names = "--http",
      paramLabel = "HOST:PORT",
      description = "Serve the dashboard there (default: nowhere).")
  private String http;

  @Option(
      names = "--layout",
      paramLabel = "compact|spread",
      description = "One handler thread, or one per stage (default: compact).")
  private String layout;

  @Option(
      names = "--wait",
      paramLabel = "block|yield|spin",
      description = "How handler threads wait for events (default: block).")
  private String waiting;

  @Option(
      names = "--durability",
      paramLabel = "async|interval=MS|batch",
      description = "What of the journal survives a power failure (default: async).")
  private String durability;

  @Option(
      names = "--when-full",
      paramLabel = "continue|stop",
      description = "Go on without the journal when its disk is full, or end with exit code 4.")
  private String whenFull;

  @Option(
      names = "--max-bytes",
      paramLabel = "BYTES",
      description =
          "Most that the journal may take on the disk, for instance 10G; see journal prune.")
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

  @Option(
      names = "--mission",
      paramLabel = "FILE.xml",
      description = "The mission database (XTCE) that describes the links' packets.")
  private Path mission;

  @Option(
      names = "--exit-at-end",
      description = "Exit when every link has ended (files and standard input end).")
  private boolean exitAtEnd;

  @Override
  public Integer call() throws ConfigException, EnvironmentException, InterruptedException {
    StationConfig station = config == null ? new StationConfig() : StationConfig.read(config);
    for (String link : links) {
      try {
        station.addLink(link);
      } catch (ConfigException wrong) {
        throw new ConfigException("--link " + link + ": " + wrong.getMessage());
      }
    }
    if (journal != null) {
      option("--journal", () -> station.journal(journal));
    }
    if (http != null) {
      option("--http", () -> station.http(http));
    }
    if (layout != null) {
      option("--layout", () -> station.layout(layout));
    }
    if (waiting != null) {
      option("--wait", () -> station.waiting(waiting));
    }
    if (durability != null) {
      option("--durability", () -> station.durability(durability));
    }
    if (whenFull != null) {
      option("--when-full", () -> station.whenFull(whenFull));
    }
    if (maxBytes != null) {
      option("--max-bytes", () -> station.maxBytes(maxBytes));
    }
    if (maxAge != null) {
      option("--max-age", () -> station.maxAge(maxAge));
    }
    if (minFree != null) {
      option("--min-free", () -> station.minFree(minFree));
    }
    if (mission != null) {
      option("--mission", () -> station.mission(mission));
    }
    station.mission().warnings().forEach(warning -> System.err.println("alidade: " + warning));
    if (station.links().isEmpty()) {
      throw new ConfigException(
          "no link: give one with --link URI, or 'links:' in a file with -c FILE");
    }
    try (RunningStation running = RunningStation.start(station)) {
      if (exitAtEnd) {
        running.station().awaitEnd();
      } else {
        running.station().awaitHalt();
      }
      return running.finish();
    }
  }

  private interface Setting {
    void apply() throws ConfigException, EnvironmentException;
  }

  private static void option(String name, Setting setting)
      throws ConfigException, EnvironmentException {
    try {
      setting.apply();
    } catch (ConfigException wrong) {
      throw new ConfigException(name + ": " + wrong.getMessage());
    }
  }
}
