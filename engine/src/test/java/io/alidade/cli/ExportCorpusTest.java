package io.alidade.cli;

import static io.alidade.cli.Commands.done;
import static io.alidade.cli.Commands.journal;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.alidade.Corpus;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Recordings of others, journaled and exported. */
class ExportCorpusTest {
  private static final int LINKS_AT_ONCE = 60;

  @TempDir Path folder;

  private Path export(Path journal, String format, String... more) {
    Path out = folder.resolve("out");
    String[] command = {
      "export", journal.toString(), "--format", format, "-o", out.toString(), "--force"
    };
    String[] all = java.util.Arrays.copyOf(command, command.length + more.length);
    System.arraycopy(more, 0, all, command.length, more.length);
    done(all);
    return out;
  }

  private void rawIsEachFile(List<Path> files, String settings) {
    assertThat(files).isNotEmpty();
    for (int from = 0; from < files.size(); from += LINKS_AT_ONCE) {
      List<Path> group = files.subList(from, Math.min(files.size(), from + LINKS_AT_ONCE));
      Path journal = folder.resolve("journal" + from + settings.hashCode());
      journal(journal, settings, group);
      for (int i = 0; i < group.size(); i++) {
        assertThat(export(journal, "raw", "--link", "f" + i))
            .as(group.get(i).toString())
            .hasSameBinaryContentAs(group.get(i));
      }
    }
  }

  @Test
  void rawIsEveryMarineRecordingByteForByte() {
    rawIsEachFile(Corpus.files(Corpus.marine(), ".log", ".txt", ".nmea", ".nm4", ".aivdm"), "");
  }

  @Test
  void rawIsEveryRecordedPassByteForByte() {
    rawIsEachFile(Corpus.files(Corpus.satellite(), ".kss"), "&protocol=kiss");
  }

  @Test
  void rawIsEveryFileOfPacketsAndFramesByteForByte() {
    Path satellite = Corpus.satellite();
    rawIsEachFile(Corpus.files(satellite, ".tlm", ".DAT1", ".bin"), "&protocol=ccsds-packets");
    rawIsEachFile(
        Corpus.files(satellite.resolve("ccsds-rs"), ".dat"),
        "&protocol=ccsds-aos&frame=892&rs=16&interleave=4&randomized=yes");
  }

  /** Packets and bytes as another decoder counted them, in the file beside the recording. */
  @Test
  void packetsAreThoseInsideTheFrames() throws Exception {
    Path recording = Corpus.satellite().resolve("ccsds-rs/snpp_synchronized_cadus.dat");
    Path journal = folder.resolve("snpp");
    journal(
        journal,
        "&protocol=ccsds-aos&frame=892&rs=16&interleave=4&randomized=yes",
        List.of(recording));
    ByteBuffer packets = ByteBuffer.wrap(Files.readAllBytes(export(journal, "packets")));
    assertThat(packets.remaining()).isEqualTo(53_098);
    int count = 0;
    while (packets.hasRemaining()) {
      int length = 7 + (packets.getShort(packets.position() + 4) & 0xFFFF);
      packets.position(packets.position() + length);
      count++;
    }
    assertThat(count).isEqualTo(12);
  }

  @Test
  void packetsOfAPacketLinkAreTheFileItself() throws Exception {
    Path jpss = Corpus.satellite().resolve("space_packet_parser/jpss");
    Path recording = jpss.resolve("J01_G011_LZ_2021-04-09T00-00-00Z_V01.DAT1");
    Path journal = folder.resolve("jpss");
    done(
        "run",
        "--exit-at-end",
        "--journal",
        journal.toString(),
        "--mission",
        jpss.resolve("jpss1_geolocation_xtce_v1.xml").toString(),
        "--link",
        "file:" + recording + "?protocol=ccsds-packets");
    assertThat(export(journal, "packets")).hasSameBinaryContentAs(recording);
    String container =
        new ObjectMapper()
            .readTree(
                Files.readAllLines(export(journal, "jsonl", "--link", link(recording))).get(1))
            .get("msg")
            .asText();
    assertThat(container).doesNotStartWith("ccsds");
    assertThat(export(journal, "packets", "--type", container)).isNotEmptyFile();
    assertThat(export(journal, "packets", "--type", "ccsds.idle")).isEmptyFile();
  }

  private static String link(Path recording) {
    return recording.getFileName().toString();
  }

  /** The positions of a vessel, and its name, as gpsd's own decoder has them. */
  @Test
  void tracksHaveThePositionsOfTheReports() throws Exception {
    Path recording = Corpus.marine().resolve("BertoldVdb+go-ais/aistest.nmea");
    Path journal = folder.resolve("tracks");
    journal(journal, "", List.of(recording));
    ObjectMapper mapper = new ObjectMapper();
    long reports = 0;
    for (String line : Files.readAllLines(export(journal, "jsonl"))) {
      JsonNode event = mapper.readTree(line);
      boolean isReport = event.get("msg").asText().matches("ais\\.(1|2|3|4|9|11|18|19|21|27)");
      boolean isPlace = event.at("/data/lat").isNumber() && event.at("/data/lon").isNumber();
      reports += isReport && isPlace && event.at("/quality").asText().equals("good") ? 1 : 0;
    }
    JsonNode tracks = mapper.readTree(export(journal, "geojson").toFile());
    long places = 0;
    for (JsonNode feature : tracks.get("features")) {
      boolean isPoint = feature.at("/geometry/type").asText().equals("Point");
      places += isPoint ? 1 : feature.at("/geometry/coordinates").size();
    }
    assertThat(places).isEqualTo(reports).isGreaterThan(500);
  }
}
