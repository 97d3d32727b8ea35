package io.alidade;

import io.alidade.cli.Alidade;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The command as a process of its own, from the test's class path. */
public final class ChildJvm {
  private ChildJvm() {}

  /** Starts {@code alidade} on this JVM's Java. */
  public static ProcessBuilder alidade(String... arguments) {
    return alidade(Path.of(System.getProperty("java.home"), "bin", "java"), arguments);
  }

  /** Starts {@code alidade} on another Java. */
  public static ProcessBuilder alidade(Path java, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(java.toString());
    String flags = System.getProperty("alidade.jvm.flags");
    if (flags != null) {
      command.addAll(Arrays.asList(flags.split(" ")));
    }
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(Alidade.class.getName());
    command.addAll(Arrays.asList(arguments));
    return new ProcessBuilder(command);
  }

  /** The newest Java beside this one, if the machine has another. */
  public static Optional<Path> otherJava() throws IOException {
    File[] homes = new File("/usr/lib/jvm").listFiles();
    if (homes == null) {
      return Optional.empty();
    }
    Path own = Path.of(System.getProperty("java.home")).toRealPath();
    Path newest = null;
    int newestVersion = 0;
    for (File home : homes) {
      Path java = home.toPath().resolve("bin/java");
      Path release = home.toPath().resolve("release");
      if (Files.isExecutable(java)
          && Files.isReadable(release)
          && !home.toPath().toRealPath().equals(own)) {
        int version = majorVersion(Files.readString(release));
        if (version > 17 && version > newestVersion) {
          newestVersion = version;
          newest = java;
        }
      }
    }
    return Optional.ofNullable(newest);
  }

  private static int majorVersion(String release) {
    int at = release.indexOf("JAVA_VERSION=\"");
    if (at < 0) {
      return 0;
    }
    String version = release.substring(at + 14);
    int end = 0;
    while (end < version.length() && Character.isDigit(version.charAt(end))) {
      end++;
    }
    return end == 0 ? 0 : Integer.parseInt(version.substring(0, end));
  }
}
