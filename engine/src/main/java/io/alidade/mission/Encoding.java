package io.alidade.mission;

/** How a value lies in a packet. Immutable once built. */
final class Encoding {
  /** The form of the bits. */
  enum Form {
    UNSIGNED,
    TWOS_COMPLEMENT,
    ONES_COMPLEMENT,
    SIGN_MAGNITUDE,
    BCD,
    PACKED_BCD,
    IEEE_754,
    MIL_1750A,
    STRING,
    BINARY
  }

  /** How the bytes of a string are to be read. */
  enum Charset {
    UTF_8,
    LATIN_1,
    WINDOWS_1252,
    UTF_16BE,
    UTF_16LE,
    UTF_32BE,
    UTF_32LE;

    int unit() {
      return switch (this) {
        case UTF_16BE, UTF_16LE -> 2;
        case UTF_32BE, UTF_32LE -> 4;
        default -> 1;
      };
    }
  }

  final Form form;

  /** Bits of a number. */
  final int bits;

  /** For each byte in stream order its significance, 0 the least; null for big endian. */
  int[] order;

  boolean leastSignificantBitFirst;

  /** Bits of a string or of binary data; null for a string that only its end bounds. */
  Quantity size;

  Charset charset = Charset.UTF_8;

  /** The bytes that end a string, or null. */
  byte[] terminator;

  /** Bits of a string's leading size, which counts bytes; 0 for none. */
  int leadingSize;

  Encoding(Form form, int bits) {
    this.form = form;
    this.bits = bits;
  }

  boolean isNumber() {
    return form.compareTo(Form.STRING) < 0;
  }

  boolean isFloat() {
    return form == Form.IEEE_754 || form == Form.MIL_1750A;
  }

  /** A number that is the bits as they come, most significant first. */
  boolean isPlain() {
    return order == null && !leastSignificantBitFirst;
  }

  /** The size in bits, or -1 where a packet decides. */
  long staticBits() {
    if (isNumber()) {
      return bits;
    }
    return size != null && size.isFixed() ? size.fixed() : -1;
  }
}
