package io.alidade.protocol.ccsds;

/**
 * The Reed-Solomon codes of CCSDS 131.0-B, (255,223) and (255,239), in the conventional basis.
 *
 * <p>The field is GF(2)[x] / x^8 + x^7 + x^2 + x + 1 with x as its element a. With b = a^11 and E
 * errors corrected, the generator's roots are b^(128-E) to b^(127+E). The symbol sent first has the
 * highest power; shortened codes (virtual fill) lack their first symbols, which are zero.
 *
 * <p>A word is first divided by the generator. The remainder is zero for a word without error, and
 * else what syndromes are computed from; then the error locator by Berlekamp and Massey, its roots
 * by Chien's search, the values by Forney. Allocates nothing after construction; not thread-safe.
 */
final class ReedSolomon {
  /** What {@link #correct} gives when a word has more errors than the code corrects. */
  static final int UNCORRECTABLE = -1;

  static final int WORD = 255;

  private static final int POLYNOMIAL = 0x187;

  /** b to the power of the index, twice over so that two logarithms can be added. */
  private static final int[] POWER = new int[2 * WORD];

  /** The power of b that the index is; unused for 0. */
  private static final int[] LOG = new int[256];

  static {
    int x = 1;
    for (int i = 0; i < WORD; i++) {
      POWER[i] = x;
      POWER[i + WORD] = x;
      LOG[x] = i;
      for (int times = 0; times < 11; times++) {
        x <<= 1;
        x = x > 0xFF ? x ^ POLYNOMIAL : x;
      }
    }
  }

  private final int errors;
  private final int parity;
  private final int firstRoot;

  /**
   * For each symbol its product with the generator less its first term, one byte a coefficient from
   * the top of the first of four longs.
   */
  private final long[] products = new long[256 * 4];

  private final int[] remainder;
  private final int[] syndromes;
  private final int[] locator;
  private final int[] previous;
  private final int[] scratch;
  private final int[] evaluator;
  private final int[] positions;

  /**
   * A code.
   *
   * @param errors how many symbols of a word it corrects, 16 or 8
   */
  ReedSolomon(int errors) {
    if (errors != 16 && errors != 8) {
      throw new IllegalArgumentException("Reed-Solomon code with E " + errors);
    }
    this.errors = errors;
    parity = 2 * errors;
    firstRoot = 128 - errors;
    int[] generator = generator();
    for (int symbol = 1; symbol < 256; symbol++) {
      for (int i = 0; i < parity; i++) {
        long product = multiply(symbol, generator[parity - 1 - i]);
        products[symbol * 4 + (i >> 3)] |= product << 56 - 8 * (i & 7);
      }
    }
    remainder = new int[parity];
    syndromes = new int[parity];
    locator = new int[parity + 1];
    previous = new int[parity + 1];
    scratch = new int[parity + 1];
    evaluator = new int[parity];
    positions = new int[errors];
  }

  /** Coefficients of the generator, the one of x^i at i. */
  private int[] generator() {
    int[] g = new int[parity + 1];
    g[0] = 1;
    for (int root = 0; root < parity; root++) {
      for (int i = root + 1; i >= 0; i--) {
        g[i] = multiply(g[i], POWER[(firstRoot + root) % WORD]) ^ (i > 0 ? g[i - 1] : 0);
      }
    }
    return g;
  }

  private static int multiply(int a, int b) {
    return a == 0 || b == 0 ? 0 : POWER[LOG[a] + LOG[b]];
  }

  /** How many check symbols a word has. */
  int parity() {
    return parity;
  }

  /** Writes the check symbols of the first {@code length - parity} symbols after them. */
  void encode(byte[] word, int length) {
    divide(word, length - parity);
    for (int i = 0; i < parity; i++) {
      word[length - parity + i] = (byte) remainder[i];
    }
  }

  /**
   * Corrects a word in place.
   *
   * @param length symbols in the word, check symbols included, up to 255
   * @return how many symbols were wrong, or {@link #UNCORRECTABLE}, and then the word is as it was
   */
  int correct(byte[] word, int length) {
    divide(word, length - parity);
    int difference = 0;
    for (int i = 0; i < parity; i++) {
      remainder[i] ^= word[length - parity + i] & 0xFF;
      difference |= remainder[i];
    }
    if (difference == 0) {
      return 0;
    }
    syndromes();
    int degree = locate();
    if (degree > errors || !search(degree, length)) {
      return UNCORRECTABLE;
    }
    evaluate(degree);
    for (int i = 0; i < degree; i++) {
      int power = positions[i];
      word[length - 1 - power] ^= (byte) value(degree, power);
    }
    return degree;
  }

  /** The remainder, by the generator, of the first symbols times x^parity; highest power first. */
  private void divide(byte[] word, int count) {
    long[] table = products;
    long r0 = 0;
    long r1 = 0;
    long r2 = 0;
    long r3 = 0;
    for (int i = 0; i < count; i++) {
      int row = (int) (r0 >>> 56 ^ word[i] & 0xFF) << 2;
      r0 = (r0 << 8 | r1 >>> 56) ^ table[row];
      r1 = (r1 << 8 | r2 >>> 56) ^ table[row + 1];
      r2 = (r2 << 8 | r3 >>> 56) ^ table[row + 2];
      r3 = r3 << 8 ^ table[row + 3];
    }
    for (int i = 0; i < parity; i++) {
      long r = i < 16 ? (i < 8 ? r0 : r1) : i < 24 ? r2 : r3;
      remainder[i] = (int) (r >>> 56 - 8 * (i & 7)) & 0xFF;
    }
  }

  /** The word at the generator's roots, where it equals its remainder. */
  private void syndromes() {
    for (int j = 0; j < parity; j++) {
      int root = (firstRoot + j) % WORD;
      int sum = 0;
      for (int i = 0; i < parity; i++) {
        sum = (sum == 0 ? 0 : POWER[LOG[sum] + root]) ^ remainder[i];
      }
      syndromes[j] = sum;
    }
  }

  /** Berlekamp and Massey: {@link #locator}; returns how many errors it stands for. */
  private int locate() {
    clear(locator);
    clear(previous);
    locator[0] = 1;
    previous[0] = 1;
    int degree = 0;
    int shift = 1;
    int previousDiscrepancy = 1;
    for (int n = 0; n < parity; n++) {
      int discrepancy = syndromes[n];
      for (int i = 1; i <= degree; i++) {
        discrepancy ^= multiply(locator[i], syndromes[n - i]);
      }
      if (discrepancy == 0) {
        shift++;
        continue;
      }
      boolean longer = 2 * degree <= n;
      if (longer) {
        System.arraycopy(locator, 0, scratch, 0, locator.length);
      }
      int factor = POWER[LOG[discrepancy] + WORD - LOG[previousDiscrepancy]];
      for (int i = shift; i <= parity; i++) {
        locator[i] ^= multiply(factor, previous[i - shift]);
      }
      if (longer) {
        degree = n + 1 - degree;
        System.arraycopy(scratch, 0, previous, 0, previous.length);
        previousDiscrepancy = discrepancy;
        shift = 1;
      } else {
        shift++;
      }
    }
    return degree;
  }

  private static void clear(int[] array) {
    for (int i = 0; i < array.length; i++) {
      array[i] = 0;
    }
  }

  /** Finds {@link #positions}, as powers; false unless the word has as many as the degree. */
  private boolean search(int degree, int length) {
    int found = 0;
    for (int power = 0; power < length && found < degree; power++) {
      int sum = 1;
      int inverse = WORD - power;
      int exponent = 0;
      for (int i = 1; i <= degree; i++) {
        exponent += inverse;
        exponent = exponent >= WORD ? exponent - WORD : exponent;
        int coefficient = locator[i];
        sum ^= coefficient == 0 ? 0 : POWER[LOG[coefficient] + exponent];
      }
      if (sum == 0) {
        positions[found++] = power;
      }
    }
    return found == degree;
  }

  /** The error evaluator: syndromes times locator, modulo x^parity; only its first terms matter. */
  private void evaluate(int degree) {
    for (int i = 0; i < degree; i++) {
      int sum = 0;
      for (int j = 0; j <= i; j++) {
        sum ^= multiply(syndromes[i - j], locator[j]);
      }
      evaluator[i] = sum;
    }
  }

  /** Forney: how the symbol at a power differs from what was sent. */
  private int value(int degree, int power) {
    int inverse = (WORD - power) % WORD;
    int numerator = 0;
    for (int i = degree - 1; i >= 0; i--) {
      numerator = multiply(numerator, POWER[inverse]) ^ evaluator[i];
    }
    int derivative = 0;
    for (int i = 1; i <= degree; i += 2) {
      derivative ^= multiply(locator[i], POWER[inverse * (i - 1) % WORD]);
    }
    if (numerator == 0 || derivative == 0) {
      return 0; // not with as many distinct roots as the degree
    }
    int exponent = power * (1 - firstRoot % WORD) % WORD;
    exponent += exponent < 0 ? WORD : 0;
    return POWER[(LOG[numerator] + WORD - LOG[derivative] + exponent) % WORD];
  }
}
