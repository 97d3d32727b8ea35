package io.alidade.protocol.ccsds;

/**
 * What is known of one virtual channel: counts since the start, and the packets under way. Used by
 * the decoder's thread; any thread may read {@link #counts}.
 */
public final class VirtualChannel {
  private static final int MAPS = 16;
  private static final long LONG_COUNTER = 1 << 16;

  private final int scid;
  private final int vcid;
  private final FrameCounts counts = new FrameCounts();

  /** Last counters of the channel, the second for USLP frames that bypass sequence control. */
  private final long[] last = {-1, -1};

  /** One more than the greatest values of these counters. */
  private final long[] moduli = {1, 1};

  private final PacketExtractor[] maps = new PacketExtractor[MAPS];
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

  /** What became of the channel's frames; failed are those whose header could be trusted. */
  public FrameCounts counts() {
    return counts;
  }

  /** Without a counter, anything unreadable since the last frame may have been of this channel. */
  void breaks(long total, long modulus) {
    if (modulus == 1 && total != breaks) {
      lose();
    }
    breaks = total;
  }

  /**
   * Follows a frame counter. Where its length changes, what both lengths have in common is
   * compared.
   *
   * @param sequence 0, or 1 for a counter of its own
   * @param modulus one more than the counter's greatest value
   * @return 0 when the counter is the one due, -1 when it is the last one again, else how many are
   *     missing, {@link Long#MAX_VALUE} when that cannot be said
   */
  long follow(int sequence, long counter, long modulus) {
    long before = last[sequence];
    long common = Math.min(modulus, moduli[sequence]);
    last[sequence] = counter;
    moduli[sequence] = modulus;
    if (before < 0) {
      return 0;
    }
    long ahead = Math.floorMod(counter - before, common);
    if (ahead == 0) {
      return common == 1 ? 0 : -1;
    }
    if (ahead == 1) {
      return 0;
    }
    lose();
    if (common > LONG_COUNTER && ahead > common / 2) {
      counts.gap(0);
      return Long.MAX_VALUE; // behind: set anew, or late
    }
    counts.gap(ahead - 1);
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

  /** Whether a packet has begun whose rest is to come. */
  boolean hasPacketUnderWay() {
    for (PacketExtractor map : maps) {
      if (map != null && map.isUnderWay()) {
        return true;
      }
    }
    return false;
  }

  /** The packets of a MAP, 0 where there are none of them; null before the first. */
  PacketExtractor map(int map) {
    return maps[map];
  }

  void map(int map, PacketExtractor extractor) {
    maps[map] = extractor;
  }

  /** Appends a JSON object. */
  void json(StringBuilder out) {
    out.append("{\"scid\":").append(scid).append(",\"vcid\":").append(vcid).append(',');
    counts.json(out);
    out.append('}');
  }
}
