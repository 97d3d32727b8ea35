package io.alidade.mission;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/**
 * Where a time counts from. TAI (1958-01-01), GPS (1980-01-06) and J2000 (2000-01-01T12:00:00 TT)
 * count every second, so leap seconds are taken off to give UTC; UNIX and dates that a file gives
 * count days of 86,400 seconds.
 *
 * @param seconds of the epoch since 1970-01-01, in its own time scale
 * @param nanos of the epoch's second
 * @param taiOffset seconds to add to the epoch's time scale to have TAI; -1 where it is UTC
 */
record Epoch(long seconds, int nanos, int taiOffset) {
  /** UTC dates, seconds since 1970, from which TAI - UTC is one second more; the first is 11. */
  private static final long[] LEAPS = {
    date(1972, 7), date(1973, 1), date(1974, 1), date(1975, 1), date(1976, 1), date(1977, 1),
    date(1978, 1), date(1979, 1), date(1980, 1), date(1981, 7), date(1982, 7), date(1983, 7),
    date(1985, 7), date(1988, 1), date(1990, 1), date(1991, 1), date(1992, 7), date(1993, 7),
    date(1994, 7), date(1996, 1), date(1997, 7), date(1999, 1), date(2006, 1), date(2009, 1),
    date(2012, 7), date(2015, 7), date(2017, 1)
  };

  private static long date(int year, int month) {
    return LocalDate.of(year, month, 1).toEpochDay() * 86_400;
  }

  static Epoch of(Element element, String text) throws MissionException {
    switch (text) {
      case "TAI" -> {
        return new Epoch(LocalDate.of(1958, 1, 1).toEpochDay() * 86_400, 0, 0);
      }
      case "GPS" -> {
        return new Epoch(LocalDate.of(1980, 1, 6).toEpochDay() * 86_400, 0, 19);
      }
      case "J2000" -> { // TT is 32.184 s ahead of TAI
        return new Epoch(LocalDate.of(2000, 1, 1).toEpochDay() * 86_400 + 43_167, 816_000_000, 0);
      }
      case "UNIX", "POSIX" -> {
        return new Epoch(0, 0, -1);
      }
      default -> {
        try {
          Instant instant = instant(text);
          return new Epoch(instant.getEpochSecond(), instant.getNano(), -1);
        } catch (DateTimeException fault) {
          throw element.fault(
              "\"" + text + "\" is no epoch; give TAI, GPS, J2000, UNIX or an ISO 8601 date");
        }
      }
    }
  }

  private static Instant instant(String text) {
    if (!text.contains("T")) {
      String date = text.endsWith("Z") ? text.substring(0, text.length() - 1) : text;
      return LocalDate.parse(date).atStartOfDay().toInstant(ZoneOffset.UTC);
    }
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException noZone) {
      return LocalDateTime.parse(text).toInstant(ZoneOffset.UTC);
    }
  }

  /** UTC seconds since 1970 of a second of the epoch's time scale, counted from 1970. */
  long utc(long second) {
    if (taiOffset < 0) {
      return second;
    }
    long tai = second + taiOffset;
    int offset = 10;
    for (long leap : LEAPS) {
      if (tai < leap + offset + 1) {
        break;
      }
      offset++;
    }
    return tai - offset;
  }
}
