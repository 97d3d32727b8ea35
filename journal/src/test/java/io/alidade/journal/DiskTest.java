package io.alidade.journal;

import static io.alidade.journal.TestRecords.NOON_NS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a journal takes on the disk: allocated blocks as du counts them, not apparent bytes. */
class DiskTest {
  private static final int KIB = 1024;

  @TempDir Path temporary;
  private Path root;

  @BeforeEach
  void needsDu() {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/du")), "needs du");
    root = temporary.resolve("journal");
  }

  /** Files and directories, in bytes. */
  private static long allocated(Path path) throws Exception {
    Process du = ChildJvm.process(List.of("/usr/bin/du", "-s", "-B1", path.toString())).start();
    String line = new String(du.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(du.waitFor()).isZero();
    return Long.parseLong(line.substring(0, line.indexOf('\t')));
  }

  private static long apparent(Path directory) throws IOException {
    long sum = 0;
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.toList()) {
        sum += Files.size(file);
      }
    }
    return sum;
  }

  private static void report(String what, long bytes) {
    System.out.printf("disk: %s %d bytes%n", what, bytes);
  }

  @Test
  void journalWithoutSessionsTakesFourBlocks() throws Exception {
    Journal.open(root).close();
    report("journal without sessions", allocated(root));
    assertThat(allocated(root)).isLessThanOrEqualTo(16 * KIB);
    assertThat(DiskBlocks.usedBelow(root)).isLessThanOrEqualTo(16 * KIB);
  }

  @Test
  void sessionWithoutRecordsTakesThreeBlocks() throws Exception {
    try (Journal journal = Journal.open(root)) {
      journal.beginSession(NOON_NS).close();
    }
    Path session = TestRecords.onlySession(root);
    report("session without records", allocated(session));
    assertThat(allocated(session)).isLessThanOrEqualTo(12 * KIB);
    assertThat(apparent(session)).isLessThanOrEqualTo(5 * KIB);
  }

  @Test
  void sessionOfOneRecordTakesSevenBlocksOnceItIsClosed() throws Exception {
    try (Journal journal = Journal.open(root);
        SessionWriter session = journal.beginSession(NOON_NS)) {
      TestRecords.append(session, 1, 1);
      report("open session of one record", allocated(TestRecords.onlySession(root)));
      assertThat(allocated(TestRecords.onlySession(root))).isLessThanOrEqualTo(32 * KIB);
      TestRecords.append(session, 2, 100);
      report("open session of 100 records", allocated(TestRecords.onlySession(root)));
      assertThat(allocated(TestRecords.onlySession(root))).isLessThanOrEqualTo(192 * KIB);
    }
    report("closed session of 100 records", allocated(TestRecords.onlySession(root)));
    Path other = temporary.resolve("other");
    TestRecords.writeSession(other, 1);
    report("closed session of one record", allocated(TestRecords.onlySession(other)));
    assertThat(allocated(TestRecords.onlySession(other))).isLessThanOrEqualTo(28 * KIB);
    assertThat(apparent(TestRecords.onlySession(other))).isLessThanOrEqualTo(76 * KIB);
  }

  @Test
  void fileOfAnEndedSessionIsCutToItsContentAndReadsAsBefore() throws Exception {
    Path crashed = temporary.resolve("crashed");
    long records = 30_000;
    try (Journal journal = Journal.open(root);
        SessionWriter session = journal.beginSession(NOON_NS)) {
      TestRecords.append(session, 1, records);
      TestRecords.copyTree(root, crashed);
    }
    Path closed = TestRecords.queueFile(TestRecords.onlySession(root));
    Path recovered = TestRecords.queueFile(TestRecords.onlySession(crashed));
    assertThat(Files.size(closed)).isLessThan(Files.size(recovered));
    Journal.open(crashed).close();
    assertThat(Files.size(recovered)).isEqualTo(Files.size(closed));
    for (Path path : List.of(root, crashed)) {
      assertThat(JournalCheck.check(path).get(0).state()).isEqualTo(SessionVerdict.State.WHOLE);
      try (SessionReader reader = SessionReader.open(Sessions.list(path).get(0))) {
        assertThat(TestRecords.readAll(reader, 1)).isEqualTo(records + 1);
      }
    }
  }

  /** Zeros at the end of a record's payload are content. */
  @Test
  void recordThatEndsInZerosIsNotCut() {
    for (int length : new int[] {4096, 60_000, RecordLayout.MAX_LENGTH}) {
      Path path = root.resolve("" + length);
      byte[] record = new byte[length];
      TestRecords.header(record, 1, NOON_NS);
      try (Journal journal = Journal.open(path);
          SessionWriter session = journal.beginSession(NOON_NS)) {
        session.append(record, 0, length);
      }
      try (SessionReader reader = SessionReader.open(Sessions.list(path).get(0))) {
        assertThat(reader.next()).isTrue();
        assertThat(reader.length()).isEqualTo(length);
        assertThat(reader.next()).isFalse();
        assertThat(reader.damage()).isNull();
      }
    }
  }

  @Test
  void countedBytesAreThoseThatDuCounts() throws Exception {
    try (Journal journal = Journal.open(root)) {
      for (int records : new int[] {0, 1, 100, 3000, 50_000}) {
        try (SessionWriter session = journal.beginSession(NOON_NS)) {
          long next = journal.lastSequence() + 1;
          TestRecords.append(session, next, next + records - 1);
          assertCounted(RootDirectory.sessions(root).get(0).getParent(), 200 * KIB);
        }
      }
    }
    for (Path session : RootDirectory.sessions(root)) {
      assertCounted(session, 16 * KIB);
    }
    assertCounted(root, 48 * KIB);
  }

  private static void assertCounted(Path path, int tolerance) throws Exception {
    assertThat(DiskBlocks.usedBelow(path))
        .as("%s", path)
        .isBetween(allocated(path) - tolerance, allocated(path) + tolerance);
  }
}
