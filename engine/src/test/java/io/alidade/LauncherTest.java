package io.alidade;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script {@code scripts/alidade}, with stand-ins for Java. */
class LauncherTest {
  private static final Path SCRIPT =
      Path.of("..", "scripts", "alidade").toAbsolutePath().normalize();

  @TempDir private Path folder;
  private Path jar;

  private record Outcome(int status, String out, String err) {}

  @BeforeEach
  void aJarIsThere() throws IOException {
    jar = Files.createFile(folder.resolve("some.jar"));
  }

  @Test
  void aMissingJarIsOneLineThatSaysWhatToDo() throws Exception {
    Outcome outcome = launch(SCRIPT, Map.of("ALIDADE_JAR", folder.resolve("no.jar").toString()));

    assertThat(outcome.status()).isEqualTo(3);
    assertThat(outcome.err()).startsWith("alidade: ").contains("no.jar").hasLineCount(1);

    Path elsewhere = Files.createDirectories(folder.resolve("checkout/scripts")).resolve("alidade");
    Files.copy(SCRIPT, elsewhere);
    outcome = launch(elsewhere, Map.of());

    assertThat(outcome.status()).isEqualTo(3);
    assertThat(outcome.err())
        .contains("checkout/engine/target/alidade.jar is not built", "scripts/demo")
        .hasLineCount(1);
  }

  @Test
  void aJavaThatIsTooOldIsRefused() throws Exception {
    Path home = java("echo 'openjdk version \"1.8.0_412\"' >&2");
    Outcome outcome = launch(SCRIPT, environment(home));

    assertThat(outcome.status()).isEqualTo(3);
    assertThat(outcome.err()).contains("is Java 8, 17 or newer is needed").hasLineCount(1);
  }

  @Test
  void aJavaHomeWithoutJavaIsRefused() throws Exception {
    Outcome outcome = launch(SCRIPT, environment(folder));

    assertThat(outcome.status()).isEqualTo(3);
    assertThat(outcome.err()).contains("JAVA_HOME is " + folder).hasLineCount(1);
  }

  @Test
  void theVersionComesFromTheReleaseFileOrFromJavaItself() throws Exception {
    Path home =
        java("[ \"$1\" = -version ] && { echo 'openjdk version \"21\"' >&2; exit; }; exit 7");
    assertThat(launch(SCRIPT, environment(home)).status()).isEqualTo(7);

    Files.writeString(home.resolve("release"), "IMPLEMENTOR=\"X\"\nJAVA_VERSION=\"11.0.2\"\n");
    assertThat(launch(SCRIPT, environment(home)).err()).contains("is Java 11");
  }

  @Test
  void argumentsAndExitStatusPassThroughASymbolicLinkFromAnotherFolder() throws Exception {
    Path home = java("for a in \"$@\"; do echo \"[$a]\"; done; exit 42");
    Files.writeString(home.resolve("release"), "JAVA_VERSION=\"17.0.15\"\n");
    Path link = Files.createSymbolicLink(folder.resolve("link"), SCRIPT);
    Outcome outcome = launch(link, environment(home), "decode", "a b", "*", "");
    Files.delete(link);

    assertThat(outcome.status()).isEqualTo(42);
    assertThat(outcome.out()).endsWith("[-jar]\n[" + jar + "]\n[decode]\n[a b]\n[*]\n[]\n");
    assertThat(outcome.out()).contains("[-XX:+UseSerialGC]", "[-XX:-UsePerfData]");
  }

  @Test
  void optionsOfTheUserComeLastAndReplaceTheCollector() throws Exception {
    Path home = java("echo \"$@\"");
    Files.writeString(home.resolve("release"), "JAVA_VERSION=\"25\"\n");
    Map<String, String> environment =
        Map.of(
            "JAVA_HOME", home.toString(),
            "ALIDADE_JAR", jar.toString(),
            "ALIDADE_OPTS", "-Xmx64m -XX:+UseZGC");

    assertThat(launch(SCRIPT, environment).out())
        .contains("-Xmx64m -XX:+UseZGC -jar")
        .doesNotContain("UseSerialGC");
  }

  @Test
  void whatIsClosedStaysEmptyAndTheLocaleCanNameEveryFile() throws Exception {
    Path fds = folder.resolve("fds");
    Path home =
        java(
            "a=$(readlink /proc/$$/fd/0 /proc/$$/fd/1 /proc/$$/fd/2); echo \"$a\" >$FDS; echo $LC_ALL >>$FDS");
    Files.writeString(home.resolve("release"), "JAVA_VERSION=\"17\"\n");
    Path closing = folder.resolve("closing");
    Files.writeString(closing, "LC_ALL=C exec bash " + SCRIPT + " <&- >&- 2>&-");

    Map<String, String> environment = new HashMap<>(environment(home));
    environment.put("FDS", fds.toString());
    assertThat(launch(closing, environment).status()).isZero();
    assertThat(fds).content().isEqualTo("/dev/null\n".repeat(3) + "C.UTF-8\n");
  }

  private Map<String, String> environment(Path home) {
    return Map.of("JAVA_HOME", home.toString(), "ALIDADE_JAR", jar.toString());
  }

  /** A home whose java is a shell script. */
  private Path java(String script) throws IOException {
    Path home = Files.createDirectories(folder.resolve("home"));
    Path java = Files.createDirectories(home.resolve("bin")).resolve("java");
    Files.writeString(java, "#!/bin/sh\n" + script + "\n");
    Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
    return home;
  }

  private Outcome launch(Path script, Map<String, String> environment, String... arguments)
      throws Exception {
    Path out = folder.resolve("out");
    Path err = folder.resolve("err");
    ProcessBuilder builder = new ProcessBuilder("bash", script.toString());
    builder.command().addAll(List.of(arguments));
    builder.environment().keySet().removeAll(List.of("JAVA_HOME", "ALIDADE_JAR", "ALIDADE_OPTS"));
    builder.environment().putAll(environment);
    Process process =
        builder
            .directory(folder.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    return new Outcome(
        process.exitValue(), Files.readString(out, UTF_8), Files.readString(err, UTF_8));
  }
}
