package io.alidade.protocol.ccsds;

/**
 * Symbols in Berlekamp's dual basis, as spacecraft send them, and in the conventional one (CCSDS
 * 131.0-B, the annex on the transformation).
 */
final class DualBasis {
  /** The dual-basis symbols of x^7, x^6, ... 1. */
  private static final int[] ROWS = {0x8D, 0xEF, 0xEC, 0x86, 0xFA, 0x99, 0xAF, 0x7B};

  static final byte[] TO_DUAL = new byte[256];
  static final byte[] TO_CONVENTIONAL = new byte[256];

  static {
    for (int conventional = 0; conventional < 256; conventional++) {
      int dual = 0;
      for (int row = 0; row < 8; row++) {
        if ((conventional & 0x80 >> row) != 0) {
          dual ^= ROWS[row];
        }
      }
      TO_DUAL[conventional] = (byte) dual;
      TO_CONVENTIONAL[dual] = (byte) conventional;
    }
  }

  private DualBasis() {}
}
