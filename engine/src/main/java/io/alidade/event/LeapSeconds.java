package io.alidade.event;

import java.time.LocalDate;

/**
 * TAI and UTC from 1972 on, with the leap seconds announced up to 2026 (IERS Bulletin C); before
 * 1972 UTC is taken as 10 s behind TAI. Times are seconds since 1970-01-01 on either scale's own
 * clock.
 */
public final class LeapSeconds {
  /** UTC dates, as seconds, from which TAI - UTC is one second more; the first makes it 11. */
  private static final long[] DATES = {
    date(1972, 7), date(1973, 1), date(1974, 1), date(1975, 1), date(1976, 1), date(1977, 1),
    date(1978, 1), date(1979, 1), date(1980, 1), date(1981, 7), date(1982, 7), date(1983, 7),
    date(1985, 7), date(1988, 1), date(1990, 1), date(1991, 1), date(1992, 7), date(1993, 7),
    date(1994, 7), date(1996, 1), date(1997, 7), date(1999, 1), date(2006, 1), date(2009, 1),
    date(2012, 7), date(2015, 7), date(2017, 1)
  };

  private static final int BEFORE = 10;

  private LeapSeconds() {}

  private static long date(int year, int month) {
    return LocalDate.of(year, month, 1).toEpochDay() * 86_400;
  }

  /** UTC of a second of TAI; a leap second gives the same as the second after it. */
  public static long utc(long tai) {
    int offset = BEFORE;
    for (long date : DATES) {
      if (tai < date + offset) {
        break;
      }
      offset++;
    }
    return isLeap(tai) ? tai - offset + 1 : tai - offset;
  }

  /** Whether a second of TAI is a leap second, 23:59:60 of UTC. */
  public static boolean isLeap(long tai) {
    for (int i = 0; i < DATES.length; i++) {
      if (tai == DATES[i] + BEFORE + i) {
        return true;
      }
    }
    return false;
  }

  /** TAI of a second of UTC that is no leap second. */
  public static long tai(long utc) {
    int offset = BEFORE;
    for (long date : DATES) {
      if (utc < date) {
        break;
      }
      offset++;
    }
    return utc + offset;
  }
}
