package io.alidade.cli;

import io.alidade.station.ConfigException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import picocli.CommandLine.Option;

/** The options that cut a time out of sessions; the range is from the first up to the second. */
final class TimeRange {
  @Option(names = "--from", paramLabel = "T", description = "From this UTC time, ISO 8601.")
  private String from;

  @Option(names = "--to", paramLabel = "T", description = "Up to this UTC time, ISO 8601.")
  private String to;

  /** A complaint about a time that is none, or a range that is empty. */
  void check() throws ConfigException {
    if (fromNs() >= toNs()) {
      throw new ConfigException("--from: '" + from + "' is not before --to '" + to + "'");
    }
  }

  long fromNs() throws ConfigException {
    return from == null ? Long.MIN_VALUE : timeNs("--from", from);
  }

  long toNs() throws ConfigException {
    return to == null ? Long.MAX_VALUE : timeNs("--to", to);
  }

  /** The value of an option that is a time, ns since 1970. */
  static long timeNs(String option, String text) throws ConfigException {
    try {
      Instant instant = Instant.parse(text);
      return Math.addExact(
          Math.multiplyExact(instant.getEpochSecond(), 1_000_000_000L), instant.getNano());
    } catch (DateTimeParseException | ArithmeticException malformed) {
      throw new ConfigException(
          option + ": '" + text + "' is not a UTC time, as in 2026-11-25T01:02:03Z");
    }
  }
}
