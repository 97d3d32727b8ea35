package io.alidade.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.alidade.journal.Journal;
import io.alidade.journal.RecordLayout;
import io.alidade.journal.SessionInfo;
import io.alidade.journal.SessionWriter;
import io.alidade.journal.Sessions;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code journal check, prune, keep, release} and {@code sessions} on three old sessions. */
class JournalCommandTest {
  private static final long DAY_NS = 86_400_000_000_000L;
  private static final int RECORDS = 100;

  @TempDir Path folder;
  private Path root;

  private record Outcome(int code, String out, String err) {}

  @BeforeEach
  void writeThreeDays() {
    root = folder.resolve("journal");
    try (Journal journal = Journal.open(root)) {
      for (int day = 0; day < 3; day++) {
        try (SessionWriter session = journal.beginSession(day * DAY_NS)) {
          byte[] record = new byte[1000];
          for (int i = 0; i < RECORDS; i++) {
            ByteBuffer.wrap(record)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(RecordLayout.MAGIC_OFFSET, RecordLayout.MAGIC)
                .putInt(RecordLayout.LENGTH_OFFSET, record.length)
                .putLong(RecordLayout.SEQUENCE_OFFSET, journal.lastSequence() + 1)
                .putLong(RecordLayout.TIME_OFFSET, day * DAY_NS);
            session.append(record, 0, record.length);
          }
        }
      }
    }
  }

  private static Outcome run(Object... arguments) {
    PrintStream out = System.out;
    PrintStream err = System.err;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    System.setErr(new PrintStream(said, true, StandardCharsets.UTF_8));
    try {
      String[] words = new String[arguments.length];
      for (int i = 0; i < words.length; i++) {
        words[i] = arguments[i].toString();
      }
      int code = Alidade.execute(words);
      return new Outcome(
          code, printed.toString(StandardCharsets.UTF_8), said.toString(StandardCharsets.UTF_8));
    } finally {
      System.setOut(out);
      System.setErr(err);
    }
  }

  private List<String> ids() {
    return Sessions.list(root).stream().map(SessionInfo::id).toList();
  }

  private static void refused(int code, String reason, Object... arguments) {
    Outcome outcome = run(arguments);
    assertThat(outcome.err()).contains(reason);
    assertThat(outcome.err().lines()).as("one line").hasSize(1);
    assertThat(outcome.code()).isEqualTo(code);
  }

  @Test
  void pruneDeletesByBytesAndSaysWhat() {
    List<String> ids = ids();
    Outcome dry = run("journal", "prune", root, "--max-bytes", "300K", "--dry-run");
    assertThat(dry.code()).isZero();
    assertThat(dry.out()).contains(ids.get(0) + ": would be deleted, 100 events");
    assertThat(ids()).isEqualTo(ids);
    Outcome outcome = run("journal", "prune", root, "--max-bytes", "300k");
    assertThat(outcome.code()).isZero();
    assertThat(outcome.out())
        .contains(ids.get(0) + ": deleted, 100 events")
        .contains("1 sessions, ")
        .hasLineCount(2);
    assertThat(ids()).isEqualTo(ids.subList(1, 3));
  }

  @Test
  void pruneByAgeSparesWhatIsKept() {
    List<String> ids = ids();
    assertThat(run("journal", "keep", root, ids.get(0), ids.get(2)).code()).isZero();
    assertThat(run("sessions", root).out()).containsPattern(ids.get(0) + ".*1-100  keep\\R");
    assertThat(run("sessions", root, "--json").out())
        .contains("\"missing\":0,\"keep\":true}")
        .contains("\"missing\":0,\"keep\":false}");
    Outcome outcome = run("journal", "prune", root, "--max-age", "30d", "--max-bytes", "0");
    assertThat(outcome.code()).isZero();
    assertThat(outcome.out()).contains("the limits are not met, and nothing more can go");
    assertThat(ids()).containsExactly(ids.get(0), ids.get(2));
    assertThat(run("journal", "release", root, ids.get(0)).code()).isZero();
    run("journal", "prune", root, "--max-age", "24h");
    assertThat(ids()).containsExactly(ids.get(2));
    assertThat(run("journal", "prune", root, "--min-free", "1").code()).isZero();
    assertThat(ids()).hasSize(1);
  }

  @Test
  void checkSalvagesWhatIsSound() throws Exception {
    assertThat(run("journal", "check", root).code()).isZero();
    Path session = Sessions.list(root).get(1).directory();
    Path queue;
    try (var files = Files.newDirectoryStream(session, "*.cq4")) {
      queue = files.iterator().next();
    }
    try (RandomAccessFile file = new RandomAccessFile(queue.toFile(), "rw")) {
      file.seek(file.length() / 2 + 20_000);
      file.write(new byte[] {1, 2, 3});
    }
    Path to = folder.resolve("saved");
    Outcome outcome = run("journal", "check", root, "--salvage", to);
    assertThat(outcome.code()).isEqualTo(Alidade.FAILED);
    assertThat(outcome.out())
        .contains("DAMAGED")
        .contains(": salvaged 99 events, 1 are lost, gaps 1")
        .contains(": salvaged 100 events\n");
    assertThat(run("journal", "check", to).code()).isZero();
    assertThat(run("sessions", to).out()).contains("101-200 without 1\n");
    refused(2, "is there already", "journal", "check", root, "--salvage", to);
  }

  @Test
  void damageToTheJournalsOwnFileIsTold() throws Exception {
    Files.writeString(root.resolve("journal"), "x");
    Outcome outcome = run("journal", "check", root);
    assertThat(outcome.code()).isEqualTo(Alidade.FAILED);
    assertThat(outcome.out()).contains("the file 'journal' is missing or damaged");
  }

  @Test
  void whatCanBeTypedWrong() {
    refused(2, "name what to do", "journal");
    refused(2, "give a limit", "journal", "prune", root);
    refused(2, "--max-bytes: '10X'", "journal", "prune", root, "--max-bytes", "10X");
    refused(2, "--max-bytes: '-1'", "journal", "prune", root, "--max-bytes=-1");
    refused(2, "--max-age: 'forever'", "journal", "prune", root, "--max-age", "forever");
    refused(2, "--max-age: '999999999d'", "journal", "prune", root, "--max-age", "999999999d");
    refused(2, "--min-free", "journal", "prune", root, "--min-free", "");
    refused(2, "no such directory", "journal", "prune", folder.resolve("no"), "--min-free", "1");
    refused(2, "no session 'x'", "journal", "keep", root, "x");
    refused(2, "no session 'x'", "journal", "release", root, "x");
    refused(2, "ID", "journal", "keep", root);
    refused(2, "is no journal", "journal", "check", folder);
    assertThat(ids()).hasSize(3);
  }

  @Test
  void journalInUseIsAnEnvironmentFault() {
    try (Journal journal = Journal.open(root)) {
      refused(3, "has this journal open", "journal", "prune", root, "--max-bytes", "0");
      assertThat(journal.lastSequence()).isEqualTo(300);
    }
    assertThat(ids()).hasSize(3);
  }
}
