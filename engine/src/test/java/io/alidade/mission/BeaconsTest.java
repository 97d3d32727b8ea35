package io.alidade.mission;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.alidade.event.Event;
import io.alidade.event.EventJson;
import io.alidade.event.Links;
import io.alidade.framing.KissFramer;
import io.alidade.protocol.kiss.KissChecksum;
import io.alidade.protocol.kiss.KissDecoder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Beacons of real satellites, each described by an XTCE file in {@code beacons/}, whose name is
 * what the names of its recorded frames begin with. The frames come as KISS and every field that
 * the corpus expects of them must be there and equal, and no other. What a frame has besides (marks
 * that tell which container it is) has names with a capital; those are not compared.
 */
final class BeaconsTest {
  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  /** Where a demodulator met the frame; nothing in the frame says it. */
  private static final Set<String> NOT_IN_FRAME = Set.of("beginSample", "beginMillis", "endSample");

  /**
   * Values that the corpus sums in 32-bit floats from terms of up to 260 that cancel almost wholly,
   * so that half a step of those, 2^-16, is left.
   */
  private static final Set<String> CANCELLING =
      Set.of(
          "InspireSat1Beacon.json: telemetry.bat0Temp",
          "InspireSat1Beacon.json: telemetry.bat1Temp");

  /** What the link's own decoder says of a KISS frame and AX.25. */
  private static final Set<String> OF_THE_LINK =
      Set.of("port", "src", "dst", "via", "control", "pf", "ns", "nr", "pid", "info", "text");

  /** The step of 32-bit floats from 128 to 256, where the offsets of many temperatures lie. */
  private static final double FLOAT_STEP = 0x1p-16;

  @Test
  void every_database_loads_without_a_warning() throws Exception {
    for (Path file : databases()) {
      assertThat(load(file).warnings()).as(file.getFileName().toString()).isEmpty();
    }
  }

  @TestFactory
  Stream<DynamicTest> every_field_of_every_beacon_is_as_expected() throws Exception {
    Map<String, String> vectors = vectors();
    return databases().stream()
        .map(
            file ->
                DynamicTest.dynamicTest(
                    file.getFileName().toString(), () -> compareAll(file, vectors)));
  }

  private static void compareAll(Path file, Map<String, String> vectors) throws Exception {
    MissionDatabase database = load(file);
    String satellite = file.getFileName().toString().replace(".xml", "");
    List<String> differences = new ArrayList<>();
    int frames = 0;
    int fields = 0;
    for (Map.Entry<String, String> vector : vectors.entrySet()) {
      if (vector.getKey().startsWith(satellite)) {
        JsonNode expected =
            JSON.readTree(
                Files.readString(SatelliteCorpus.path("jradio/expected/" + vector.getKey())));
        Comparison comparison = new Comparison(vector.getKey(), differences);
        comparison.frame(expected, event(database, vector.getValue()));
        frames++;
        fields += comparison.fields;
      }
    }
    System.out.printf("%s: %d frames, %d fields equal%n", satellite, frames, fields);
    assertThat(differences).isEmpty();
    assertThat(fields).as("fields compared").isPositive();
  }

  /** The event of a frame, read as a KISS link would. */
  private static JsonNode event(MissionDatabase database, String hex) throws IOException {
    KissDecoder decoder = new KissDecoder(KissChecksum.NONE, database.newDecoder());
    Event event = new Event(300_000);
    EventJson json = new EventJson(new Links(database.dictionary(), "sat0"), false, false);
    byte[] stream = kiss(HexFormat.of().parseHex(hex));
    new KissFramer()
        .feed(
            stream,
            0,
            stream.length,
            (kind, bytes, offset, length) -> {
              event.begin(kind, 1, 0);
              event.raw(bytes, offset, length);
              decoder.decode(event);
              assertThat(event.isWellFormed()).isTrue();
              json.append(event);
            });
    return JSON.readTree(new String(json.array(), 0, json.length(), UTF_8));
  }

  private static byte[] kiss(byte[] frame) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(0xC0);
    out.write(0);
    for (byte b : frame) {
      if (b == (byte) 0xC0 || b == (byte) 0xDB) {
        out.write(0xDB);
        out.write(b == (byte) 0xC0 ? 0xDC : 0xDD);
      } else {
        out.write(b);
      }
    }
    out.write(0xC0);
    return out.toByteArray();
  }

  private static MissionDatabase load(Path file) throws IOException, MissionException {
    return MissionDatabase.load(Files.readString(file), file.getFileName().toString());
  }

  private static List<Path> databases() throws Exception {
    Path folder = Path.of(BeaconsTest.class.getResource("/beacons").toURI());
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".xml")).sorted().toList();
    }
  }

  /** The recorded frames in hexadecimal, by the name of the file with what to expect. */
  private static Map<String, String> vectors() throws IOException {
    Map<String, String> vectors = new TreeMap<>();
    for (String line : Files.readAllLines(SatelliteCorpus.path("jradio/vectors.jsonl"))) {
      JsonNode vector = JSON.readTree(line);
      vectors.put(vector.get("json").asText(), vector.get("hex").asText());
    }
    return vectors;
  }

  /** Compares what is expected of one frame with its event; says where they differ. */
  private static final class Comparison {
    private final String frame;
    private final List<String> differences;
    private int fields;

    Comparison(String frame, List<String> differences) {
      this.frame = frame;
      this.differences = differences;
    }

    void frame(JsonNode expected, JsonNode event) {
      JsonNode data = event.get("data");
      Set<String> unexpected = new TreeSet<>();
      data.fieldNames().forEachRemaining(unexpected::add);
      unexpected.removeAll(OF_THE_LINK);
      for (Iterator<String> names = expected.fieldNames(); names.hasNext(); ) {
        String name = names.next();
        if (name.equals("header") && expected.get(name).has("destinationAddress")) {
          ax25(expected.get(name), data);
        } else if (!NOT_IN_FRAME.contains(name)) {
          String written = inEvent(name, data);
          unexpected.remove(written);
          value(name, expected.get(name), data.get(written));
        }
      }
      unexpected(unexpected, "");
    }

    /** A field of the beacon that has the name of one of the link's is written with its path. */
    private static String inEvent(String name, JsonNode data) {
      for (Iterator<String> names = data.fieldNames(); names.hasNext(); ) {
        String each = names.next();
        if (each.endsWith("/" + name)) {
          return each;
        }
      }
      return name;
    }

    private void unexpected(Set<String> names, String path) {
      for (String name : names) {
        if (!Character.isUpperCase(name.charAt(0))) {
          differences.add(frame + ": " + path + name + " is not expected");
        }
      }
    }

    private void ax25(JsonNode header, JsonNode data) {
      check("dst", station(header.get("destinationAddress")), data.path("dst").asText());
      check("src", station(header.get("sourceAddress")), data.path("src").asText());
      check("pid", header.get("pid").asText(), data.path("pid").asText());
    }

    private static String station(JsonNode address) {
      int ssid = address.get("ssid").asInt();
      return address.get("callsign").asText().trim() + (ssid == 0 ? "" : "-" + ssid);
    }

    private void value(String path, JsonNode expected, JsonNode actual) {
      if (actual == null) {
        differences.add(frame + ": " + path + " is absent, not " + expected);
      } else if (expected.isObject()) {
        Set<String> unexpected = new TreeSet<>();
        actual.fieldNames().forEachRemaining(unexpected::add);
        for (Iterator<String> names = expected.fieldNames(); names.hasNext(); ) {
          String name = names.next();
          unexpected.remove(name);
          value(path + "." + name, expected.get(name), actual.get(name));
        }
        unexpected(unexpected, path + ".");
      } else if (expected.isArray() && actual.isTextual()) {
        check(path, bytes(expected), actual.asText());
      } else if (expected.isArray()) {
        if (expected.size() != actual.size()) {
          differences.add(frame + ": " + path + " has " + actual.size() + " elements");
        }
        for (int i = 0; i < expected.size(); i++) {
          value(path + "[" + i + "]", expected.get(i), actual.get(i));
        }
      } else if (CANCELLING.contains(frame + ": " + path) && actual.isNumber()) {
        boolean near = Math.abs(expected.asDouble() - actual.asDouble()) <= 0x1p-16;
        check(path, expected.asText(), near ? expected.asText() : actual.asText());
      } else if (expected.isNumber() && actual.isNumber()) {
        number(path, expected, actual);
      } else if (expected.isNumber() && actual.isTextual()) {
        check(path, expected.asText(), milliseconds(actual.asText()));
      } else {
        check(path, expected.asText(), actual.asText());
      }
    }

    /** Bytes that the corpus lists as signed numbers, in hexadecimal. */
    private static String bytes(JsonNode array) {
      byte[] bytes = new byte[array.size()];
      for (int i = 0; i < bytes.length; i++) {
        bytes[i] = (byte) array.get(i).asInt();
      }
      return HexFormat.of().formatHex(bytes);
    }

    /** The corpus has times as milliseconds since 1970. */
    private static String milliseconds(String time) {
      try {
        return Long.toString(Instant.parse(time).toEpochMilli());
      } catch (DateTimeParseException notATime) {
        return time;
      }
    }

    /**
     * Whole numbers must be the same. The corpus computes others with 32-bit floats, and where an
     * offset cancels most of a value, the step of the offset is left. Below 1 nothing is allowed
     * for that, since many small values have no offset.
     */
    private void number(String path, JsonNode expected, JsonNode actual) {
      double wanted = expected.asDouble();
      double got = actual.asDouble();
      double step = Math.abs(wanted) < 1 ? 1e-9 : FLOAT_STEP;
      boolean equal =
          expected.isIntegralNumber()
              ? wanted == got
              : Math.abs(wanted - got) <= 1e-6 * Math.abs(wanted) + step;
      check(path, expected.asText(), equal ? expected.asText() : actual.asText());
    }

    private void check(String path, String expected, String actual) {
      fields++;
      if (!expected.equals(actual)) {
        differences.add(frame + ": " + path + " is " + actual + ", not " + expected);
      }
    }
  }
}
