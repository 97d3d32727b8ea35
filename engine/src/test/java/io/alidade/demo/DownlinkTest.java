package io.alidade.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.alidade.Corpus;
import io.alidade.event.Event;
import io.alidade.event.EventJson;
import io.alidade.event.FrameKind;
import io.alidade.framing.FrameSink;
import io.alidade.framing.Framer;
import io.alidade.link.LinkUri;
import io.alidade.protocol.Decoder;
import io.alidade.station.Mission;
import io.alidade.station.Protocol;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The demonstration's satellite, received by the engine's own framer, decoder and loader. */
class DownlinkTest {
  private static final long START = 1_764_032_400_000L;
  private static final ObjectMapper JSON = new ObjectMapper();

  private static Mission mission() throws Exception {
    return Mission.of(Downlink.database(), "sextant.xml");
  }

  /** All events of some seconds, as JSON. */
  private static List<JsonNode> received(Downlink downlink, int seconds, boolean withMission)
      throws Exception {
    LinkUri link = LinkUri.parse("stdin:?name=sat0&" + Downlink.LINK);
    Mission mission = withMission ? mission() : Mission.NONE;
    Framer framer = Protocol.of(link.protocol()).framer(link);
    Decoder decoder = Protocol.of(link.protocol()).decoder(link, mission.contents());
    List<JsonNode> events = new ArrayList<>();
    Event event = new Event(200_000);
    EventJson json =
        new EventJson(new io.alidade.event.Links(mission.dictionary(), "sat0"), false, false);
    FrameSink sink =
        new FrameSink() {
          @Override
          public void frame(FrameKind kind, byte[] bytes, int offset, int length) {
            event.begin(kind, 1, START * 1_000_000);
            event.raw(bytes, offset, length);
            decoder.decode(event);
            take();
            while (decoder.hasDerived()) {
              event.begin(FrameKind.DERIVED, 1, START * 1_000_000);
              decoder.derive(event);
              take();
            }
          }

          private void take() {
            json.clear();
            json.append(event);
            try {
              events.add(JSON.readTree(new String(json.array(), 0, json.length(), UTF_8)));
            } catch (java.io.IOException fault) {
              throw new java.io.UncheckedIOException(fault);
            }
          }
        };
    byte[] buffer = new byte[Traffic.MAX_LENGTH];
    while (downlink.dueMs() < seconds * 1000L) {
      framer.feed(buffer, 0, downlink.next(buffer), sink);
    }
    framer.end(sink);
    return events;
  }

  @Test
  void theCheckSymbolsAreThoseThatASatelliteSent() throws Exception {
    // S-NPP's frames: randomised, four code words interleaved, the first starts with the frame.
    Path file = Corpus.satellite().resolve("ccsds-rs/snpp_synchronized_cadus.dat");
    byte[] cadus = Files.readAllBytes(file);
    byte[] randomizer = sequence(1020);
    ReedSolomonEncoder code = new ReedSolomonEncoder();
    for (int cadu = 0; cadu < 20; cadu++) {
      byte[] word = new byte[255];
      for (int i = 0; i < 255; i++) {
        int at = 4 * i;
        word[i] = (byte) (cadus[cadu * 1024 + 4 + at] ^ randomizer[at]);
      }
      byte[] again = Arrays.copyOf(word, 223 + 32);
      Arrays.fill(again, 223, 255, (byte) 0);
      code.encode(again, 0);
      assertThat(again).isEqualTo(word);
    }
  }

  /** The randomiser's sequence repeats after 255 bytes. */
  private static byte[] sequence(int length) {
    byte[] once = Downlink.randomizer();
    byte[] all = new byte[length];
    for (int i = 0; i < length; i++) {
      all[i] = once[i % 255];
    }
    return all;
  }

  @Test
  void theRandomizerBeginsAsTheStandardSays() {
    assertThat(HexFormat.of().formatHex(Downlink.randomizer(), 0, 5)).isEqualTo("ff480ec09a");
  }

  @Test
  void aWorkingLinkAlsoHasBadFramesGapsAndViolations() throws Exception {
    Downlink downlink = Downlink.recorded(1, START);
    Map<String, Integer> counts = new TreeMap<>();
    List<String> texts = new ArrayList<>();
    for (JsonNode event : received(downlink, 180, true)) {
      String msg = event.get("msg").asText();
      counts.merge(msg, 1, Integer::sum);
      for (JsonNode flag : event.get("flags")) {
        counts.merge("flag " + flag.asText(), 1, Integer::sum);
      }
      JsonNode data = event.get("data");
      if (data.path("corrected").asInt() > 0) {
        counts.merge("corrected", 1, Integer::sum);
      }
      if (msg.equals("Event")) {
        texts.add(data.get("Text").asText());
      } else if (msg.equals("Radio") && data.path("limits").has("TransmitterTemperature")) {
        assertThat(data.get("limits").get("TransmitterTemperature").asText()).isEqualTo("warning");
        counts.merge("too warm", 1, Integer::sum);
      } else if (msg.equals("Housekeeping")) {
        double voltage = data.get("BatteryVoltage").asDouble();
        String level = data.path("limits").path("BatteryVoltage").asText();
        assertThat(level).isEqualTo(voltage < 6.4 ? "critical" : voltage < 6.8 ? "warning" : "");
        counts.merge("voltage " + level, 1, Integer::sum);
        assertThat(voltage).isBetween(6.2, 8.4);
        assertThat(data.get("PanelCurrents")).hasSize(6);
        assertThat(data.get("OnBoardTime").asText()).startsWith("2025-11-25T01:0");
      }
    }
    System.out.println("downlink: " + counts);
    long corrected =
        downlink.sent().fates().stream().filter(f -> f == Downlink.Fate.CORRECTABLE).count();
    assertThat(counts.get("corrected")).isBetween((int) corrected - 2, (int) corrected);
    assertThat(counts.get("invalid")).isBetween(5, 20);
    assertThat(counts.get("noise")).isPositive();
    assertThat(counts.get("flag gap")).isGreaterThan(4);
    assertThat(counts.get("too warm")).isBetween(10, 16);
    assertThat(counts.get("voltage warning")).isBetween(5, 7);
    assertThat(counts.get("voltage critical")).isBetween(5, 7);
    assertThat(counts.get("Attitude")).isGreaterThan(650);
    assertThat(texts)
        .contains(
            "Out of eclipse",
            "Transmitter at high power for the pass",
            "Payload on, battery under load");
  }

  @Test
  void packetsRunOnFromFrameToFrame() throws Exception {
    List<JsonNode> events = received(new Downlink(1, START), 180, true);
    Set<Integer> pointers = new TreeSet<>();
    Map<String, Integer> continued = new TreeMap<>();
    int frames = 0;
    for (int i = 0; i + 1 < events.size(); i++) {
      JsonNode data = events.get(i).get("data");
      if (!events.get(i).get("msg").asText().equals("ccsds.frame") || data.has("idle")) {
        continue;
      }
      frames++;
      pointers.add(data.path("fhp").asInt(-1));
      if (data.path("fhp").asInt() > 0) { // the packet that ends in this frame comes first
        continued.merge(events.get(i + 1).get("msg").asText(), 1, Integer::sum);
      }
    }
    System.out.println("continued: " + continued + " in " + frames + " frames, " + pointers);
    assertThat(continued.keySet()).contains("Attitude", "Housekeeping", "Radio", "ccsds.idle");
    assertThat(continued.values().stream().mapToInt(n -> n).sum()).isGreaterThan(frames * 3 / 4);
    assertThat(pointers).hasSizeGreaterThan(20);
  }

  @Test
  void aWholeOrbitLeavesTheLimitsOnlyWhereItIsMeantTo() throws Exception {
    int violations = 0;
    for (JsonNode event : received(new Downlink(3, START), 5_700, true)) {
      JsonNode data = event.get("data");
      for (String name : Set.of("Mode", "BatteryTemperature")) {
        assertThat(data.path("limits").has(name)).as("%s", event).isFalse();
      }
      if (data.path("limits").has("BatteryVoltage")) {
        assertThat(data.get("Mode").asText()).as("%s", event).isEqualTo("PAYLOAD");
        violations++;
      }
    }
    assertThat(violations).isBetween(250, 330); // 7 s of each 80 in the 3,600 of sunlight
  }

  @Test
  void whatIsReceivedInThreeMinutesIsWhatWasSentButForWhatTheLostFramesHeld() throws Exception {
    Downlink downlink = Downlink.recorded(1, START);
    Map<Integer, List<String>> received = new TreeMap<>();
    for (JsonNode event : received(downlink, 180, false)) {
      if (event.get("msg").asText().equals("ccsds.packet")) {
        JsonNode data = event.get("data");
        assertThat(data.get("sechdr").asBoolean()).isTrue();
        received
            .computeIfAbsent(data.get("apid").asInt(), apid -> new ArrayList<>())
            .add(data.get("seqcount").asInt() + " " + data.get("data").asText());
      }
    }
    Map<Integer, List<String>> sent = new TreeMap<>();
    for (byte[] packet : downlink.sent().packets()) {
      int apid = (packet[0] & 7) << 8 | packet[1] & 0xFF;
      int count = (packet[2] & 0x3F) << 8 | packet[3] & 0xFF;
      sent.computeIfAbsent(apid, key -> new ArrayList<>())
          .add(count + " " + HexFormat.of().formatHex(packet, 6, packet.length));
    }
    assertThat(received.keySet()).isEqualTo(sent.keySet()).containsExactly(10, 11, 12, 13);
    int absent = 0;
    for (int apid : sent.keySet()) {
      assertThat(received.get(apid)).as("APID %d", apid).isNotEmpty().doesNotHaveDuplicates();
      List<String> kept = new ArrayList<>(sent.get(apid));
      kept.retainAll(new HashSet<>(received.get(apid)));
      assertThat(received.get(apid)).as("APID %d, in order, none altered", apid).isEqualTo(kept);
      absent += sent.get(apid).size() - kept.size();
    }
    long lost =
        downlink.sent().fates().stream()
            .filter(fate -> fate == Downlink.Fate.LOST || fate == Downlink.Fate.SPOILT)
            .count();
    // A frame's zone has parts of nine packets at most; the last ones are still under way.
    assertThat(absent).isBetween(1, (int) lost * 9 + 10);
  }

  @Test
  void everyPacketOfAFaultlessStretchArrivesAsItWasSent() throws Exception {
    Downlink downlink = Downlink.recorded(2, START);
    List<String> wanted = new ArrayList<>();
    List<String> packets = new ArrayList<>();
    for (JsonNode event : received(downlink, 18, false)) { // before anything is lost
      if (event.get("msg").asText().equals("ccsds.packet")) {
        packets.add(event.get("data").get("data").asText());
      }
    }
    for (byte[] packet : downlink.sent().packets()) {
      wanted.add(HexFormat.of().formatHex(packet, 6, packet.length));
    }
    assertThat(packets).hasSizeGreaterThan(90);
    assertThat(wanted.subList(0, packets.size())).isEqualTo(packets);
  }

  @Test
  void bytesAndTimesAreAFunctionOfSeedAndStart() {
    assertThat(first(7)).isEqualTo(first(7)).isNotEqualTo(first(8));
  }

  private static List<String> first(long seed) {
    Downlink downlink = new Downlink(seed, START);
    List<String> all = new ArrayList<>();
    byte[] buffer = new byte[Traffic.MAX_LENGTH];
    for (int i = 0; i < 500; i++) {
      int length = downlink.next(buffer);
      all.add(downlink.dueMs() + " " + HexFormat.of().formatHex(buffer, 0, length));
    }
    return all;
  }

  @Test
  void itsDatabaseLoadsWithoutAWarning() throws Exception {
    assertThat(mission().warnings()).isEmpty();
  }
}
