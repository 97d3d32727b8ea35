package io.alidade.demo;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Sentences of IEC 61162-1 (NMEA 0183) as bytes. */
final class Sentence {
  /**
   * Characters of payload in one AIS sentence, so that none passes the standard's 82 characters.
   */
  static final int MAX_PAYLOAD = 60;

  private Sentence() {}

  /** The sentence that begins with {@code $} or {@code !}, with checksum, CR and LF. */
  static byte[] of(String body) {
    int checksum = 0;
    for (int i = 1; i < body.length(); i++) {
      checksum ^= body.charAt(i);
    }
    return String.format(Locale.ROOT, "%s*%02X\r\n", body, checksum).getBytes(US_ASCII);
  }

  /**
   * The one or more sentences that carry a message.
   *
   * @param formatter {@code !AIVDM} or {@code !AIVDO}
   * @param channel A or B; a blank leaves the field empty
   * @param sequence 0 to 9; only a message of several sentences carries it
   */
  static List<byte[]> ofAis(String formatter, char channel, int sequence, AisPayload payload) {
    String characters = new String(payload.armoured(), US_ASCII);
    int parts = (characters.length() + MAX_PAYLOAD - 1) / MAX_PAYLOAD;
    List<byte[]> sentences = new ArrayList<>(parts);
    for (int part = 1; part <= parts; part++) {
      int end = Math.min(characters.length(), part * MAX_PAYLOAD);
      sentences.add(
          of(
              String.format(
                  Locale.ROOT,
                  "%s,%d,%d,%s,%s,%s,%d",
                  formatter,
                  parts,
                  part,
                  parts > 1 ? sequence : "",
                  channel == ' ' ? "" : channel,
                  characters.substring((part - 1) * MAX_PAYLOAD, end),
                  part == parts ? payload.fillBits() : 0)));
    }
    return sentences;
  }

  /** Latitude as {@code ddmm.mmmm,N}. */
  static String latitude(double degrees) {
    return angle(degrees, "%02d%02d.%04d,%s", degrees < 0 ? "S" : "N");
  }

  /** Longitude as {@code dddmm.mmmm,E}. */
  static String longitude(double degrees) {
    return angle(degrees, "%03d%02d.%04d,%s", degrees < 0 ? "W" : "E");
  }

  private static String angle(double degrees, String format, String side) {
    long units = Math.round(Math.abs(degrees) * 600_000);
    return String.format(
        Locale.ROOT, format, units / 600_000, units / 10_000 % 60, units % 10_000, side);
  }
}
