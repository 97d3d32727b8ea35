package io.alidade.broadcast;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.alidade.event.Event;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class GatewayAllocationTest {
  private static final int EVENTS = 200_000;

  /** Whether they fit or the ring is full: with a tick of 20 ms, this loop meets both. */
  @Test
  @Timeout(60)
  void publishAllocatesNothing() throws Exception {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long thread = Thread.currentThread().getId();
    GatewayOptions small =
        new GatewayOptions(20, 1 << 20, 8, 1000, 512 << 10, 500, 30_000, 5_000, true);
    try (Gateway gateway = Gateway.start("127.0.0.1", 0, out -> {}, false, small);
        JdkClient client = new JdkClient(gateway)) {
      client.until(() -> client.view.snapshots == 1);
      Event event = new TestEvents().vessel(244_000_001, 1);
      for (int i = 0; i < 50_000; i++) {
        gateway.publish(event);
      }
      long before = threads.getThreadAllocatedBytes(thread);
      for (int i = 0; i < EVENTS; i++) {
        gateway.publish(event);
      }
      long allocated = threads.getThreadAllocatedBytes(thread) - before;
      assertThat((double) allocated / EVENTS).isLessThanOrEqualTo(1.0);
      assertThat(gateway.counter(Count.DROPPED_FULL)).isPositive();
    }
  }
}
