package io.alidade.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.alidade.event.Event;
import io.alidade.event.EventJson;
import io.alidade.event.Links;
import io.alidade.event.Msg;
import io.alidade.journal.Journal;
import io.alidade.journal.RecordLayout;
import io.alidade.journal.SessionInfo;
import io.alidade.journal.SessionReader;
import io.alidade.journal.SessionWriter;
import io.alidade.journal.Sessions;
import io.alidade.replay.Verify;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A station that may delete old sessions, on a disk of 12 MiB ({@link SmallDisk}) with six of them,
 * some 310 KiB each, of which the second is to be kept.
 */
class MakeRoomTest {
  private static final long DAY_NS = 86_400_000_000_000L;
  private static final int SESSIONS = 6;
  private static final int KEPT = 1;

  @TempDir Path folder;

  /** Returns the sessions' ids. */
  private List<String> earlier() {
    Path root = folder.resolve("earlier");
    byte[] record = new byte[1000];
    try (Journal journal = Journal.open(root)) {
      for (int day = 0; day < SESSIONS; day++) {
        try (SessionWriter session = journal.beginSession(day * DAY_NS)) {
          for (int i = 0; i < 300; i++) {
            ByteBuffer.wrap(record)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(RecordLayout.MAGIC_OFFSET, RecordLayout.MAGIC)
                .putInt(RecordLayout.LENGTH_OFFSET, record.length)
                .putLong(RecordLayout.SEQUENCE_OFFSET, journal.lastSequence() + 1)
                .putLong(RecordLayout.TIME_OFFSET, day * DAY_NS);
            session.append(record, 0, record.length);
          }
        }
      }
    }
    List<String> ids = Sessions.list(root).stream().map(SessionInfo::id).toList();
    Sessions.keep(root, ids.get(KEPT), true);
    return ids;
  }

  /** A disk with the earlier sessions and, beside them, so many KiB free. */
  private SmallDisk disk(int freeKib, String... more) throws Exception {
    String before =
        "cp -r "
            + folder.resolve("earlier")
            + " journal && head -c $(( $(df --output=avail -B1 . | tail -1) - "
            + freeKib * 1024
            + " )) /dev/zero > filler";
    return new SmallDisk(folder, before, SmallDisk.java(), more);
  }

  private static long pruned(JsonNode status) {
    return status.at("/journal/pruned/sessions").asLong();
  }

  private static boolean isOut(JsonNode status) {
    return status.get("journal").has("outage");
  }

  /** The events of a kind, as JSON, one a line. */
  private static String events(SessionInfo session, int msg) {
    Event event = new Event(0);
    EventJson json = new EventJson(new Links("ais0"), false, false);
    try (SessionReader reader = SessionReader.open(session)) {
      while (reader.next()) {
        if (event.wrap(reader.record()).msg() == msg) {
          json.append(event);
          json.append((byte) '\n');
        }
      }
    }
    return new String(json.array(), 0, json.length(), UTF_8);
  }

  private static void assertVerified(SessionInfo session) {
    Verify.Result result = Verify.session(session);
    assertThat(result.difference()).isNull();
    assertThat(result.damage()).isEmpty();
    assertThat(result.events()).isEqualTo(session.records());
  }

  @ParameterizedTest
  @ValueSource(strings = {"--min-free 64K", "--max-bytes 1G"})
  void aDiskThatTheJournalFillsCostsOldSessionsAndNoEvent(String limit) throws Exception {
    SmallDisk.assumeNamespaces();
    List<String> ids = earlier();
    try (SmallDisk disk = disk(900, limit.split(" "))) {
      List<Boolean> out = new ArrayList<>();
      disk.awaitStatus(
          50,
          status -> {
            out.add(isOut(status));
            return pruned(status) == SESSIONS - 1;
          });
      assertThat(out).doesNotContain(true);
      Path journal = disk.path().resolve("journal");
      assertThat(journal.resolve(ids.get(KEPT))).exists();
      for (int i = 0; i < SESSIONS; i++) {
        assertThat(Files.exists(journal.resolve(ids.get(i)))).isEqualTo(i == KEPT);
      }
      // Nothing is left to go now, and the journal still grows.
      disk.awaitStatus(50, MakeRoomTest::isOut);
      assertThat(pruned(disk.status())).isEqualTo(SESSIONS - 1);
      assertThat(disk.end()).isZero();

      List<SessionInfo> sessions = disk.journal();
      assertThat(sessions).hasSize(2);
      assertThat(sessions.get(0).id()).isEqualTo(ids.get(KEPT));
      SessionInfo running = sessions.get(1);
      assertVerified(running);
      assertThat(running.firstSequence()).isEqualTo(300 * SESSIONS + 1);
      String[] told = events(running, Msg.JOURNAL_PRUNED).split("\n");
      assertThat(told[0])
          .contains("\"msg\":\"journal.pruned\"", "\"quality\":\"good\"", "\"first_seq\":1,");
      assertThat(told[told.length - 1]).contains("\"last_seq\":" + 300 * SESSIONS + "}");
      assertThat(disk.said())
          .filteredOn(text -> text.contains("journal: deleted "))
          .hasSize(told.length)
          .first()
          .asString()
          .contains(ids.get(0));
    }
  }

  @Test
  void aDiskThatSomebodyElseFillsToTheLastByteHasRoomAgain() throws Exception {
    SmallDisk.assumeNamespaces();
    earlier();
    try (SmallDisk disk = disk(4000, "--min-free", "64K")) {
      disk.send(1000);
      disk.awaitStatus(status -> status.get("head").asLong() > 2000);
      disk.fill();
      disk.awaitStatus(status -> pruned(status) > 0 && !isOut(status));
      long head = disk.status().get("head").asLong();
      disk.awaitStatus(status -> status.get("head").asLong() > head + 500);
      assertThat(isOut(disk.status())).isFalse();
      assertThat(disk.end()).isZero();
      List<SessionInfo> sessions = disk.journal();
      assertVerified(sessions.get(sessions.size() - 1));
    }
  }

  @Test
  void aDiskThatIsFullAtTheStartHasRoomFirst() throws Exception {
    SmallDisk.assumeNamespaces();
    earlier();
    try (SmallDisk disk = disk(0, "--min-free", "64K")) {
      disk.send(100);
      disk.awaitStatus(status -> status.get("journal").get("records").asLong() > 100);
      long pruned = pruned(disk.status());
      assertThat(pruned).isBetween(1L, SESSIONS - 1L);
      assertThat(disk.end()).isZero();
      List<SessionInfo> sessions = disk.journal();
      SessionInfo running = sessions.get(sessions.size() - 1);
      assertVerified(running);
      assertThat(events(running, Msg.JOURNAL_PRUNED))
          .startsWith("{\"seq\":" + (running.firstSequence() + 1))
          .contains("\"sessions\":" + pruned, "\"events\":" + 300 * pruned);
    }
  }

  @Test
  void withoutALimitNothingIsDeleted() throws Exception {
    SmallDisk.assumeNamespaces();
    earlier();
    try (SmallDisk disk = disk(4000, "--max-age", "90000d")) {
      disk.fill();
      disk.awaitStatus(MakeRoomTest::isOut);
      assertThat(pruned(disk.status())).isZero();
      assertThat(disk.end()).isZero();
      assertThat(disk.journal()).hasSize(SESSIONS + 1);
    }
  }
}
