package io.alidade.protocol.nmea;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.alidade.event.Msg;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Hostile AIS streams: which messages come out, as {@code type:mmsi}, whatever the reads. */
class TortureTest {
  @Test
  void every_case_gives_the_messages_of_our_policy() throws IOException {
    Path directory = Decoding.corpus().resolve("derived/torture");
    JsonNode expected = Decoding.parse(Files.readString(directory.resolve("expected.json")));
    Map<String, List<String>> got = new HashMap<>();
    Map<String, List<String>> want = new HashMap<>();
    for (Map.Entry<String, JsonNode> entry : expected.properties()) {
      if (entry.getValue().isArray()) { // else undecidable without arrival times
        String name = entry.getKey();
        List<String> messages = new ArrayList<>();
        entry.getValue().forEach(message -> messages.add(message.asText()));
        byte[] bytes = Files.readAllBytes(directory.resolve(name + ".nmea"));
        for (int read : new int[] {1, 7, bytes.length}) {
          want.put(name + " by " + read, messages);
          got.put(name + " by " + read, messages(bytes, read));
        }
      }
    }
    System.out.printf("torture: %d cases, 3 read sizes%n", want.size() / 3);
    assertThat(want).hasSizeGreaterThan(100);
    assertThat(got).isEqualTo(want);
  }

  @Test
  void parts_of_two_messages_with_one_sequence_id_are_not_joined_when_they_come_far_apart()
      throws IOException {
    Path directory = Decoding.corpus().resolve("derived/torture");
    String name = "08-lost-p2-of-A-lost-p1-of-B-same-seq.nmea";
    List<Integer> messages = new ArrayList<>();
    Decoding decoding = new Decoding(new NmeaDecoder(), event -> messages.add(event.msg()));
    for (String line : Files.readAllLines(directory.resolve(name), US_ASCII)) {
      byte[] bytes = (line + "\r\n").getBytes(US_ASCII);
      decoding.feed(bytes, 0, bytes.length);
      decoding.rxTime += 60_000_000_000L;
    }
    assertThat(messages).containsExactly(Msg.AIS_FRAGMENT, Msg.AIS_FRAGMENT);
  }

  private static List<String> messages(byte[] bytes, int read) {
    List<String> messages = new ArrayList<>();
    Decoding[] self = new Decoding[1];
    self[0] =
        new Decoding(
            new NmeaDecoder(),
            event -> {
              if (Msg.isAis(event.msg())) {
                JsonNode data = Decoding.parse(self[0].json(event)).get("data");
                messages.add(data.get("type").asText() + ":" + data.get("mmsi").asText());
              }
            });
    for (int i = 0; i < bytes.length; i += read) {
      self[0].feed(bytes, i, Math.min(read, bytes.length - i));
    }
    self[0].end();
    return messages;
  }
}
