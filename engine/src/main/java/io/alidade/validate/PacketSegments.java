package io.alidade.validate;

import io.alidade.event.Event;
import io.alidade.event.Flag;

/**
 * Follows the sequence flags of space packets (CCSDS 133.0-B, 4.1.3.4.2) by link and APID: what is
 * segmented begins with a first packet and ends with a last one. What came before the first packet
 * seen, or before a gap that the decoder has found, nobody knows, and it is not complained of.
 */
final class PacketSegments {
  private static final int CAPACITY = 512;

  private final RecentKeys keys = new RecentKeys(CAPACITY);
  private final boolean[] open = new boolean[CAPACITY];

  void clear() {
    keys.clear();
  }

  /**
   * False when the packet goes on with segments whose beginning is missing, or begins where an end
   * is missing.
   *
   * @param flags the first letter of {@code seqflags}
   */
  boolean continues(Event event, int apid, int flags) {
    if (event.has(Flag.DUPLICATE)) {
      return true;
    }
    int slot = keys.slot((long) event.link() << 16 | apid);
    boolean known = !keys.added() && !event.has(Flag.GAP);
    boolean wasOpen = open[slot];
    open[slot] = flags == 'f' || flags == 'c';
    boolean needsOpen = flags == 'c' || flags == 'l';
    return !known || wasOpen == needsOpen;
  }
}
