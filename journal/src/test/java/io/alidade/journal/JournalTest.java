package io.alidade.journal;

import static io.alidade.journal.TestRecords.NOON_NS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {
  private static final long DAY_NS = 86_400_000_000_000L;

  @TempDir Path root;

  @Test
  void whatWasAppendedIsReadBackByteForByte() {
    TestRecords.writeSession(root, 5000);
    SessionInfo info = Sessions.list(root).get(0);
    try (SessionReader reader = SessionReader.open(info)) {
      assertThat(TestRecords.readAll(reader, 1)).isEqualTo(5001);
      assertThat(reader.damage()).isNull();
      assertThat(reader.atEnd()).isTrue();
    }
    assertThat(JournalCheck.check(root))
        .singleElement()
        .satisfies(
            verdict -> {
              assertThat(verdict.state()).isEqualTo(SessionVerdict.State.WHOLE);
              assertThat(verdict.records()).isEqualTo(5000);
              assertThat(verdict.detail()).isEmpty();
            });
  }

  @Test
  void manifestStatesCountsTimesAndRollingCrc() {
    TestRecords.writeSession(root, 700);
    CRC32C rolling = new CRC32C();
    long bytes = 0;
    for (long sequence = 1; sequence <= 700; sequence++) {
      byte[] sealed = TestRecords.sealed(TestRecords.record(sequence));
      rolling.update(sealed, 4, 4);
      bytes += sealed.length;
    }
    SessionInfo info = Sessions.list(root).get(0);
    assertThat(info)
        .isEqualTo(
            new SessionInfo(
                "20261125T120000.000Z-000001",
                root.resolve("20261125T120000.000Z-000001"),
                true,
                false,
                1,
                700,
                NOON_NS + 1000,
                NOON_NS + 700_000,
                700,
                bytes,
                (int) rolling.getValue(),
                false));
    assertThat(info.ended()).isTrue();
  }

  @Test
  void sequencesAndEpochGoOnOverSessionsAndReopening() {
    String epoch;
    try (Journal journal = Journal.open(root)) {
      assertThat(journal.lastSequence()).isZero();
      epoch = journal.epoch();
      for (int i = 0; i < 3; i++) {
        try (SessionWriter session = journal.beginSession(NOON_NS + i)) {
          long first = journal.lastSequence() + 1;
          TestRecords.append(session, first, first + 9);
          assertThat(session.records()).isEqualTo(10);
          assertThat(session.id()).endsWith("00000" + (i + 1));
        }
      }
      assertThat(journal.lastSequence()).isEqualTo(30);
    }
    try (Journal journal = Journal.open(root);
        SessionWriter session = journal.beginSession(NOON_NS)) {
      assertThat(journal.epoch()).isEqualTo(epoch);
      assertThat(journal.lastSequence()).isEqualTo(30);
      TestRecords.append(session, 31, 40);
    }
    assertThat(Sessions.list(root))
        .extracting(SessionInfo::firstSequence)
        .containsExactly(1L, 11L, 21L, 31L);
  }

  @Test
  void sequenceDoesNotRestartWhenAllSessionsAreDeleted() throws IOException {
    TestRecords.writeSession(root, 20);
    Path session = TestRecords.onlySession(root);
    try (Stream<Path> files = Files.list(session)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(session);
    try (Journal journal = Journal.open(root)) {
      assertThat(journal.lastSequence()).isEqualTo(20);
      assertThat(journal.beginSession(NOON_NS).id()).endsWith("-000002");
    }
  }

  @Test
  void identityFileThatIsLostIsMadeAnewAndTheSequenceGoesOn() throws IOException {
    TestRecords.writeSession(root, 20);
    Files.writeString(root.resolve("journal"), "");
    try (Journal journal = Journal.open(root)) {
      assertThat(journal.epoch()).hasSize(36);
      assertThat(journal.lastSequence()).isEqualTo(20);
    }
  }

  @Test
  void sequenceThatIsNotTheNextOneIsRefused() {
    try (Journal journal = Journal.open(root);
        SessionWriter session = journal.beginSession(NOON_NS)) {
      TestRecords.append(session, 1, 3);
      assertThatIllegalStateException()
          .isThrownBy(() -> TestRecords.append(session, 3, 3))
          .withMessageContaining("sequence 3 after 3");
      assertThatIllegalStateException().isThrownBy(() -> TestRecords.append(session, 5, 5));
      TestRecords.append(session, 4, 4);
      assertThat(session.records()).isEqualTo(4);
    }
  }

  @Test
  void bytesThatAreNoRecordAreRefused() {
    try (Journal journal = Journal.open(root);
        SessionWriter session = journal.beginSession(NOON_NS)) {
      byte[] record = TestRecords.record(1);
      byte[] noMagic = record.clone();
      noMagic[0] ^= 1;
      assertThatIllegalArgumentException().isThrownBy(() -> session.append(record, 0, 31));
      assertThatIllegalArgumentException()
          .isThrownBy(() -> session.append(record, 0, record.length - 1));
      assertThatIllegalArgumentException()
          .isThrownBy(() -> session.append(record, 1, record.length));
      assertThatIllegalArgumentException()
          .isThrownBy(() -> session.append(noMagic, 0, record.length));
      assertThatIllegalArgumentException()
          .isThrownBy(() -> session.append(record, -1, record.length));
      session.append(record, 0, record.length);
    }
  }

  @Test
  void recordMayLieAnywhereInItsArrayAndGetsItsCrcInPlace() {
    byte[] record = TestRecords.record(1);
    byte[] array = new byte[record.length + 10];
    System.arraycopy(record, 0, array, 7, record.length);
    try (Journal journal = Journal.open(root);
        SessionWriter session = journal.beginSession(NOON_NS)) {
      session.append(array, 7, record.length);
    }
    byte[] after = new byte[record.length];
    System.arraycopy(array, 7, after, 0, record.length);
    assertThat(after).isEqualTo(TestRecords.sealed(record));
  }

  @Test
  void recordsOfTheGreatestLengthPassEveryBlockBoundary() {
    int records = 40;
    byte[][] written = new byte[records][];
    try (Journal journal = Journal.open(root);
        SessionWriter session = journal.beginSession(NOON_NS)) {
      for (int i = 0; i < records; i++) {
        written[i] = new byte[RecordLayout.MAX_LENGTH - i % 13];
        TestRecords.fill(written[i], i + 1, NOON_NS);
        session.append(written[i], 0, written[i].length);
      }
    }
    try (SessionReader reader = SessionReader.open(Sessions.list(root).get(0))) {
      for (byte[] record : written) {
        assertThat(reader.next()).isTrue();
        TestRecords.assertEqual(reader, record);
      }
      assertThat(reader.next()).isFalse();
      assertThat(reader.damage()).isNull();
    }
  }

  /** The clock goes back over midnight while a session runs, and between sessions. */
  @Test
  void steppedClockDoesNotReorderRecordsOrSessions() throws IOException {
    try (Journal journal = Journal.open(root)) {
      try (SessionWriter session = journal.beginSession(NOON_NS)) {
        long[] steps = {0, DAY_NS, -DAY_NS, 2 * DAY_NS, -3600_000_000_000L, 0};
        for (int i = 0; i < 600; i++) {
          byte[] bytes = TestRecords.record(i + 1, NOON_NS + steps[i / 100] + i, 50);
          session.append(bytes, 0, bytes.length);
        }
      }
      for (long start : new long[] {NOON_NS - 3 * DAY_NS, NOON_NS - DAY_NS, 0, -5, NOON_NS}) {
        try (SessionWriter session = journal.beginSession(start)) {
          long next = journal.lastSequence() + 1;
          TestRecords.append(session, next, next);
        }
      }
    }
    Path first = RootDirectory.sessions(root).get(0);
    assertThat(QueueFileReader.files(first)).hasSize(1);
    try (SessionReader reader = SessionReader.open(first)) {
      for (long sequence = 1; sequence <= 600; sequence++) {
        assertThat(reader.next()).isTrue();
        assertThat(RecordBytes.sequence(reader.record(), 0)).isEqualTo(sequence);
      }
      assertThat(reader.next()).isFalse();
    }
    assertThat(Sessions.list(root))
        .extracting(SessionInfo::firstSequence)
        .containsExactly(1L, 601L, 602L, 603L, 604L, 605L);
    assertThat(Sessions.list(root).get(3).id()).isEqualTo("19700101T000000.000Z-000004");
    assertThat(Sessions.list(root).get(4).id()).isEqualTo("19691231T235959.999Z-000005");
    assertThat(JournalCheck.check(root))
        .extracting(SessionVerdict::state)
        .containsOnly(SessionVerdict.State.WHOLE);
  }

  @Test
  void secondOpenerInThisProcessIsRefusedAndTheFirstKeepsItsLock() throws Exception {
    try (Journal journal = Journal.open(root)) {
      assertThatThrownBy(() -> Journal.open(root))
          .isInstanceOfSatisfying(
              JournalException.class,
              e -> {
                assertThat(e.isEnvironment()).isTrue();
                assertThat(e)
                    .hasMessageContaining("this process has this journal open")
                    .hasMessageNotContaining("\n");
              });
      assertThat(childOpens(root))
          .startsWith("ENVIRONMENT ")
          .contains("process " + ProcessHandle.current().pid() + " has this journal open")
          .doesNotContain("\n");
      assertThat(journal.lastSequence()).isZero();
    }
    assertThat(childOpens(root)).isEqualTo("open 0");
  }

  private static String childOpens(Path root) throws Exception {
    Process child = ChildJvm.process(ChildJvm.command(List.of(), "open", root.toString())).start();
    String output = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(child.waitFor()).isZero();
    return output.strip();
  }

  @Test
  void secondThreadMayNotAppend() throws InterruptedException {
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    try (Journal journal = Journal.open(root);
        SessionWriter session = journal.beginSession(NOON_NS)) {
      TestRecords.append(session, 1, 1);
      Thread other =
          new Thread(
              () -> {
                try {
                  TestRecords.append(session, 2, 2);
                } catch (IllegalStateException e) {
                  thrown.set(e);
                }
              });
      other.start();
      other.join();
      TestRecords.append(session, 2, 2);
    }
    assertThat(thrown.get()).isInstanceOf(IllegalStateException.class);
    assertThat(Sessions.list(root).get(0).records()).isEqualTo(2);
  }

  @Test
  void sessionThatWasBegunOnOneThreadIsAppendedAndClosedOnAnother() throws InterruptedException {
    try (Journal journal = Journal.open(root)) {
      SessionWriter session = journal.beginSession(NOON_NS);
      Thread handler =
          new Thread(
              () -> {
                TestRecords.append(session, 1, 100);
                session.close();
              });
      handler.start();
      handler.join();
      session.close();
      assertThat(Sessions.list(root).get(0).closed()).isTrue();
      assertThat(journal.beginSession(NOON_NS).records()).isZero();
    }
    assertThat(Sessions.list(root)).extracting(SessionInfo::records).containsExactly(100L, 0L);
  }

  @Test
  void closingUnderARunningAppendWaitsForItAndRefusesTheNext() throws InterruptedException {
    for (int i = 0; i < 20; i++) {
      Journal journal = Journal.open(root);
      SessionWriter session = journal.beginSession(NOON_NS);
      CountDownLatch running = new CountDownLatch(1);
      AtomicLong acknowledged = new AtomicLong();
      long first = journal.lastSequence() + 1;
      Thread handler =
          new Thread(
              () -> {
                try {
                  for (long next = first; ; next++) {
                    TestRecords.append(session, next, next);
                    acknowledged.set(next);
                    running.countDown();
                  }
                } catch (IllegalStateException e) {
                  running.countDown();
                }
              });
      handler.start();
      running.await();
      journal.close();
      handler.join();
      SessionInfo info = Sessions.list(root).get(i);
      assertThat(info.closed()).isTrue();
      assertThat(info.lastSequence()).isEqualTo(acknowledged.get());
    }
  }

  @Test
  void oneSessionAtATime() {
    try (Journal journal = Journal.open(root)) {
      SessionWriter session = journal.beginSession(NOON_NS);
      assertThatIllegalStateException().isThrownBy(() -> journal.beginSession(NOON_NS));
      session.close();
      journal.beginSession(NOON_NS).close();
      journal.close();
      assertThatIllegalStateException().isThrownBy(() -> journal.beginSession(NOON_NS));
    }
  }

  @Test
  void appendAfterTheEndIsRefused() {
    try (Journal journal = Journal.open(root)) {
      SessionWriter session = journal.beginSession(NOON_NS);
      TestRecords.append(session, 1, 1);
      session.close();
      assertThatIllegalStateException().isThrownBy(() -> TestRecords.append(session, 2, 2));
    }
  }

  @Test
  void directoryThatIsNoJournalIsSaidToBeNone() {
    for (Path none : new Path[] {root, root.resolve("missing")}) {
      assertThatThrownBy(() -> Sessions.list(none))
          .isInstanceOfSatisfying(
              JournalException.class,
              e -> {
                assertThat(e.kind()).isEqualTo(JournalException.Kind.ABSENT);
                assertThat(e).hasMessageContaining(none.toString()).hasMessageNotContaining("\n");
              });
      assertThatThrownBy(() -> JournalCheck.check(none)).isInstanceOf(JournalException.class);
    }
    assertThatThrownBy(() -> SessionReader.open(root.resolve("missing")))
        .isInstanceOf(JournalException.class)
        .hasMessageEndingWith("no such session");
    assertThat(root).isEmptyDirectory();
  }

  @Test
  void rootThatIsAFileIsAnEnvironmentFault() throws IOException {
    Path file = Files.createFile(root.resolve("file"));
    assertThatThrownBy(() -> Journal.open(file))
        .isInstanceOfSatisfying(
            JournalException.class, e -> assertThat(e.isEnvironment()).isTrue());
  }

  @Test
  void journalOfALaterFormatIsLeftAlone() throws IOException {
    TestRecords.writeSession(root, 1);
    KeyValueFile.write(root.resolve("journal"), Map.of("format", "9"));
    assertThatThrownBy(() -> Journal.open(root))
        .isInstanceOf(JournalException.class)
        .hasMessageContaining("journal format 9");
  }

  @Test
  void forceIsForAnyThreadAndTellsWhatIsDurable() throws InterruptedException {
    try (Journal journal = Journal.open(root)) {
      SessionWriter session = journal.beginSession(NOON_NS);
      session.force();
      assertThat(session.forced()).isZero();
      TestRecords.append(session, 1, 1000);
      assertThat(session.forced()).isZero();
      Thread control = new Thread(session::force);
      control.start();
      TestRecords.append(session, 1001, 2000);
      control.join();
      assertThat(session.forced()).isBetween(1000L, 2000L);
      session.force();
      assertThat(session.forced()).isEqualTo(2000);
      TestRecords.append(session, 2001, 2001);
      session.close();
      assertThat(session.forced()).isEqualTo(2001);
      session.force();
      assertThat(journal.beginSession(NOON_NS).forced()).isEqualTo(2001);
    }
    assertThat(Sessions.list(root).get(0).records()).isEqualTo(2001);
  }

  @Test
  void forceBesideAppendsAndAClosingSessionIsSafe() throws InterruptedException {
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    try (Journal journal = Journal.open(root)) {
      for (int i = 0; i < 20; i++) {
        SessionWriter session = journal.beginSession(NOON_NS);
        CountDownLatch running = new CountDownLatch(1);
        Thread control =
            new Thread(
                () -> {
                  while (session.forced() < journal.lastSequence() || !session.isClosed()) {
                    long before = session.forced();
                    session.force();
                    assertThat(session.forced()).isGreaterThanOrEqualTo(before);
                    running.countDown();
                  }
                });
        control.setUncaughtExceptionHandler((thread, e) -> thrown.set(e));
        control.start();
        running.await();
        long next = journal.lastSequence() + 1;
        TestRecords.append(session, next, next + 499);
        session.close();
        control.join();
        assertThat(session.forced()).isEqualTo(next + 499);
      }
    }
    assertThat(thrown.get()).isNull();
  }

  @Test
  void interruptDuringForceSpoilsNothing() {
    try (Journal journal = Journal.open(root);
        SessionWriter session = journal.beginSession(NOON_NS)) {
      TestRecords.append(session, 1, 1);
      Thread.currentThread().interrupt();
      assertThatThrownBy(session::force).isInstanceOf(JournalException.class);
      assertThat(Thread.interrupted()).isTrue();
      assertThat(session.forced()).isZero();
      session.force();
      assertThat(session.forced()).isEqualTo(1);
    }
  }
}
