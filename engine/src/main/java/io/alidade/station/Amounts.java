package io.alidade.station;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Amounts as people write them, in options and configurations: {@code 500M}, {@code 30d}. */
public final class Amounts {
  private static final Pattern AMOUNT = Pattern.compile("(\\d{1,18})([a-zA-Z]*)");
  private static final long SECOND_NS = 1_000_000_000L;

  private Amounts() {}

  /** Bytes, with nothing or K, M, G, T behind the number: powers of 1024. */
  public static long bytes(String text) throws ConfigException {
    return amount(
        text,
        List.of("", "K", "M", "G", "T"),
        new long[] {1, 1L << 10, 1L << 20, 1L << 30, 1L << 40},
        "10G");
  }

  /** Nanoseconds, of a number with s, m (minutes), h or d behind it. */
  public static long nanoseconds(String text) throws ConfigException {
    return amount(
        text,
        List.of("S", "M", "H", "D"),
        new long[] {SECOND_NS, 60 * SECOND_NS, 3600 * SECOND_NS, 86_400 * SECOND_NS},
        "30d");
  }

  private static long amount(String text, List<String> units, long[] factors, String example)
      throws ConfigException {
    Matcher matcher = AMOUNT.matcher(text);
    int unit = matcher.matches() ? units.indexOf(matcher.group(2).toUpperCase(Locale.ROOT)) : -1;
    if (unit >= 0) {
      try {
        return Math.multiplyExact(Long.parseLong(matcher.group(1)), factors[unit]);
      } catch (ArithmeticException tooLong) {
        // Said below.
      }
    }
    throw new ConfigException("'" + text + "' is not an amount; write it like " + example);
  }
}
