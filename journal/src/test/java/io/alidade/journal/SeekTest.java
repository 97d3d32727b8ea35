package io.alidade.journal;

import static io.alidade.journal.TestRecords.NOON_NS;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Seeks give what reading everything gives, whatever the index looks like. */
class SeekTest {
  private static final long DAY_NS = 86_400_000_000_000L;
  private static final int RECORDS = 20_000;
  private static final int RESTART_EVERY = 3000;

  @TempDir Path root;
  private final long[] times = new long[RECORDS + 1];

  /** The clock goes on a microsecond a record, and is set back and forth now and then. */
  private static long timeNs(long sequence) {
    long step = new Random(sequence / 1500).nextInt(3) - 1;
    return NOON_NS + sequence * 1000 + step * DAY_NS;
  }

  private static boolean isRestartPoint(long sequence) {
    return sequence > 5000 && sequence % RESTART_EVERY == 7;
  }

  private static byte[] record(long sequence) {
    byte[] bytes = TestRecords.record(sequence, timeNs(sequence), (int) (sequence * 37 % 400));
    TestRecords.mark(bytes, isRestartPoint(sequence) ? RecordLayout.RESTART_POINT : 0);
    return bytes;
  }

  private void append(SessionWriter session, long first, long last) {
    for (long sequence = first; sequence <= last; sequence++) {
      times[(int) sequence] = timeNs(sequence);
      byte[] bytes = record(sequence);
      session.append(bytes, 0, bytes.length);
    }
  }

  private Path writeSession() throws IOException {
    try (Journal journal = Journal.open(root);
        SessionWriter session = journal.beginSession(NOON_NS)) {
      append(session, 1, RECORDS);
    }
    return TestRecords.onlySession(root);
  }

  /** Sequence of the next record; 0 = none. */
  private static long next(SessionReader reader) {
    if (!reader.next()) {
      return 0;
    }
    long sequence = RecordBytes.sequence(reader.record(), 0);
    TestRecords.assertEqual(reader, record(sequence));
    return sequence;
  }

  private long firstFrom(long timeNs) {
    for (int sequence = 1; sequence <= RECORDS; sequence++) {
      if (times[sequence] >= timeNs) {
        return sequence;
      }
    }
    return 0;
  }

  private static long restartPointUpTo(long sequence) {
    for (long s = Math.min(sequence, RECORDS); s > 0; s--) {
      if (isRestartPoint(s)) {
        return s;
      }
    }
    return 0;
  }

  private void assertSeeksAreRight(SessionReader reader, int count) {
    Random random = new Random(count);
    for (int i = 0; i < count; i++) {
      long sequence = 1 + random.nextInt(RECORDS);
      assertThat(reader.seekSequence(sequence)).isTrue();
      assertThat(next(reader)).isEqualTo(sequence);
      assertThat(next(reader)).isEqualTo(sequence == RECORDS ? 0 : sequence + 1);
      assertThat(reader.damage()).isNull();

      long timeNs = times[1 + random.nextInt(RECORDS)] + random.nextInt(3) - 1;
      long first = firstFrom(timeNs);
      assertThat(reader.seekTime(timeNs)).isEqualTo(first != 0);
      assertThat(next(reader)).isEqualTo(first);

      sequence = 1 + random.nextInt(RECORDS);
      long restart = restartPointUpTo(sequence);
      assertThat(reader.seekRestartPoint(sequence)).isEqualTo(restart != 0);
      assertThat(next(reader)).isEqualTo(restart == 0 ? 1 : restart);
    }
  }

  @Test
  void seeksFindWhatReadingEverythingFinds() throws IOException {
    try (SessionReader reader = SessionReader.open(writeSession())) {
      assertSeeksAreRight(reader, 300);
    }
  }

  @Test
  void seeksBeforeTheBeginningAndBeyondTheEnd() throws IOException {
    try (SessionReader reader = SessionReader.open(writeSession())) {
      assertThat(reader.seekSequence(RECORDS + 1)).isFalse();
      assertThat(reader.next()).isFalse();
      assertThat(reader.atEnd()).isTrue();
      assertThat(reader.seekSequence(-3)).isTrue();
      assertThat(next(reader)).isEqualTo(1);
      assertThat(reader.seekSequence(Long.MAX_VALUE)).isFalse();
      assertThat(reader.seekTime(Long.MAX_VALUE)).isFalse();
      assertThat(reader.atEnd()).isTrue();
      assertThat(reader.seekTime(Long.MIN_VALUE)).isTrue();
      assertThat(next(reader)).isEqualTo(1);
      assertThat(reader.seekRestartPoint(0)).isFalse();
      assertThat(next(reader)).isEqualTo(1);
      assertThat(reader.seekRestartPoint(Long.MAX_VALUE)).isTrue();
      assertThat(next(reader)).isEqualTo(restartPointUpTo(RECORDS));
      assertThat(reader.damage()).isNull();
    }
  }

  @Test
  void sessionWithoutRecordsHasNothingToSeek() {
    try (Journal journal = Journal.open(root);
        SessionWriter session = journal.beginSession(NOON_NS);
        SessionReader reader = SessionReader.open(Sessions.list(root).get(0))) {
      assertThat(reader.seekSequence(1)).isFalse();
      assertThat(reader.seekTime(0)).isFalse();
      assertThat(reader.seekRestartPoint(1)).isFalse();
      append(session, 1, 1);
      assertThat(reader.seekSequence(1)).isTrue();
      assertThat(next(reader)).isEqualTo(1);
    }
  }

  @Test
  void seeksWorkWhileTheSessionIsWritten() {
    try (Journal journal = Journal.open(root);
        SessionWriter session = journal.beginSession(NOON_NS);
        SessionReader reader = SessionReader.open(Sessions.list(root).get(0))) {
      for (int last = 2000; last <= RECORDS; last += 2000) {
        append(session, last - 1999, last);
        for (long sequence = last - 1999; sequence <= last; sequence += 333) {
          assertThat(reader.seekSequence(sequence)).isTrue();
          assertThat(next(reader)).isEqualTo(sequence);
        }
        assertThat(reader.seekSequence(last + 1)).isFalse();
        assertThat(reader.next()).isFalse();
        assertThat(reader.atEnd()).isFalse();
        assertThat(Sessions.list(root).get(0))
            .satisfies(
                info -> {
                  assertThat(info.firstSequence()).isEqualTo(1);
                  assertThat(info.records()).isEqualTo(info.lastSequence());
                  assertThat(info.lastTimeNs()).isEqualTo(times[(int) info.lastSequence()]);
                  assertThat(info.bytes()).isEqualTo(session.bytes());
                });
      }
      session.close();
      assertThat(reader.next()).isFalse();
      assertThat(reader.atEnd()).isTrue();
      assertSeeksAreRight(reader, 50);
    }
  }

  @Test
  void badIndexOnlyCostsTime() throws IOException {
    Path session = writeSession();
    Path index = session.resolve(IndexLayout.FILE_NAME);
    byte[] whole = Files.readAllBytes(index);
    assertThat(whole.length / IndexLayout.SLOT).isBetween(20, 40);
    Random random = new Random(8);
    for (int i = 0; i < 40; i++) {
      byte[] spoilt = whole.clone();
      switch (i % 4) {
        case 0 -> spoilt[random.nextInt(spoilt.length)] ^= (byte) (1 << random.nextInt(8));
        case 1 -> spoilt = Arrays.copyOf(spoilt, random.nextInt(spoilt.length));
        case 2 -> Arrays.fill(spoilt, random.nextInt(500), 500 + random.nextInt(450), (byte) 0);
        default -> random.nextBytes(spoilt);
      }
      Files.write(index, spoilt);
      try (SessionReader reader = SessionReader.open(session)) {
        assertSeeksAreRight(reader, 5);
      }
    }
    Files.delete(index);
    try (SessionReader reader = SessionReader.open(session)) {
      assertSeeksAreRight(reader, 5);
    }
  }

  /** Sound entries that belong to other bytes: what is found at the place does not check out. */
  @Test
  void staleIndexOnlyCostsTime() throws IOException {
    Path session = writeSession();
    Path index = session.resolve(IndexLayout.FILE_NAME);
    byte[] whole = Files.readAllBytes(index);
    ByteBuffer slots = ByteBuffer.wrap(whole).order(ByteOrder.LITTLE_ENDIAN);
    CRC32C crc = new CRC32C();
    for (int slot = 5; slot < whole.length / IndexLayout.SLOT; slot++) {
      int at = slot * IndexLayout.SLOT;
      long position = slots.getLong(at + IndexLayout.POSITION_AT);
      slots.putLong(at + IndexLayout.POSITION_AT, position + 4 * (slot % 3 == 0 ? 1L << 40 : slot));
      crc.reset();
      crc.update(whole, at, IndexLayout.CRC_AT);
      slots.putInt(at + IndexLayout.CRC_AT, (int) crc.getValue());
    }
    Files.write(index, whole);
    try (SessionReader reader = SessionReader.open(session)) {
      assertSeeksAreRight(reader, 20);
    }
  }

  @Test
  void seekPassesADamagedPlaceOnlyToWhatLiesBehindIt() throws IOException {
    Path session = writeSession();
    Path file = TestRecords.queueFile(session);
    Path copy = Files.copy(file, root.resolve("copy"));
    long bad = 10_000;
    long position = position(session, bad);
    byte[] word = DamagedFile.read(file, position, 4);
    byte[][] damages = {{1, 2, 3, 4}, {0, 0, 0, 0}, {word[0], word[1], word[2], 0x40}};
    for (byte[] damage : damages) {
      DamagedFile.overwrite(file, position, damage);
      assertDamageIsSeen(session, bad, bad);
      Files.delete(session.resolve(IndexLayout.FILE_NAME));
      assertDamageIsSeen(session, bad, bad);
      Files.copy(copy, file, StandardCopyOption.REPLACE_EXISTING);
      Files.deleteIfExists(session.resolve("manifest.tmp"));
      recreateIndex(session);
    }
    DamagedFile.overwrite(file, position, new byte[300_000]);
    long behind = bad;
    while (position(copy, behind) < position + 300_000) {
      behind++;
    }
    assertDamageIsSeen(session, bad, behind - 1);
  }

  private void recreateIndex(Path session) throws IOException {
    IndexWriter index = new IndexWriter(session, RootDirectory.number(session), false);
    try (QueueFileReader reader = new QueueFileReader(TestRecords.queueFile(session), null)) {
      while (reader.next()) {
        long word = reader.position() - ((reader.length() + 3) & ~3) - 4;
        index.appended(reader.record(), 0, reader.length(), word, 0);
      }
    }
    index.close();
  }

  private static long position(Path sessionOrFile, long sequence) throws IOException {
    Path file =
        Files.isDirectory(sessionOrFile) ? TestRecords.queueFile(sessionOrFile) : sessionOrFile;
    try (QueueFileReader reader = new QueueFileReader(file, null)) {
      while (reader.next()) {
        if (reader.expected() == sequence + 1) {
          return reader.position() - ((reader.length() + 3) & ~3) - 4;
        }
      }
    }
    throw new AssertionError("no record " + sequence);
  }

  private void assertDamageIsSeen(Path session, long first, long last) {
    try (SessionReader reader = SessionReader.open(session)) {
      for (long bad : new long[] {first, (first + last) / 2, last}) {
        assertThat(reader.seekSequence(bad)).isFalse();
        assertThat(reader.damage().sequence()).isEqualTo(first);
        assertThat(reader.next()).isFalse();
      }
      assertThat(reader.seekSequence(first - 1)).isTrue();
      assertThat(next(reader)).isEqualTo(first - 1);
      assertThat(reader.next()).isFalse();
      assertThat(reader.damage().sequence()).isEqualTo(first);
      for (long good : new long[] {last + 1, last + 2, last + 3000, RECORDS}) {
        assertThat(reader.seekSequence(good)).isTrue();
        assertThat(reader.damage()).isNull();
        assertThat(next(reader)).isEqualTo(good);
      }
      assertThat(reader.seekRestartPoint(RECORDS)).isTrue();
      assertThat(next(reader)).isEqualTo(restartPointUpTo(RECORDS));
      assertThat(reader.seekRestartPoint(last + 1)).isTrue();
      long restart = restartPointUpTo(last + 1);
      assertThat(next(reader)).isEqualTo(restart);
      reader.seekSequence(RECORDS);
      assertThat(next(reader)).isEqualTo(RECORDS);
      assertThat(reader.next()).isFalse();
      assertThat(reader.atEnd()).isTrue();
    }
  }

  @Test
  void sessionsFindTheOneThatHoldsASequenceOrATime() {
    try (Journal journal = Journal.open(root)) {
      long sequence = 1;
      for (int i = 0; i < 4; i++) {
        try (SessionWriter session = journal.beginSession(NOON_NS + i * DAY_NS)) {
          for (int k = 0; i != 1 && k < 100; k++) {
            // The third session's clock stands a week ahead at first.
            long timeNs = NOON_NS + i * DAY_NS + k + (i == 2 && k < 10 ? 7 * DAY_NS : 0);
            byte[] bytes = TestRecords.record(sequence++, timeNs, 10);
            session.append(bytes, 0, bytes.length);
          }
          assertThat(Sessions.findSequence(root, sequence)).isEmpty();
          assertThat(Sessions.findSequence(root, sequence - 1))
              .hasValueSatisfying(
                  info -> assertThat(info.ended()).isEqualTo(session.records() == 0));
        }
      }
    }
    assertThat(found(Sessions.findSequence(root, -1))).isEqualTo(1);
    assertThat(found(Sessions.findSequence(root, 100))).isEqualTo(1);
    assertThat(found(Sessions.findSequence(root, 101))).isEqualTo(3);
    assertThat(found(Sessions.findSequence(root, 201))).isEqualTo(4);
    assertThat(found(Sessions.findTime(root, NOON_NS))).isEqualTo(1);
    assertThat(found(Sessions.findTime(root, NOON_NS + 100))).isEqualTo(3);
    assertThat(found(Sessions.findTime(root, NOON_NS + 3 * DAY_NS))).isEqualTo(3);
    assertThat(Sessions.findTime(root, NOON_NS + 10 * DAY_NS)).isEmpty();
  }

  private static long found(Optional<SessionInfo> info) {
    return RootDirectory.number(info.orElseThrow().directory());
  }

  @Test
  @Tag("soak")
  void aDayOfFiveMillionEventsIsSoughtInWithinMilliseconds() {
    int records = 5_000_000;
    byte[] bytes = TestRecords.record(1, NOON_NS, 200 - RecordLayout.HEADER_LENGTH);
    try (Journal journal = Journal.open(root);
        SessionWriter session = journal.beginSession(NOON_NS)) {
      for (int sequence = 1; sequence <= records; sequence++) {
        TestRecords.header(bytes, sequence, NOON_NS + sequence * 17_280_000L);
        TestRecords.mark(bytes, sequence % 200_000 == 1 ? RecordLayout.RESTART_POINT : 0);
        session.append(bytes, 0, bytes.length);
      }
      measure("open session", records);
    }
    measure("closed session", records);
  }

  private void measure(String what, int records) {
    long start = System.nanoTime();
    SessionInfo info = Sessions.findSequence(root, records / 2).orElseThrow();
    long found = System.nanoTime();
    Random random = new Random(3);
    long worst = 0;
    int seeks = 300;
    try (SessionReader reader = SessionReader.open(info)) {
      for (int i = 0; i < seeks; i++) {
        long sequence = 1 + random.nextInt(records);
        long before = System.nanoTime();
        switch (i % 3) {
          case 0 -> assertThat(reader.seekSequence(sequence)).isTrue();
          case 1 -> assertThat(reader.seekTime(NOON_NS + sequence * 17_280_000L)).isTrue();
          default -> {
            assertThat(reader.seekRestartPoint(sequence)).isTrue();
            sequence = (sequence - 1) / 200_000 * 200_000 + 1;
          }
        }
        assertThat(reader.next()).isTrue();
        worst = Math.max(worst, System.nanoTime() - before);
        assertThat(RecordBytes.sequence(reader.record(), 0)).isEqualTo(sequence);
      }
    }
    System.out.printf(
        "%s of %d records: find %.1f ms, %d seeks %.2f ms each, worst %.1f ms%n",
        what,
        records,
        (found - start) / 1e6,
        seeks,
        (System.nanoTime() - found) / 1e6 / seeks,
        worst / 1e6);
  }
}
