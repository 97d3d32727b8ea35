package io.alidade.protocol.ais;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AisAllocationTest {
  private static final int EVENTS = 100_000;

  @Test
  void nothingIsAllocatedPerSentence() {
    List<byte[]> lines = new ArrayList<>();
    for (String line : AisFuzzTest.SEEDS) {
      lines.add(Sentences.withChecksum(line).getBytes(ISO_8859_1));
    }
    lines.add("!AIVDM,1,1,,A,broken".getBytes(ISO_8859_1));
    for (int i = 0; i < 20; i++) {
      Payload payload = Payload.of(14, 0, i).u(2, 0).text(40, "PARTS OF A TEXT");
      String sequence = Integer.toString(i % 10);
      for (String line : payload.sentences("AIVDM", sequence, "A", i % 2 == 0 ? 30 : 12)) {
        lines.add(line.getBytes(ISO_8859_1));
      }
    }
    byte[][] mixed = lines.toArray(new byte[0][]);
    Sentences sentences = new Sentences();
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    run(sentences, mixed);
    long before = threads.getCurrentThreadAllocatedBytes();
    run(sentences, mixed);
    long bytes = threads.getCurrentThreadAllocatedBytes() - before;
    System.out.printf("allocated: %d bytes for %d sentences%n", bytes, EVENTS);
    assertThat(bytes).isLessThanOrEqualTo(EVENTS);
  }

  private static void run(Sentences sentences, byte[][] lines) {
    for (int i = 0; i < EVENTS; i++) {
      sentences.decode(lines[i % lines.length], i * 1000L);
    }
  }
}
