package io.alidade.protocol.nmea;

import io.alidade.event.Flag;

/**
 * Reads dates and times of day and keeps them as text, {@code YYYY-MM-DDTHH:MM:SS.sssZ}. The leap
 * second 23:59:60 is a time like any other.
 */
final class Utc {
  static final int DATE_LENGTH = 10;
  static final int TIME_START = 11;
  private static final int MAX_FRACTION = 9;

  private final byte[] text = new byte[TIME_START + 8 + 1 + MAX_FRACTION + 1];
  private int timeLength;
  private boolean dated;

  /** Forgets date and time. */
  void clear() {
    timeLength = 0;
    dated = false;
  }

  byte[] text() {
    return text;
  }

  /** The length of the time, from {@link #TIME_START}; 0 when there is none. */
  int timeLength() {
    return timeLength;
  }

  /** The length of date and time together, from 0; 0 unless there are both. */
  int timestampLength() {
    if (!dated || timeLength == 0) {
      return 0;
    }
    text[TIME_START + timeLength] = 'Z';
    return TIME_START + timeLength + 1;
  }

  /** Reads {@code hhmmss[.s...]}; null, or what is wrong with it. */
  Flag readTime(byte[] bytes, int start, int end) {
    int digits = end - start;
    int fraction = digits - 7;
    if (digits < 6 || (digits > 6 && bytes[start + 6] != '.') || fraction > MAX_FRACTION) {
      return Flag.GRAMMAR;
    }
    for (int i = start; i < end; i++) {
      if (i != start + 6 && !isDigit(bytes[i])) {
        return Flag.GRAMMAR;
      }
    }
    int hour = pair(bytes, start);
    int minute = pair(bytes, start + 2);
    int second = pair(bytes, start + 4);
    boolean leap = hour == 23 && minute == 59 && second == 60;
    if (hour > 23 || minute > 59 || (second > 59 && !leap)) {
      return Flag.DATE;
    }
    put(hour, TIME_START);
    text[TIME_START + 2] = ':';
    put(minute, TIME_START + 3);
    text[TIME_START + 5] = ':';
    put(second, TIME_START + 6);
    timeLength = 8;
    if (fraction > 0) {
      System.arraycopy(bytes, start + 6, text, TIME_START + 8, fraction + 1);
      timeLength += fraction + 1;
    }
    return null;
  }

  /** Reads {@code ddmmyy}; false when it is not a date. */
  boolean readDate(byte[] bytes, int start, int end) {
    if (end - start != 6 || !isPair(bytes, start) || !isPair(bytes, start + 2)) {
      return false;
    }
    if (!isPair(bytes, start + 4)) {
      return false;
    }
    int year = pair(bytes, start + 4);
    return date(pair(bytes, start), pair(bytes, start + 2), year < 80 ? 2000 + year : 1900 + year);
  }

  /** Reads two-digit day and month and four-digit year, at three places. */
  boolean readDate(byte[] bytes, int day, int month, int year) {
    if (!isPair(bytes, day) || !isPair(bytes, month)) {
      return false;
    }
    if (!isPair(bytes, year) || !isPair(bytes, year + 2)) {
      return false;
    }
    return date(
        pair(bytes, day), pair(bytes, month), pair(bytes, year) * 100 + pair(bytes, year + 2));
  }

  private boolean date(int day, int month, int year) {
    if (year < 1 || month < 1 || month > 12 || day < 1 || day > daysOf(month, year)) {
      return false;
    }
    put(year / 100, 0);
    put(year % 100, 2);
    text[4] = '-';
    put(month, 5);
    text[7] = '-';
    put(day, 8);
    text[DATE_LENGTH] = 'T';
    dated = true;
    return true;
  }

  private static int daysOf(int month, int year) {
    return switch (month) {
      case 4, 6, 9, 11 -> 30;
      case 2 -> year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28;
      default -> 31;
    };
  }

  private void put(int value, int index) {
    text[index] = (byte) ('0' + value / 10);
    text[index + 1] = (byte) ('0' + value % 10);
  }

  private static boolean isPair(byte[] bytes, int index) {
    return isDigit(bytes[index]) && isDigit(bytes[index + 1]);
  }

  private static int pair(byte[] bytes, int index) {
    return (bytes[index] - '0') * 10 + bytes[index + 1] - '0';
  }

  private static boolean isDigit(byte b) {
    return b >= '0' && b <= '9';
  }
}
