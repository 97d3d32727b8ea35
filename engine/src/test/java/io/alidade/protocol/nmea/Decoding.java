package io.alidade.protocol.nmea;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.alidade.event.Event;
import io.alidade.event.EventJson;
import io.alidade.event.FrameKind;
import io.alidade.event.Links;
import io.alidade.framing.NmeaFramer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** A framer, a decoder and a reused event: bytes in, events out, as on a link. */
final class Decoding {
  static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  private final NmeaFramer framer = new NmeaFramer();
  private final NmeaDecoder decoder;
  private final Event event = new Event(64 * 1024);
  private final EventJson json = new EventJson(new Links("link"), false, false);
  private final Consumer<Event> consumer;

  /** The receive time that the next frames get. */
  long rxTime = 1_000_000_000_000_000_000L;

  Decoding(NmeaDecoder decoder, Consumer<Event> consumer) {
    this.decoder = decoder;
    this.consumer = consumer;
  }

  void feed(byte[] bytes, int offset, int length) {
    framer.feed(bytes, offset, length, this::frame);
  }

  void end() {
    framer.end(this::frame);
  }

  private void frame(FrameKind kind, byte[] bytes, int offset, int length) {
    event.begin(kind, 1, rxTime);
    event.raw(bytes, offset, length);
    decoder.decode(event);
    consumer.accept(event);
  }

  String json(Event event) {
    json.clear();
    json.append(event);
    return new String(json.array(), 0, json.length(), StandardCharsets.UTF_8);
  }

  static JsonNode parse(String json) {
    try {
      return JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new AssertionError(json, e);
    }
  }

  /** The events of a text, as JSON. */
  static List<JsonNode> events(String text) {
    return events(new NmeaDecoder(), text);
  }

  static List<JsonNode> events(NmeaDecoder decoder, String text) {
    List<JsonNode> events = new ArrayList<>();
    Decoding[] self = new Decoding[1];
    self[0] = new Decoding(decoder, event -> events.add(parse(self[0].json(event))));
    byte[] bytes = text.getBytes(ISO_8859_1);
    self[0].feed(bytes, 0, bytes.length);
    self[0].end();
    return events;
  }

  /** The one event of a sentence given without delimiter and checksum. */
  static JsonNode event(String body) {
    return events(sentence(body) + "\r\n").get(0);
  }

  /** The data of a sentence, given without delimiter and checksum, as compact JSON. */
  static String data(String body) {
    return event(body).get("data").toString();
  }

  /** Dollar sign, body, checksum. */
  static String sentence(String body) {
    return "$" + body + "*" + checksum(body);
  }

  static String checksum(String body) {
    int sum = 0;
    for (int i = 0; i < body.length(); i++) {
      sum ^= body.charAt(i);
    }
    return String.format("%02X", sum);
  }

  /** The marine recordings, or the test is skipped. */
  static Path corpus() {
    Path marine = Path.of(System.getProperty("alidade.corpus", "none"), "marine");
    assumeTrue(Files.isDirectory(marine), "no corpus");
    return marine;
  }
}
