package io.alidade.protocol.ccsds;

/**
 * What is known of one virtual channel: counts since the start, and the packets under way. Written
 * by the decoder's thread; another thread may read the counts and see them late.
 */
public final class VirtualChannel {
  private static final int MAPS = 16;
  private static final long LONG_COUNTER = 1 << 16;

  private final int scid;
  private final int vcid;

  /** Last counters of the channel, the second for USLP frames that bypass sequence control. */
  private final long[] last = {-1, -1};

  private final PacketExtractor[] maps = new PacketExtractor[MAPS];
  private long good;
  private long corrected;
  private long missing;
  private long gaps;
  private long breaks;

  VirtualChannel(int scid, int vcid) {
    this.scid = scid;
    this.vcid = vcid;
  }

  public int scid() {
    return scid;
  }

  public int vcid() {
    return vcid;
  }

  /** Frames that were read, corrected ones included. */
  public long good() {
    return good;
  }

  /** Frames in which symbols were corrected. */
  public long corrected() {
    return corrected;
  }

  /** Frames that the counter says are missing; gaps of unknown size are not in it. */
  public long missing() {
    return missing;
  }

  /** How often the counter was not the one due, duplicates left out. */
  public long gaps() {
    return gaps;
  }

  void count(boolean wasCorrected) {
    good++;
    corrected += wasCorrected ? 1 : 0;
  }

  /** Without a counter, anything unreadable since the last frame may have been of this channel. */
  void breaks(long total, long modulus) {
    if (modulus == 1 && total != breaks) {
      lose();
    }
    breaks = total;
  }

  /**
   * Follows a frame counter.
   *
   * @param sequence 0, or 1 for a counter of its own
   * @param modulus one more than the counter's greatest value
   * @return 0 when the counter is the one due, -1 when it is the last one again, else how many are
   *     missing, {@link Long#MAX_VALUE} when that cannot be said
   */
  long follow(int sequence, long counter, long modulus) {
    long before = last[sequence];
    last[sequence] = counter;
    if (before < 0) {
      return 0;
    }
    long ahead = Math.floorMod(counter - before, modulus);
    if (ahead == 0) {
      return modulus == 1 ? 0 : -1;
    }
    if (ahead == 1) {
      return 0;
    }
    gaps++;
    lose();
    if (modulus > LONG_COUNTER && ahead > modulus / 2) {
      return Long.MAX_VALUE; // behind: set anew, or late
    }
    missing += ahead - 1;
    return ahead - 1;
  }

  /** A frame was lost: packets under way will not be completed. */
  private void lose() {
    for (PacketExtractor map : maps) {
      if (map != null) {
        map.lose();
      }
    }
  }

  /** The packets of a MAP, 0 where there are none of them; null before the first. */
  PacketExtractor map(int map) {
    return maps[map];
  }

  void map(int map, PacketExtractor extractor) {
    maps[map] = extractor;
  }
}
