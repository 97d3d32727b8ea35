package io.alidade.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(OS.LINUX)
class NativeLibrariesTest {
  @TempDir Path home;
  @TempDir Path temporary;

  /** What a station does that uses both libraries. */
  static final class Station {
    private Station() {}

    public static void main(String[] args) throws Exception {
      Recorder recorder = new Recorder();
      try (PseudoTerminal terminal = PseudoTerminal.open();
          Link link = Link.of(LinkUri.parse("serial:" + terminal.path()))) {
        link.start(recorder);
        terminal.output().write('x');
        recorder.awaitBytes(1);
      }
      System.out.println("read " + recorder.text());
    }
  }

  @Test
  void leaveNothingInTheHomeAndTemporaryDirectories() throws Exception {
    String output = run("-Djava.io.tmpdir=" + temporary);
    assertThat(output).contains("read x");
    assertThat(home).isEmptyDirectory();
    assertThat(temporary).isEmptyDirectory();
  }

  @Test
  void sayWhereTheyCouldNotBeUnpacked() throws Exception {
    String output = run("-Djava.io.tmpdir=" + temporary.resolve("missing"));
    assertThat(output).contains("IOException").contains("missing");
    assertThat(home).isEmptyDirectory();
  }

  private String run(String option) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-XX:TieredStopAtLevel=1");
    command.add("-XX:-UsePerfData");
    command.add("-Duser.home=" + home);
    command.add(option);
    command.add("-cp");
    command.add(
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
    command.add(Station.class.getName());
    Path log = home.resolveSibling(home.getFileName() + ".log");
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    process.waitFor();
    String output = Files.readString(log);
    Files.delete(log);
    return output;
  }
}
