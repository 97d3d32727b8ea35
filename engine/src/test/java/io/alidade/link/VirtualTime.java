package io.alidade.link;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** Time that passes when somebody sleeps. */
final class VirtualTime implements LinkTime {
  private final List<Long> sleeps = new ArrayList<>();
  private long now = 42;

  @Override
  public synchronized long nanoTime() {
    return now;
  }

  @Override
  public synchronized void sleep(long nanos, CountDownLatch closed) {
    if (closed.getCount() > 0) {
      sleeps.add(nanos);
      now += nanos;
    }
  }

  synchronized void pass(long nanos) {
    now += nanos;
  }

  synchronized List<Long> sleepMillis() {
    return sleeps.stream().map(nanos -> nanos / 1_000_000).toList();
  }
}
