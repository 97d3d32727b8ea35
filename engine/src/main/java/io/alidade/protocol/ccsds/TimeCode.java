package io.alidade.protocol.ccsds;

import io.alidade.event.Event;

/**
 * CCSDS unsegmented (CUC) and day segmented (CDS) time codes (301.0-B), big endian. A pure reader
 * for one layout; immutable.
 *
 * <pre>
 *   CUC P-field  bit 7 extension, bits 6-4 001 (epoch 1958 TAI) or 010 (agency's epoch),
 *                bits 3-2 octets of seconds less 1, bits 1-0 octets of fractions
 *   extension    bit 7 further extension (refused), bits 6-5 more octets of seconds,
 *                bits 4-2 more octets of fractions
 *   CDS P-field  bit 7 extension (refused), bits 6-4 100, bit 3 agency's epoch,
 *                bit 2 24-bit day, bits 1-0 00 ms, 01 with us of the ms, 10 with ps of the ms
 * </pre>
 *
 * CUC counts SI seconds without leap seconds; CDS counts days of UTC when its epoch is 1958, so
 * that a leap second is 86,400,000 ms and up.
 */
public final class TimeCode {
  /** From 1958-01-01 to 1970-01-01, days. */
  public static final int DAYS_1958_TO_1970 = 4383;

  /** What {@link #nanoseconds} gives when there is no time in the bytes. */
  public static final long NO_TIME = Event.NO_TIME;

  private static final long SECOND = 1_000_000_000L;
  private static final long MAX_SECONDS = Long.MAX_VALUE / SECOND - 1;
  private static final int MS_OF_LONGEST_DAY = 86_401_000;

  private final boolean segmented;
  private final boolean agencyEpoch;

  /** Octets of seconds, or of days. */
  private final int coarse;

  /** Octets of binary fractions of a second, or of what CDS has after the milliseconds. */
  private final int fine;

  private TimeCode(boolean segmented, boolean agencyEpoch, int coarse, int fine) {
    this.segmented = segmented;
    this.agencyEpoch = agencyEpoch;
    this.coarse = coarse;
    this.fine = fine;
  }

  /**
   * A CUC time field whose P-field is known beforehand and not sent.
   *
   * @param seconds octets of seconds, 1 to 7
   * @param fractions octets of binary fractions, 0 to 10
   */
  public static TimeCode cuc(int seconds, int fractions, boolean agencyEpoch) {
    if (seconds < 1 || seconds > 7 || fractions < 0 || fractions > 10) {
      throw new IllegalArgumentException("CUC of " + seconds + " and " + fractions + " octets");
    }
    return new TimeCode(false, agencyEpoch, seconds, fractions);
  }

  /**
   * A CDS time field whose P-field is known beforehand and not sent.
   *
   * @param days octets of the day, 2 or 3
   * @param submilliseconds octets after the milliseconds: 0, 2 (microseconds) or 4 (picoseconds)
   */
  public static TimeCode cds(int days, int submilliseconds, boolean agencyEpoch) {
    boolean known = submilliseconds == 0 || submilliseconds == 2 || submilliseconds == 4;
    if (days < 2 || days > 3 || !known) {
      throw new IllegalArgumentException("CDS of " + days + " and " + submilliseconds + " octets");
    }
    return new TimeCode(true, agencyEpoch, days, submilliseconds);
  }

  /**
   * The code that a P-field announces; its first octet, and its second when {@link #preambleLength}
   * is 2. Allocates.
   *
   * @return null when it announces neither CUC nor CDS, or an extension that the standard reserves
   */
  public static TimeCode ofPreamble(int first, int second) {
    int id = first >>> 4 & 7;
    boolean extended = (first & 0x80) != 0;
    if (id == 1 || id == 2) {
      int seconds = 1 + (first >>> 2 & 3);
      int fractions = first & 3;
      if (extended) {
        if ((second & 0x80) != 0) {
          return null;
        }
        seconds += second >>> 5 & 3;
        fractions += second >>> 2 & 7;
      }
      return cuc(seconds, fractions, id == 2);
    }
    int submilliseconds = (first & 3) * 2;
    if (id != 4 || extended || submilliseconds == 6) {
      return null;
    }
    return cds((first & 4) == 0 ? 2 : 3, submilliseconds, (first & 8) != 0);
  }

  /** How many octets the P-field that begins so has: 1, or 2 with the extension. */
  public static int preambleLength(int first) {
    return (first & 0x80) != 0 ? 2 : 1;
  }

  /** Octets of the time field, without P-field. */
  public int length() {
    return segmented ? coarse + 4 + fine : coarse + fine;
  }

  /** Whether it is a CDS rather than a CUC. */
  boolean isSegmented() {
    return segmented;
  }

  /** The milliseconds of the day in a CDS that {@link #nanoseconds} could read. */
  long millisecondsOfDay(byte[] bytes, int offset) {
    return unsigned(bytes, offset + coarse, 4);
  }

  /** Whether the epoch is the mission's own rather than 1958-01-01. */
  public boolean hasAgencyEpoch() {
    return agencyEpoch;
  }

  /**
   * Nanoseconds since the epoch, rounded down: CUC in SI seconds (TAI when the epoch is 1958), CDS
   * in days of 86,400 s, so that a leap second falls on the first second of the next day.
   *
   * @return {@link #NO_TIME} when fewer than {@link #length} bytes are there, when a part of a CDS
   *     is out of its range, or beyond the 292 years that the result can express
   */
  public long nanoseconds(byte[] bytes, int offset, int available) {
    if (available < length()) {
      return NO_TIME;
    }
    long whole = unsigned(bytes, offset, coarse);
    return segmented
        ? dayTime(whole, bytes, offset + coarse)
        : whole > MAX_SECONDS ? NO_TIME : whole * SECOND + fraction(bytes, offset + coarse);
  }

  /**
   * As {@link #nanoseconds} of a CDS whose epoch is 1958, but since 1970, as the times of an {@link
   * Event} are; {@link #NO_TIME} for any other code, which needs more to become UTC.
   */
  public long utc(byte[] bytes, int offset, int available) {
    if (!segmented || agencyEpoch) {
      return NO_TIME;
    }
    long time = nanoseconds(bytes, offset, available);
    return time == NO_TIME ? NO_TIME : time - DAYS_1958_TO_1970 * 86_400L * SECOND;
  }

  private long dayTime(long days, byte[] bytes, int at) {
    long ms = unsigned(bytes, at, 4);
    long rest = unsigned(bytes, at + 4, fine);
    if (ms >= MS_OF_LONGEST_DAY
        || (fine == 2 && rest >= 1000)
        || (fine == 4 && rest >= SECOND)
        || days > MAX_SECONDS / 86_400 - 2) {
      return NO_TIME;
    }
    return days * 86_400L * SECOND + ms * 1_000_000 + (fine == 2 ? rest * 1000 : rest / 1000);
  }

  /** The first four octets of the fraction, and three more, hold all that a nanosecond shows. */
  private long fraction(byte[] bytes, int at) {
    if (fine <= 4) {
      return unsigned(bytes, at, fine) * SECOND >>> 8 * fine;
    }
    long high = unsigned(bytes, at, 4) * SECOND;
    int more = Math.min(fine - 4, 3);
    long low = unsigned(bytes, at + 4, more) * SECOND >>> 8 * more;
    return high + low >>> 32;
  }

  private static long unsigned(byte[] bytes, int offset, int octets) {
    long value = 0;
    for (int i = 0; i < octets; i++) {
      value = value << 8 | (bytes[offset + i] & 0xFF);
    }
    return value;
  }
}
