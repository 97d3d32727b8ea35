package io.alidade.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.alidade.demo.AisEncoder.Fix;
import io.alidade.demo.AisEncoder.Identity;
import io.alidade.demo.AisEncoder.Voyage;
import io.alidade.demo.AisPayload.Dimensions;
import java.time.LocalDateTime;
import java.util.List;
import java.util.stream.Stream;

/** gpsd's published JSON of a message, given to the encoder. */
final class PublishedValues {
  /** Types that the encoder knows and gpsd's sample has. */
  static final List<Integer> ENCODED = List.of(1, 2, 3, 4, 5, 9, 11, 14, 18, 19, 21, 24, 27);

  private PublishedValues() {}

  /**
   * Takes the values of a message out of a list; those of a type 24 stay, for its other part. Null
   * when there are none, the encoder lacks the type, or the date is none that a calendar has.
   */
  static JsonNode take(List<JsonNode> values, Published message) {
    for (int i = 0; i < values.size(); i++) {
      JsonNode v = values.get(i);
      if (integer(v, "type") == message.type() && integer(v, "mmsi") == message.mmsi()) {
        if (message.type() != 24) {
          values.remove(i);
        }
        return ENCODED.contains(message.type()) && hasDate(v) ? v : null;
      }
    }
    return null;
  }

  private static boolean hasDate(JsonNode v) {
    String time = v.path("timestamp").asText();
    return time.isEmpty() || time.matches("2\\d{3}-(0[1-9]|1[0-2])-.*T[01]\\d:[0-5].*");
  }

  /** The bits of that message; texts are padded with "@" in one and with blanks in another. */
  static Stream<String> encodings(JsonNode v, Published original) {
    return Stream.of('@', ' ').map(padding -> bits(encode(v, original, padding)));
  }

  private static AisPayload encode(JsonNode v, Published original, char padding) {
    int type = integer(v, "type");
    int repeat = integer(v, "repeat");
    int mmsi = integer(v, "mmsi");
    int radio = integer(v, "radio");
    boolean dte = integer(v, "dte") == 1;
    return switch (type) {
      case 1, 2, 3 ->
          AisEncoder.positionA(
              type,
              repeat,
              mmsi,
              integer(v, "status"),
              turn(v),
              fix(v),
              integer(v, "maneuver"),
              radio);
      case 4, 11 ->
          AisEncoder.baseStation(
              type,
              repeat,
              mmsi,
              LocalDateTime.parse(v.get("timestamp").asText().replace("Z", "")),
              fix(v),
              integer(v, "epfd"),
              radio);
      case 5 ->
          AisEncoder.staticA(
              repeat, mmsi, integer(v, "ais_version"), identity(v, padding), voyage(v, padding));
      case 9 ->
          AisEncoder.aircraft(
              repeat, mmsi, integer(v, "alt"), fix(v), integer(v, "regional"), dte, radio);
      case 14 -> AisEncoder.safetyBroadcast(repeat, mmsi, v.get("text").asText());
      case 18 ->
          AisEncoder.positionB(
              repeat,
              mmsi,
              integer(v, "reserved"),
              fix(v),
              integer(v, "regional"),
              flags(v),
              radio);
      case 19 ->
          AisEncoder.extendedB(
              repeat,
              mmsi,
              integer(v, "reserved"),
              fix(v),
              integer(v, "regional"),
              identity(v, padding));
      case 21 ->
          AisEncoder.aid(
              repeat,
              mmsi,
              integer(v, "aid_type"),
              v.get("name").asText(),
              fix(v),
              size(v),
              integer(v, "epfd"),
              v.get("off_position").asBoolean(),
              integer(v, "regional"),
              v.get("virtual_aid").asBoolean());
      case 24 ->
          original.number(38, 2) == 0
              ? AisEncoder.staticBPartA(repeat, mmsi, pad(v, "shipname", 20, padding))
              : AisEncoder.staticBPartB(
                  repeat,
                  mmsi,
                  identity(v, padding),
                  v.get("vendorid").asText().substring(0, 3),
                  integer(v, "model"),
                  integer(v, "serial"));
      case 27 ->
          AisEncoder.longRange(
              repeat, mmsi, integer(v, "status"), fix(v), v.get("gnss").asBoolean());
      default -> throw new IllegalArgumentException("type " + type);
    };
  }

  private static Fix fix(JsonNode v) {
    return new Fix(
        v.path("lon").asDouble(),
        v.path("lat").asDouble(),
        v.path("speed").asDouble(),
        v.path("course").asDouble(),
        integer(v, "heading"),
        integer(v, "second"),
        v.path("accuracy").asBoolean(),
        v.path("raim").asBoolean());
  }

  private static Dimensions size(JsonNode v) {
    return new Dimensions(
        integer(v, "to_bow"),
        integer(v, "to_stern"),
        integer(v, "to_port"),
        integer(v, "to_starboard"));
  }

  private static Identity identity(JsonNode v, char padding) {
    return new Identity(
        integer(v, "imo"),
        pad(v, "callsign", 7, padding),
        pad(v, "shipname", 20, padding),
        integer(v, "shiptype"),
        size(v),
        integer(v, "epfd"));
  }

  private static Voyage voyage(JsonNode v, char padding) {
    String eta = v.get("eta").asText();
    return new Voyage(
        Integer.parseInt(eta.substring(0, 2)),
        Integer.parseInt(eta.substring(3, 5)),
        Integer.parseInt(eta.substring(6, 8)),
        Integer.parseInt(eta.substring(9, 11)),
        v.get("draught").asDouble(),
        pad(v, "destination", 20, padding),
        integer(v, "dte") == 1);
  }

  private static int turn(JsonNode v) {
    String turn = v.get("turn").asText();
    return switch (turn) {
      case "n/a" -> AisEncoder.TURN_UNKNOWN;
      case "fastleft" -> -127;
      case "fastright" -> 127;
      default -> AisEncoder.turnCode(Double.parseDouble(turn));
    };
  }

  private static int flags(JsonNode v) {
    int flags = 0;
    for (String name : List.of("cs", "display", "dsc", "band", "msg22", "assigned")) {
      flags = flags << 1 | (v.path(name).asBoolean() ? 1 : 0);
    }
    return flags;
  }

  private static int integer(JsonNode v, String name) {
    return v.path(name).asInt();
  }

  private static String pad(JsonNode v, String name, int length, char padding) {
    String text = v.path(name).asText();
    return text + String.valueOf(padding).repeat(length - text.length());
  }

  private static String bits(AisPayload payload) {
    StringBuilder bits = new StringBuilder();
    for (byte character : payload.armoured()) {
      int code = character - 48;
      code = code > 40 ? code - 8 : code;
      bits.append(Integer.toBinaryString(64 + code).substring(1));
    }
    bits.setLength(payload.bitCount());
    return bits.toString();
  }
}
