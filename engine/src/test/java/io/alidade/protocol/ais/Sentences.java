package io.alidade.protocol.ais;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.alidade.event.Event;
import io.alidade.event.EventJson;
import io.alidade.event.FieldWriter;
import io.alidade.event.Flag;
import io.alidade.event.FrameKind;
import io.alidade.event.Links;
import io.alidade.event.Quality;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * Sentences to JSON as a user sees it: what the NMEA line decoder does around {@link AisDecoder},
 * reduced to a checksum and to finding the sentence in the line.
 */
final class Sentences {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final Event event = new Event(8192);
  private final EventJson json = new EventJson(new Links("ais0"), false, false);
  private final AisDecoder decoder = new AisDecoder();

  /** Decodes one line that was received at a time; null when it holds no sentence. */
  JsonNode decode(String line, long rxTime) {
    byte[] bytes = line.getBytes(ISO_8859_1);
    decode(bytes, rxTime);
    return json();
  }

  /** Decodes one line, received a long time after the one before or not at all after one. */
  JsonNode decode(String line) {
    return decode(line, 0);
  }

  /** Decodes lines that were received at once; what the last one gave. */
  JsonNode decodeAll(Iterable<String> lines, long rxTime) {
    JsonNode last = null;
    for (String line : lines) {
      last = decode(line, rxTime);
    }
    return last;
  }

  /** Decodes one line into {@link #event}. */
  Event decode(byte[] line, long rxTime) {
    event.begin(FrameKind.FRAME, 1, rxTime);
    event.raw(line, 0, line.length);
    byte[] array = event.array();
    int start = event.rawOffset();
    int end = start + event.rawLength();
    int bang = indexOf(array, '!', start, end);
    int star = indexOf(array, '*', bang, end);
    if (bang == end || star == end || !isChecksumRight(array, bang + 1, star, end)) {
      event.invalid(Flag.CHECKSUM);
      return event;
    }
    decodeBody(bang + 1, star);
    return event;
  }

  /** Decodes a body without looking at a checksum. */
  Event decodeBody(String body, long rxTime) {
    byte[] bytes = body.getBytes(ISO_8859_1);
    event.begin(FrameKind.FRAME, 1, rxTime);
    event.raw(bytes, 0, bytes.length);
    decodeBody(event.rawOffset(), event.rawOffset() + bytes.length);
    return event;
  }

  private void decodeBody(int start, int end) {
    FieldWriter out = event.beginDecoded();
    decoder.decode(event, out, start, end);
    if (event.quality() != Quality.INVALID) {
      event.endDecoded();
    }
  }

  Event event() {
    return event;
  }

  /** The last event, as JSON says it. */
  JsonNode json() {
    json.clear();
    json.append(event);
    try {
      return MAPPER.readTree(json.array(), 0, json.length());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isChecksumRight(byte[] array, int start, int star, int end) {
    int sum = 0;
    for (int i = start; i < star; i++) {
      sum ^= array[i];
    }
    return star + 2 < end
        && Character.digit(array[star + 1], 16) == sum >> 4
        && Character.digit(array[star + 2], 16) == (sum & 15);
  }

  private static int indexOf(byte[] array, char c, int start, int end) {
    int at = start;
    while (at < end && array[at] != c) {
      at++;
    }
    return at;
  }

  /** A sentence with its checksum around a body. */
  static String withChecksum(String body) {
    int sum = 0;
    for (int i = 0; i < body.length(); i++) {
      sum ^= body.charAt(i);
    }
    return String.format("!%s*%02X", body, sum);
  }
}
