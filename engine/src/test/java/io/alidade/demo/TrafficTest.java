package io.alidade.demo;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrafficTest {
  /** 2026-11-25T01:02:03.250Z. */
  private static final long START = 1_795_568_523_250L;

  private static final int MINUTE = 60_000;

  /** Everything that Traffic promises to send. */
  private static final Set<Integer> TYPES = Set.of(1, 3, 4, 5, 9, 14, 18, 19, 21, 24, 27);

  private record Line(long due, String text) {}

  @Test
  void theSameSeedAndStartGiveTheSameBytesAtTheSameTimes() {
    assertThat(lines(new Traffic(7, START), 5 * MINUTE))
        .isEqualTo(lines(new Traffic(7, START), 5 * MINUTE))
        .isNotEqualTo(lines(new Traffic(8, START), 5 * MINUTE));
  }

  @Test
  void timesNeverGoBackAndTheLineIsNeverOverfull() {
    Map<Long, Integer> bytesOfSecond = new HashMap<>();
    long last = 0;
    for (Line line : lines(new Traffic(1, START), 20 * MINUTE)) {
      assertThat(line.due()).isGreaterThanOrEqualTo(last);
      last = line.due();
      bytesOfSecond.merge(line.due() / 1_000, line.text().length(), Integer::sum);
    }
    assertThat(bytesOfSecond.values()).allMatch(bytes -> bytes < DemoFeed.AIS_BAUD / 10);
  }

  @Test
  void anUnspoiledLineHasOnlyWholeSentencesOfTheStandardsLength() {
    assertThat(lines(Traffic.unspoiled(1, START), 15 * MINUTE))
        .allSatisfy(line -> assertThat(isSentence(line.text())).as(line.text()).isTrue());
  }

  @Test
  void aFewSentencesAreSpoiledButNoneAtTheStart() {
    List<Line> lines = lines(new Traffic(1, START), 30 * MINUTE);
    long spoiled = lines.stream().filter(line -> !isSentence(line.text())).count();

    assertThat(spoiled).isBetween(lines.size() / 400L, lines.size() / 40L);
    assertThat(lines.subList(0, 100)).allMatch(line -> isSentence(line.text()));
  }

  @Test
  void everyKindOfStationIsHeardAndAllVesselsWithinTheFirstMinute() {
    Set<Integer> types = new TreeSet<>();
    Set<Integer> vessels = new TreeSet<>();
    Set<Integer> named = new TreeSet<>();
    for (Published message : messages(lines(Traffic.unspoiled(1, START), MINUTE))) {
      types.add(message.type());
      if (Set.of(1, 3, 18, 19).contains(message.type())) {
        vessels.add(message.mmsi());
      }
      if (Set.of(5, 24).contains(message.type())) {
        named.add(message.mmsi());
      }
    }
    assertThat(types).containsAll(Set.of(1, 4, 5, 9, 14, 18, 19, 21, 24));
    assertThat(vessels).hasSize(42); // one of them the own
    assertThat(named).hasSize(41);
  }

  @Test
  void theOwnVesselsReceiverAndCompassSpeakEachSecond() {
    Map<String, Integer> counts = new TreeMap<>();
    for (Line line : lines(Traffic.unspoiled(1, START), MINUTE)) {
      counts.merge(line.text().substring(0, 6), 1, Integer::sum);
    }
    assertThat(counts).containsEntry("$GPGGA", 60).containsEntry("$GPRMC", 60);
    assertThat(counts).containsEntry("$GPVTG", 60).containsEntry("$HEHDT", 60);
    assertThat(counts).containsEntry("$GPGSA", 12).containsEntry("$GPGSV", 36);
    assertThat(counts).containsKey("!AIVDO");
  }

  @Test
  void sentencesTellTheTimeAtWhichTheyAreDue() {
    String rmc =
        lines(Traffic.unspoiled(1, START), MINUTE).stream()
            .filter(line -> line.text().startsWith("$GPRMC"))
            .findFirst()
            .orElseThrow()
            .text();
    assertThat(rmc).startsWith("$GPRMC,010204.00,A,").contains(",251126,");
    for (Line line : lines(Traffic.unspoiled(1, START), 3 * MINUTE)) {
      for (Published message : messages(List.of(line))) {
        if (message.type() == 1) {
          long second = (START + line.due()) / 1_000 % 60;
          assertThat(message.number(137, 6)).isEqualTo(second);
        }
      }
    }
  }

  @Test
  void vesselsReportAtTheIntervalsOfTheStandard() {
    Map<Integer, Line> last = new HashMap<>();
    Map<Integer, Set<Long>> intervals = new TreeMap<>();
    for (Line line : lines(Traffic.unspoiled(1, START), 40 * MINUTE)) {
      for (Published message : messages(List.of(line))) {
        boolean vessel = message.mmsi() / 10_000_000 != 97;
        if ((message.type() == 1 || message.type() == 3) && vessel) {
          Line before = last.put(message.mmsi(), line);
          if (before != null) {
            intervals
                .computeIfAbsent(message.mmsi(), mmsi -> new TreeSet<>())
                .add(line.due() - before.due());
          }
        }
      }
    }
    assertThat(intervals).hasSizeGreaterThanOrEqualTo(27);
    Set<Long> standard = Set.of(180_000L, 10_000L, 6_000L, 3_333L, 2_000L);
    int others = 0;
    for (Set<Long> each : intervals.values()) {
      assertThat(each).anyMatch(standard::contains);
      others += (int) each.stream().filter(interval -> !standard.contains(interval)).count();
    }
    // a vessel that leaves her berth reports before the 3 minutes are over
    assertThat(others).isLessThan(12);
  }

  @Test
  void vesselsMoveAsFastAsTheySayAndStayInTheBay() {
    Map<Integer, double[]> last = new HashMap<>();
    List<String> implausible = new ArrayList<>();
    int pairs = 0;
    for (Line line : lines(Traffic.unspoiled(3, START), 45 * MINUTE)) {
      for (Published message : messages(List.of(line))) {
        int at = message.type() == 18 ? 46 : 50;
        if (message.type() != 18 && message.type() != 1 && message.type() != 3) {
          continue;
        }
        double knots = message.number(at, 10) / 10.0;
        double east = message.signed(at + 11, 28) / 600_000.0;
        double north = message.signed(at + 39, 27) / 600_000.0;
        boolean inBay = north > 49.9 && north < 50.75 && east > -4.1 && east < -2.2;
        double[] now = {line.due() / 3.6e6, east, north, knots};
        double[] before = last.put(message.mmsi(), now);
        if (!inBay || message.number(at + 66, 12) >= 3_600) {
          implausible.add(line.text());
        }
        if (before != null) {
          double miles =
              60
                  * Math.hypot(
                      north - before[2], (east - before[1]) * Math.cos(Math.PI * north / 180));
          if (miles / (now[0] - before[0]) > Math.max(knots, before[3]) + 1.5) {
            implausible.add(line.text());
          }
          pairs++;
        }
      }
    }
    assertThat(implausible).isEmpty();
    assertThat(pairs).isGreaterThan(5_000);
  }

  @Test
  void gpsdecodeReadsAllOfIt(@TempDir Path folder) throws Exception {
    assumeTrue(runs("gpsdecode", "-V"), "gpsdecode is not here");
    List<Line> lines =
        lines(Traffic.unspoiled(1, START), 15 * MINUTE).stream()
            .filter(line -> line.text().startsWith("!AIVDM"))
            .toList();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (Line line : lines) {
      bytes.writeBytes(line.text().getBytes(US_ASCII));
    }
    Path sentences = Files.write(folder.resolve("traffic.nmea"), bytes.toByteArray());
    Path decoded = folder.resolve("traffic.json");
    Process process =
        new ProcessBuilder("gpsdecode", "-j")
            .redirectInput(sentences.toFile())
            .redirectOutput(decoded.toFile())
            .start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();

    Map<Integer, Integer> expected = new TreeMap<>();
    messages(lines).forEach(message -> expected.merge(message.type(), 1, Integer::sum));
    expected.computeIfPresent(24, (type, parts) -> parts / 2); // one record of both parts
    Map<Integer, Integer> counts = new TreeMap<>();
    Set<String> names = new TreeSet<>();
    for (String json : Files.readAllLines(decoded)) {
      JsonNode message = new ObjectMapper().readTree(json);
      counts.merge(message.get("type").asInt(), 1, Integer::sum);
      names.add(message.path("shipname").asText(message.path("name").asText()));
      assertThat(message.path("lat").asDouble(50)).isBetween(49.9, 50.8);
    }
    assertThat(counts).isEqualTo(expected);
    assertThat(counts.keySet()).isEqualTo(TYPES);
    assertThat(names)
        .contains("QUEEN OF DECLINATION", "SLOW WORM", "FIDDLER", "TRAWL BANK NORTH CARDINAL");
  }

  private static boolean runs(String... command) throws InterruptedException {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      process.getInputStream().close();
      return process.waitFor(10, TimeUnit.SECONDS);
    } catch (IOException e) {
      return false;
    }
  }

  private static List<Line> lines(Traffic traffic, long untilMs) {
    List<Line> lines = new ArrayList<>();
    byte[] out = new byte[Traffic.MAX_LENGTH];
    while (true) {
      int length = traffic.next(out);
      if (traffic.dueMs() >= untilMs) {
        return lines;
      }
      lines.add(new Line(traffic.dueMs(), new String(out, 0, length, ISO_8859_1)));
    }
  }

  private static List<Published> messages(List<Line> lines) {
    return Published.readAll(lines.stream().map(Line::text).map(String::strip).toList());
  }

  private static boolean isSentence(String line) {
    if (!line.matches("[$!][A-Z]{5},[\\x20-\\x7D]*\\*[0-9A-F]{2}\r\n") || line.length() > 82) {
      return false;
    }
    int checksum = 0;
    for (int i = 1; i < line.length() - 5; i++) {
      checksum ^= line.charAt(i);
    }
    return checksum == Integer.parseInt(line.substring(line.length() - 4, line.length() - 2), 16);
  }
}
