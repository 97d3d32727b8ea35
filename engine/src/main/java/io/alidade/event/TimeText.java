package io.alidade.event;

import static java.nio.charset.StandardCharsets.US_ASCII;

/**
 * Writes times as {@code 2026-11-25T01:02:03.123456789Z}: ISO 8601, UTC, always nine decimals, 30
 * bytes. What stays the same from one call to the next is kept. Not thread-safe.
 */
public final class TimeText {
  /** Bytes that {@link #write} writes, for years 0 to 9999. */
  public static final int LENGTH = 30;

  private static final long NANOS = 1_000_000_000L;
  private static final long MIN_SECOND = -62_167_219_200L; // 0000-01-01
  private static final long MAX_SECOND = 253_402_300_799L; // 9999-12-31

  private final byte[] text = new byte[LENGTH];
  private long textTime = Long.MIN_VALUE;
  private long textSecond = Long.MIN_VALUE;

  /** A writer with nothing kept yet. */
  public TimeText() {
    text[LENGTH - 1] = 'Z';
  }

  /** Writes a time and returns the index after it. */
  public int write(long timeNs, byte[] out, int position) {
    if (timeNs != textTime) {
      textTime = timeNs;
      long second = Math.floorDiv(timeNs, NANOS);
      if (second != textSecond) {
        textSecond = second;
        fillSecond(Math.max(MIN_SECOND, Math.min(MAX_SECOND, second)));
      }
      int nanos = (int) (timeNs - second * NANOS);
      for (int i = 28; i >= 20; i--) {
        int quotient = nanos / 10;
        text[i] = (byte) ('0' + (nanos - quotient * 10));
        nanos = quotient;
      }
    }
    System.arraycopy(text, 0, out, position, LENGTH);
    return position + LENGTH;
  }

  /** The text as a string, for cold paths; allocates. */
  public String text(long timeNs) {
    byte[] out = new byte[LENGTH];
    write(timeNs, out, 0);
    return new String(out, US_ASCII);
  }

  private void fillSecond(long second) {
    long day = Math.floorDiv(second, 86_400);
    int ofDay = (int) (second - day * 86_400);
    // Days to a date in the proleptic Gregorian calendar, years counted from 1 March.
    long shifted = day + 719_468;
    long era = Math.floorDiv(shifted, 146_097);
    int ofEra = (int) (shifted - era * 146_097);
    int yearOfEra = (ofEra - ofEra / 1460 + ofEra / 36_524 - ofEra / 146_096) / 365;
    int ofYear = ofEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
    int monthFromMarch = (5 * ofYear + 2) / 153;
    int month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9;
    int year = (int) (era * 400 + yearOfEra) + (month <= 2 ? 1 : 0);
    digits(year / 100, 0);
    digits(year % 100, 2);
    text[4] = '-';
    digits(month, 5);
    text[7] = '-';
    digits(ofYear - (153 * monthFromMarch + 2) / 5 + 1, 8);
    text[10] = 'T';
    digits(ofDay / 3600, 11);
    text[13] = ':';
    digits(ofDay / 60 % 60, 14);
    text[16] = ':';
    digits(ofDay % 60, 17);
    text[19] = '.';
  }

  private void digits(int value, int index) {
    text[index] = (byte) ('0' + value / 10);
    text[index + 1] = (byte) ('0' + value % 10);
  }
}
