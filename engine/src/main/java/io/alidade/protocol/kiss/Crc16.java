package io.alidade.protocol.kiss;

/** The CRC-16 of SMACK: x^16 + x^15 + x^2 + 1, least significant bit first, start value 0. */
final class Crc16 {
  private static final char[] TABLE = new char[256];

  static {
    for (int i = 0; i < TABLE.length; i++) {
      int crc = i;
      for (int bit = 0; bit < 8; bit++) {
        crc = (crc & 1) == 0 ? crc >>> 1 : crc >>> 1 ^ 0xA001;
      }
      TABLE[i] = (char) crc;
    }
  }

  private Crc16() {}

  /** The checksum; 0 for bytes that end in their own, low byte first. */
  static int of(byte[] bytes, int offset, int length) {
    int crc = 0;
    for (int i = offset; i < offset + length; i++) {
      crc = crc >>> 8 ^ TABLE[(crc ^ bytes[i]) & 0xFF];
    }
    return crc;
  }
}
