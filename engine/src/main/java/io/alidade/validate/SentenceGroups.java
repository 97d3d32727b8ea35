package io.alidade.validate;

import io.alidade.event.Event;
import io.alidade.event.Field;
import io.alidade.event.FieldReader;

/**
 * Follows the groups of GSV sentences (NMEA 0183: total number of sentences, sentence number) of
 * each link, talker and signal. A fixed number of groups; when there are more, one that is long
 * without a sentence is forgotten.
 */
final class SentenceGroups {
  private static final int CAPACITY = 128;

  private final RecentKeys keys = new RecentKeys(CAPACITY);
  private final int[] totals = new int[CAPACITY];
  private final int[] last = new int[CAPACITY];

  void clear() {
    keys.clear();
  }

  /** False when a sentence of the group is missing before this one. */
  boolean continues(Event event) {
    long key = (long) event.link() << 40;
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
    int slot = keys.slot(key);
    boolean known = !keys.added() && totals[slot] != 0;
    boolean starts = index == 1;
    boolean complete = totals[slot] == last[slot];
    boolean follows = index == last[slot] + 1 && total == totals[slot];
    totals[slot] = total;
    last[slot] = index;
    return !known || (starts ? complete : follows);
  }
}
