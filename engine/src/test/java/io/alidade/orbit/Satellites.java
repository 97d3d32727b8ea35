package io.alidade.orbit;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

/** Files and element sets that several tests use. */
final class Satellites {
  /** The space station in February 2020. */
  static final Elements STATION =
      new Elements(
          "ISS",
          25_544,
          "98067A",
          ns("2020-02-14T04:27:39.231072Z"),
          15.49165514,
          0.0004885,
          51.6443,
          242.0161,
          264.6060,
          207.3845,
          2.5302e-5);

  private Satellites() {}

  /** A file of the corpus; the test is skipped where there is none. */
  static Path corpus(String path) {
    Path file = Path.of(System.getProperty("alidade.corpus", "none"), "satellite").resolve(path);
    assumeTrue(Files.exists(file), "no corpus at " + file);
    return file;
  }

  /** UTC as ns since 1970. */
  static long ns(String utc) {
    Instant instant = Instant.parse(utc);
    return instant.getEpochSecond() * 1_000_000_000L + instant.getNano();
  }
}
