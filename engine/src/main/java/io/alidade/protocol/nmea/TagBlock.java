package io.alidade.protocol.nmea;

import io.alidade.event.Event;

/**
 * What the tag blocks before a sentence say (IEC 61162-450, 7.2.3; NMEA 0183 4.10): parameters
 * {@code code:value} parted by commas, then {@code *hh}, the exclusive-or of the bytes before it.
 *
 * <p>Used are {@code s} (source), {@code c} (UNIX time, seconds or milliseconds) and {@code g}
 * (group: number, total, id); others are passed over. A comma inside a free text ({@code i:}) looks
 * like the next parameter: pieces without a known one-letter code are passed over as well.
 */
final class TagBlock {
  private static final long NS_PER_S = 1_000_000_000L;

  /** Up to here a count is of seconds (year 5138), beyond it of milliseconds (from 1973). */
  private static final long MAX_SECONDS = 99_999_999_999L;

  /** What fits in nanoseconds since 1970: up to 2262. */
  private static final long MAX_TIME_S = Long.MAX_VALUE / NS_PER_S - 1;

  /** Where the source is; kept from one sentence to the next only in {@link TagGroups}. */
  byte[] sourceBytes;

  int sourceStart;
  int sourceLength;
  int groupStart;
  int groupLength;

  /** UTC, ns since 1970, or {@link Event#NO_TIME}. */
  long time;

  void clear(byte[] bytes) {
    sourceBytes = bytes;
    sourceStart = 0;
    sourceLength = 0;
    groupLength = 0;
    time = Event.NO_TIME;
  }

  /**
   * Reads one block, the bytes between its backslashes; later blocks override. False, and nothing
   * is taken from it, when its checksum is missing or wrong or something used is malformed.
   */
  boolean read(byte[] bytes, int start, int end) {
    int star = end - 3;
    if (star < start || bytes[star] != '*') {
      return false;
    }
    int sum = 0;
    for (int i = start; i < star; i++) {
      if (bytes[i] < 0x20 || bytes[i] == 0x7F) {
        return false;
      }
      sum ^= bytes[i];
    }
    if (Hex.pair(bytes, star + 1) != sum) {
      return false;
    }
    int source = 0;
    int sourceEnd = 0;
    int group = 0;
    int groupEnd = 0;
    long newTime = Event.NO_TIME;
    for (int i = start; i < star; ) {
      int next = i;
      while (next < star && bytes[next] != ',') {
        next++;
      }
      if (next - i > 2 && bytes[i + 1] == ':') {
        switch (bytes[i]) {
          case 's' -> {
            source = i + 2;
            sourceEnd = next;
          }
          case 'g' -> {
            group = i + 2;
            groupEnd = next;
            if (!isGroup(bytes, group, groupEnd)) {
              return false;
            }
          }
          case 'c' -> {
            newTime = time(bytes, i + 2, next);
            if (newTime == Event.NO_TIME) {
              return false;
            }
          }
          default -> {}
        }
      }
      i = next + 1;
    }
    if (sourceEnd > source) {
      sourceStart = source;
      sourceLength = sourceEnd - source;
    }
    if (groupEnd > group) {
      groupStart = group;
      groupLength = groupEnd - group;
    }
    if (newTime != Event.NO_TIME) {
      time = newTime;
    }
    return true;
  }

  /** True for three numbers joined by hyphens. */
  private static boolean isGroup(byte[] bytes, int start, int end) {
    int numbers = 0;
    boolean inNumber = false;
    for (int i = start; i < end; i++) {
      if (bytes[i] >= '0' && bytes[i] <= '9') {
        numbers += inNumber ? 0 : 1;
        inNumber = true;
      } else if (bytes[i] == '-' && inNumber) {
        inNumber = false;
      } else {
        return false;
      }
    }
    return numbers == 3 && inNumber;
  }

  /**
   * Reads a UNIX time: seconds, with or without a fraction, or milliseconds.
   *
   * @return UTC, ns since 1970, or {@link Event#NO_TIME} when it is malformed
   */
  static long time(byte[] bytes, int start, int end) {
    long value = 0;
    long fraction = 0;
    long unit = NS_PER_S;
    int i = start;
    for (; i < end && bytes[i] != '.'; i++) {
      int digit = bytes[i] - '0';
      if (digit < 0 || digit > 9 || value > MAX_SECONDS * 1000) {
        return Event.NO_TIME;
      }
      value = value * 10 + digit;
    }
    if (i == start) {
      return Event.NO_TIME;
    }
    for (i++; i < end; i++) {
      int digit = bytes[i] - '0';
      if (digit < 0 || digit > 9) {
        return Event.NO_TIME;
      }
      unit /= 10;
      fraction += digit * unit;
    }
    if (value > MAX_SECONDS) {
      fraction = value % 1000 * 1_000_000 + fraction / 1000;
      value /= 1000;
    }
    return value > MAX_TIME_S ? Event.NO_TIME : value * NS_PER_S + fraction;
  }
}
