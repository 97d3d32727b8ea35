package io.alidade.cli;

import static io.alidade.cli.Commands.done;
import static io.alidade.cli.Commands.forEach;
import static io.alidade.cli.Commands.journal;
import static io.alidade.cli.Commands.lastSession;
import static io.alidade.cli.Commands.refused;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.alidade.ChildJvm;
import io.alidade.event.FrameKind;
import java.io.File;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** A small session of two links in each format. */
class ExportTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private static final String AIS = "!AIVDM,1,1,,A,15RTgt0PAso;90TKcjM8h6g208CQ,0*4A";
  private static final String GLL = "$GPGLL,4916.45,N,12311.12,W,225444,A*31";
  private static final String GLL_LATER = "$GPGLL,4916.46,N,12311.13,W,225445,A*32";
  private static final String GSV = "$GPGSV,1,1,02,03,03,111,00,04,15,270,31*7D";
  private static final String OTHER = "$PGRME,15.0,M,45.0,M,25.0,M*1C";

  private static final String SENTENCES =
      "\r\n# a note, \"quoted\"\r\n"
          + AIS
          + "\r\n"
          + GLL
          + "\n"
          + GLL.replace("*31", "*33")
          + "\r\n"
          + GLL_LATER
          + "\r\n"
          + GSV
          + "\r\n"
          + OTHER
          + "\r\n\u0000\u00ff$GPGGA,cut";

  /** A time stamp, data of 3 bytes with escapes, a TXDELAY command, data with a broken escape. */
  private static final byte[] KISS = {
    (byte) 0xC0,
    9,
    0,
    0,
    1,
    0x6F,
    0x5E,
    0x66,
    (byte) 0xE8,
    (byte) 0x9C,
    (byte) 0xC0,
    (byte) 0xC0,
    0,
    'a',
    (byte) 0xDB,
    (byte) 0xDC,
    (byte) 0xDB,
    (byte) 0xDD,
    (byte) 0xC0,
    (byte) 0xC0,
    1,
    50,
    (byte) 0xC0,
    (byte) 0xC0,
    0,
    (byte) 0xDB,
    'x',
    (byte) 0xC0,
    0x10,
    'b',
    (byte) 0xC0
  };

  @TempDir Path folder;
  private Path journal;
  private Path sentences;
  private Path frames;

  @BeforeEach
  void aSession() throws Exception {
    sentences = Files.write(folder.resolve("in.nmea"), SENTENCES.getBytes(ISO_8859_1));
    frames = Files.write(folder.resolve("in.kss"), KISS);
    journal = folder.resolve("journal");
    done(
        "run",
        "--exit-at-end",
        "--journal",
        journal.toString(),
        "--link",
        "file:" + sentences + "?name=ais0",
        "--link",
        "file:" + frames + "?name=sat,1&protocol=kiss");
  }

  private Path export(String format, String... more) {
    Path out = folder.resolve("out." + format);
    List<String> command =
        new ArrayList<>(
            List.of("export", journal.toString(), "--format", format, "-o", out.toString()));
    command.addAll(List.of(more));
    done(command.toArray(String[]::new));
    assertThat(folder.resolve("out." + format + ".part")).doesNotExist();
    assertThat(folder.resolve("out." + format + ".part.state")).doesNotExist();
    return out;
  }

  @Test
  void rawIsWhatALinkDelivered() throws Exception {
    assertThat(export("raw", "--link", "ais0")).hasSameBinaryContentAs(sentences);
    assertThat(export("raw", "--link", "sat,1", "--force")).hasSameBinaryContentAs(frames);
  }

  @Test
  void nmeaIsTheValidSentencesOneALine() throws Exception {
    assertThat(Files.readString(export("nmea")))
        .isEqualTo(String.join("\r\n", AIS, GLL, GLL_LATER, GSV, OTHER) + "\r\n");
  }

  @Test
  void nmeaMaySayWhenEachSentenceWasReceived() throws Exception {
    List<Long> received = new ArrayList<>();
    forEach(
        lastSession(journal),
        event -> {
          if (event.kind() == FrameKind.FRAME && event.link() == 1) {
            received.add(event.rxTime() / 1_000_000);
          }
        });
    List<String> lines = Files.readAllLines(export("nmea", "--times"));
    assertThat(lines).hasSize(5);
    String line = lines.get(0);
    assertThat(line).startsWith("\\c:" + received.get(0) + "*").endsWith("\\" + AIS);
    int sum = 0;
    for (char c : line.substring(1, line.indexOf('*')).toCharArray()) {
      sum ^= c;
    }
    assertThat(Integer.parseInt(line.substring(line.indexOf('*') + 1, line.lastIndexOf('\\')), 16))
        .isEqualTo(sum);
  }

  /** The frame that had a time stamp keeps it, the other one gets its receive time. */
  @Test
  void kissIsTheValidFramesWithTimeStamps() throws Exception {
    List<Long> received = new ArrayList<>();
    forEach(
        lastSession(journal),
        event -> {
          if (event.link() == 2 && event.kind() == FrameKind.FRAME) {
            received.add(event.rxTime() / 1_000_000);
          }
        });
    byte[] out = Files.readAllBytes(export("kiss"));
    assertThat(out).startsWith(java.util.Arrays.copyOf(KISS, 23));
    byte[] rest = java.util.Arrays.copyOfRange(out, 23, out.length);
    assertThat(rest).startsWith((byte) 0xC0, 9).endsWith((byte) 0xC0, 0x10, 'b', (byte) 0xC0);
    long millis = 0;
    int at = 2;
    for (int i = 0; i < 8; i++) {
      int b = rest[at++] & 0xFF;
      b = b != 0xDB ? b : rest[at++] == (byte) 0xDC ? 0xC0 : 0xDB;
      millis = millis << 8 | b;
    }
    assertThat(millis).isEqualTo(received.get(received.size() - 1));
  }

  @Test
  void jsonlIsEveryEventAndTrack() throws Exception {
    List<JsonNode> lines = new ArrayList<>();
    for (String line : Files.readAllLines(export("jsonl"))) {
      lines.add(MAPPER.readTree(line));
    }
    assertThat(lines)
        .extracting(line -> line.get("msg").asText())
        .contains(
            "session",
            "link",
            "ais.1",
            "nmea.GLL",
            "nmea.PGRME",
            "invalid",
            "noise",
            "track",
            "own")
        .contains("kiss.data", "kiss.command");
    JsonNode ais = MAPPER.readTree(Files.readString(export("jsonl", "--type", "ais.1", "--force")));
    assertThat(ais.get("data").get("mmsi").asInt()).isEqualTo(371798000);
    assertThat(ais.get("data").get("lon").asDouble()).isEqualTo(-123.3953833);
    assertThat(ais.has("replay")).isFalse();
    List<String> tracks = Files.readAllLines(export("jsonl", "--type", "track", "--force"));
    assertThat(tracks).hasSize(1).allMatch(line -> line.contains("\"msg\":\"track\""));
    assertThat(Files.readAllLines(export("jsonl", "--link", "sat,1", "--force")))
        .hasSizeGreaterThan(4)
        .allMatch(line -> line.contains("\"link\":\"sat,1\""));
  }

  @Test
  void csvIsATableForEachTypeWithUnitsInItsHeader() throws Exception {
    Path out = export("csv");
    try (Stream<Path> files = Files.list(out)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .contains("ais.1.csv", "nmea.GLL.csv", "nmea.GSV.csv", "nmea.PGRME.csv", "track.csv")
          .contains("invalid.csv", "noise.csv", "link.csv", "session.csv", "kiss.data.csv");
    }
    List<String> gll = Files.readAllLines(out.resolve("nmea.GLL.csv"));
    assertThat(gll).hasSize(3);
    assertThat(gll.get(0))
        .isEqualTo("seq,rx,recorded,link,quality,flags,talker,lat [deg],lon [deg],time,valid");
    assertThat(gll.get(1)).contains(",,ais0,good,,GP,49.274166667,-123.185333333,22:54:44,true");
    List<String> gsv = Files.readAllLines(out.resolve("nmea.GSV.csv"));
    assertThat(gsv.get(0))
        .endsWith(
            "sky[0].prn,sky[0].elevation [deg],sky[0].azimuth [deg],sky[0].snr [dB],"
                + "sky[1].prn,sky[1].elevation [deg],sky[1].azimuth [deg],sky[1].snr [dB]");
    assertThat(gsv.get(1)).endsWith("3,3,111,0,4,15,270,31");
    assertThat(Files.readString(out.resolve("kiss.data.csv")))
        .startsWith("seq,rx,recorded,link,quality,flags,port,t_ms [ms],info\r\n")
        .contains(",2020-01-01T00:00:00.156000000Z,\"sat,1\",good,,0,1577836800156,61c0db\r\n");
  }

  @Test
  void csvOfOneTypeIsOneFile() throws Exception {
    List<String> tracks = Files.readAllLines(export("csv", "--type", "track"));
    assertThat(tracks).hasSize(2);
    assertThat(tracks.get(0)).contains("mmsi,class", "lat [deg],lon [deg]");
    List<String> own = Files.readAllLines(export("csv", "--type", "own", "--force"));
    assertThat(own).hasSize(3);
    assertThat(own.get(0)).contains("lat [deg],lon [deg]");
    String none = Files.readString(export("csv", "--type", "nmea.HDT", "--force"));
    assertThat(none).isEqualTo("seq,rx,recorded,link\r\n");
  }

  @Test
  void kmlAndGeoJsonHaveTheTracksWithTheirTimes() throws Exception {
    DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
    factory.setNamespaceAware(true);
    Document kml = factory.newDocumentBuilder().parse(export("kml").toFile());
    assertThat(kml.getDocumentElement().getNamespaceURI())
        .isEqualTo("http://www.opengis.net/kml/2.2");
    NodeList places = kml.getElementsByTagNameNS("*", "Placemark");
    assertThat(places.getLength()).isEqualTo(2);
    String gx = "http://www.google.com/kml/ext/2.2";
    Element own = (Element) places.item(0);
    assertThat(own.getElementsByTagNameNS("*", "name").item(0).getTextContent())
        .isEqualTo("own ship");
    NodeList coordinates = own.getElementsByTagNameNS(gx, "coord");
    assertThat(coordinates.getLength()).isEqualTo(2);
    assertThat(coordinates.item(0).getTextContent()).isEqualTo("-123.185333333 49.274166667 0");
    NodeList times = own.getElementsByTagNameNS("*", "when");
    assertThat(times.getLength()).isEqualTo(2);
    Instant when = Instant.parse(times.item(0).getTextContent());
    assertThat(when).isBetween(Instant.now().minusSeconds(600), Instant.now());

    JsonNode geo = MAPPER.readTree(export("geojson").toFile());
    assertThat(geo.get("type").asText()).isEqualTo("FeatureCollection");
    assertThat(geo.get("features")).hasSize(2);
    JsonNode line = geo.get("features").get(0);
    assertThat(line.at("/geometry/type").asText()).isEqualTo("LineString");
    assertThat(line.at("/geometry/coordinates").toString())
        .isEqualTo("[[-123.185333333,49.274166667],[-123.1855,49.274333333]]");
    assertThat(Instant.parse(line.at("/properties/coordTimes/0").asText())).isEqualTo(when);
    JsonNode vessel = geo.get("features").get(1);
    assertThat(vessel.at("/geometry").toString())
        .isEqualTo("{\"type\":\"Point\",\"coordinates\":[-123.3953833,48.3816333]}");
    assertThat(vessel.at("/properties/mmsi").asInt()).isEqualTo(371798000);
    assertThat(vessel.at("/properties/class").asText()).isEqualTo("A");
  }

  @Test
  void aTimeCanBeCutOut() throws Exception {
    List<Long> received = new ArrayList<>();
    forEach(lastSession(journal), event -> received.add(event.rxTime()));
    Instant last = Instant.ofEpochSecond(0, received.get(received.size() - 1));
    long before =
        received.stream().filter(time -> time < received.get(received.size() - 1)).count();
    long lines =
        Files.readAllLines(export("jsonl", "--to", last.toString())).stream()
            .filter(line -> !line.matches(".*\"msg\":\"(track|own)\".*"))
            .count();
    assertThat(lines).isEqualTo(before);
    assertThat(Files.readAllLines(export("jsonl", "--from", last.toString(), "--force")))
        .hasSize(received.size() - (int) before);
  }

  @Test
  void toStandardOutputUntilTheReaderHasEnough() throws Exception {
    File out = folder.resolve("stdout").toFile();
    Process whole =
        ChildJvm.alidade("export", journal.toString(), "--format", "raw", "--link", "ais0")
            .redirectOutput(out)
            .start();
    assertThat(whole.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(out.toPath()).hasSameBinaryContentAs(sentences);
    Process csv =
        ChildJvm.alidade("export", journal.toString(), "--format", "csv", "--type", "nmea.GLL")
            .redirectOutput(out)
            .start();
    assertThat(csv.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(Files.readString(out.toPath(), UTF_8))
        .startsWith("seq,rx,")
        .contains(",22:54:45,")
        .hasLineCount(3);
  }

  @Test
  void whatCanBeTypedWrong() throws Exception {
    String dir = journal.toString();
    String there = Files.writeString(folder.resolve("there"), "mine").toString();
    refused(2, "--format", "export", dir);
    refused(2, "'xml' is none of raw, nmea", "export", dir, "--format", "xml");
    refused(2, "no such directory", "export", folder + "/absent", "--format", "raw");
    refused(2, "no session 'x'", "export", dir, "--format", "raw", "--session", "x");
    refused(2, "choose one; session", "export", dir, "--format", "raw");
    refused(2, "ais0 (nmea), sat,1 (kiss)", "export", dir, "--format", "nmea", "--link", "b");
    refused(2, "no link that packets", "export", dir, "--format", "packets");
    refused(2, "no link that kiss", "export", dir, "--format", "kiss", "--link", "ais0");
    refused(2, "--type: is for", "export", dir, "--format", "kml", "--type", "ais.1");
    refused(2, "--times: is for nmea", "export", dir, "--format", "kiss", "--times");
    refused(2, "choose one with --type", "export", dir, "--format", "csv");
    refused(2, "give -o FILE", "export", dir, "--format", "kml", "--resume");
    refused(2, "'noon' is not a UTC time", "export", dir, "--format", "kml", "--from", "noon");
    refused(
        2,
        "is not before",
        "export",
        dir,
        "--format",
        "kml",
        "--from",
        "2026-01-02T00:00:00Z",
        "--to",
        "2026-01-01T00:00:00Z");
    refused(2, "--force replaces it", "export", dir, "--format", "kml", "-o", there);
    refused(2, "is a directory", "export", dir, "--format", "kml", "-o", dir);
    refused(2, "absent or empty", "export", dir, "--format", "csv", "-o", dir, "--force");
    refused(2, "absent or empty", "export", dir, "--format", "csv", "-o", there);
    refused(2, "no such directory", "export", dir, "--format", "kml", "-o", there + "s/x");
    refused(2, "not a regular file", "export", dir, "--format", "kml", "-o", "/dev/null");
    assertThat(folder.resolve("there")).hasContent("mine");
    Files.writeString(folder.resolve("new.part"), "mine too");
    refused(2, "--resume goes on", "export", dir, "--format", "kml", "-o", folder + "/new");
    refused(
        2, "another export", "export", dir, "--format", "kml", "-o", folder + "/new", "--resume");
    assertThat(folder.resolve("new.part")).hasContent("mine too");
  }

  @Test
  void oneOfSeveralSessionsIsToBeChosen() {
    journal(journal, "", List.of(sentences));
    refused(2, "choose one of 2 sessions", "export", journal.toString(), "--format", "raw");
    export("raw", "--session", lastSession(journal).id());
  }

  @Test
  void aDamagedSessionIsExportedUpToTheDamageAndTold() throws Exception {
    Files.write(sentences, (GLL + "\r\n").repeat(2000).getBytes(ISO_8859_1));
    Path damaged = folder.resolve("damaged");
    journal(damaged, "", List.of(sentences));
    try (Stream<Path> files = Files.list(lastSession(damaged).directory())) {
      Path queue = files.filter(file -> file.toString().endsWith(".cq4")).findAny().orElseThrow();
      try (RandomAccessFile file = new RandomAccessFile(queue.toFile(), "rw")) {
        file.setLength(100_000);
      }
    }
    Path out = folder.resolve("out");
    Commands.Outcome outcome =
        Commands.run("export", damaged.toString(), "--format", "raw", "-o", out.toString());
    assertThat(outcome.code()).isEqualTo(Alidade.FAILED);
    assertThat(outcome.err()).contains("was cut short; ").hasLineCount(2);
    assertThat(Files.size(out)).isBetween(1000L, Files.size(sentences) - 1);
    assertThat(Files.readString(sentences)).startsWith(Files.readString(out));
  }
}
