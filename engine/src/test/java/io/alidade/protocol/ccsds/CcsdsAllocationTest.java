package io.alidade.protocol.ccsds;

import static org.assertj.core.api.Assertions.assertThat;

import io.alidade.SteadyDecoding;
import io.alidade.framing.CaduFramer;
import io.alidade.framing.SpacePacketFramer;
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
