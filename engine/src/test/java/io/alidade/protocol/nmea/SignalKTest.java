package io.alidade.protocol.nmea;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/**
 * Sentences with the values that Signal K gives them, in SI units: each value is compared with ours
 * after conversion. Where Signal K gives nothing or an error, decoding must only not fail.
 */
class SignalKTest {
  private static final double NMI = 1852;
  private static final double KNOT = 1852 / 3600.0;
  private static final double DEGREE = Math.PI / 180;

  /** Ours, in Signal K's unit: a number, a text, a position as text; null when absent. */
  private static final Map<String, Function<JsonNode, Object>> OURS = new HashMap<>();

  private static void number(String key, String field, double scale) {
    OURS.put(key, data -> data.has(field) ? data.get(field).asDouble() * scale : null);
  }

  private static void kelvin(String key, String field) {
    OURS.put(key, data -> data.has(field) ? data.get(field).asDouble() + 273.15 : null);
  }

  private static void text(String key, String field) {
    OURS.put(key, data -> data.has(field) ? data.get(field).asText() : null);
  }

  private static void position(String key, String lat, String lon) {
    OURS.put(
        key,
        data ->
            data.has(lat) ? position(data.get(lat).asDouble(), data.get(lon).asDouble()) : null);
  }

  private static String position(double lat, double lon) {
    return String.format("%.8f %.8f", lat, lon);
  }

  private static void crossTrack(String key) {
    OURS.put(
        key,
        data ->
            data.has("xte")
                ? data.get("xte").asDouble()
                    * NMI
                    * ("L".equals(data.path("steer").asText()) ? 1 : -1)
                : null);
  }

  private static void signedAngle(String key) {
    OURS.put(
        key,
        data ->
            data.has("wind_angle")
                ? data.get("wind_angle").asDouble()
                    * DEGREE
                    * (data.path("wind_side").asText().equals("L") ? -1 : 1)
                : null);
  }

  static {
    String rhumb = "navigation.courseRhumbline.";
    String circle = "navigation.courseGreatCircle.";
    crossTrack("APB " + rhumb + "crossTrackError");
    number("APB " + rhumb + "bearingTrackMagnetic", "bearing_origin_magnetic", DEGREE);
    number(
        "APB " + rhumb + "bearingOriginToDestinationMagnetic", "bearing_origin_magnetic", DEGREE);
    number("APB " + rhumb + "bearingToDestinationMagnetic", "bearing_magnetic", DEGREE);
    number("APB " + rhumb + "nextPoint.bearingMagnetic", "bearing_magnetic", DEGREE);
    text("APB " + rhumb + "nextPoint.ID", "waypoint");
    number("APB steering.autopilot.target.headingMagnetic", "heading_to_steer_magnetic", DEGREE);
    number("BOD " + rhumb + "bearingTrackTrue", "bearing_true", DEGREE);
    number("BOD " + rhumb + "bearingTrackMagnetic", "bearing_magnetic", DEGREE);
    text("BOD " + rhumb + "nextPoint.ID", "waypoint");
    text("BOD " + rhumb + "previousPoint.ID", "origin");
    for (String to : new String[] {"BWC " + circle, "BWR " + rhumb}) {
      position(to + "nextPoint.position", "waypoint_lat", "waypoint_lon");
      number(to + "nextPoint.distance", "distance_nm", NMI);
      number(to + "bearingTrackTrue", "bearing_true", DEGREE);
      number(to + "bearingTrackMagnetic", "bearing_magnetic", DEGREE);
    }
    number("DBK environment.depth.belowKeel", "depth", 1);
    number("DBS environment.depth.belowSurface", "depth", 1);
    number("DBT environment.depth.belowTransducer", "depth", 1);
    number("DPT environment.depth.belowTransducer", "depth", 1);
    number("DPT environment.depth.surfaceToTransducer", "depth_offset", 1);
    number("DPT environment.depth.transducerToKeel", "depth_offset", -1);
    Function<JsonNode, Object> sum =
        data -> data.get("depth").asDouble() + data.get("depth_offset").asDouble();
    OURS.put("DPT environment.depth.belowSurface", sum);
    OURS.put("DPT environment.depth.belowKeel", sum);
    for (String fix : new String[] {"GGA", "GLL", "GNS", "RMC", "DSC"}) {
      position(fix + " navigation.position", "lat", "lon");
    }
    for (String fix : new String[] {"GGA", "GNS"}) {
      number(fix + " navigation.gnss.satellites", "satellites", 1);
      number(fix + " navigation.gnss.antennaAltitude", "alt", 1);
      number(fix + " navigation.gnss.horizontalDilution", "hdop", 1);
      number(fix + " navigation.gnss.geoidalSeparation", "geoid", 1);
      number(fix + " navigation.gnss.differentialAge", "dgps_age", 1);
      number(fix + " navigation.gnss.differentialReference", "dgps_station", 1);
    }
    number("HDG navigation.headingMagnetic", "heading_magnetic", DEGREE);
    number("HDG navigation.headingCompass", "heading_compass", DEGREE);
    number("HDG navigation.headingTrue", "heading", DEGREE);
    number("HDG navigation.magneticVariation", "variation", DEGREE);
    number("HDG navigation.magneticDeviation", "deviation", DEGREE);
    number("HDT navigation.headingTrue", "heading", DEGREE);
    number("HSC steering.autopilot.target.headingTrue", "heading_to_steer", DEGREE);
    number("HSC steering.autopilot.target.headingMagnetic", "heading_to_steer_magnetic", DEGREE);
    number("MDA environment.outside.pressure", "barometer", 100);
    kelvin("MDA environment.outside.temperature", "air_temperature");
    kelvin("MDA environment.water.temperature", "water_temperature");
    kelvin("MDA environment.outside.dewPointTemperature", "dewpoint");
    number("MDA environment.outside.humidity", "humidity", 0.01);
    number("MDA environment.outside.humidityAbsolute", "absolute_humidity", 0.01);
    number("MDA environment.wind.directionTrue", "wind_direction", DEGREE);
    number("MDA environment.wind.directionMagnetic", "wind_direction_magnetic", DEGREE);
    number("MDA environment.wind.speedOverGround", "wind_speed_ms", 1);
    kelvin("MTA environment.outside.temperature", "air_temperature");
    kelvin("MTW environment.water.temperature", "water_temperature");
    number("MWD environment.wind.directionTrue", "wind_direction", DEGREE);
    number("MWD environment.wind.directionMagnetic", "wind_direction_magnetic", DEGREE);
    number("MWD environment.wind.speedTrue", "wind_speed_ms", 1);
    number("MWV environment.wind.speedTrue", "wind_speed_ms", 1);
    number("MWV environment.wind.angleTrueWater", "wind_angle", DEGREE);
    position("RMB " + rhumb + "nextPoint.position", "waypoint_lat", "waypoint_lon");
    number("RMB " + rhumb + "nextPoint.bearingTrue", "bearing_true", DEGREE);
    number("RMB " + rhumb + "nextPoint.velocityMadeGood", "closing_speed", KNOT);
    number("RMB " + rhumb + "nextPoint.distance", "distance_nm", NMI);
    crossTrack("RMB " + rhumb + "crossTrackError");
    text("RMB " + rhumb + "nextPoint.ID", "waypoint");
    text("RMB " + rhumb + "previousPoint.ID", "origin");
    number("RMC navigation.courseOverGroundTrue", "course", DEGREE);
    number("RMC navigation.speedOverGround", "speed", KNOT);
    number("RMC navigation.magneticVariation", "variation", DEGREE);
    number("ROT navigation.rateOfTurn", "rate_of_turn", DEGREE / 60);
    number("RPM propulsion.engine_1.revolutions", "rpm", 1 / 60.0);
    number("RPM propulsion.shaft_2.revolutions", "rpm", 1 / 60.0);
    number("VHW navigation.speedThroughWater", "speed_water", KNOT);
    number("VLW navigation.log", "total_distance", NMI);
    number("VLW navigation.trip.log", "trip_distance", NMI);
    OURS.put(
        "VPW performance.velocityMadeGood",
        data ->
            data.has("speed_parallel_ms")
                ? data.get("speed_parallel_ms").asDouble()
                : data.get("speed_parallel").asDouble() * KNOT);
    number("VTG navigation.courseOverGroundTrue", "course", DEGREE);
    number("VTG navigation.courseOverGroundMagnetic", "course_magnetic", DEGREE);
    number("VTG navigation.speedOverGround", "speed", KNOT);
    signedAngle("VWR environment.wind.angleApparent");
    number("VWR environment.wind.speedApparent", "wind_speed_kn", KNOT);
    signedAngle("VWT environment.wind.angleTrueWater");
    number("VWT environment.wind.speedTrue", "wind_speed_ms", 1);
    crossTrack("XTE " + rhumb + "crossTrackError");
    for (String dated : new String[] {"RMC", "ZDA"}) {
      OURS.put(
          dated + " navigation.datetime",
          data -> data.has("timestamp") ? padded(data.get("timestamp").asText()) : null);
    }
  }

  /** To milliseconds, as Signal K writes times. */
  private static String padded(String timestamp) {
    String text = timestamp.substring(0, timestamp.length() - 1);
    return ((text.contains(".") ? text : text + ".") + "000").substring(0, 23) + "Z";
  }

  private static final String KEEPS_SECOND =
      "Signal K lets the second of two T (or M) win; ours the first";

  /** Paths, or sentence and path, that are not compared. */
  private static final Map<String, String> LEFT_OUT =
      Map.ofEntries(
          Map.entry("notifications.", "Signal K's own; arrived and passed are checked apart"),
          Map.entry("navigation.gnss.methodQuality", "words; fix and mode are checked apart"),
          Map.entry("navigation.gnss.status", "words; nav_status is checked apart"),
          Map.entry("navigation.gnss.satellitesInView", "several sentences; checked apart"),
          Map.entry("navigation.magneticVariationAgeOfService", "the date again, as a number"),
          Map.entry("$GPBOD,045.,T,023.,T,DEST,START*18", KEEPS_SECOND),
          Map.entry("$FTHSC,40.12,T,39.11,T*47", KEEPS_SECOND),
          Map.entry("$FTHSC,40.12,M,39.11,M*47", KEEPS_SECOND),
          Map.entry("$IIBWR,,4917.24", "Signal K gives nothing of a BWR without a time"),
          Map.entry("$IIVWT,530.,L", "Signal K takes an angle modulo 360; here it is kept"),
          Map.entry("$IIRPM,,,,,*63", "Signal K makes 0 of nothing"),
          Map.entry(
              "$ECRMB,A,0.000,L,001,002,4653.550,N,07115.984,W,2.505,334.205,-1.5,V*2D",
              "a negative closing speed is 0 in Signal K; the rest is in the line before"));

  /** Sentences that go to other decoders or are passed on as texts. */
  private static final Set<String> OTHER_TESTS =
      Set.of(
          "VDM.ts",
          "VDO.ts",
          "PBVE.ts",
          "proprietary.ts",
          "seatalk.ts",
          "customSentenceParser.ts",
          "PNKEP.ts");

  private final Map<String, Integer> leftOut = new TreeMap<>();
  private final Map<String, Integer> comparedByType = new TreeMap<>();
  private final List<String> differences = new ArrayList<>();
  private int compared;

  @Test
  void sentences_say_what_Signal_K_gives() throws IOException {
    Path file = Decoding.corpus().resolve("derived/signalk-sentences.jsonl");
    int sentences = 0;
    int withoutValues = 0;
    Map<String, List<JsonNode>> inView = new LinkedHashMap<>();
    for (String line : Files.readAllLines(file)) {
      JsonNode test = Decoding.parse(line);
      String sentence = test.get("sentence").asText();
      sentences++;
      List<JsonNode> events = Decoding.events(sentence + "\r\n");
      assertThat(events).as(sentence).isNotEmpty();
      if (OTHER_TESTS.contains(test.get("test").asText())) {
        leftOut.merge("sentence of " + test.get("test").asText(), 1, Integer::sum);
        continue;
      }
      JsonNode update = test.path("delta").path("updates").path(0);
      if (test.get("test").asText().equals("tagblock.ts") && sentence.contains("VDM")) {
        leftOut.merge("AIS with a tag block", 1, Integer::sum);
        continue;
      }
      if (sentence.contains("GSV,")) {
        satellites(sentence, events.get(0), update, inView);
        continue;
      }
      if (update.isMissingNode() || update.path("values").isEmpty()) {
        withoutValues++;
        continue;
      }
      compare(sentence, events.get(0), update);
    }
    System.out.printf(
        "Signal K: %d sentences, %d without values, %d values compared, %d equal %s%n",
        sentences, withoutValues, compared, compared - differences.size(), comparedByType);
    leftOut.forEach((reason, count) -> System.out.printf("  left out %3d: %s%n", count, reason));
    assertThat(differences).isEmpty();
    assertThat(compared).isGreaterThan(250);
  }

  private void compare(String sentence, JsonNode event, JsonNode update) {
    String type = event.get("msg").asText().replace("nmea.", "");
    JsonNode data = event.get("data");
    JsonNode time = update.path("timestamp");
    if (sentence.startsWith("\\")) {
      leftOut.merge("time of a tag block whose checksum is wrong", 1, Integer::sum);
      assertThat(event.get("flags").toString()).isEqualTo("[\"tagblock\"]");
    } else if (time.isTextual() && Set.of("GGA", "GLL", "GNS").contains(type)) {
      // Without a date Signal K takes today's, and it drops decimals here.
      check(
          type,
          sentence + " time",
          time.asText().substring(11, 19),
          data.get("time").asText().substring(0, 8));
    }
    for (JsonNode value : update.get("values")) {
      String path = value.get("path").asText();
      JsonNode want = value.get("value");
      String reason = reason(sentence, path);
      Object ours =
          OURS.getOrDefault(type + " " + path, d -> MissingNode.getInstance()).apply(data);
      if (reason == null && want.isNumber() && want.asDouble() == 0 && ours == null) {
        reason = "Signal K gives 0 for an empty field";
      }
      if (reason != null) {
        leftOut.merge(reason, 1, Integer::sum);
      } else {
        check(type, sentence + " " + path, comparable(want), ours);
      }
    }
    words(sentence, type, data, update);
  }

  private static String reason(String sentence, String path) {
    for (Map.Entry<String, String> entry : LEFT_OUT.entrySet()) {
      if (path.startsWith(entry.getKey()) || sentence.startsWith(entry.getKey())) {
        return entry.getValue();
      }
    }
    return null;
  }

  private static Object comparable(JsonNode value) {
    if (value.isNull()) {
      return null;
    }
    if (value.has("latitude")) {
      return position(value.get("latitude").asDouble(), value.get("longitude").asDouble());
    }
    return value.isNumber() ? (Object) value.asDouble() : value.asText();
  }

  private void check(String type, String what, Object want, Object ours) {
    compared++;
    comparedByType.merge(type, 1, Integer::sum);
    boolean same;
    if (want instanceof Double w && ours instanceof Double o) {
      // Our conversions are rounded to four decimals more than were sent; a sentence that gives a
      // wind speed in two units rounds it twice.
      same = Math.abs(w - o) <= Math.max(1e-5, Math.abs(w) * (type.equals("VWT") ? 5e-4 : 1e-5));
    } else {
      same = want == null ? ours == null : want.equals(ours);
    }
    if (!same) {
      differences.add(what + ": " + want + " is " + ours);
    }
  }

  /** What Signal K says in words and we as the sentence has it. */
  private void words(String sentence, String type, JsonNode data, JsonNode update) {
    for (JsonNode value : update.get("values")) {
      JsonNode want = value.get("value");
      switch (value.get("path").asText()) {
        case "notifications.arrivalCircleEntered" ->
            check(type, sentence + " arrived", want.isObject(), data.get("arrived").asBoolean());
        case "notifications.perpendicularPassed" ->
            check(type, sentence + " passed", want.isObject(), data.get("passed").asBoolean());
        case "navigation.gnss.status" ->
            check(
                type,
                sentence + " status",
                want.asText().substring(0, 1),
                data.get("nav_status").asText());
        case "navigation.gnss.methodQuality" -> {
          if (type.equals("GGA")) {
            check(
                type,
                sentence + " fix",
                want.asText(),
                data.get("fix").asInt() == 2 ? "DGNSS fix" : "?");
          }
        }
        default -> {}
      }
    }
  }

  /** Signal K waits for the last of a talker's sentences and gives all satellites then. */
  private void satellites(
      String sentence, JsonNode event, JsonNode update, Map<String, List<JsonNode>> inView) {
    JsonNode data = event.get("data");
    if (!event.get("msg").asText().equals("nmea.GSV")) {
      leftOut.merge("GSVH is no standard sentence: passed on as texts", 1, Integer::sum);
      return;
    }
    String talker = data.get("talker").asText();
    if (data.path("index").asInt() == 1) {
      inView.remove(talker);
    }
    List<JsonNode> ours = inView.computeIfAbsent(talker, key -> new ArrayList<>());
    data.get("sky").forEach(ours::add);
    JsonNode theirs = update.path("values").path(0).path("value").path("satellites");
    int firstId = talker.equals("GL") ? 64 : 0;
    if (data.path("in_view").asInt() != theirs.size() && ours.size() != theirs.size()) {
      return; // not complete yet
    }
    for (int i = 0; i < theirs.size(); i++) {
      JsonNode want = theirs.get(i);
      JsonNode got = ours.get(i);
      check("GSV", sentence + " id", want.get("id").asInt(), got.get("prn").asInt() - firstId);
      check(
          "GSV",
          sentence + " el",
          want.get("elevation").asDouble(),
          got.get("elevation").asDouble() * DEGREE);
      check(
          "GSV",
          sentence + " az",
          want.get("azimuth").asDouble(),
          got.get("azimuth").asDouble() * DEGREE);
      check("GSV", sentence + " snr", want.get("SNR").asInt(), got.path("snr").asInt(0));
    }
  }
}
