package io.alidade.protocol.ais;

/**
 * How long messages are, in bits. M.1371-6 Annex 8 gives the lengths; stations and receivers also
 * send fewer (padding left out) and more (rounded up to a character, or to a slot of 168 bits).
 *
 * <p>Per type: the shortest that is decoded, if only in part; the shortest that holds every field
 * that the type always has; the longest that passes without {@link io.alidade.event.Flag#LENGTH}.
 */
final class MessageLengths {
  /** The message types: 1 to this. */
  static final int TYPES = 28;

  /** Bits of the type. */
  static final int TYPE = 6;

  private static final short[] SHORTEST = new short[TYPES + 1];
  private static final short[] WHOLE = new short[TYPES + 1];
  private static final short[] LONGEST = new short[TYPES + 1];

  static {
    // Without the communication state these are still a position report.
    set(1, 149, 168, 168);
    set(2, 149, 168, 168);
    set(3, 149, 168, 168);
    set(4, 149, 168, 168);
    set(11, 149, 168, 168);
    set(9, 148, 168, 168);
    set(18, 148, 168, 168);
    // 424 bits; seen are 420 and 422, and 426 for 71 characters without fill bits.
    set(5, 420, 423, 426);
    set(6, 88, 88, 1008);
    set(7, 70, 72, 168);
    set(13, 70, 72, 168);
    set(8, 56, 56, 1008);
    set(10, 70, 70, 72);
    set(12, 72, 72, 1008);
    set(14, 40, 40, 1008);
    set(15, 88, 88, 162);
    set(16, 92, 92, 144);
    set(17, 80, 80, 816);
    set(19, 301, 308, 312);
    set(20, 70, 70, 162);
    // 272 and up to 14 characters of the name.
    set(21, 249, 271, 366);
    set(22, 145, 145, 168);
    set(23, 154, 154, 168);
    // Part A is 160 or 168 bits, part B 168; parts B of 158 to 162 bits are seen.
    set(24, 132, 160, 168);
    set(25, 40, 40, 168);
    set(26, 60, 60, 1064);
    // 96 bits; a whole slot is common.
    set(27, 94, 95, 168);
    set(28, 111, 168, 168);
  }

  private MessageLengths() {}

  private static void set(int type, int shortest, int whole, int longest) {
    SHORTEST[type] = (short) shortest;
    WHOLE[type] = (short) whole;
    LONGEST[type] = (short) longest;
  }

  static int shortest(int type) {
    return SHORTEST[type];
  }

  static int whole(int type) {
    return WHOLE[type];
  }

  static int longest(int type) {
    return LONGEST[type];
  }
}
