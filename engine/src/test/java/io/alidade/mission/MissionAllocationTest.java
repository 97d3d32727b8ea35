package io.alidade.mission;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MissionAllocationTest {
  private static final int PACKETS = 50_000;

  @Test
  void nothingIsAllocatedPerPacket() throws Exception {
    Decoded decoded = Decoded.by(MissionFuzzTest.EVERYTHING);
    byte[] bytes = new byte[64 * 1024];
    Random random = new Random(11);
    random.nextBytes(bytes);
    for (int i = 0; i < bytes.length; i += 2) {
      bytes[i] &= 15;
    }
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    run(decoded, bytes);
    long before = threads.getCurrentThreadAllocatedBytes();
    run(decoded, bytes);
    long allocated = threads.getCurrentThreadAllocatedBytes() - before;
    System.out.printf("allocated: %d bytes for %d packets%n", allocated, PACKETS);
    assertThat(allocated).isLessThanOrEqualTo(PACKETS / 10);
  }

  private static void run(Decoded decoded, byte[] bytes) {
    for (int i = 0; i < PACKETS; i++) {
      decoded.decode(bytes, i % (bytes.length - 300), 300);
    }
  }
}
