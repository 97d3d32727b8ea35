package io.alidade.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.alidade.ChildJvm;
import io.alidade.journal.SessionInfo;
import io.alidade.journal.Sessions;
import java.io.File;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a command says and leaves behind when it is stopped, or its surroundings fail it. */
class OutcomeTest {
  private static final String SENTENCE = "$GPHDT,274.07,T*03\r\n";

  @TempDir Path folder;

  private record Outcome(int code, String err) {}

  private Outcome run(ProcessBuilder builder) throws Exception {
    File err = folder.resolve("err").toFile();
    Process process = builder.redirectError(err).start();
    try {
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    } finally {
      process.destroyForcibly();
    }
    return new Outcome(process.exitValue(), Files.readString(err.toPath(), UTF_8));
  }

  private Path recording() throws Exception {
    return Files.writeString(folder.resolve("recording.nmea"), SENTENCE.repeat(100));
  }

  private Path journal() throws Exception {
    Path journal = folder.resolve("journal");
    String[] run = {
      "run", "--exit-at-end", "--link", "file:" + recording(), "--journal", journal.toString()
    };
    assertThat(Alidade.execute(run)).isZero();
    return journal;
  }

  @ParameterizedTest
  @ValueSource(strings = {"decode recording", "sessions journal", "replay journal --json"})
  void aFullDiskBehindStandardOutputIsNoSuccess(String command) throws Exception {
    File full = new File("/dev/full");
    Assumptions.assumeTrue(full.exists(), "/dev/full");
    String journal = journal().toString();
    String[] words =
        command
            .replace("recording", folder.resolve("recording.nmea").toString())
            .replace("journal", journal)
            .split(" ");
    Outcome outcome = run(ChildJvm.alidade(words).redirectOutput(full));
    assertThat(outcome.err()).contains("cannot write to standard output").hasLineCount(1);
    assertThat(outcome.code()).isEqualTo(Alidade.ENVIRONMENT);
  }

  @Test
  void aDamagedSessionIsToldOfAndTheOthersGoOn() throws Exception {
    Path journal = journal();
    journal();
    List<SessionInfo> sessions = Sessions.list(journal);
    Path queue;
    try (var files = Files.newDirectoryStream(sessions.get(0).directory(), "*.cq4")) {
      queue = files.iterator().next();
    }
    try (RandomAccessFile file = new RandomAccessFile(queue.toFile(), "rw")) {
      file.setLength(30_000);
    }
    File out = folder.resolve("out").toFile();
    ProcessBuilder verify = ChildJvm.alidade("verify", journal.toString());
    assertThat(run(verify.redirectOutput(out)).code()).isEqualTo(Alidade.FAILED);
    assertThat(out).content(UTF_8).contains(sessions.get(1).id() + ": 103 events identical");

    ProcessBuilder replay =
        ChildJvm.alidade("replay", journal.toString(), "--json", "--speed", "max");
    Outcome outcome = run(replay.redirectOutput(out));
    assertThat(outcome.code()).isEqualTo(Alidade.FAILED);
    assertThat(outcome.err()).contains(sessions.get(0).id() + " was cut short").hasLineCount(1);
    assertThat(out).content(UTF_8).contains("nmea.HDT");
  }

  @Test
  void aSignalAtAnyMomentEndsInOrder() throws Exception {
    for (int millis = 100; millis <= 1300; millis += 200) {
      Path journal = folder.resolve("at-" + millis);
      File err = folder.resolve("err-" + millis).toFile();
      Process process =
          ChildJvm.alidade("run", "--link", "stdin:", "--journal", journal.toString())
              .redirectError(err)
              .start();
      try {
        OutputStream in = process.getOutputStream();
        in.write((SENTENCE + "$GPHDT,unfin").getBytes(UTF_8));
        in.flush();
        boolean early = process.waitFor(millis, TimeUnit.MILLISECONDS);
        assertThat(early).isFalse();
        process.destroy(); // SIGTERM
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      } finally {
        process.destroyForcibly();
      }
      String said = Files.readString(err.toPath(), UTF_8);
      assertThat(said).doesNotContain("\tat ");
      assertThat(said.split("alidade: ended", -1).length).as(said).isLessThanOrEqualTo(2);
      if (Files.exists(journal.resolve("journal"))) {
        assertThat(Sessions.list(journal)).allMatch(SessionInfo::closed);
      }
    }
  }

  @Test
  void aFileThatCannotBeReadToItsEndIsNoSuccess() throws Exception {
    Path unreadable = Path.of("/proc/self/mem");
    Assumptions.assumeTrue(Files.isRegularFile(unreadable), unreadable.toString());
    String journal = folder.resolve("j").toString();
    Outcome outcome =
        run(
            ChildJvm.alidade(
                "run",
                "--exit-at-end",
                "--link",
                "file:" + unreadable + "?name=mem",
                "--journal",
                journal));
    assertThat(outcome.code()).isEqualTo(Alidade.FAILED);
    assertThat(outcome.err()).contains("read only in part: mem");
  }

  @Test
  void nothingIsLeftInTheHomeOrTemporaryDirectory() throws Exception {
    Path home = Files.createDirectory(folder.resolve("home"));
    Path temporary = Files.createDirectory(folder.resolve("temporary"));
    ProcessBuilder builder =
        ChildJvm.alidade(
            "run",
            "--exit-at-end",
            "--link",
            "file:" + recording(),
            "--journal",
            folder.resolve("j").toString(),
            "--http",
            "127.0.0.1:0");
    builder.environment().put("HOME", home.toString());
    builder.command().add(1, "-Duser.home=" + home);
    builder.command().add(1, "-Djava.io.tmpdir=" + temporary);
    assertThat(run(builder).code()).isZero();
    assertThat(home).isEmptyDirectory();
    assertThat(temporary).isEmptyDirectory();
  }

  @Test
  void digitsOfTheUsersLanguageDoNotGetIntoTheJournal() throws Exception {
    Locale before = Locale.getDefault();
    Locale.setDefault(Locale.forLanguageTag("ar-EG"));
    try {
      assertThat(Sessions.list(journal())).hasSize(1);
    } finally {
      Locale.setDefault(before);
    }
  }
}
