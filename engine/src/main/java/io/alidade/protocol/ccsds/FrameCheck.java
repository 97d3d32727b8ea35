package io.alidade.protocol.ccsds;

/**
 * The frame error control field: CRC-16, x^16 + x^12 + x^5 + 1, all ones at the start; or, with
 * USLP, CRC-32, x^32 + x^23 + x^21 + x^11 + x^2 + 1, zeros at the start (CCSDS 732.1-B annex B,
 * 211.2-B annex C). Most significant bit first, nothing inverted.
 */
final class FrameCheck {
  private static final char[] TABLE = new char[256];
  private static final int[] LONG_TABLE = new int[256];

  static {
    for (int i = 0; i < 256; i++) {
      int crc = i << 8;
      int longCrc = i << 24;
      for (int bit = 0; bit < 8; bit++) {
        crc = (crc & 0x8000) != 0 ? crc << 1 ^ 0x1021 : crc << 1;
        longCrc = longCrc < 0 ? longCrc << 1 ^ 0x00A00805 : longCrc << 1;
      }
      TABLE[i] = (char) crc;
      LONG_TABLE[i] = longCrc;
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

  /** The same of 32 bits. */
  static int crc32(byte[] bytes, int offset, int length) {
    int crc = 0;
    for (int i = offset; i < offset + length; i++) {
      crc = crc << 8 ^ LONG_TABLE[crc >>> 24 ^ (bytes[i] & 0xFF)];
    }
    return crc;
  }
}
