package io.alidade.orbit;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Two-line elements, with or without a name line before each pair: any number of satellites, blank
 * lines, and comments that begin with {@code #}. Columns and checksum are those of the NORAD
 * format; a line may lack its checksum (68 columns), and what follows column 69 is not read.
 * Numbers above 99,999 are read in the Alpha-5 form.
 */
final class TleReader {
  private static final int SHORTEST = 68;
  private static final int CHECKSUM = 68;
  private static final int LONGEST_NAME = 80;
  private static final String ALPHA5 = "ABCDEFGHJKLMNPQRSTUVWXYZ";
  private static final long DAY_NS = 86_400_000_000_000L;
  private static final long NANO_DAY_NS = DAY_NS / 1_000_000_000L;

  private final String file;
  private final List<Elements> elements = new ArrayList<>();
  private String name = "";
  private int nameLine;
  private String first;
  private int firstLine;

  private TleReader(String file) {
    this.file = file;
  }

  static List<Elements> read(String file, String text) throws ElementsException {
    TleReader reader = new TleReader(file);
    int number = 0;
    for (String line : text.split("\\R", -1)) {
      reader.line(line.stripTrailing(), ++number);
    }
    reader.end();
    return reader.elements;
  }

  private void line(String line, int number) throws ElementsException {
    if (line.isBlank() || line.startsWith("#")) {
      return;
    }
    if (isElementLine(line, '1')) {
      if (first != null) {
        throw wrong(number, "line 1 again; line 2 of the elements before is missing");
      }
      check(line, number);
      first = line;
      firstLine = number;
    } else if (isElementLine(line, '2')) {
      if (first == null) {
        throw wrong(number, "line 2 without line 1 before it");
      }
      check(line, number);
      elements.add(elements(line, number));
      first = null;
      name = "";
    } else if (first != null) {
      throw wrong(number, "line 2 of the elements is expected here");
    } else if (!name.isEmpty()) {
      throw wrong(number, "line 1 of the elements of '" + name + "' is expected here");
    } else if (line.length() > LONGEST_NAME) {
      throw wrong(number, "neither a name nor a line of elements");
    } else {
      name = line.startsWith("0 ") ? line.substring(2).strip() : line.strip();
      nameLine = number;
    }
  }

  private void end() throws ElementsException {
    if (first != null) {
      throw wrong(firstLine, "line 2 is missing behind this line 1");
    }
    if (!name.isEmpty()) {
      throw wrong(nameLine, "'" + name + "' is followed by no elements");
    }
  }

  private static boolean isElementLine(String line, char which) {
    return line.length() > 20 && line.charAt(0) == which && line.charAt(1) == ' ';
  }

  private void check(String line, int number) throws ElementsException {
    if (line.length() < SHORTEST) {
      throw wrong(number, "has " + line.length() + " columns; a line of elements has 69");
    }
    if (line.length() == SHORTEST) {
      return;
    }
    int sum = 0;
    for (int i = 0; i < CHECKSUM; i++) {
      char c = line.charAt(i);
      sum += c >= '0' && c <= '9' ? c - '0' : c == '-' ? 1 : 0;
    }
    char expected = (char) ('0' + sum % 10);
    if (line.charAt(CHECKSUM) != expected) {
      throw wrong(number, "checksum is '" + line.charAt(CHECKSUM) + "', should be " + expected);
    }
  }

  private Elements elements(String second, int secondLine) throws ElementsException {
    int catalogue = catalogue(first, firstLine);
    if (catalogue != catalogue(second, secondLine)) {
      throw wrong(secondLine, "is of another satellite than line 1 before it");
    }
    try {
      return Checked.elements(
          name.isEmpty() ? Integer.toString(catalogue) : name,
          catalogue,
          column(first, 10, 17).strip(),
          epoch(),
          number(second, secondLine, "mean motion", 53, 63),
          pointed(second, secondLine),
          number(second, secondLine, "inclination", 9, 16),
          number(second, secondLine, "node", 18, 25),
          number(second, secondLine, "argument of perigee", 35, 42),
          number(second, secondLine, "mean anomaly", 44, 51),
          exponential(first, firstLine));
    } catch (IllegalArgumentException outOfRange) {
      throw wrong(secondLine, outOfRange.getMessage());
    }
  }

  private int catalogue(String line, int number) throws ElementsException {
    String text = column(line, 3, 7).strip();
    if (text.isEmpty()) {
      return 0;
    }
    int letter = text.length() == 5 ? ALPHA5.indexOf(text.charAt(0)) : -1;
    String digits = letter < 0 ? text : text.substring(1);
    if (!digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
      throw wrong(number, "columns 3-7: '" + text + "' is no catalogue number");
    }
    int low = Integer.parseInt(digits);
    return letter < 0 ? low : (letter + 10) * 10_000 + low;
  }

  /** Two digits of the year (57 to 56 for 1957 to 2056), then the day from 1.0 on. */
  private long epoch() throws ElementsException {
    String text = column(first, 19, 32);
    String year = text.substring(0, 2).replace(' ', '0');
    String day = text.substring(2).replace(' ', '0');
    if (!year.matches("\\d\\d") || !day.matches("\\d{3}\\.\\d+")) {
      throw wrong(firstLine, "columns 19-32: '" + text + "' is no epoch");
    }
    int twoDigits = Integer.parseInt(year);
    LocalDate start = LocalDate.of(twoDigits < 57 ? 2000 + twoDigits : 1900 + twoDigits, 1, 1);
    int whole = Integer.parseInt(day.substring(0, 3));
    if (whole < 1 || whole > start.lengthOfYear()) {
      throw wrong(firstLine, "columns 21-23: the year has no day " + whole);
    }
    String fraction = (day.substring(4) + "000000000").substring(0, 9);
    return (start.toEpochDay() + whole - 1) * DAY_NS + Long.parseLong(fraction) * NANO_DAY_NS;
  }

  private double number(String line, int number, String what, int from, int to)
      throws ElementsException {
    String text = column(line, from, to).strip();
    if (text.matches("[+-]?\\d*\\.?\\d+|\\d+\\.")) {
      return Double.parseDouble(text);
    }
    throw unreadable(number, what, from, to, text);
  }

  /** Columns 27-33: the eccentricity's decimals. */
  private double pointed(String line, int number) throws ElementsException {
    String text = column(line, 27, 33).replace(' ', '0');
    if (text.matches("\\d{7}")) {
      return Double.parseDouble("0." + text);
    }
    throw unreadable(number, "eccentricity", 27, 33, text);
  }

  /** Columns 54-61: B*, decimals and a power of ten, as {@code 36258-4} for 0.36258e-4. */
  private double exponential(String line, int number) throws ElementsException {
    String text = column(line, 54, 61).strip();
    if (text.isEmpty()) {
      return 0;
    }
    if (text.matches("[+-]?\\d{1,5}[+-]\\d")) {
      int split = text.length() - 2;
      boolean isNegative = text.charAt(0) == '-';
      String decimals = text.substring(0, split).replaceFirst("^[+-]", "");
      double value = Double.parseDouble("0." + decimals + "e" + text.substring(split));
      return isNegative ? -value : value;
    }
    throw unreadable(number, "drag term (B*)", 54, 61, text);
  }

  /** Columns counted from 1, as the format's descriptions do. */
  private static String column(String line, int from, int to) {
    return line.substring(from - 1, to);
  }

  private ElementsException unreadable(int line, String what, int from, int to, String text) {
    return wrong(
        line, String.format(Locale.ROOT, "columns %d-%d: '%s' is no %s", from, to, text, what));
  }

  private ElementsException wrong(int line, String what) {
    return new ElementsException(file + ":" + line + ": " + what);
  }
}
