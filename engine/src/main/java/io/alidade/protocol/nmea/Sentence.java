package io.alidade.protocol.nmea;

import io.alidade.event.Event;
import io.alidade.event.Field;
import io.alidade.event.FieldWriter;
import io.alidade.event.Flag;

/**
 * The comma-separated fields of one sentence, by number from 0 after the address, and the ways to
 * write them to an event.
 *
 * <p>A field that is empty, or that the sentence does not have, is absent. A field that is not of
 * the form the standard gives is absent too, and the event gets {@link Flag#GRAMMAR}. Numbers keep
 * the precision they were sent with.
 */
final class Sentence {
  private static final int MAX_FIELDS = 1024;
  private static final int MAX_TEXT = 1024;

  /** Where fields start, and one past the comma that would follow the last one. */
  private final int[] starts = new int[MAX_FIELDS + 1];

  private final byte[] scratch = new byte[MAX_TEXT];
  private final Utc utc = new Utc();
  private byte[] array;
  private int count;
  private Event event;
  private FieldWriter out;

  /** The number that {@link #number} read: {@code mantissa / 10^decimals}. */
  private long mantissa;

  private int decimals;

  /** A view of the fields in {@code [start, end)} of the event's array. */
  void wrap(Event event, FieldWriter out, int start, int end) {
    this.event = event;
    this.out = out;
    this.array = event.array();
    utc.clear();
    byte[] bytes = array;
    int fields = 0;
    starts[0] = start;
    for (int i = start; i < end; i++) {
      if (bytes[i] == ',' && fields < MAX_FIELDS - 1) {
        starts[++fields] = i + 1;
      }
    }
    count = fields + 1;
    starts[count] = end + 1;
  }

  int count() {
    return count;
  }

  FieldWriter out() {
    return out;
  }

  boolean isEmpty(int n) {
    return n >= count || starts[n] == starts[n + 1] - 1;
  }

  int start(int n) {
    return starts[n];
  }

  int length(int n) {
    return n >= count ? 0 : starts[n + 1] - 1 - starts[n];
  }

  /** A byte of a field. */
  int at(int n, int index) {
    return array[starts[n] + index];
  }

  void malformed() {
    event.suspect(Flag.GRAMMAR);
  }

  void outOfRange() {
    event.suspect(Flag.RANGE);
  }

  /** The number that some digits inside a field make, at most 9; -1 when they are not all there. */
  int digits(int n, int from, int length) {
    if (length(n) < from + length) {
      return -1;
    }
    int value = 0;
    for (int i = 0; i < length; i++) {
      int digit = at(n, from + i) - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      value = value * 10 + digit;
    }
    return value;
  }

  /** The field's only character, or 0 when it is absent or longer. */
  int letter(int n) {
    int length = length(n);
    if (length == 1) {
      return array[starts[n]];
    }
    if (length > 1) {
      malformed();
    }
    return 0;
  }

  /** Reads {@code [+-]digits[.digits]}; true when it is there and well formed. */
  boolean number(int n) {
    if (isEmpty(n)) {
      return false;
    }
    int i = starts[n];
    int end = starts[n + 1] - 1;
    byte sign = array[i];
    if (sign == '-' || sign == '+') {
      i++;
    }
    long value = 0;
    int digits = 0;
    int point = -1;
    for (; i < end; i++) {
      int digit = array[i] - '0';
      if (digit >= 0 && digit <= 9 && value < 100_000_000_000_000_000L) {
        value = value * 10 + digit;
        digits++;
      } else if (array[i] == '.' && point < 0) {
        point = digits;
      } else {
        malformed();
        return false;
      }
    }
    int fraction = point < 0 ? 0 : digits - point;
    if (digits == 0 || fraction > 18) {
      malformed();
      return false;
    }
    mantissa = sign == '-' ? -value : value;
    decimals = fraction;
    return true;
  }

  long mantissa() {
    return mantissa;
  }

  int decimals() {
    return decimals;
  }

  /** Reads a number that the next field must give this unit. */
  boolean quantity(int n, int unit) {
    if (!number(n)) {
      return false;
    }
    if (letter(n + 1) != unit) {
      malformed();
      return false;
    }
    return true;
  }

  void writeNumber(Field field, int n) {
    if (number(n)) {
      out.decimal(field, mantissa, decimals);
    }
  }

  void writeQuantity(Field field, int n, int unit) {
    if (quantity(n, unit)) {
      out.decimal(field, mantissa, decimals);
    }
  }

  /** Writes a number without sign and decimals. */
  void writeInteger(Field field, int n) {
    if (number(n)) {
      if (decimals == 0 && array[starts[n]] >= '0') {
        out.integer(field, mantissa);
      } else {
        malformed();
      }
    }
  }

  /** Writes a hexadecimal number of one or two digits, such as a signal id. */
  void writeHexInteger(Field field, int n) {
    int length = length(n);
    if (length == 0) {
      return;
    }
    int value = 0;
    for (int i = starts[n]; i < starts[n] + length; i++) {
      int digit = Hex.digit(array[i]);
      value = digit < 0 || length > 2 ? -1 : value * 16 + digit;
      if (value < 0) {
        malformed();
        return;
      }
    }
    out.integer(field, value);
  }

  /** Writes a magnitude that the letter in the next field makes positive or negative. */
  void writeSigned(Field field, int n, int positive, int negative) {
    if (readSigned(n, positive, negative)) {
      out.decimal(field, mantissa, decimals);
    }
  }

  /** Reads a magnitude that the letter in the next field makes positive or negative. */
  boolean readSigned(int n, int positive, int negative) {
    if (!number(n)) {
      return false;
    }
    int letter = letter(n + 1);
    if (letter == negative) {
      mantissa = -mantissa;
    } else if (letter != positive) {
      malformed();
      return false;
    }
    return true;
  }

  /** Writes the number that was read times numerator / denominator, rounded, to 4 decimals more. */
  void writeScaled(Field field, long numerator, long denominator) {
    writeScaled(field, mantissa, decimals, numerator, denominator);
  }

  void writeScaled(Field field, long value, int places, long numerator, long denominator) {
    if (numerator == denominator) {
      out.decimal(field, value, places);
      return;
    }
    long factor = numerator * 10_000;
    if (places > 14 || Math.abs(value) > (Long.MAX_VALUE - denominator) / factor) {
      outOfRange();
      return;
    }
    writeTrimmed(field, divide(value * factor, denominator), places + 4);
  }

  /** Writes a number without the zeros at the end of its fraction. */
  void writeTrimmed(Field field, long value, int places) {
    while (places > 0 && value % 10 == 0) {
      value /= 10;
      places--;
    }
    out.decimal(field, value, places);
  }

  /** The quotient, rounded half away from zero. */
  static long divide(long value, long divisor) {
    long half = value < 0 ? -(divisor / 2) : divisor / 2;
    return (value + half) / divisor;
  }

  /** Writes {@code A} as true and {@code V} as false. */
  void writeStatus(Field field, int n) {
    int letter = letter(n);
    if (letter == 'A' || letter == 'V') {
      out.bool(field, letter == 'A');
    } else if (letter != 0) {
      malformed();
    }
  }

  /** Writes one capital letter as a text. */
  void writeLetter(Field field, int n) {
    int letter = letter(n);
    if (letter >= 'A' && letter <= 'Z') {
      out.text(field, array, starts[n], 1);
    } else if (letter != 0) {
      malformed();
    }
  }

  /** Writes one of two letters as a text. */
  void writeEither(Field field, int n, int one, int other) {
    int letter = letter(n);
    if (letter == one || letter == other) {
      out.text(field, array, starts[n], 1);
    } else if (letter != 0) {
      malformed();
    }
  }

  /** Writes a text, each {@code ^hh} in it as the character that it stands for. */
  void writeText(Field field, int n) {
    if (!isEmpty(n)) {
      writeText(field, starts[n], starts[n + 1] - 1);
    }
  }

  /** Writes all from this field on as one text, commas included. */
  void writeRest(Field field, int n) {
    if (n < count && starts[n] < starts[count] - 1) {
      writeText(field, starts[n], starts[count] - 1);
    }
  }

  private void writeText(Field field, int start, int end) {
    for (int i = start; i < end; i++) {
      if (array[i] == '^' && end - start <= MAX_TEXT) {
        out.text(field, scratch, 0, unescape(start, end));
        return;
      }
    }
    out.text(field, array, start, end - start);
  }

  private int unescape(int start, int end) {
    int length = 0;
    for (int i = start; i < end; i++) {
      byte b = array[i];
      if (b == '^' && i + 2 < end) {
        int code = Hex.pair(array, i + 1);
        if (code >= 0) {
          b = (byte) code;
          i += 2;
        }
      }
      scratch[length++] = b;
    }
    return length;
  }

  /**
   * Writes a position: latitude, N or S, longitude, E or W, from field {@code n} on. All four or
   * none; one that is malformed or beyond its range makes both absent.
   */
  void writePosition(Field latField, Field lonField, int n) {
    boolean noLat = isEmpty(n);
    boolean noLon = isEmpty(n + 2);
    if (noLat && noLon) {
      return;
    }
    if (noLat || noLon) {
      malformed();
      return;
    }
    long lat = angle(n, 2, 90);
    long lon = angle(n + 2, 3, 180);
    int ns = letter(n + 1);
    int ew = letter(n + 3);
    if ((ns != 'N' && ns != 'S') || (ew != 'E' && ew != 'W')) {
      malformed();
    } else if (lat >= 0 && lon >= 0) {
      writeTrimmed(latField, ns == 'N' ? lat : -lat, 9);
      writeTrimmed(lonField, ew == 'E' ? lon : -lon, 9);
    }
  }

  /** Reads {@code dddmm.mmm} as 1e-9 degrees, rounded; -1 when malformed or out of range. */
  private long angle(int n, int degreeDigits, int maxDegrees) {
    int start = starts[n];
    int end = starts[n + 1] - 1;
    int point = start + degreeDigits + 2;
    if (end < point || (end > point && array[point] != '.') || end > point + 13) {
      malformed();
      return -1;
    }
    int degrees = 0;
    long minutes = 0; // times 10^places
    int places = 0;
    for (int i = start; i < end; i++) {
      if (i == point) {
        continue;
      }
      int digit = array[i] - '0';
      if (digit < 0 || digit > 9) {
        malformed();
        return -1;
      }
      if (i < start + degreeDigits) {
        degrees = degrees * 10 + digit;
      } else {
        minutes = minutes * 10 + digit;
        places += i > point ? 1 : 0;
      }
    }
    long power = 1;
    for (int i = 0; i < Math.abs(9 - places); i++) {
      power *= 10;
    }
    boolean scaleUp = places <= 9;
    long nanoMinutes = scaleUp ? minutes * power : minutes / power;
    long nanos =
        degrees * 1_000_000_000L
            + (scaleUp ? divide(nanoMinutes, 60) : divide(minutes, 60 * power));
    if (nanoMinutes >= 60_000_000_000L || nanos > maxDegrees * 1_000_000_000L) {
      outOfRange();
      return -1;
    }
    return nanos;
  }

  /** Writes {@code hhmmss.sss} as HH:MM:SS.sss, decimals as sent. */
  void writeTime(int n) {
    if (isEmpty(n)) {
      return;
    }
    Flag problem = utc.readTime(array, starts[n], starts[n + 1] - 1);
    if (problem != null) {
      event.suspect(problem);
    } else {
      out.text(Field.TIME, utc.text(), Utc.TIME_START, utc.timeLength());
    }
  }

  /** Writes {@code hhmm} as HH:MM. */
  void writeHourMinute(int n) {
    int hour = digits(n, 0, 2);
    int minute = digits(n, 2, 2);
    if (hour < 0 || minute < 0) {
      malformed();
    } else if (hour > 23 || minute > 59) {
      event.suspect(Flag.DATE);
    } else {
      scratch[0] = (byte) at(n, 0);
      scratch[1] = (byte) at(n, 1);
      scratch[2] = ':';
      scratch[3] = (byte) at(n, 2);
      scratch[4] = (byte) at(n, 3);
      out.text(Field.TIME, scratch, 0, 5);
    }
  }

  /** Writes {@code ddmmyy} as YYYY-MM-DD; years 80 to 99 are of the last century. */
  void writeDate(int n) {
    if (!isEmpty(n)) {
      writeDate(utc.readDate(array, starts[n], starts[n + 1] - 1));
    }
  }

  /** Writes day, month and four-digit year, three fields, as YYYY-MM-DD. */
  void writeDayMonthYear(int n) {
    if (!isEmpty(n) || !isEmpty(n + 1) || !isEmpty(n + 2)) {
      boolean whole = length(n) == 2 && length(n + 1) == 2 && length(n + 2) == 4;
      writeDate(whole && utc.readDate(array, starts[n], starts[n + 1], starts[n + 2]));
    }
  }

  private void writeDate(boolean valid) {
    if (valid) {
      out.text(Field.DATE, utc.text(), 0, Utc.DATE_LENGTH);
    } else {
      event.suspect(Flag.DATE);
    }
  }

  /** Writes the date and time that were written before as one, if both were. */
  void writeTimestamp() {
    int length = utc.timestampLength();
    if (length > 0) {
      out.text(Field.TIMESTAMP, utc.text(), 0, length);
    }
  }
}
