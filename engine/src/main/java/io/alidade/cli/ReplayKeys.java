package io.alidade.cli;

import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.TimeUnit;

/**
 * Takes keys from the terminal on standard input, as they are pressed, and gives them to a replay's
 * controls; says where the replay is on standard error after each. Does nothing where standard
 * input is no terminal.
 */
final class ReplayKeys implements AutoCloseable {
  private static final String HELP =
      "alidade: keys: space pause/play, . step, + - speed, m max, < > a minute, 0 start, l loop,"
          + " q quit";

  private final Thread restore;

  private ReplayKeys(Thread restore) {
    this.restore = restore;
  }

  static ReplayKeys listen(ReplayControls controls) {
    if (!stty("-icanon", "-echo", "min", "1")) {
      return new ReplayKeys(null);
    }
    Thread restore = new Thread(() -> stty("icanon", "echo"));
    Runtime.getRuntime().addShutdownHook(restore);
    System.err.println(HELP);
    Thread reader = new Thread(() -> read(System.in, controls), "keys");
    reader.setDaemon(true);
    reader.start();
    return new ReplayKeys(restore);
  }

  static void read(InputStream in, ReplayControls controls) {
    try {
      for (int key = in.read(); key >= 0; key = in.read()) {
        if (controls.key((char) key)) {
          System.err.println("alidade: " + controls.line());
        }
      }
    } catch (IOException gone) {
      // The terminal is; there will be no more keys.
    }
  }

  /** Sets up the terminal on standard input; false when there is none. */
  private static boolean stty(String... settings) {
    String[] command = new String[settings.length + 1];
    command[0] = "stty";
    System.arraycopy(settings, 0, command, 1, settings.length);
    try {
      Process stty =
          new ProcessBuilder(command)
              .redirectInput(ProcessBuilder.Redirect.INHERIT)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      return stty.waitFor(2, TimeUnit.SECONDS) && stty.exitValue() == 0;
    } catch (IOException noSuchProgram) {
      return false;
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @Override
  public void close() {
    if (restore != null) {
      stty("icanon", "echo");
      try {
        Runtime.getRuntime().removeShutdownHook(restore);
      } catch (IllegalStateException shuttingDown) {
        // It runs again, which changes nothing.
      }
    }
  }
}
