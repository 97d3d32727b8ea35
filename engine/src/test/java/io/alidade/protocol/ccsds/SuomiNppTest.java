package io.alidade.protocol.ccsds;

import static io.alidade.protocol.ccsds.Streams.number;
import static org.assertj.core.api.Assertions.assertThat;

import io.alidade.event.Event;
import io.alidade.event.Field;
import io.alidade.event.Flag;
import io.alidade.event.FrameKind;
import io.alidade.event.Msg;
import io.alidade.event.Quality;
import io.alidade.framing.CaduFramer;
import io.alidade.protocol.ccsds.Streams.Frame;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Recorded CADUs of Suomi NPP, with what two other decoders made of them. */
class SuomiNppTest {
  static final TransferFrameFormat FORMAT =
      TransferFrameFormat.of(TransferFrameFormat.Type.AOS, 892)
          .withRandomization()
          .withReedSolomon(16, 4, true);

  private byte[] cadus;

  @BeforeEach
  void read() {
    cadus = Streams.read(Streams.satellite().resolve("ccsds-rs/snpp_synchronized_cadus.dat"));
  }

  private static List<Event> decode(byte[] bytes, int largest) {
    List<Frame> frames = Streams.frames(new CaduFramer(1020), bytes, largest, new Random(4));
    assertThat(Streams.concatenation(frames)).isEqualTo(bytes);
    return Streams.decode(new TransferFrameDecoder(FORMAT), frames);
  }

  private static List<Event> of(List<Event> events, int msg) {
    return events.stream().filter(event -> event.msg() == msg).toList();
  }

  private static byte[] packets(List<Event> events) {
    return Streams.join(
        of(events, Msg.CCSDS_PACKET).stream().map(Streams::packet).toArray(byte[][]::new));
  }

  @Test
  void there_are_65_frames_without_a_wrong_symbol_and_one_is_missing() {
    List<Event> frames = of(decode(cadus, 1000), Msg.CCSDS_FRAME);
    assertThat(frames).hasSize(65);
    for (int i = 0; i < 65; i++) {
      Event frame = frames.get(i);
      assertThat(number(frame, Field.SCID)).isEqualTo(157);
      assertThat(number(frame, Field.VCID)).isEqualTo(16);
      assertThat(number(frame, Field.CORRECTED)).isZero();
      assertThat(frame.has(Flag.GAP)).as("frame %d", i).isEqualTo(number(frame, Field.MISSING) > 0);
    }
    List<Event> gaps = frames.stream().filter(frame -> frame.has(Flag.GAP)).toList();
    assertThat(gaps).hasSize(1);
    assertThat(number(gaps.get(0), Field.MISSING)).isEqualTo(1);
    assertThat(number(gaps.get(0), Field.VCFC)).isEqualTo(9_842_883);
    int gap = frames.indexOf(gaps.get(0));
    assertThat(number(frames.get(gap - 1), Field.VCFC)).isEqualTo(9_842_881);
    System.out.printf("Suomi NPP: gap at frame %d of %d%n", gap, frames.size());
  }

  @Test
  void the_twelve_packets_are_those_that_other_decoders_found() throws Exception {
    List<Event> events = decode(cadus, 0);
    List<Event> packets = of(events, Msg.CCSDS_PACKET);
    int[] counts = {9875, 9859, 9861, 9862, 9863, 9864, 9865, 9866, 9867, 9868, 9869, 9870};
    int[] sizes = {3006, 180, 4090, 5098, 5058, 5026, 5122, 5090, 5106, 5130, 5074, 5118};
    assertThat(packets)
        .extracting(p -> (int) number(p, Field.SEQCOUNT))
        .containsExactly(box(counts));
    assertThat(packets)
        .extracting(p -> (int) number(p, Field.LENGTH) + 6)
        .containsExactly(box(sizes));
    assertThat(packets)
        .extracting(p -> (int) number(p, Field.APID))
        .containsExactly(802, 803, 803, 803, 803, 803, 803, 803, 803, 803, 803, 803);
    assertThat(packets).allMatch(p -> p.kind() == FrameKind.DERIVED && p.rawLength() == 0);
    assertThat(packets)
        .filteredOn(p -> p.has(Flag.GAP))
        .hasSize(1)
        .first()
        .satisfies(
            p -> {
              assertThat(number(p, Field.SEQCOUNT)).isEqualTo(9861);
              assertThat(number(p, Field.MISSING)).isEqualTo(1);
            });
    byte[] all = packets(events);
    assertThat(all).hasSize(53_098);
    String md5 = HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(all));
    assertThat(md5).isEqualTo("5e11051d86c46ddc3500904c99bbe978");

    byte[] data = Streams.hex(packets.get(1), Field.DATA);
    long time = TimeCode.cds(2, 2, false).utc(data, 0, data.length);
    assertThat(Instant.ofEpochSecond(0, time)).isEqualTo("2016-02-10T16:13:34.924259Z");
  }

  private static Integer[] box(int[] numbers) {
    return Arrays.stream(numbers).boxed().toArray(Integer[]::new);
  }

  @Test
  void up_to_16_wrong_symbols_in_each_code_word_change_no_packet() {
    byte[] expected = packets(decode(cadus, 0));
    Random random = new Random(16);
    for (int wrong = 1; wrong <= 16; wrong++) {
      List<Event> events = decode(damaged(wrong, random), 3000);
      List<Event> frames = of(events, Msg.CCSDS_FRAME);
      assertThat(frames).hasSize(65);
      int each = 4 * wrong;
      assertThat(frames).allMatch(frame -> number(frame, Field.CORRECTED) == each);
      assertThat(packets(events)).isEqualTo(expected);
    }
  }

  @Test
  void with_17_wrong_symbols_in_each_code_word_all_frames_are_invalid() {
    List<Event> events = decode(damaged(17, new Random(17)), 3000);
    assertThat(events).hasSize(65);
    for (Event event : events) {
      assertThat(event.msg()).isEqualTo(Msg.INVALID);
      assertThat(event.quality()).isEqualTo(Quality.INVALID);
      assertThat(event.has(Flag.CHECKSUM)).isTrue();
      assertThat(Streams.text(event, Field.REASON)).isEqualTo("reed-solomon");
      assertThat(number(event, Field.CODE_WORDS)).isEqualTo(4);
      assertThat(event.rawLength()).isEqualTo(1024);
    }
  }

  private byte[] damaged(int wrong, Random random) {
    byte[] bytes = cadus.clone();
    for (int at = 4; at < bytes.length; at += 1024) {
      for (int word = 0; word < 4; word++) {
        byte[] symbols = new byte[255];
        symbols = CodingTest.damaged(symbols, 255, wrong, random);
        for (int i = 0; i < 255; i++) {
          bytes[at + word + 4 * i] ^= symbols[i];
        }
      }
    }
    return bytes;
  }

  @Test
  void shifted_by_any_bits_and_inverted_the_packets_are_the_same() {
    byte[] expected = packets(decode(cadus, 0));
    for (int shift = 0; shift < 8; shift++) {
      for (boolean inverted : new boolean[] {false, true}) {
        byte[] bytes = new byte[cadus.length + 1];
        for (int i = 0; i <= cadus.length; i++) {
          int before = i == 0 ? 0x5A : cadus[i - 1] & 0xFF;
          int here = i == cadus.length ? 0xA5 : cadus[i] & 0xFF;
          bytes[i] = (byte) ((before << 8 | here) >> shift ^ (inverted ? 0xFF : 0));
        }
        List<Event> events = decode(bytes, 700);
        assertThat(of(events, Msg.CCSDS_FRAME)).as("shift %d", shift).hasSize(65);
        assertThat(of(events, Msg.INVALID)).hasSizeLessThanOrEqualTo(1);
        assertThat(packets(events)).isEqualTo(expected);
      }
    }
  }

  @Test
  void seven_cadus_of_two_virtual_channels_are_seven_frames() {
    byte[] bytes = Streams.read(Streams.satellite().resolve("ccsds-rs/snpp_7cadus_2vcids.dat"));
    List<Event> events = decode(bytes, 0);
    List<Event> frames = of(events, Msg.CCSDS_FRAME);
    assertThat(frames).hasSize(7).allMatch(frame -> number(frame, Field.CORRECTED) == 0);
    assertThat(frames.stream().map(frame -> number(frame, Field.VCID)).distinct()).hasSize(2);
    assertThat(frames).noneMatch(frame -> frame.has(Flag.GAP));
    List<Event> packets = of(events, Msg.CCSDS_PACKET);
    assertThat(packets).hasSize(1);
    assertThat(number(packets.get(0), Field.APID)).isEqualTo(1341);
    assertThat(number(packets.get(0), Field.VCID)).isEqualTo(6);
  }
}
