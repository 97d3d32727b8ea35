package io.alidade.protocol.ccsds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.alidade.event.Event;
import io.alidade.event.Field;
import io.alidade.event.Flag;
import io.alidade.event.FrameKind;
import io.alidade.event.Quality;
import io.alidade.framing.SpacePacketFramer;
import io.alidade.protocol.PacketContents;
import io.alidade.protocol.ccsds.Streams.Frame;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Times of packets; what is expected was worked out with calendar and leap seconds by hand. */
class PacketTimeTest {
  private static Event decode(PacketTime time, String secondaryHeader) {
    byte[] body = Streams.bytes(secondaryHeader);
    byte[] packet =
        Streams.join(new byte[] {8, 9, (byte) 0xC0, 1, 0, (byte) (body.length - 1)}, body);
    SpacePacketDecoder decoder =
        new SpacePacketDecoder(0, SpacePacketDecoder.headers(PacketContents.UNKNOWN, time));
    return Streams.decode(decoder, List.of(new Frame(FrameKind.FRAME, packet))).get(0);
  }

  private static String time(PacketTime time, String secondaryHeader) {
    Event event = decode(time, secondaryHeader);
    assertThat(event.flags()).isZero();
    return Streams.text(event, Field.TIME);
  }

  private static PacketTime cuc(int seconds, int fractions) {
    return PacketTime.of(TimeCode.cuc(seconds, fractions, false), 0, null, true);
  }

  private static PacketTime cds(int days, int below, int offset) {
    return PacketTime.of(TimeCode.cds(days, below, false), offset, null, true);
  }

  @Test
  void a_CDS_is_days_of_UTC_since_1958() {
    // 1970-01-01 is day 4383 (111f hexadecimal), 2000-01-01 day 15340.
    assertThat(time(cds(2, 0, 0), "111f 00000000")).isEqualTo("1970-01-01T00:00:00.000000000Z");
    assertThat(time(cds(2, 2, 0), "3bec 02932e00 0001"))
        .isEqualTo("2000-01-01T12:00:00.000001000Z");
    assertThat(time(cds(3, 4, 0), "003bec 05265bff 3b9ac9ff"))
        .isEqualTo("2000-01-01T23:59:59.999999999Z");
  }

  @Test
  void a_leap_second_is_second_60() {
    // 2016-12-31 is day 21549; the leap second at its end begins at 86,400,000 ms.
    assertThat(time(cds(2, 0, 0), "542d 05265bff")).isEqualTo("2016-12-31T23:59:59.999000000Z");
    assertThat(time(cds(2, 0, 0), "542d 05265df4")).isEqualTo("2016-12-31T23:59:60.500000000Z");
    assertThat(time(cds(2, 0, 0), "542e 00000000")).isEqualTo("2017-01-01T00:00:00.000000000Z");
    // TAI was 36 s ahead before it and 37 s after: 21550 days and 35, 36, 37 s since 1958.
    long midnight = 21550L * 86_400;
    String[] expected = {"2016-12-31T23:59:59", "2016-12-31T23:59:60", "2017-01-01T00:00:00"};
    for (int i = 0; i < 3; i++) {
      String seconds = String.format("%08x", midnight + 35 + i);
      assertThat(time(cuc(4, 1), seconds + "80")).isEqualTo(expected[i] + ".500000000Z");
    }
  }

  @Test
  void a_CUC_is_seconds_of_TAI_since_1958() {
    assertThat(time(cuc(4, 0), "00000000")).isEqualTo("1957-12-31T23:59:50.000000000Z");
    long noon2000 = 15340L * 86_400 + 43_200 + 32;
    assertThat(time(cuc(4, 2), String.format("%08x", noon2000) + "4000"))
        .isEqualTo("2000-01-01T12:00:00.250000000Z");
    assertThat(time(cuc(5, 0), String.format("%010x", noon2000)))
        .isEqualTo("2000-01-01T12:00:00.000000000Z");
  }

  @Test
  void a_CUC_from_the_missions_epoch_counts_leap_seconds_or_leaves_them_out() {
    // GPS time: since 1980-01-06; 18 leap seconds lie between it and 2026.
    Instant gps = Instant.parse("1980-01-06T00:00:00Z");
    long since = Instant.parse("2026-11-25T00:00:00Z").getEpochSecond() - gps.getEpochSecond();
    TimeCode code = TimeCode.cuc(4, 0, true);
    String counted = String.format("%08x", since + 18);
    assertThat(time(PacketTime.of(code, 0, gps, true), counted))
        .isEqualTo("2026-11-25T00:00:00.000000000Z");
    assertThat(time(PacketTime.of(code, 0, gps, false), String.format("%08x", since)))
        .isEqualTo("2026-11-25T00:00:00.000000000Z");
  }

  @Test
  void an_epoch_may_have_a_fraction_and_a_CDS_may_have_one_of_the_missions() {
    Instant j2000 = Instant.parse("2000-01-01T11:58:55.816Z");
    PacketTime cuc = PacketTime.of(TimeCode.cuc(4, 1, true), 0, j2000, true);
    assertThat(time(cuc, "00000001 80")).isEqualTo("2000-01-01T11:58:57.316000000Z");
    PacketTime cds =
        PacketTime.of(TimeCode.cds(2, 0, true), 0, Instant.parse("2000-01-01T00:00:00Z"), true);
    assertThat(time(cds, "0001 00000001")).isEqualTo("2000-01-02T00:00:00.001000000Z");
  }

  @Test
  void a_P_field_announces_the_code() {
    PacketTime time = PacketTime.announced(0, null, true);
    assertThat(time(time, "40 111f 00000000")).isEqualTo("1970-01-01T00:00:00.000000000Z");
    assertThat(time(time, "45 00111f 00000000 0001")).isEqualTo("1970-01-01T00:00:00.000001000Z");
    assertThat(time(time, "1e 0000000a 8000")).isEqualTo("1958-01-01T00:00:00.500000000Z");
    // With the extension: one more octet of seconds, two more of fractions.
    assertThat(time(time, "9e 28 000000000a 80000000")).isEqualTo("1958-01-01T00:00:00.500000000Z");
  }

  @Test
  void a_P_field_with_the_missions_epoch_needs_to_be_told_it() {
    assertThat(time(PacketTime.announced(0, null, true), "2e 00000001 0000")).isNull();
    Instant epoch = Instant.parse("2020-01-01T00:00:00Z");
    assertThat(time(PacketTime.announced(0, epoch, true), "2e 00000001 0000"))
        .isEqualTo("2020-01-01T00:00:01.000000000Z");
    assertThat(time(PacketTime.announced(0, epoch, true), "40 111f 00000000"))
        .as("the P-field says 1958")
        .isEqualTo("1970-01-01T00:00:00.000000000Z");
  }

  @Test
  void the_code_may_come_after_other_bytes() {
    assertThat(time(cds(2, 0, 4), "10 03 19 00 111f 00000000"))
        .isEqualTo("1970-01-01T00:00:00.000000000Z");
  }

  @Test
  void what_is_no_time_is_suspect_and_absent() {
    PacketTime announced = PacketTime.announced(0, null, true);
    Object[][] cases = {
      {cds(2, 0, 0), "111f 05265fe8"}, // a day of 86,401 s
      {cds(2, 2, 0), "111f 00000000 03e8"},
      {cds(2, 0, 0), "111f 000000"}, // cut off
      {cds(2, 0, 100), "111f 00000000"},
      {cuc(7, 0), "ffffffffffffff"},
      {announced, "50 111f 00000000"}, // calendar segmented
      {announced, "43 111f 00000000"},
      {announced, "9e"},
      {announced, "1e"},
      {announced, "9e f8 000000000a 80000000"},
    };
    for (Object[] each : cases) {
      Event event = decode((PacketTime) each[0], (String) each[1]);
      assertThat(event.has(Flag.DATE)).as("%s", each[1]).isTrue();
      assertThat(event.quality()).isEqualTo(Quality.SUSPECT);
      assertThat(Streams.text(event, Field.TIME)).isNull();
    }
  }

  @Test
  void a_packet_without_secondary_header_and_an_idle_one_have_no_time() {
    SpacePacketDecoder decoder =
        new SpacePacketDecoder(0, SpacePacketDecoder.headers(PacketContents.UNKNOWN, cds(2, 0, 0)));
    for (String packet :
        new String[] {"0009 c001 0005 111f00000000", "0fff c001 0005 111f00000000"}) {
      List<Frame> frames = List.of(new Frame(FrameKind.FRAME, Streams.bytes(packet)));
      Event event = Streams.decode(decoder, frames).get(0);
      assertThat(event.flags()).isZero();
      assertThat(Streams.text(event, Field.TIME)).isNull();
    }
  }

  @Test
  void any_bytes_give_a_time_or_none() {
    Random random = new Random(5);
    PacketTime[] readers = {
      PacketTime.announced(0, null, true),
      PacketTime.announced(3, Instant.parse("9999-01-01T00:00:00Z"), true),
      PacketTime.of(TimeCode.cuc(6, 9, true), 1, Instant.parse("0001-01-01T00:00:00Z"), false),
      cuc(7, 10),
      cds(3, 4, 0)
    };
    for (int i = 0; i < 20_000; i++) {
      byte[] body = new byte[1 + random.nextInt(24)];
      random.nextBytes(body);
      Event event = decode(readers[i % readers.length], java.util.HexFormat.of().formatHex(body));
      String text = Streams.text(event, Field.TIME);
      assertThat(text == null || text.length() == 30).isTrue();
    }
  }

  @Test
  void an_offset_out_of_range_is_refused() {
    assertThatThrownBy(() -> cds(2, 0, 257)).hasMessageContaining("257");
    assertThatThrownBy(() -> cds(2, 0, -1)).hasMessageContaining("-1");
  }

  /** The file is named for 2021-04-09T00:00:00; its 7,200 packets are of one day of JPSS-1. */
  @Test
  void packets_of_jpss_1_have_rising_times() {
    Path file =
        Streams.satellite()
            .resolve("space_packet_parser/jpss/J01_G011_LZ_2021-04-09T00-00-00Z_V01.DAT1");
    List<Frame> frames =
        Streams.frames(new SpacePacketFramer(), Streams.read(file), 4096, new Random(2));
    SpacePacketDecoder decoder =
        new SpacePacketDecoder(0, SpacePacketDecoder.headers(PacketContents.UNKNOWN, cds(2, 2, 0)));
    String before = "2021-04-08T23:59:00";
    for (Event event : Streams.decode(decoder, frames)) {
      assertThat(event.flags()).isZero();
      String time = Streams.text(event, Field.TIME);
      assertThat(time).isGreaterThan(before);
      before = time;
    }
    System.out.println("JPSS-1: last packet at " + before);
  }
}
