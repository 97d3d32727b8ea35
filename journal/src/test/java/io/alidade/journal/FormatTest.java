package io.alidade.journal;

import static io.alidade.journal.TestRecords.NOON_NS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A reader in another language, written from FORMAT.md alone, reads what was written. */
class FormatTest {
  @TempDir Path temporary;
  private Path root;
  private Path program;

  @BeforeEach
  void needsPython() throws Exception {
    boolean there;
    try {
      Process python = new ProcessBuilder("python3", "--version").start();
      there = python.waitFor() == 0;
    } catch (IOException e) {
      there = false;
    }
    assumeTrue(there, "needs python3");
    root = temporary.resolve("journal");
    program = temporary.resolve("read_journal.py");
    try (InputStream script = FormatTest.class.getResourceAsStream("/read_journal.py")) {
      Files.copy(script, program);
    }
  }

  private List<String> read(Path journal, String... more) throws Exception {
    List<String> command =
        new ArrayList<>(List.of("python3", program.toString(), journal.toString()));
    command.addAll(List.of(more));
    Process python = ChildJvm.process(command).start();
    String output = new String(python.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(python.waitFor()).isZero();
    return output.lines().toList();
  }

  private static String line(long sequence) {
    byte[] record = TestRecords.sealed(markedRecord(sequence));
    return String.format(
        Locale.ROOT,
        "%d %d %d %d %08x",
        sequence,
        RecordBytes.timeNs(record, 0),
        RecordBytes.marks(record, 0),
        record.length,
        RecordBytes.crc(record, 0));
  }

  private static byte[] markedRecord(long sequence) {
    byte[] record = TestRecords.record(sequence);
    TestRecords.mark(record, sequence % 100 == 0 ? RecordLayout.RESTART_POINT : 0);
    return record;
  }

  private static void append(SessionWriter session, long first, long last) {
    for (long sequence = first; sequence <= last; sequence++) {
      byte[] record = markedRecord(sequence);
      session.append(record, 0, record.length);
    }
  }

  @Test
  void everyRecordOfClosedRecoveredAndRunningSessions() throws Exception {
    Path crashed = temporary.resolve("crashed");
    try (Journal journal = Journal.open(root)) {
      try (SessionWriter session = journal.beginSession(NOON_NS)) {
        append(session, 1, 2500);
      }
      journal.beginSession(NOON_NS).close();
      try (SessionWriter session = journal.beginSession(NOON_NS - 1)) {
        append(session, 2501, 2520);
        TestRecords.copyTree(root, crashed);
      }
    }
    List<String> expected = new ArrayList<>();
    try (Journal journal = Journal.open(crashed);
        SessionWriter session = journal.beginSession(NOON_NS)) {
      append(session, 2521, 2530);
      List<SessionInfo> sessions = Sessions.list(crashed);
      String[] states = {" closed 2500", " closed 0", " recovered 20", " open ?"};
      for (int i = 0; i < states.length; i++) {
        expected.add("session " + sessions.get(i).id() + states[i]);
        for (long s = sessions.get(i).firstSequence(); s <= sessions.get(i).lastSequence(); s++) {
          if (s > 0) {
            expected.add(line(s));
          }
        }
      }
      assertThat(read(crashed)).isEqualTo(expected);
    }
  }

  @Test
  void indexLeadsToASequence() throws Exception {
    try (Journal journal = Journal.open(root);
        SessionWriter session = journal.beginSession(NOON_NS)) {
      append(session, 1, 3000);
    }
    List<String> lines = read(root, "2950");
    assertThat(lines).hasSize(52);
    assertThat(lines.get(1)).isEqualTo(line(2950));
    assertThat(lines.get(51)).isEqualTo(line(3000));
  }

  @Test
  void gapsOfASalvagedSession() throws Exception {
    try (Journal journal = Journal.open(root);
        SessionWriter session = journal.beginSession(NOON_NS)) {
      append(session, 1, 300);
    }
    Path queue = TestRecords.queueFile(TestRecords.onlySession(root));
    try (QueueFileReader reader = new QueueFileReader(queue, null)) {
      while (reader.next() && reader.expected() <= 150) {}
      DamagedFile.overwrite(queue, reader.position() - 8, new byte[] {1, 2, 3, 4});
    }
    Path saved = temporary.resolve("saved");
    assertThat(Salvage.copy(root, saved, result -> {}).get(0).gaps()).isEqualTo("150-150");
    List<String> lines = read(saved);
    assertThat(lines).hasSize(300);
    assertThat(lines.get(149)).isEqualTo(line(149));
    assertThat(lines.get(150)).isEqualTo(line(151));
  }
}
