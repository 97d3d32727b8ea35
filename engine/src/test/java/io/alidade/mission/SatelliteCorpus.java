package io.alidade.mission;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** Recordings and databases that others made; absent from a user's checkout. */
final class SatelliteCorpus {
  private SatelliteCorpus() {}

  static Path path(String name) {
    Path path = Path.of(System.getProperty("alidade.corpus", ""), "satellite").resolve(name);
    Assumptions.assumeTrue(Files.exists(path), "no corpus at " + path);
    return path;
  }

  static MissionDatabase load(String name) throws IOException, MissionException {
    Path path = path(name);
    return MissionDatabase.load(Files.readString(path), path.getFileName().toString());
  }
}
