package io.alidade.protocol.ccsds;

import static org.assertj.core.api.Assertions.assertThat;

import io.alidade.event.Event;
import io.alidade.event.Field;
import io.alidade.event.Flag;
import io.alidade.event.FrameKind;
import io.alidade.event.Msg;
import io.alidade.framing.CaduFramer;
import io.alidade.protocol.ccsds.Streams.Frame;
import io.alidade.protocol.ccsds.TransferFrameFormat.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** When a session may end between two frames, and what a new decoder makes of those after it. */
class AtRestTest {
  private static final int LENGTH = 100;

  private static TransferFrameFormat plain(Type type) {
    return TransferFrameFormat.of(type, LENGTH).withoutMarker().withFrameCheck();
  }

  private static List<Frame> frames(List<byte[]> bytes) {
    return bytes.stream().map(each -> new Frame(FrameKind.FRAME, each)).toList();
  }

  private static List<String> packets(List<Event> events) {
    List<String> packets = new ArrayList<>();
    for (Event event : events) {
      if (event.msg() == Msg.CCSDS_PACKET) {
        String vcid = Streams.number(event, Field.VCID) + ":";
        packets.add(vcid + HexFormat.of().formatHex(Streams.packet(event)));
      }
    }
    return packets;
  }

  /** Frames of two channels, taking turns at random, each with its packets over their ends. */
  private static List<Frame> twoChannels(Type type, Random random) {
    List<List<byte[]>> channels = new ArrayList<>();
    for (int vcid = 1; vcid <= 2; vcid++) {
      List<byte[]> packets = new ArrayList<>();
      for (int i = 0; i < 25; i++) {
        packets.add(Streams.packet(100 * vcid, i, 1 + random.nextInt(130)));
      }
      channels.add(new Transmitter(plain(type), 7, vcid).frames(packets));
    }
    List<byte[]> mixed = new ArrayList<>();
    while (!channels.get(0).isEmpty() || !channels.get(1).isEmpty()) {
      List<byte[]> next = channels.get(random.nextInt(2));
      if (!next.isEmpty()) {
        mixed.add(next.remove(0));
      }
    }
    return frames(mixed);
  }

  /** At rest nothing is lost; else the packets that were under way, and none comes out wrong. */
  @ParameterizedTest
  @EnumSource
  void a_new_decoder_takes_over_at_rest_and_loses_only_what_is_under_way_else(Type type) {
    int rests = 0;
    int cuts = 0;
    for (int seed = 0; seed < 20; seed++) {
      List<Frame> frames = twoChannels(type, new Random(seed));
      TransferFrameDecoder decoder = new TransferFrameDecoder(plain(type));
      List<String> all = packets(Streams.decode(new TransferFrameDecoder(plain(type)), frames));
      assertThat(all).hasSize(50);
      List<String> before = new ArrayList<>();
      for (int cut = 1; cut < frames.size(); cut++) {
        before.addAll(packets(Streams.decode(decoder, frames.subList(cut - 1, cut))));
        List<Event> events =
            Streams.decode(
                new TransferFrameDecoder(plain(type)), frames.subList(cut, frames.size()));
        List<String> after = new ArrayList<>(all.subList(before.size(), all.size()));
        assertThat(events).allMatch(event -> event.flags() == 0);
        if (decoder.isAtRest(0)) {
          rests++;
        } else {
          cuts++;
          List<String> lost = new ArrayList<>(after);
          lost.removeAll(packets(events));
          assertThat(lost).hasSizeBetween(1, 2);
          after.removeAll(lost);
        }
        assertThat(packets(events)).as("%s, seed %d, cut %d", type, seed, cut).isEqualTo(after);
      }
    }
    assertThat(rests).isPositive();
    assertThat(cuts).isGreaterThan(rests);
  }

  @Test
  void a_packet_that_lost_a_part_is_not_waited_for() {
    TransferFrameFormat format = plain(Type.TM);
    List<byte[]> frames =
        new Transmitter(format, 7, 1).frames(List.of(Streams.packet(1, 0, 3 * LENGTH)));
    TransferFrameDecoder decoder = new TransferFrameDecoder(format);
    assertThat(decoder.isAtRest(0)).isTrue();
    Streams.decode(decoder, frames(frames.subList(0, 1)));
    assertThat(decoder.isAtRest(0)).isFalse();
    List<Event> next = Streams.decode(decoder, frames(frames.subList(2, 3)));
    assertThat(next.get(0).has(Flag.GAP)).isTrue();
    assertThat(decoder.isAtRest(0)).isTrue();
  }

  /** Where frames begin inside a byte, the first bits of a marker are in the event before. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void a_new_decoder_finds_frames_at_any_bit_in_any_polarity(boolean inverted) {
    TransferFrameFormat format = TransferFrameFormat.of(Type.AOS, LENGTH);
    for (int shift = 0; shift < 8; shift++) {
      List<byte[]> sent = new ArrayList<>();
      Transmitter transmitter = new Transmitter(format, 7, 1);
      for (int i = 0; i < 6; i++) {
        sent.addAll(transmitter.frames(List.of(Streams.packet(9, i, 60))));
      }
      byte[] stream = shifted(Streams.join(sent.toArray(byte[][]::new)), shift);
      for (int i = 0; inverted && i < stream.length; i++) {
        stream[i] = (byte) ~stream[i];
      }
      List<Frame> frames =
          Streams.frames(new CaduFramer(format.codedLength()), stream, 0, new Random(1)).stream()
              .filter(frame -> frame.kind() == FrameKind.FRAME)
              .toList();
      assertThat(frames).hasSize(6);
      for (int cut = 0; cut < 6; cut++) {
        List<Event> events =
            Streams.decode(new TransferFrameDecoder(format), frames.subList(cut, 6));
        assertThat(packets(events)).as("shift %d, cut %d", shift, cut).hasSize(6 - cut);
        assertThat(events).allMatch(event -> event.flags() == 0);
        assertThat(Streams.number(events.get(0), Field.VCFC)).isEqualTo(cut);
        assertThat(Streams.number(events.get(0), Field.ASM_ERRORS)).isEqualTo(-1);
      }
    }
  }

  private static byte[] shifted(byte[] bytes, int shift) {
    byte[] out = Arrays.copyOf(bytes, bytes.length + 1);
    for (int i = out.length - 1; i > 0; i--) {
      out[i] = (byte) ((out[i - 1] & 0xFF) << 8 - shift | (out[i] & 0xFF) >>> shift);
    }
    out[0] = (byte) ((out[0] & 0xFF) >>> shift);
    return out;
  }
}
