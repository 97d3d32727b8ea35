package io.alidade.protocol.ccsds;

/**
 * Takes a frame out of the bytes that a {@link io.alidade.framing.CaduFramer} gave: its last bit is
 * in their last byte, and its first may be in bytes given before. Which bit, and in which polarity,
 * the sync marker tells; where it has more than {@value #MAX_ERRORS} wrong bits everywhere, the
 * frame is taken as the one before was. Of the first frame that it is given, the marker's first
 * bits, up to seven, may be missing.
 */
final class FrameAligner {
  private static final int MARKER = 0x1ACFFC1D;
  private static final int MARKER_BITS = 32;
  static final int MAX_ERRORS = 3;
  private static final int KEPT = 4;

  private final int length;

  /** The last bytes of what came before, then the bytes at hand, then room to read beyond. */
  private final byte[] bytes;

  /** How many of the last byte's bits belong to the frame, 1 to 8. */
  private int lastBits = 8;

  private boolean inverted;
  private int kept;
  private int errors;

  /** For frames of so many bytes after the marker. */
  FrameAligner(int length) {
    this.length = length;
    this.bytes = new byte[KEPT + length + KEPT + 8 + 8];
  }

  /** Whether the last frame's bits were inverted. */
  boolean inverted() {
    return inverted;
  }

  /** Wrong bits in the last frame's marker. */
  int errors() {
    return errors;
  }

  /** Remembers the end of bytes that are no frame. */
  void skip(byte[] source, int offset, int count) {
    int most = Math.min(count, KEPT);
    if (most > 0) {
      System.arraycopy(bytes, most, bytes, 0, KEPT - most);
      System.arraycopy(source, offset + count - most, bytes, KEPT - most, most);
      kept = Math.min(KEPT, kept + most);
    }
  }

  /** Writes the frame without its marker to {@code frame}; false when the bytes are too few. */
  boolean align(byte[] source, int offset, int count, byte[] frame) {
    int units = 8 * (KEPT + count);
    if (count > length + KEPT + 8 || units - MARKER_BITS - 8 * length < 8 * (KEPT - kept)) {
      skip(source, offset, count);
      return false;
    }
    System.arraycopy(source, offset, bytes, KEPT, count);
    int end = units - 8;
    choose(end - MARKER_BITS - 8 * length);
    copy(end + lastBits - 8 * length, frame);
    skip(source, offset, count);
    return true;
  }

  /**
   * Sets alignment and polarity; a frame with so many bits in its last byte begins at their sum.
   */
  private void choose(int base) {
    int best = wrong(base, lastBits);
    int bestBits = lastBits;
    for (int last = 8; last >= 1 && best > 0; last--) {
      int wrong = wrong(base, last);
      if (wrong < best) {
        best = wrong;
        bestBits = last;
      }
    }
    if (best <= MAX_ERRORS) {
      lastBits = bestBits;
      int mask = mask(base + lastBits);
      int wrong = Integer.bitCount((word(base + lastBits) ^ MARKER) & mask);
      inverted = wrong > Integer.bitCount(mask) / 2;
    } else if (mask(base + lastBits) == 0) {
      lastBits = 8;
    }
    int mask = mask(base + lastBits);
    int wrong = Integer.bitCount((word(base + lastBits) ^ MARKER) & mask);
    errors = inverted ? Integer.bitCount(mask) - wrong : wrong;
  }

  /** Wrong bits of the marker in the better polarity. */
  private int wrong(int base, int last) {
    int mask = mask(base + last);
    if (mask == 0) {
      return MARKER_BITS;
    }
    int wrong = Integer.bitCount((word(base + last) ^ MARKER) & mask);
    return Math.min(wrong, Integer.bitCount(mask) - wrong);
  }

  /** The bits of a marker that begins at a bit which are here; 0 when they are too few. */
  private int mask(int bit) {
    int missing = Math.max(0, 8 * (KEPT - kept) - bit);
    return missing < 8 ? -1 >>> missing : 0;
  }

  private int word(int bit) {
    int word = 0;
    for (int i = 0; i < 4; i++) {
      word = word << 8 | octet(bit + 8 * i);
    }
    return word;
  }

  private int octet(int bit) {
    int i = bit >> 3;
    return ((bytes[i] & 0xFF) << 8 | (bytes[i + 1] & 0xFF)) >> 8 - (bit & 7) & 0xFF;
  }

  private void copy(int bit, byte[] frame) {
    if ((bit & 7) == 0) {
      System.arraycopy(bytes, bit >> 3, frame, 0, length);
    } else {
      for (int i = 0; i < length; i++) {
        frame[i] = (byte) octet(bit + 8 * i);
      }
    }
    if (inverted) {
      for (int i = 0; i < length; i++) {
        frame[i] = (byte) ~frame[i];
      }
    }
  }
}
