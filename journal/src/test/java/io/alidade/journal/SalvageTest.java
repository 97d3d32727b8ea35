package io.alidade.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SalvageTest {
  @TempDir Path temporary;

  private Path root() {
    return temporary.resolve("journal");
  }

  private Path to() {
    return temporary.resolve("new/place");
  }

  /** Spoils the record with this sequence in a session that begins with 1. */
  private void spoil(long... sequences) throws IOException {
    Path queue = TestRecords.queueFile(RootDirectory.sessions(root()).get(0));
    List<Long> ends = new ArrayList<>(List.of(0L));
    try (QueueFileReader reader = new QueueFileReader(queue, null)) {
      while (reader.next()) {
        ends.add(reader.position());
      }
    }
    for (long sequence : sequences) {
      DamagedFile.overwrite(queue, ends.get((int) sequence) - 12, new byte[] {1, 2, 3, 4});
    }
  }

  @Test
  void wholeJournalIsCopiedRecordForRecord() throws IOException {
    String epoch;
    try (Journal journal = Journal.open(root(), "7.1")) {
      epoch = journal.epoch();
      for (int records : new int[] {300, 0, 50}) {
        try (SessionWriter session = journal.beginSession(TestRecords.NOON_NS)) {
          long next = journal.lastSequence() + 1;
          TestRecords.append(session, next, next + records - 1);
        }
      }
    }
    Map<String, String> before = TestRecords.fingerprints(root());
    List<SalvagedSession> each = new ArrayList<>();
    List<SalvagedSession> results = Salvage.copy(root(), to(), each::add);
    assertThat(results).isEqualTo(each).allMatch(r -> r.missing() == 0 && r.gaps().isEmpty());
    assertThat(TestRecords.fingerprints(root())).isEqualTo(before);
    List<SessionInfo> old = Sessions.list(root());
    List<SessionInfo> copy = Sessions.list(to());
    for (int i = 0; i < 3; i++) {
      assertThat(copy.get(i))
          .usingRecursiveComparison()
          .ignoringFields("directory")
          .isEqualTo(old.get(i));
      assertThat(Manifest.read(copy.get(i).directory()).software()).isEqualTo("7.1");
    }
    try (Journal journal = Journal.open(to())) {
      assertThat(journal.epoch()).isEqualTo(epoch);
      assertThat(journal.lastSequence()).isEqualTo(350);
      assertThat(journal.beginSession(0).id()).endsWith("-000004");
    }
  }

  @Test
  void gapsShowAndReadersPassOverThem() throws IOException {
    TestRecords.writeSession(root(), 3000);
    spoil(1, 100, 101, 102, 2000, 3000);
    assertThat(JournalCheck.check(root()).get(0).badSequence()).isEqualTo(1);
    SalvagedSession result = Salvage.copy(root(), to(), r -> {}).get(0);
    assertThat(result).isEqualTo(new SalvagedSession(result.id(), 2994, 6, "100-102,2000-2000"));
    SessionInfo info = Sessions.list(to()).get(0);
    assertThat(info.firstSequence()).isEqualTo(2);
    assertThat(info.lastSequence()).isEqualTo(2999);
    assertThat(info.missing()).isEqualTo(4);
    assertThat(JournalCheck.check(to()).get(0).state()).isEqualTo(SessionVerdict.State.WHOLE);
    int records = 0;
    try (SessionReader reader = SessionReader.open(info)) {
      while (reader.next()) {
        TestRecords.assertEqual(
            reader, TestRecords.record(RecordBytes.sequence(reader.record(), 0)));
        records++;
      }
      assertThat(reader.damage()).isNull();
    }
    assertThat(records).isEqualTo(2994);
    try (SessionReader reader = SessionReader.open(info)) {
      for (long[] seek : new long[][] {{1, 2}, {99, 99}, {100, 103}, {102, 103}, {2000, 2001}}) {
        assertThat(reader.seekSequence(seek[0])).isTrue();
        assertThat(reader.next()).isTrue();
        TestRecords.assertEqual(reader, TestRecords.record(seek[1]));
      }
      assertThat(reader.seekSequence(3000)).isFalse();
      assertThat(reader.atEnd()).isTrue();
    }
    try (Journal journal = Journal.open(to())) {
      assertThat(journal.lastSequence()).as("3000 was given").isEqualTo(3000);
    }
    // What has gaps can be damaged and salvaged again.
    Path queue = TestRecords.queueFile(info.directory());
    try (QueueFileReader reader = new QueueFileReader(queue, Manifest.read(info.directory()))) {
      while (reader.next() && RecordBytes.sequence(reader.record(), 0) < 150) {}
      DamagedFile.overwrite(queue, reader.position() - 8, new byte[] {1, 2, 3, 4});
    }
    assertThat(JournalCheck.check(to()).get(0).badSequence()).isEqualTo(150);
    SalvagedSession again = Salvage.copy(to(), temporary.resolve("again"), r -> {}).get(0);
    assertThat(again.records()).isEqualTo(2993);
    assertThat(again.missing()).isEqualTo(1);
    assertThat(again.gaps()).isEqualTo("100-102,150-150,2000-2000");
  }

  @Test
  void placeThatIsTakenIsRefused() throws IOException {
    TestRecords.writeSession(root(), 3);
    Files.createDirectories(to());
    Salvage.copy(root(), to(), r -> {});
    assertThatThrownBy(() -> Salvage.copy(root(), to(), r -> {}))
        .isInstanceOf(JournalException.class)
        .hasMessageContaining("is there already");
    Files.createDirectory(temporary.resolve("x.partial"));
    assertThatThrownBy(() -> Salvage.copy(root(), temporary.resolve("x"), r -> {}))
        .isInstanceOf(JournalException.class)
        .hasMessageContaining("cut short");
    assertThatThrownBy(() -> Salvage.copy(temporary.resolve("no"), to(), r -> {}))
        .isInstanceOf(JournalException.class)
        .hasMessageContaining("no such directory");
  }
}
