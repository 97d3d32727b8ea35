package io.alidade.protocol.ais;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * gpsd's own sample and the JSON that gpsd gives for it: every field that both have must be equal;
 * what we leave out must mean "not available".
 */
class GpsdSampleTest {
  private static final Set<String> OF_GPSD_ALONE = Set.of("class", "device", "scaled");

  /**
   * Met/hydro values that Circ.236 and Circ.289 reserve for "not available", as gpsd scales them.
   */
  private static final Map<String, Set<Double>> NO_WEATHER =
      Map.ofEntries(
          Map.entry("wspeed", Set.of(127.0)),
          Map.entry("wgust", Set.of(127.0)),
          Map.entry("wdir", Set.of(360.0, 511.0)),
          Map.entry("wgustdir", Set.of(360.0, 511.0)),
          Map.entry("humidity", Set.of(101.0, 127.0)),
          Map.entry("airtemp", Set.of(144.7, -102.4)),
          Map.entry("dewpoint", Set.of(82.3, 50.1)),
          Map.entry("pressure", Set.of(1311.0, 1310.0)),
          Map.entry("visibility", Set.of(25.5, 12.7)),
          Map.entry("waterlevel", Set.of(41.1, 30.0)),
          Map.entry("cspeed", Set.of(25.5)),
          Map.entry("cspeed2", Set.of(25.5)),
          Map.entry("cspeed3", Set.of(25.5)),
          Map.entry("cdir", Set.of(360.0, 511.0)),
          Map.entry("cdir2", Set.of(360.0, 511.0)),
          Map.entry("cdir3", Set.of(360.0, 511.0)),
          Map.entry("cdepth2", Set.of(31.0)),
          Map.entry("cdepth3", Set.of(31.0)),
          Map.entry("waveheight", Set.of(25.5)),
          Map.entry("waveperiod", Set.of(63.0)),
          Map.entry("wavedir", Set.of(360.0, 511.0)),
          Map.entry("swellheight", Set.of(25.5)),
          Map.entry("swellperiod", Set.of(63.0)),
          Map.entry("swelldir", Set.of(360.0, 511.0)),
          Map.entry("seastate", Set.of(13.0, 15.0)),
          Map.entry("watertemp", Set.of(92.3, 50.1)),
          Map.entry("preciptype", Set.of(7.0)),
          Map.entry("salinity", Set.of(51.1, 51.0)),
          Map.entry("ice", Set.of(3.0)));

  private final ObjectMapper mapper = new ObjectMapper();
  private int equal;
  private int absent;
  private int explained;
  private final List<String> different = new ArrayList<>();

  @Test
  void fieldsThatBothHaveAreEqual() throws IOException {
    List<JsonNode> ours = new ArrayList<>();
    Sentences sentences = new Sentences();
    for (String line : Corpus.lines("ntpsec+gpsd/sample.aivdm")) {
      if (line.startsWith("!")) {
        JsonNode event = sentences.decode(line);
        if (event.get("msg").asText().matches("ais\\.\\d+")) {
          ours.add(event.get("data"));
        }
      }
    }
    int next = 0;
    int records = 0;
    for (String line : Corpus.lines("ntpsec+gpsd/sample.aivdm.js.chk")) {
      JsonNode gpsd = mapper.readTree(line);
      next = indexOf(gpsd, ours, next);
      compare(gpsd, ours.get(next));
      next++;
      records++;
    }
    System.out.printf(
        "sample.aivdm: %d records, %d fields equal, %d absent for \"not available\", %d explained,"
            + " %d not%n",
        records, equal, absent, explained, different.size());
    assertThat(different).isEmpty();
    assertThat(records).isEqualTo(97);
    assertThat(equal).isGreaterThan(1000);
  }

  /** The next of our messages of that type and sender; gpsd gives one for both parts of 24. */
  private static int indexOf(JsonNode gpsd, List<JsonNode> ours, int from) {
    JsonNode partA = null;
    for (int i = from; i < ours.size(); i++) {
      JsonNode message = ours.get(i);
      if (message.get("type").equals(gpsd.get("type"))
          && message.get("mmsi").equals(gpsd.get("mmsi"))) {
        if (message.path("partno").asInt() == 1 && partA != null) {
          ((ObjectNode) message).setAll((ObjectNode) partA);
        } else if (message.has("partno")) {
          partA = message;
          continue;
        }
        return i;
      }
    }
    throw new AssertionError("we have no message for " + gpsd);
  }

  private void compare(JsonNode gpsd, JsonNode ours) {
    for (Map.Entry<String, JsonNode> field : gpsd.properties()) {
      String name = field.getKey();
      if (OF_GPSD_ALONE.contains(name) || name.endsWith("_text")) {
        continue;
      }
      JsonNode expected = field.getValue();
      JsonNode actual = ours.get(name);
      if (actual != null && isSame(name, expected, actual, ours)) {
        equal++;
      } else if (actual == null && isNotAvailable(name, expected, ours)) {
        absent++;
      } else if (explanation(name, expected, actual, gpsd, ours) != null) {
        explained++;
      } else {
        different.add(name + " " + expected + ", ours " + actual + ": " + gpsd + " " + ours);
      }
    }
  }

  private static boolean isSame(String name, JsonNode expected, JsonNode actual, JsonNode ours) {
    // Areas and rates of turn are numbers in quotes there.
    if (actual.isNumber() && expected.asText().matches("-?[0-9.]+")) {
      double tolerance =
          switch (name) {
            // Met/hydro positions and areas have six decimals, water levels one.
            case "lon", "lat" ->
                switch (ours.get("type").asInt()) {
                  case 17 -> 0.05;
                  case 27 -> 0.00005;
                  case 8, 6 -> 0.0000005;
                  default -> 0.00000005;
                };
            case "ne_lon", "ne_lat", "sw_lon", "sw_lat" -> 0.0000005;
            case "waterlevel" -> 0.05;
            default -> 0;
          };
      return Math.abs(expected.asDouble() - actual.asDouble()) <= tolerance + 1e-9;
    }
    return expected.equals(actual);
  }

  private static boolean isNotAvailable(String name, JsonNode value, JsonNode ours) {
    if (value.isTextual()) {
      String text = value.asText();
      return text.isEmpty()
          || text.equals("n/a")
          || text.equals("N/A")
          || (name.equals("timestamp") && text.contains("T24:60:60"))
          || (name.equals("eta") && text.equals("00-00T24:60Z"));
    }
    double number = value.asDouble();
    if (NO_WEATHER.containsKey(name) && ours.has("dac")) {
      return NO_WEATHER.get(name).contains(number);
    }
    return switch (name) {
      case "lon" -> number == 181;
      case "lat" -> number == 91;
      case "heading" -> number == 511;
      case "second" -> number == 60;
      case "speed" -> number == 102.3;
      case "course" -> number == 360;
      case "draught", "imo", "mmsi2", "mmsi3", "mmsi4" -> number == 0;
      case "dest_mmsi" -> number == 0 && !ours.get("addressed").asBoolean();
      case "app_id" -> number == 0 && !ours.get("structured").asBoolean();
      case "to_bow", "to_stern", "to_port", "to_starboard" -> number == 0 && !ours.has("to_bow");
      default -> false;
    };
  }

  /** Why we do not agree, or null. */
  private static String explanation(
      String name, JsonNode expected, JsonNode actual, JsonNode gpsd, JsonNode ours) {
    int type = gpsd.get("type").asInt();
    int dac = gpsd.path("dac").asInt();
    int fid = gpsd.path("fid").asInt();
    if (Set.of("pressuretend", "leveltrend", "preciptype", "ice").contains(name)) {
      return actual != null && actual.isInt() && expected.isTextual()
          ? "an enumeration, which we leave a number"
          : null;
    }
    if (name.equals("vendorid")) {
      return expected.asText().startsWith(actual.asText())
          ? "three letters; gpsd adds model and serial number once more, as letters"
          : null;
    }
    if (dac == 200 && fid == 10 && Set.of("length", "beam", "draught").contains(name)) {
      double scale = name.equals("draught") ? 100 : 10;
      return Math.abs(expected.asDouble() - scale * actual.asDouble()) < 1e-6
          ? "metres; gpsd leaves decimetres and centimetres"
          : null;
    }
    if (type == 6 && dac == 1 && ours.has("data")) {
      return "shorter than the application has it: gpsd fills up with zeros, we give the data";
    }
    if (type == 6 && dac == 1 && fid == 40 && name.equals("data")) {
      return "number of persons on board, which gpsd does not know";
    }
    if ((type == 25 || type == 26) && (name.equals("app_id") || name.equals("data"))) {
      return "two spare bits after the destination and four before the communication state";
    }
    if (type == 7 && actual == null) {
      return "the last destination was not sent whole: gpsd fills up with zeros";
    }
    if (type == 26 && name.equals("radio")) {
      return "gpsd gives 0 whatever was sent";
    }
    if (type == 20 || type == 15 || type == 16) {
      return actual == null && expected.asInt() == 0 ? "not sent" : null;
    }
    if (type == 1 && name.equals("radio")) {
      return actual == null ? "163 bits: only a part of it was sent" : null;
    }
    if (type == 4 && name.equals("timestamp")) {
      return actual == null ? "incomplete, or not a date" : null;
    }
    return null;
  }
}
