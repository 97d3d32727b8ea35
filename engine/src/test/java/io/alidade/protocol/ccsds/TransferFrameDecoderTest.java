package io.alidade.protocol.ccsds;

import static io.alidade.protocol.ccsds.Streams.number;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.alidade.event.Event;
import io.alidade.event.EventJson;
import io.alidade.event.Field;
import io.alidade.event.Flag;
import io.alidade.event.FrameKind;
import io.alidade.event.Links;
import io.alidade.event.Msg;
import io.alidade.event.Quality;
import io.alidade.protocol.ccsds.Streams.Frame;
import io.alidade.protocol.ccsds.TransferFrameFormat.Type;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TransferFrameDecoderTest {
  private static TransferFrameFormat plain(Type type) {
    return TransferFrameFormat.of(type, 100).withoutMarker().withFrameCheck();
  }

  private static List<byte[]> packets(int count, Random random, int longest) {
    List<byte[]> packets = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      packets.add(Streams.packet(300, i & 0x3FFF, 1 + random.nextInt(longest)));
    }
    return packets;
  }

  private static List<Event> decode(TransferFrameDecoder decoder, List<byte[]> frames) {
    return Streams.decode(
        decoder, frames.stream().map(bytes -> new Frame(FrameKind.FRAME, bytes)).toList());
  }

  private static List<Event> decode(TransferFrameFormat format, List<byte[]> frames) {
    return decode(new TransferFrameDecoder(format), frames);
  }

  private static List<Event> of(List<Event> events, int msg) {
    return events.stream().filter(event -> event.msg() == msg).toList();
  }

  private static String packets(List<Event> events) {
    return of(events, Msg.CCSDS_PACKET).stream()
        .map(event -> HexFormat.of().formatHex(Streams.packet(event)))
        .toList()
        .toString();
  }

  private static String hex(List<byte[]> packets) {
    return packets.stream().map(HexFormat.of()::formatHex).toList().toString();
  }

  @ParameterizedTest
  @EnumSource
  void packets_of_any_length_come_out_as_they_went_in(Type type) {
    for (int seed = 0; seed < 60; seed++) {
      Random random = new Random(seed);
      List<byte[]> packets = packets(40, random, seed % 3 == 0 ? 5 : seed % 3 == 1 ? 90 : 700);
      TransferFrameFormat format =
          seed % 2 == 0 ? plain(type) : plain(type).withReedSolomon(8, 4, true).withRandomization();
      List<Event> events = decode(format, new Transmitter(format, 201, 2).frames(packets));
      assertThat(packets(events)).as("seed %d", seed).isEqualTo(hex(packets));
      assertThat(events).allMatch(event -> event.flags() == 0);
      assertThat(of(events, Msg.CCSDS_FRAME))
          .allMatch(f -> number(f, Field.SCID) == 201 && number(f, Field.VCID) == 2);
      assertThat(of(events, Msg.CCSDS_PACKET)).allMatch(p -> number(p, Field.VCID) == 2);
    }
  }

  @ParameterizedTest
  @EnumSource
  void the_longest_packet_spans_hundreds_of_frames(Type type) {
    List<byte[]> packets =
        List.of(
            Streams.packet(1, 1, 65_536), Streams.packet(1, 2, 3), Streams.packet(1, 3, 65_536));
    List<Event> events = decode(plain(type), new Transmitter(plain(type), 7, 1).frames(packets));
    assertThat(packets(events)).isEqualTo(hex(packets));
  }

  @ParameterizedTest
  @EnumSource
  void a_lost_frame_drops_what_it_had_a_part_of_and_glues_nothing(Type type) {
    for (int seed = 0; seed < 200; seed++) {
      Random random = new Random(seed);
      List<byte[]> packets = packets(30, random, 250);
      List<byte[]> frames = new Transmitter(plain(type), 7, 1).frames(packets);
      int lost = 1 + random.nextInt(frames.size() - 2);
      frames.remove(lost);
      List<Event> events = decode(plain(type), frames);
      List<Event> frame = of(events, Msg.CCSDS_FRAME);
      assertThat(frame.get(lost).has(Flag.GAP)).isTrue();
      assertThat(number(frame.get(lost), Field.MISSING)).isEqualTo(1);
      assertThat(frame.stream().filter(f -> f.has(Flag.GAP))).hasSize(1);
      List<Event> found = of(events, Msg.CCSDS_PACKET);
      String all = hex(packets);
      assertThat(found).allMatch(p -> all.contains(HexFormat.of().formatHex(Streams.packet(p))));
      assertThat(found.size()).isLessThanOrEqualTo(30);
      for (int i = 1; i < found.size(); i++) {
        boolean next =
            number(found.get(i), Field.SEQCOUNT) == number(found.get(i - 1), Field.SEQCOUNT) + 1;
        assertThat(next || found.get(i).has(Flag.GAP)).as("seed %d packet %d", seed, i).isTrue();
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void counters_wrap_without_a_gap_and_count_what_is_missing_across_the_wrap(Type type) {
    long modulus = type == Type.TM ? 256 : 1 << 24;
    for (int missing : new int[] {0, 1, 5, 100}) {
      Transmitter transmitter = new Transmitter(plain(type), 7, 1);
      TransferFrameDecoder decoder = new TransferFrameDecoder(plain(type));
      transmitter.count = modulus - 1;
      List<byte[]> frames = new ArrayList<>(List.of(transmitter.idle()));
      transmitter.count = missing;
      frames.add(transmitter.idle());
      List<Event> events = decode(decoder, frames);
      assertThat(number(events.get(0), Field.VCFC)).isEqualTo(modulus - 1);
      assertThat(events.get(1).has(Flag.GAP)).isEqualTo(missing > 0);
      assertThat(decoder.channel(0).counts().missing()).isEqualTo(missing);
      assertThat(decoder.channel(0).counts().good()).isEqualTo(2);
    }
  }

  @Test
  void a_uslp_counter_has_as_many_octets_as_the_frame_says() {
    for (int octets = 0; octets <= 7; octets++) {
      Transmitter transmitter = new Transmitter(plain(Type.USLP), 40_000, 5);
      transmitter.countLength = octets;
      transmitter.count = octets == 0 ? 0 : (1L << 8 * octets) - 1;
      List<Event> events =
          decode(plain(Type.USLP), List.of(transmitter.idle(), transmitter.idle()));
      assertThat(events).allMatch(event -> event.flags() == 0);
      assertThat(number(events.get(1), Field.VCFC)).isZero();
      assertThat(number(events.get(1), Field.SCID)).isEqualTo(40_000);
    }
  }

  @ParameterizedTest
  @EnumSource
  void idle_frames_are_counted_and_do_not_part_a_packet(Type type) {
    Transmitter transmitter = new Transmitter(plain(type), 7, 1);
    List<byte[]> packets = List.of(Streams.packet(9, 1, 150));
    List<byte[]> made = transmitter.frames(packets);
    transmitter.count = 1;
    List<byte[]> frames = new ArrayList<>(List.of(made.get(0), transmitter.idle()));
    transmitter.count = 2;
    byte[] last = made.get(1).clone();
    renumber(last, type, 2);
    frames.add(last);
    List<Event> events = decode(plain(type), frames);
    assertThat(number(events.get(1), Field.IDLE)).isEqualTo(1);
    assertThat(events).allMatch(event -> event.flags() == 0);
    assertThat(packets(events)).isEqualTo(hex(packets));
  }

  private static void renumber(byte[] frame, Type type, int count) {
    frame[type == Type.TM ? 3 : type == Type.AOS ? 4 : 9] = (byte) count;
    int crc = FrameCheck.crc(frame, 0, 98);
    frame[98] = (byte) (crc >> 8);
    frame[99] = (byte) crc;
  }

  @Test
  void the_idle_channel_has_no_gaps() {
    Transmitter transmitter = new Transmitter(plain(Type.AOS), 7, 63);
    List<byte[]> frames = new ArrayList<>(List.of(transmitter.idle()));
    transmitter.count = 50;
    frames.add(transmitter.idle());
    assertThat(decode(plain(Type.AOS), frames))
        .allMatch(event -> event.flags() == 0 && number(event, Field.IDLE) == 1);
  }

  @ParameterizedTest
  @EnumSource
  void a_frame_that_comes_twice_gives_its_packets_once(Type type) {
    List<byte[]> packets = packets(4, new Random(5), 60);
    List<byte[]> frames = new Transmitter(plain(type), 7, 1).frames(packets);
    frames.add(1, frames.get(0));
    List<Event> events = decode(plain(type), frames);
    List<Event> found = of(events, Msg.CCSDS_FRAME);
    assertThat(found.get(1).has(Flag.DUPLICATE)).isTrue();
    assertThat(found.get(2).flags()).isZero();
    assertThat(packets(events)).isEqualTo(hex(packets));
  }

  @ParameterizedTest
  @EnumSource
  void a_frame_with_a_wrong_check_is_invalid_with_the_reason(Type type) {
    List<byte[]> packets = packets(8, new Random(6), 60);
    List<byte[]> frames = new Transmitter(plain(type), 7, 1).frames(packets);
    frames.get(1)[50] ^= 1;
    TransferFrameDecoder decoder = new TransferFrameDecoder(plain(type));
    List<Event> invalid = of(decode(decoder, frames), Msg.INVALID);
    assertThat(invalid).hasSize(1);
    assertThat(invalid.get(0).quality()).isEqualTo(Quality.INVALID);
    assertThat(invalid.get(0).has(Flag.CHECKSUM)).isTrue();
    assertThat(Streams.text(invalid.get(0), Field.REASON)).isEqualTo("fecf");
    assertThat(decoder.counts().failed()).isEqualTo(1);
    assertThat(decoder.unassigned()).isEqualTo(1);
    assertThat(decoder.channel(0).counts().missing()).isEqualTo(1);
  }

  @Test
  void without_a_counter_an_unreadable_frame_still_ends_the_packet_under_way() {
    Transmitter transmitter = new Transmitter(plain(Type.USLP), 7, 1);
    transmitter.countLength = 0;
    List<byte[]> packets = List.of(Streams.packet(9, 1, 400), Streams.packet(9, 2, 4));
    List<byte[]> frames = transmitter.frames(packets);
    frames.get(2)[60] ^= 1;
    List<Event> found = of(decode(plain(Type.USLP), frames), Msg.CCSDS_PACKET);
    assertThat(found).hasSize(1);
    assertThat(number(found.get(0), Field.SEQCOUNT)).isEqualTo(2);
    assertThat(found.get(0).has(Flag.GAP)).isTrue();
  }

  @Test
  void other_versions_and_lengths_are_invalid() {
    byte[] tm = new Transmitter(plain(Type.TM), 7, 1).idle();
    Event version = decode(plain(Type.AOS), List.of(tm)).get(0);
    assertThat(version.has(Flag.TYPE)).isTrue();
    assertThat(Streams.text(version, Field.REASON)).isEqualTo("header");
    Event length = decode(plain(Type.TM), List.of(new byte[99])).get(0);
    assertThat(length.has(Flag.LENGTH)).isTrue();
    Event noMarker = decode(TransferFrameFormat.of(Type.TM, 100), List.of(new byte[60])).get(0);
    assertThat(noMarker.has(Flag.LENGTH)).isTrue();
  }

  @Test
  void an_operational_control_field_and_an_insert_zone_have_their_place() {
    TransferFrameFormat format = plain(Type.AOS).withAos(true, 7, true, -1);
    List<byte[]> packets = packets(10, new Random(8), 100);
    List<Event> events = decode(format, new Transmitter(format, 900, 33).frames(packets));
    assertThat(packets(events)).isEqualTo(hex(packets));
    Event frame = events.get(0);
    assertThat(number(frame, Field.OCF)).isEqualTo(0xC000_0005L);
    assertThat(number(frame, Field.SCID)).isEqualTo(900);
    assertThat(number(frame, Field.VCID)).isEqualTo(33);
  }

  @Test
  void what_a_channel_without_packets_carries_is_passed_on() {
    TransferFrameFormat format = plain(Type.AOS).withAos(false, 0, false, ~(1L << 33));
    byte[] frame = new Transmitter(format, 7, 33).frames(packets(1, new Random(1), 300)).get(0);
    List<Event> events = decode(format, List.of(frame));
    assertThat(events).hasSize(1);
    assertThat(Streams.hex(events.get(0), Field.DATA)).isEqualTo(Arrays.copyOfRange(frame, 6, 98));
  }

  @Test
  void channels_beyond_the_64th_are_flagged_and_not_followed() {
    TransferFrameDecoder decoder = new TransferFrameDecoder(plain(Type.TM));
    List<byte[]> frames = new ArrayList<>();
    for (int scid = 0; scid < 70; scid++) {
      frames.addAll(new Transmitter(plain(Type.TM), scid, 1).frames(packets(1, new Random(1), 9)));
    }
    List<Event> found = of(decode(decoder, frames), Msg.CCSDS_FRAME);
    assertThat(found.stream().filter(f -> f.has(Flag.OVERFLOW))).hasSize(6);
    assertThat(decoder.channelCount()).isEqualTo(64);
  }

  @Test
  void frames_and_packets_are_lines_of_json() {
    TransferFrameFormat format = TransferFrameFormat.of(Type.TM, 20);
    byte[] frame = new Transmitter(format, 77, 3).frames(List.of(Streams.packet(9, 1, 8))).get(0);
    List<Event> events = decode(format, List.of(frame));
    EventJson json = new EventJson(new Links("link"), false, false);
    for (Event event : events) {
      json.append(event);
    }
    String text = new String(json.array(), 0, json.length(), StandardCharsets.US_ASCII);
    assertThat(text)
        .contains("\"msg\":\"ccsds.frame\"")
        .contains("\"scid\":77,\"vcid\":3,\"mcfc\":0,\"vcfc\":0,\"fhp\":0")
        .contains("\"msg\":\"ccsds.packet\"")
        .contains("\"vcid\":3,\"apid\":9,\"type\":0,\"sechdr\":false")
        .contains("\"seqflags\":\"unsegmented\",\"seqcount\":1,\"length\":8")
        .contains("\"data\":\"0102030405060708\"");
  }

  @Test
  void a_secondary_header_of_a_tm_frame_is_passed_over() {
    byte[] packet = Streams.packet(9, 1, 6);
    byte[] frame =
        Streams.join(Streams.bytes("0102 00 00 9800 03 aabbcc"), packet, Streams.bytes("e0e0"));
    List<Event> events =
        decode(TransferFrameFormat.of(Type.TM, 24).withoutMarker(), List.of(frame));
    assertThat(packets(events)).isEqualTo(hex(List.of(packet)));
    List<Event> idle = of(events, Msg.CCSDS_IDLE);
    assertThat(idle).hasSize(1);
    assertThat(number(idle.get(0), Field.LENGTH)).isEqualTo(1);
  }

  @Test
  void data_of_a_tm_frame_that_are_not_packets_are_passed_on() {
    byte[] frame = Streams.bytes("0102 00 00 5800 010203040506");
    List<Event> events =
        decode(TransferFrameFormat.of(Type.TM, 12).withoutMarker(), List.of(frame));
    assertThat(events).hasSize(1);
    assertThat(Streams.hex(events.get(0), Field.DATA)).isEqualTo(Streams.bytes("010203040506"));
  }

  @Test
  void packets_of_different_maps_of_one_channel_do_not_mix() {
    TransferFrameFormat format = TransferFrameFormat.of(Type.USLP, 40).withoutMarker();
    List<byte[]> packets = List.of(Streams.packet(9, 1, 40), Streams.packet(10, 1, 40));
    Transmitter transmitter = new Transmitter(format, 5, 1);
    List<byte[]> one = transmitter.frames(packets.subList(0, 1));
    List<byte[]> two = transmitter.frames(packets.subList(1, 2));
    List<byte[]> mixed = new ArrayList<>();
    for (int i = 0; i < one.size(); i++) {
      two.get(i)[3] |= 4; // MAP 2
      mixed.add(one.get(i));
      mixed.add(two.get(i));
    }
    for (int i = 0; i < mixed.size(); i++) {
      mixed.get(i)[9] = (byte) i;
    }
    List<Event> events = decode(format, mixed);
    assertThat(packets(events)).isEqualTo(hex(packets));
    assertThat(events.stream().filter(event -> event.msg() == Msg.CCSDS_FRAME))
        .allMatch(event -> event.flags() == 0)
        .anyMatch(event -> number(event, Field.MAPID) == 2);
  }

  @Test
  void a_uslp_frame_without_segmentation_holds_whole_packets() {
    byte[] packet = Streams.packet(9, 1, 4);
    byte[] frame =
        Streams.join(Streams.bytes("c0050020 0013 00 e0"), packet, Streams.bytes("e0e0"));
    TransferFrameFormat format = TransferFrameFormat.of(Type.USLP, 20).withoutMarker();
    assertThat(packets(decode(format, List.of(frame)))).isEqualTo(hex(List.of(packet)));
  }

  @Test
  void formats_that_cannot_be_are_refused() {
    TransferFrameFormat format = TransferFrameFormat.of(Type.TM, 892);
    assertThatThrownBy(() -> format.withReedSolomon(16, 3, true)).hasMessageContaining("892");
    assertThatThrownBy(() -> format.withReedSolomon(10, 4, true)).hasMessageContaining("10");
    assertThatThrownBy(() -> format.withReedSolomon(16, 9, true)).hasMessageContaining("9");
    assertThatThrownBy(() -> TransferFrameFormat.of(Type.TM, 9)).hasMessageContaining("9");
    assertThatThrownBy(() -> format.withAos(false, 890, false, 0)).hasMessageContaining("890");
  }

  @ParameterizedTest
  @EnumSource
  void random_and_mutated_frames_never_throw(Type type) {
    for (int seed = 0; seed < 40; seed++) {
      Random random = new Random(seed);
      TransferFrameFormat format = TransferFrameFormat.of(type, 100);
      format = random.nextBoolean() ? format.withoutMarker() : format;
      format = random.nextBoolean() ? format.withAos(true, 20, true, random.nextLong()) : format;
      TransferFrameDecoder decoder = new TransferFrameDecoder(format);
      Transmitter transmitter = new Transmitter(format, 5, 1);
      List<Frame> frames = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        for (byte[] bytes : transmitter.frames(packets(5, random, 200))) {
          for (int flips = random.nextInt(4); flips > 0; flips--) {
            bytes[random.nextInt(Math.min(bytes.length, 24))] ^= (byte) (1 << random.nextInt(8));
          }
          if (random.nextInt(10) == 0) {
            random.nextBytes(bytes);
          }
          int length = random.nextInt(20) == 0 ? random.nextInt(bytes.length) : bytes.length;
          FrameKind kind = FrameKind.values()[random.nextInt(12) == 0 ? random.nextInt(4) : 0];
          frames.add(new Frame(kind, Arrays.copyOf(bytes, length)));
        }
      }
      List<Event> events = Streams.decode(decoder, frames);
      assertThat(events.size()).isGreaterThanOrEqualTo(frames.size());
    }
  }
}
