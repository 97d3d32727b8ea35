package io.alidade.protocol.ais;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Fields on which at least two of three other decoders agree. A value that means "not available"
 * there must be absent here; everything else must be equal, but for the differences that {@link
 * #explanation} knows.
 */
class CrosscheckTest {
  private static final Set<String> DIMENSIONS =
      Set.of("to_bow", "to_stern", "to_port", "to_starboard");

  /** Arrival times of records are so far apart that parts of two never meet. */
  private static final long SPACING_NS = 10_000_000_000L;

  private final ObjectMapper mapper = new ObjectMapper();
  private final Sentences sentences = new Sentences();
  private int equal;
  private int absent;
  private int explained;
  private final List<String> different = new ArrayList<>();

  @ParameterizedTest
  @CsvSource({
    "derived/crosscheck.jsonl.gz, 22343, 200000",
    "derived/crosscheck-goais.jsonl.gz, 4608, 33000"
  })
  void fieldsOnWhichOtherDecodersAgreeAreOursToo(String file, int records, int fields)
      throws IOException {
    long time = 0;
    int read = 0;
    for (String line : Corpus.lines(file)) {
      JsonNode record = mapper.readTree(line);
      List<String> nmea = new ArrayList<>();
      record.get("nmea").forEach(sentence -> nmea.add(sentence.asText()));
      time += SPACING_NS;
      JsonNode ours = sentences.decodeAll(nmea, time);
      read++;
      JsonNode agreed = record.get("agreed");
      if (!agreed.isEmpty()) {
        assertThat(ours.get("msg").asText())
            .as("%s", nmea)
            .isEqualTo("ais." + agreed.get("type").asInt());
        compare(agreed, ours.get("data"), line);
      }
    }
    System.out.printf(
        "%s: %d records, %d fields equal, %d absent for \"not available\", %d explained, %d not%n",
        file, read, equal, absent, explained, different.size());
    assertThat(read).isEqualTo(records);
    assertThat(equal).isGreaterThan(fields);
    assertThat(different).isEmpty();
    assertThat(explained).isLessThan((equal + absent) / 1000);
  }

  private void compare(JsonNode agreed, JsonNode ours, String line) {
    int type = agreed.get("type").asInt();
    for (Map.Entry<String, JsonNode> field : agreed.properties()) {
      String name = field.getKey();
      JsonNode expected = field.getValue();
      JsonNode actual = ours.get(name);
      if (actual == null && isNotAvailable(type, name, expected, ours)) {
        absent++;
      } else if (actual != null && isSame(name, expected, actual)) {
        equal++;
      } else if (explanation(type, name, expected, ours) != null) {
        explained++;
      } else {
        different.add(name + " " + expected + ", ours " + actual + ": " + line);
      }
    }
  }

  /** Positions were compared with six decimals; everything else is exact. */
  private static boolean isSame(String name, JsonNode expected, JsonNode actual) {
    if (expected.isNumber() && actual.isNumber()) {
      double tolerance = name.equals("lon") || name.equals("lat") ? 1e-6 : 1e-9;
      return Math.abs(expected.asDouble() - actual.asDouble()) <= tolerance;
    }
    return expected.equals(actual);
  }

  private static boolean isNotAvailable(int type, String name, JsonNode value, JsonNode ours) {
    if (value.isTextual()) {
      return value.asText().isEmpty();
    }
    double number = value.asDouble();
    if (DIMENSIONS.contains(name)) {
      return number == 0 && DIMENSIONS.stream().noneMatch(ours::has);
    }
    return switch (name) {
      case "lat" -> number == 91;
      case "lon" -> number == 181;
      case "speed" -> number == (type == 9 ? 1023 : type == 27 ? 63 : 102.3);
      case "course" -> number == (type == 27 ? 511 : 360);
      case "heading" -> number == 511;
      case "alt" -> number == 4095;
      case "second", "minute" -> number == 60;
      case "hour" -> number == 24;
      case "day", "month", "imo", "draught" -> number == 0;
      default -> false;
    };
  }

  /** Why we do not agree, or null. */
  private static String explanation(int type, String name, JsonNode expected, JsonNode ours) {
    if (type == 21 && name.equals("name")) {
      String whole = ours.path("name").asText();
      return whole.length() > 20 && whole.startsWith(expected.asText())
          ? "we add the name's extension, which the others give apart"
          : null;
    }
    if (type == 8 && ours.has("data") && ours.path("dac").asInt() == 200) {
      return "area 200 function 10 with another length than that application has: not decoded";
    }
    if (type == 26 && name.equals("dest_mmsi") && !ours.has("data")) {
      return "no room for a destination before the communication state";
    }
    if (expected.isTextual() && ours.path(name).asText().strip().equals(expected.asText())) {
      return "blanks before a text are part of it; they were taken off before comparing";
    }
    return null;
  }
}
