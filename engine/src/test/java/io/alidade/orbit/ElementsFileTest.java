package io.alidade.orbit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Elements as two-line elements and as OMM, and what is said of files that are wrong. */
class ElementsFileTest {
  private static final String LINE1 =
      "1 25544U 98067A   20045.18587073  .00000950  00000-0  25302-4 0  9990";
  private static final String LINE2 =
      "2 25544  51.6443 242.0161 0004885 264.6060 207.3845 15.49165514212791";

  /** The same in the keywords of an OMM. */
  private static final String[] KEYWORDS = {
    "CCSDS_OMM_VERS", "2.0",
    "OBJECT_NAME", "ISS (ZARYA)",
    "OBJECT_ID", "1998-067A",
    "CENTER_NAME", "EARTH",
    "REF_FRAME", "TEME",
    "TIME_SYSTEM", "UTC",
    "MEAN_ELEMENT_THEORY", "SGP4",
    "EPOCH", "2020-02-14T04:27:39.231072",
    "MEAN_MOTION", "15.49165514",
    "ECCENTRICITY", "0.0004885",
    "INCLINATION", "51.6443",
    "RA_OF_ASC_NODE", "242.0161",
    "ARG_OF_PERICENTER", "264.6060",
    "MEAN_ANOMALY", "207.3845",
    "NORAD_CAT_ID", "25544",
    "BSTAR", "0.000025302"
  };

  @TempDir Path folder;

  private static List<Elements> parse(String text) throws ElementsException {
    return ElementsFile.parse("f", text);
  }

  private static void refused(String text, String message) {
    assertThatThrownBy(() -> parse(text))
        .isInstanceOf(ElementsException.class)
        .hasMessageStartingWith(message);
  }

  private static String kvn() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < KEYWORDS.length; i += 2) {
      text.append(KEYWORDS[i]).append(" = ").append(KEYWORDS[i + 1]).append('\n');
    }
    return text.toString();
  }

  private static String xml() {
    StringBuilder text = new StringBuilder("<omm id=\"CCSDS_OMM_VERS\"><body>\n");
    for (int i = 2; i < KEYWORDS.length; i += 2) {
      String key = KEYWORDS[i];
      text.append('<').append(key).append('>').append(KEYWORDS[i + 1]);
      text.append("</").append(key).append(">\n");
    }
    return text.append("</body></omm>\n").toString();
  }

  private static String json() {
    StringBuilder text = new StringBuilder("{");
    for (int i = 2; i < KEYWORDS.length; i += 2) {
      boolean isText = !KEYWORDS[i + 1].matches("[0-9.]+");
      String quote = isText ? "\"" : "";
      text.append(i == 2 ? "" : ",\n").append('"').append(KEYWORDS[i]).append("\":");
      text.append(quote).append(KEYWORDS[i + 1]).append(quote);
    }
    return text.append('}').toString();
  }

  private static void isStation(Elements elements) {
    assertThat(elements.number()).isEqualTo(25544);
    assertThat(elements.epochNs()).isEqualTo(Satellites.ns("2020-02-14T04:27:39.231072Z"));
    assertThat(elements.meanMotion()).isEqualTo(15.49165514);
    assertThat(elements.eccentricity()).isEqualTo(0.0004885);
    assertThat(elements.inclination()).isEqualTo(51.6443);
    assertThat(elements.node()).isEqualTo(242.0161);
    assertThat(elements.perigee()).isEqualTo(264.6060);
    assertThat(elements.meanAnomaly()).isEqualTo(207.3845);
    assertThat(elements.bStar()).isCloseTo(2.5302e-5, within(1e-18));
  }

  @Test
  void two_lines_without_a_name() throws Exception {
    Elements elements = parse(LINE1 + "\n" + LINE2 + "\n").get(0);
    isStation(elements);
    assertThat(elements.name()).isEqualTo("25544");
    assertThat(elements.title()).isEqualTo("25544");
    assertThat(elements.designator()).isEqualTo("98067A");
  }

  @Test
  void many_satellites_with_names_comments_and_blank_lines() throws Exception {
    String text =
        "\uFEFF# my satellites\r\n\r\nISS (ZARYA)             \r\n"
            + LINE1
            + "   \r\n"
            + LINE2
            + "\r\n0 SAME AGAIN\r\n# in between\r\n"
            + LINE1
            + "\r\n\r\n"
            + LINE2
            + "\r\n"
            + LINE1
            + "\n"
            + LINE2;
    List<Elements> elements = parse(text);
    assertThat(elements)
        .extracting(Elements::name)
        .containsExactly("ISS (ZARYA)", "SAME AGAIN", "25544");
    elements.forEach(ElementsFileTest::isStation);
    assertThat(elements.get(0).title()).isEqualTo("ISS (ZARYA) (25544)");
  }

  @Test
  void numbers_above_99999_have_a_letter_without_I_and_O() throws Exception {
    String first = LINE1.replace("25544", "A0001").substring(0, 68);
    String second = LINE2.replace("25544", "A0001").substring(0, 68);
    assertThat(parse(first + "\n" + second).get(0).number()).isEqualTo(100_001);
    assertThat(
            parse(first.replace("A0001", "J0000") + "\n" + second.replace("A0001", "J0000"))
                .get(0)
                .number())
        .isEqualTo(180_000);
    refused(
        first.replace("A0001", "I0000") + "\n" + second.replace("A0001", "I0000"),
        "f:1: columns 3-7");
  }

  @Test
  void years_57_to_56_are_1957_to_2056_and_days_have_their_year() throws Exception {
    String second = "\n" + LINE2.substring(0, 68);
    assertThat(parse(LINE1.substring(0, 68).replace("20045", "57001") + second).get(0).epochNs())
        .isEqualTo(Satellites.ns("1957-01-01T04:27:39.231072Z"));
    assertThat(parse(LINE1.substring(0, 68).replace("20045", "56366") + second).get(0).epochNs())
        .isEqualTo(Satellites.ns("2056-12-31T04:27:39.231072Z"));
    refused(
        LINE1.substring(0, 68).replace("20045", "21366") + second,
        "f:1: columns 21-23: the year has no day 366");
    refused(
        LINE1.substring(0, 68).replace("20045", "21000") + second,
        "f:1: columns 21-23: the year has no day 0");
  }

  @Test
  void errors_of_two_line_elements_name_their_line() {
    refused("", "f:1: holds no elements");
    refused("# nothing\n\n", "f:1: holds no elements");
    refused(
        "ISS\n" + LINE1 + "\n" + LINE2.replace("51.6443", "51.6444"),
        "f:3: checksum is '1', should be 2");
    refused(
        LINE1.substring(0, 60) + "\n" + LINE2, "f:1: has 60 columns; a line of elements has 69");
    refused("ISS\n\n" + LINE2, "f:3: line 2 without line 1 before it");
    refused(LINE1 + "\n" + LINE1 + "\n" + LINE2, "f:2: line 1 again");
    refused(LINE1 + "\nISS\n" + LINE2, "f:2: line 2 of the elements is expected here");
    refused(LINE1 + "\n", "f:1: line 2 is missing behind this line 1");
    refused(
        "ISS\nNOAA 15\n" + LINE1 + "\n" + LINE2,
        "f:2: line 1 of the elements of 'ISS' is expected");
    refused(
        LINE1 + "\n" + LINE2 + "\n\nNo GP data found",
        "f:4: 'No GP data found' is followed by no elements");
    refused("x".repeat(200), "f:1: neither a name nor a line of elements");
    String first = LINE1.substring(0, 68) + "\n";
    String second = LINE2.substring(0, 68);
    refused(first + second.replace("25544", "25545"), "f:2: is of another satellite than line 1");
    refused(
        first + second.replace("51.6443", "51,6443"),
        "f:2: columns 9-16: '51,6443' is no inclination");
    refused(
        first + second.replace("0004885", "00o4885"),
        "f:2: columns 27-33: '00o4885' is no eccentricity");
    refused(
        first + second.replace("15.49165514", "95.49165514"),
        "f:2: mean motion 95.49165514 is not");
    refused(first + second.replace("51.6443 ", "181.644 "), "f:2: ");
    refused(
        first.replace("25302-4", "2530x-4") + second,
        "f:1: columns 54-61: '2530x-4' is no drag term");
    refused(
        first.replace("20045.1", "2o045.1") + second,
        "f:1: columns 19-32: '2o045.18587073' is no epoch");
  }

  @Test
  void drag_terms_have_an_assumed_point() throws Exception {
    String second = "\n" + LINE2.substring(0, 68);
    String first = LINE1.substring(0, 68);
    assertThat(parse(first.replace(" 25302-4", "-11606-4") + second).get(0).bStar())
        .isCloseTo(-0.11606e-4, within(1e-18));
    assertThat(parse(first.replace(" 25302-4", " 13519-0") + second).get(0).bStar())
        .isEqualTo(0.13519);
    assertThat(parse(first.replace(" 25302-4", " 00000+0") + second).get(0).bStar()).isZero();
    assertThat(parse(first.replace(" 25302-4", "+12345+1") + second).get(0).bStar())
        .isEqualTo(1.2345);
  }

  @Test
  void an_omm_says_the_same_in_all_its_forms() throws Exception {
    for (String text : List.of(kvn(), xml(), json(), "[" + json() + "]")) {
      List<Elements> elements = parse(text);
      assertThat(elements).hasSize(1);
      isStation(elements.get(0));
      assertThat(elements.get(0).name()).isEqualTo("ISS (ZARYA)");
      assertThat(elements.get(0).designator()).isEqualTo("1998-067A");
    }
  }

  @Test
  void several_omms_in_a_file() throws Exception {
    assertThat(parse(kvn() + "\nCOMMENT the second\n" + kvn())).hasSize(2);
    assertThat(parse("<?xml version=\"1.0\"?>\n<ndm>" + xml() + xml() + "</ndm>")).hasSize(2);
    assertThat(parse("[" + json() + ",\n" + json() + "]")).hasSize(2);
  }

  @Test
  void units_days_of_the_year_and_large_numbers() throws Exception {
    String text =
        kvn()
            .replace("INCLINATION = 51.6443", "INCLINATION = 51.6443 [deg]")
            .replace("EPOCH = 2020-02-14T", "EPOCH = 2020-045T")
            .replace("NORAD_CAT_ID = 25544", "NORAD_CAT_ID = 799501234");
    assertThat(parse(text).get(0).inclination()).isEqualTo(51.6443);
    assertThat(parse(text).get(0).epochNs())
        .isEqualTo(Satellites.ns("2020-02-14T04:27:39.231072Z"));
    assertThat(parse(text).get(0).number()).isEqualTo(799_501_234);
    // Used, not only read.
    new PassPredictor(new GroundStation(0, 0, 0), Horizon.flat(0), parse(text))
        .look(parse(text).get(0), parse(text).get(0).epochNs());
  }

  @Test
  void errors_of_omms_name_their_line() {
    refused(kvn().replace("TEME", "GCRF"), "f:5: REF_FRAME is 'GCRF'; SGP4 needs TEME");
    refused(
        kvn().replace("SGP4", "SGP4-XP"), "f:7: MEAN_ELEMENT_THEORY is 'SGP4-XP'; SGP4 needs SGP4");
    refused(kvn().replace("= UTC", "= TAI"), "f:6: TIME_SYSTEM is 'TAI'");
    refused(kvn().replace("MEAN_MOTION", "SEMI_MAJOR_AXIS"), "f:1: the message has no MEAN_MOTION");
    refused(
        kvn().replace("04:27:39", "24:27:39"),
        "f:8: EPOCH '2020-02-14T24:27:39.231072' is no time");
    refused(kvn().replace("2020-02-14", "2021-02-29"), "f:8: EPOCH");
    refused(kvn().replace("15.49165514", "fast"), "f:9: MEAN_MOTION 'fast' is no number");
    refused(kvn().replace("0.0004885", "1.5"), "f:1: eccentricity 1.5 is not 0.0 to");
    refused(
        kvn().replace("NORAD_CAT_ID = 25544", "NORAD_CAT_ID = ISS"), "f:15: NORAD_CAT_ID 'ISS'");
    refused("\n" + kvn() + "what is this", "f:18: 'what is this' is no line KEYWORD = value");
    refused("A = 1\n" + kvn(), "f:1: A before CCSDS_OMM_VERS");
    refused(xml().replace("</body>", ""), "f:17: is no well-formed XML: ");
    refused(xml().replace("15.49165514", "fast"), "f:9: MEAN_MOTION 'fast' is no number");
    refused("<!DOCTYPE omm SYSTEM \"file:/etc/passwd\"><omm>&x;</omm>", "f:1: ");
    refused("<!DOCTYPE html><html></html>", "f:1: is a web page, not elements");
    refused("<ndm/>", "f:1: holds no elements");
    refused("[]", "f:1: holds no elements");
    refused("[1]", "f:1: an object with the elements");
    refused("{\"a\":", "f:1: is no JSON: ");
    refused(json().replace("15.49165514", "\"fast\""), "f:8: MEAN_MOTION 'fast' is no number");
  }

  @Test
  void of_several_sets_of_a_satellite_the_nearest_in_time_counts() throws Exception {
    String earlier =
        LINE1.substring(0, 68).replace("20045", "20040") + "\n" + LINE2.substring(0, 68) + "\n";
    List<Elements> all = parse(earlier + LINE1 + "\n" + LINE2);
    assertThat(ElementsFile.nearest(all, Satellites.ns("2020-02-20T00:00:00Z")))
        .containsExactly(all.get(1));
    assertThat(ElementsFile.nearest(all, Satellites.ns("2020-02-10T00:00:00Z")))
        .containsExactly(all.get(0));
  }

  @Test
  void satellites_are_found_by_number_by_name_and_by_a_part_of_it() throws Exception {
    List<Elements> all =
        parse("ISS\n" + LINE1 + "\n" + LINE2 + "\nISS DEB\n" + LINE1 + "\n" + LINE2);
    assertThat(ElementsFile.named(all, "iss")).containsExactly(all.get(0));
    assertThat(ElementsFile.named(all, "deb")).containsExactly(all.get(1));
    assertThat(ElementsFile.named(all, "25544")).hasSize(2);
    assertThat(ElementsFile.named(all, "noaa")).isEmpty();
    assertThat(ElementsFile.named(all, " ")).isEmpty();
  }

  @Test
  void elements_of_a_low_orbit_are_old_after_a_week_of_a_high_one_after_a_month() throws Exception {
    Elements low = parse(LINE1 + "\n" + LINE2).get(0);
    long day = 86_400_000_000_000L;
    assertThat(low.ageDays(low.epochNs() + 3 * day)).isEqualTo(3);
    assertThat(low.isOld(low.epochNs() + 7 * day)).isFalse();
    assertThat(low.isOld(low.epochNs() + 7 * day + 1_000_000_000)).isTrue();
    assertThat(low.isOld(low.epochNs() - 8 * day)).as("elements from the future").isTrue();
    Elements high =
        parse(
                LINE1.substring(0, 68)
                    + "\n"
                    + LINE2.substring(0, 68).replace("15.49165514", " 1.00270000"))
            .get(0);
    assertThat(high.isOld(high.epochNs() + 29 * day)).isFalse();
    assertThat(high.isOld(high.epochNs() + 31 * day)).isTrue();
  }

  @Test
  void whatever_is_in_a_file_is_read_or_refused_with_its_line() throws Exception {
    Random random = new Random(17);
    String[] whole = {
      LINE1 + "\n" + LINE2 + "\n", "ISS\n" + LINE1 + "\n" + LINE2, kvn(), xml(), json()
    };
    int read = 0;
    for (int round = 0; round < 4000; round++) {
      StringBuilder text = new StringBuilder(whole[round % whole.length]);
      for (int i = random.nextInt(4); i >= 0; i--) {
        int at = random.nextInt(text.length());
        switch (random.nextInt(3)) {
          case 0 -> text.setCharAt(at, (char) random.nextInt(random.nextBoolean() ? 128 : 0x3000));
          case 1 -> text.setLength(Math.max(1, at));
          default -> text.insert(at, text.substring(at, Math.min(text.length(), at + 20)));
        }
      }
      try {
        read += parse(text.toString()).size();
      } catch (ElementsException refused) {
        assertThat(refused.getMessage()).matches("f:[1-9]\\d*: [^\\n\\r]+");
      }
    }
    assertThat(read).isPositive();
  }

  @Test
  void a_file_is_read_and_an_absent_one_is_an_IOException() throws Exception {
    Path file = Files.writeString(folder.resolve("stations.tle"), LINE1 + "\n" + LINE2);
    isStation(ElementsFile.read(file).get(0));
    assertThatThrownBy(() -> ElementsFile.read(folder.resolve("absent")))
        .isInstanceOf(java.io.IOException.class);
  }

  /** Catalogue entries that were served as TLE and as JSON. */
  @Test
  void catalogue_entries_are_the_same_in_both_forms() throws Exception {
    Path file = Satellites.corpus("satellite-js/io.json");
    List<Elements> omm = ElementsFile.read(file);
    JsonNode entries = new ObjectMapper().readTree(file.toFile());
    assertThat(omm).hasSize(3);
    for (int i = 0; i < omm.size(); i++) {
      JsonNode entry = entries.get(i);
      Elements tle =
          parse(entry.get("tleLine1").asText() + "\n" + entry.get("tleLine2").asText()).get(0);
      Elements other = omm.get(i);
      assertThat(other.number()).isEqualTo(tle.number());
      assertThat(other.epochNs() - tle.epochNs()).isBetween(-500_000L, 500_000L);
      assertThat(other.meanMotion()).isEqualTo(tle.meanMotion());
      assertThat(other.eccentricity()).isEqualTo(tle.eccentricity());
      assertThat(other.inclination()).isEqualTo(tle.inclination());
      assertThat(other.node()).isEqualTo(tle.node());
      assertThat(other.perigee()).isEqualTo(tle.perigee());
      assertThat(other.meanAnomaly()).isEqualTo(tle.meanAnomaly());
      assertThat(other.bStar()).isCloseTo(tle.bStar(), within(1e-15));
    }
  }

  /** Elements that another implementation refuses with a code of SGP4's. */
  @Test
  void elements_of_no_orbit_are_refused_or_give_no_position() throws Exception {
    JsonNode entries =
        new ObjectMapper().readTree(Satellites.corpus("satellite-js/io-edge.json").toFile());
    for (JsonNode entry : entries) {
      String tle =
          entry.get("tleLine1").asText().substring(0, 68)
              + "\n"
              + entry.get("tleLine2").asText().substring(0, 68);
      boolean fails;
      try {
        Elements elements = parse(tle).get(0);
        new Orbit(elements).state(elements.epochNs());
        fails = false;
      } catch (ElementsException | OrbitException refused) {
        fails = true;
      }
      assertThat(fails).as(entry.get("description").asText()).isTrue();
    }
  }
}
