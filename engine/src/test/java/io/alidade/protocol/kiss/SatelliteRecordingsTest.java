package io.alidade.protocol.kiss;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.alidade.Corpus;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Streams of a demodulator and of a TNC, against what these say the frames are. */
class SatelliteRecordingsTest {
  private static final int[] READS = {1, 7, 4096};

  /** The frame inside the info and header fields, put together again as far as they say. */
  private static void assertPayload(String what, JsonNode event, String payload) {
    JsonNode data = event.get("data");
    assertThat(KissLink.content(event)).as(what).isEqualTo("00" + payload);
    if (event.get("msg").asText().equals("kiss.data")) {
      assertThat(data.get("info").asText()).as(what).isEqualTo(payload);
      return;
    }
    StringBuilder header = new StringBuilder();
    List<String> stations = new ArrayList<>();
    stations.add(data.get("dst").asText());
    stations.add(data.get("src").asText());
    data.path("via").forEach(station -> stations.add(station.asText()));
    HexFormat hex = HexFormat.of();
    for (int i = 0; i < stations.size(); i++) {
      String[] parts = stations.get(i).replace("*", "").split("-");
      int last = Integer.parseInt(payload.substring(14 * i + 12, 14 * i + 14), 16);
      for (int c = 0; c < 6; c++) {
        header.append(
            hex.toHexDigits((byte) ((c < parts[0].length() ? parts[0].charAt(c) : ' ') << 1)));
      }
      int ssid = parts.length > 1 ? Integer.parseInt(parts[1]) : 0;
      int extension = i == stations.size() - 1 ? 1 : 0;
      header.append(hex.toHexDigits((byte) (last & 0xE0 | ssid << 1 | extension)));
    }
    header.append(hex.toHexDigits((byte) data.get("control").asInt()));
    if (data.has("pid")) {
      header.append(hex.toHexDigits((byte) data.get("pid").asInt()));
    }
    assertThat(header + data.path("info").asText()).as(what).isEqualTo(payload);
  }

  @Test
  void frames_and_times_of_satellite_passes_are_those_of_the_demodulator() throws IOException {
    Path folder = KissLink.corpus("gr-satellites-decoded");
    Map<String, Integer> outcomes = new TreeMap<>();
    int files = 0;
    for (Path file : Corpus.files(folder, ".kss")) {
      byte[] bytes = Files.readAllBytes(file);
      Path expectations = Path.of(file.toString().replace(".kss", ".frames.jsonl"));
      List<String> expected = Files.readAllLines(expectations);
      List<JsonNode> events = KissLink.events(new KissDecoder(), bytes, 4096);
      for (int read : READS) {
        assertThat(KissLink.events(new KissDecoder(), bytes, read)).isEqualTo(events);
      }
      List<JsonNode> frames = new ArrayList<>();
      for (JsonNode event : events) {
        if (event.get("msg").asText().equals("kiss.command")) {
          assertThat(event.at("/data/command").asInt()).isEqualTo(9);
        } else {
          frames.add(event);
        }
      }
      assertThat(frames).as("%s", file).hasSameSizeAs(expected);
      for (int i = 0; i < frames.size(); i++) {
        String what = file.getFileName() + " frame " + (i + 1);
        JsonNode frame = frames.get(i);
        JsonNode line = KissLink.JSON.readTree(expected.get(i));
        assertThat(frame.at("/data/t_ms").isMissingNode())
            .as(what)
            .isEqualTo(line.get("t_ms").isNull());
        assertThat(frame.at("/data/t_ms").asLong()).as(what).isEqualTo(line.get("t_ms").asLong());
        assertThat(frame.has("recorded")).as(what).isTrue();
        String payload = line.get("hex").asText();
        assertThat(payload).hasSize(2 * line.get("len").asInt());
        assertPayload(what, frame, payload);
        outcomes.merge(
            frame.get("msg").asText() + " " + frame.get("quality").asText() + frame.get("flags"),
            1,
            Integer::sum);
      }
      files++;
    }
    System.out.printf("satellite passes: %d files, %s%n", files, outcomes);
    assertThat(files).isGreaterThanOrEqualTo(39);
  }

  /** A line of the monitor: {@code [level] SRC>DST,VIA*:info}, odd bytes as {@code <0xNN>}. */
  private static String ours(JsonNode event) {
    JsonNode data = event.get("data");
    StringBuilder text = new StringBuilder();
    text.append(data.get("src").asText()).append('>').append(data.get("dst").asText());
    // We mark each digipeater that has repeated; the monitor only the last of them.
    List<String> via = new ArrayList<>();
    data.path("via").forEach(station -> via.add(station.asText()));
    for (int i = 0; i < via.size(); i++) {
      boolean superseded = i + 1 < via.size() && via.get(i + 1).endsWith("*");
      text.append(',').append(superseded ? via.get(i).replace("*", "") : via.get(i));
    }
    byte[] info = HexFormat.of().parseHex(data.get("info").asText());
    return text.append(':').append(new String(info, ISO_8859_1)).toString();
  }

  private static String theirs(String line) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Matcher odd = Pattern.compile("<0x([0-9a-f]{2})>").matcher(line);
    int at = line.indexOf("] ") + 2;
    while (odd.find()) {
      out.writeBytes(line.substring(at, odd.start()).getBytes(ISO_8859_1));
      out.write(Integer.parseInt(odd.group(1), 16));
      at = odd.end();
    }
    out.writeBytes(line.substring(at).getBytes(ISO_8859_1));
    return out.toString(ISO_8859_1);
  }

  @Test
  void frames_of_a_TNC_are_what_its_monitor_shows() throws IOException {
    Path folder = KissLink.corpus("direwolf-generated");
    for (String speed : new String[] {"300", "1200", "9600"}) {
      byte[] bytes = Files.readAllBytes(folder.resolve("kiss_tcp_" + speed + ".kss"));
      List<String> expected =
          Files.readAllLines(folder.resolve("monitor_" + speed + ".txt"), ISO_8859_1).stream()
              .map(SatelliteRecordingsTest::theirs)
              .toList();
      assertThat(expected).hasSize(18);
      for (int read : READS) {
        List<JsonNode> events = KissLink.events(new KissDecoder(), bytes, read);
        assertThat(events).allMatch(event -> event.get("msg").asText().equals("ax25.ui"));
        assertThat(events).allMatch(event -> event.get("quality").asText().equals("good"));
        assertThat(events).extracting(SatelliteRecordingsTest::ours).isEqualTo(expected);
      }
    }
  }
}
