package io.alidade.protocol.ccsds;

import static io.alidade.protocol.ccsds.Streams.number;
import static org.assertj.core.api.Assertions.assertThat;

import io.alidade.event.Event;
import io.alidade.event.Field;
import io.alidade.event.Flag;
import io.alidade.event.FrameKind;
import io.alidade.event.Msg;
import io.alidade.protocol.ccsds.Streams.Frame;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * What is particular to TM frames; the bytes are made by hand from 132.0-B and ECSS-E-ST-50-03C.
 */
class TmFrameTest {
  private static final TransferFrameFormat PLAIN =
      TransferFrameFormat.of(TransferFrameFormat.Type.TM, 16).withoutMarker();

  private static List<Event> decode(TransferFrameDecoder decoder, String hex) {
    return Streams.decode(decoder, List.of(new Frame(FrameKind.FRAME, Streams.bytes(hex))));
  }

  private static Event first(String hex) {
    return decode(new TransferFrameDecoder(PLAIN), hex).get(0);
  }

  /** A frame of SCID 16, VC 1 with the extended count in its secondary header, and idle data. */
  private static String extended(long count) {
    return String.format("0102 00 %02x 9ffe 03 %06x 000000000000", count & 0xFF, count >> 8);
  }

  @Test
  void the_secondary_header_extends_the_frame_count_to_32_bits() {
    TransferFrameDecoder decoder = new TransferFrameDecoder(PLAIN.withExtendedCount());
    long[] counts = {0x0000_00FF, 0x0000_0100, 0x0001_0000, 0xFFFF_FFFFL};
    long[] missing = {-1, -1, 0xFEFF, -1};
    for (int i = 0; i < counts.length; i++) {
      Event event = decode(decoder, extended(counts[i])).get(0);
      assertThat(number(event, Field.VCFC)).isEqualTo(counts[i]);
      assertThat(number(event, Field.MISSING)).as("%x", counts[i]).isEqualTo(missing[i]);
      assertThat(event.has(Flag.GAP)).isEqualTo(i >= 2);
    }
    assertThat(decode(decoder, extended(0)).get(0).flags()).as("wraps").isZero();
    assertThat(decoder.channel(0).counts().missing()).isEqualTo(0xFEFF);
    assertThat(decoder.channel(0).counts().gaps()).isEqualTo(2);
  }

  @Test
  void a_gap_of_256_frames_is_seen_with_the_extension_alone() {
    TransferFrameDecoder with = new TransferFrameDecoder(PLAIN.withExtendedCount());
    TransferFrameDecoder without = new TransferFrameDecoder(PLAIN);
    decode(with, extended(5));
    decode(without, extended(5));
    assertThat(number(decode(with, extended(5 + 257)).get(0), Field.MISSING)).isEqualTo(256);
    Event blind = decode(without, extended(5 + 257)).get(0);
    assertThat(blind.flags()).isZero();
    assertThat(number(blind, Field.VCFC)).isEqualTo(6);
    assertThat(Streams.hex(blind, Field.SECONDARY_HEADER)).isEqualTo(Streams.bytes("000001"));
  }

  @Test
  void a_frame_without_the_extension_is_compared_by_its_eight_bits() {
    TransferFrameDecoder decoder = new TransferFrameDecoder(PLAIN.withExtendedCount());
    decode(decoder, extended(0x1234));
    Event plain = decode(decoder, "0102 00 36 1ffe 00000000000000000000").get(0);
    assertThat(number(plain, Field.VCFC)).isEqualTo(0x36);
    assertThat(number(plain, Field.MISSING)).isEqualTo(1);
    assertThat(decode(decoder, extended(0x1237)).get(0).flags()).isZero();
  }

  @Test
  void a_secondary_header_of_another_version_or_beyond_the_frame_is_refused() {
    for (String id : new String[] {"43", "0a", "3f"}) {
      Event event = first("0102 00 00 9ffe" + id + "000000000000000000");
      assertThat(event.msg()).as(id).isEqualTo(Msg.INVALID);
      assertThat(Streams.text(event, Field.REASON)).isEqualTo("header");
    }
  }

  @Test
  void pointer_7FE_is_idle_data_and_7FF_no_packet_that_begins() {
    Event idle = first("0102 00 00 1ffe 00000000000000000000");
    assertThat(number(idle, Field.IDLE)).isEqualTo(1);
    assertThat(number(idle, Field.FHP)).isEqualTo(-1);
    List<Event> none =
        decode(new TransferFrameDecoder(PLAIN), "0102 00 00 1fff e0e0e0e0e0e0e0e0e0e0");
    assertThat(none).hasSize(1);
    assertThat(number(none.get(0), Field.IDLE)).isEqualTo(-1);
    assertThat(number(none.get(0), Field.FHP)).isEqualTo(-1);
    assertThat(none.get(0).flags()).isZero();
  }

  @Test
  void the_last_byte_may_be_pointed_to_and_nothing_behind_it() {
    List<Event> last =
        decode(new TransferFrameDecoder(PLAIN), "0102 00 00 1809 000000000000000000e0");
    assertThat(number(last.get(0), Field.FHP)).isEqualTo(9);
    assertThat(last.get(0).flags()).isZero();
    assertThat(last.get(1).msg()).isEqualTo(Msg.CCSDS_IDLE);
    Event beyond = first("0102 00 00 180a 00000000000000000000");
    assertThat(beyond.has(Flag.RANGE)).isTrue();
    assertThat(number(beyond, Field.FHP)).isEqualTo(10);
  }

  @Test
  void the_synchronisation_flag_says_that_data_are_no_packets_whatever_the_pointer() {
    for (String status : new String[] {"5fff", "5ffe", "4000"}) {
      Event event = first("0102 00 00" + status + "01020304050607080910");
      assertThat(event.flags()).as(status).isZero();
      assertThat(number(event, Field.IDLE)).isEqualTo(-1);
      assertThat(Streams.hex(event, Field.DATA)).isEqualTo(Streams.bytes("01020304050607080910"));
    }
  }
}
