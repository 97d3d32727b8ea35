package io.alidade.protocol.nmea;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.alidade.event.Event;
import io.alidade.event.Quality;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Receiver logs beside what gpsd makes of them: each {@code .chk} file has a log's sentences and,
 * after each, gpsd's reports, which accumulate what the sentences of one epoch say. Compared is
 * what a report must have from the sentences alone:
 *
 * <ul>
 *   <li>TPV lat, lon, altMSL, track: with the last sentence that has them; speed: where the last
 *       sentence is RMC or VTG (else gpsd may derive it from successive positions)
 *   <li>TPV time: with the last sentence that has a time of day; its date: with the last RMC or
 *       ZDA, up to whole periods of 1,024 weeks, by which gpsd moves dates of old recordings
 *   <li>GST; SKY hdop, pdop, vdop of the last GSA or GGA, and elevation, azimuth and signal of GPS
 *       satellites with the last GSV that lists them
 *   <li>ATT pitch and roll: with the last XDR
 *   <li>AIS: type, MMSI and the fields of {@link #AIS_SCALES} and {@link #AIS_TEXTS}, whose
 *       unscaled values are scaled here
 * </ul>
 *
 * Left out, being gpsd's own: mode, status, magnetic variation from its own model, error estimates,
 * climb, the DOPs that it computes from the satellites, satellite numbers of other systems, OSC,
 * and what proprietary sentences add (the exceptions below).
 */
class GpsdLogsTest {
  /** Logs that give nothing to compare. */
  private static final Map<String, String> NOTHING_TO_COMPARE =
      Map.of(
          "hp58534a", "sentences without checksums: no report",
          "skytraq-err", "sentences with wrong checksums: no report",
          "eXplorist110", "no fix in the whole log: reports without values");

  /** Reports that carry values of proprietary sentences, which are passed on as texts here. */
  private static final Map<String, String> PROPRIETARY =
      Map.of(
          "garmin38 altMSL", "PGRMZ, feet",
          "garmin48 altMSL", "PGRMZ, feet",
          "tn204 altMSL", "PGRMZ, feet",
          "foretrex-201 altMSL", "PGRMZ, feet",
          "ericsson-gru04-02-70sec lat", "PERC,GPavp, an averaged position",
          "ericsson-gru04-02-70sec lon", "PERC,GPavp, an averaged position");

  /** Logs where gpsd repeats the time of the last fix after later sentences without one. */
  private static final Set<String> REPEATS_TIME =
      Set.of("meinberg-gps164", "polarx2", "tomtom-mkII", "unicore-um621");

  private static final double KNOT = 1852 / 3600.0;

  /** Fields of AIS reports: how much one of ours is, in gpsd's unscaled units. */
  private static final Map<String, Integer> AIS_SCALES =
      Map.ofEntries(
          Map.entry("repeat", 1),
          Map.entry("status", 1),
          Map.entry("lon", 600_000),
          Map.entry("lat", 600_000),
          Map.entry("speed", 10),
          Map.entry("course", 10),
          Map.entry("heading", 1),
          Map.entry("second", 1),
          Map.entry("imo", 1),
          Map.entry("shiptype", 1),
          Map.entry("to_bow", 1),
          Map.entry("to_stern", 1),
          Map.entry("to_port", 1),
          Map.entry("to_starboard", 1),
          Map.entry("draught", 10),
          Map.entry("epfd", 1),
          Map.entry("aid_type", 1),
          Map.entry("radio", 1),
          Map.entry("dac", 1),
          Map.entry("fid", 1));

  private static final List<String> AIS_TEXTS =
      List.of("shipname", "callsign", "destination", "name");

  private static final class Tally {
    private int compared;
    private int equal;
    private int leftOut;
    private final List<String> differences = new ArrayList<>();
  }

  private final Map<String, Tally> tallies = new TreeMap<>();
  private final Map<String, Integer> comparedByLog = new TreeMap<>();
  private final Map<String, JsonNode> lastWith = new HashMap<>();
  private final Map<String, List<JsonNode>> satellites = new HashMap<>();
  private final Map<String, JsonNode> ais = new HashMap<>();
  private final List<String> recentTimes = new ArrayList<>();
  private String log;
  private JsonNode last;
  private JsonNode lastDated;

  @Test
  void sentences_say_what_gpsd_reports() throws IOException {
    Path directory = Decoding.corpus().resolve("ntpsec+gpsd/daemon");
    List<Path> files;
    try (Stream<Path> list = Files.list(directory)) {
      files = list.filter(file -> file.toString().endsWith(".log.chk")).sorted().toList();
    }
    assertThat(files).hasSizeGreaterThan(80);
    for (Path file : files) {
      check(file);
    }
    tallies.forEach(
        (what, t) ->
            System.out.printf(
                "gpsd %-14s %5d of %5d equal, %d left out%n",
                what, t.equal, t.compared, t.leftOut));
    System.out.printf("gpsd logs: %d, of which compared %d%n", files.size(), comparedByLog.size());
    tallies.forEach(
        (what, tally) -> assertThat(tally.differences.stream().limit(10)).as(what).isEmpty());
    for (Path file : files) {
      String name = nameOf(file);
      assertThat(comparedByLog.containsKey(name))
          .as("%s is compared or listed", name)
          .isNotEqualTo(NOTHING_TO_COMPARE.containsKey(name));
    }
    assertThat(tallies.get("lat").equal).isGreaterThan(4000);
    assertThat(tallies.get("ais").equal).isGreaterThan(1000);
  }

  private static String nameOf(Path file) {
    return file.getFileName().toString().replace(".log.chk", "");
  }

  private void check(Path file) throws IOException {
    log = nameOf(file);
    lastWith.clear();
    satellites.clear();
    ais.clear();
    recentTimes.clear();
    last = null;
    lastDated = null;
    Decoding[] self = new Decoding[1];
    self[0] =
        new Decoding(
            new NmeaDecoder(),
            event -> {
              if (event.quality() != Quality.INVALID) {
                remember(self[0], event);
              }
            });
    for (String line : Files.readString(file, ISO_8859_1).split("\n", -1)) {
      byte[] bytes = (line + "\n").getBytes(ISO_8859_1);
      if (line.startsWith("{")) {
        report(Decoding.parse(new String(bytes, UTF_8)));
      } else {
        self[0].feed(bytes, 0, bytes.length);
      }
    }
  }

  private void remember(Decoding decoding, Event event) {
    JsonNode json = Decoding.parse(decoding.json(event));
    String msg = json.get("msg").asText();
    JsonNode data = json.get("data");
    if (msg.startsWith("ais.")) {
      // gpsd reports the two parts of message 24 as one.
      JsonNode before = ais.put(data.path("type") + ":" + data.path("mmsi"), data);
      if (before != null && msg.equals("ais.24")) {
        ((ObjectNode) before).setAll((ObjectNode) data);
        ais.put(data.path("type") + ":" + data.path("mmsi"), before);
      }
      return;
    }
    last = json;
    data.fieldNames().forEachRemaining(name -> lastWith.put(name, data));
    lastWith.put(msg, data);
    if (data.has("time")) {
      recentTimes.add(0, milliseconds(data.get("time").asText()));
    }
    if (data.has("date")) {
      lastDated = data;
    }
    if (msg.equals("nmea.GSV") && data.get("talker").asText().equals("GP")) {
      for (JsonNode satellite : data.get("sky")) {
        satellites
            .computeIfAbsent(satellite.path("prn").asText(), n -> new ArrayList<>())
            .add(satellite);
      }
    }
  }

  private void report(JsonNode report) {
    switch (report.get("class").asText()) {
      case "TPV" -> position(report);
      case "AIS" -> ais(report);
      case "GST" -> errors(report);
      case "SKY" -> sky(report);
      case "ATT" -> attitude(report);
      default -> {}
    }
  }

  private void position(JsonNode report) {
    number(report, "lat", "lat", 1, 1.01e-9);
    number(report, "lon", "lon", 1, 1.01e-9);
    number(report, "altMSL", "alt", 1, 1e-4);
    number(report, "track", "course", 1, 1e-4);
    if (last != null && last.get("msg").asText().matches("nmea.(RMC|VTG)")) {
      number(report, "speed", "speed", KNOT, 6e-4);
    }
    if (report.has("time") && !recentTimes.isEmpty()) {
      String time = report.get("time").asText();
      String ofDay = time.substring(11, 23);
      boolean repeats = REPEATS_TIME.contains(log) && recentTimes.contains(ofDay);
      add("time", ofDay.equals(recentTimes.get(0)) || repeats, time + " is " + recentTimes.get(0));
      if (lastDated != null && last.get("data").has("date")) {
        LocalDate theirs = LocalDate.parse(time.substring(0, 10));
        LocalDate ours = LocalDate.parse(lastDated.get("date").asText());
        add("date", ChronoUnit.DAYS.between(ours, theirs) % (1024 * 7) == 0, time + " is " + ours);
      }
    }
  }

  private static String milliseconds(String time) {
    String padded = (time.length() > 8 ? time : time + '.') + "000";
    return padded.substring(0, 12);
  }

  private void errors(JsonNode report) {
    JsonNode data = lastWith.get("nmea.GST");
    String[][] names = {
      {"rms", "rms"},
      {"major", "major"},
      {"minor", "minor"},
      {"orient", "orientation"},
      {"lat", "lat_error"},
      {"lon", "lon_error"},
      {"alt", "alt_error"}
    };
    for (String[] name : names) {
      if (report.has(name[0])) {
        double want = report.get(name[0]).asDouble();
        double got = data == null ? Double.NaN : data.path(name[1]).asDouble(Double.NaN);
        add("gst", Math.abs(want - got) <= 5e-4, report + " is " + data);
      }
    }
  }

  private void sky(JsonNode report) {
    if (last == null) {
      return;
    }
    if (last.get("msg").asText().equals("nmea.GSA")) {
      for (String name : new String[] {"hdop", "pdop", "vdop"}) {
        number(report, name, name, 1, 0.0051);
      }
    }
    for (JsonNode satellite : report.path("satellites")) {
      List<JsonNode> ours = satellites.get(satellite.get("PRN").asText());
      // Without an azimuth gpsd leaves out the elevation as well.
      if (satellite.path("gnssid").asInt(-1) == 0 && satellite.has("az") && ours != null) {
        List<JsonNode> lately = ours.subList(Math.max(0, ours.size() - 4), ours.size());
        boolean same = lately.stream().anyMatch(listed -> isSame(satellite, listed));
        add("satellite", same, satellite + " is " + lately);
      }
    }
  }

  private void attitude(JsonNode report) {
    JsonNode data = lastWith.get("nmea.XDR");
    if (data == null || !last.get("msg").asText().equals("nmea.XDR")) {
      return;
    }
    for (JsonNode transducer : data.get("transducers")) {
      String theirs =
          switch (transducer.path("id").asText()) {
            case "PTCH", "PITCH" -> "pitch";
            case "ROLL" -> "roll";
            default -> "";
          };
      if (report.has(theirs)) {
        double want = report.get(theirs).asDouble();
        add("xdr", want == transducer.path("value").asDouble(), report + " is " + transducer);
      }
    }
  }

  private static boolean isSame(JsonNode theirs, JsonNode ours) {
    return theirs.path("el").asDouble(0) == ours.path("elevation").asDouble(0)
        && theirs.path("az").asDouble(0) == ours.path("azimuth").asDouble(0)
        && theirs.path("ss").asDouble(0) == ours.path("snr").asDouble(0);
  }

  private void number(JsonNode report, String theirs, String ours, double scale, double tolerance) {
    if (!report.has(theirs)) {
      return;
    }
    JsonNode data = lastWith.get(ours);
    double want = report.get(theirs).asDouble();
    double got = data == null ? Double.NaN : data.get(ours).asDouble() * scale;
    boolean same = Math.abs(want - got) <= tolerance;
    if (!same && PROPRIETARY.containsKey(log + " " + theirs)) {
      tallies.computeIfAbsent(theirs, key -> new Tally()).leftOut++;
    } else {
      add(theirs, same, want + " is " + got + " after " + last);
    }
  }

  private void ais(JsonNode report) {
    String key = report.get("type") + ":" + report.get("mmsi");
    JsonNode data = ais.get(key);
    add("ais", data != null, report.toString());
    if (data == null) {
      return;
    }
    for (Map.Entry<String, Integer> entry : AIS_SCALES.entrySet()) {
      String name = entry.getKey();
      if (report.path(name).isNumber()) {
        int type = report.get("type").asInt();
        aisNumber(
            type, name, report.get(name).asDouble(), aisScale(type, name, entry.getValue()), data);
      }
    }
    for (String name : AIS_TEXTS) {
      if (report.has(name)) {
        String want = report.get(name).asText();
        String got = data.path(name).asText("");
        add("ais." + name, want.equals(got), report + " is " + data);
      }
    }
  }

  private static int aisScale(int type, String name, int scale) {
    return switch (name) {
      case "lon", "lat" -> type == 17 || type == 27 ? 600 : type == 8 ? 60_000 : scale;
      case "speed", "course" -> type == 27 ? 1 : scale;
      case "draught" -> type == 8 ? 100 : scale; // inland ship data
      default -> scale;
    };
  }

  private void aisNumber(int type, String name, double want, int scale, JsonNode data) {
    boolean same;
    if (data.has(name)) {
      same = Math.abs(data.get(name).asDouble() * scale - want) <= 0.51 * Math.max(1, scale * 1e-7);
    } else {
      same = isSentinel(name, want / scale, want);
    }
    add("ais." + name, same, "type " + type + " " + name + " " + want + " is " + data);
  }

  /** What "not available" is before scaling; such a value is absent in ours. */
  private static boolean isSentinel(String name, double scaled, double raw) {
    return switch (name) {
      case "lat" -> Math.abs(scaled - 91) < 1e-6;
      case "lon" -> Math.abs(scaled - 181) < 1e-6;
      case "speed" -> raw == 1023 || raw == 63;
      case "course" -> raw == 3600 || raw == 511 || raw == 360;
      case "heading" -> raw == 511;
      case "second" -> raw == 60;
      default -> raw == 0;
    };
  }

  private void add(String what, boolean same, String difference) {
    Tally tally = tallies.computeIfAbsent(what, key -> new Tally());
    tally.compared++;
    comparedByLog.merge(log, 1, Integer::sum);
    if (same) {
      tally.equal++;
    } else {
      tally.differences.add(log + ": " + difference);
    }
  }
}
