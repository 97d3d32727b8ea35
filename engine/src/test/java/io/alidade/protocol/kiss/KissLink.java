package io.alidade.protocol.kiss;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.alidade.event.Event;
import io.alidade.event.EventJson;
import io.alidade.event.FrameKind;
import io.alidade.event.Links;
import io.alidade.framing.FrameSink;
import io.alidade.framing.KissFramer;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/** A framer, a decoder and a reused event, as on a link: bytes in, events as JSON out. */
final class KissLink implements FrameSink {
  static final ObjectMapper JSON =
      JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private final KissFramer framer = new KissFramer();
  private final KissDecoder decoder;
  private final Event event = new Event(300_000);
  private final EventJson json = new EventJson(new Links("link"), true, false);
  private final List<JsonNode> events = new ArrayList<>();

  KissLink(KissDecoder decoder) {
    this.decoder = decoder;
  }

  @Override
  public void frame(FrameKind kind, byte[] bytes, int offset, int length) {
    event.begin(kind, 1, 1_000_000_000_000_000_000L);
    event.raw(bytes, offset, length);
    decoder.decode(event);
    if (!event.isWellFormed()) {
      throw new AssertionError("malformed event");
    }
    json.clear();
    json.append(event);
    String text = new String(json.array(), 0, json.length(), StandardCharsets.UTF_8);
    try {
      events.add(JSON.readTree(text));
    } catch (JsonProcessingException fault) {
      throw new AssertionError(text, fault);
    }
  }

  /** All the stream's events, its bytes delivered in reads of one size. */
  static List<JsonNode> events(KissDecoder decoder, byte[] bytes, int read) {
    KissLink link = new KissLink(decoder);
    for (int i = 0; i < bytes.length; i += read) {
      link.framer.feed(bytes, i, Math.min(read, bytes.length - i), link);
    }
    link.framer.end(link);
    return link.events;
  }

  /** The events of bytes given in hexadecimal; spaces are for the eye. */
  static List<JsonNode> events(String hex) {
    return events(new KissDecoder(), hex(hex), 4096);
  }

  static byte[] hex(String hex) {
    return HexFormat.of().parseHex(hex.replace(" ", ""));
  }

  /** Content between FENDs, escaped, written without looking at the product's code. */
  static byte[] frame(byte[] content) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(0xC0);
    for (byte b : content) {
      if (b == (byte) 0xC0 || b == (byte) 0xDB) {
        out.write(0xDB);
        out.write(b == (byte) 0xC0 ? 0xDC : 0xDD);
      } else {
        out.write(b);
      }
    }
    out.write(0xC0);
    return out.toByteArray();
  }

  /** What is between the FENDs of an event's raw bytes, in hexadecimal without escapes. */
  static String content(JsonNode event) {
    StringBuilder out = new StringBuilder();
    String raw = event.get("raw").asText();
    for (int i = 0; i < raw.length(); i += 2) {
      String pair = raw.substring(i, i + 2);
      if (pair.equals("db")) {
        i += 2;
        pair = raw.startsWith("dc", i) ? "c0" : "db";
      } else if (pair.equals("c0")) {
        continue;
      }
      out.append(pair);
    }
    return out.toString();
  }

  /** A folder of the satellite recordings, or the test is skipped. */
  static Path corpus(String folder) {
    Path path = Path.of(System.getProperty("alidade.corpus", "none"), "satellite", folder);
    Assumptions.assumeTrue(Files.isDirectory(path), "no corpus at " + path);
    return path;
  }
}
