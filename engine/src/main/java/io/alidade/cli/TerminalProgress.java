package io.alidade.cli;

import io.alidade.export.WorkProgress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** Says on standard error how far some work is, in one line that is written over, on a terminal. */
final class TerminalProgress implements WorkProgress, AutoCloseable {
  private static final long INTERVAL_NS = TimeUnit.MILLISECONDS.toNanos(200);

  private final boolean isTerminal = isTerminal();
  private long lastNs = System.nanoTime();
  private int shown;

  /** Java's Console tells of standard input and output together, never of standard error. */
  private static boolean isTerminal() {
    try {
      String target = Files.readSymbolicLink(Path.of("/proc/self/fd/2")).toString();
      return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty");
    } catch (IOException | UnsupportedOperationException unknown) {
      return false;
    }
  }

  @Override
  public void at(long done, long total) {
    if (!isTerminal || System.nanoTime() - lastNs < INTERVAL_NS) {
      return;
    }
    lastNs = System.nanoTime();
    long percent = total <= 0 ? 100 : Math.min(100, done * 100 / total);
    show("alidade: " + percent + " %");
  }

  private void show(String line) {
    System.err.print("\r" + line + " ".repeat(Math.max(0, shown - line.length())));
    System.err.flush();
    shown = line.length();
  }

  /** Takes the line away. */
  @Override
  public void close() {
    if (shown > 0) {
      show("");
      System.err.print("\r");
      System.err.flush();
    }
  }
}
