package io.alidade.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.alidade.journal.RecordLayout;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;

class EventTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final byte[] RAW = "!AIVDM".getBytes(UTF_8);

  private final Event event = new Event(4096);

  private JsonNode json(boolean raw) throws Exception {
    EventJson json = new EventJson(new Links("ais \"0\""), raw, false);
    json.append(event);
    return MAPPER.readTree(new String(json.array(), 0, json.length(), UTF_8));
  }

  private FieldWriter open() {
    event.begin(FrameKind.FRAME, 1, 1_764_032_523_123_456_789L);
    event.sequence(17);
    event.raw(RAW, 0, RAW.length);
    event.msg(Msg.AIS + 1);
    return event.beginDecoded();
  }

  @Test
  void itsBytesAreTheJournalRecord() {
    FieldWriter out = open();
    out.integer(Field.MMSI, 211000000);
    event.endDecoded();
    FieldWriter fused = event.beginFused();
    fused.integer(Field.MESSAGES, 3);
    event.endFused();

    assertThat(event.length()).isEqualTo(72 + 6 + 8 + 8);
    assertThat(event.isWellFormed()).isTrue();
    assertThat(new String(event.array(), 0, 3, UTF_8)).isEqualTo("ALD");
    assertThat(event.array()[3]).isEqualTo((byte) 1);
    assertThat(event.array()[RecordLayout.SEQUENCE_OFFSET]).isEqualTo((byte) 17);
    Event copy = new Event(72).wrap(java.util.Arrays.copyOf(event.array(), event.length()));
    assertThat(copy.isWellFormed()).isTrue();
    assertThat(copy.decoded().find(Field.MMSI)).isTrue();
    assertThat(copy.fused().find(Field.MESSAGES)).isTrue();
  }

  @Test
  void saysItselfInTheContractsForm() throws Exception {
    FieldWriter out = open();
    out.integer(Field.TYPE, 1);
    out.decimal(Field.LON, -1233953833, 7);
    out.bool(Field.RAIM, false);
    byte[] text = "A\"B\\C\n\u0001é".getBytes(UTF_8);
    out.text(Field.SHIPNAME, text, 0, text.length);
    out.beginArray(Field.SATELLITES);
    out.beginObject(Field.SATELLITES);
    out.integer(Field.PRN, 7);
    out.endNested();
    out.beginObject(Field.SATELLITES);
    out.endNested();
    out.integer(Field.PRN, Long.MIN_VALUE);
    out.endNested();
    out.hex(Field.DATA, new byte[] {(byte) 0xAB, 1}, 0, 2);
    event.endDecoded();

    EventJson json = new EventJson(new Links("ais0"), false, false);
    json.append(event);
    assertThat(new String(json.array(), 0, json.length(), UTF_8))
        .isEqualTo(
            "{\"seq\":17,\"rx\":\"2025-11-25T01:02:03.123456789Z\",\"link\":\"ais0\",\"msg\":\"ais.1\","
                + "\"quality\":\"good\",\"flags\":[],\"data\":{\"type\":1,\"lon\":-123.3953833,"
                + "\"raim\":false,\"shipname\":\"A\\\"B\\\\C\\n\\u0001é\",\"satellites\":[{\"prn\":7},{},"
                + "-9223372036854775808],\"data\":\"ab01\"}}");
    assertThat(json(true).get("raw").asText()).isEqualTo("21414956444d");
    assertThat(json(true).get("link").asText()).isEqualTo("ais \"0\"");
  }

  @Test
  void flagsAndQualityAreSaid() throws Exception {
    open();
    event.endDecoded();
    event.suspect(Flag.RANGE);
    event.suspect(Flag.GRAMMAR);
    assertThat(json(false).get("flags").toString()).isEqualTo("[\"grammar\",\"range\"]");
    assertThat(json(false).get("quality").asText()).isEqualTo("suspect");
    event.invalid(Flag.CHECKSUM);
    assertThat(json(false).get("msg").asText()).isEqualTo("invalid");
    assertThat(json(false).get("data").isEmpty()).isTrue();
    event.suspect(Flag.GAP);
    assertThat(event.quality()).isEqualTo(Quality.INVALID);
  }

  @Test
  void bytesThatAreNotUtf8StillGiveValidJson() throws Exception {
    Random random = new Random(1);
    for (int round = 0; round < 2000; round++) {
      byte[] bytes = new byte[random.nextInt(40)];
      random.nextBytes(bytes);
      FieldWriter out = open();
      out.text(Field.TEXT, bytes, 0, bytes.length);
      event.endDecoded();
      String expected = new String(bytes, UTF_8).replaceAll("\uFFFD+", "\uFFFD");
      String actual = json(false).get("data").get("text").asText().replaceAll("\uFFFD+", "\uFFFD");
      assertThat(actual).isEqualTo(expected);
    }
  }

  @Test
  void numbersAreExact() throws Exception {
    Random random = new Random(2);
    for (int round = 0; round < 5000; round++) {
      long mantissa = random.nextLong() >> random.nextInt(64);
      int decimals = random.nextInt(19);
      FieldWriter out = open();
      out.decimal(Field.LAT, mantissa, decimals);
      event.endDecoded();
      EventJson json = new EventJson(new Links("x"), false, false);
      json.append(event);
      String text = new String(json.array(), 0, json.length(), UTF_8);
      String number = text.substring(text.indexOf("\"lat\":") + 6, text.length() - 2);
      assertThat(new java.math.BigDecimal(number))
          .isEqualByComparingTo(java.math.BigDecimal.valueOf(mantissa, decimals));
    }
  }

  @Test
  void aFullSlotLeavesOutTheLastFieldsAndSaysSo() throws Exception {
    Event small = new Event(160);
    small.begin(FrameKind.FRAME, 1, 0);
    FieldWriter out = small.beginDecoded();
    out.beginArray(Field.FIELDS);
    for (int i = 0; i < 50; i++) {
      out.integer(Field.INDEX, i);
      out.beginObject(Field.FIELDS);
      out.text(Field.TEXT, "x");
      out.endNested();
    }
    out.endNested();
    small.endDecoded();
    assertThat(small.has(Flag.OVERFLOW)).isTrue();
    assertThat(small.isWellFormed()).isTrue();
    EventJson json = new EventJson(new Links("x"), false, false);
    json.append(small);
    JsonNode node = MAPPER.readTree(new String(json.array(), 0, json.length(), UTF_8));
    assertThat(node.get("data").get("fields")).isNotEmpty();
  }

  @Test
  void timesAreTextOfTheGregorianCalendar() {
    TimeText text = new TimeText();
    Random random = new Random(3);
    byte[] out = new byte[TimeText.LENGTH];
    for (int round = 0; round < 20_000; round++) {
      long second = Instant.parse("1700-01-01T00:00:00Z").getEpochSecond();
      second += (random.nextLong() >>> 1) % (550L * 366 * 86_400);
      int nano = random.nextInt(1_000_000_000);
      if (Math.abs(second) > 9_000_000_000L) {
        continue; // not representable in 64-bit nanoseconds
      }
      text.write(second * 1_000_000_000L + nano, out, 0);
      String expected = Instant.ofEpochSecond(second).toString();
      assertThat(new String(out, UTF_8))
          .isEqualTo(expected.replace("Z", String.format(".%09dZ", nano)));
    }
  }

  @Test
  void aDecimalIsReadAsItsValue() {
    FieldWriter out = open();
    out.decimal(Field.LAT, -12345, 3);
    event.endDecoded();
    FieldReader fields = event.decoded();
    assertThat(fields.find(Field.LAT)).isTrue();
    assertThat(fields.mantissa()).isEqualTo(-12345);
    assertThat(fields.decimals()).isEqualTo(3);
    assertThat(fields.number()).isEqualTo(-12.345);
  }
}
