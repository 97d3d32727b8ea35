package io.alidade;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** Recordings that others made, beside a developer's checkout; absent from a user's. */
public final class Corpus {
  private Corpus() {}

  /** The marine recordings; skips the test where there are none. */
  public static Path marine() {
    return folder("marine");
  }

  /** The satellites' recordings; skips the test where there are none. */
  public static Path satellite() {
    return folder("satellite");
  }

  private static Path folder(String name) {
    Path folder = Path.of(System.getProperty("alidade.corpus", ""), name);
    Assumptions.assumeTrue(Files.isDirectory(folder), "no corpus at " + folder);
    return folder;
  }

  /** Every file below a folder whose name has one of the endings, sorted. */
  public static List<Path> files(Path folder, String... endings) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> Stream.of(endings).anyMatch(file.toString()::endsWith))
          .sorted()
          .toList();
    } catch (IOException fault) {
      throw new UncheckedIOException(fault);
    }
  }
}
