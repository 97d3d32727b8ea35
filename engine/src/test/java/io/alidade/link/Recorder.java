package io.alidade.link;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/** A receiver that keeps all it is told, for assertions from the test's thread. */
final class Recorder implements LinkReceiver {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final List<String> log = new ArrayList<>();
  private final List<String> reasons = new ArrayList<>();
  private int states;
  private Thread caller;
  private boolean otherCaller;

  @Override
  public synchronized void bytes(byte[] read, int offset, int length) {
    check();
    bytes.write(read, offset, length);
    log.add("bytes " + length);
    notifyAll();
  }

  @Override
  public synchronized void boundary() {
    check();
    log.add("boundary");
    notifyAll();
  }

  @Override
  public synchronized void state(LinkState state, int attempt, String reason) {
    check();
    log.add(state.name());
    reasons.add(state + " " + attempt + " " + reason);
    states++;
    notifyAll();
  }

  private void check() {
    if (caller == null) {
      caller = Thread.currentThread();
    }
    otherCaller |= caller != Thread.currentThread();
  }

  synchronized byte[] bytes() {
    return bytes.toByteArray();
  }

  synchronized String text() {
    return bytes.toString(java.nio.charset.StandardCharsets.ISO_8859_1);
  }

  /** Everything in order: {@code UP}, {@code bytes 12}, {@code boundary} ... */
  synchronized List<String> log() {
    return List.copyOf(log);
  }

  /** The log without its sizes of reads, which depend on timing. */
  synchronized List<String> shape() {
    List<String> shape = new ArrayList<>();
    for (String entry : log) {
      String kind = entry.startsWith("bytes") ? "bytes" : entry;
      if (shape.isEmpty()
          || !kind.equals("bytes")
          || !shape.get(shape.size() - 1).equals("bytes")) {
        shape.add(kind);
      }
    }
    return shape;
  }

  /** Each state as {@code STATE attempt reason}. */
  synchronized List<String> states() {
    return List.copyOf(reasons);
  }

  synchronized Thread thread() {
    return caller;
  }

  synchronized boolean hadOneThread() {
    return !otherCaller;
  }

  void awaitStates(int count) throws InterruptedException {
    await(() -> states >= count, count + " states");
  }

  void awaitBytes(int count) throws InterruptedException {
    await(() -> bytes.size() >= count, count + " bytes");
  }

  void awaitState(LinkState last) throws InterruptedException {
    await(
        () -> !reasons.isEmpty() && reasons.get(reasons.size() - 1).startsWith(last.name() + " "),
        last.name());
  }

  private synchronized void await(BooleanSupplier condition, String what)
      throws InterruptedException {
    long deadline = System.nanoTime() + 20_000_000_000L;
    while (!condition.getAsBoolean()) {
      long millis = (deadline - System.nanoTime()) / 1_000_000;
      if (millis <= 0) {
        throw new AssertionError("no " + what + " in 20 s; " + log + " " + reasons);
      }
      wait(millis);
    }
  }
}
