package io.alidade.protocol.ccsds;

/**
 * The frame header error control of AOS (CCSDS 732.0-B, 4.1.2.6): a Reed-Solomon code (10,6) of
 * four-bit symbols, shortened from (15,11), that corrects two. It protects octets 0, 1 and 5
 * (master channel id, virtual channel id, signalling field) and has its check symbols in octets 6
 * and 7; the frame count is left out.
 *
 * <p>The field is GF(2)[x] / x^4 + x + 1 with x as its element a, the generator's roots are a^6 to
 * a^9, and the symbol sent first has the highest power. Any two words differ in five symbols at
 * least, so each pattern of one or two errors has a syndrome of its own, by which it is found.
 */
final class FrameHeaderCode {
  /** What {@link #correct} gives for a header with more errors than the code corrects. */
  static final int UNCORRECTABLE = -1;

  private static final int SYMBOLS = 10;
  private static final int FIRST_ROOT = 6;
  private static final int POLYNOMIAL = 0x13;

  /** The octets of a frame that hold two symbols each, in the order of the code word. */
  private static final int[] OCTETS = {0, 1, 5, 6, 7};

  /** For each octet of {@link #OCTETS} and its value, the word's syndromes, four bits each. */
  private static final char[] SYNDROMES = new char[OCTETS.length * 256];

  /**
   * For each word's syndromes the error: first symbol's place (4 bits) and error, second symbol's;
   * an error of 0 is none. 0 as well where there is no such pattern.
   */
  private static final char[] ERRORS = new char[1 << 16];

  static {
    int[] power = new int[15];
    for (int i = 0, x = 1; i < 15; i++) {
      power[i] = x;
      x <<= 1;
      x = x > 0xF ? x ^ POLYNOMIAL : x;
    }
    int[][] symbol = new int[SYMBOLS][16];
    for (int at = 0; at < SYMBOLS; at++) {
      for (int bit = 0; bit < 4; bit++) {
        int syndromes = 0;
        for (int root = FIRST_ROOT; root < FIRST_ROOT + 4; root++) {
          syndromes = syndromes << 4 | power[(bit + root * (SYMBOLS - 1 - at)) % 15];
        }
        for (int value = 0; value < 16; value++) {
          symbol[at][value] ^= (value >> bit & 1) * syndromes;
        }
      }
    }
    for (int octet = 0; octet < OCTETS.length; octet++) {
      for (int value = 0; value < 256; value++) {
        SYNDROMES[octet << 8 | value] =
            (char) (symbol[2 * octet][value >> 4] ^ symbol[2 * octet + 1][value & 0xF]);
      }
    }
    for (int first = 0; first < SYMBOLS; first++) {
      for (int error = 1; error < 16; error++) {
        int pattern = first << 12 | error << 8;
        ERRORS[symbol[first][error]] = (char) pattern;
        for (int second = first + 1; second < SYMBOLS; second++) {
          for (int other = 1; other < 16; other++) {
            ERRORS[symbol[first][error] ^ symbol[second][other]] =
                (char) (pattern | second << 4 | other);
          }
        }
      }
    }
  }

  private FrameHeaderCode() {}

  /**
   * Corrects the header of a frame of eight bytes at least, in place.
   *
   * @return how many symbols were wrong, 0 to 2, or {@link #UNCORRECTABLE}, and then the frame is
   *     as it was
   */
  static int correct(byte[] frame) {
    int syndromes = 0;
    for (int i = 0; i < OCTETS.length; i++) {
      syndromes ^= SYNDROMES[i << 8 | frame[OCTETS[i]] & 0xFF];
    }
    if (syndromes == 0) {
      return 0;
    }
    int pattern = ERRORS[syndromes];
    if (pattern == 0) {
      return UNCORRECTABLE;
    }
    apply(frame, pattern >> 12, pattern >> 8 & 0xF);
    apply(frame, pattern >> 4 & 0xF, pattern & 0xF);
    return (pattern & 0xF) == 0 ? 1 : 2;
  }

  private static void apply(byte[] frame, int symbol, int error) {
    frame[OCTETS[symbol >> 1]] ^= (byte) ((symbol & 1) == 0 ? error << 4 : error);
  }
}
