package io.alidade.protocol.kiss;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.alidade.event.Event;
import io.alidade.event.FrameKind;
import io.alidade.framing.FrameSink;
import io.alidade.framing.KissFramer;
import java.io.ByteArrayOutputStream;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

class KissAllocationTest {
  private static final String ADDRESSES =
      "86a24040404060 ae6282ae404060 ae92888a6240e4 ae92888a644063";

  private static final class Station implements FrameSink {
    private final KissFramer framer = new KissFramer();
    private final KissDecoder decoder = new KissDecoder(KissChecksum.SMACK);
    private final Event event = new Event(300_000);
    private long frames;
    private long fields;
    private int read = 1;

    @Override
    public void frame(FrameKind kind, byte[] bytes, int offset, int length) {
      event.begin(kind, 1, frames);
      event.raw(bytes, offset, length);
      decoder.decode(event);
      frames++;
      fields += event.decodedLength();
    }

    /** Feeds all in reads of changing size, so that frames are cut as well. */
    void feed(byte[] bytes) {
      for (int i = 0; i < bytes.length; i += read) {
        read = read * 5 % 997;
        framer.feed(bytes, i, Math.min(read, bytes.length - i), this);
      }
    }
  }

  private static byte[] block() {
    ByteArrayOutputStream block = new ByteArrayOutputStream();
    for (String content :
        new String[] {
          "09 0000016f5e66e850",
          "00" + ADDRESSES + "03 f0" + "48".repeat(100),
          "00" + ADDRESSES + "22 f0 c0dbc0db",
          "00" + ADDRESSES + "31",
          "00" + ADDRESSES + "3f",
          "00" + ADDRESSES + "13 01",
          "80 0102030405",
          "00 86a24040404060 ae6282ae404060 ff",
          "00 86024040404060 ae6282ae404061 03 f0",
          "00" + "c0aa3a007c746f1e".repeat(30),
          "01 32"
        }) {
      block.writeBytes(KissLink.frame(KissLink.hex(content)));
    }
    block.writeBytes(KissLink.hex("c0 00 db00 c0"));
    block.writeBytes("cmd: no frame".getBytes(US_ASCII));
    return block.toByteArray();
  }

  @Test
  void framing_and_decoding_do_not_allocate() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    byte[] block = block();
    Station station = new Station();
    while (station.frames < 100_000) {
      station.feed(block);
    }
    long framesBefore = station.frames;
    long thread = Thread.currentThread().getId();
    long before = threads.getThreadAllocatedBytes(thread);
    while (station.frames < framesBefore + 100_000) {
      station.feed(block);
    }
    long bytes = threads.getThreadAllocatedBytes(thread) - before;
    long frames = station.frames - framesBefore;
    System.out.printf("allocation: %d bytes over %d events%n", bytes, frames);
    assertThat(station.fields).isPositive();
    assertThat((double) bytes / frames).isLessThanOrEqualTo(1);
  }
}
