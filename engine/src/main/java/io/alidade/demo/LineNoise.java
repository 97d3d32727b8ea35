package io.alidade.demo;

import java.util.Arrays;
import java.util.Random;

/** What a long cable does to a sentence now and then. */
final class LineNoise {
  /** One sentence in so many is spoiled. */
  private static final int RARITY = 120;

  /** The first sentences pass untouched, so that a demonstration begins with a clean picture. */
  private static final int CLEAN_START = 100;

  private static final int LONGEST_BURST = 12;

  private final Random random;
  private int passed;

  /** A line with faults that depend on the seed; a null source of them is a faultless line. */
  LineNoise(Random random) {
    this.random = random;
  }

  /** The bytes at the far end. */
  byte[] pass(byte[] sentence) {
    if (random == null || ++passed <= CLEAN_START || random.nextInt(RARITY) != 0) {
      return sentence;
    }
    return switch (random.nextInt(4)) {
      case 0 -> flipBit(sentence);
      case 1 -> Arrays.copyOf(sentence, sentence.length - 2); // glued to its follower
      case 2 -> Arrays.copyOf(sentence, 8 + random.nextInt(sentence.length - 16)); // cut off
      default -> precedeWithBurst(sentence);
    };
  }

  /** Changes one character between the address and the checksum, which no longer agrees. */
  private byte[] flipBit(byte[] sentence) {
    byte[] spoiled = sentence.clone();
    int at = 7 + random.nextInt(sentence.length - 12);
    spoiled[at] ^= (byte) (1 << random.nextInt(3));
    return spoiled;
  }

  private byte[] precedeWithBurst(byte[] sentence) {
    byte[] burst = new byte[1 + random.nextInt(LONGEST_BURST)];
    random.nextBytes(burst);
    byte[] spoiled = Arrays.copyOf(burst, burst.length + sentence.length);
    System.arraycopy(sentence, 0, spoiled, burst.length, sentence.length);
    return spoiled;
  }
}
