package io.alidade.protocol.ais;

import java.nio.ByteOrder;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The bits of one AIS message, taken from the six-bit characters of its sentences (IEC 61162-1,
 * 8.3; M.1371 Annex 8, bit 0 is the first). Bits after {@link #length} read as zero for the rest of
 * their 64-bit word; callers check the length before they read a field.
 *
 * <p>Eight characters are turned into 48 bits at a time, in one 64-bit register.
 */
final class Bits {
  /** The longest message that is taken: the standard's 1,064 bits and room for other ideas. */
  static final int MAX_LENGTH = 1500;

  static final int MAX_CHARACTERS = MAX_LENGTH / 6;

  private static final long EACH = 0x0101_0101_0101_0101L;
  private static final long HIGH_BITS = 0x8080_8080_8080_8080L;

  /** One word for the bits that spill over the last append, one that is always read beside it. */
  private final long[] words = new long[(MAX_LENGTH + 63) / 64 + 2];

  private final UnsafeBuffer source = new UnsafeBuffer(0, 0);
  private byte[] sourceArray;
  private int length;

  /** Forgets all bits. */
  void clear() {
    length = 0;
    words[0] = 0;
  }

  /** The number of bits. */
  int length() {
    return length;
  }

  /**
   * Appends the bits of characters. At most {@link #MAX_CHARACTERS} may be appended in all, and at
   * least eight bytes must lie before {@code end} in the array.
   *
   * @param fill bits of the last character that are not part of the message, 0 to 5
   * @return false when a character is not one of the 64; the bits are then of no use
   */
  boolean append(byte[] array, int start, int end, int fill) {
    if (array != sourceArray) {
      sourceArray = array;
      source.wrap(array);
    }
    // Bits that do not fill a word yet stay in a register.
    long bad = 0;
    int bit = length;
    int word = bit >>> 6;
    long pending = words[word];
    int at = start;
    for (; at <= end - 8; at += 8) {
      long characters = source.getLong(at, ByteOrder.BIG_ENDIAN);
      bad |= illegal(characters);
      long bits = pack(characters) << (64 - 48);
      pending |= bits >>> bit;
      bit += 48;
      if (bit >>> 6 != word) {
        words[word++] = pending;
        pending = bits << 1 << ~(bit - 48);
      }
    }
    int rest = end - at;
    if (rest > 0) {
      // The eight bytes that end with the payload; those before it become zero bits.
      long ours = (1L << (8 * rest)) - 1;
      long characters =
          (source.getLong(end - 8, ByteOrder.BIG_ENDIAN) & ours) | ('0' * EACH & ~ours);
      bad |= illegal(characters);
      int count = 6 * rest;
      long bits = pack(characters) << (64 - count);
      pending |= bits >>> bit;
      bit += count;
      if (bit >>> 6 != word) {
        words[word++] = pending;
        pending = bits << 1 << ~(bit - count);
      }
    }
    words[word] = pending;
    length = bit - fill;
    word = length >>> 6;
    words[word] &= ~(-1L >>> length);
    words[word + 1] = 0;
    return bad == 0;
  }

  /** Non-zero when one of eight characters is outside 0x30 to 0x57 and 0x60 to 0x77. */
  private static long illegal(long characters) {
    // Bit 7 of each sum says "at least"; sums of bytes below 0x80 do not carry into the next.
    long from30 = characters + (0x80 - 0x30) * EACH;
    long from58 = characters + (0x80 - 0x58) * EACH;
    long from60 = characters + (0x80 - 0x60) * EACH;
    long from78 = characters + (0x80 - 0x78) * EACH;
    return (characters | ~from30 | (from58 & ~from60) | from78) & HIGH_BITS;
  }

  /** Eight legal characters as 48 bits. */
  private static long pack(long characters) {
    long from60 = (characters + (0x80 - 0x60) * EACH) & HIGH_BITS;
    long sixes = characters - '0' * EACH - (from60 >>> 4);
    long twelves = (sixes & 0x003F_003F_003F_003FL) | ((sixes & 0x3F00_3F00_3F00_3F00L) >>> 2);
    long halves = (twelves & 0x0000_0FFF_0000_0FFFL) | ((twelves & 0x0FFF_0000_0FFF_0000L) >>> 4);
    return (halves & 0xFF_FFFFL) | ((halves >>> 8) & 0xFFFF_FF00_0000L);
  }

  /** An unsigned number of 1 to 31 bits. */
  int unsigned(int start, int count) {
    return (int) (window(start) >>> (64 - count));
  }

  /** A number of 1 to 32 bits in two's complement. */
  int signed(int start, int count) {
    return (int) (window(start) >> (64 - count));
  }

  boolean flag(int bit) {
    return window(bit) < 0;
  }

  /** The 64 bits from a bit on. */
  private long window(int start) {
    int word = start >>> 6;
    return (words[word] << start) | (words[word + 1] >>> 1 >>> ~start);
  }

  /**
   * Writes six-bit ASCII (M.1371 Annex 8, table 47) as ASCII, up to the first '@'.
   *
   * @return the number of characters written to {@code out} from {@code at} on
   */
  int text(int start, int characters, byte[] out, int at) {
    for (int i = 0; i < characters; i++) {
      int six = unsigned(start + 6 * i, 6);
      if (six == 0) {
        return i;
      }
      out[at + i] = (byte) (six < 32 ? six + 64 : six);
    }
    return characters;
  }

  /**
   * Writes the bits from {@code start} to {@code end} as bytes; the last byte's missing bits are
   * zero.
   *
   * @return the number of bytes written to {@code out} from 0 on
   */
  int bytes(int start, int end, byte[] out) {
    int count = (end - start + 7) >>> 3;
    for (int i = 0; i < count; i++) {
      out[i] = (byte) unsigned(start + 8 * i, 8);
    }
    int spare = 8 * count - (end - start);
    if (spare > 0) {
      out[count - 1] &= (byte) (-1 << spare);
    }
    return count;
  }
}
