package io.alidade.cli;

import static io.alidade.cli.ShownReplay.START;
import static io.alidade.cli.ShownReplay.time;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.alidade.ChildJvm;
import io.alidade.journal.Journal;
import io.alidade.link.PseudoTerminal;
import io.alidade.replay.RecordedTraffic;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A replay on a real terminal: keys do what the help says, and the terminal comes back whole. */
@EnabledOnOs(OS.LINUX)
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ReplayKeysTest {
  @TempDir Path folder;
  private Path journal;

  @BeforeEach
  void record() throws Exception {
    Assumptions.assumeTrue(Files.isExecutable(Path.of("/usr/bin/setsid")), "needs setsid");
    journal = folder.resolve("journal");
    try (Journal written = Journal.open(journal)) {
      RecordedTraffic.session(written, START, 300, 1000);
    }
  }

  /** A replay that has a terminal, as from a shell. */
  private final class OnTerminal implements AutoCloseable {
    final PseudoTerminal terminal = PseudoTerminal.open();
    final String before;
    final Process process;
    final BufferedReader said;

    OnTerminal(String... options) throws Exception {
      stty("sane");
      before = stty("-a");
      assertThat(before).contains(" icanon", " echo ", "isig ");
      List<String> command = new ArrayList<>(List.of("setsid", "--ctty"));
      List<String> replay = new ArrayList<>(List.of("replay", journal.toString(), "--json"));
      replay.addAll(List.of(options));
      command.addAll(ChildJvm.alidade(replay.toArray(String[]::new)).command());
      process =
          new ProcessBuilder(command)
              .redirectInput(new File(terminal.path()))
              .redirectOutput(folder.resolve("out").toFile())
              .start();
      said = process.errorReader(UTF_8);
    }

    String stty(String argument) throws Exception {
      Process stty = new ProcessBuilder("stty", "-F", terminal.path(), argument).start();
      assertThat(stty.waitFor(10, TimeUnit.SECONDS)).isTrue();
      return new String(stty.getInputStream().readAllBytes(), US_ASCII);
    }

    /** The next line that it says; fails when it has ended. */
    String line() throws IOException {
      String line = said.readLine();
      assertThat(line).as("it says something").isNotNull();
      return line;
    }

    void press(char key) throws IOException {
      terminal.output().write(key);
    }

    /** What it says after a key. */
    String after(char key) throws IOException {
      press(key);
      return line();
    }

    Instant positionAfter(char key) throws IOException {
      return Instant.parse(after(key).split(" ")[1]);
    }

    int end() throws InterruptedException {
      assertThat(process.waitFor(20, TimeUnit.SECONDS)).as("it ends").isTrue();
      return process.exitValue();
    }

    @Override
    public void close() {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
      terminal.close();
    }
  }

  @Test
  void everyKeyOfTheHelpDoesWhatItSays() throws Exception {
    try (OnTerminal replay = new OnTerminal("--paused")) {
      assertThat(replay.line()).contains("keys: space pause/play");
      assertThat(replay.stty("-a")).contains("-icanon", "-echo ").doesNotContain("-isig");
      Instant start = Instant.parse(time(0));
      assertThat(replay.positionAfter('0')).isEqualTo(start);
      assertThat(replay.after('+')).contains("  2x  paused");
      assertThat(replay.after('-')).contains("  1x  paused");
      assertThat(replay.after('-')).contains("  0.5x  paused");
      assertThat(replay.after('m')).contains("  max  paused");
      assertThat(replay.after('+')).contains("  max  paused");
      assertThat(replay.after('-')).contains("  1000x  paused");
      assertThat(replay.after('+')).contains("  1000x  paused");
      assertThat(replay.after('l')).endsWith("paused  loop");
      assertThat(replay.after('l')).endsWith("paused");
      Instant stepped = start;
      for (int i = 0; i < 10; i++) {
        Instant next = replay.positionAfter('.');
        assertThat(next).isAfterOrEqualTo(stepped);
        stepped = next;
      }
      assertThat(stepped).isAfter(start).isBefore(start.plusSeconds(10));
      assertThat(replay.positionAfter('>')).isEqualTo(stepped.plusSeconds(60));
      assertThat(replay.positionAfter('>')).isEqualTo(stepped.plusSeconds(120));
      assertThat(replay.positionAfter('<')).isEqualTo(stepped.plusSeconds(60));
      assertThat(replay.after('0')).contains(start.toString()).endsWith("paused");
      assertThat(replay.after(' ')).doesNotContain("paused");
      assertThat(replay.after(' ')).endsWith("paused");
      replay.press('?'); // means nothing
      replay.press('q');
      assertThat(replay.line()).contains("paused");
      assertThat(replay.end()).isZero();
      assertThat(replay.stty("-a")).isEqualTo(replay.before);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"--json", "--http=127.0.0.1:0"})
  void ctrlCEndsItAndTheTerminalIsAsBefore(String option) throws Exception {
    String[] options = option.equals("--json") ? new String[0] : new String[] {option};
    try (OnTerminal replay = new OnTerminal(options)) {
      assertThat(replay.line()).contains("keys: ");
      replay.after('l');
      replay.press('\u0003');
      assertThat(replay.end()).isZero();
      assertThat(replay.stty("-a")).isEqualTo(replay.before);
    }
  }

  @Test
  void sigtermAndTheEndRestoreTheTerminalToo() throws Exception {
    try (OnTerminal replay = new OnTerminal()) {
      assertThat(replay.line()).contains("keys: ");
      replay.process.destroy(); // setsid has become the replay
      replay.end();
      assertThat(replay.stty("-a")).isEqualTo(replay.before);
    }
    try (OnTerminal replay = new OnTerminal("--speed", "max")) {
      assertThat(replay.line()).contains("keys: ");
      assertThat(replay.end()).isZero();
      assertThat(replay.stty("-a")).isEqualTo(replay.before);
    }
  }

  @Test
  void otherStandardInputIsLeftToOthers() throws Exception {
    String keys = "q..0 and all the rest\n";
    List<String> command = new ArrayList<>(List.of("sh", "-c", "\"$@\" && cat", "sh"));
    command.addAll(
        ChildJvm.alidade("replay", journal.toString(), "--json", "--speed", "max", "--msg", "link")
            .command());
    Process process =
        new ProcessBuilder(command)
            .redirectInput(Files.writeString(folder.resolve("in"), keys).toFile())
            .redirectError(folder.resolve("err").toFile())
            .start();
    String out = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(out).contains("\"state\":\"up\"").endsWith("\n" + keys);
    assertThat(folder.resolve("err")).isEmptyFile();
  }
}
