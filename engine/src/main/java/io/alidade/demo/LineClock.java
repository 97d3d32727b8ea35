package io.alidade.demo;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The time that paces a line, and its stop. */
interface LineClock {
  /** Nanoseconds from an arbitrary origin. */
  long now();

  /** Waits until a time has come; false at once when stopped or interrupted. */
  boolean sleepUntil(long time);

  void stop();

  boolean isStopped();

  /** The machine's monotonic time. */
  final class Real implements LineClock {
    private final CountDownLatch stopped = new CountDownLatch(1);

    @Override
    public long now() {
      return System.nanoTime();
    }

    @Override
    public boolean sleepUntil(long time) {
      try {
        return !stopped.await(time - now(), TimeUnit.NANOSECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        stop();
        return false;
      }
    }

    @Override
    public void stop() {
      stopped.countDown();
    }

    @Override
    public boolean isStopped() {
      return stopped.getCount() == 0;
    }
  }
}
