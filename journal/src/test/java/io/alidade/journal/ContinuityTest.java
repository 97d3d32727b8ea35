package io.alidade.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * When a journal keeps its epoch, under which clients know its sequences. A process that was killed
 * is a copy of the directory while the journal is open; another start of the system is another boot
 * id in the mark.
 */
class ContinuityTest {
  @TempDir Path temporary;
  private Path root;

  @BeforeEach
  void root() {
    root = temporary.resolve("journal");
  }

  private static void append(SessionWriter session, long sequence) {
    byte[] record = TestRecords.record(sequence);
    session.append(record, 0, record.length);
  }

  private Path killed() throws IOException {
    Path image = temporary.resolve("killed");
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.toList()) {
        Files.copy(file, image.resolve(root.relativize(file).toString()));
      }
    }
    return image;
  }

  private static void rebooted(Path image) throws IOException {
    Path mark = image.resolve(Continuity.FILE_NAME);
    if (!"any".equals(KeyValueFile.read(mark).get("boot"))) {
      KeyValueFile.write(mark, Map.of("boot", "00000000-0000-4000-8000-000000000000"));
    }
  }

  private static void assumeBootId() {
    Assumptions.assumeTrue(
        Files.isReadable(Path.of("/proc/sys/kernel/random/boot_id")), "no boot id here");
  }

  @Test
  void aKilledProcessLosesNothingSoItsJournalKeepsTheEpoch() throws Exception {
    assumeBootId();
    try (Journal journal = Journal.open(root)) {
      append(journal.beginSession(0), 1);
      try (Journal next = Journal.open(killed())) {
        assertThat(next.epoch()).isEqualTo(journal.epoch());
        assertThat(next.lastSequence()).isEqualTo(1);
      }
    }
  }

  @Test
  void aSystemThatWentDownMayHaveLostRecordsThatWereShown() throws Exception {
    try (Journal journal = Journal.open(root)) {
      append(journal.beginSession(0), 1);
      Path image = killed();
      rebooted(image);
      try (Journal next = Journal.open(image)) {
        assertThat(next.epoch()).isNotEqualTo(journal.epoch()).hasSize(36);
        assertThat(next.lastSequence()).isEqualTo(1);
        append(next.beginSession(0), 2);
      }
      assertThat(JournalCheck.check(image))
          .extracting(SessionVerdict::state)
          .containsOnly(SessionVerdict.State.WHOLE);
    }
  }

  @Test
  void unlessTheyWereForcedBefore() throws Exception {
    try (Journal journal = Journal.open(root)) {
      journal.forcesBeforeShowing();
      append(journal.beginSession(0), 1);
      Path image = killed();
      rebooted(image);
      try (Journal next = Journal.open(image)) {
        assertThat(next.epoch()).isEqualTo(journal.epoch());
      }
    }
  }

  @Test
  void anOrderlyEndOutlastsTheSystem() throws Exception {
    String epoch;
    try (Journal journal = Journal.open(root)) {
      epoch = journal.epoch();
      append(journal.beginSession(0), 1);
    }
    rebooted(root);
    try (Journal next = Journal.open(root)) {
      assertThat(next.epoch()).isEqualTo(epoch);
    }
  }

  @Test
  void sequencesGivenToWhatIsNotAppendedCostTheEpochHoweverTheProcessEnds() throws Exception {
    String epoch;
    Path image;
    try (Journal journal = Journal.open(root)) {
      journal.forcesBeforeShowing();
      epoch = journal.epoch();
      append(journal.beginSession(0), 1);
      journal.breakOff();
      journal.breakOff();
      image = killed();
    }
    for (Path each : new Path[] {root, image}) {
      try (Journal next = Journal.open(each)) {
        assertThat(next.epoch()).isNotEqualTo(epoch);
        assertThat(next.lastSequence()).isEqualTo(1);
        epoch = next.epoch();
      }
      try (Journal next = Journal.open(each)) {
        assertThat(next.epoch()).as("once").isEqualTo(epoch);
      }
    }
  }

  @Test
  void untilASessionBeginsBehindThem() throws Exception {
    assumeBootId();
    try (Journal journal = Journal.open(root)) {
      SessionWriter session = journal.beginSession(0);
      append(session, 1);
      journal.breakOff();
      session.close();
      journal.skipTo(10);
      append(journal.beginSession(0), 11);
      try (Journal next = Journal.open(killed())) {
        assertThat(next.epoch()).isEqualTo(journal.epoch());
        assertThat(next.lastSequence()).isEqualTo(11);
      }
    }
  }

  @Test
  void aMarkThatIsDamagedIsNone() throws Exception {
    String epoch;
    try (Journal journal = Journal.open(root)) {
      epoch = journal.epoch();
      append(journal.beginSession(0), 1);
    }
    Files.writeString(root.resolve(Continuity.FILE_NAME), "boot=any\ncrc=00000000\n");
    try (Journal next = Journal.open(root)) {
      assertThat(next.epoch()).isNotEqualTo(epoch);
      assertThat(next.lastSequence()).isEqualTo(1);
    }
  }
}
