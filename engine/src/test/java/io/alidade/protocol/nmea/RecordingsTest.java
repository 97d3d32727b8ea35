package io.alidade.protocol.nmea;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.alidade.event.Event;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;

/** Every recording of the corpus, text or mixed with binary: nothing is lost, nothing fails. */
class RecordingsTest {
  private final Map<String, Integer> counts = new TreeMap<>();
  private long events;

  @Test
  void every_byte_of_a_recording_is_in_an_event_whatever_the_reads() throws IOException {
    int files = 0;
    try (Stream<Path> walk = Files.walk(Decoding.corpus())) {
      for (Path file : (Iterable<Path>) walk.sorted()::iterator) {
        if (file.toString().matches(".*\\.(log|nmea|txt|nm4|aivdm)")) {
          byte[] bytes = Files.readAllBytes(file);
          CRC32 crc = new CRC32();
          crc.update(bytes);
          long ofEvents = decode(file, bytes, 4096, crc.getValue(), true);
          assertThat(decode(file, bytes, 1, crc.getValue(), false))
              .as("%s", file)
              .isEqualTo(ofEvents);
          assertThat(decode(file, bytes, 7, crc.getValue(), false))
              .as("%s", file)
              .isEqualTo(ofEvents);
          files++;
        }
      }
    }
    System.out.printf("recordings: %d files, %d events, %s%n", files, events, counts);
    assertThat(files).isGreaterThan(100);
  }

  @Test
  void tag_blocks_say_what_libais_reads_from_them() throws IOException {
    Path directory = Decoding.corpus().resolve("schwehr+libais");
    List<String> ours = new ArrayList<>();
    String text = Files.readString(directory.resolve("tagblock.nmea"), US_ASCII);
    for (JsonNode event : Decoding.events(text)) {
      if (event.at("/data/mmsi").isNumber()) {
        ours.add(
            event.at("/data/mmsi").asText()
                + event.at("/data/source").asText()
                + event.get("recorded").asText().substring(0, 19));
      }
    }
    List<String> theirs = new ArrayList<>();
    for (String line : Files.readAllLines(directory.resolve("tagblock.json"))) {
      JsonNode json = Decoding.parse(line);
      theirs.add(
          json.get("mmsi").asText()
              + json.get("tagblock_station").asText()
              + json.get("tagblock_timestamp").asText().substring(0, 19));
    }
    assertThat(ours).containsExactlyInAnyOrderElementsOf(theirs);
  }

  @Test
  void a_station_and_time_appended_to_a_sentence_are_found() throws IOException {
    Path file = Decoding.corpus().resolve("schwehr+libais/test.aivdm");
    int appended = 0;
    for (String line : Files.readAllLines(file, US_ASCII)) {
      Matcher tail = Pattern.compile("^!.*\\*..(,.*)?,([rb]\\w+),(\\d{10})$").matcher(line);
      JsonNode event = Decoding.events(line + "\n").get(0);
      if (tail.matches() && !event.get("quality").asText().equals("invalid")) {
        appended++;
        assertThat(event.at("/data/source").asText()).as(line).isEqualTo(tail.group(2));
        Instant time = Instant.ofEpochSecond(Long.parseLong(tail.group(3)));
        assertThat(Instant.parse(event.get("recorded").asText())).as(line).isEqualTo(time);
        if (tail.group(1) != null) {
          Matcher signal = Pattern.compile(",d(-\\d+),S(\\d+)").matcher(tail.group(1));
          assertThat(signal.find()).as(line).isTrue();
          int dBm = Integer.parseInt(signal.group(1));
          assertThat(event.at("/data/signal").asInt()).as(line).isEqualTo(dBm);
          int slot = Integer.parseInt(signal.group(2));
          // A frame has 2,250 slots; 9999 says that it is not known.
          assertThat(event.at("/data/slot").asInt(9999)).as(line).isEqualTo(slot);
        }
      }
    }
    System.out.printf("appended: %d sentences with station and time%n", appended);
    assertThat(appended).isGreaterThan(200);
  }

  /** Decodes a file in reads of a size; returns a checksum over all that the events say. */
  private long decode(Path file, byte[] bytes, int read, long rawCrc, boolean withJson) {
    CRC32 raw = new CRC32();
    CRC32 all = new CRC32();
    int every = bytes.length > 200_000 ? 23 : 1;
    int[] seen = new int[1];
    Decoding[] self = new Decoding[1];
    self[0] =
        new Decoding(
            new NmeaDecoder(),
            event -> {
              raw.update(event.array(), event.rawOffset(), event.rawLength());
              // Without the header's fields of the journal, which are not set here.
              all.update(
                  ByteBuffer.wrap(
                      event.array(),
                      Event.RECORDED_TIME_OFFSET,
                      event.length() - Event.RECORDED_TIME_OFFSET));
              assertThat(event.isWellFormed()).isTrue();
              if (withJson) {
                events++;
                if (seen[0]++ % every == 0) {
                  JsonNode json = Decoding.parse(self[0].json(event));
                  json.get("flags").forEach(flag -> counts.merge(flag.asText(), 1, Integer::sum));
                }
              }
            });
    for (int i = 0; i < bytes.length; i += read) {
      self[0].feed(bytes, i, Math.min(read, bytes.length - i));
    }
    self[0].end();
    assertThat(raw.getValue()).as("raw bytes of %s by %d", file, read).isEqualTo(rawCrc);
    return all.getValue();
  }
}
