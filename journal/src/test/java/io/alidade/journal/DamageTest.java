package io.alidade.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A closed session of 300 records is spoilt in one place at a time. */
class DamageTest {
  private static final int RECORDS = 300;
  private static final int WORD = 4;

  @TempDir Path root;
  private Path session;
  private Path file;
  private final List<Long> words = new ArrayList<>();
  private long end;

  @BeforeEach
  void writeSession() throws IOException {
    TestRecords.writeSession(root, RECORDS);
    session = TestRecords.onlySession(root);
    file = TestRecords.queueFile(session);
    try (QueueFileReader reader = new QueueFileReader(file, null)) {
      while (reader.next()) {
        words.add(reader.position() - ((reader.length() + 3) & ~3) - WORD);
      }
      end = reader.position();
    }
    assertThat(words).hasSize(RECORDS);
  }

  private SessionVerdict check() {
    return JournalCheck.check(root).get(0);
  }

  /** Flips one bit, has the check find it, looks at what a reader gets, and flips it back. */
  private SessionVerdict flip(long position, int bit) throws IOException {
    byte[] old = DamagedFile.read(file, position, 1);
    DamagedFile.overwrite(file, position, new byte[] {(byte) (old[0] ^ (1 << bit))});
    try {
      SessionVerdict verdict = check();
      assertThat(verdict.state())
          .as("byte %d bit %d", position, bit)
          .isEqualTo(SessionVerdict.State.DAMAGED);
      assertThat(verdict.detail()).isNotEmpty().doesNotContain("\n");
      try (SessionReader reader = SessionReader.open(session)) {
        long next = TestRecords.readAll(reader, 1); // Never a wrong byte.
        assertThat(next).isEqualTo(verdict.lastSequence() + 1);
        if (verdict.badSequence() != 0) {
          assertThat(next).isEqualTo(verdict.badSequence());
          assertThat(reader.damage().sequence()).isEqualTo(verdict.badSequence());
          assertThat(reader.atEnd()).isTrue();
        } else {
          assertThat(next).isEqualTo(RECORDS + 1);
        }
      }
      return verdict;
    } finally {
      DamagedFile.overwrite(file, position, old);
    }
  }

  @Test
  void oneFlippedBitAnywhereIsFound() throws IOException {
    Random random = new Random(1);
    long size = Files.size(file);
    for (int i = 0; i < 60; i++) {
      flip(random.nextInt((int) words.get(0).longValue()), random.nextInt(8));
      flip(words.get(0) + random.nextInt((int) (end - words.get(0))), random.nextInt(8));
      flip(end + (long) (random.nextDouble() * (size - end)), random.nextInt(8));
    }
    assertThat(check().state()).isEqualTo(SessionVerdict.State.WHOLE);
  }

  @Test
  void everyBitOfAWordAndAHeaderCounts() throws IOException {
    long word = words.get(37);
    for (int i = 0; i < WORD + RecordLayout.HEADER_LENGTH; i++) {
      for (int bit = 0; bit < 8; bit++) {
        SessionVerdict verdict = flip(word + i, bit);
        int survivors = i < WORD ? RECORDS - 37 : RECORDS - 38;
        assertThat(verdict.badSequence()).isEqualTo(38);
        assertThat(verdict.detail()).contains("behind it lie " + survivors);
      }
    }
  }

  @Test
  void everyBitOfChroniclesHeadCounts() throws IOException {
    for (int i = 0; i < 224; i++) {
      flip(i, i % 8);
    }
  }

  @Test
  void truncatedFileIsReadUpToTheCut() throws IOException {
    Random random = new Random(2);
    Path copy = Files.copy(file, root.resolve("copy"));
    for (int i = 0; i < 100; i++) {
      long length = (long) (random.nextDouble() * end);
      DamagedFile.truncate(file, length);
      long whole = words.stream().filter(word -> wholeBefore(word, length)).count();
      SessionVerdict verdict = check();
      assertThat(verdict.state()).isEqualTo(SessionVerdict.State.DAMAGED);
      assertThat(verdict.records()).isEqualTo(whole);
      assertThat(verdict.badSequence()).isEqualTo(whole + 1);
      try (SessionReader reader = SessionReader.open(session)) {
        assertThat(TestRecords.readAll(reader, 1)).isEqualTo(whole + 1);
        assertThat(reader.damage()).isNotNull();
      }
      Files.copy(copy, file, StandardCopyOption.REPLACE_EXISTING);
    }
    assertThat(check().state()).isEqualTo(SessionVerdict.State.WHOLE);
  }

  private boolean wholeBefore(long word, long length) {
    int index = words.indexOf(word);
    return word + WORD + TestRecords.record(index + 1).length <= length;
  }

  @Test
  void missingFileIsDamage() throws IOException {
    Files.delete(file);
    assertThat(check().state()).isEqualTo(SessionVerdict.State.DAMAGED);
    assertThat(check().badSequence()).isEqualTo(1);
    try (SessionReader reader = SessionReader.open(session)) {
      assertThat(reader.next()).isFalse();
      assertThat(reader.damage().sequence()).isEqualTo(1);
      assertThat(reader.length()).isZero();
    }
  }

  /** What a page that never reached the disk looks like; Chronicle's tailer would just end. */
  @Test
  void zeroedPageInTheMiddleDoesNotEndTheSessionSilently() throws IOException {
    for (int pages = 1; pages <= 3; pages++) {
      long page = (words.get(100) / 4096 + 1) * 4096;
      DamagedFile.overwrite(file, page, new byte[4096 * pages]);
      SessionVerdict verdict = check();
      assertThat(verdict.state()).isEqualTo(SessionVerdict.State.DAMAGED);
      assertThat(verdict.records()).isBetween(99L, 150L);
      assertThat(verdict.detail()).contains("behind it lie").contains("to 300");
      try (SessionReader reader = SessionReader.open(session)) {
        assertThat(TestRecords.readAll(reader, 1)).isEqualTo(verdict.badSequence());
        assertThat(reader.damage()).isNotNull();
      }
    }
  }

  @Test
  void garbageLengthsAreRefused() throws IOException {
    Random random = new Random(3);
    for (int i = 0; i < 150; i++) {
      int record = random.nextInt(RECORDS);
      byte[] old = DamagedFile.read(file, words.get(record), WORD);
      byte[] garbage = new byte[WORD];
      random.nextBytes(garbage);
      DamagedFile.overwrite(file, words.get(record), garbage);
      SessionVerdict verdict = check();
      assertThat(verdict.state()).isEqualTo(SessionVerdict.State.DAMAGED);
      assertThat(verdict.badSequence()).isEqualTo(record + 1);
      DamagedFile.overwrite(file, words.get(record), old);
    }
  }

  @Test
  void randomBytesInPlaceOfTheFileAreRefused() throws IOException {
    Random random = new Random(4);
    for (int i = 0; i < 50; i++) {
      byte[] garbage = new byte[random.nextInt(200_000)];
      random.nextBytes(garbage);
      Files.write(file, garbage);
      assertThat(check().state()).isEqualTo(SessionVerdict.State.DAMAGED);
      try (SessionReader reader = SessionReader.open(session)) {
        assertThat(reader.next()).isFalse();
        assertThat(reader.damage()).isNotNull();
      }
    }
  }

  @Test
  void exchangedRecordsAreFoundByTheirSequence() throws IOException {
    Path other = root.resolve("other");
    try (Journal journal = Journal.open(other);
        SessionWriter writer = journal.beginSession(TestRecords.NOON_NS)) {
      for (long sequence = 1; sequence <= 10; sequence++) {
        byte[] bytes = TestRecords.record(sequence, TestRecords.NOON_NS, 60);
        writer.append(bytes, 0, bytes.length);
      }
    }
    Path queue = TestRecords.queueFile(TestRecords.onlySession(other));
    long first;
    try (QueueFileReader reader = new QueueFileReader(queue, null)) {
      assertThat(reader.next()).isTrue();
      first = reader.position();
    }
    byte[] second = DamagedFile.read(queue, first, 96);
    byte[] third = DamagedFile.read(queue, first + 96, 96);
    DamagedFile.overwrite(queue, first, third);
    DamagedFile.overwrite(queue, first + 96, second);
    SessionVerdict verdict = JournalCheck.check(other).get(0);
    assertThat(verdict.state()).isEqualTo(SessionVerdict.State.DAMAGED);
    assertThat(verdict.badSequence()).isEqualTo(2);
    assertThat(verdict.detail()).contains("the record has sequence 3");
  }

  @Test
  void damagedManifestIsFoundAndTheSessionIsReadWithoutIt() throws IOException {
    Path manifest = session.resolve(Manifest.FILE_NAME);
    byte[] whole = Files.readAllBytes(manifest);
    Random random = new Random(5);
    for (int i = 0; i < 100; i++) {
      byte[] spoilt = whole.clone();
      spoilt[random.nextInt(spoilt.length)] ^= (byte) (1 << random.nextInt(8));
      Files.write(manifest, spoilt);
      assertThat(check().state()).isEqualTo(SessionVerdict.State.DAMAGED);
      assertThat(check().detail()).contains("manifest").contains("all 300 records are whole");
      assertThat(Sessions.list(root).get(0).records()).isEqualTo(RECORDS);
    }
    try (Journal journal = Journal.open(root)) {
      assertThat(journal.lastSequence()).isEqualTo(RECORDS);
    }
    assertThat(check().state()).isEqualTo(SessionVerdict.State.WHOLE);
    assertThat(Sessions.list(root).get(0).recovered()).isTrue();
  }

  @Test
  void journalOpensWhateverTheFilesLookLike() throws IOException {
    Random random = new Random(6);
    Files.delete(session.resolve(Manifest.FILE_NAME));
    Path copy = Files.copy(file, root.resolve("copy"));
    for (int i = 0; i < 60; i++) {
      Files.copy(copy, file, StandardCopyOption.REPLACE_EXISTING);
      byte[] garbage = new byte[1 + random.nextInt(64)];
      random.nextBytes(garbage);
      DamagedFile.overwrite(file, (long) (random.nextDouble() * end), garbage);
      if (i % 3 == 0) {
        DamagedFile.truncate(file, (long) (random.nextDouble() * end));
      }
      Files.deleteIfExists(session.resolve(Manifest.FILE_NAME));
      try (Journal journal = Journal.open(root)) {
        assertThat(journal.lastSequence()).isEqualTo(RECORDS);
      }
      SessionInfo info = Sessions.list(root).get(0);
      assertThat(info.recovered()).isTrue();
      try (SessionReader reader = SessionReader.open(info)) {
        assertThat(TestRecords.readAll(reader, 1)).isEqualTo(info.records() + 1);
      }
    }
  }
}
