package io.alidade.cli;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Takes keys from the terminal on standard input, as they are pressed, and gives them to a replay's
 * controls; says where the replay is on standard error after each. Where standard input is no
 * terminal nothing is read of it.
 */
final class ReplayKeys implements AutoCloseable {
  private static final String HELP =
      "alidade: keys: space pause/play, . step, + - speed, m max, < > a minute, 0 start, l loop,"
          + " q quit";

  private static final int DONE_MS = 1000;

  /** What the terminal was set to before; null where there is none. */
  private String before;

  private ReplayKeys(String before) {
    this.before = before;
  }

  static ReplayKeys listen(ReplayControls controls) {
    String before = stty("-g");
    if (before == null || stty("-icanon", "-echo", "min", "1") == null) {
      return new ReplayKeys(null);
    }
    ReplayKeys keys = new ReplayKeys(before);
    Runtime.getRuntime().addShutdownHook(new Thread(keys::close));
    System.err.println(HELP);
    Thread reader = new Thread(() -> read(System.in, controls), "keys");
    reader.setDaemon(true);
    reader.start();
    return keys;
  }

  private static void read(InputStream in, ReplayControls controls) {
    try {
      for (int key = in.read(); key >= 0; key = in.read()) {
        if (controls.key((char) key)) {
          awaitDone(controls);
          System.err.println("alidade: " + controls.line());
        }
      }
    } catch (IOException gone) {
      // The terminal is; there will be no more keys.
    }
  }

  /** Waits until what the key asked for has come about, but not for long. */
  private static void awaitDone(ReplayControls controls) {
    for (int i = 0; i < DONE_MS && controls.isBusy(); i++) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
    }
  }

  /**
   * Asks or sets up the terminal on standard input.
   *
   * @return what stty says; null when there is no terminal, or it is not for this process
   */
  private static String stty(String... arguments) {
    List<String> command = new ArrayList<>(List.of("stty"));
    command.addAll(List.of(arguments));
    try {
      Process stty =
          new ProcessBuilder(command)
              .redirectInput(ProcessBuilder.Redirect.INHERIT)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      try {
        // It stops, and says nothing, when this process is in the terminal's background.
        if (!stty.waitFor(2, TimeUnit.SECONDS) || stty.exitValue() != 0) {
          return null;
        }
        return new String(stty.getInputStream().readAllBytes(), US_ASCII).strip();
      } finally {
        stty.destroyForcibly();
      }
    } catch (IOException noSuchProgram) {
      return null;
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      return null;
    }
  }

  /** Sets the terminal to what it was. May be called again, by any thread. */
  @Override
  public synchronized void close() {
    if (before != null) {
      stty(before);
      before = null;
    }
  }
}
