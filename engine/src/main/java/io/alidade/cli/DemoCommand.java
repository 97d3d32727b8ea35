package io.alidade.cli;

import io.alidade.demo.DemoFeed;
import io.alidade.demo.Traffic;
import io.alidade.link.PseudoTerminal;
import io.alidade.station.ConfigException;
import io.alidade.station.EnvironmentException;
import io.alidade.station.StationConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    description = "Run a station on lifelike traffic through a real pseudo-terminal.")
final class DemoCommand implements Callable<Integer> {
  private static final long SEED = 1;

  @Option(
      names = "--recording",
      paramLabel = "FILE",
      description = "Play this file of NMEA lines, once, instead of made-up traffic.")
  private Path recording;

  @Option(
      names = "--http",
      defaultValue = "127.0.0.1:8080",
      paramLabel = "HOST:PORT",
      description = "Where to serve the dashboard (default: 127.0.0.1:8080).")
  private String http;

  @Option(
      names = "--journal",
      paramLabel = "DIR",
      description = "Keep the journal there (default: a temporary directory).")
  private Path journal;

  @Override
  public Integer call() throws ConfigException, EnvironmentException, IOException {
    if (recording != null && !Files.isRegularFile(recording)) {
      throw new ConfigException("--recording: " + recording + ": no such file");
    }
    StationConfig station = new StationConfig();
    station.http(http);
    station.journal(journal == null ? Files.createTempDirectory("alidade-demo-") : journal);
    try (PseudoTerminal terminal = PseudoTerminal.open()) {
      station.addLink("serial:" + terminal.path() + "?baud=" + DemoFeed.AIS_BAUD + "&name=ais0");
      try (RunningStation running = RunningStation.start(station);
          DemoFeed feed = feed(terminal)) {
        running.printStatusLines();
        feed.play(); // for ever with made-up traffic: Ctrl-C ends the process in order
        awaitQuiet(running);
        return running.finish();
      } catch (InterruptedException stop) {
        return Alidade.FAILED;
      }
    }
  }

  private DemoFeed feed(PseudoTerminal terminal) throws IOException {
    return recording == null
        ? DemoFeed.of(
            new Traffic(SEED, System.currentTimeMillis()), terminal.output(), DemoFeed.AIS_BAUD)
        : DemoFeed.of(recording, terminal.output(), DemoFeed.AIS_BAUD);
  }

  /** Waits until what was written to the terminal has come through. */
  private static void awaitQuiet(RunningStation running) throws InterruptedException {
    long before;
    do {
      before = running.station().byteCount();
      TimeUnit.MILLISECONDS.sleep(500);
    } while (running.station().byteCount() != before);
  }
}
