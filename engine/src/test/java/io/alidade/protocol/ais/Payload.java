package io.alidade.protocol.ais;

import java.util.ArrayList;
import java.util.List;

/** Builds messages field by field, as the standard's tables give them, into sentences. */
final class Payload {
  private final StringBuilder bits = new StringBuilder();

  static Payload of(int type, int repeat, int mmsi) {
    return new Payload().u(6, type).u(2, repeat).u(30, mmsi);
  }

  /** An unsigned or, in two's complement, a signed number. */
  Payload u(int count, long value) {
    for (int i = count - 1; i >= 0; i--) {
      bits.append((char) ('0' + (value >> i & 1)));
    }
    return this;
  }

  /** Text in six-bit ASCII, filled up with '@'. */
  Payload text(int characters, String text) {
    for (int i = 0; i < characters; i++) {
      char c = i < text.length() ? text.charAt(i) : '@';
      u(6, c >= 64 ? c - 64 : c);
    }
    return this;
  }

  int length() {
    return bits.length();
  }

  Payload cutTo(int length) {
    bits.setLength(length);
    return this;
  }

  private String characters(int from, int to) {
    StringBuilder out = new StringBuilder();
    for (int at = from; at < to; at += 6) {
      int six = 0;
      for (int i = at; i < at + 6; i++) {
        six = 2 * six + (i < to && bits.charAt(i) == '1' ? 1 : 0);
      }
      out.append((char) (six < 40 ? six + 48 : six + 56));
    }
    return out.toString();
  }

  /** The one sentence of a short message. */
  String sentence() {
    return Sentences.withChecksum(body("AIVDM", 1, 1, "", "A", 0, bits.length()));
  }

  /** The sentences of a message in parts of so many characters. */
  List<String> sentences(String address, String sequence, String channel, int characters) {
    return parts(address, sequence, channel, 6 * characters);
  }

  /** The sentences of a message in parts of so many bits. */
  List<String> parts(String address, String sequence, String channel, int step) {
    List<String> out = new ArrayList<>();
    int total = (bits.length() + step - 1) / step;
    for (int i = 0; i < total; i++) {
      int to = Math.min(bits.length(), (i + 1) * step);
      out.add(Sentences.withChecksum(body(address, total, i + 1, sequence, channel, i * step, to)));
    }
    return out;
  }

  private String body(
      String address, int total, int number, String sequence, String channel, int from, int to) {
    String payload = characters(from, to);
    int fill = 6 * payload.length() - (to - from);
    return String.join(
        ",",
        address,
        Integer.toString(total),
        Integer.toString(number),
        sequence,
        channel,
        payload,
        Integer.toString(fill));
  }
}
