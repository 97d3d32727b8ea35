package io.alidade.link;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A link's sense of time, so that tests need not wait. */
interface LinkTime {
  LinkTime SYSTEM =
      new LinkTime() {
        @Override
        public long nanoTime() {
          return System.nanoTime();
        }

        @Override
        public void sleep(long nanos, CountDownLatch closed) throws InterruptedException {
          // The result says nothing that the latch does not.
          boolean ignored = closed.await(nanos, TimeUnit.NANOSECONDS);
        }
      };

  /** Monotonic nanoseconds, of no particular origin. */
  long nanoTime();

  /** Returns when the time is over or the latch is at zero. */
  void sleep(long nanos, CountDownLatch closed) throws InterruptedException;
}
