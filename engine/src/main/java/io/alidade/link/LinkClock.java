package io.alidade.link;

import java.util.concurrent.CountDownLatch;

/** Time, and waits that closing the link cuts short. Thread-safe. */
final class LinkClock {
  private final LinkTime time;
  private final CountDownLatch closed = new CountDownLatch(1);

  LinkClock(LinkTime time) {
    this.time = time;
  }

  long nanoTime() {
    return time.nanoTime();
  }

  void sleep(long nanos) {
    try {
      time.sleep(nanos, closed);
    } catch (InterruptedException e) {
      // Links are stopped by close() alone; a stray interrupt shortens one wait and is dropped, or
      // it would turn every later wait into a spin.
    }
  }

  void close() {
    closed.countDown();
  }

  boolean isClosed() {
    return closed.getCount() == 0;
  }
}
