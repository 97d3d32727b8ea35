package io.alidade.protocol.ccsds;

import io.alidade.event.Event;
import io.alidade.event.Field;
import io.alidade.event.FieldWriter;
import io.alidade.event.Flag;
import io.alidade.event.LeapSeconds;
import io.alidade.event.TimeText;
import java.time.Instant;

/**
 * Reads the time in the secondary header of space packets, a CUC or CDS code (CCSDS 301.0-B), and
 * writes it as {@code time}: UTC in ISO 8601 with nine decimals, leap seconds as second 60. A code
 * that is cut off, out of range or not the one announced makes the event suspect, {@link
 * Flag#DATE}, and gives no time. One decoder thread at a time; allocates nothing after
 * construction.
 */
public final class PacketTime {
  private static final long SECOND = 1_000_000_000L;
  private static final long DAY_MS = 86_400_000L;

  /** 1958-01-01, in seconds since 1970. */
  private static final long EPOCH_1958 = -TimeCode.DAYS_1958_TO_1970 * 86_400L;

  /** All codes of a P-field without extension, and with it; null where it announces none. */
  private final TimeCode[] announced;

  private final TimeCode code;
  private final int offset;
  private final boolean countsLeaps;

  /** The mission's epoch, seconds and nanoseconds since 1970 UTC; used if there is one. */
  private final boolean hasEpoch;

  private final long epochSecond;
  private final int epochNanos;

  private final TimeText writer = new TimeText();
  private final byte[] text = new byte[TimeText.LENGTH];

  private PacketTime(TimeCode code, int offset, Instant epoch, boolean countsLeaps) {
    if (offset < 0 || offset > 256) {
      throw new IllegalArgumentException("time offset " + offset + " is not 0 to 256");
    }
    this.code = code;
    this.offset = offset;
    this.countsLeaps = countsLeaps;
    hasEpoch = epoch != null;
    epochSecond = hasEpoch ? epoch.getEpochSecond() : 0;
    epochNanos = hasEpoch ? epoch.getNano() : 0;
    announced = code == null ? new TimeCode[1 << 16] : null;
    if (code == null) {
      for (int i = 0; i < announced.length; i++) {
        announced[i] = TimeCode.ofPreamble(i >> 8, i & 0xFF);
      }
    }
  }

  /**
   * A reader for one code, whose P-field is not sent.
   *
   * @param offset of the code from the end of the primary header, 0 to 256 bytes
   * @param epoch where the mission counts from, null for 1958-01-01: TAI with CUC, UTC with CDS
   * @param countsLeaps CUC with an epoch of the mission's: whether leap seconds are counted like
   *     others, as the standard has it, rather than left out
   */
  public static PacketTime of(TimeCode code, int offset, Instant epoch, boolean countsLeaps) {
    return new PacketTime(code, offset, epoch, countsLeaps);
  }

  /**
   * A reader for codes after a P-field that announces them; where it says that the epoch is the
   * mission's and none is given here, there is no time.
   *
   * @param offset of the P-field from the end of the primary header, 0 to 256 bytes
   */
  public static PacketTime announced(int offset, Instant epoch, boolean countsLeaps) {
    return new PacketTime(null, offset, epoch, countsLeaps);
  }

  /** Writes the time of a packet with a secondary header; the section is open. */
  void write(Event event, FieldWriter fields, byte[] packet, int start, int length) {
    int at = start + PacketHeaderDecoder.HEADER + offset;
    int available = length - PacketHeaderDecoder.HEADER - offset;
    TimeCode used = code;
    if (used == null && available > 0) {
      int first = packet[at] & 0xFF;
      int preamble = TimeCode.preambleLength(first);
      if (available > preamble) {
        used = announced[first << 8 | (preamble == 2 ? packet[at + 1] & 0xFF : 0)];
        at += preamble;
        available -= preamble;
      }
    }
    if (used == null) {
      event.suspect(Flag.DATE);
      return;
    }
    boolean agencyEpoch = code == null ? used.hasAgencyEpoch() : hasEpoch;
    if (agencyEpoch && !hasEpoch) {
      return;
    }
    long since = used.nanoseconds(packet, at, available);
    long origin = agencyEpoch ? epochSecond : EPOCH_1958;
    if (since == TimeCode.NO_TIME) {
      event.suspect(Flag.DATE);
      return;
    }
    long nanos = since % SECOND + (agencyEpoch ? epochNanos : 0);
    long second = since / SECOND + nanos / SECOND;
    nanos %= SECOND;
    boolean leap = false;
    if (used.isSegmented()) {
      second += origin;
      leap = used.millisecondsOfDay(packet, at) >= DAY_MS;
    } else if (agencyEpoch && !countsLeaps) {
      second += origin;
    } else {
      long tai = second + (agencyEpoch ? LeapSeconds.tai(origin) : origin);
      second = LeapSeconds.utc(tai);
      leap = LeapSeconds.isLeap(tai);
    }
    write(event, fields, second, (int) nanos, leap);
  }

  /** Writes a time; for a leap second the second is that after it. */
  private void write(Event event, FieldWriter fields, long second, int nanos, boolean leap) {
    long shown = leap ? second - 1 : second;
    if (shown < Long.MIN_VALUE / SECOND + 1 || shown > Long.MAX_VALUE / SECOND - 1) {
      event.suspect(Flag.DATE);
      return;
    }
    writer.write(shown * SECOND + nanos, text, 0);
    if (leap) {
      text[17] = '6';
      text[18] = '0';
    }
    fields.text(Field.TIME, text, 0, text.length);
  }
}
