package io.alidade.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.alidade.ChildJvm;
import io.alidade.orbit.Elements;
import io.alidade.orbit.Look;
import io.alidade.orbit.Pass;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The passes command, as its users and programs see it. */
class PassesTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final String TLE =
      """
      # stations
      ISS (ZARYA)
      1 25544U 98067A   20045.18587073  .00000950  00000-0  25302-4 0  9990
      2 25544  51.6443 242.0161 0004885 264.6060 207.3845 15.49165514212791

      NOAA 15
      1 25338U 98030A   17271.51297398  .00000037  00000-0  34305-4 0  9992
      2 25338  98.7817 282.6269 0009465 266.6019  93.4077 14.25818111  7720
      GEO
      1 90001U 20001A   20045.00000000  .00000000  00000-0  00000-0 0
      2 90001   0.0300 100.0000 0000885 100.0000 100.0000  1.00270000
      """;

  @TempDir Path folder;
  private String stationText = "52,4.37,10";
  private Path tle;

  private record Outcome(int code, String out, String err) {
    List<JsonNode> objects() throws Exception {
      List<JsonNode> objects = new ArrayList<>();
      for (String line : out.lines().toList()) {
        objects.add(MAPPER.readTree(line));
      }
      return objects;
    }
  }

  @BeforeEach
  void write() throws Exception {
    // Columns 63-68 as catalogues have them.
    StringBuilder padded = new StringBuilder();
    TLE.lines().forEach(line -> padded.append(pad(line)).append('\n'));
    tle = Files.writeString(folder.resolve("sats.tle"), padded);
  }

  private static String pad(String line) {
    boolean isElements = line.startsWith("1 9") || line.startsWith("2 9");
    return isElements ? line + " ".repeat(Math.max(0, 67 - line.length())) + "1" : line;
  }

  private Outcome passes(String... more) throws Exception {
    List<String> arguments = new ArrayList<>(List.of("passes", "--tle", tle.toString()));
    arguments.addAll(List.of("--station", stationText, "--from", "2020-02-14T08:40:00Z"));
    arguments.addAll(Arrays.asList(more));
    Path out = folder.resolve("out");
    Path err = folder.resolve("err");
    Process process =
        ChildJvm.alidade(arguments.toArray(String[]::new))
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    int code = process.waitFor();
    return new Outcome(code, Files.readString(out), Files.readString(err));
  }

  @Test
  void a_table_for_people() throws Exception {
    Outcome outcome = passes("--hours", "2", "--track", "--frequency", "435e6");
    assertThat(outcome.code()).isZero();
    List<String> lines = outcome.out().lines().toList();
    assertThat(lines.get(0)).contains("satellite", "rise (AOS) UTC", "culm. (TCA)", "duration");
    assertThat(lines.get(1))
        .startsWith(
            "ISS (ZARYA)  2020-02-14 08:48:37 202.1   0.0   2361  02-14 08:53:23 141.1  15.3")
        .endsWith("9:32");
    assertThat(lines.get(2)).matches("    08:48:37  az 202.06 .* -6.0171 km/s +\\+8731 Hz");
    assertThat(lines.stream().filter(line -> line.startsWith("    ")).count()).isGreaterThan(58);
    assertThat(outcome.out()).contains("GEO (90001) ");
    assertThat(outcome.err())
        .contains("NOAA 15 (25338): the elements are 868.8 days old")
        .doesNotContain("ISS");
  }

  @Test
  void one_JSON_object_a_pass_for_programs() throws Exception {
    Outcome outcome = passes("--json", "--satellite", "25544", "--to", "2020-02-14T17:30:00Z");
    assertThat(outcome.code()).isZero();
    assertThat(outcome.err()).isEmpty();
    List<JsonNode> passes = outcome.objects();
    assertThat(passes).hasSize(6);
    JsonNode pass = passes.get(0);
    assertThat(pass.get("satellite").asText()).isEqualTo("ISS (ZARYA)");
    assertThat(pass.get("norad").asInt()).isEqualTo(25544);
    assertThat(pass.get("visible").asText()).isEqualTo("pass");
    assertThat(pass.get("aos").get("time").asText()).isEqualTo("2020-02-14T08:48:37.177Z");
    assertThat(pass.get("tca").get("el").asDouble()).isCloseTo(15.334, within(0.001));
    assertThat(pass.get("los").get("az").asDouble()).isCloseTo(80.28, within(0.02));
    assertThat(pass.get("los").get("el").asDouble()).isGreaterThanOrEqualTo(0);
    assertThat(pass.get("duration_s").asDouble()).isCloseTo(572.3, within(0.1));
    assertThat(pass.get("elements_age_days").asDouble()).isEqualTo(0.18);
    assertThat(pass.get("aos").has("doppler_hz")).isFalse();
    assertThat(pass.has("track")).isFalse();
    assertThat(outcome.out()).doesNotContain("\\u", "-0.0000");
  }

  @Test
  void tracks_in_JSON_have_points_every_ten_seconds_and_one_at_the_set() throws Exception {
    JsonNode pass =
        passes("--json", "--satellite", "iss", "--hours", "1", "--track", "--frequency", "435e6")
            .objects()
            .get(0);
    JsonNode track = pass.get("track");
    assertThat(track).hasSize(59);
    assertThat(track.get(0)).isEqualTo(pass.get("aos"));
    assertThat(track.get(58)).isEqualTo(pass.get("los"));
    assertThat(track.get(1).get("time").asText()).isEqualTo("2020-02-14T08:48:47.177Z");
    assertThat(track.get(1).get("range_km").asDouble()).isCloseTo(2301.58, within(0.1));
    assertThat(track.get(1).get("doppler_hz").asDouble()).isCloseTo(8653.5, within(1.0));
  }

  @Test
  void what_never_rises_or_never_sets_is_told() throws Exception {
    List<JsonNode> one = passes("--json", "--satellite", "geo").objects();
    assertThat(one).hasSize(1);
    assertThat(one.get(0).get("visible").asText()).isEqualTo("never");
    assertThat(one.get(0).get("highest").get("el").asDouble()).isNegative();
    stationText = "-33.9,156,0";
    one = passes("--json", "--satellite", "geo").objects();
    assertThat(one).hasSize(1);
    assertThat(one.get(0).get("visible").asText()).isEqualTo("always");
    assertThat(one.get(0).get("begin").get("range_km").asDouble()).isBetween(35_700.0, 41_700.0);
    assertThat(passes("--satellite", "geo").out())
        .contains("GEO (90001) is always above the horizon");
  }

  @Test
  void other_commands_do_not_load_the_orbit_library() throws Exception {
    Path loaded = folder.resolve("classes");
    Path lines =
        Files.writeString(folder.resolve("x.nmea"), "$GPGLL,4916.45,N,12311.12,W,225444,A*31\r\n");
    ProcessBuilder decode = ChildJvm.alidade("decode", lines.toString());
    decode.environment().put("JAVA_TOOL_OPTIONS", "-Xlog:class+load=info:file=" + loaded);
    decode.redirectOutput(folder.resolve("out").toFile()).redirectErrorStream(true);
    assertThat(decode.start().waitFor()).isZero();
    assertThat(Files.readString(loaded))
        .contains("io.alidade.cli.PassesCommand")
        .doesNotContain("org.orekit", "org.hipparchus");
  }

  @Test
  void a_rise_or_set_beyond_what_was_searched_has_no_time() throws Exception {
    Elements satellite = new Elements("A \"B\"", 7, "", 0, 2, 0.7, 63, 0, 270, 0, 0);
    Pass pass =
        new Pass(
            satellite,
            new Look(0, 10, 5, 40_000, 0),
            false,
            new Look(3_600_000_000_000L, 20, 80, 39_000, 0),
            new Look(90_000_000_000_000L, 30, 0, 38_000, 1),
            true);
    StringBuilder out = new StringBuilder();
    TextPasses text = new TextPasses(0);
    text.begin(out, List.of(pass));
    text.pass(out, pass, List.of());
    List<String> lines = out.toString().lines().toList();
    assertThat(lines.get(1))
        .startsWith("A \"B\"      up before            10.0   5.0  40000  01-01 01:00:00  20.0")
        .contains("01-02 01:00:00  30.0")
        .endsWith(" -");
    assertThat(lines.get(1).indexOf("01-01")).isEqualTo(lines.get(0).indexOf("culm."));
    out.setLength(0);
    new JsonPasses(0).pass(out, pass, List.of());
    JsonNode json = MAPPER.readTree(out.toString());
    assertThat(json.get("satellite").asText()).isEqualTo("A \"B\"");
    assertThat(json.get("aos").isNull()).isTrue();
    assertThat(json.get("los").get("time").asText()).isEqualTo("1970-01-02T01:00:00.000Z");
    assertThat(json.has("duration_s")).isFalse();
  }

  @Test
  void many_satellites_that_do_not_rise_are_counted() {
    StringBuilder out = new StringBuilder();
    Elements satellite = new Elements("A", 7, "", 0, 2, 0.7, 63, 0, 270, 0, 0);
    List<Elements> many = Collections.nCopies(11, satellite);
    new TextPasses(0).neverUp(out, many, Collections.nCopies(11, new Look(0, 1, -2, 3, 4)));
    assertThat(out.toString()).isEqualTo("11 satellites do not rise in this time\n");
  }

  private static Outcome refused(String... arguments) {
    PrintStream err = System.err;
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    System.setErr(new PrintStream(said, true, UTF_8));
    try {
      int code = Alidade.execute(arguments);
      return new Outcome(code, "", said.toString(UTF_8));
    } finally {
      System.setErr(err);
    }
  }

  @Test
  void errors_are_one_line_and_exit_code_2() throws Exception {
    Path bad =
        Files.writeString(
            folder.resolve("bad.tle"), Files.readString(tle).replace("51.6443", "51.6444"));
    Path mask = Files.writeString(folder.resolve("mask"), "0 5\n90 x\n");
    String ok = tle.toString();
    String[][] cases = {
      {"absent.tle: no such file", "absent.tle", "52,4,0"},
      {"is a directory", folder.toString(), "52,4,0"},
      {"bad.tle:4: checksum is '1', should be 2", bad.toString(), "52,4,0"},
      {"--station: latitude 95.0 is not -90 to 90", ok, "95,4,0"},
      {"--station: '52' is not LAT,LON,ALT", ok, "52"},
      {"--from: 'today' is not a UTC time", ok, "52,4,0", "--from", "today"},
      {
        "--to: '2020-01-01T00:00:00Z' is not after",
        ok,
        "52,4,0",
        "--from",
        "2020-01-02T00:00:00Z",
        "--to",
        "2020-01-01T00:00:00Z"
      },
      {"--hours: and --to exclude", ok, "52,4,0", "--hours", "1", "--to", "2020-01-01T00:00:00Z"},
      {"--hours: 0.0 is not above 0", ok, "52,4,0", "--hours", "0"},
      {"--hours: NaN is not", ok, "52,4,0", "--hours", "NaN"},
      {"--satellite: 'foo' is none of the 3 in", ok, "52,4,0", "--satellite", "foo"},
      {"--min-elevation: elevation 91.0 is not", ok, "52,4,0", "--min-elevation", "91"},
      {"mask:2: elevation 'x' is not", ok, "52,4,0", "--mask", mask.toString()},
      {
        "--frequency: -1.0 Hz is not above 0",
        ok,
        "52,4,0",
        "--satellite",
        "iss",
        "--from",
        "2020-02-14T00:00:00Z",
        "--frequency",
        "-1"
      },
      {"--ut1: UT1 - UTC 5.0 is not", ok, "52,4,0", "--ut1", "5"},
    };
    for (String[] one : cases) {
      List<String> arguments =
          new ArrayList<>(List.of("passes", "--tle", one[1], "--station", one[2]));
      arguments.addAll(Arrays.asList(one).subList(3, one.length));
      Outcome outcome = refused(arguments.toArray(String[]::new));
      assertThat(outcome.err()).contains(one[0]);
      assertThat(outcome.err().lines()).as(one[0]).hasSize(1);
      assertThat(outcome.code()).isEqualTo(2);
    }
    assertThat(refused("passes").err()).contains("--tle=FILE", "--station=LAT,LON,ALT");
  }
}
