package io.alidade.protocol.nmea;

import io.alidade.event.Event;
import java.util.Arrays;

/**
 * What the first sentence's tag block of a group says, for the others of the group: a block with
 * {@code g:1-2-73874} speaks for both sentences of group 73874 (NMEA 0183 4.10), and as a rule only
 * the first has source and time.
 *
 * <p>A fixed number of groups; a new one takes the place of the oldest. A group that began more
 * than {@link #MAX_AGE_NS} ago is over, for ids are used again. All storage is allocated at
 * construction.
 */
final class TagGroups {
  static final int CAPACITY = 16;
  static final long MAX_AGE_NS = 2_000_000_000L;

  /** IEC 61162-450 has sources of up to 15 characters; one longer than this is not passed on. */
  static final int MAX_SOURCE = 64;

  private static final int NONE = -1;

  private final long[] ids = new long[CAPACITY];
  private final long[] totals = new long[CAPACITY];
  private final long[] began = new long[CAPACITY];
  private final long[] times = new long[CAPACITY];
  private final byte[][] sources = new byte[CAPACITY][MAX_SOURCE];
  private final int[] sourceLengths = new int[CAPACITY];
  private int next;

  private long number;
  private long total;
  private long id;

  TagGroups() {
    Arrays.fill(ids, NONE);
  }

  /**
   * Keeps source and time of a group's first sentence, or gives what a later one lacks of them.
   *
   * @param tag what this sentence's own blocks said, its group among it
   * @param rxTime ns, of this sentence
   */
  void complete(TagBlock tag, byte[] bytes, long rxTime) {
    read(bytes, tag.groupStart, tag.groupStart + tag.groupLength);
    int slot = find();
    if (number == 1) {
      keep(slot == NONE ? next : slot, tag, rxTime);
      if (slot == NONE) {
        next = (next + 1) % CAPACITY;
      }
    } else if (slot != NONE
        && totals[slot] == total
        && number <= total
        && Math.abs(rxTime - began[slot]) <= MAX_AGE_NS) {
      if (tag.time == Event.NO_TIME) {
        tag.time = times[slot];
      }
      if (tag.sourceLength == 0) {
        tag.sourceBytes = sources[slot];
        tag.sourceStart = 0;
        tag.sourceLength = sourceLengths[slot];
      }
    }
  }

  /** Whether no group is so young that a sentence of it may still come. */
  boolean isAtRest(long time) {
    for (int slot = 0; slot < CAPACITY; slot++) {
      if (ids[slot] != NONE && Math.abs(time - began[slot]) <= MAX_AGE_NS) {
        return false;
      }
    }
    return true;
  }

  private void keep(int slot, TagBlock tag, long rxTime) {
    ids[slot] = id;
    totals[slot] = total;
    began[slot] = rxTime;
    times[slot] = tag.time;
    int length = tag.sourceLength <= MAX_SOURCE ? tag.sourceLength : 0;
    System.arraycopy(tag.sourceBytes, tag.sourceStart, sources[slot], 0, length);
    sourceLengths[slot] = length;
  }

  private int find() {
    for (int slot = 0; slot < CAPACITY; slot++) {
      if (ids[slot] == id) {
        return slot;
      }
    }
    return NONE;
  }

  /** Three numbers joined by hyphens; all that does not fit is as good as any other number. */
  private void read(byte[] bytes, int start, int end) {
    number = 0;
    total = 0;
    id = 0;
    for (int i = start; i < end; i++) {
      if (bytes[i] == '-') {
        number = total;
        total = id;
        id = 0;
      } else {
        id = (id * 10 + bytes[i] - '0') & Long.MAX_VALUE;
      }
    }
  }
}
