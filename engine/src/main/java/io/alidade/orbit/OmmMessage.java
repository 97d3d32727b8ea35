package io.alidade.orbit;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The keywords of one Orbit Mean-Elements Message (CCSDS 502.0-B), whichever way they were written,
 * with their lines. Repeated ones count once, the first.
 */
final class OmmMessage {
  /** Calendar date or day of the year, and time; CCSDS 301.0-B, ASCII time code A and B. */
  private static final Pattern EPOCH =
      Pattern.compile(
          "(\\d{4})-(?:(\\d\\d)-(\\d\\d)|(\\d{3}))T(\\d\\d):(\\d\\d):(\\d\\d)(?:\\.(\\d+))?Z?");

  private static final long NANOS = 1_000_000_000L;

  private final String file;
  private final int line;
  private final Map<String, Value> values = new HashMap<>();

  private record Value(String text, int line) {}

  OmmMessage(String file, int line) {
    this.file = file;
    this.line = line;
  }

  void put(String key, String value, int atLine) {
    values.putIfAbsent(key, new Value(value.strip(), atLine));
  }

  Elements elements() throws ElementsException {
    only("CENTER_NAME", "EARTH");
    only("REF_FRAME", "TEME");
    only("TIME_SYSTEM", "UTC");
    only("MEAN_ELEMENT_THEORY", "SGP4", "SGP/SGP4", "SGP4/SDP4", "SGP");
    int number = catalogueNumber();
    String name = text("OBJECT_NAME");
    try {
      return Checked.elements(
          name.isEmpty() ? Integer.toString(number) : name,
          number,
          text("OBJECT_ID"),
          epoch(),
          number("MEAN_MOTION"),
          number("ECCENTRICITY"),
          number("INCLINATION"),
          number("RA_OF_ASC_NODE"),
          number("ARG_OF_PERICENTER"),
          number("MEAN_ANOMALY"),
          text("BSTAR").isEmpty() ? 0 : number("BSTAR"));
    } catch (IllegalArgumentException outOfRange) {
      throw wrong(line, outOfRange.getMessage());
    }
  }

  private String text(String key) {
    Value value = values.get(key);
    return value == null ? "" : value.text();
  }

  private void only(String key, String... accepted) throws ElementsException {
    Value value = values.get(key);
    if (value == null) {
      return;
    }
    for (String one : accepted) {
      if (value.text().equalsIgnoreCase(one)) {
        return;
      }
    }
    throw wrong(value.line(), key + " is '" + value.text() + "'; SGP4 needs " + accepted[0]);
  }

  private int catalogueNumber() throws ElementsException {
    Value value = values.get("NORAD_CAT_ID");
    if (value == null || value.text().isEmpty()) {
      return 0;
    }
    if (!value.text().matches("\\d{1,9}")) {
      throw wrong(value.line(), "NORAD_CAT_ID '" + value.text() + "' is no catalogue number");
    }
    return Integer.parseInt(value.text());
  }

  private double number(String key) throws ElementsException {
    Value value = required(key);
    try {
      return Double.parseDouble(value.text());
    } catch (NumberFormatException malformed) {
      throw wrong(value.line(), key + " '" + value.text() + "' is no number");
    }
  }

  private long epoch() throws ElementsException {
    Value value = required("EPOCH");
    Matcher parts = EPOCH.matcher(value.text());
    try {
      if (parts.matches()) {
        int year = Integer.parseInt(parts.group(1));
        LocalDate date =
            parts.group(4) == null
                ? LocalDate.of(
                    year, Integer.parseInt(parts.group(2)), Integer.parseInt(parts.group(3)))
                : LocalDate.ofYearDay(year, Integer.parseInt(parts.group(4)));
        int hour = Integer.parseInt(parts.group(5));
        int minute = Integer.parseInt(parts.group(6));
        int second = Integer.parseInt(parts.group(7));
        if (hour < 24 && minute < 60 && second <= 60 && year >= 1957 && year < 2200) {
          String decimals = parts.group(8) == null ? "" : parts.group(8);
          long nanos = Long.parseLong((decimals + "000000000").substring(0, 9));
          long seconds = date.toEpochDay() * 86_400 + hour * 3600L + minute * 60L + second;
          return seconds * NANOS + nanos;
        }
      }
    } catch (DateTimeException noSuchDay) {
      // told below
    }
    throw wrong(value.line(), "EPOCH '" + value.text() + "' is no time as 2026-11-25T01:02:03.456");
  }

  private Value required(String key) throws ElementsException {
    Value value = values.get(key);
    if (value == null || value.text().isEmpty()) {
      throw wrong(line, String.format(Locale.ROOT, "the message has no %s", key));
    }
    return value;
  }

  private ElementsException wrong(int atLine, String what) {
    return new ElementsException(file + ":" + atLine + ": " + what);
  }
}
