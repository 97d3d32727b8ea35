package io.alidade.protocol.ais;

/**
 * Messages of which some parts are here. Parts of one message have the same talker, formatter,
 * channel, sequence id and count; they may come in any order and between those of others.
 *
 * <ul>
 *   <li>A part whose number is already here with the same characters changes nothing; with others,
 *       it begins a new message, for sequence ids are used again.
 *   <li>A message whose first part came more than {@link #MAX_AGE_NS} ago is given up when a part
 *       for its key comes, or when its place is needed.
 *   <li>There are {@value #SLOTS} places; when all are taken, the oldest message is given up.
 * </ul>
 *
 * All storage is allocated at construction.
 */
final class Reassembly {
  static final int SLOTS = 32;
  static final long MAX_AGE_NS = 2_000_000_000L;

  /** Results of {@link #add} other than a slot. */
  static final int INCOMPLETE = -1;

  static final int TOO_LONG = -2;

  private static final int PARTS = AisSentence.MAX_PARTS;

  /** {@link Bits#append} reads eight bytes before the end of whatever it is given. */
  private static final int LEAD = 8;

  private final long[] keys = new long[SLOTS];
  private final long[] times = new long[SLOTS];
  private final int[] totals = new int[SLOTS];
  private final int[] present = new int[SLOTS];
  private final int[] used = new int[SLOTS];
  private final byte[] characters = new byte[LEAD + SLOTS * Bits.MAX_CHARACTERS];
  // By slot and part: where in the slot's characters, how many, and fill bits.
  private final int[] offsets = new int[SLOTS * PARTS];
  private final int[] lengths = new int[SLOTS * PARTS];
  private final int[] fills = new int[SLOTS * PARTS];
  private boolean lost;

  /**
   * Keeps a part.
   *
   * @return the slot of a message that is now complete, for {@link #take}; or {@link #INCOMPLETE};
   *     or {@link #TOO_LONG}, and the message is given up
   */
  int add(AisSentence sentence, byte[] array, long rxTime) {
    lost = false;
    long key = sentence.groupKey(array);
    int slot = find(key);
    if (slot < 0) {
      slot = freeSlot();
      begin(slot, key, sentence.total, rxTime);
    } else if (isOld(slot, rxTime)) {
      lost = true;
      begin(slot, key, sentence.total, rxTime);
    }
    int start = sentence.payloadStart;
    int length = sentence.payloadEnd - start;
    int part = sentence.number - 1;
    if ((present[slot] & 1 << part) != 0) {
      if (isSame(slot, part, array, start, length, sentence.fill)) {
        if (present[slot] == 1 << part) {
          times[slot] = rxTime;
        }
        return INCOMPLETE;
      }
      lost = true;
      begin(slot, key, sentence.total, rxTime);
    }
    int offset = used[slot];
    if (offset + length > Bits.MAX_CHARACTERS) {
      keys[slot] = 0;
      return TOO_LONG;
    }
    System.arraycopy(array, start, characters, index(slot, offset), length);
    used[slot] = offset + length;
    offsets[slot * PARTS + part] = offset;
    lengths[slot * PARTS + part] = length;
    fills[slot * PARTS + part] = sentence.fill;
    present[slot] |= 1 << part;
    return present[slot] == (1 << totals[slot]) - 1 ? slot : INCOMPLETE;
  }

  /** Whether no message lacks a part that may still come. */
  boolean isAtRest(long time) {
    for (int slot = 0; slot < SLOTS; slot++) {
      if (keys[slot] != 0 && !isOld(slot, time)) {
        return false;
      }
    }
    return true;
  }

  /** True when the last {@link #add} gave up an incomplete message. */
  boolean lost() {
    return lost;
  }

  /** Writes the bits of a complete message, whose characters are known to be legal; frees it. */
  void take(int slot, Bits bits) {
    bits.clear();
    for (int part = 0; part < totals[slot]; part++) {
      int index = slot * PARTS + part;
      int start = index(slot, offsets[index]);
      bits.append(characters, start, start + lengths[index], fills[index]);
    }
    keys[slot] = 0;
  }

  private static int index(int slot, int offset) {
    return LEAD + slot * Bits.MAX_CHARACTERS + offset;
  }

  private int find(long key) {
    for (int slot = 0; slot < SLOTS; slot++) {
      if (keys[slot] == key) {
        return slot;
      }
    }
    return -1;
  }

  private int freeSlot() {
    int oldest = 0;
    for (int slot = 0; slot < SLOTS; slot++) {
      if (keys[slot] == 0) {
        return slot;
      }
      if (times[slot] < times[oldest]) {
        oldest = slot;
      }
    }
    lost = true;
    return oldest;
  }

  private void begin(int slot, long key, int total, long rxTime) {
    keys[slot] = key;
    times[slot] = rxTime;
    totals[slot] = total;
    present[slot] = 0;
    used[slot] = 0;
  }

  /** Also when the clock was set back by more than the age, or the message would never end. */
  private boolean isOld(int slot, long rxTime) {
    return Math.abs(rxTime - times[slot]) > MAX_AGE_NS;
  }

  private boolean isSame(int slot, int part, byte[] array, int start, int length, int fill) {
    int index = slot * PARTS + part;
    if (lengths[index] != length || fills[index] != fill) {
      return false;
    }
    int kept = index(slot, offsets[index]);
    for (int i = 0; i < length; i++) {
      if (characters[kept + i] != array[start + i]) {
        return false;
      }
    }
    return true;
  }
}
