package io.alidade.framing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.alidade.event.Event;
import io.alidade.event.Field;
import io.alidade.event.FrameKind;
import io.alidade.event.Msg;
import io.alidade.protocol.ccsds.Streams;
import io.alidade.protocol.ccsds.Streams.Frame;
import io.alidade.protocol.ccsds.TransferFrameDecoder;
import io.alidade.protocol.ccsds.TransferFrameFormat;
import io.alidade.protocol.ccsds.Transmitter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CaduFramerTest {
  private static final int LENGTH = 60;
  private static final int UNIT = LENGTH + 4;
  private static final TransferFrameFormat FORMAT =
      TransferFrameFormat.of(TransferFrameFormat.Type.TM, LENGTH)
          .withRandomization()
          .withFrameCheck();

  /** So many frames, counted from 0, each with its marker. */
  private static byte[] units(int count) {
    List<byte[]> packets = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      packets.add(Streams.packet(50, i, LENGTH - 8 - 6));
    }
    return Streams.join(new Transmitter(FORMAT, 77, 3).frames(packets).toArray(byte[][]::new));
  }

  private static List<Frame> frames(byte[] bytes) {
    return Streams.frames(new CaduFramer(LENGTH), bytes, 0, new Random(1));
  }

  /** The counts of the frames that decode, and -1 for each that does not. */
  private static List<Long> counts(byte[] bytes) {
    List<Frame> frames = frames(bytes);
    assertThat(Streams.concatenation(frames)).isEqualTo(bytes);
    List<Long> counts = new ArrayList<>();
    for (Event event : Streams.decode(new TransferFrameDecoder(FORMAT), frames)) {
      if (event.kind() == FrameKind.FRAME) {
        counts.add(event.msg() == Msg.CCSDS_FRAME ? Streams.number(event, Field.VCFC) : -1);
      }
    }
    return counts;
  }

  /** The bits from one on, with zeros to a whole byte. */
  private static byte[] bits(byte[] bytes, int from, int to) {
    byte[] result = new byte[(to - from + 7) / 8];
    for (int i = from; i < to; i++) {
      int bit = bytes[i >> 3] >> 7 - (i & 7) & 1;
      result[i - from >> 3] |= (byte) (bit << 7 - (i - from & 7));
    }
    return result;
  }

  /** The stream with bits taken out at a place. */
  private static byte[] without(byte[] bytes, int from, int count) {
    int bits = 8 * bytes.length;
    byte[] result = Arrays.copyOf(bytes, (bits - count + 7) / 8);
    byte[] tail = bits(bytes, from + count, bits);
    for (int i = 0; i < bits - from - count; i++) {
      set(result, from + i, tail[i >> 3] >> 7 - (i & 7) & 1);
    }
    return result;
  }

  /** The stream with bits put in at a place. */
  private static byte[] with(byte[] bytes, int from, int count) {
    int bits = 8 * bytes.length;
    byte[] result = new byte[(bits + count + 7) / 8];
    for (int i = 0; i < bits + count; i++) {
      int at = i < from ? i : i - count;
      int bit = i >= from && i < from + count ? i & 1 : bytes[at >> 3] >> 7 - (at & 7) & 1;
      set(result, i, bit);
    }
    return result;
  }

  private static void set(byte[] bytes, int at, int bit) {
    int mask = 0x80 >> (at & 7);
    bytes[at >> 3] = (byte) (bit == 0 ? bytes[at >> 3] & ~mask : bytes[at >> 3] | mask);
  }

  private static Long[] upTo(int count, int... without) {
    List<Long> counts = new ArrayList<>();
    for (long i = 0; i < count; i++) {
      int c = (int) i;
      if (Arrays.stream(without).noneMatch(w -> w == c)) {
        counts.add(i);
      }
    }
    return counts.toArray(Long[]::new);
  }

  @Test
  void frames_in_a_row_are_marker_and_frame_each() {
    byte[] bytes = units(5);
    List<Frame> frames = frames(bytes);
    assertThat(frames).hasSize(5).allMatch(f -> f.kind() == FrameKind.FRAME);
    assertThat(frames).allMatch(f -> f.bytes().length == UNIT);
    assertThat(counts(bytes)).containsExactly(upTo(5));
  }

  @Test
  void a_frame_is_given_with_its_last_byte() {
    byte[] bytes = units(2);
    CaduFramer framer = new CaduFramer(LENGTH);
    List<Integer> lengths = new ArrayList<>();
    FrameSink sink = (kind, array, offset, length) -> lengths.add(length);
    framer.feed(bytes, 0, UNIT - 1, sink);
    assertThat(lengths).isEmpty();
    assertThat(framer.isLocked()).isTrue();
    framer.feed(bytes, UNIT - 1, 1, sink);
    assertThat(lengths).containsExactly(UNIT);
  }

  @Test
  void before_the_first_marker_is_noise_and_after_the_last_frame_cut() {
    byte[] before = Streams.bytes("00112233445566");
    byte[] bytes = Streams.join(before, Arrays.copyOf(units(3), 2 * UNIT + 20));
    List<Frame> frames = frames(bytes);
    assertThat(frames)
        .extracting(Frame::kind)
        .containsExactly(FrameKind.NOISE, FrameKind.FRAME, FrameKind.FRAME, FrameKind.CUT);
    assertThat(frames.get(0).bytes()).isEqualTo(before);
    assertThat(frames.get(3).bytes()).hasSize(20);
  }

  @Test
  void in_lock_three_wrong_bits_of_a_marker_do_no_harm() {
    byte[] bytes = units(4);
    bytes[UNIT] ^= 0x07;
    List<Event> events = Streams.decode(new TransferFrameDecoder(FORMAT), frames(bytes));
    List<Event> frames = events.stream().filter(e -> e.msg() == Msg.CCSDS_FRAME).toList();
    assertThat(frames).hasSize(4);
    assertThat(Streams.number(frames.get(1), Field.ASM_ERRORS)).isEqualTo(3);
    assertThat(Streams.number(frames.get(0), Field.ASM_ERRORS)).isEqualTo(-1);
  }

  @Test
  void two_markers_in_a_row_may_be_unrecognisable_and_the_third_ends_lock() {
    byte[] bytes = units(9);
    for (int frame = 2; frame <= 3; frame++) {
      Arrays.fill(bytes, frame * UNIT, frame * UNIT + 4, (byte) 0x55);
    }
    assertThat(counts(bytes)).containsExactly(upTo(9));
    Arrays.fill(bytes, 4 * UNIT, 4 * UNIT + 4, (byte) 0x55);
    assertThat(counts(bytes)).containsExactly(upTo(9, 4));
  }

  @Test
  void any_alignment_and_polarity_gives_all_frames() {
    byte[] units = units(6);
    for (int shift = 0; shift < 8; shift++) {
      byte[] shifted = with(units, 0, shift);
      assertThat(counts(shifted)).as("shift %d", shift).containsExactly(upTo(6));
      for (int i = 0; i < shifted.length; i++) {
        shifted[i] = (byte) ~shifted[i];
      }
      assertThat(counts(shifted)).as("inverted, shift %d", shift).containsExactly(upTo(6));
    }
  }

  @Test
  void polarity_may_change_between_frames() {
    byte[] bytes = units(6);
    for (int i = 2 * UNIT; i < 4 * UNIT; i++) {
      bytes[i] = (byte) ~bytes[i];
    }
    assertThat(counts(bytes)).containsExactly(upTo(6));
  }

  @Test
  void bits_lost_or_inserted_in_a_frame_cost_that_frame() {
    byte[] units = units(8);
    for (int lead = 0; lead < 8; lead++) {
      byte[] stream = with(units, 0, lead);
      int inside = 8 * (3 * UNIT + 30);
      Long[] expected = upTo(8);
      expected[3] = -1L;
      for (int slip = 1; slip <= 7; slip++) {
        List<Long> lost = counts(without(stream, inside, slip));
        assertThat(lost).as("lead %d, %d lost", lead, slip).containsExactly(expected);
      }
      for (int slip = 1; slip <= 100; slip += 9) {
        List<Long> inserted = counts(with(stream, inside, slip));
        assertThat(inserted).as("lead %d, %d put in", lead, slip).containsExactly(expected);
      }
    }
  }

  @Test
  void bytes_lost_in_a_frame_cost_that_frame_and_the_next() {
    byte[] bytes = without(units(8), 8 * (3 * UNIT + 20), 8 * 30);
    assertThat(counts(bytes)).containsExactly(0L, 1L, 2L, -1L, 5L, 6L, 7L);
  }

  private static String sync(CaduFramer framer) {
    StringBuilder text = new StringBuilder();
    framer.json(text);
    return text.toString();
  }

  private static String sync(String state, boolean inverted, int... counts) {
    return String.format(
        ",\"sync\":{\"state\":\"%s\",\"inverted\":%s,\"locks\":%d,\"losses\":%d,\"slips\":%d,"
            + "\"flywheel\":%d}",
        state, inverted, counts[0], counts[1], counts[2], counts[3]);
  }

  @Test
  void the_state_of_synchronisation_can_be_seen() {
    byte[] bytes = units(9);
    for (int frame = 2; frame <= 4; frame++) {
      Arrays.fill(bytes, frame * UNIT, frame * UNIT + 4, (byte) 0x55);
    }
    CaduFramer framer = new CaduFramer(LENGTH);
    FrameSink nowhere = (kind, array, offset, length) -> {};
    assertThat(sync(framer)).isEqualTo(sync("search", false, 0, 0, 0, 0));
    framer.feed(bytes, 0, UNIT, nowhere);
    assertThat(sync(framer)).isEqualTo(sync("lock", false, 1, 0, 0, 0));
    // Whether to take the frame at 2 is decided when all of its length was searched for a marker.
    framer.feed(bytes, UNIT, 3 * UNIT, nowhere);
    assertThat(sync(framer)).isEqualTo(sync("flywheel", false, 1, 0, 0, 1));
    framer.feed(bytes, 4 * UNIT, UNIT, nowhere);
    assertThat(sync(framer)).isEqualTo(sync("flywheel", false, 1, 0, 0, 2));
    // The third ends lock; the marker after it is found at once.
    framer.feed(bytes, 5 * UNIT, 4, nowhere);
    assertThat(sync(framer)).isEqualTo(sync("lock", false, 2, 1, 0, 2));
    framer.end(nowhere);
    assertThat(sync(framer)).isEqualTo(sync("search", false, 2, 1, 0, 2));
  }

  @Test
  void slips_and_inversion_can_be_seen() {
    byte[] bytes = without(units(8), 8 * (3 * UNIT + 30), 3);
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) ~bytes[i];
    }
    CaduFramer framer = new CaduFramer(LENGTH);
    framer.feed(bytes, 0, bytes.length, (kind, array, offset, length) -> {});
    assertThat(framer.slips()).isEqualTo(1);
    assertThat(framer.locks()).isEqualTo(1);
    assertThat(framer.losses()).isZero();
    assertThat(sync(framer)).contains("\"inverted\":true");
  }

  @Test
  void a_stream_without_markers_is_noise_in_pieces() {
    byte[] bytes = new byte[10_000];
    List<Frame> frames = frames(bytes);
    assertThat(frames).hasSize(10).allMatch(f -> f.kind() == FrameKind.NOISE);
    assertThat(Streams.concatenation(frames)).isEqualTo(bytes);
  }

  @Test
  void a_stream_begins_anew_after_its_end() {
    CaduFramer framer = new CaduFramer(LENGTH);
    byte[] bytes = units(2);
    Streams.frames(framer, Arrays.copyOf(bytes, UNIT + 7), 0, new Random(1));
    assertThat(Streams.frames(framer, bytes, 5, new Random(1)))
        .hasSize(2)
        .allMatch(f -> f.kind() == FrameKind.FRAME);
  }

  @Test
  void a_length_out_of_range_is_refused() {
    assertThatThrownBy(() -> new CaduFramer(7)).hasMessageContaining("7");
    assertThatThrownBy(() -> new CaduFramer(70_000)).hasMessageContaining("70000");
  }

  @Test
  void any_bytes_in_any_reads_give_the_same_frames_and_lose_nothing() {
    for (int seed = 0; seed < 300; seed++) {
      Random random = new Random(seed);
      byte[] bytes = damaged(random);
      List<Frame> whole = frames(bytes);
      CaduFramer framer = new CaduFramer(LENGTH);
      CaduFramer once = new CaduFramer(LENGTH);
      Streams.frames(once, bytes, 0, random);
      for (int largest : new int[] {1, 7, 300, 5000}) {
        CaduFramer often = new CaduFramer(LENGTH);
        Streams.frames(often, bytes, largest, random);
        assertThat(sync(often)).as("seed %d", seed).isEqualTo(sync(once));
        List<Frame> split = Streams.frames(framer, bytes, largest, random);
        assertThat(split.toString()).as("seed %d", seed).isEqualTo(whole.toString());
      }
      assertThat(Streams.concatenation(whole)).isEqualTo(bytes);
      assertThat(whole).allMatch(f -> f.bytes().length <= framer.maxFrame());
      Streams.decode(new TransferFrameDecoder(FORMAT), whole);
    }
  }

  private static byte[] damaged(Random random) {
    byte[] bytes = units(1 + random.nextInt(30));
    for (int i = random.nextInt(8); i > 0 && bytes.length > UNIT; i--) {
      int at = random.nextInt(8 * bytes.length - 400);
      int count = 1 + random.nextInt(random.nextBoolean() ? 9 : 300);
      switch (random.nextInt(5)) {
        case 0 -> bytes = without(bytes, at, count);
        case 1 -> bytes = with(bytes, at, count);
        case 2 -> bytes[at / 8] ^= (byte) (1 << random.nextInt(8));
        case 3 -> {
          byte[] noise = new byte[random.nextInt(3000)];
          random.nextBytes(noise);
          bytes = Streams.join(bytes, noise);
        }
        default -> {
          for (int j = at / 8; j < bytes.length; j++) {
            bytes[j] = (byte) ~bytes[j];
          }
        }
      }
    }
    return bytes;
  }
}
