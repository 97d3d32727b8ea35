package io.alidade.journal;

import static io.alidade.journal.TestRecords.NOON_NS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecoveryTest {
  @TempDir Path temporary;

  /** What lies on the disk while a session is open is what a crash leaves there. */
  private Path crashedAfter(long records) throws IOException {
    Path root = temporary.resolve("live");
    Path copy = temporary.resolve("crashed");
    try (Journal journal = Journal.open(root);
        SessionWriter session = journal.beginSession(NOON_NS)) {
      TestRecords.append(session, 1, records);
      TestRecords.copyTree(root, copy);
    }
    return copy;
  }

  @Test
  void sessionThatWasNotClosedIsRecoveredOnOpening() throws IOException {
    Path root = crashedAfter(1234);
    assertThat(Sessions.list(root))
        .singleElement()
        .satisfies(
            info -> {
              assertThat(info.ended()).isFalse();
              assertThat(info.records()).isEqualTo(1234);
            });
    try (Journal journal = Journal.open(root);
        SessionWriter session = journal.beginSession(NOON_NS)) {
      assertThat(journal.lastSequence()).isEqualTo(1234);
      TestRecords.append(session, 1235, 1300);
    }
    List<SessionInfo> sessions = Sessions.list(root);
    assertThat(sessions.get(0).recovered()).isTrue();
    assertThat(sessions.get(0).closed()).isFalse();
    assertThat(sessions.get(0).lastSequence()).isEqualTo(1234);
    assertThat(sessions.get(1).closed()).isTrue();
    try (SessionReader reader = SessionReader.open(sessions.get(0))) {
      assertThat(TestRecords.readAll(reader, 1)).isEqualTo(1235);
      assertThat(reader.atEnd()).isTrue();
      assertThat(reader.damage()).isNull();
    }
    assertThat(JournalCheck.check(root))
        .extracting(SessionVerdict::state)
        .containsOnly(SessionVerdict.State.WHOLE);
  }

  @Test
  void sessionWithoutManifestIsRecovered() throws IOException {
    Path root = crashedAfter(10);
    Files.delete(TestRecords.onlySession(root).resolve(Manifest.FILE_NAME));
    Files.createDirectory(root.resolve("20261125T120000.000Z-000007"));
    assertThat(JournalCheck.check(root))
        .extracting(SessionVerdict::state)
        .containsExactly(SessionVerdict.State.DAMAGED, SessionVerdict.State.TORN_TAIL);
    try (Journal journal = Journal.open(root)) {
      assertThat(journal.lastSequence()).isEqualTo(10);
      assertThat(journal.beginSession(NOON_NS).id()).endsWith("-000008");
    }
    assertThat(JournalCheck.check(root))
        .extracting(SessionVerdict::state)
        .containsOnly(SessionVerdict.State.WHOLE);
  }

  @Test
  void recordThatWasBegunAndNotFinishedIsATornTail() throws IOException {
    Path root = crashedAfter(500);
    Path file = TestRecords.queueFile(TestRecords.onlySession(root));
    long end;
    try (QueueFileReader reader = new QueueFileReader(file, null)) {
      while (reader.next()) {}
      end = reader.position();
    }
    DamagedFile.overwrite(file, end, new byte[] {0, 0, 0, (byte) 0x80, 1, 2, 3});
    assertThat(JournalCheck.check(root))
        .singleElement()
        .satisfies(
            verdict -> {
              assertThat(verdict.state()).isEqualTo(SessionVerdict.State.TORN_TAIL);
              assertThat(verdict.records()).isEqualTo(500);
              assertThat(verdict.detail()).contains("record 501 ").contains("not finished");
            });
    try (Journal journal = Journal.open(root)) {
      assertThat(journal.lastSequence()).isEqualTo(500);
    }
    assertThat(JournalCheck.check(root).get(0).state()).isEqualTo(SessionVerdict.State.TORN_TAIL);
  }

  @Test
  void sequencesBehindADamageAreNotGivenAgain() throws IOException {
    Path root = crashedAfter(500);
    Path file = TestRecords.queueFile(TestRecords.onlySession(root));
    long header;
    try (QueueFileReader reader = new QueueFileReader(file, null)) {
      for (int i = 0; i < 200; i++) {
        reader.next();
      }
      header = reader.position();
    }
    DamagedFile.overwrite(file, header, new byte[4096]);
    SessionVerdict verdict = JournalCheck.check(root).get(0);
    assertThat(verdict.state()).isEqualTo(SessionVerdict.State.DAMAGED);
    assertThat(verdict.badSequence()).isEqualTo(201);
    assertThat(verdict.detail()).contains("the queue ends here").contains("to 500");
    try (Journal journal = Journal.open(root)) {
      assertThat(journal.lastSequence()).isEqualTo(500);
    }
    SessionInfo info = Sessions.list(root).get(0);
    assertThat(info.recovered()).isTrue();
    assertThat(info.lastSequence()).isEqualTo(200);
    try (SessionReader reader = SessionReader.open(info)) {
      assertThat(TestRecords.readAll(reader, 1)).isEqualTo(201);
      assertThat(reader.damage().sequence()).isEqualTo(201);
      assertThat(reader.damage().reason()).contains("to 500");
      assertThat(reader.atEnd()).isTrue();
    }
    assertThat(JournalCheck.check(root).get(0).state()).isEqualTo(SessionVerdict.State.DAMAGED);
  }

  @Test
  void sequencesBehindADamagedFirstRecordAreNotGivenAgain() throws IOException {
    Path live = temporary.resolve("live");
    Path root = temporary.resolve("crashed");
    TestRecords.writeSession(live, 50_000);
    try (Journal journal = Journal.open(live);
        SessionWriter session = journal.beginSession(NOON_NS)) {
      TestRecords.append(session, 50_001, 50_100);
      TestRecords.copyTree(live, root);
    }
    Path file = TestRecords.queueFile(RootDirectory.sessions(root).get(1));
    long first;
    try (QueueFileReader reader = new QueueFileReader(file, null)) {
      assertThat(reader.next()).isTrue();
      first = reader.headLength();
    }
    DamagedFile.overwrite(file, first + 10, new byte[] {1, 2, 3});
    assertThat(JournalCheck.check(root).get(1).badSequence()).isEqualTo(50_001);
    try (Journal journal = Journal.open(root)) {
      assertThat(journal.lastSequence()).isEqualTo(50_100);
    }
    assertThat(Sessions.list(root).get(1).records()).isZero();
  }

  @Test
  void killedWriterLosesNothingThatItAcknowledged() throws Exception {
    kill(5);
  }

  @Test
  @Tag("soak")
  void killedWriterLosesNothingInAHundredKills() throws Exception {
    kill(100);
  }

  private void kill(int times) throws Exception {
    Path root = temporary.resolve("killed");
    Random random = new Random(20261125);
    long last = 0;
    int unacknowledged = 0;
    for (int i = 1; i <= times; i++) {
      long acknowledged = appendAndKill(root, 1 + random.nextInt(20_000));
      assertThat(acknowledged).as("kill %d", i).isGreaterThan(last);
      SessionVerdict verdict = JournalCheck.check(root).get(i - 1);
      assertThat(verdict.state()).as("%s", verdict).isNotEqualTo(SessionVerdict.State.DAMAGED);
      assertThat(verdict.lastSequence()).isBetween(acknowledged, acknowledged + 1);
      try (Journal journal = Journal.open(root)) {
        assertThat(journal.lastSequence()).isEqualTo(verdict.lastSequence());
      }
      SessionInfo info = Sessions.list(root).get(i - 1);
      assertThat(info.recovered()).isTrue();
      assertThat(info.firstSequence()).isEqualTo(last + 1);
      try (SessionReader reader = SessionReader.open(info)) {
        assertThat(TestRecords.readAll(reader, last + 1)).isEqualTo(verdict.lastSequence() + 1);
        assertThat(reader.damage()).isNull();
      }
      unacknowledged += (int) (verdict.lastSequence() - acknowledged);
      last = verdict.lastSequence();
    }
    System.out.printf(
        "%d kills: %d records, none lost, %d more than acknowledged%n",
        times, last, unacknowledged);
  }

  /** Returns the last sequence that the child has acknowledged. */
  private static long appendAndKill(Path root, int records) throws IOException {
    Process child =
        ChildJvm.process(ChildJvm.command(List.of(), "append", root.toString())).start();
    long acknowledged = 0;
    try (BufferedReader out =
        new BufferedReader(
            new InputStreamReader(child.getInputStream(), StandardCharsets.US_ASCII))) {
      StringBuilder line = new StringBuilder();
      int count = 0;
      for (int c = out.read(); c >= 0; c = out.read()) {
        if (c != '\n') {
          line.append((char) c);
          continue;
        }
        acknowledged = Long.parseLong(line.toString());
        line.setLength(0);
        if (++count == records) {
          // SIGKILL by way of the handle, which leaves the pipe readable: what is in it counts.
          child.toHandle().destroyForcibly();
        }
      }
    } finally {
      child.destroyForcibly();
    }
    child.onExit().join();
    return acknowledged;
  }

  /** A limit on the size of files stands for a full disk: the mapping cannot grow. */
  @Test
  void appendThatFailsEndsTheSessionAndTheJournalGoesOn() throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/bin/bash")), "needs bash's ulimit");
    Path root = temporary.resolve("full");
    List<String> java = ChildJvm.command(List.of(), "fill", root.toString());
    List<String> command =
        new ArrayList<>(List.of("/bin/bash", "-c", "ulimit -f 20000 && exec \"$0\" \"$@\""));
    command.addAll(java);
    Process child = ChildJvm.process(command).start();
    List<String> lines =
        new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    assertThat(child.waitFor()).isZero();
    assertThat(lines).hasSize(3);
    assertThat(lines.get(0)).startsWith("failed ").contains(" ENVIRONMENT ");
    long failed = Long.parseLong(lines.get(0).split(" ", -1)[1]);
    assertThat(failed).isGreaterThan(50);
    assertThat(lines.get(1)).isEqualTo("last " + failed);
    assertThat(lines.get(2)).isEqualTo("last " + (failed + 19));
    List<SessionInfo> sessions = Sessions.list(root);
    assertThat(sessions.get(0).recovered()).isTrue();
    assertThat(sessions.get(0).lastSequence()).isEqualTo(failed - 1);
    assertThat(sessions.get(1).closed()).isTrue();
    assertThat(sessions.get(1).firstSequence()).isEqualTo(failed + 10);
    assertThat(JournalCheck.check(root))
        .extracting(SessionVerdict::state)
        .doesNotContain(SessionVerdict.State.DAMAGED);
  }
}
