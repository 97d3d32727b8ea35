package io.alidade.cli;

import io.alidade.station.ConfigException;
import io.alidade.station.EnvironmentException;
import io.alidade.station.Station;
import io.alidade.station.StationConfig;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/** A station under a command: says what it does on stderr, ends in order on Ctrl-C or SIGTERM. */
final class RunningStation implements AutoCloseable {
  private static final List<String> SIGNALS = List.of("INT", "TERM", "HUP");

  private final Map<Signal, SignalHandler> before = new HashMap<>();
  private Station station;
  private Thread statusLines;
  private boolean said;
  private volatile boolean ended;

  private RunningStation() {}

  static RunningStation start(StationConfig config) throws ConfigException, EnvironmentException {
    RunningStation running = new RunningStation();
    running.begin(config);
    return running;
  }

  private synchronized void begin(StationConfig config)
      throws ConfigException, EnvironmentException {
    // Handlers, not a shutdown hook: what a station starts adds hooks of its own, which a JVM that
    // is shutting down refuses. A signal during the start waits for this lock.
    for (String name : SIGNALS) {
      Signal signal = new Signal(name);
      before.put(signal, Signal.handle(signal, this::endOnSignal));
    }
    try {
      launch(config);
    } finally {
      if (station == null) {
        forgetSignals();
      }
    }
  }

  private void launch(StationConfig config) throws ConfigException, EnvironmentException {
    station =
        Station.start(
            config, Alidade.version(), notice -> System.err.println("alidade: " + notice));
    System.err.println("alidade: journal " + config.journal() + ", session " + station.sessionId());
    if (station.httpPort() != 0) {
      System.err.println("alidade: dashboard at " + config.http().url(station.httpPort()));
    }
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

  private void endOnSignal(Signal signal) {
    synchronized (this) {
      if (station == null) {
        return; // the start failed, and is about to say why
      }
    }
    int code = Alidade.ENVIRONMENT;
    try {
      code = end();
    } catch (EnvironmentException | RuntimeException fault) {
      System.err.println("alidade: " + fault.getMessage());
    }
    Runtime.getRuntime().halt(code);
  }

  /** Ends the station and says how it went. */
  int finish() throws EnvironmentException {
    int code = end();
    forgetSignals();
    return code;
  }

  private synchronized int end() throws EnvironmentException {
    ended = true;
    station.close();
    boolean first = !said;
    said = true;
    Throwable failure = station.failure();
    if (failure != null) {
      if (!first) {
        return Alidade.ENVIRONMENT;
      }
      throw new EnvironmentException("halted: " + failure.getMessage(), failure);
    }
    String full = station.endedFull();
    if (full != null) {
      if (first) {
        System.err.println("alidade: ended, for want of room for the journal; " + full);
      }
      return Alidade.DISK_FULL;
    }
    String early = station.endedEarly();
    if (first) {
      System.err.println("alidade: ended, " + station.eventCount() + " events" + early);
    }
    return early.isEmpty() ? Alidade.DONE : Alidade.FAILED;
  }

  @Override
  public void close() {
    synchronized (this) {
      ended = true;
      station.close();
    }
    forgetSignals();
  }

  private void forgetSignals() {
    before.forEach(Signal::handle);
  }
}
