package io.alidade.protocol.ccsds;

/** The frame error control field: CRC-16, x^16 + x^12 + x^5 + 1, all ones at the start. */
final class FrameCheck {
  private static final char[] TABLE = new char[256];

  static {
    for (int i = 0; i < 256; i++) {
      int crc = i << 8;
      for (int bit = 0; bit < 8; bit++) {
        crc = (crc & 0x8000) != 0 ? crc << 1 ^ 0x1021 : crc << 1;
      }
      TABLE[i] = (char) crc;
    }
  }

  private FrameCheck() {}

  /** The check value of the bytes; 0 over bytes and the right check value after them. */
  static int crc(byte[] bytes, int offset, int length) {
    int crc = 0xFFFF;
    for (int i = offset; i < offset + length; i++) {
      crc = crc << 8 & 0xFF00 ^ TABLE[crc >> 8 ^ (bytes[i] & 0xFF)];
    }
    return crc;
  }
}
