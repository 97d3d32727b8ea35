package io.alidade.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Virtual days, a session each, written as fast as they go under a cap. */
class RetentionSoakTest {
  private static final long DAY_NS = 86_400_000_000_000L;
  private static final int RECORD = 1000;
  private static final Path FDS = Path.of("/proc/self/fd");
  private static final Path MAPS = Path.of("/proc/self/maps");

  @TempDir Path root;

  /** The most that was seen of something. */
  private static final class Peaks {
    long disk;
    long files;
    long mapped;
    long openNs;
    long pruneNs;

    void sample(Path root) throws Exception {
      disk = Math.max(disk, allocated(root));
      try (Stream<Path> open = Files.list(FDS)) {
        files = Math.max(files, open.count());
      }
      mapped = Math.max(mapped, mappedBytes());
    }

    @Override
    public String toString() {
      return String.format(
          Locale.ROOT,
          "disk %,d bytes, %d open files, %,d bytes mapped, open %.1f ms, prune %.1f ms",
          disk,
          files,
          mapped,
          openNs / 1e6,
          pruneNs / 1e6);
    }
  }

  private static long allocated(Path path) throws Exception {
    Process du = ChildJvm.process(List.of("du", "-s", "-B1", path.toString())).start();
    String line = new String(du.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    du.waitFor(); // A file may go while du looks at it.
    return Long.parseLong(line.substring(0, line.indexOf('\t')));
  }

  /** Of queue files, deleted ones too. */
  private static long mappedBytes() throws IOException {
    long sum = 0;
    for (String line : Files.readAllLines(MAPS, StandardCharsets.ISO_8859_1)) {
      if (line.contains(".cq4")) {
        int dash = line.indexOf('-');
        long from = Long.parseUnsignedLong(line.substring(0, dash), 16);
        long to = Long.parseUnsignedLong(line.substring(dash + 1, line.indexOf(' ')), 16);
        sum += to - from;
      }
    }
    return sum;
  }

  @Test
  void aMonthOfSmallDaysStaysUnderTheCap() throws Exception {
    run(30, 2_000_000, 12_000_000, 1_000_000);
  }

  @Test
  @Tag("soak")
  void fiveGigabytesStayUnderTheCap() throws Exception {
    run(50, 100_000_000, 600_000_000, 8_000_000);
  }

  /**
   * Writes days of so many bytes, prunes after every {@code pruneEvery} bytes to {@code cap} less
   * that, and opens the journal anew after every fifth day.
   */
  private void run(int days, long bytesPerDay, long cap, long pruneEvery) throws Exception {
    assumeTrue(Files.isDirectory(FDS) && Files.isReadable(MAPS), "needs /proc");
    Retention retention = Retention.ALL.withMaxBytes(cap - pruneEvery - (1 << 18));
    byte[] record = TestRecords.record(1, 0, RECORD - RecordLayout.HEADER_LENGTH);
    Peaks firstFifth = new Peaks();
    Peaks rest = new Peaks();
    Journal journal = Journal.open(root);
    int deleted = 0;
    for (int day = 0; day < days; day++) {
      Peaks peaks = day < days / 5 ? firstFifth : rest;
      long timeNs = TestRecords.NOON_NS + day * DAY_NS;
      try (SessionWriter session = journal.beginSession(timeNs)) {
        for (long written = 0; written < bytesPerDay; written += RECORD) {
          TestRecords.header(record, journal.lastSequence() + 1, timeNs + written);
          session.append(record, 0, RECORD);
          if (written / RECORD % (pruneEvery / RECORD) == 0) {
            peaks.sample(root);
            long start = System.nanoTime();
            Pruned pruned = journal.prune(retention, timeNs);
            peaks.pruneNs = Math.max(peaks.pruneNs, System.nanoTime() - start);
            assertThat(pruned.met()).isTrue();
            deleted += pruned.sessions().size();
          }
        }
      }
      if (day % 5 == 4) {
        journal.close();
        long start = System.nanoTime();
        journal = Journal.open(root);
        peaks.openNs = Math.max(peaks.openNs, System.nanoTime() - start);
      }
    }
    journal.close();
    System.out.printf(
        Locale.ROOT,
        "%d days, %,d bytes written, %d sessions deleted, cap %,d; first fifth: %s; rest: %s%n",
        days,
        days * bytesPerDay,
        deleted,
        cap,
        firstFifth,
        rest);
    assertThat(Math.max(firstFifth.disk, rest.disk)).isLessThanOrEqualTo(cap);
    assertThat(rest.files).isLessThanOrEqualTo(firstFifth.files + 16);
    assertThat(rest.mapped).isLessThanOrEqualTo(2 * bytesPerDay + (64 << 20));
    assertThat(days - deleted).isGreaterThanOrEqualTo((int) (cap / bytesPerDay) - 3);
    assertThat(Sessions.list(root)).hasSize(days - deleted);
    assertThat(JournalCheck.check(root))
        .extracting(SessionVerdict::state)
        .containsOnly(SessionVerdict.State.WHOLE);
    try (Journal again = Journal.open(root)) {
      assertThat(again.lastSequence()).isEqualTo(days * bytesPerDay / RECORD);
    }
  }
}
