package io.alidade.demo;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Arrays;

/**
 * The bits of one AIS message (Rec. ITU-R M.1371-5, annex 8), written field by field, most
 * significant bit first, and their six-bit armour (IEC 61162-1, VDM). Not for use by several
 * threads.
 */
final class AisPayload {
  /** A message fills five slots at most. */
  static final int MAX_BITS = 1_008;

  /** Code 0 is "@", which ends a text. */
  private static final String SIX_BIT_TEXT =
      "@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_ !\"#$%&'()*+,-./0123456789:;<=>?";

  private static final double UNITS_PER_DEGREE = 600_000;

  private final byte[] bits = new byte[MAX_BITS];
  private int count;

  /** Starts a message: type 1 to 28, repeat indicator 0 to 3, and the sender's MMSI. */
  AisPayload(int type, int repeat, int mmsi) {
    unsigned(type, 6).unsigned(repeat, 2).unsigned(mmsi, 30);
  }

  /** Adds the low {@code width} bits of a value, which must fit. */
  AisPayload unsigned(int value, int width) {
    if (value < 0 || (width < 31 && value >= 1 << width)) {
      throw new IllegalArgumentException(value + " does not fit in " + width + " bits");
    }
    return low(value, width);
  }

  /** Adds a value in two's complement. */
  AisPayload signed(int value, int width) {
    if (value < -(1 << (width - 1)) || value >= 1 << (width - 1)) {
      throw new IllegalArgumentException(value + " does not fit in " + width + " signed bits");
    }
    return low(value, width);
  }

  AisPayload flag(boolean value) {
    return low(value ? 1 : 0, 1);
  }

  AisPayload spare(int width) {
    return low(0, width);
  }

  /** Adds a text of the six-bit alphabet, cut or padded with "@" to {@code length} characters. */
  AisPayload text(String text, int length) {
    for (int i = 0; i < length; i++) {
      int code = i < text.length() ? SIX_BIT_TEXT.indexOf(text.charAt(i)) : 0;
      if (code < 0) {
        throw new IllegalArgumentException("not in the six-bit alphabet: " + text);
      }
      low(code, 6);
    }
    return this;
  }

  /** Adds a position in degrees as 1/10,000 minute: longitude in 28 bits, latitude in 27. */
  AisPayload position(double longitude, double latitude) {
    return signed((int) Math.round(longitude * UNITS_PER_DEGREE), 28)
        .signed((int) Math.round(latitude * UNITS_PER_DEGREE), 27);
  }

  /** Adds the reference point of the position, metres: 9, 9, 6 and 6 bits. */
  AisPayload dimensions(Dimensions size) {
    return unsigned(size.toBow(), 9)
        .unsigned(size.toStern(), 9)
        .unsigned(size.toPort(), 6)
        .unsigned(size.toStarboard(), 6);
  }

  int bitCount() {
    return count;
  }

  /** Fill bits of the last armoured character. */
  int fillBits() {
    return (6 - count % 6) % 6;
  }

  /** The payload as characters of the sentence, six bits each. */
  byte[] armoured() {
    byte[] characters = new byte[(count + 5) / 6];
    for (int i = 0; i < characters.length; i++) {
      int code = 0;
      for (int bit = 6 * i; bit < 6 * i + 6; bit++) {
        code = code << 1 | (bit < count ? bits[bit] : 0);
      }
      characters[i] = (byte) (code < 40 ? code + 48 : code + 56);
    }
    return characters;
  }

  private AisPayload low(int value, int width) {
    for (int bit = width - 1; bit >= 0; bit--) {
      bits[count++] = (byte) (value >>> bit & 1);
    }
    return this;
  }

  @Override
  public String toString() {
    return new String(armoured(), US_ASCII) + " (" + count + " bits)";
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof AisPayload that
        && count == that.count
        && Arrays.equals(bits, 0, count, that.bits, 0, count);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bits);
  }

  /** Distances from the position's reference point to the hull's ends and sides, metres. */
  record Dimensions(int toBow, int toStern, int toPort, int toStarboard) {}
}
