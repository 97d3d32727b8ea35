package io.alidade.pipeline;

import com.lmax.disruptor.BlockingWaitStrategy;
import com.lmax.disruptor.BusySpinWaitStrategy;
import com.lmax.disruptor.WaitStrategy;
import com.lmax.disruptor.YieldingWaitStrategy;

/** How handler threads wait for events. */
public enum Wait {
  /** On a lock: no CPU when idle. */
  BLOCK,
  /** Spin, then yield: a core per thread, shared with others. */
  YIELD,
  /** Spin: a core per thread for itself. */
  SPIN;

  WaitStrategy strategy() {
    return switch (this) {
      case BLOCK -> new BlockingWaitStrategy();
      case YIELD -> new YieldingWaitStrategy();
      case SPIN -> new BusySpinWaitStrategy();
    };
  }
}
