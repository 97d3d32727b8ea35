package io.alidade.protocol.ais;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.alidade.event.Event;
import io.alidade.event.Field;
import io.alidade.event.FieldWriter;
import io.alidade.event.Flag;

/**
 * Writes fields of the current message: takes raw values from {@link #bits} at given places, leaves
 * out those that mean "not available", scales the others, and flags what is out of range. One
 * instance is used over and over.
 */
final class AisFields {
  /** Texts of at most this many characters can be taken: all that a message holds. */
  static final int MAX_TEXT = Bits.MAX_LENGTH / 6;

  private static final int LON_LIMIT = 180;
  private static final int LAT_LIMIT = 90;

  /** Parts of a degree in which positions come: 1/10,000, 1/1,000 and 1/10 minute. */
  static final int TEN_THOUSANDTHS = 600_000;

  static final int THOUSANDTHS = 60_000;
  static final int TENTHS = 600;

  /** Rate of turn by its raw value, in 1/100 degree per minute. */
  private static final int[] TURNS = new int[127];

  private static final byte[] HEX = "0123456789abcdef".getBytes(US_ASCII);
  private static final byte[] FAST_RIGHT = "fastright".getBytes(US_ASCII);
  private static final byte[] FAST_LEFT = "fastleft".getBytes(US_ASCII);
  private static final byte[] DAYS = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

  static {
    for (int raw = 0; raw < TURNS.length; raw++) {
      // M.1371: raw = 4.733 * sqrt(rate), so rate * 100 = (100 * raw / 47.33)^2.
      TURNS[raw] = (int) Math.round(100.0 * raw * raw / (4.733 * 4.733));
    }
  }

  final Bits bits;
  Event event;
  FieldWriter out;
  private final byte[] scratch = new byte[MAX_TEXT + 6];
  private final byte[] hexText = new byte[5 + 2 * (MAX_TEXT + 6)];

  AisFields(Bits bits) {
    this.bits = bits;
  }

  void begin(Event event, FieldWriter out) {
    this.event = event;
    this.out = out;
  }

  /** True when the message has the bits before {@code end}. */
  boolean has(int end) {
    return bits.length() >= end;
  }

  void number(Field field, int start, int count) {
    out.integer(field, bits.unsigned(start, count));
  }

  /** A number, where the message is long enough to hold it. */
  void numberIfWhole(Field field, int start, int count) {
    if (has(start + count)) {
      number(field, start, count);
    }
  }

  /** A number whose value 0 means "not available". */
  void numberUnlessZero(Field field, int start, int count) {
    int value = bits.unsigned(start, count);
    if (value != 0) {
      out.integer(field, value);
    }
  }

  void flag(Field field, int bit) {
    out.bool(field, bits.flag(bit));
  }

  void flagIfWhole(Field field, int bit) {
    if (has(bit + 1)) {
      flag(field, bit);
    }
  }

  /**
   * Text of at most so many characters, of which the message may hold only the first; without
   * blanks at its end, and absent when nothing is left.
   */
  void text(Field field, int start, int characters) {
    trimmed(field, bits.text(start, whole(start, characters), scratch, 0));
  }

  /** Text in two places, the second of which goes on where the first is full. */
  void text(Field field, int start, int characters, int moreStart, int moreCharacters) {
    int length = bits.text(start, characters, scratch, 0);
    if (length == characters) {
      length += bits.text(moreStart, whole(moreStart, moreCharacters), scratch, length);
    }
    trimmed(field, length);
  }

  /** How many of so many characters the message holds. */
  private int whole(int start, int characters) {
    return Math.min(characters, Math.max(0, bits.length() - start) / 6);
  }

  private void trimmed(Field field, int characters) {
    int length = characters;
    while (length > 0 && scratch[length - 1] == ' ') {
      length--;
    }
    if (length > 0) {
      out.text(field, scratch, 0, length);
    }
  }

  /** The bits from {@code start} to {@code end} as gpsd writes them: their number, ':', hex. */
  void data(int start, int end) {
    int count = Math.max(0, end - start);
    int at = 0;
    for (int unit = count >= 1000 ? 1000 : count >= 100 ? 100 : count >= 10 ? 10 : 1;
        unit > 0;
        unit /= 10) {
      hexText[at++] = (byte) ('0' + count / unit % 10);
    }
    hexText[at++] = ':';
    int bytes = bits.bytes(start, start + count, scratch);
    for (int i = 0; i < bytes; i++) {
      hexText[at++] = HEX[scratch[i] >>> 4 & 15];
      hexText[at++] = HEX[scratch[i] & 15];
    }
    out.text(Field.DATA, hexText, 0, at);
  }

  /** Longitude in 28 bits and latitude in 27, 1/10,000 minute. */
  void position(int start) {
    longitude(Field.LON, bits.signed(start, 28), TEN_THOUSANDTHS);
    latitude(Field.LAT, bits.signed(start + 28, 27), TEN_THOUSANDTHS);
  }

  /** Longitude in 18 bits and latitude in 17, 1/10 minute. */
  void coarsePosition(Field lon, Field lat, int start) {
    longitude(lon, bits.signed(start, 18), TENTHS);
    latitude(lat, bits.signed(start + 18, 17), TENTHS);
  }

  /** A longitude in parts of a degree; 181 degrees means "not available". */
  void longitude(Field field, int raw, int perDegree) {
    if (raw != (LON_LIMIT + 1) * perDegree) {
      degrees(field, raw, perDegree, LON_LIMIT);
    }
  }

  /** A latitude in parts of a degree; 91 degrees means "not available". */
  void latitude(Field field, int raw, int perDegree) {
    if (raw != (LAT_LIMIT + 1) * perDegree) {
      degrees(field, raw, perDegree, LAT_LIMIT);
    }
  }

  private void degrees(Field field, int raw, int perDegree, int limit) {
    // 10^7 / perDegree = 50 * k / 3, k = TEN_THOUSANDTHS / perDegree; a third is never a half.
    long thirds = 50L * (TEN_THOUSANDTHS / perDegree) * raw;
    out.decimal(field, (thirds + (raw >> 31 | 1)) / 3, 7);
    if (Math.abs(raw) > limit * perDegree) {
      event.suspect(Flag.RANGE);
    }
  }

  /** Speed over ground in ten bits, 1/10 knot; 102.2 means that or more. */
  void speed(int start) {
    int raw = bits.unsigned(start, 10);
    if (raw != 1023) {
      out.decimal(Field.SPEED, raw, 1);
    }
  }

  /** Course over ground in twelve bits, 1/10 degree. */
  void course(int start) {
    int raw = bits.unsigned(start, 12);
    if (raw != 3600) {
      out.decimal(Field.COURSE, raw, 1);
      if (raw > 3600) {
        event.suspect(Flag.RANGE);
      }
    }
  }

  /** True heading in nine bits, degrees. */
  void heading(int start) {
    wholeDegrees(Field.HEADING, bits.unsigned(start, 9));
  }

  /** Degrees from 0 to 359; 511 means "not available". */
  void wholeDegrees(Field field, int raw) {
    if (raw != 511) {
      out.integer(field, raw);
      if (raw > 359) {
        event.suspect(Flag.RANGE);
      }
    }
  }

  /** UTC second of the position in six bits; 61 to 63 tell how it was made. */
  void second(int start) {
    int raw = bits.unsigned(start, 6);
    if (raw != 60) {
      out.integer(Field.SECOND, raw);
    }
  }

  /** Rate of turn in eight bits: sign and 4.733 times the root of degrees per minute. */
  void turn(int start) {
    int raw = bits.signed(start, 8);
    if (raw > -127 && raw < 127) {
      out.decimal(Field.TURN, raw < 0 ? -TURNS[-raw] : TURNS[raw], 2);
    } else if (raw == 127) {
      out.text(Field.TURN, FAST_RIGHT, 0, FAST_RIGHT.length);
    } else if (raw == -127) {
      out.text(Field.TURN, FAST_LEFT, 0, FAST_LEFT.length);
    }
  }

  /** Distances in metres from the position to bow, stern (9 bits), port and starboard (6). */
  void dimensions(int start) {
    if (bits.unsigned(start, 30) != 0) {
      number(Field.TO_BOW, start, 9);
      number(Field.TO_STERN, start + 9, 9);
      number(Field.TO_PORT, start + 18, 6);
      number(Field.TO_STARBOARD, start + 24, 6);
    }
  }

  /**
   * Year, month, day, hour, minute and second in 14, 4, 5, 5, 6 and 6 bits: the parts that are
   * known and, when all are, {@code "timestamp":"2007-05-14T19:57:39Z"}.
   */
  void dateTime(int start) {
    int year = bits.unsigned(start, 14);
    int second = bits.unsigned(start + 34, 6);
    if (year != 0) {
      out.integer(Field.YEAR, year);
    }
    boolean possible = monthToMinute(start + 14) && year <= 9999 && second <= 60;
    if (second != 60) {
      out.integer(Field.SECOND, second);
    }
    int month = bits.unsigned(start + 14, 4);
    int day = bits.unsigned(start + 18, 5);
    int hour = bits.unsigned(start + 23, 5);
    int minute = bits.unsigned(start + 28, 6);
    if (month == 2 && day == 29 && !isLeap(year)) {
      possible = false;
    }
    if (!possible) {
      event.suspect(Flag.DATE);
    } else if (year != 0 && second != 60 && isComplete(month, day, hour, minute)) {
      digits(0, year / 100);
      digits(2, year % 100);
      scratch[4] = '-';
      int end = dateText(5, month, day, hour, minute);
      scratch[end - 1] = ':';
      digits(end, second);
      scratch[end + 2] = 'Z';
      out.text(Field.TIMESTAMP, scratch, 0, end + 3);
    }
  }

  /**
   * Month, day, hour and minute in 4, 5, 5 and 6 bits: the parts that are known and, when all are,
   * a text {@code "05-14T19:57Z"}.
   */
  void estimatedTime(Field field, int start) {
    if (!monthToMinute(start)) {
      event.suspect(Flag.DATE);
    } else {
      monthToMinuteText(field, start);
    }
  }

  /** The text of {@link #estimatedTime} alone. */
  void monthTime(Field field, int start) {
    int month = bits.unsigned(start, 4);
    int day = bits.unsigned(start + 4, 5);
    if (!isPossible(month, day, bits.unsigned(start + 9, 5), bits.unsigned(start + 14, 6))) {
      event.suspect(Flag.DATE);
    } else {
      monthToMinuteText(field, start);
    }
  }

  /**
   * Day, hour and minute in 5, 5 and 6 bits: the parts that are known and, when all are, {@code
   * "timestamp":"14T19:57Z"}.
   */
  void dayTime(int start) {
    int day = bits.unsigned(start, 5);
    int hour = bits.unsigned(start + 5, 5);
    int minute = bits.unsigned(start + 10, 6);
    // Circ.236 has all ones, Circ.289 day 0, hour 24 and minute 60 for "not available".
    if (day == 31 && hour == 31 && minute == 63) {
      return;
    }
    if (day != 0) {
      out.integer(Field.DAY, day);
    }
    if (hour < 24) {
      out.integer(Field.HOUR, hour);
    }
    if (minute < 60) {
      out.integer(Field.MINUTE, minute);
    }
    if (day != 0 && hour < 24 && minute < 60) {
      digits(0, day);
      out.text(Field.TIMESTAMP, scratch, 0, clockText(2, hour, minute));
    }
  }

  /** Writes what is known of month, day, hour and minute; false when no date is like that. */
  private boolean monthToMinute(int start) {
    int month = bits.unsigned(start, 4);
    int day = bits.unsigned(start + 4, 5);
    int hour = bits.unsigned(start + 9, 5);
    int minute = bits.unsigned(start + 14, 6);
    if (month != 0) {
      out.integer(Field.MONTH, month);
    }
    if (day != 0) {
      out.integer(Field.DAY, day);
    }
    if (hour != 24) {
      out.integer(Field.HOUR, hour);
    }
    if (minute != 60) {
      out.integer(Field.MINUTE, minute);
    }
    return isPossible(month, day, hour, minute);
  }

  private void monthToMinuteText(Field field, int start) {
    int month = bits.unsigned(start, 4);
    int day = bits.unsigned(start + 4, 5);
    int hour = bits.unsigned(start + 9, 5);
    int minute = bits.unsigned(start + 14, 6);
    if (isComplete(month, day, hour, minute)) {
      out.text(field, scratch, 0, dateText(0, month, day, hour, minute));
    }
  }

  private static boolean isPossible(int month, int day, int hour, int minute) {
    return month <= 12 && hour <= 24 && minute <= 60 && (month == 0 || day <= DAYS[month - 1]);
  }

  private static boolean isComplete(int month, int day, int hour, int minute) {
    return month != 0 && day != 0 && hour != 24 && minute != 60;
  }

  private static boolean isLeap(int year) {
    return year == 0 || (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
  }

  private int dateText(int at, int month, int day, int hour, int minute) {
    digits(at, month);
    scratch[at + 2] = '-';
    digits(at + 3, day);
    return clockText(at + 5, hour, minute);
  }

  private int clockText(int at, int hour, int minute) {
    scratch[at] = 'T';
    digits(at + 1, hour);
    scratch[at + 3] = ':';
    digits(at + 4, minute);
    scratch[at + 6] = 'Z';
    return at + 7;
  }

  private void digits(int at, int value) {
    scratch[at] = (byte) ('0' + value / 10);
    scratch[at + 1] = (byte) ('0' + value % 10);
  }
}
