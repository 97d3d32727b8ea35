package io.alidade.journal;

import static io.alidade.journal.TestRecords.NOON_NS;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A journal with sessions of every kind, to be spoilt in one place at a time: two closed ones, one
 * of them kept, a recovered one, and one whose writer has died and that nobody has recovered yet.
 */
final class SpoiltJournal {
  static final long RECORDS = 800;

  final Path root;
  final List<Path> files;

  /** Where each record lies (its word), by session and sequence. */
  private final Map<Path, List<Long>> places = new HashMap<>();

  private final Map<String, SessionVerdict> verdicts = new HashMap<>();

  private SpoiltJournal(Path root, List<Path> files) {
    this.root = root;
    this.files = files;
  }

  static SpoiltJournal write(Path directory) throws IOException {
    Path live = directory.resolve("live");
    Path crashed = directory.resolve("crashed");
    try (Journal journal = Journal.open(live)) {
      for (long first = 1; first < 400; first += 200) {
        try (SessionWriter session = journal.beginSession(NOON_NS)) {
          TestRecords.append(session, first, first + 199);
        }
      }
      Sessions.keep(live, Sessions.list(live).get(1).id(), true);
      try (SessionWriter session = journal.beginSession(NOON_NS)) {
        TestRecords.append(session, 401, 600);
        TestRecords.copyTree(live, crashed);
      }
    }
    Path root = directory.resolve("spoilt");
    try (Journal journal = Journal.open(crashed);
        SessionWriter session = journal.beginSession(NOON_NS)) {
      TestRecords.append(session, 601, RECORDS);
      TestRecords.copyTree(crashed, root);
    }
    List<Path> files;
    try (Stream<Path> all = Files.walk(root)) {
      files = all.filter(Files::isRegularFile).sorted().toList();
    }
    SpoiltJournal journal = new SpoiltJournal(root, files);
    for (Path session : RootDirectory.sessions(root)) {
      Path queue = TestRecords.queueFile(session);
      List<Long> words = new ArrayList<>();
      try (QueueFileReader reader = new QueueFileReader(queue, null)) {
        while (reader.next()) {
          words.add(reader.position() - ((reader.length() + 3) & ~3) - 4);
        }
        words.add(reader.position());
        if (Files.size(queue) > reader.position() + 50_000) {
          DamagedFile.truncate(queue, reader.position() + 50_000); // The copies are quicker.
        }
      }
      journal.places.put(queue, words);
    }
    for (SessionVerdict verdict : JournalCheck.check(root)) {
      assertThat(verdict.state()).isEqualTo(SessionVerdict.State.WHOLE);
      journal.verdicts.put(verdict.id(), verdict);
    }
    assertThat(JournalCheck.checkIdentity(root)).isEmpty();
    assertThat(files).hasSize(3 + 4 * 4 + 1);
    return journal;
  }

  /** Word of each record of a queue file, and where the last one ends. */
  List<Long> places(Path queue) {
    return places.get(queue);
  }

  /** Whether the check tells of anything that it did not tell of before. */
  boolean isReported() {
    List<SessionVerdict> now = JournalCheck.check(root);
    return !JournalCheck.checkIdentity(root).isEmpty()
        || now.size() != verdicts.size()
        || now.stream().anyMatch(v -> v.state() != SessionVerdict.State.WHOLE);
  }

  /** Reads all sessions; what is read is right, to the byte. Returns how many records that was. */
  long read() {
    long read = 0;
    for (SessionInfo info : Sessions.list(root)) {
      try (SessionReader reader = SessionReader.open(info)) {
        while (reader.next()) {
          TestRecords.assertEqual(
              reader, TestRecords.record(RecordBytes.sequence(reader.record(), 0)));
          read++;
        }
      }
    }
    return read;
  }

  /** A journal with this damage is opened and goes on, with sequences that were never given. */
  void assertOpens(Path copy) throws IOException {
    TestRecords.copyTree(root, copy);
    try (Journal journal = Journal.open(copy)) {
      assertThat(journal.lastSequence()).isBetween(600L, RECORDS);
      try (SessionWriter session = journal.beginSession(NOON_NS)) {
        long next = journal.lastSequence() + 1;
        TestRecords.append(session, next, next);
        assertThat(session.id()).endsWith("-000005");
      }
    }
  }

  /** Returns how many records salvage could not save; what it saved is right, to the byte. */
  long lostInSalvage(Path to) {
    List<SalvagedSession> results = Salvage.copy(root, to, result -> {});
    assertThat(results).hasSize(4);
    long saved = 0;
    for (SessionInfo info : Sessions.list(to)) {
      try (SessionReader reader = SessionReader.open(info)) {
        while (reader.next()) {
          TestRecords.assertEqual(
              reader, TestRecords.record(RecordBytes.sequence(reader.record(), 0)));
          saved++;
        }
        assertThat(reader.damage()).isNull();
        assertThat(reader.atEnd()).isTrue();
      }
      assertThat(info.kept()).isEqualTo(info.id().endsWith("2"));
    }
    assertThat(results.stream().mapToLong(SalvagedSession::records).sum()).isEqualTo(saved);
    assertThat(JournalCheck.check(to))
        .extracting(SessionVerdict::state)
        .containsOnly(SessionVerdict.State.WHOLE);
    return RECORDS - saved;
  }
}
