package io.alidade.cli;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/**
 * Has a command end in order on Ctrl-C or SIGTERM, and at once where it cannot: as when it waits
 * for someone to take its output.
 */
final class EndSignals implements AutoCloseable {
  private static final List<String> SIGNALS = List.of("INT", "TERM", "HUP");
  private static final long ORDERLY_S = 5;

  private final Map<Signal, SignalHandler> before = new HashMap<>();
  private final CountDownLatch ended = new CountDownLatch(1);
  private final Runnable stop;
  private final Runnable atOnce;

  private EndSignals(Runnable stop, Runnable atOnce) {
    this.stop = stop;
    this.atOnce = atOnce;
  }

  /**
   * Listens from now on.
   *
   * @param stop makes the command end soon
   * @param atOnce what has to be done even when it does not
   */
  static EndSignals listen(Runnable stop, Runnable atOnce) {
    EndSignals signals = new EndSignals(stop, atOnce);
    for (String name : SIGNALS) {
      Signal signal = new Signal(name);
      signals.before.put(signal, Signal.handle(signal, signals::end));
    }
    return signals;
  }

  private void end(Signal signal) {
    stop.run();
    try {
      if (ended.await(ORDERLY_S, TimeUnit.SECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    atOnce.run();
    Runtime.getRuntime().halt(Alidade.FAILED);
  }

  /** The command has ended. */
  @Override
  public void close() {
    ended.countDown();
    before.forEach(Signal::handle);
  }
}
