package io.alidade.protocol.ccsds;

import static io.alidade.protocol.ccsds.Streams.number;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.alidade.event.Event;
import io.alidade.event.Field;
import io.alidade.event.Flag;
import io.alidade.event.FrameKind;
import io.alidade.event.Msg;
import io.alidade.protocol.ccsds.Streams.Frame;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is particular to USLP frames; they are made here from figures 4-2 to 4-4 of 732.1-B. */
class UslpFrameTest {
  private static final TransferFrameFormat VARIABLE =
      TransferFrameFormat.of(TransferFrameFormat.Type.USLP, 400)
          .withoutMarker()
          .withUslp(0, true, 0);
  private static final TransferFrameFormat TRUNCATED =
      VARIABLE.withFrameCheck().withUslp(0, true, 12);

  /** A frame of SCID 0xABCD, VC 33 and MAP 9. */
  private static byte[] frame(
      int flags, String count, String insert, String zone, String control, int check) {
    byte[] body = Streams.bytes(count + insert + zone + control);
    byte[] frame = new byte[7 + body.length + check];
    byte[] header = Streams.bytes("cabcd432");
    System.arraycopy(header, 0, frame, 0, 4);
    frame[4] = (byte) (frame.length - 1 >> 8);
    frame[5] = (byte) (frame.length - 1);
    int octets = count.replace(" ", "").length() / 2;
    frame[6] = (byte) (flags | (control.isEmpty() ? 0 : 8) | octets);
    System.arraycopy(body, 0, frame, 7, body.length);
    Transmitter.check(frame, check);
    return frame;
  }

  private static byte[] zone(String zone) {
    return frame(0, "", "", zone, "", 0);
  }

  private static List<Event> decode(TransferFrameFormat format, byte[]... frames) {
    return decode(new TransferFrameDecoder(format), frames);
  }

  private static List<Event> decode(TransferFrameDecoder decoder, byte[]... frames) {
    return Streams.decode(
        decoder, Arrays.stream(frames).map(f -> new Frame(FrameKind.FRAME, f)).toList());
  }

  private static String hex(byte[] bytes) {
    return java.util.HexFormat.of().formatHex(bytes);
  }

  private static List<String> packets(List<Event> events) {
    return events.stream()
        .filter(event -> event.msg() == Msg.CCSDS_PACKET)
        .map(event -> hex(Streams.packet(event)))
        .toList();
  }

  @Test
  void the_header_says_whose_frame_it_is_and_what_follows_it() {
    TransferFrameFormat format = VARIABLE.withUslp(4, true, 0).withFrameCheck();
    byte[] frame = frame(0xC0, "0102", "a1a2a3a4", "65 0708", "11223344", 2);
    frame[2] |= 8;
    Transmitter.check(frame, 2);
    Event event = decode(format, frame).get(0);
    assertThat(event.flags()).isZero();
    assertThat(number(event, Field.SCID)).isEqualTo(0xABCD);
    assertThat(number(event, Field.VCID)).isEqualTo(33);
    assertThat(number(event, Field.MAPID)).isEqualTo(9);
    assertThat(number(event, Field.VCFC)).isEqualTo(0x102);
    assertThat(number(event, Field.BYPASS)).isEqualTo(1);
    assertThat(number(event, Field.COMMAND)).isEqualTo(1);
    assertThat(number(event, Field.DESTINATION)).isEqualTo(1);
    assertThat(number(event, Field.RULE)).isEqualTo(3);
    assertThat(number(event, Field.UPID)).isEqualTo(5);
    assertThat(number(event, Field.OCF)).isEqualTo(0x11223344);
    assertThat(Streams.hex(event, Field.INSERT)).isEqualTo(Streams.bytes("a1a2a3a4"));
    assertThat(Streams.hex(event, Field.DATA)).isEqualTo(Streams.bytes("0708"));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7})
  void frames_of_different_lengths_follow_each_other_with_any_length_of_count(int octets) {
    TransferFrameDecoder decoder = new TransferFrameDecoder(VARIABLE.withFrameCheck());
    for (int i = 0; i < 20; i++) {
      String count = octets == 0 ? "" : String.format("%0" + 2 * octets + "x", i);
      byte[] packet = Streams.packet(9, i, 1 + 17 * i);
      List<Event> events = decode(decoder, frame(0, count, "", "e0" + hex(packet), "", 2));
      assertThat(events).hasSize(2).allMatch(event -> event.flags() == 0);
      assertThat(packets(events)).containsExactly(hex(packet));
      assertThat(number(events.get(0), Field.VCFC)).isEqualTo(octets == 0 ? 0 : i);
    }
    assertThat(decoder.channel(0).counts().good()).isEqualTo(20);
    assertThat(decoder.channel(0).counts().missing()).isZero();
  }

  @Test
  void a_length_field_that_differs_from_the_frames_length_is_refused() {
    byte[] frame = zone("e0 e0e0");
    for (int length : new int[] {frame.length - 1, frame.length + 1}) {
      Event event = decode(VARIABLE, Arrays.copyOf(frame, length)).get(0);
      assertThat(event.has(Flag.TYPE)).isTrue();
      assertThat(Streams.text(event, Field.REASON)).isEqualTo("header");
    }
    for (int length : new int[] {1, 5, 401}) {
      Event event = decode(VARIABLE, Arrays.copyOf(frame, length)).get(0);
      assertThat(event.has(Flag.LENGTH)).as("%d", length).isTrue();
      assertThat(Streams.text(event, Field.REASON)).isEqualTo("length");
    }
  }

  @Test
  void rule_0_is_packets_that_span_frames_from_a_pointer_on() {
    byte[] packet = Streams.packet(9, 1, 30);
    String hex = hex(packet);
    List<Event> events =
        decode(
            VARIABLE,
            zone("00 0001 e0" + hex.substring(0, 20)),
            zone("00 ffff" + hex.substring(20, 40)),
            zone("00 0010" + hex.substring(40) + "e0"));
    assertThat(packets(events)).containsExactly(hex);
    assertThat(number(events.get(0), Field.FHP)).isEqualTo(1);
    assertThat(number(events.get(1), Field.FHP)).isEqualTo(-1);
    assertThat(events).allMatch(event -> event.flags() == 0);
    Event beyond = decode(VARIABLE, zone("00 0005 e0e0e0e0e0")).get(0);
    assertThat(beyond.has(Flag.RANGE)).isTrue();
  }

  @Test
  void rules_1_and_2_are_parts_of_an_access_SDU_up_to_the_last_valid_octet() {
    Event begins = decode(VARIABLE, zone("25 ffff 01020304")).get(0);
    assertThat(number(begins, Field.RULE)).isEqualTo(1);
    assertThat(number(begins, Field.UPID)).isEqualTo(5);
    assertThat(number(begins, Field.LVOP)).isEqualTo(-1);
    assertThat(Streams.hex(begins, Field.DATA)).isEqualTo(Streams.bytes("01020304"));
    Event ends = decode(VARIABLE, zone("45 0001 0506 aaaa")).get(0);
    assertThat(number(ends, Field.RULE)).isEqualTo(2);
    assertThat(number(ends, Field.LVOP)).isEqualTo(1);
    assertThat(Streams.hex(ends, Field.DATA)).isEqualTo(Streams.bytes("0506"));
    Event all = decode(VARIABLE, zone("45 0003 05060708")).get(0);
    assertThat(Streams.hex(all, Field.DATA)).isEqualTo(Streams.bytes("05060708"));
    Event beyond = decode(VARIABLE, zone("45 0004 05060708")).get(0);
    assertThat(Streams.text(beyond, Field.REASON)).isEqualTo("header");
  }

  @Test
  void rule_3_is_a_stream_of_octets() {
    Event event = decode(VARIABLE, zone("64 0102030405")).get(0);
    assertThat(number(event, Field.RULE)).isEqualTo(3);
    assertThat(number(event, Field.UPID)).isEqualTo(4);
    assertThat(Streams.hex(event, Field.DATA)).isEqualTo(Streams.bytes("0102030405"));
  }

  @Test
  void rules_4_to_6_are_the_segments_of_one_packet() {
    String one = hex(Streams.packet(9, 1, 60));
    String two = hex(Streams.packet(9, 2, 10));
    List<Event> events =
        decode(
            VARIABLE,
            zone("80" + one.substring(0, 8)),
            zone("a0" + one.substring(8, 50)),
            zone("a0" + one.substring(50, 100)),
            zone("c0" + one.substring(100)),
            zone("80" + two.substring(0, 14)),
            zone("c0" + two.substring(14)),
            zone("e0" + one + two));
    assertThat(packets(events)).containsExactly(one, two, one, two);
    assertThat(events.get(0).msg()).isEqualTo(Msg.CCSDS_FRAME);
    assertThat(number(events.get(0), Field.FHP)).isEqualTo(-1);
    for (Event event : events) {
      boolean known = event.msg() == Msg.CCSDS_FRAME || event.msg() == Msg.CCSDS_PACKET;
      assertThat(known).isTrue();
    }
  }

  @Test
  void a_lost_segment_costs_its_packet_and_nothing_is_glued() {
    String one = hex(Streams.packet(9, 1, 60));
    String two = hex(Streams.packet(9, 2, 10));
    List<Event> events =
        decode(
            VARIABLE,
            frame(0, "01", "", "80" + one.substring(0, 40), "", 0),
            frame(0, "03", "", "c0" + one.substring(80), "", 0),
            frame(0, "04", "", "80" + two.substring(0, 20), "", 0),
            frame(0, "05", "", "c0" + two.substring(20), "", 0));
    assertThat(packets(events)).containsExactly(two);
    assertThat(events.get(events.size() - 1).has(Flag.GAP)).isTrue();
    // A segment that starts one ends the packet before, whole or not, also without a count.
    events =
        decode(
            VARIABLE,
            zone("80" + one.substring(0, 40)),
            zone("80" + two.substring(0, 20)),
            zone("c0" + two.substring(20)));
    assertThat(packets(events)).containsExactly(two);
    assertThat(events.get(events.size() - 1).has(Flag.GAP)).isTrue();
  }

  @Test
  void other_contents_are_passed_on_whatever_the_rule() {
    for (int rule = 0; rule < 8; rule++) {
      for (int protocol = 1; protocol < 31; protocol++) {
        String pointer = rule == 0 ? "0000" : rule <= 2 ? "ffff" : "";
        String head = String.format("%02x", rule << 5 | protocol);
        List<Event> events = decode(VARIABLE, zone(head + pointer + "0912003400ff"));
        assertThat(events).hasSize(1);
        assertThat(events.get(0).flags()).isZero();
        assertThat(number(events.get(0), Field.RULE)).isEqualTo(rule);
        assertThat(number(events.get(0), Field.UPID)).isEqualTo(protocol);
        assertThat(Streams.hex(events.get(0), Field.DATA)).isEqualTo(Streams.bytes("0912003400ff"));
      }
    }
  }

  @Test
  void protocol_31_and_channel_63_are_idle() {
    Event event = decode(VARIABLE, zone("3f 0003 aaaaaaaa")).get(0);
    assertThat(number(event, Field.IDLE)).isEqualTo(1);
    assertThat(Streams.hex(event, Field.DATA)).isNull();
    byte[] frame = zone("3f 0003 aaaaaaaa");
    frame[2] |= 7;
    frame[3] |= (byte) 0xE0;
    event = decode(VARIABLE, frame).get(0);
    assertThat(number(event, Field.VCID)).isEqualTo(63);
    assertThat(number(event, Field.IDLE)).isEqualTo(1);
  }

  @Test
  void a_frame_check_of_four_octets_is_the_CRC_of_Proximity_1() {
    TransferFrameFormat format = VARIABLE.withFrameCheck(4);
    byte[] packet = Streams.packet(9, 1, 30);
    byte[] frame = frame(0, "07", "", "e0" + hex(packet), "", 4);
    assertThat(packets(decode(format, frame))).containsExactly(hex(packet));
    for (int bit = 0; bit < 8 * frame.length; bit++) {
      byte[] wrong = frame.clone();
      wrong[bit >> 3] ^= (byte) (0x80 >> (bit & 7));
      Event event = decode(format, wrong).get(0);
      assertThat(Streams.text(event, Field.REASON)).as("bit %d", bit).isEqualTo("fecf");
    }
    assertThatThrownBy(
            () -> TransferFrameFormat.of(TransferFrameFormat.Type.AOS, 100).withFrameCheck(4))
        .hasMessageContaining("4 bytes");
  }

  private static byte[] truncated(String zone) {
    return Streams.join(Streams.bytes("cabcd433"), Streams.bytes(zone));
  }

  @Test
  void a_truncated_frame_has_neither_length_nor_count_nor_check() {
    TransferFrameDecoder decoder = new TransferFrameDecoder(TRUNCATED);
    byte[] packet = Streams.packet(9, 1, 1);
    List<Event> events = decode(decoder, truncated("e0" + hex(packet)));
    assertThat(events).hasSize(2).allMatch(event -> event.flags() == 0);
    Event frame = events.get(0);
    assertThat(number(frame, Field.TRUNCATED)).isEqualTo(1);
    assertThat(number(frame, Field.SCID)).isEqualTo(0xABCD);
    assertThat(number(frame, Field.VCID)).isEqualTo(33);
    assertThat(number(frame, Field.MAPID)).isEqualTo(9);
    assertThat(number(frame, Field.VCFC)).isEqualTo(-1);
    assertThat(packets(events)).containsExactly(hex(packet));
    Event command = decode(decoder, truncated("e5 01020304050607")).get(0);
    assertThat(Streams.hex(command, Field.DATA)).isEqualTo(Streams.bytes("01020304050607"));
  }

  @Test
  void truncated_frames_leave_the_count_of_their_channel_alone() {
    TransferFrameDecoder decoder = new TransferFrameDecoder(TRUNCATED);
    decode(decoder, frame(0, "07", "", "e5 01", "", 2));
    decode(decoder, truncated("e5 01020304050607"));
    assertThat(decode(decoder, frame(0, "08", "", "e5 01", "", 2)).get(0).flags()).isZero();
    assertThat(decoder.channel(0).counts().good()).isEqualTo(3);
    assertThat(decoder.channel(0).counts().missing()).isZero();
  }

  @Test
  void a_truncated_frame_of_another_length_is_kept_with_the_reason() {
    for (TransferFrameFormat format : new TransferFrameFormat[] {VARIABLE, TRUNCATED}) {
      for (String zone : new String[] {"e5 0102", "e5 0102030405060708"}) {
        TransferFrameDecoder decoder = new TransferFrameDecoder(format);
        Event event = decode(decoder, truncated(zone)).get(0);
        assertThat(event.msg()).isEqualTo(Msg.INVALID);
        assertThat(event.has(Flag.TYPE)).isTrue();
        assertThat(Streams.text(event, Field.REASON)).isEqualTo("truncated");
        assertThat(decoder.counts().failed()).isEqualTo(1);
      }
    }
    TransferFrameFormat fixed =
        TransferFrameFormat.of(TransferFrameFormat.Type.USLP, 100).withoutMarker();
    byte[] frame = Arrays.copyOf(truncated("e5"), 100);
    assertThat(Streams.text(decode(fixed, frame).get(0), Field.REASON)).isEqualTo("truncated");
  }

  @Test
  void a_truncated_frame_has_no_pointer() {
    Event event = decode(TRUNCATED, truncated("25 ffff 0102030405")).get(0);
    assertThat(Streams.text(event, Field.REASON)).isEqualTo("truncated");
  }

  @Test
  void lengths_vary_only_where_something_else_delimits_the_frames() {
    TransferFrameFormat marked = TransferFrameFormat.of(TransferFrameFormat.Type.USLP, 100);
    assertThatThrownBy(() -> marked.withUslp(0, true, 0)).hasMessageContaining("marker");
    assertThatThrownBy(() -> VARIABLE.withReedSolomon(16, 4, true)).hasMessageContaining("vary");
    assertThatThrownBy(() -> marked.withUslp(0, false, 5)).hasMessageContaining("6 to 32");
    assertThatThrownBy(() -> marked.withUslp(0, false, 33)).hasMessageContaining("6 to 32");
  }

  @Test
  void any_bytes_of_any_length_are_decoded_without_an_exception() {
    Random random = new Random(4);
    List<TransferFrameFormat> formats = new ArrayList<>();
    for (int check : new int[] {0, 2, 4}) {
      formats.add(VARIABLE.withFrameCheck(check));
      formats.add(VARIABLE.withFrameCheck(check).withUslp(20, true, 9).withRandomization());
    }
    for (TransferFrameFormat format : formats) {
      TransferFrameDecoder decoder = new TransferFrameDecoder(format);
      for (int i = 0; i < 5000; i++) {
        byte[] frame = new byte[random.nextInt(60)];
        random.nextBytes(frame);
        if (frame.length > 10) {
          frame[0] = (byte) 0xC0;
          frame[4] = 0;
          frame[5] = (byte) (frame.length - 1);
          frame[6] &= 0x0F;
          Transmitter.check(frame, format.frameCheck());
        }
        decode(decoder, frame);
      }
      assertThat(decoder.counts().good() + decoder.counts().failed()).isEqualTo(5000);
    }
  }
}
