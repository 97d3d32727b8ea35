package io.alidade.journal;

import static io.alidade.journal.TestRecords.NOON_NS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RetentionTest {
  private static final long DAY_NS = 86_400_000_000_000L;

  @TempDir Path root;

  /** A session a day, each of 500 records, some 130 KB. */
  private void writeDays(Journal journal, int days) {
    for (int day = 0; day < days; day++) {
      try (SessionWriter session = journal.beginSession(NOON_NS + day * DAY_NS)) {
        append(session, journal.lastSequence() + 1, NOON_NS + day * DAY_NS);
      }
    }
  }

  private static void append(SessionWriter session, long first, long timeNs) {
    for (long sequence = first; sequence < first + 500; sequence++) {
      byte[] bytes = TestRecords.record(sequence, timeNs, 200);
      session.append(bytes, 0, bytes.length);
    }
  }

  private List<Long> numbers() {
    return Sessions.list(root).stream().map(s -> RootDirectory.number(s.directory())).toList();
  }

  private static List<Long> numbers(Pruned pruned) {
    return pruned.sessions().stream().map(s -> RootDirectory.number(s.directory())).toList();
  }

  private void writeDays(int days) {
    try (Journal journal = Journal.open(root)) {
      writeDays(journal, days);
    }
  }

  private long oneDay() throws IOException {
    return DiskBlocks.usedBelow(RootDirectory.sessions(root).get(0));
  }

  @Test
  void oldestSessionsGoUntilTheJournalFits() throws IOException {
    writeDays(6);
    long day = oneDay();
    Pruned none = Journal.prune(root, Retention.ALL.withMaxBytes(100 * day), NOON_NS);
    assertThat(none.sessions()).isEmpty();
    assertThat(none.met()).isTrue();
    assertThat(none.usedBytes()).isBetween(6 * day, 6 * day + 16_384);
    Retention retention = Retention.ALL.withMaxBytes(3 * day + 16_384);
    Pruned would = Journal.prunable(root, retention, NOON_NS);
    assertThat(numbers()).hasSize(6);
    Pruned pruned = Journal.prune(root, retention, NOON_NS);
    assertThat(pruned).isEqualTo(would);
    assertThat(numbers(pruned)).containsExactly(1L, 2L, 3L);
    assertThat(pruned.freedBytes()).isEqualTo(3 * day);
    assertThat(pruned.met()).isTrue();
    assertThat(numbers()).containsExactly(4L, 5L, 6L);
    assertThat(JournalCheck.check(root))
        .extracting(SessionVerdict::state)
        .containsOnly(SessionVerdict.State.WHOLE);
  }

  @Test
  void sessionsOlderThanTheAgeGo() {
    writeDays(6);
    long nowNs = NOON_NS + 5 * DAY_NS;
    Pruned pruned = Journal.prune(root, Retention.ALL.withMaxAgeNs(3 * DAY_NS), nowNs);
    assertThat(numbers(pruned)).containsExactly(1L, 2L);
    // A clock before the records, or one beyond all reason, overflows nothing.
    assertThat(prunable(Retention.ALL.withMaxAgeNs(0), 0)).isEmpty();
    assertThat(prunable(Retention.ALL.withMaxAgeNs(0), Long.MIN_VALUE)).isEmpty();
    assertThat(prunable(Retention.ALL.withMaxAgeNs(0), Long.MAX_VALUE)).hasSize(4);
    assertThat(prunable(Retention.ALL, Long.MAX_VALUE)).isEmpty();
  }

  /** The clock goes back and forth over midnight; the oldest session is the one written first. */
  @Test
  void oldestIsWhatWasWrittenFirstWhateverTheClockSaid() throws IOException {
    long[] days = {3, 4, 1, 5, 0};
    try (Journal journal = Journal.open(root)) {
      for (long day : days) {
        try (SessionWriter session = journal.beginSession(NOON_NS + day * DAY_NS)) {
          append(session, journal.lastSequence() + 1, NOON_NS + day * DAY_NS);
        }
      }
    }
    Retention retention = Retention.ALL.withMaxBytes(3 * oneDay() + 16_384);
    assertThat(prunable(retention, NOON_NS)).containsExactly(1L, 2L);
    long nowNs = NOON_NS + 5 * DAY_NS;
    assertThat(prunable(Retention.ALL.withMaxAgeNs(3 * DAY_NS), nowNs)).containsExactly(3L, 5L);
  }

  private List<Long> prunable(Retention retention, long nowNs) {
    return numbers(Journal.prunable(root, retention, nowNs));
  }

  @Test
  void oldestSessionsGoUntilEnoughIsFree() throws IOException {
    writeDays(6);
    long day = oneDay();
    Pruning pruning = new Pruning(root, path -> 1000);
    Pruned pruned = pruning.apply(Retention.ALL.withMinFreeBytes(2 * day), NOON_NS, false);
    assertThat(numbers(pruned)).containsExactly(1L, 2L);
    assertThat(pruned.met()).isTrue();
    Pruned all = pruning.apply(Retention.ALL.withMinFreeBytes(100 * day), NOON_NS, false);
    assertThat(numbers(all)).containsExactly(3L, 4L, 5L, 6L);
    assertThat(all.met()).isFalse();
    assertThat(Journal.prunable(root, Retention.ALL.withMinFreeBytes(1), NOON_NS).met()).isTrue();
  }

  @Test
  void runningSessionAndKeptOnesStayWhateverTheLimits() {
    Retention nothing = new Retention(0, 0, Long.MAX_VALUE);
    try (Journal journal = Journal.open(root)) {
      writeDays(journal, 3);
      String kept = Sessions.list(root).get(1).id();
      Sessions.keep(root, kept, true);
      Sessions.keep(root, kept, true);
      SessionWriter running = journal.beginSession(NOON_NS);
      append(running, journal.lastSequence() + 1, NOON_NS);
      Pruned pruned = journal.prune(nothing, NOON_NS + 100 * DAY_NS);
      assertThat(numbers(pruned)).containsExactly(1L, 3L);
      assertThat(pruned.met()).isFalse();
      append(running, journal.lastSequence() + 1, NOON_NS);
      assertThat(numbers()).containsExactly(2L, 4L);
      assertThat(Sessions.list(root)).extracting(SessionInfo::kept).containsExactly(true, false);
      assertThatThrownBy(() -> Sessions.keep(root, "x", true))
          .isInstanceOfSatisfying(
              JournalException.class,
              e -> assertThat(e.kind()).isEqualTo(JournalException.Kind.ABSENT))
          .hasMessageContaining("no session 'x'");
      running.close();
      Sessions.keep(root, kept, false);
      Sessions.keep(root, kept, false);
      assertThat(numbers(journal.prune(nothing, NOON_NS + 100 * DAY_NS))).containsExactly(2L, 4L);
    }
    assertThat(numbers()).isEmpty();
  }

  @Test
  void sequencesAndSessionNumbersGoOnWhenEverythingIsGone() {
    writeDays(3);
    assertThat(Journal.prune(root, new Retention(0, 0, 0), Long.MAX_VALUE).sessions()).hasSize(3);
    try (Journal journal = Journal.open(root)) {
      assertThat(journal.lastSequence()).isEqualTo(1500);
      assertThat(journal.beginSession(NOON_NS).id()).endsWith("-000004");
    }
  }

  /** The identity that lies on the disk is older than the session: a crash came in between. */
  @Test
  void sequencesOfASessionThatWasJustClosedAreSafeBeforeItGoes() throws IOException {
    Path file = root.resolve("journal");
    try (Journal journal = Journal.open(root)) {
      byte[] before = Files.readAllBytes(file);
      writeDays(journal, 1);
      Files.write(file, before);
      assertThat(journal.prune(new Retention(0, 0, 0), Long.MAX_VALUE).sessions()).hasSize(1);
      assertThat(RootDirectory.identity(root).lastSequence()).isEqualTo(500);
    }
  }

  @Test
  void journalInUseIsNotPrunedFromOutside() {
    try (Journal journal = Journal.open(root)) {
      writeDays(journal, 2);
      assertThatThrownBy(() -> Journal.prune(root, new Retention(0, 0, 0), Long.MAX_VALUE))
          .isInstanceOf(JournalException.class)
          .hasMessageContaining("has this journal open");
      assertThat(prunable(new Retention(0, 0, 0), Long.MAX_VALUE)).hasSize(2);
    }
    assertThatThrownBy(() -> Journal.prune(root.resolve("none"), Retention.ALL, 0))
        .isInstanceOf(JournalException.class);
    assertThat(root.resolve("none")).doesNotExist();
  }

  /** Whatever part of a session is gone when the machine stops, nobody sees the rest. */
  @Test
  void deletionThatIsCutShortLeavesNoHalfSession() throws IOException {
    writeDays(3);
    Path first = RootDirectory.sessions(root).get(0);
    Path half = root.resolve(first.getFileName() + ".deleted");
    Files.move(first, half);
    Files.delete(half.resolve(Manifest.FILE_NAME));
    assertThat(numbers()).containsExactly(2L, 3L);
    assertThat(JournalCheck.check(root)).hasSize(2);
    try (Journal journal = Journal.open(root)) {
      assertThat(half).doesNotExist();
      assertThat(journal.lastSequence()).isEqualTo(1500);
    }
    // One that was found to be kept when its name had been changed already.
    Path second = RootDirectory.sessions(root).get(0);
    KeepMark.set(second, true);
    Files.move(second, root.resolve(second.getFileName() + ".deleted"));
    Journal.open(root).close();
    assertThat(numbers()).containsExactly(2L, 3L);
    try (Stream<Path> entries = Files.list(root)) {
      assertThat(entries).noneMatch(entry -> entry.toString().endsWith(".deleted"));
    }
  }

  @Test
  void readerOfADeletedSessionReadsItToItsEnd() {
    writeDays(1);
    try (SessionReader reader = SessionReader.open(Sessions.list(root).get(0))) {
      assertThat(reader.next()).isTrue();
      Journal.prune(root, new Retention(0, 0, 0), Long.MAX_VALUE);
      int records = 1;
      while (reader.next()) {
        records++;
      }
      assertThat(records).isEqualTo(500);
      assertThat(reader.damage()).isNull();
      assertThat(reader.atEnd()).isTrue();
    }
  }

  @Test
  void pruningListingAndTurningOverGoTogether() throws InterruptedException {
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    try (Journal journal = Journal.open(root)) {
      Thread writer = new Thread(() -> writeDays(journal, 25));
      writer.setUncaughtExceptionHandler((thread, e) -> thrown.set(e));
      writer.start();
      while (writer.isAlive()) {
        journal.prune(Retention.ALL.withMaxBytes(500_000), NOON_NS);
        assertThat(Sessions.list(root)).allMatch(info -> info.records() <= 500);
        assertThat(JournalCheck.check(root))
            .extracting(SessionVerdict::state)
            .doesNotContain(SessionVerdict.State.DAMAGED);
      }
      writer.join();
      assertThat(journal.prune(Retention.ALL.withMaxBytes(500_000), NOON_NS).met()).isTrue();
      assertThat(journal.lastSequence()).isEqualTo(25 * 500);
    }
    assertThat(thrown.get()).isNull();
  }
}
