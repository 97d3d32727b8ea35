package io.alidade.protocol.nmea;

import static io.alidade.protocol.nmea.Decoding.checksum;
import static io.alidade.protocol.nmea.Decoding.data;
import static io.alidade.protocol.nmea.Decoding.event;
import static io.alidade.protocol.nmea.Decoding.events;
import static io.alidade.protocol.nmea.Decoding.sentence;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class NmeaDecoderTest {
  private static final String HDT = sentence("GPHDT,123.456,T");

  private static String outcome(String text) {
    JsonNode event = events(text).get(0);
    return event.get("msg").asText()
        + " "
        + event.get("quality").asText()
        + " "
        + event.get("flags")
        + " "
        + event.get("data");
  }

  private static String tagged(String parameters, String sentence) {
    return "\\" + parameters + "*" + checksum(parameters) + "\\" + sentence + "\r\n";
  }

  @Test
  void a_sentence_becomes_its_talker_and_fields() {
    assertThat(outcome(HDT + "\r\n"))
        .isEqualTo("nmea.HDT good [] {\"talker\":\"GP\",\"heading\":123.456}");
  }

  @Test
  void noise_cut_and_oversize_frames_are_events_of_their_own() {
    List<JsonNode> events = events("# comment\n$GPHDT,1" + HDT + "\n$" + "x".repeat(1100) + "\n");
    assertThat(events)
        .extracting(e -> e.get("msg").asText() + e.get("flags"))
        .containsExactly(
            "noise[]", "invalid[\"cut\"]", "nmea.HDT[]", "invalid[\"length\"]", "noise[]");
  }

  @Test
  void a_checksum_may_be_of_either_case_and_must_match() {
    assertThat(outcome("$GPTXT,x*" + checksum("GPTXT,x").toLowerCase(Locale.ROOT) + "\n"))
        .startsWith("nmea.TXT");
    assertThat(outcome("$GPHDT,123.456,T*33\n")).isEqualTo("invalid invalid [\"checksum\"] {}");
    assertThat(outcome("$GPHDT,123.456,T*3\n")).isEqualTo("invalid invalid [\"checksum\"] {}");
    assertThat(outcome("$GPHDT,123.456,T*\n")).isEqualTo("invalid invalid [\"checksum\"] {}");
  }

  @Test
  void a_missing_checksum_is_rejected_unless_allowed() {
    assertThat(outcome("$GPHDT,123.456,T\n"))
        .isEqualTo("invalid invalid [\"checksum.missing\"] {}");
    JsonNode event = events(new NmeaDecoder(false), "$GPHDT,123.456,T\n").get(0);
    assertThat(event.get("quality").asText()).isEqualTo("good");
    assertThat(event.get("flags").toString()).isEqualTo("[\"checksum.missing\"]");
    assertThat(event.at("/data/heading").decimalValue()).isEqualByComparingTo("123.456");
    JsonNode wrong = events(new NmeaDecoder(false), "$GPHDT,123.456,T*33\n").get(0);
    assertThat(wrong.get("flags").toString()).isEqualTo("[\"checksum\"]");
  }

  @Test
  void bytes_that_are_not_printable_make_a_sentence_invalid() {
    for (String bad : new String[] {"\0", "\u001F", "\u007F", "\u0080", "\u00FF", "\t"}) {
      assertThat(outcome(sentence("GPHDT,1" + bad + "3.456,T") + "\n"))
          .isEqualTo("invalid invalid [\"character\"] {}");
    }
  }

  @Test
  void blank_bytes_before_the_sentence_are_skipped() {
    assertThat(outcome("\r\n\r\n" + HDT + "\n")).startsWith("nmea.HDT good");
  }

  @Test
  void an_address_that_is_empty_or_not_alphanumeric_is_invalid() {
    for (String body : new String[] {"", ",1,2", "GP HDT,1,T", "GP#,1", " "}) {
      assertThat(outcome(sentence(body) + "\n")).isEqualTo("invalid invalid [\"grammar\"] {}");
    }
  }

  @Test
  void unknown_proprietary_and_query_sentences_pass_with_their_fields_as_text() {
    assertThat(outcome(sentence("GPZZZ,1,,a\"b") + "\n"))
        .isEqualTo(
            "nmea.ZZZ good [] {\"talker\":\"GP\",\"sentence\":\"ZZZ\",\"fields\":[\"1\",\"\",\"a\\\"b\"]}");
    assertThat(outcome(sentence("PGHP,1,2012") + "\n"))
        .isEqualTo("nmea.PGHP good [] {\"sentence\":\"PGHP\",\"fields\":[\"1\",\"2012\"]}");
    assertThat(outcome(sentence("PUBX,00") + "\n"))
        .isEqualTo("nmea.PUBX good [] {\"sentence\":\"PUBX\",\"fields\":[\"00\"]}");
    assertThat(outcome(sentence("PGRMZ,1,f") + "\n"))
        .isEqualTo("nmea.PGRMZ good [] {\"sentence\":\"PGRMZ\",\"fields\":[\"1\",\"f\"]}");
    assertThat(outcome(sentence("PSRFTXTTOW:  484,1") + "\n"))
        .isEqualTo(
            "nmea.PSRFTXTTOW good [] {\"sentence\":\"PSRFTXTTOW\",\"fields\":[\":  484\",\"1\"]}");
    assertThat(outcome(sentence("CCGPQ,GGA") + "\n"))
        .isEqualTo(
            "nmea.GPQ good [] {\"talker\":\"CC\",\"sentence\":\"GPQ\",\"fields\":[\"GGA\"]}");
    assertThat(outcome(sentence("X") + "\n")).isEqualTo("nmea.X good [] {\"sentence\":\"X\"}");
    assertThat(outcome("!ABABM,1*" + checksum("ABABM,1") + "\n"))
        .isEqualTo("nmea.ABM good [] {\"talker\":\"AB\",\"sentence\":\"ABM\",\"fields\":[\"1\"]}");
  }

  @Test
  void fields_passed_as_text_are_bounded_in_number() {
    JsonNode event = event("GPZZZ" + ",".repeat(500));
    assertThat(event.at("/data/fields")).hasSize(128);
    assertThat(event.get("flags").toString()).isEqualTo("[\"overflow\"]");
    assertThat(event("GPZZZ" + ",".repeat(128)).get("flags")).isEmpty();
  }

  @Test
  void a_tag_block_gives_source_time_and_group() {
    JsonNode event = events(tagged("g:1-2-1604,s:rORBCOMM008,q:u,c:1418169601", HDT)).get(0);
    assertThat(event.get("quality").asText()).isEqualTo("good");
    assertThat(event.get("recorded").asText()).isEqualTo("2014-12-10T00:00:01.000000000Z");
    assertThat(event.at("/data/source").asText()).isEqualTo("rORBCOMM008");
    assertThat(event.at("/data/group").asText()).isEqualTo("1-2-1604");
  }

  /** IEC 61162-450 and NMEA 0183 4.10: a block with a group speaks for the group's sentences. */
  @Test
  void the_later_sentences_of_a_group_have_the_source_and_time_of_its_first() {
    String later = tagged("g:2-2-1604,n:7", HDT);
    List<JsonNode> events =
        events(
            later
                + tagged("g:1-2-1604,s:rORBCOMM008,c:1418169601", HDT)
                + tagged("g:1-2-1605,s:other,c:1418169602", HDT)
                + later
                + tagged("g:2-2-1605,s:own", HDT)
                + tagged("g:2-3-1604", HDT)
                + tagged("g:3-2-1604", HDT)
                + tagged("g:1-2-1604,n:9", HDT)
                + later
                + HDT
                + "\r\n");
    assertThat(origins(events))
        .containsExactly(
            "- -",
            "rORBCOMM008 2014-12-10T00:00:01",
            "other 2014-12-10T00:00:02",
            "rORBCOMM008 2014-12-10T00:00:01",
            "own 2014-12-10T00:00:02",
            "- -",
            "- -",
            "- -",
            "- -",
            "- -");
  }

  @Test
  void a_group_that_began_long_ago_lends_nothing() {
    List<JsonNode> events = new ArrayList<>();
    Decoding[] self = new Decoding[1];
    self[0] =
        new Decoding(new NmeaDecoder(), event -> events.add(Decoding.parse(self[0].json(event))));
    feed(self[0], tagged("g:1-3-1604,s:rORBCOMM008,c:1418169601", HDT));
    self[0].rxTime += 2_000_000_000L;
    feed(self[0], tagged("g:2-3-1604", HDT));
    self[0].rxTime++;
    feed(self[0], tagged("g:3-3-1604", HDT));
    assertThat(origins(events))
        .containsExactly(
            "rORBCOMM008 2014-12-10T00:00:01", "rORBCOMM008 2014-12-10T00:00:01", "- -");
  }

  @Test
  void only_the_last_groups_are_remembered() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i <= TagGroups.CAPACITY; i++) {
      text.append(tagged("g:1-2-" + i + ",s:s" + i, HDT));
    }
    text.append(tagged("g:2-2-0", HDT)).append(tagged("g:2-2-1", HDT));
    assertThat(origins(events(text.toString()))).endsWith("- -", "s1 -");
  }

  private static void feed(Decoding decoding, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    decoding.feed(bytes, 0, bytes.length);
  }

  private static List<String> origins(List<JsonNode> events) {
    List<String> origins = new ArrayList<>();
    for (JsonNode event : events) {
      String recorded = event.path("recorded").asText("-");
      origins.add(
          event.at("/data/source").asText("-")
              + " "
              + recorded.substring(0, Math.min(recorded.length(), 19)));
    }
    return origins;
  }

  @Test
  void a_tag_blocks_time_may_be_in_milliseconds_or_have_a_fraction() {
    assertThat(events(tagged("c:1418169601250", HDT)).get(0).get("recorded").asText())
        .isEqualTo("2014-12-10T00:00:01.250000000Z");
    assertThat(events(tagged("c:1418169601.25", HDT)).get(0).get("recorded").asText())
        .isEqualTo("2014-12-10T00:00:01.250000000Z");
  }

  @Test
  void a_later_tag_block_adds_to_an_earlier_one() {
    String first = "\\s:one,c:1418169601*" + checksum("s:one,c:1418169601") + "\\";
    JsonNode event = events(first + tagged("s:two", HDT)).get(0);
    assertThat(event.at("/data/source").asText()).isEqualTo("two");
    assertThat(event.get("recorded").asText()).startsWith("2014-12-10");
    assertThat(event.get("quality").asText()).isEqualTo("good");
  }

  @Test
  void free_text_with_commas_and_colons_does_no_harm() {
    JsonNode event = events(tagged("s:a,i:one, two:three,c:1418169601", HDT)).get(0);
    assertThat(event.get("flags")).isEmpty();
    assertThat(event.at("/data/source").asText()).isEqualTo("a");
    assertThat(event.get("recorded").asText()).startsWith("2014-12-10");
  }

  @Test
  void nothing_is_taken_from_a_bad_tag_block_but_its_sentence_is_decoded() {
    for (String block :
        new String[] {
          "\\s:x,c:1418169601*00\\",
          "\\s:x,c:1418169601\\",
          "\\s:x,c:14181x*" + checksum("s:x,c:14181x") + "\\",
          "\\s:x,c:99999999999999999999*" + checksum("s:x,c:99999999999999999999") + "\\",
          "\\s:x,g:1-2*" + checksum("s:x,g:1-2") + "\\",
          "\\s:\u0080*" + checksum("s:\u0080") + "\\",
          "\\"
        }) {
      JsonNode event = events(block + HDT + "\n").get(0);
      assertThat(event.get("flags").toString()).as(block).isEqualTo("[\"tagblock\"]");
      assertThat(event.get("quality").asText()).isEqualTo("suspect");
      assertThat(event.get("recorded")).isNull();
      assertThat(event.get("data").toString()).isEqualTo("{\"talker\":\"GP\",\"heading\":123.456}");
    }
  }

  @Test
  void doubled_backslashes_are_suspect_but_read() {
    String block = "\\\\s:x*" + checksum("s:x") + "\\\\";
    JsonNode event = events(block + HDT + "\n").get(0);
    assertThat(event.get("flags").toString()).isEqualTo("[\"tagblock\"]");
    assertThat(event.at("/data/source").asText()).isEqualTo("x");
  }

  @Test
  void what_a_receiver_appends_is_read() {
    JsonNode event =
        events(HDT + ",d-109,S2105,t235959.00,T56.13700,r09STOL1,1272844797\r\n").get(0);
    assertThat(event.get("recorded").asText()).isEqualTo("2010-05-02T23:59:57.000000000Z");
    assertThat(event.get("data").toString())
        .isEqualTo(
            "{\"talker\":\"GP\",\"heading\":123.456,\"source\":\"r09STOL1\",\"signal\":-109,"
                + "\"slot\":2105,\"toa\":56.13700}");
    assertThat(events(HDT + ",b003669970,1272412824\n").get(0).at("/data/source").asText())
        .isEqualTo("b003669970");
  }

  @Test
  void a_tag_block_goes_before_what_a_receiver_appends() {
    JsonNode event = events(tagged("s:tag,c:1418169601", HDT + ",rtail,1272844797")).get(0);
    assertThat(event.at("/data/source").asText()).isEqualTo("tag");
    assertThat(event.get("recorded").asText()).startsWith("2014-12-10");
  }

  @Test
  void implausible_bytes_after_the_checksum_are_ignored() {
    for (String tail :
        new String[] {
          " ",
          ",",
          ",,,",
          ",d",
          ",d-",
          ",dx",
          ",d-1000",
          ",S",
          ",S9999",
          ",T",
          ",T1.2.3",
          ",T123",
          ",T61",
          ",T99.5",
          ",T1.0000000000",
          ",r",
          ",12",
          ",1daasd4218",
          ",r\0x",
          "rglued",
          ",99999999999999999999",
          "\u00FF\u00FE"
        }) {
      JsonNode event = events(HDT + tail + "\n").get(0);
      assertThat(event.get("flags")).as(tail).isEmpty();
      assertThat(event.get("recorded")).as(tail).isNull();
      assertThat(event.get("data").toString())
          .as(tail)
          .isEqualTo("{\"talker\":\"GP\",\"heading\":123.456}");
    }
  }

  @Test
  void numbers_keep_the_precision_they_came_with() {
    assertThat(data("GPHDT,0.50,T")).contains("\"heading\":0.50}");
    assertThat(data("GPHDT,045.,T")).contains("\"heading\":45}");
    assertThat(data("GPHDT,.5,T")).contains("\"heading\":0.5}");
    assertThat(data("GPHDT,+12,T")).contains("\"heading\":12}");
    assertThat(data("TIROT,-0.3,A")).contains("\"rate_of_turn\":-0.3");
  }

  @Test
  void a_number_that_is_not_one_is_absent_and_the_event_suspect() {
    for (String bad :
        new String[] {
          "1e5",
          "1.2.3",
          "-",
          "+",
          ".",
          "--1",
          " 1",
          "1 ",
          "0x1",
          "1&2",
          "1234567890123456789",
          "0.0000000000000000001",
          "nan",
          "-1.-3"
        }) {
      JsonNode event = event("GPHDT," + bad + ",T");
      assertThat(event.get("flags").toString()).as(bad).isEqualTo("[\"grammar\"]");
      assertThat(event.get("quality").asText()).isEqualTo("suspect");
      assertThat(event.get("data").toString()).isEqualTo("{\"talker\":\"GP\"}");
    }
  }

  @Test
  void a_value_with_the_wrong_unit_is_absent() {
    assertThat(outcome(sentence("GPHDT,1,M") + "\n"))
        .contains("[\"grammar\"]")
        .endsWith("{\"talker\":\"GP\"}");
    assertThat(outcome(sentence("GPHDT,1,") + "\n"))
        .contains("[\"grammar\"]")
        .endsWith("{\"talker\":\"GP\"}");
    assertThat(outcome(sentence("GPHDT,1") + "\n"))
        .contains("[\"grammar\"]")
        .endsWith("{\"talker\":\"GP\"}");
  }

  @Test
  void what_is_empty_is_absent() {
    for (String body :
        new String[] {
          "GPGGA,,,,,,,,,,,,,,",
          "GPGLL,,,,,,,",
          "GPRMC,,,,,,,,,,,",
          "GPGNS,,,,,,,,,,,,",
          "GPVTG,,,,,,,,,",
          "GPZDA,,,,,,",
          "GPHDT,,",
          "GPHDG,,,,,",
          "GPVHW,,T,,M,,N,,K",
          "GPDBT,,f,,M,,F",
          "GPMWV,,,,",
          "GPMWD,,,,,,,,",
          "GPBWC,,,,,,,,,,,,",
          "GPRMB,,,,,,,,,,,,,",
          "GPAPB,,,,,,,,,,,,,,",
          "GPXTE,,,,,",
          "GPMDA,,I,,B,,C,,C,,,,C,,T,,M,,N,,M",
          "GPRPM,,,,,",
          "GPTTM,,,,,,,,,,,,,,",
          "GPOSD,,,,,,,,",
          "GPVBW,,,,,,,,,",
          "GPDSC,,,,,,,,,,",
          "GPALR,,,,",
          "GPTXT,,,,",
          "GPGST,,,,,,,",
          "GPDTM,,,,,,,",
          "GPHDT",
          "GPGGA",
          "GPRMC",
          "GPDSC",
          "GPGBS"
        }) {
      JsonNode event = event(body);
      assertThat(event.get("quality").asText()).as(body).isEqualTo("good");
      assertThat(event.get("data").toString()).as(body).isEqualTo("{\"talker\":\"GP\"}");
    }
  }
}
