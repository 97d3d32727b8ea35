package io.alidade.protocol.ccsds;

import static org.assertj.core.api.Assertions.assertThat;

import io.alidade.SteadyDecoding;
import io.alidade.framing.BareFramer;
import io.alidade.framing.CaduFramer;
import io.alidade.framing.FrameSink;
import io.alidade.framing.Framer;
import io.alidade.framing.SpacePacketFramer;
import io.alidade.protocol.PacketContents;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CcsdsAllocationTest {
  @ParameterizedTest
  @EnumSource
  void frames_and_their_packets_are_decoded_without_allocation(TransferFrameFormat.Type type) {
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
    SteadyDecoding decoding =
        new SteadyDecoding(new CaduFramer(format.codedLength()), new TransferFrameDecoder(format));
    decoding.assertNothingAllocated(block, 10_000);
    assertThat(decoding.invalid()).isPositive();
    assertThat(decoding.derived()).isPositive();
  }

  @Test
  void corrected_headers_and_failed_frames_are_decoded_without_allocation() {
    TransferFrameFormat format =
        TransferFrameFormat.of(TransferFrameFormat.Type.AOS, 100)
            .withFrameCheck()
            .withAos(true, 5, true, -1);
    Random random = new Random(9);
    List<byte[]> packets = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      packets.add(Streams.packet(random.nextInt(2048), i, 1 + random.nextInt(300)));
    }
    List<byte[]> frames = new Transmitter(format, 5, 1).frames(packets);
    for (int i = 0; i < frames.size(); i++) {
      frames.get(i)[4 + i % 2] ^= (byte) (i % 3);
      frames.get(i)[80] ^= (byte) (i % 17 == 0 ? 1 : 0);
    }
    byte[] block = Streams.join(frames.toArray(byte[][]::new));
    TransferFrameDecoder decoder = new TransferFrameDecoder(format);
    new SteadyDecoding(new CaduFramer(100), decoder).assertNothingAllocated(block, 10_000);
    assertThat(decoder.counts().corrected()).isPositive();
    assertThat(decoder.channel(0).counts().failed()).isPositive();
  }

  @Test
  void datagrams_of_any_length_are_decoded_without_allocation() {
    TransferFrameFormat format =
        TransferFrameFormat.of(TransferFrameFormat.Type.USLP, 400)
            .withoutMarker()
            .withUslp(0, true, 9);
    byte[][] datagrams = {
      Streams.bytes("c0050020 0009 01 01 64 aa"),
      Streams.bytes("c0050020 0010 01 02 e0 0801 c001 0001 0102"),
      Streams.bytes("c0050020 000b 01 04 25 0000 bb"),
      Streams.bytes("c0050021 e0 e0e0e0e0"),
      Streams.bytes("c0050021 e0"),
      Streams.bytes("c0050020 0001 01 01 64"),
      new byte[450]
    };
    BareFramer framer = BareFramer.ofDatagrams(400);
    Framer datagramFramer =
        new Framer() {
          @Override
          public void feed(byte[] bytes, int offset, int length, FrameSink sink) {
            for (byte[] datagram : datagrams) {
              framer.feed(datagram, 0, datagram.length, sink);
              framer.end(sink);
            }
          }

          @Override
          public void end(FrameSink sink) {
            framer.end(sink);
          }
        };
    TransferFrameDecoder decoder = new TransferFrameDecoder(format);
    SteadyDecoding decoding = new SteadyDecoding(datagramFramer, decoder);
    decoding.assertNothingAllocated(new byte[1], 10_000);
    assertThat(decoding.derived()).isPositive();
    assertThat(decoding.invalid()).isPositive();
  }

  @Test
  void times_of_packets_are_read_without_allocation() {
    byte[] block = new byte[0];
    String[] times = {"40 111f 00000000", "1e 0000000a 8000", "9e 28 000000000a 80000000", "50 00"};
    for (int i = 0; i < 300; i++) {
      byte[] time = Streams.bytes(times[i % times.length]);
      time[time.length - 1] ^= (byte) i;
      byte[] head = {8, 9, (byte) (0xC0 | i >> 8), (byte) i, 0, (byte) (time.length - 1)};
      block = Streams.join(block, head, time);
    }
    PacketTime time = PacketTime.announced(0, null, true);
    SpacePacketDecoder decoder =
        new SpacePacketDecoder(0, SpacePacketDecoder.headers(PacketContents.UNKNOWN, time));
    new SteadyDecoding(new SpacePacketFramer(), decoder).assertNothingAllocated(block, 10_000);
  }

  @Test
  void space_packets_are_decoded_without_allocation() {
    Random random = new Random(9);
    byte[] block = new byte[0];
    for (int i = 0; i < 300; i++) {
      block = Streams.join(block, Streams.packet(random.nextInt(2048), i, 1 + i * 7 % 3000));
      block = i % 50 == 0 ? Streams.join(block, Streams.bytes("ffffffff")) : block;
    }
    new SteadyDecoding(new SpacePacketFramer(), new SpacePacketDecoder())
        .assertNothingAllocated(block, 10_000);
  }
}
