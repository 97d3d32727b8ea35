package io.alidade.protocol.ccsds;

/**
 * A Reed-Solomon code block: code words interleaved symbol by symbol, in either basis (CCSDS
 * 131.0-B). The block's first symbols are the transfer frame, its last the words' check symbols.
 */
final class ReedSolomonBlock {
  private final ReedSolomon code;
  private final int interleave;
  private final boolean dualBasis;
  private final byte[] word = new byte[ReedSolomon.WORD];
  private int failed;
  private int failedWords;

  ReedSolomonBlock(int errors, int interleave, boolean dualBasis) {
    this.code = new ReedSolomon(errors);
    this.interleave = interleave;
    this.dualBasis = dualBasis;
  }

  /** How many bytes of a block are check symbols. */
  int parity() {
    return code.parity() * interleave;
  }

  /** How many code words of the last block could not be corrected. */
  int failed() {
    return failed;
  }

  /** Whether the block's first bytes, so many, were all in words without error or corrected. */
  boolean sound(int bytes) {
    int words = (1 << Math.min(bytes, interleave)) - 1;
    return (failedWords & words) == 0;
  }

  /**
   * Corrects a block in place; words that cannot be corrected stay as they are.
   *
   * @param length a multiple of the interleave, more than {@link #parity}, at most 255 times the
   *     interleave
   * @return how many symbols were corrected
   */
  int correct(byte[] block, int offset, int length) {
    int symbols = length / interleave;
    int corrected = 0;
    failed = 0;
    failedWords = 0;
    for (int w = 0; w < interleave; w++) {
      gather(block, offset + w, symbols);
      int wrong = code.correct(word, symbols);
      if (wrong == ReedSolomon.UNCORRECTABLE) {
        failed++;
        failedWords |= 1 << w;
      } else if (wrong > 0) {
        corrected += wrong;
        scatter(block, offset + w, symbols);
      }
    }
    return corrected;
  }

  /** Writes a block's check symbols after its frame. */
  void encode(byte[] block, int offset, int length) {
    int symbols = length / interleave;
    for (int w = 0; w < interleave; w++) {
      gather(block, offset + w, symbols);
      code.encode(word, symbols);
      scatter(block, offset + w, symbols);
    }
  }

  private void gather(byte[] block, int from, int symbols) {
    for (int i = 0, at = from; i < symbols; i++, at += interleave) {
      word[i] = dualBasis ? DualBasis.TO_CONVENTIONAL[block[at] & 0xFF] : block[at];
    }
  }

  private void scatter(byte[] block, int to, int symbols) {
    for (int i = 0, at = to; i < symbols; i++, at += interleave) {
      block[at] = dualBasis ? DualBasis.TO_DUAL[word[i] & 0xFF] : word[i];
    }
  }
}
