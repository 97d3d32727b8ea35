package io.alidade.fuse;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.alidade.demo.Downlink;
import io.alidade.demo.Traffic;
import io.alidade.event.Event;
import io.alidade.event.EventJson;
import io.alidade.event.Flag;
import io.alidade.event.FrameKind;
import io.alidade.event.Links;
import io.alidade.event.Msg;
import io.alidade.event.Quality;
import io.alidade.framing.Framer;
import io.alidade.link.LinkUri;
import io.alidade.protocol.Decoder;
import io.alidade.station.Mission;
import io.alidade.station.Protocol;
import io.alidade.validate.Validate;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * One recording over two links, each with losses, delays and corruption of its own: what is no copy
 * is their union, in order, nothing twice, nothing missing. What must come out is told from what
 * was put on the links, not from the engine.
 */
class LinkMergeTest {
  private static final long START_MS = 1_764_032_400_000L;
  private static final long NS_PER_MS = 1_000_000;

  /** Bytes that come over a link at a time. */
  private record Arrival(long timeNs, int link, byte[] bytes) {}

  /** A link's own framer and decoder, and the stages that the links share. */
  private static final class Engine {
    final Framer[] framers = new Framer[3];
    final Decoder[] decoders = new Decoder[3];
    final Validate validate = new Validate();
    Fuse fuse = new Fuse(500);
    final List<byte[]> records = new ArrayList<>();
    private final Event event = new Event(200_000);
    private long sequence;

    Engine(String settings) throws Exception {
      LinkUri uri = LinkUri.parse("stdin:?" + settings);
      Protocol protocol = Protocol.of(uri.protocol());
      for (int link = 1; link <= 2; link++) {
        framers[link] = protocol.framer(uri);
        decoders[link] = protocol.decoder(uri, Mission.NONE.contents());
      }
    }

    void take(Arrival arrival) {
      int link = arrival.link();
      framers[link].feed(
          arrival.bytes(),
          0,
          arrival.bytes().length,
          (kind, bytes, offset, length) -> {
            event.begin(kind, link, arrival.timeNs());
            event.raw(bytes, offset, length);
            decoders[link].decode(event);
            judge();
            while (decoders[link].hasDerived()) {
              event.begin(FrameKind.DERIVED, link, arrival.timeNs());
              decoders[link].derive(event);
              judge();
            }
          });
    }

    private void judge() {
      event.sequence(++sequence);
      validate.onEvent(event);
      fuse.onEvent(event);
      records.add(Arrays.copyOf(event.array(), event.length()));
    }

    /** Goes on with a stage that knows what this one's state says. */
    void restore() {
      Fuse other = new Fuse(500);
      int parts = fuse.stateParts(4096);
      Event state = new Event(4096);
      for (int part = 0; part < parts; part++) {
        Fuse.beginState(state, 0, part, parts, 4096);
        fuse.onEvent(state);
        other.restore(state);
      }
      fuse = other;
    }
  }

  /** Complete AIS messages, each its sentences; every one but once. */
  private static List<List<String>> messages(long seed, int count) {
    Traffic traffic = new Traffic(seed, START_MS);
    byte[] buffer = new byte[Traffic.MAX_LENGTH];
    List<List<String>> messages = new ArrayList<>();
    Set<String> payloads = new HashSet<>();
    List<String> parts = new ArrayList<>();
    while (messages.size() < count) {
      String line = new String(buffer, 0, traffic.next(buffer), US_ASCII).trim();
      if (!line.matches("!AIVDM,[12],[12],\\d?,[AB],[0-W`-w]+,[0-5]\\*[0-9A-F]{2}")
          || !line.endsWith(sum(line.substring(1, line.length() - 3)))) {
        parts.clear();
        continue;
      }
      String[] fields = line.split(",");
      if (fields[2].equals("1")) {
        parts.clear();
      }
      parts.add(line);
      if (fields[1].equals(String.valueOf(parts.size()))
          && payloads.add(fields[5] + parts.size())) {
        messages.add(List.copyOf(parts));
      }
    }
    return messages;
  }

  private static String sum(String text) {
    return "%02X".formatted(text.chars().reduce(0, (a, b) -> a ^ b));
  }

  /** A line as another receiver puts it: another talker and channel, a tag block with its clock. */
  private static String asHeardElsewhere(String line, long ms) {
    String body = line.substring(1, line.length() - 3).replaceFirst("^AI", "BS");
    String block = "c:" + (ms / 1000 - 1800);
    return "\\%s*%s\\!%s*%s".formatted(block, sum(block), body, sum(body));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void aisOverTwoLinksIsTheUnion(long seed) throws Exception {
    Random random = new Random(seed);
    List<List<String>> messages = messages(seed, 3000);
    List<Arrival> arrivals = new ArrayList<>();
    // For each link, the messages that come whole, in order; and when each comes first of all.
    List<Deque<Integer>> whole =
        List.of(new ArrayDeque<>(), new ArrayDeque<>(), new ArrayDeque<>());
    for (int link = 1; link <= 2; link++) {
      long time = 0;
      double loss = 0.05 + 0.3 * random.nextDouble();
      int delay = random.nextInt(3000);
      for (int i = 0; i < messages.size(); i++) {
        long sentMs = START_MS + i * 40L;
        boolean lost = random.nextDouble() < loss;
        boolean spoilt = !lost && random.nextInt(10) == 0;
        if (!lost && !spoilt) {
          whole.get(link).add(i);
        }
        for (String sentence : messages.get(i)) {
          time = Math.max(time + 1, (sentMs + delay + random.nextInt(200)) * NS_PER_MS);
          String line = link == 1 ? sentence : asHeardElsewhere(sentence, sentMs);
          if (!lost) {
            byte[] bytes = (line + "\r\n").getBytes(US_ASCII);
            if (spoilt) {
              bytes[bytes.length - 8 - random.nextInt(5)] ^= 1;
            }
            arrivals.add(new Arrival(time, link, bytes));
          }
        }
      }
    }
    arrivals.sort(Comparator.comparingLong(Arrival::timeNs));

    Engine engine = new Engine("protocol=nmea");
    Engine restored = new Engine("protocol=nmea");
    int takes = 0;
    for (Arrival arrival : arrivals) {
      engine.take(arrival);
      restored.take(arrival);
      if (++takes % 1000 == 0) {
        restored.restore();
        engine.restore(); // so that what a state forgets both forget
        assertThat(restored.fuse.vesselCount()).isPositive();
      }
    }
    for (int i = 0; i < engine.records.size(); i++) {
      assertThat(restored.records.get(i)).isEqualTo(engine.records.get(i));
    }

    List<Integer> out = new ArrayList<>();
    Set<Integer> expected = new HashSet<>(whole.get(1));
    expected.addAll(whole.get(2));
    List<Integer> inOrder = new ArrayList<>();
    Set<Integer> seen = new HashSet<>();
    int copies = 0;
    Event event = new Event(0);
    for (byte[] record : engine.records) {
      event.wrap(record);
      if (!Msg.isAis(event.msg())) {
        continue;
      }
      assertThat(event.quality()).isEqualTo(Quality.GOOD);
      int message = whole.get(event.link()).remove();
      if (seen.add(message)) {
        inOrder.add(message);
      }
      if (event.has(Flag.DUPLICATE)) {
        copies++;
        assertThat(event.messageEnd(event.messagesStart()))
            .as("only heard")
            .isEqualTo(event.length());
        assertThat(event.message(event.messagesStart()).text()).isEqualTo("heard");
      } else {
        out.add(message);
        assertThat(event.message(event.messagesStart()).text()).isEqualTo("track");
      }
    }
    assertThat(out).as("in the order of first arrival").isEqualTo(inOrder);
    assertThat(out)
        .as("none twice, none missing")
        .doesNotHaveDuplicates()
        .hasSameElementsAs(expected);
    assertThat(copies).isGreaterThan(1000);
    System.out.printf(
        "seed %d: %d sent, union %d, copies %d%n", seed, messages.size(), out.size(), copies);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void framesOverTwoLinksGiveEachPacketOnce(long seed) throws Exception {
    Random random = new Random(seed);
    Downlink downlink = new Downlink(seed, START_MS);
    List<Arrival> arrivals = new ArrayList<>();
    byte[] buffer = new byte[Traffic.MAX_LENGTH];
    List<List<byte[]>> streams = List.of(List.of(), new ArrayList<>(), new ArrayList<>());
    List<byte[]> cadus = new ArrayList<>();
    java.io.ByteArrayOutputStream all = new java.io.ByteArrayOutputStream();
    while (downlink.dueMs() < 200_000) {
      all.write(buffer, 0, downlink.next(buffer));
    }
    byte[] bytes = all.toByteArray();
    for (int at = 0; at + 4 < bytes.length; at++) {
      int next = at + 4 + Downlink.FRAME + 32;
      if (bytes[at] == 0x1A
          && bytes[at + 1] == (byte) 0xCF
          && bytes[at + 2] == (byte) 0xFC
          && bytes[at + 3] == 0x1D
          && next <= bytes.length) {
        cadus.add(Arrays.copyOfRange(bytes, at, next));
        at = next - 1;
      }
    }
    for (int link = 1; link <= 2; link++) {
      for (int i = 0; i < cadus.size(); i++) {
        byte[] cadu = cadus.get(i).clone();
        if (random.nextInt(8) == 0) {
          continue;
        }
        int errors = random.nextInt(6) == 0 ? 40 : random.nextInt(3);
        for (int n = 0; n < errors; n++) {
          cadu[4 + random.nextInt(cadu.length - 4)] ^= (byte) (1 + random.nextInt(255));
        }
        long time = (START_MS + i * 130L + link * 37 + random.nextInt(50)) * NS_PER_MS;
        arrivals.add(new Arrival(time, link, cadu));
        streams.get(link).add(cadu);
      }
    }
    arrivals.sort(Comparator.comparingLong(Arrival::timeNs));
    Engine engine = new Engine(Downlink.LINK);
    arrivals.forEach(engine::take);

    // What each link alone gives, by a JSON text without what depends on the way.
    Map<String, Integer> expected = new LinkedHashMap<>();
    for (int link = 1; link <= 2; link++) {
      Engine alone = new Engine(Downlink.LINK);
      streams.get(link).forEach(cadu -> alone.take(new Arrival(0, 1, cadu)));
      packets(alone, true).forEach((packet, count) -> expected.merge(packet, count, Math::max));
    }
    Map<String, Integer> out = packets(engine, false);
    assertThat(out.keySet()).isEqualTo(expected.keySet());
    assertThat(out).isEqualTo(expected);
    assertThat(out.size()).isGreaterThan(500);
    System.out.printf(
        "seed %d: %d frames sent, %d different of union, %d events%n",
        seed, cadus.size(), out.size(), engine.records.size());
  }

  /**
   * The frames and packets, each how often, but for idle ones, which are the same time and again.
   */
  private static Map<String, Integer> packets(Engine engine, boolean copiesToo) {
    Map<String, Integer> packets = new LinkedHashMap<>();
    EventJson json = new EventJson(new Links("north", "south"), false, false);
    Event event = new Event(0);
    for (byte[] record : engine.records) {
      event.wrap(record);
      boolean copy = event.fusedLength() > 0;
      if (event.quality() != Quality.INVALID
          && event.kind() != FrameKind.NOISE
          && (copiesToo || !copy)) {
        json.clear();
        json.append(event);
        String text = new String(json.array(), 0, json.length(), UTF_8);
        String data =
            text.substring(text.indexOf("\"msg\""))
                .replaceFirst("\"flags\":\\[[^]]*]", "")
                .replaceAll(
                    "\"(missing|corrected|asm_errors|inverted|out_of_order)\":(\\d+|true),?", "");
        if (!data.contains("idle")) {
          packets.merge(data, 1, Integer::sum);
        }
      }
    }
    return packets;
  }
}
