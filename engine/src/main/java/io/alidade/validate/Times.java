package io.alidade.validate;

import io.alidade.event.Event;
import io.alidade.event.Field;
import io.alidade.event.FieldReader;
import io.alidade.event.FieldWriter;
import io.alidade.event.Flag;

/**
 * Whether the dates and times of GNSS receivers, clocks and AIS base stations can be, by the time
 * of reception:
 *
 * <ul>
 *   <li>none is more than a day after it;
 *   <li>on a live link none is more than {@value #TOLERANCE_S} s away from it, nor is a time of day
 *       without a date;
 *   <li>none is a whole number of GPS epochs of 1024 weeks (7168 days) before it, within {@value
 *       #TOLERANCE_S} s: such a receiver's week count rolled over.
 * </ul>
 *
 * For a file or standard input, whose bytes may be of any age, the time of reception is the one
 * that the stream itself gives, if any. What came before the year 2000 by our own clock, came when
 * nobody had set it, and is not judged.
 *
 * <p>Where the link's URI says {@code rollover=correct} and a date is whole epochs away within a
 * day, {@code date_corrected} is added; nothing that was received is changed.
 */
final class Times {
  static final int TOLERANCE_S = 600;

  private static final long DAY_S = 86_400;
  private static final long EPOCH_S = 1024 * 7 * DAY_S;
  private static final long YEAR_2000_S = 946_684_800;
  private static final int NS_PER_S = 1_000_000_000;

  private static final int DATE_LENGTH = 10;
  private static final int TIME_LENGTH = 8;

  private final byte[] date = new byte[DATE_LENGTH];

  /** Flags the event, and adds what was asked for, if its date or time cannot be. */
  void check(Event event, boolean live, boolean correct) {
    int timestamp = -1;
    int dateAlone = -1;
    int timeAlone = -1;
    FieldReader fields = event.decoded();
    while (fields.next()) {
      if (fields.depth() > 0) {
        continue;
      }
      int id = fields.id();
      if (id == Field.TIMESTAMP.id && fields.bytesLength() > DATE_LENGTH + TIME_LENGTH) {
        timestamp = fields.bytesOffset();
      } else if (id == Field.DATE.id && fields.bytesLength() == DATE_LENGTH) {
        dateAlone = fields.bytesOffset();
      } else if (id == Field.TIME.id && fields.bytesLength() >= TIME_LENGTH) {
        timeAlone = fields.bytesOffset();
      }
    }
    boolean hasOwn = !live && event.recordedTime() != Event.NO_TIME;
    long reference = Math.floorDiv(hasOwn ? event.recordedTime() : event.rxTime(), NS_PER_S);
    if (reference < YEAR_2000_S) {
      return;
    }
    byte[] text = event.array();
    if (timestamp >= 0) {
      long day = day(text, timestamp);
      long told = day * DAY_S + secondOfDay(text, timestamp + DATE_LENGTH + 1);
      dated(event, reference, told, TOLERANCE_S, live, correct ? day : Long.MIN_VALUE);
    } else if (dateAlone >= 0) {
      long day = day(text, dateAlone);
      long told = day * DAY_S + DAY_S / 2; // some time of that day
      dated(event, reference, told, DAY_S, live, correct ? day : Long.MIN_VALUE);
    } else if (timeAlone >= 0 && live) {
      long off = Math.floorMod(reference - secondOfDay(text, timeAlone), DAY_S);
      if (Math.min(off, DAY_S - off) > TOLERANCE_S) {
        event.suspect(Flag.TIME);
      }
    }
  }

  /** Judges a date; a day to be corrected is given too, since 1970. */
  private void dated(
      Event event, long reference, long told, long tolerance, boolean live, long day) {
    long late = reference - told;
    long epochs = Math.floorDiv(late + EPOCH_S / 2, EPOCH_S);
    long off = Math.abs(late - epochs * EPOCH_S);
    boolean rolledOver = epochs >= 1 && off <= tolerance;
    if (late >= -DAY_S && !rolledOver && (!live || Math.abs(late) <= tolerance)) {
      return;
    }
    event.suspect(Flag.TIME);
    if (day != Long.MIN_VALUE && epochs >= 1 && off <= DAY_S) {
      write(day + epochs * (EPOCH_S / DAY_S));
      FieldWriter out = event.resumeDecoded();
      out.text(Field.DATE_CORRECTED, date, 0, DATE_LENGTH);
      event.endDecoded();
    }
  }

  /** Days since 1970 of {@code YYYY-MM-DD}, in the Gregorian calendar. */
  static long day(byte[] text, int at) {
    return day(
        digits(text, at) * 100 + digits(text, at + 2), digits(text, at + 5), digits(text, at + 8));
  }

  /** The same of numbers. Years are counted from March, so that the leap day is their last. */
  private static long day(int year, int month, int dayOfMonth) {
    long y = month <= 2 ? year - 1 : year;
    int monthFromMarch = (month + 9) % 12;
    long dayOfYear = (153 * monthFromMarch + 2) / 5 + dayOfMonth - 1;
    long toYear = 365 * y + Math.floorDiv(y, 4) - Math.floorDiv(y, 100) + Math.floorDiv(y, 400);
    return toYear + dayOfYear - 719_468;
  }

  /** Writes a day since 1970, from 1970 to 9999, as {@code YYYY-MM-DD}. */
  private void write(long day) {
    int year = (int) (1970 + day / 366); // the right one, or a little before it
    while (day(year + 1, 1, 1) <= day) {
      year++;
    }
    int month = 12;
    while (day(year, month, 1) > day) {
      month--;
    }
    pair(0, year / 100 % 100);
    pair(2, year % 100);
    date[4] = '-';
    pair(5, month);
    date[7] = '-';
    pair(8, (int) (day - day(year, month, 1)) + 1);
  }

  private void pair(int at, int number) {
    date[at] = (byte) ('0' + number / 10);
    date[at + 1] = (byte) ('0' + number % 10);
  }

  /** Seconds of {@code HH:MM:SS}; 23:59:60 is the next day's first. */
  private static long secondOfDay(byte[] text, int at) {
    return (digits(text, at) * 60L + digits(text, at + 3)) * 60 + digits(text, at + 6);
  }

  private static int digits(byte[] text, int at) {
    return (text[at] - '0') * 10 + text[at + 1] - '0';
  }
}
