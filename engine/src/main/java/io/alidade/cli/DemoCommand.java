package io.alidade.cli;

import io.alidade.demo.DemoFeed;
import io.alidade.demo.Downlink;
import io.alidade.demo.Traffic;
import io.alidade.link.PseudoTerminal;
import io.alidade.station.ConfigException;
import io.alidade.station.EnvironmentException;
import io.alidade.station.Mission;
import io.alidade.station.StationConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
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
      names = "--satellite",
      description = "A satellite's downlink with a mission database, instead of vessels.")
  private boolean satellite;

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
    if (recording != null && satellite) {
      throw new ConfigException("--recording: plays NMEA lines; leave --satellite out");
    }
    StationConfig station = new StationConfig();
    station.http(http);
    Path temporary = journal == null ? Files.createTempDirectory("alidade-demo-") : null;
    station.journal(journal == null ? temporary : journal);
    boolean began = false;
    try (PseudoTerminal terminal = PseudoTerminal.open()) {
      if (satellite) {
        station.mission(Mission.of(Downlink.database(), "sextant.xml"));
        String line = "?baud=" + Downlink.BAUD + "&name=sat0&" + Downlink.LINK;
        station.addLink("serial:" + terminal.path() + line);
      } else {
        station.addLink("serial:" + terminal.path() + "?baud=" + DemoFeed.AIS_BAUD + "&name=ais0");
      }
      try (RunningStation running = RunningStation.start(station);
          DemoFeed feed = feed(terminal)) {
        began = true;
        running.printStatusLines();
        feed.play(); // for ever with made-up traffic: Ctrl-C ends the process in order
        awaitQuiet(running);
        return running.finish();
      } catch (InterruptedException stop) {
        return Alidade.FAILED;
      }
    } finally {
      if (!began && temporary != null) {
        remove(temporary);
      }
    }
  }

  /** A station that did not start leaves no journal that anybody wants. */
  private static void remove(Path temporary) {
    try (Stream<Path> files = Files.walk(temporary)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException | UncheckedIOException left) {
      // Why the station did not start is what is to be told.
    }
  }

  private DemoFeed feed(PseudoTerminal terminal) throws IOException {
    if (satellite) {
      return DemoFeed.of(new Downlink(SEED, System.currentTimeMillis()), terminal.output());
    }
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
