package io.alidade.link;

/**
 * The time at which a line of a recording was received, where the line says so:
 *
 * <ul>
 *   <li>parameter {@code c} of an NMEA 4.10 tag block whose checksum is right or missing,
 *   <li>a number and a blank before the sentence, as {@code 1550303566167726840 !AIVDM,...},
 *   <li>a last comma-separated number after the sentence's checksum, as {@code
 *       !AIVDM,...*5C,rSTATION,1268300000}.
 * </ul>
 *
 * The number is UTC since 1970 in seconds (with or without decimals), milliseconds, microseconds or
 * nanoseconds, told apart by its size; only 1990 to 2099 is believed.
 */
public final class LineTime {
  /** What {@link #epochNanos} gives for a line without a time. */
  public static final long NONE = Long.MIN_VALUE;

  private static final long FIRST_SECOND = 631_152_000L;
  private static final long LAST_SECOND = 4_102_444_799L;

  private LineTime() {}

  /**
   * Nanoseconds since 1970, or {@link #NONE}; the line's end may be in the range or not. The range
   * may also end behind the blank after a number, before the sentence.
   */
  public static long epochNanos(byte[] bytes, int from, int to) {
    int start = from;
    int end = to;
    while (end > start && bytes[end - 1] <= ' ' && bytes[end - 1] >= 0) {
      end--;
    }
    while (start < end && (bytes[start] == ' ' || bytes[start] == '\r' || bytes[start] == '\n')) {
      start++;
    }
    if (start == end) {
      return NONE;
    }
    int sentence = start;
    while (sentence < end && bytes[sentence] == '\\') {
      int close = indexOf(bytes, sentence + 1, end, '\\');
      if (close < 0) {
        break;
      }
      long time = ofTagBlock(bytes, sentence + 1, close);
      if (time != NONE) {
        return time;
      }
      sentence = close + 1;
    }
    if (isDigit(bytes[start])) {
      int blank = start;
      while (blank < to && bytes[blank] != ' ' && bytes[blank] != '\t') {
        blank++;
      }
      if (blank < to) {
        long time = number(bytes, start, blank);
        if (time != NONE) {
          return time;
        }
      }
    }
    return ofTrailer(bytes, sentence, end);
  }

  private static long ofTagBlock(byte[] bytes, int from, int to) {
    int star = indexOf(bytes, from, to, '*');
    int end = star < 0 ? to : star;
    if (star >= 0) {
      int sum = 0;
      for (int i = from; i < star; i++) {
        sum ^= bytes[i];
      }
      if (to - star != 3
          || (Character.digit(bytes[star + 1], 16) << 4 | Character.digit(bytes[star + 2], 16))
              != (sum & 0xFF)) {
        return NONE;
      }
    }
    for (int field = from; field < end; ) {
      int comma = indexOf(bytes, field, end, ',');
      int next = comma < 0 ? end : comma;
      if (next - field > 2 && bytes[field] == 'c' && bytes[field + 1] == ':') {
        return number(bytes, field + 2, next);
      }
      field = next + 1;
    }
    return NONE;
  }

  private static long ofTrailer(byte[] bytes, int from, int end) {
    int star = -1;
    int comma = -1;
    for (int i = end - 1; i >= from && star < 0; i--) {
      if (bytes[i] == ',' && comma < 0) {
        comma = i;
      } else if (bytes[i] == '*') {
        star = i;
      }
    }
    // The comma must come after the two digits of the checksum.
    if (star < 0 || comma < star + 3) {
      return NONE;
    }
    int number = comma + 1;
    while (number < end && bytes[number] == ' ') {
      number++;
    }
    return number(bytes, number, end);
  }

  /** An epoch number in nanoseconds; its unit follows from how large its whole part is. */
  private static long number(byte[] bytes, int from, int to) {
    long whole = 0;
    int i = from;
    for (; i < to && isDigit(bytes[i]); i++) {
      if (i - from >= 19) {
        return NONE;
      }
      whole = whole * 10 + (bytes[i] - '0');
    }
    long unit;
    if (whole < 100_000_000_000L) {
      unit = 1_000_000_000;
    } else if (whole < 100_000_000_000_000L) {
      unit = 1_000_000;
    } else if (whole < 100_000_000_000_000_000L) {
      unit = 1000;
    } else {
      unit = 1;
    }
    long seconds = whole / (1_000_000_000 / unit);
    if (i == from || seconds < FIRST_SECOND || seconds > LAST_SECOND) {
      return NONE;
    }
    long nanos = whole * unit;
    if (i < to && bytes[i] == '.') {
      long digit = unit / 10;
      for (i++; i < to && isDigit(bytes[i]); i++) {
        nanos += (bytes[i] - '0') * digit;
        digit /= 10;
      }
    }
    return i == to ? nanos : NONE;
  }

  private static boolean isDigit(byte b) {
    return b >= '0' && b <= '9';
  }

  private static int indexOf(byte[] bytes, int from, int to, char wanted) {
    for (int i = from; i < to; i++) {
      if (bytes[i] == wanted) {
        return i;
      }
    }
    return -1;
  }
}
