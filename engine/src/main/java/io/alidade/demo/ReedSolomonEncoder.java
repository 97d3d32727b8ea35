package io.alidade.demo;

/**
 * Adds the 32 check symbols of the Reed-Solomon (255,223) code of CCSDS 131.0-B in its dual basis.
 * Written for clearness, from the standard's definition of the code: generator polynomial with the
 * roots a^(11 j), j from 112 to 143, over GF(2)[x] / x^8 + x^7 + x^2 + x + 1.
 */
final class ReedSolomonEncoder {
  static final int DATA = 223;
  static final int PARITY = 32;

  private static final int FIELD_POLYNOMIAL = 0x187;
  private static final int FIRST_ROOT = 112;

  /** What each bit of a symbol in the conventional basis, the highest first, is in the dual one. */
  private static final int[] TO_DUAL = {0x7B, 0xAF, 0x99, 0xFA, 0x86, 0xEC, 0xEF, 0x8D};

  private final int[] generator = new int[PARITY + 1];
  private final int[] dual = new int[256];
  private final int[] conventional = new int[256];

  ReedSolomonEncoder() {
    for (int symbol = 0; symbol < 256; symbol++) {
      for (int bit = 0; bit < 8; bit++) {
        if ((symbol >>> bit & 1) != 0) {
          dual[symbol] ^= TO_DUAL[bit];
        }
      }
    }
    for (int symbol = 0; symbol < 256; symbol++) {
      conventional[dual[symbol]] = symbol;
    }
    generator[0] = 1;
    for (int j = 0; j < PARITY; j++) {
      int root = power(11 * (FIRST_ROOT + j));
      for (int i = PARITY; i > 0; i--) { // times (x + root)
        generator[i] = generator[i - 1] ^ multiply(generator[i], root);
      }
      generator[0] = multiply(generator[0], root);
    }
  }

  private static int power(int exponent) {
    int value = 1;
    for (int i = 0; i < exponent % 255; i++) {
      value = multiply(value, 2);
    }
    return value;
  }

  private static int multiply(int a, int b) {
    int product = 0;
    for (int bit = 7; bit >= 0; bit--) {
      product <<= 1;
      product ^= product > 0xFF ? FIELD_POLYNOMIAL : 0;
      product ^= (b >>> bit & 1) * a;
    }
    return product;
  }

  /** Writes the check symbols behind 223 bytes of data. */
  void encode(byte[] word, int offset) {
    int[] remainder = new int[PARITY]; // the highest power last
    for (int i = 0; i < DATA; i++) {
      int feedback = conventional[word[offset + i] & 0xFF] ^ remainder[PARITY - 1];
      for (int k = PARITY - 1; k > 0; k--) {
        remainder[k] = remainder[k - 1] ^ multiply(feedback, generator[k]);
      }
      remainder[0] = multiply(feedback, generator[0]);
    }
    for (int k = 0; k < PARITY; k++) {
      word[offset + DATA + k] = (byte) dual[remainder[PARITY - 1 - k]];
    }
  }
}
