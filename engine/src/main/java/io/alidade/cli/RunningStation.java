package io.alidade.cli;

import io.alidade.station.ConfigException;
import io.alidade.station.EnvironmentException;
import io.alidade.station.Station;
import io.alidade.station.StationConfig;

/** A station under a command: says what it does on stderr, ends in order on Ctrl-C or SIGTERM. */
final class RunningStation implements AutoCloseable {
  private final Station station;
  private final Thread onSignal;
  private Thread statusLines;
  private volatile boolean ended;

  private RunningStation(Station station) {
    this.station = station;
    onSignal = new Thread(this::endOnSignal, "shutdown");
  }

  static RunningStation start(StationConfig config) throws ConfigException, EnvironmentException {
    Station station = Station.start(config, Alidade.version());
    RunningStation running = new RunningStation(station);
    Runtime.getRuntime().addShutdownHook(running.onSignal);
    System.err.println("alidade: journal " + config.journal() + ", session " + station.sessionId());
    if (station.httpPort() != 0) {
      System.err.println(
          "alidade: dashboard at http://" + config.http().host() + ":" + station.httpPort());
    }
    return running;
  }

  Station station() {
    return station;
  }

  /** One line a second on stdout from now on. */
  void printStatusLines() {
    statusLines =
        new Thread(
            () -> {
              long before = 0;
              while (!ended) {
                try {
                  Thread.sleep(1000);
                } catch (InterruptedException stop) {
                  return;
                }
                System.out.println(station.statusLine(before));
                before = station.eventCount();
              }
            },
            "status");
    statusLines.setDaemon(true);
    statusLines.start();
  }

  private void endOnSignal() {
    if (!ended) {
      ended = true;
      station.close();
      System.err.println("alidade: ended, " + station.eventCount() + " events");
      Runtime.getRuntime().halt(station.failure() == null ? Alidade.DONE : Alidade.FAILED);
    }
  }

  /** Ends the station and says how it went. */
  int finish() throws EnvironmentException {
    close();
    Throwable failure = station.failure();
    if (failure != null) {
      throw new EnvironmentException("halted: " + failure.getMessage(), failure);
    }
    System.err.println("alidade: ended, " + station.eventCount() + " events");
    return Alidade.DONE;
  }

  @Override
  public void close() {
    ended = true;
    station.close();
    try {
      Runtime.getRuntime().removeShutdownHook(onSignal);
    } catch (IllegalStateException alreadyShuttingDown) {
      // The hook finds the station closed.
    }
  }
}
