package io.alidade.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever becomes of the files: it is reported or changes nothing that is read, the journal opens
 * and goes on, and salvage saves all records that were not hit.
 */
class SpoiltJournalTest {
  @TempDir Path temporary;
  private SpoiltJournal journal;
  private int copies;

  @BeforeEach
  void write() throws IOException {
    journal = SpoiltJournal.write(temporary);
  }

  private Path copy() {
    return temporary.resolve("copy" + copies++);
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  private void assertOpens() throws IOException {
    Path copy = copy();
    journal.assertOpens(copy);
    delete(copy);
  }

  private long lostInSalvage() throws IOException {
    Path to = copy();
    long lost = journal.lostInSalvage(to);
    delete(to);
    return lost;
  }

  @Test
  void aThousandFlippedBits() throws IOException {
    flip(1000, 100, 1);
  }

  @Test
  @Tag("soak")
  void aThousandFlippedBitsEachOpenedAndSalvaged() throws IOException {
    flip(1000, 1, 2);
  }

  private void flip(int flips, int openEvery, long seed) throws IOException {
    Random random = new Random(seed);
    int reported = 0;
    int salvaged = 0;
    int spared = 0;
    for (int i = 0; i < flips; i++) {
      Path file = journal.files.get(i % journal.files.size());
      if (Files.size(file) == 0) {
        file = TestRecords.queueFile(file.getParent()); // The keep mark has no bits.
      }
      boolean queue = journal.places(file) != null;
      List<Long> places = journal.places(file);
      // Half of the flips in the queue files go to the records, which are the smaller part.
      long from = queue && random.nextBoolean() ? places.get(0) : 0;
      long to = from > 0 ? places.get(places.size() - 1) : Files.size(file);
      long position = from + (long) (random.nextDouble() * (to - from));
      byte[] old = DamagedFile.read(file, position, 1);
      DamagedFile.overwrite(
          file, position, new byte[] {(byte) (old[0] ^ (1 << random.nextInt(8)))});
      String what = journal.root.relativize(file) + " byte " + position;
      boolean told = journal.isReported();
      boolean harmless = journal.read() == SpoiltJournal.RECORDS;
      assertThat(told || harmless).as(what).isTrue();
      reported += told ? 1 : 0;
      spared += harmless ? 1 : 0;
      if (i % openEvery == 0) {
        assertOpens();
        long lost = lostInSalvage();
        assertThat(lost).as(what).isBetween(0L, 1L);
        assertThat(queue || lost == 0).as(what).isTrue();
        salvaged++;
      }
      DamagedFile.overwrite(file, position, old);
    }
    System.out.printf(
        "%d bits flipped: %d reported, %d left all records readable; %d times opened and salvaged%n",
        flips, reported, spared, salvaged);
    assertThat(journal.isReported()).isFalse();
  }

  @Test
  void zeroedPlaces() throws IOException {
    zero(15, 3);
  }

  @Test
  @Tag("soak")
  void threeHundredZeroedPlaces() throws IOException {
    zero(300, 4);
  }

  private void zero(int times, long seed) throws IOException {
    Random random = new Random(seed);
    for (int i = 0; i < times; i++) {
      Path session = RootDirectory.sessions(journal.root).get(i % 4);
      Path queue = TestRecords.queueFile(session);
      List<Long> places = journal.places(queue);
      int record = random.nextInt(places.size() - 1);
      long from = places.get(record) + (i % 3 == 0 ? 0 : random.nextInt(64));
      if (i % 5 == 0) {
        from = 0; // Chronicle's head.
      }
      int count = i % 2 == 0 ? 4 : 4 + random.nextInt(8192);
      long end = Math.min(from + count, places.get(places.size() - 1));
      byte[] old = DamagedFile.read(queue, from, (int) (end - from));
      DamagedFile.overwrite(queue, from, new byte[old.length]);
      String what = session.getFileName() + " from " + from + " to " + end;
      assertThat(
              likeNeverAppended(i % 4, places, from, end)
                  || journal.isReported()
                  || journal.read() == SpoiltJournal.RECORDS)
          .as(what)
          .isTrue();
      journal.read();
      assertOpens();
      assertThat(lostInSalvage()).as(what).isLessThanOrEqualTo(hit(places, from, end));
      DamagedFile.overwrite(queue, from, old);
    }
  }

  /**
   * Nobody has ended the last session. Without its last records it looks as if they had never been
   * appended, unless the index has an entry for one of them; here it has one for the first record.
   */
  private static boolean likeNeverAppended(int session, List<Long> places, long from, long to) {
    boolean padding = places.stream().anyMatch(place -> place >= from && place < from + 4);
    return session == 3 && from > places.get(0) && padding && to == places.get(places.size() - 1);
  }

  /** Records with a byte behind their word between these places. */
  private static long hit(List<Long> places, long from, long to) {
    long hit = 0;
    for (int i = 0; i < places.size() - 1; i++) {
      hit += places.get(i) + 4 < to && places.get(i + 1) > from ? 1 : 0;
    }
    return hit;
  }

  @Test
  void truncatedFiles() throws IOException {
    Random random = new Random(5);
    for (int i = 0; i < 40; i++) {
      Path file = journal.files.get(i % journal.files.size());
      byte[] whole = Files.readAllBytes(file);
      long length = (long) (random.nextDouble() * whole.length);
      DamagedFile.truncate(file, length);
      String what = journal.root.relativize(file) + " cut to " + length;
      List<Long> places = journal.places(file);
      long lost = places == null ? 0 : hit(places, length, Long.MAX_VALUE);
      assertThat(journal.isReported() || journal.read() == SpoiltJournal.RECORDS).as(what).isTrue();
      assertThat(journal.read()).as(what).isGreaterThanOrEqualTo(SpoiltJournal.RECORDS - lost);
      assertOpens();
      assertThat(lostInSalvage()).as(what).isEqualTo(lost);
      Files.write(file, whole);
    }
    assertThat(journal.isReported()).isFalse();
  }

  @Test
  void appendedGarbage() throws IOException {
    Random random = new Random(6);
    for (Path file : journal.files) {
      byte[] whole = Files.readAllBytes(file);
      byte[] garbage = new byte[1 + random.nextInt(5000)];
      random.nextBytes(garbage);
      DamagedFile.overwrite(file, whole.length, garbage);
      String what = journal.root.relativize(file) + " with garbage behind";
      assertThat(journal.isReported() || journal.read() == SpoiltJournal.RECORDS).as(what).isTrue();
      assertThat(journal.read()).as(what).isEqualTo(SpoiltJournal.RECORDS);
      assertOpens();
      assertThat(lostInSalvage()).as(what).isZero();
      Files.write(file, whole);
    }
  }

  @Test
  void missingFiles() throws IOException {
    for (Path file : journal.files) {
      if (file.endsWith(KeepMark.FILE_NAME)) {
        continue; // Whether it is there is what it says.
      }
      byte[] whole = Files.readAllBytes(file);
      Files.delete(file);
      String what = journal.root.relativize(file) + " is gone";
      assertThat(journal.isReported() || journal.read() == SpoiltJournal.RECORDS).as(what).isTrue();
      assertOpens();
      assertThat(lostInSalvage()).as(what).isEqualTo(journal.places(file) == null ? 0 : 200);
      Files.write(file, whole);
    }
  }
}
