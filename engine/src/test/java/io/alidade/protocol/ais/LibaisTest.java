package io.alidade.protocol.ais;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The values that libais has for its own test sentences. */
class LibaisTest {
  /** Its names on the left; what is not here goes by another idea of the field, or is spare. */
  private static final Map<String, String> NAMES =
      Map.ofEntries(
          Map.entry("repeat_indicator", "repeat"),
          Map.entry("mmsi", "mmsi"),
          Map.entry("nav_status", "status"),
          Map.entry("sog", "speed"),
          Map.entry("x", "lon"),
          Map.entry("y", "lat"),
          Map.entry("cog", "course"),
          Map.entry("true_heading", "heading"),
          Map.entry("special_manoeuvre", "maneuver"),
          Map.entry("raim", "raim"),
          Map.entry("gnss", "gnss"),
          Map.entry("year", "year"),
          Map.entry("month", "month"),
          Map.entry("day", "day"),
          Map.entry("hour", "hour"),
          Map.entry("minute", "minute"),
          Map.entry("second", "second"),
          Map.entry("fix_type", "epfd"),
          Map.entry("ais_version", "ais_version"),
          Map.entry("imo_num", "imo"),
          Map.entry("callsign", "callsign"),
          Map.entry("name", "shipname"),
          Map.entry("type_and_cargo", "shiptype"),
          Map.entry("dim_a", "to_bow"),
          Map.entry("dim_b", "to_stern"),
          Map.entry("dim_c", "to_port"),
          Map.entry("dim_d", "to_starboard"),
          Map.entry("eta_month", "month"),
          Map.entry("eta_day", "day"),
          Map.entry("eta_hour", "hour"),
          Map.entry("eta_minute", "minute"),
          Map.entry("draught", "draught"),
          Map.entry("destination", "destination"),
          Map.entry("dte", "dte"),
          Map.entry("seq", "seqno"),
          Map.entry("seq_num", "seqno"),
          Map.entry("mmsi_dest", "dest_mmsi"),
          Map.entry("dest_mmsi", "dest_mmsi"),
          Map.entry("retransmit", "retransmit"),
          Map.entry("dac", "dac"),
          Map.entry("fi", "fid"),
          Map.entry("text", "text"),
          Map.entry("alt", "alt"),
          Map.entry("alt_sensor", "alt_sensor"),
          Map.entry("mmsi_1", "mmsi1"),
          Map.entry("mmsi_2", "mmsi2"),
          Map.entry("msg_1_1", "type1_1"),
          Map.entry("slot_offset_1_1", "offset1_1"),
          Map.entry("dest_msg_1_2", "type1_2"),
          Map.entry("slot_offset_1_2", "offset1_2"),
          Map.entry("dest_mmsi_a", "mmsi1"),
          Map.entry("dest_mmsi_b", "mmsi2"),
          Map.entry("offset_a", "offset1"),
          Map.entry("offset_b", "offset2"),
          Map.entry("inc_a", "increment1"),
          Map.entry("inc_b", "increment2"),
          Map.entry("aton_type", "aid_type"),
          Map.entry("aton_status", "regional"),
          Map.entry("off_pos", "off_position"),
          Map.entry("virtual_aton", "virtual_aid"),
          Map.entry("chan_a", "channel_a"),
          Map.entry("chan_b", "channel_b"),
          Map.entry("txrx_mode", "txrx"),
          Map.entry("dest_mmsi_1", "dest1"),
          Map.entry("dest_mmsi_2", "dest2"),
          Map.entry("zone_size", "zonesize"),
          Map.entry("x1", "ne_lon"),
          Map.entry("y1", "ne_lat"),
          Map.entry("x2", "sw_lon"),
          Map.entry("y2", "sw_lat"),
          Map.entry("station_type", "stationtype"),
          Map.entry("interval_raw", "interval"),
          Map.entry("quiet", "quiet"),
          Map.entry("part_num", "partno"),
          Map.entry("ack_required", "ack_required"),
          Map.entry("msg_seq", "msg_seq"),
          Map.entry("air_pres", "pressure"),
          Map.entry("air_temp", "airtemp"),
          Map.entry("rel_humid", "humidity"),
          Map.entry("sea_state", "seastate"),
          Map.entry("wind_ave", "wspeed"),
          Map.entry("wind_dir", "wdir"));

  private final ObjectMapper mapper = new ObjectMapper();
  private int equal;
  private final List<String> different = new ArrayList<>();

  @Test
  void valuesOfItsUnitTestsAreOurs() throws IOException {
    int unusable = 0;
    JsonNode tests =
        mapper.readTree(Files.readString(Corpus.file("derived/libais-test_data.json")));
    Sentences sentences = new Sentences();
    for (JsonNode test : tests) {
      List<String> nmea = new ArrayList<>();
      // Some of its sentences have made-up checksums.
      test.get("nmea").forEach(sentence -> nmea.add(rightChecksum(sentence.asText())));
      JsonNode ours = sentences.decodeAll(nmea, 0);
      JsonNode theirs = test.get("result");
      if (nmea.size() == 1 && ours.get("msg").asText().equals("ais.fragment")) {
        // Two sentences put into one that still says it is the first of two.
        unusable++;
        continue;
      }
      assertThat(ours.get("msg").asText()).isEqualTo("ais." + theirs.get("id").asInt());
      for (Map.Entry<String, JsonNode> field : theirs.properties()) {
        String name = ourName(field.getKey(), theirs.get("id").asInt());
        if (name != null && !ours.get("data").path("dac").asText().matches("367")) {
          compare(name, field.getValue(), ours.get("data"));
        }
      }
    }
    assertThat(unusable).isEqualTo(1);
    System.out.printf("libais unit tests: %d fields equal, %d not%n", equal, different.size());
    assertThat(different).isEmpty();
    assertThat(equal).isGreaterThan(250);
  }

  @ParameterizedTest
  @CsvSource({"typeexamples, 26, 230", "tagblock, 4, 50"})
  void valuesOfItsExamplesAreOurs(String name, int records, int fields) throws IOException {
    List<JsonNode> ours = new ArrayList<>();
    Sentences sentences = new Sentences();
    for (String line : Corpus.lines("schwehr+libais/" + name + ".nmea")) {
      JsonNode event = sentences.decode(line);
      if (!event.get("msg").asText().equals("ais.fragment")) {
        ours.add(event.get("data"));
      }
    }
    int read = 0;
    for (String line : Corpus.lines("schwehr+libais/" + name + ".json")) {
      JsonNode theirs = mapper.readTree(line);
      JsonNode message = ours.get(read++);
      assertThat(message.get("type")).isEqualTo(theirs.get("type"));
      for (Map.Entry<String, JsonNode> field : theirs.properties()) {
        // A tag block's time stands in for the message's, and what has no name here is spare.
        if (message.has(field.getKey()) && !field.getKey().equals("timestamp")) {
          compare(field.getKey(), field.getValue(), message);
        }
      }
    }
    System.out.printf("libais %s: %d fields equal, %d not%n", name, equal, different.size());
    assertThat(different).isEmpty();
    assertThat(read).isEqualTo(records);
    assertThat(equal).isGreaterThan(fields);
  }

  private static String rightChecksum(String line) {
    return Sentences.withChecksum(line.substring(1, line.indexOf('*')));
  }

  private static String ourName(String theirs, int type) {
    if (theirs.equals("timestamp")) {
      return "second";
    }
    if (type == 21 && theirs.equals("name")) {
      return "name";
    }
    return NAMES.get(theirs);
  }

  private void compare(String name, JsonNode theirs, JsonNode ours) {
    if (isSame(name, theirs, ours)) {
      equal++;
    } else if (!isExplained(name, theirs, ours)) {
      different.add(name + " " + theirs + ": " + ours);
    }
  }

  /**
   * Where it is not right, or has more; its later unit tests differ from its older examples in
   * some.
   */
  private static boolean isExplained(String name, JsonNode theirs, JsonNode ours) {
    JsonNode actual = ours.path(name);
    return switch (ours.get("type").asInt() + " " + name) {
      // Gives the opposite of the bit.
      case "6 retransmit", "27 gnss" -> actual.isBoolean() && !actual.equals(theirs);
      // Knots there are whole ones.
      case "9 speed" -> Math.abs(actual.asDouble() - 10 * theirs.asDouble()) < 1e-4;
      // Has '-' for 31 and '`' for 39 in its table of characters.
      case "21 name" ->
          actual.asText().replace('_', '-').replace('\'', '`').equals(theirs.asText());
      // Also knows the application acknowledgement, function 1, whose data we pass on.
      case "6 msg_seq" -> ours.path("fid").asInt() == 1 && ours.has("data");
      // Does not know of the two spare bits after the destination.
      case "25 dac", "25 fid", "26 dac", "26 fid" -> ours.get("addressed").asBoolean();
      default -> false;
    };
  }

  private static boolean isSame(String name, JsonNode theirs, JsonNode message) {
    JsonNode ours = message.get(name);
    if (theirs.isTextual()) {
      // It keeps what is behind the first '@', and cuts blanks in front.
      String text = theirs.asText();
      String cut = text.contains("@") ? text.substring(0, text.indexOf('@')) : text;
      String actual = ours != null ? ours.asText() : name.equals("imo") ? "0" : "";
      return actual.strip().equals(cut.strip());
    }
    if (ours == null) {
      double value = theirs.asDouble();
      return switch (name) {
        case "heading", "wdir" -> value == 511;
        case "course" -> value == 360;
        case "lon" -> value == 181;
        case "lat" -> value == 91;
        case "second" -> value == 60;
        case "imo", "mmsi2", "draught", "to_bow", "to_stern", "to_port", "to_starboard" ->
            value == 0;
        default -> false;
      };
    }
    if (ours.isNumber() && theirs.isNumber()) {
      // Single precision there, two decimals here.
      double tolerance = name.equals("turn") ? 0.005 : 2e-5;
      return Math.abs(ours.asDouble() - theirs.asDouble()) < tolerance;
    }
    return (ours.isBoolean() && theirs.isNumber())
        ? ours.asBoolean() == (theirs.asInt() != 0)
        : ours.equals(theirs);
  }
}
