package io.alidade.protocol.ccsds;

/**
 * The pseudo-randomiser of CCSDS 131.0-B, of 255 bits: x^8 + x^7 + x^5 + x^3 + 1, all ones at a
 * frame's first bit after the sync marker. Randomising and its undoing are one.
 */
final class Randomizer {
  private static final byte[] SEQUENCE = new byte[255];

  static {
    int register = 0xFF; // the oldest bit is the highest
    for (int bit = 0; bit < SEQUENCE.length * 8; bit++) {
      SEQUENCE[bit >> 3] |= (byte) ((register >> 7) << (7 - (bit & 7)));
      int next = (register >> 7 ^ register >> 4 ^ register >> 2 ^ register) & 1;
      register = register << 1 & 0xFF | next;
    }
  }

  private Randomizer() {}

  static void apply(byte[] bytes, int offset, int length) {
    int phase = 0;
    for (int i = offset; i < offset + length; i++) {
      bytes[i] ^= SEQUENCE[phase];
      phase = phase == 254 ? 0 : phase + 1;
    }
  }
}
