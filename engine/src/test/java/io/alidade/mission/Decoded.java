package io.alidade.mission;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.alidade.event.Event;
import io.alidade.event.EventJson;
import io.alidade.event.FieldWriter;
import io.alidade.event.FrameKind;
import io.alidade.event.Links;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HexFormat;

/** Decodes packets by a database and says the events as JSON. */
final class Decoded {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  final Event event = new Event(1 << 18);
  private final PacketDecoder decoder;
  private long rxTime;
  private long recordedTime = Event.NO_TIME;
  private final EventJson json;

  Decoded(MissionDatabase database) {
    decoder = database.newDecoder();
    json = new EventJson(new Links(database.dictionary(), "sat0"), false, false);
  }

  static Decoded by(String xml) throws MissionException {
    return new Decoded(MissionDatabase.load(xml, "test.xml"));
  }

  /** Gives packets from now on a time of reception, seconds. */
  Decoded received(double seconds) {
    rxTime = (long) (seconds * 1e9);
    return this;
  }

  /** Gives packets from now on a recorded time, seconds. */
  Decoded recorded(double seconds) {
    recordedTime = (long) (seconds * 1e9);
    return this;
  }

  boolean decode(byte[] source, int offset, int length) {
    event.begin(FrameKind.FRAME, 1, rxTime);
    event.recordedTime(recordedTime);
    FieldWriter out = event.beginDecoded();
    boolean found = decoder.decode(event, out, source, offset, length);
    event.endDecoded();
    return found;
  }

  /** The event of a packet in hexadecimal. */
  JsonNode event(String hex) {
    byte[] packet = HexFormat.of().parseHex(hex.replace(" ", ""));
    if (!decode(packet, 0, packet.length)) {
      return null;
    }
    return json();
  }

  /** The fields of a packet in hexadecimal. */
  JsonNode data(String hex) {
    return event(hex).get("data");
  }

  JsonNode json() {
    json.clear();
    json.append(event);
    try {
      return MAPPER.readTree(new String(json.array(), 0, json.length(), UTF_8));
    } catch (IOException fault) {
      throw new UncheckedIOException(fault);
    }
  }
}
