package io.alidade.event;

/**
 * Who an event is from: its link and, where a tag block or the like names one, the station on it.
 * And, for sentences, the device: all satellite systems' talkers of a receiver are one.
 */
public final class Origin {
  private static final long FACTOR = 0x9E3779B97F4A7C15L;

  private Origin() {}

  /** A link and a station that is named by some bytes; the link is in the low 16 bits. */
  public static long of(int link, byte[] array, int offset, int length) {
    long hash = FACTOR;
    for (int i = offset; i < offset + length; i++) {
      hash = mix(hash, array[i]);
    }
    return hash << 16 | link;
  }

  /**
   * The device that a sentence is from: link and station, and the talker unless it is a satellite
   * navigation receiver's (GP, GN, GL, GA, GB, BD, GQ, QZ, GI), which are one device. The link is
   * in the low 16 bits.
   */
  public static long ofSentence(Event event) {
    long origin = event.link();
    int talker = 0;
    FieldReader fields = event.decoded();
    while (fields.next()) {
      if (fields.depth() > 0) {
        continue;
      }
      int id = fields.id();
      if (id == Field.TALKER.id && fields.bytesLength() == 2) {
        int at = fields.bytesOffset();
        talker = event.array()[at] << 8 | event.array()[at + 1];
      } else if (id == Field.SOURCE.id && fields.bytesLength() > 0) {
        origin = of(event.link(), event.array(), fields.bytesOffset(), fields.bytesLength());
      }
    }
    return isSatellite(talker) ? origin : mix(origin, talker) << 16 | event.link();
  }

  /** Whether a talker, two letters, is a satellite navigation receiver's. */
  private static boolean isSatellite(int talker) {
    return switch (talker) {
      case 'G' << 8 | 'P',
          'G' << 8 | 'N',
          'G' << 8 | 'L',
          'G' << 8 | 'A',
          'G' << 8 | 'B',
          'B' << 8 | 'D',
          'G' << 8 | 'Q',
          'Q' << 8 | 'Z',
          'G' << 8 | 'I',
          0 ->
          true;
      default -> false;
    };
  }

  private static long mix(long hash, long word) {
    long mixed = (hash ^ word) * FACTOR;
    return mixed ^ mixed >>> 29;
  }
}
