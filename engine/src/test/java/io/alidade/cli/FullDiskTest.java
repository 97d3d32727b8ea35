package io.alidade.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.alidade.ChildJvm;
import io.alidade.event.Event;
import io.alidade.event.EventJson;
import io.alidade.event.Links;
import io.alidade.event.Msg;
import io.alidade.journal.Journal;
import io.alidade.journal.SessionInfo;
import io.alidade.journal.SessionReader;
import io.alidade.replay.Verify;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A station whose journal is on a small file system of its own ({@link SmallDisk}), which somebody
 * else fills to the last byte.
 */
class FullDiskTest {
  @TempDir Path folder;

  private void fillAndFree(Path java) throws Exception {
    try (SmallDisk disk = new SmallDisk(folder, java)) {
      disk.send(2000);
      disk.awaitStatus(status -> status.get("head").asLong() > 2000);
      disk.fill();
      disk.awaitStatus(status -> status.get("journal").has("outage"));
      long before = disk.status().get("head").asLong();

      // Events go on to be shown.
      disk.awaitStatus(status -> status.get("head").asLong() > before + 500);
      Files.delete(disk.path().resolve("filler"));
      disk.awaitStatus(status -> !status.get("journal").has("outage"));
      disk.send(500);
      disk.awaitStatus(status -> status.get("journal").get("records").asLong() > 500);
      assertThat(disk.end()).isZero();
      checkOutage(disk.journal());
    }
  }

  /** Two sessions that verify, and between them as many missing events as the second says. */
  private static void checkOutage(List<SessionInfo> sessions) {
    assertThat(sessions).hasSize(2);
    for (SessionInfo session : sessions) {
      Verify.Result result = Verify.session(session);
      assertThat(result.difference()).isNull();
      assertThat(result.damage()).isEmpty();
      assertThat(result.events()).isEqualTo(session.records());
    }
    long hole = sessions.get(1).firstSequence() - sessions.get(0).lastSequence() - 1;
    Event event = new Event(0);
    EventJson json = new EventJson(new Links("ais0"), false, false);
    try (SessionReader reader = SessionReader.open(sessions.get(1))) {
      while (reader.next()) {
        if (event.wrap(reader.record()).msg() == Msg.JOURNAL_OUTAGE) {
          json.append(event);
        }
      }
    }
    assertThat(new String(json.array(), 0, json.length(), UTF_8))
        .contains("\"msg\":\"journal.outage\"", "\"over\":true", "\"events\":" + hole);
  }

  @Test
  void aDiskThatIsFilledStopsTheJournalAndNothingElse() throws Exception {
    SmallDisk.assumeNamespaces();
    fillAndFree(SmallDisk.java());
  }

  @Test
  void soItIsOnANewerJava() throws Exception {
    SmallDisk.assumeNamespaces();
    Path other = ChildJvm.otherJava().orElse(null);
    Assumptions.assumeTrue(other != null, "no other Java here");
    fillAndFree(other);
  }

  @Test
  void numbersThatWereShownInAnOutageAreNotShownAgainUnderTheSameEpoch() throws Exception {
    SmallDisk.assumeNamespaces();
    try (SmallDisk disk = new SmallDisk(folder, SmallDisk.java())) {
      disk.send(200);
      disk.awaitStatus(status -> status.get("head").asLong() > 200);
      String epoch = disk.status().get("epoch").asText();
      disk.fill();
      disk.awaitStatus(status -> status.at("/journal/outage/events").asLong() > 100);
      long shown = disk.status().get("head").asLong();
      assertThat(disk.kill()).isEqualTo(128 + 9);
      disk.journal();
      try (Journal next = Journal.open(folder.resolve("copy"))) {
        assertThat(next.lastSequence()).isLessThan(shown);
        assertThat(next.epoch()).isNotEqualTo(epoch);
      }
    }
  }

  @Test
  void aStationThatIsToldToEndsWithACodeOfItsOwn() throws Exception {
    SmallDisk.assumeNamespaces();
    try (SmallDisk disk = new SmallDisk(folder, SmallDisk.java(), "--when-full", "stop")) {
      disk.send(200);
      disk.awaitStatus(status -> status.get("head").asLong() > 200);
      disk.fill();
      disk.send(2000);
      assertThat(disk.exit()).isEqualTo(Alidade.DISK_FULL);
      assertThat(disk.said()).anyMatch(text -> text.contains("for want of room for the journal"));
      for (SessionInfo session : disk.journal()) {
        assertThat(Verify.session(session).difference()).isNull();
      }
    }
  }
}
