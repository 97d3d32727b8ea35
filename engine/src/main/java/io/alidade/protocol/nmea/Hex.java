package io.alidade.protocol.nmea;

/** Hexadecimal digits of either case. */
final class Hex {
  private Hex() {}

  /** The digit's value, or -1. */
  static int digit(int c) {
    if (c >= '0' && c <= '9') {
      return c - '0';
    }
    int letter = c & ~0x20;
    return letter >= 'A' && letter <= 'F' ? letter - 'A' + 10 : -1;
  }

  /** The value of two digits, or -1. */
  static int pair(byte[] bytes, int index) {
    int high = digit(bytes[index]);
    int low = digit(bytes[index + 1]);
    return (high | low) < 0 ? -1 : high << 4 | low;
  }
}
