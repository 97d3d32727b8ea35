package io.alidade.protocol.ccsds;

import static io.alidade.protocol.ccsds.Streams.number;
import static io.alidade.protocol.ccsds.Streams.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.alidade.event.Event;
import io.alidade.event.Field;
import io.alidade.event.Flag;
import io.alidade.event.FrameKind;
import io.alidade.event.Msg;
import io.alidade.event.Quality;
import io.alidade.framing.SpacePacketFramer;
import io.alidade.protocol.ccsds.Streams.Frame;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SpacePacketDecoderTest {
  private final SpacePacketDecoder decoder = new SpacePacketDecoder();

  private Event decode(byte[] packet) {
    return decode(FrameKind.FRAME, packet);
  }

  private Event decode(FrameKind kind, byte[] packet) {
    return Streams.decode(decoder, List.of(new Frame(kind, packet))).get(0);
  }

  private Event count(int count) {
    return decode(Streams.packet(42, count, 3));
  }

  @Test
  void the_primary_header_is_six_fields_and_the_rest_is_data() {
    Event event = decode(Streams.bytes("18 2a 7f ff 00 02 aa bb cc"));
    assertThat(event.msg()).isEqualTo(Msg.CCSDS_PACKET);
    assertThat(event.quality()).isEqualTo(Quality.GOOD);
    assertThat(number(event, Field.APID)).isEqualTo(42);
    assertThat(number(event, Field.TYPE)).isEqualTo(1);
    assertThat(number(event, Field.SECHDR)).isEqualTo(1);
    assertThat(text(event, Field.SEQFLAGS)).isEqualTo("first");
    assertThat(number(event, Field.SEQCOUNT)).isEqualTo(16_383);
    assertThat(number(event, Field.LENGTH)).isEqualTo(3);
    assertThat(Streams.hex(event, Field.DATA)).isEqualTo(Streams.bytes("aabbcc"));
  }

  @Test
  void the_longest_packet_has_all_its_data() {
    byte[] packet = Streams.packet(1, 2, 65_536);
    Event event = decode(packet);
    assertThat(event.quality()).isEqualTo(Quality.GOOD);
    assertThat(number(event, Field.LENGTH)).isEqualTo(65_536);
    assertThat(Streams.packet(event)).isEqualTo(packet);
  }

  @Test
  void apid_2047_is_idle_and_its_counts_are_not_followed() {
    Event first = decode(Streams.packet(2047, 5, 9));
    Event second = decode(Streams.packet(2047, 99, 9));
    assertThat(first.msg()).isEqualTo(Msg.CCSDS_IDLE);
    assertThat(Streams.hex(first, Field.DATA)).isNull();
    assertThat(second.flags()).isZero();
  }

  @Test
  void counts_in_sequence_are_unremarkable_also_from_16383_to_0() {
    for (int count : new int[] {16_381, 16_382, 16_383, 0, 1}) {
      assertThat(count(count).flags()).as("count %d", count).isZero();
    }
  }

  @Test
  void a_gap_says_how_many_are_missing_also_across_the_wrap() {
    count(16_382);
    Event event = count(2);
    assertThat(event.has(Flag.GAP)).isTrue();
    assertThat(event.quality()).isEqualTo(Quality.GOOD);
    assertThat(number(event, Field.MISSING)).isEqualTo(3);
    assertThat(count(3).flags()).isZero();
    assertThat(number(count(5), Field.MISSING)).isEqualTo(1);
    assertThat(number(count(5 + 8193), Field.MISSING)).isEqualTo(8192);
  }

  @Test
  void the_same_count_again_is_a_duplicate() {
    count(7);
    assertThat(count(7).has(Flag.DUPLICATE)).isTrue();
    assertThat(count(8).flags()).isZero();
  }

  @Test
  void a_late_packet_does_not_move_the_count_that_is_due() {
    count(3);
    assertThat(number(count(5), Field.MISSING)).isEqualTo(1);
    Event late = count(4);
    assertThat(late.has(Flag.GAP)).isTrue();
    assertThat(number(late, Field.OUT_OF_ORDER)).isEqualTo(1);
    assertThat(number(late, Field.MISSING)).isEqualTo(-1);
    assertThat(count(6).flags()).isZero();
  }

  @Test
  void a_counter_set_anew_is_one_gap_of_unknown_size() {
    count(5000);
    Event restarted = count(0);
    assertThat(restarted.has(Flag.GAP)).isTrue();
    assertThat(number(restarted, Field.MISSING)).isEqualTo(-1);
    assertThat(count(1).flags()).isZero();
  }

  @Test
  void each_apid_has_its_own_count() {
    count(10);
    assertThat(decode(Streams.packet(43, 500, 3)).flags()).isZero();
    assertThat(count(11).flags()).isZero();
  }

  @Test
  void a_telecommand_may_hold_a_name_where_the_count_is() {
    decode(Streams.bytes("10 2a c0 01 00 00 aa"));
    assertThat(decode(Streams.bytes("10 2a c7 77 00 00 aa")).flags()).isZero();
  }

  @Test
  void encapsulation_packets_have_headers_of_one_to_eight_bytes() {
    assertThat(decodeInner("e0").msg()).isEqualTo(Msg.CCSDS_IDLE);
    for (String packet :
        new String[] {"e9 05 aa bb cc", "ea 10 0007 aa bb cc", "eb 10 3456 0000000b aabbcc"}) {
      Event event = decodeInner(packet);
      assertThat(event.msg()).as(packet).isEqualTo(Msg.CCSDS_ENCAPSULATION);
      assertThat(number(event, Field.PROTOCOL_ID)).isEqualTo(2);
      assertThat(number(event, Field.LENGTH)).isEqualTo(3);
      assertThat(Streams.hex(event, Field.DATA)).isEqualTo(Streams.bytes("aabbcc"));
    }
    assertThat(decodeInner("e9 06 aa bb cc").has(Flag.LENGTH)).isTrue();
    assertThat(decodeInner("e9 01").has(Flag.LENGTH)).isTrue();
  }

  /** The fields of 133.1-B, figure 4-2. */
  @Test
  void longer_headers_of_encapsulation_packets_extend_the_protocol() {
    Event four = decodeInner("fa b7 0006 aabb");
    assertThat(four.flags()).isZero();
    assertThat(number(four, Field.PROTOCOL_ID)).isEqualTo(6);
    assertThat(number(four, Field.PROTOCOL_EXT)).isEqualTo(7);
    assertThat(number(four, Field.USER)).isEqualTo(11);
    assertThat(number(four, Field.RESERVED)).isEqualTo(-1);
    Event eight = decodeInner("fb 01 beef 0000000a aabb");
    assertThat(eight.flags()).isZero();
    assertThat(number(eight, Field.PROTOCOL_EXT)).isEqualTo(1);
    assertThat(number(eight, Field.RESERVED)).isEqualTo(0xBEEF);
    assertThat(Streams.hex(eight, Field.DATA)).isEqualTo(Streams.bytes("aabb"));
    Event mission = decodeInner("fe 50 0004");
    assertThat(mission.flags()).isZero();
    assertThat(number(mission, Field.PROTOCOL_ID)).isEqualTo(7);
    assertThat(number(mission, Field.LENGTH)).isZero();
    Event idle = decodeInner("e2 00 0006 0000");
    assertThat(idle.msg()).isEqualTo(Msg.CCSDS_IDLE);
    assertThat(idle.flags()).isZero();
  }

  @Test
  void headers_of_encapsulation_packets_that_the_standard_excludes_are_suspect() {
    for (String odd : new String[] {"ec", "f9 03 aa", "ea 05 0004", "e2 01 0004"}) {
      Event event = decodeInner(odd);
      assertThat(event.has(Flag.GRAMMAR)).as(odd).isTrue();
      assertThat(event.quality()).isEqualTo(Quality.SUSPECT);
    }
    for (String wrong : new String[] {"ea 00 0003", "eb 00 0000 00000007", "eb 00 0000 00000009"}) {
      assertThat(decodeInner(wrong).has(Flag.LENGTH)).as(wrong).isTrue();
    }
  }

  private static Event decodeInner(String hex) {
    byte[] packet = Streams.bytes(hex);
    Event event = new Event(4096);
    event.begin(FrameKind.DERIVED, 1, 0);
    SpacePacketDecoder.headers().decode(event, packet, 0, packet.length, 3);
    return event;
  }

  @Test
  void what_is_no_packet_is_invalid_or_noise() {
    assertThat(decode(FrameKind.CUT, Streams.bytes("08 2a c0")).has(Flag.CUT)).isTrue();
    assertThat(decode(FrameKind.NOISE, Streams.bytes("ff")).msg()).isEqualTo(Msg.NOISE);
    Event wrong = decode(Streams.bytes("08 2a c0 00 00 09 aa"));
    assertThat(wrong.msg()).isEqualTo(Msg.INVALID);
    assertThat(wrong.has(Flag.LENGTH)).isTrue();
  }

  @Test
  void any_bytes_are_decoded_without_an_exception() {
    Random random = new Random(7);
    SpacePacketDecoder prefixed = new SpacePacketDecoder(3, SpacePacketDecoder.headers());
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes = new byte[random.nextInt(40)];
      random.nextBytes(bytes);
      if (bytes.length > 10 && random.nextBoolean()) {
        bytes[4] = 0;
        bytes[5] = (byte) (bytes.length - 7);
      }
      FrameKind kind = FrameKind.values()[random.nextInt(4)];
      Streams.decode(random.nextBoolean() ? decoder : prefixed, List.of(new Frame(kind, bytes)));
    }
  }

  @Test
  void a_mixed_recording_split_by_apid_equals_the_recordings_of_each() {
    Path folder = Streams.satellite().resolve("ccsdspy/split");
    byte[] mixed =
        Streams.read(folder.resolve("CYGNSS_F7_L0_2022_086_10_15_V01_F__first101pkts.tlm"));
    List<Frame> frames = Streams.frames(new SpacePacketFramer(), mixed, 500, new Random(2));
    List<Event> events = Streams.decode(decoder, frames);
    assertThat(events).hasSize(101);
    Map<Integer, List<byte[]>> byApid = new HashMap<>();
    for (Event event : events) {
      assertThat(event.msg()).isEqualTo(Msg.CCSDS_PACKET);
      byApid
          .computeIfAbsent((int) number(event, Field.APID), apid -> new ArrayList<>())
          .add(Streams.packet(event));
    }
    assertThat(byApid).hasSize(7);
    byApid.forEach(
        (apid, packets) -> {
          Path file = folder.resolve("apid%05d.tlm".formatted(apid));
          assertThat(Files.exists(file)).as("%s", file).isTrue();
          assertThat(Streams.join(packets.toArray(byte[][]::new))).isEqualTo(Streams.read(file));
        });
  }

  @Test
  void a_complete_recording_has_no_gap() {
    Path file =
        Streams.satellite()
            .resolve("space_packet_parser/jpss/J01_G011_LZ_2021-04-09T00-00-00Z_V01.DAT1");
    List<Frame> frames =
        Streams.frames(new SpacePacketFramer(), Streams.read(file), 4096, new Random(2));
    List<Event> events = Streams.decode(decoder, frames);
    assertThat(events).hasSize(7200).allMatch(event -> event.flags() == 0);
  }
}
