package io.alidade.protocol.ais;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPInputStream;

/** The marine recordings, where they are there; a test that needs them is skipped otherwise. */
final class Corpus {
  private Corpus() {}

  static Path file(String name) {
    String root = System.getProperty("alidade.corpus");
    assumeTrue(root != null, "no corpus: system property alidade.corpus is not set");
    Path file = Path.of(root, "marine", name);
    assumeTrue(Files.exists(file), () -> "not in the corpus: " + name);
    return file;
  }

  static List<String> lines(String name) throws IOException {
    Path path = file(name);
    try (InputStream raw = Files.newInputStream(path);
        InputStream in = name.endsWith(".gz") ? new GZIPInputStream(raw) : raw;
        BufferedReader reader =
            new BufferedReader(new InputStreamReader(in, StandardCharsets.ISO_8859_1))) {
      return reader.lines().toList();
    }
  }
}
