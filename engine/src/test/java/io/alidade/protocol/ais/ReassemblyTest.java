package io.alidade.protocol.ais;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReassemblyTest {
  private static final long SECOND = 1_000_000_000L;

  private final Sentences sentences = new Sentences();

  private static List<String> message(int mmsi, String address, String sequence, String channel) {
    return Payload.of(14, 0, mmsi)
        .u(2, 0)
        .text(60, "STATION " + mmsi)
        .sentences(address, sequence, channel, 30);
  }

  private String msg(String sentence, long time) {
    return sentences.decode(sentence, time).get("msg").asText();
  }

  /** MMSIs of the messages that sentences, received at once, give. */
  private List<Integer> mmsis(List<String> lines) {
    List<Integer> out = new ArrayList<>();
    for (String line : lines) {
      JsonNode event = sentences.decode(line, 0);
      if (event.get("msg").asText().matches("ais\\.\\d+")) {
        out.add(event.at("/data/mmsi").asInt());
      }
    }
    return out;
  }

  @Test
  void partThatCompletesNothingSaysWhichItIs() throws IOException {
    List<String> parts = message(1001, "AIVDM", "7", "B");
    assertThat(parts).hasSize(3);
    JsonNode event = sentences.decode(parts.get(1), 0);
    assertThat(event.get("msg").asText()).isEqualTo("ais.fragment");
    assertThat(event.get("quality").asText()).isEqualTo("good");
    assertThat(event.get("data"))
        .isEqualTo(
            new ObjectMapper().readTree("{\"channel\":\"B\",\"part\":2,\"parts\":3,\"seqid\":7}"));
  }

  @Test
  void partsMayComeInAnyOrder() {
    List<String> p = message(1001, "AIVDM", "7", "B");
    int[][] orders = {{0, 1, 2}, {0, 2, 1}, {1, 0, 2}, {1, 2, 0}, {2, 0, 1}, {2, 1, 0}};
    for (int[] order : orders) {
      assertThat(mmsis(List.of(p.get(order[0]), p.get(order[1]), p.get(order[2]))))
          .containsExactly(1001);
      assertThat(sentences.json().at("/data/text").asText()).isEqualTo("STATION 1001");
    }
  }

  @Test
  void messagesOfDifferentSequenceChannelTalkerOrFormatterDoNotMix() {
    List<List<String>> messages =
        List.of(
            message(1001, "AIVDM", "1", "A"),
            message(1002, "AIVDM", "2", "A"),
            message(1003, "AIVDM", "1", "B"),
            message(1004, "BSVDM", "1", "A"),
            message(1005, "AIVDO", "1", "A"),
            message(1006, "AIVDM", "", "A"),
            message(1007, "AIVDM", "1", ""));
    List<String> interleaved = new ArrayList<>();
    for (int part = 0; part < 3; part++) {
      for (List<String> message : messages) {
        interleaved.add(message.get(part));
      }
    }
    assertThat(mmsis(interleaved)).containsExactly(1001, 1002, 1003, 1004, 1005, 1006, 1007);
  }

  @Test
  void singleSentencesPassBetweenParts() {
    List<String> p = message(1001, "AIVDM", "1", "A");
    String single = Payload.of(10, 0, 55).u(2, 0).u(30, 66).u(2, 0).sentence();
    assertThat(mmsis(List.of(p.get(0), single, p.get(1), single, p.get(2))))
        .containsExactly(55, 55, 1001);
  }

  @Test
  void partsMoreThanTwoSecondsAfterTheFirstDoNotComplete() {
    List<String> p = message(1001, "AIVDM", "1", "A");
    assertThat(msg(p.get(0), 0)).isEqualTo("ais.fragment");
    assertThat(msg(p.get(1), 2 * SECOND)).isEqualTo("ais.fragment");
    JsonNode late = sentences.decode(p.get(2), 2 * SECOND + 1);
    assertThat(late.get("msg").asText()).isEqualTo("ais.fragment");
    assertThat(late.at("/flags/0").asText()).isEqualTo("fragment.lost");
    assertThat(late.get("quality").asText()).isEqualTo("good");
    assertThat(msg(p.get(0), 2 * SECOND + 2)).isEqualTo("ais.fragment");
    assertThat(msg(p.get(1), 4 * SECOND)).isEqualTo("ais.14");
  }

  @Test
  void clockThatIsSetBackGivesUpWhatWaits() {
    List<String> p = message(1001, "AIVDM", "1", "A");
    msg(p.get(0), 100 * SECOND);
    assertThat(sentences.decode(p.get(1), 0).at("/flags/0").asText()).isEqualTo("fragment.lost");
  }

  @Test
  void otherContentForAPartBeginsANewMessage() {
    List<String> a = message(1001, "AIVDM", "1", "A");
    List<String> b = message(1002, "AIVDM", "1", "A");
    msg(a.get(0), 0);
    msg(a.get(1), 0);
    JsonNode event = sentences.decode(b.get(0), 0);
    assertThat(event.at("/flags/0").asText()).isEqualTo("fragment.lost");
    assertThat(msg(b.get(1), 0)).isEqualTo("ais.fragment");
    JsonNode last = sentences.decode(b.get(2), 0);
    assertThat(last.at("/data/mmsi").asInt()).isEqualTo(1002);
    assertThat(last.get("flags")).isEmpty();
  }

  @Test
  void sameContentForAPartChangesNothing() {
    List<String> p = message(1001, "AIVDM", "1", "A");
    assertThat(mmsis(List.of(p.get(0), p.get(0), p.get(1), p.get(0), p.get(1), p.get(2))))
        .containsExactly(1001);
    assertThat(sentences.json().get("flags")).isEmpty();
  }

  @Test
  void oldestIsGivenUpWhenTooManyWait() {
    List<List<String>> messages = new ArrayList<>();
    for (int i = 0; i <= Reassembly.SLOTS; i++) {
      messages.add(message(2000 + i, "AIVDM", Integer.toString(i), "A"));
    }
    for (int i = 0; i < Reassembly.SLOTS; i++) {
      assertThat(sentences.decode(messages.get(i).get(0), i).get("flags")).isEmpty();
    }
    JsonNode event = sentences.decode(messages.get(Reassembly.SLOTS).get(0), Reassembly.SLOTS);
    assertThat(event.at("/flags/0").asText()).isEqualTo("fragment.lost");
    List<Integer> complete = new ArrayList<>();
    for (int part = 1; part < 3; part++) {
      for (int i = 1; i <= Reassembly.SLOTS; i++) {
        JsonNode json = sentences.decode(messages.get(i).get(part), 100);
        if (json.get("msg").asText().equals("ais.14")) {
          complete.add(json.at("/data/mmsi").asInt());
        }
      }
    }
    assertThat(complete).hasSize(Reassembly.SLOTS).doesNotContain(2000);
  }

  @Test
  void messageThatGrowsTooLongIsInvalidAndForgotten() {
    String part = "8".repeat(100);
    sentences.decodeBody("AIVDM,3,1,1,A," + part + ",0", 0);
    sentences.decodeBody("AIVDM,3,2,1,A," + part + ",0", 0);
    sentences.decodeBody("AIVDM,3,3,1,A," + part + ",0", 0);
    assertThat(sentences.json().get("msg").asText()).isEqualTo("invalid");
    assertThat(sentences.json().at("/flags/0").asText()).isEqualTo("length");
    sentences.decodeBody("AIVDM,3,3,1,A,88,0", 0);
    assertThat(sentences.json().get("msg").asText()).isEqualTo("ais.fragment");
    assertThat(sentences.json().get("flags")).isEmpty();
  }

  @Test
  void manyShortPartsMakeAMessage() {
    List<String> parts =
        Payload.of(12, 0, 1001)
            .u(2, 1)
            .u(30, 42)
            .u(2, 0)
            .text(1, "X")
            .sentences("AIVDM", "3", "A", 2);
    assertThat(parts).hasSize(7);
    assertThat(mmsis(parts)).containsExactly(1001);
    assertThat(sentences.json().at("/data/text").asText()).isEqualTo("X");
  }

  @Test
  void fillBitsInsideAMessageAreLeftOut() {
    Payload whole = Payload.of(14, 0, 1001).u(2, 0).text(20, "FILL BITS EVERYWHERE");
    // Four characters and four of their bits too many in every part.
    List<String> parts = whole.parts("AIVDM", "1", "A", 20);
    assertThat(parts).hasSize(8).allMatch(part -> part.contains(",4*"));
    assertThat(mmsis(parts)).containsExactly(1001);
    assertThat(sentences.json().at("/data/text").asText()).isEqualTo("FILL BITS EVERYWHERE");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "01-plain-multipart",
        "02-interleaved-diff-seq-same-channel",
        "03-interleaved-diff-channel",
        "04-out-of-order",
        "05-lost-part2-then-seq-reuse",
        "06-lost-part1",
        "07-part2-bad-checksum",
        "09-lost-p2-of-A-lost-p1-of-B-diff-seq",
        "10-single-between-parts",
        "11-duplicate-part1",
        "12-diff-talker-same-seq",
        "33-frag-9-of-1",
        "34-frag-0",
        "35-empty-payload",
        "36-one-char-payload",
        "37-illegal-sixbit",
        "38-fill-9",
        "39-vdo",
        "40-channel-1",
        "41-channel-C"
      })
  void tortureCaseGivesWhatItMust(String name) throws IOException {
    JsonNode expected =
        new ObjectMapper()
            .readTree(Files.readString(Corpus.file("derived/torture/expected.json")))
            .get(name);
    List<String> wanted = new ArrayList<>();
    expected.forEach(message -> wanted.add(message.asText()));
    assertThat(messages(name, 0)).isEqualTo(wanted);
  }

  @Test
  void tortureCaseThatOnlyArrivalTimesCanTellGivesNothing() throws IOException {
    assertThat(messages("08-lost-p2-of-A-lost-p1-of-B-same-seq", 3 * SECOND)).isEmpty();
  }

  private List<String> messages(String name, long spacing) throws IOException {
    List<String> out = new ArrayList<>();
    long time = 0;
    for (String line : Corpus.lines("derived/torture/" + name + ".nmea")) {
      JsonNode event = sentences.decode(line, time);
      time += spacing;
      if (event.get("msg").asText().matches("ais\\.\\d+")) {
        JsonNode data = event.get("data");
        out.add(data.get("type") + ":" + data.get("mmsi"));
      }
    }
    return out;
  }
}
