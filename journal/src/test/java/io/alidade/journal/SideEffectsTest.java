package io.alidade.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs in a JVM of its own, since Chronicle behaves otherwise where it sees JUnit at work. */
class SideEffectsTest {
  @TempDir Path directory;

  @Test
  void nothingIsWrittenOutsideTheRootPrintedOrTakenFromTheWorkingDirectory() throws Exception {
    Path home = Files.createDirectory(directory.resolve("home"));
    Path temporary = Files.createDirectory(directory.resolve("tmp"));
    Path working = Files.createDirectories(directory.resolve("parent/working"));
    Path root = directory.resolve("journal");
    Files.writeString(working.resolve("system.properties"), "ambient=yes\n");
    Files.writeString(working.resolveSibling("system.properties"), "ambient=yes\n");
    Map<String, String> before = TestRecords.fingerprints(working.getParent());

    List<String> flags = List.of("-Duser.home=" + home, "-Djava.io.tmpdir=" + temporary);
    ProcessBuilder builder =
        new ProcessBuilder(ChildJvm.command(flags, "session", root.toString(), "2000"))
            .directory(working.toFile())
            .redirectErrorStream(true);
    builder.environment().put("HOME", home.toString());
    builder.environment().put("TMPDIR", temporary.toString());
    Process child = builder.start();
    List<String> output =
        new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8).lines().toList();

    assertThat(child.waitFor()).as("%s", output).isZero();
    assertThat(output)
        .containsExactly(
            "read 2000",
            "check WHOLE",
            "queue " + QueueAppender.BLOCK_SIZE * 5L / 4,
            "block true",
            "ambient null",
            "thread main");
    assertThat(home).isEmptyDirectory();
    assertThat(namesIn(temporary)).allMatch(name -> name.startsWith("hsperfdata"));
    assertThat(TestRecords.fingerprints(working.getParent())).isEqualTo(before);
  }

  private static List<String> namesIn(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }
}
