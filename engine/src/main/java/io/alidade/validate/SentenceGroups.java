package io.alidade.validate;

import io.alidade.event.Event;
import io.alidade.event.Field;
import io.alidade.event.FieldReader;
import java.util.Arrays;

/**
 * Follows the groups of GSV sentences (NMEA 0183: total number of sentences, sentence number) of
 * each link, talker and signal. A fixed number of groups; when there are more, the one longest
 * without a sentence is forgotten.
 */
final class SentenceGroups {
  private static final int CAPACITY = 64;

  private final long[] keys = new long[CAPACITY];
  private final int[] totals = new int[CAPACITY];
  private final int[] last = new int[CAPACITY];
  private final long[] used = new long[CAPACITY];
  private long uses;

  void clear() {
    Arrays.fill(keys, 0);
    Arrays.fill(used, 0);
    uses = 0;
  }

  /** False when a sentence of the group is missing before this one. */
  boolean continues(Event event) {
    long key = 1L << 62 | (long) event.link() << 40;
    int total = 0;
    int index = 0;
    FieldReader fields = event.decoded();
    while (fields.next()) {
      if (fields.depth() > 0) {
        continue;
      }
      int id = fields.id();
      if (id == Field.TALKER.id && fields.bytesLength() == 2) {
        int at = fields.bytesOffset();
        key |= (event.array()[at] & 0xFF) << 16 | (event.array()[at + 1] & 0xFF) << 8;
      } else if (id == Field.SIGNAL_ID.id) {
        key |= fields.isNumber() ? fields.mantissa() & 0xFF : event.array()[fields.bytesOffset()];
      } else if (id == Field.TOTAL.id) {
        total = (int) fields.mantissa();
      } else if (id == Field.INDEX.id) {
        index = (int) fields.mantissa();
      }
    }
    int slot = slot(key);
    boolean starts = index == 1;
    boolean complete = totals[slot] == last[slot];
    boolean follows = index == last[slot] + 1 && total == totals[slot];
    boolean known = totals[slot] != 0;
    totals[slot] = total;
    last[slot] = index;
    return starts ? complete || !known : follows || !known;
  }

  private int slot(long key) {
    int oldest = 0;
    for (int i = 0; i < CAPACITY; i++) {
      if (keys[i] == key) {
        used[i] = ++uses;
        return i;
      }
      if (used[i] < used[oldest]) {
        oldest = i;
      }
    }
    keys[oldest] = key;
    totals[oldest] = 0;
    last[oldest] = 0;
    used[oldest] = ++uses;
    return oldest;
  }
}
