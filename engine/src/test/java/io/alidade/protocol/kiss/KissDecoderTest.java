package io.alidade.protocol.kiss;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.alidade.event.Event;
import io.alidade.event.FrameKind;
import io.alidade.protocol.PacketContents;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class KissDecoderTest {
  /** 2020-01-01T00:00:00.080Z, which is 1,577,836,800,080 ms. */
  private static final String STAMP = "c0 09 0000016f5e66e850 c0 ";

  /** W1AW to CQ, UI, PID F0, "Hi": every byte worked out by hand from the standard. */
  private static final String UI = "86a24040404060 ae6282ae404061 03 f0 4869";

  private static JsonNode event(String hex) {
    List<JsonNode> events = KissLink.events(hex);
    assertThat(events).hasSize(1);
    return events.get(0);
  }

  private static String data(String hex) {
    return event(hex).get("data").toString();
  }

  private static String reason(JsonNode event) {
    return event.get("msg").asText() + " " + event.get("quality").asText() + event.get("flags");
  }

  @Test
  void a_UI_frame_worked_out_by_hand() {
    JsonNode event = event("c0 00" + UI + "c0");
    assertThat(reason(event)).isEqualTo("ax25.ui good[]");
    assertThat(event.get("data").toString())
        .isEqualTo(
            "{\"port\":0,\"src\":\"W1AW\",\"dst\":\"CQ\",\"control\":3,\"pf\":false,\"pid\":240,"
                + "\"info\":\"4869\",\"text\":\"Hi\"}");
  }

  @Test
  void data_that_is_not_AX25_passes_as_it_is() {
    JsonNode event = event("c0 00 010203 c0");
    assertThat(reason(event)).isEqualTo("kiss.data good[]");
    assertThat(event.get("data").toString()).isEqualTo("{\"port\":0,\"info\":\"010203\"}");
    assertThat(data("c0 00 c0")).isEqualTo("{\"port\":0,\"info\":\"\"}");
  }

  @Test
  void the_port_is_the_high_nibble_of_the_command_byte() {
    assertThat(data("c0 70 01 c0")).isEqualTo("{\"port\":7,\"info\":\"01\"}");
    assertThat(data("c0 f0 01 c0")).isEqualTo("{\"port\":15,\"info\":\"01\"}");
    assertThat(data("c0 dbdc 01 c0")).isEqualTo("{\"port\":12,\"info\":\"01\"}");
  }

  @Test
  void escapes_stand_for_FEND_and_FESC() {
    assertThat(data("c0 00 dbdc dbdd dbdddc dc dd c0"))
        .isEqualTo("{\"port\":0,\"info\":\"c0dbdbdcdcdd\"}");
  }

  @Test
  void another_byte_after_FESC_makes_the_frame_invalid() {
    assertThat(reason(event("c0 00 db00 c0"))).isEqualTo("invalid invalid[\"character\"]");
    assertThat(reason(event("c0 00 dbdb c0"))).isEqualTo("invalid invalid[\"character\"]");
    assertThat(reason(event("c0 00 01db c0"))).isEqualTo("invalid invalid[\"character\"]");
  }

  @Test
  void frames_may_share_a_FEND_or_have_several() {
    List<JsonNode> events = KissLink.events("c0c0c0 0001 c0 0002 c0c0 0003 c0");
    assertThat(events)
        .extracting(event -> event.at("/data/info").asText())
        .containsExactly("01", "02", "03");
  }

  @Test
  void other_commands_give_their_number_and_data() {
    JsonNode event = event("c0 21 32 c0");
    assertThat(reason(event)).isEqualTo("kiss.command good[]");
    assertThat(event.get("data").toString())
        .isEqualTo("{\"port\":2,\"command\":1,\"data\":\"32\"}");
    assertThat(data("c0 ff c0")).isEqualTo("{\"port\":15,\"command\":15,\"data\":\"\"}");
    assertThat(data("c0 09 00000001 c0"))
        .isEqualTo("{\"port\":0,\"command\":9,\"data\":\"00000001\"}");
  }

  @Test
  void a_time_stamp_is_the_recorded_time_of_the_next_data_frame_only() {
    List<JsonNode> events =
        KissLink.events(STAMP + "c0 0132 c0" + "c0 00 01 c0" + "c0 00 02 c0" + STAMP);
    assertThat(events.get(0).get("data").toString())
        .isEqualTo("{\"port\":0,\"command\":9,\"t_ms\":1577836800080}");
    assertThat(events.get(0).has("recorded")).isFalse();
    assertThat(events.get(1).has("recorded")).isFalse();
    assertThat(events.get(2).get("recorded").asText()).startsWith("2020-01-01T00:00:00.08");
    assertThat(events.get(2).get("data").toString())
        .isEqualTo("{\"port\":0,\"t_ms\":1577836800080,\"info\":\"01\"}");
    assertThat(events.get(3).has("recorded")).isFalse();
    assertThat(events.get(3).get("data").toString()).isEqualTo("{\"port\":0,\"info\":\"02\"}");
  }

  @Test
  void a_time_stamp_is_used_up_by_a_data_frame_that_is_invalid() {
    List<JsonNode> events = KissLink.events(STAMP + "c0 00 db00 c0" + "c0 00 02 c0");
    assertThat(events.get(1).get("recorded").asText()).startsWith("2020-01-01T00:00:00.08");
    assertThat(events.get(2).has("recorded")).isFalse();
  }

  @Test
  void the_last_of_two_time_stamps_counts() {
    List<JsonNode> events =
        KissLink.events("c0 09 0000000000000001 c0" + STAMP + "c0 00" + UI + "c0");
    assertThat(events.get(2).at("/data/t_ms").asLong()).isEqualTo(1577836800080L);
  }

  @Test
  void a_time_stamp_out_of_range_is_suspect_and_not_used() {
    for (String time : new String[] {"ffffffffffffffff", "000008637bd05af7"}) {
      List<JsonNode> events = KissLink.events(STAMP + "c0 09" + time + "c0 c0 00 01 c0");
      assertThat(reason(events.get(1))).isEqualTo("kiss.command suspect[\"range\"]");
      assertThat(events.get(2).has("recorded")).isFalse();
    }
    // The last millisecond that fits 64 bits of nanoseconds.
    List<JsonNode> events = KissLink.events("c0 09 000008637bd05af6 c0 c0 00 01 c0");
    assertThat(reason(events.get(0))).isEqualTo("kiss.command good[]");
    assertThat(events.get(1).get("recorded").asText()).startsWith("2262-04-11T23:47:16.854");
  }

  @Test
  void cut_oversize_and_noise_are_kept_with_their_reason() {
    assertThat(reason(event("c0 00 01"))).isEqualTo("invalid invalid[\"cut\"]");
    assertThat(reason(event("01 02"))).isEqualTo("noise good[]");
    byte[] tooLong = KissLink.frame(new byte[65_537]);
    List<JsonNode> events = KissLink.events(new KissDecoder(), tooLong, 4096);
    assertThat(reason(events.get(0))).isEqualTo("invalid invalid[\"length\"]");
    assertThat(reason(events.get(1))).isEqualTo("noise good[]");
  }

  @Test
  void the_longest_frame_all_of_it_escaped_fits() {
    byte[] content = new byte[65_536];
    Arrays.fill(content, (byte) 0xC0);
    content[0] = 0;
    List<JsonNode> events = KissLink.events(new KissDecoder(), KissLink.frame(content), 4096);
    assertThat(events).hasSize(1);
    assertThat(reason(events.get(0))).isEqualTo("kiss.data good[]");
    assertThat(events.get(0).at("/data/info").asText()).isEqualTo("c0".repeat(65_535));
    int capacity = 198_000;
    Event event = new Event(capacity);
    byte[] raw = KissLink.frame(content);
    event.begin(FrameKind.FRAME, 1, 0);
    event.raw(raw, 0, raw.length);
    new KissDecoder().decode(event);
    assertThat(event.flags()).isZero();
  }

  @Test
  void the_checksum_of_SMACK_is_the_one_catalogued_as_CRC_16_ARC() {
    assertThat(Crc16.of("123456789".getBytes(US_ASCII), 0, 9)).isEqualTo(0xBB3D);
  }

  private static JsonNode smack(String hex) {
    KissDecoder decoder = new KissDecoder(KissChecksum.SMACK, PacketContents.UNKNOWN);
    List<JsonNode> events = KissLink.events(decoder, KissLink.frame(KissLink.hex(hex)), 4096);
    assertThat(events).hasSize(1);
    return events.get(0);
  }

  /** Content with its SMACK checksum, by division bit by bit. */
  private static String withChecksum(String hex) {
    int crc = 0;
    for (byte b : KissLink.hex(hex)) {
      for (int bit = 0; bit < 8; bit++) {
        boolean one = ((crc ^ b >>> bit) & 1) != 0;
        crc = one ? crc >>> 1 ^ 0xA001 : crc >>> 1;
      }
    }
    return hex + String.format("%02x%02x", crc & 0xFF, crc >>> 8);
  }

  @Test
  void with_SMACK_the_checksum_is_checked_and_not_part_of_the_data() {
    JsonNode event = smack(withChecksum("b0" + UI));
    assertThat(reason(event)).isEqualTo("ax25.ui good[]");
    assertThat(event.at("/data/port").asInt()).isEqualTo(3);
    assertThat(event.at("/data/info").asText()).isEqualTo("4869");
  }

  @Test
  void with_SMACK_a_wrong_checksum_makes_the_frame_invalid() {
    String sound = withChecksum("80010203");
    assertThat(reason(smack(sound))).isEqualTo("kiss.data good[]");
    assertThat(reason(smack(sound.replace("80010203", "80010303"))))
        .isEqualTo("invalid invalid[\"checksum\"]");
    assertThat(reason(smack("80"))).isEqualTo("invalid invalid[\"checksum\"]");
    assertThat(reason(smack("8001"))).isEqualTo("invalid invalid[\"checksum\"]");
  }

  @Test
  void with_SMACK_a_data_frame_may_lack_the_checksum_and_commands_have_none() {
    assertThat(reason(smack("00010203"))).isEqualTo("kiss.data good[\"checksum.missing\"]");
    assertThat(reason(smack("0132"))).isEqualTo("kiss.command good[]");
  }

  @Test
  void without_SMACK_bit_7_is_part_of_the_port() {
    JsonNode event = event("c0 80 0102 c0");
    assertThat(event.get("data").toString()).isEqualTo("{\"port\":8,\"info\":\"0102\"}");
  }

  /** A session does not end between a time stamp and its frame. */
  @Test
  void it_is_at_rest_unless_a_time_stamp_waits_for_its_frame() {
    KissDecoder decoder = new KissDecoder();
    assertThat(decoder.isAtRest(0)).isTrue();
    KissLink.events(decoder, KissLink.hex(STAMP), 100);
    assertThat(decoder.isAtRest(Long.MAX_VALUE)).isFalse();
    KissLink.events(decoder, KissLink.hex("c0 01 32 c0"), 100);
    assertThat(decoder.isAtRest(0)).as("a command is not its frame").isFalse();
    KissLink.events(decoder, KissLink.hex("c0 00 010203 c0"), 100);
    assertThat(decoder.isAtRest(0)).isTrue();
    KissLink.events(decoder, KissLink.hex(STAMP + "c0 00 db00 c0"), 100);
    assertThat(decoder.isAtRest(0)).as("a bad frame takes it").isTrue();
    KissLink.events(decoder, KissLink.hex("c0 09 ffffffffffffffff c0"), 100);
    assertThat(decoder.isAtRest(0)).as("an unusable stamp is for no frame").isTrue();
  }
}
