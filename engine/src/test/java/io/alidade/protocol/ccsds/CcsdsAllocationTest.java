package io.alidade.protocol.ccsds;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.alidade.event.Event;
import io.alidade.event.FrameKind;
import io.alidade.event.Msg;
import io.alidade.framing.CaduFramer;
import io.alidade.framing.FrameSink;
import io.alidade.framing.Framer;
import io.alidade.framing.SpacePacketFramer;
import io.alidade.protocol.Decoder;
import io.alidade.protocol.ccsds.TransferFrameFormat.Type;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CcsdsAllocationTest {
  /** Frames a block of bytes and decodes each frame, and what is in it, into the one event. */
  private static final class Station implements FrameSink {
    private final Framer framer;
    private final Decoder decoder;
    private final Event event = new Event(300_000);
    private long frames;
    private long derived;
    private long invalid;

    Station(Framer framer, Decoder decoder) {
      this.framer = framer;
      this.decoder = decoder;
    }

    @Override
    public void frame(FrameKind kind, byte[] bytes, int offset, int length) {
      event.begin(kind, 1, frames);
      event.raw(bytes, offset, length);
      decoder.decode(event);
      frames++;
      invalid += event.msg() == Msg.INVALID ? 1 : 0;
      while (decoder.hasDerived()) {
        event.begin(FrameKind.DERIVED, 1, frames);
        decoder.derive(event);
        derived++;
      }
    }

    /** Feeds all in reads of changing size. */
    void feed(byte[] bytes) {
      int read = 1;
      for (int i = 0; i < bytes.length; i += read) {
        read = read * 5 % 4999;
        framer.feed(bytes, i, Math.min(read, bytes.length - i), this);
      }
    }
  }

  private static void assertNothingAllocated(String name, Station station, byte[] block) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    while (station.frames < 10_000) {
      station.feed(block);
    }
    long before = station.frames;
    long derived = station.derived;
    long thread = Thread.currentThread().getId();
    long bytes = threads.getThreadAllocatedBytes(thread);
    while (station.frames < before + 10_000) {
      station.feed(block);
    }
    bytes = threads.getThreadAllocatedBytes(thread) - bytes;
    long frames = station.frames - before;
    System.out.printf(
        "%s: %d bytes allocated over %d frames with %d packets%n",
        name, bytes, frames, station.derived - derived);
    assertThat((double) bytes / frames).isLessThanOrEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource
  void frames_and_their_packets_are_decoded_without_allocation(Type type) {
    TransferFrameFormat format =
        TransferFrameFormat.of(type, 892)
            .withRandomization()
            .withReedSolomon(16, 4, true)
            .withFrameCheck();
    Random random = new Random(9);
    List<byte[]> packets = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      packets.add(Streams.packet(random.nextInt(2048), i, 1 + random.nextInt(2000)));
    }
    List<byte[]> frames = new Transmitter(format, 5, 1).frames(packets);
    for (int i = 0; i < frames.size(); i++) {
      int wrong = i % 10 == 0 ? 200 : i % 4 == 0 ? 8 : 0;
      frames.set(i, CodingTest.damaged(frames.get(i), 1024, wrong, random));
    }
    frames.add(50, new byte[1001]);
    byte[] block = Streams.join(frames.toArray(byte[][]::new));
    Station station =
        new Station(new CaduFramer(format.codedLength()), new TransferFrameDecoder(format));
    assertNothingAllocated(type.toString(), station, block);
    assertThat(station.invalid).isPositive();
    assertThat(station.derived).isPositive();
  }

  @Test
  void space_packets_are_decoded_without_allocation() {
    Random random = new Random(9);
    byte[] block = new byte[0];
    for (int i = 0; i < 300; i++) {
      block = Streams.join(block, Streams.packet(random.nextInt(2048), i, 1 + i * 7 % 3000));
      block = i % 50 == 0 ? Streams.join(block, Streams.bytes("ffffffff")) : block;
    }
    Station station = new Station(new SpacePacketFramer(), new SpacePacketDecoder());
    assertNothingAllocated("space packets", station, block);
  }
}
