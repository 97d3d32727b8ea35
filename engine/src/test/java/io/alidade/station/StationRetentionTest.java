package io.alidade.station;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.alidade.event.Event;
import io.alidade.event.EventJson;
import io.alidade.event.Links;
import io.alidade.event.Msg;
import io.alidade.journal.Journal;
import io.alidade.journal.Retention;
import io.alidade.journal.SessionInfo;
import io.alidade.journal.SessionReader;
import io.alidade.journal.Sessions;
import io.alidade.replay.Verify;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A running station keeps its journal to limits; the clock is the test's. */
class StationRetentionTest {
  private static final long SECOND = 1_000_000_000L;
  private static final long MINUTE = 60 * SECOND;
  private static final long NOON = Instant.parse("2026-11-25T12:00:00Z").getEpochSecond() * SECOND;
  private static final byte[] LINE =
      "!AIVDM,1,1,,A,15RTgt0PAso;90TKcjM8h6g208CQ,0*4A\r\n".getBytes(US_ASCII);

  @TempDir Path root;
  private final AtomicLong time = new AtomicLong(NOON);
  private final List<String> notices = new ArrayList<>();
  private final StationConfig config = new StationConfig();
  private ServerSocket server;
  private Station station;
  private Socket line;

  @BeforeEach
  void listen() throws Exception {
    server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    config.journal(root);
    config.addLink("tcp://127.0.0.1:" + server.getLocalPort() + "?name=ais0");
  }

  @AfterEach
  void hangUp() throws Exception {
    stop();
    server.close();
  }

  private void start() throws Exception {
    station = Station.start(config, "test", notices::add, time::get);
    line = server.accept();
  }

  private void stop() throws Exception {
    if (station != null) {
      station.close();
      assertThat(station.failure()).isNull();
      line.close();
      station = null;
    }
  }

  /** Sends sentences that take some 370 KB as events, then ends the session. */
  private void session() throws Exception {
    long before = station.byteCount();
    for (int i = 0; i < 1000; i++) {
      line.getOutputStream().write(LINE);
    }
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (station.byteCount() < before + 1000L * LINE.length && System.nanoTime() < deadline) {
      Thread.onSpinWait();
    }
    assertThat(station.byteCount()).isEqualTo(before + 1000L * LINE.length);
    String id = station.sessionId();
    station.turnOver();
    while (station.sessionId().equals(id) && System.nanoTime() < deadline) {
      Thread.onSpinWait();
    }
    assertThat(station.sessionId()).isNotEqualTo(id);
  }

  private void ticks(int count) {
    for (int i = 0; i < count; i++) {
      time.addAndGet(SECOND);
      station.tick();
    }
  }

  private List<String> ids() {
    return Sessions.list(root).stream().map(SessionInfo::id).toList();
  }

  /** The journal.pruned events of all sessions, which verify. */
  private List<String> told() throws Exception {
    List<String> told = new ArrayList<>();
    Event event = new Event(0);
    for (SessionInfo session : Sessions.list(root)) {
      assertThat(Verify.session(session).difference()).isNull();
      EventJson json = new EventJson(new Links("ais0"), false, false);
      try (SessionReader reader = SessionReader.open(session)) {
        while (reader.next()) {
          if (event.wrap(reader.record()).msg() == Msg.JOURNAL_PRUNED) {
            json.clear();
            json.append(event);
            told.add(new String(json.array(), 0, json.length(), UTF_8));
          }
        }
      }
    }
    return told;
  }

  private static long used(Path root) {
    return Journal.prunable(root, Retention.ALL, NOON).usedBytes();
  }

  @Test
  void aJournalOverItsBytesLosesOldestSessionsOnceAMinute() throws Exception {
    start();
    session();
    session();
    session();
    stop();
    List<SessionInfo> before = Sessions.list(root);
    assertThat(before).hasSize(4);
    config.maxBytes(Long.toString(used(root) + 100 * 1024));
    start();
    assertThat(ids()).hasSize(5);
    session();
    ticks(59);
    assertThat(ids()).hasSize(6);
    assertThat(notices).isEmpty();
    ticks(1);
    assertThat(ids()).hasSize(5).doesNotContain(before.get(0).id());
    assertThat(notices)
        .singleElement()
        .asString()
        .startsWith("journal: deleted session " + before.get(0).id() + ", ")
        .endsWith(" bytes");
    ticks(120);
    assertThat(notices).hasSize(1);
    stop();
    String bytes = notices.get(0).replaceAll(".*, (\\d+) bytes", "$1");
    assertThat(told())
        .singleElement()
        .asString()
        .contains("\"msg\":\"journal.pruned\",\"quality\":\"good\"")
        .contains(
            "\"data\":{\"sessions\":1,\"bytes\":"
                + bytes
                + ",\"events\":"
                + before.get(0).records()
                + ",\"first_seq\":1,\"last_seq\":"
                + before.get(0).lastSequence()
                + "}");
  }

  @Test
  void limitsAreKeptFromTheStart() throws Exception {
    start();
    session();
    session();
    stop();
    List<String> before = ids();
    config.maxBytes("1K");
    start();
    assertThat(ids()).hasSize(1).doesNotContainAnyElementsOf(before);
    assertThat(notices).hasSize(2);
    assertThat(notices.get(0)).contains("deleted 3 sessions, " + before.get(0) + " to ");
    assertThat(notices.get(1)).contains("nothing more can go");
    stop();
    assertThat(told()).singleElement().asString().contains("\"sessions\":3");
  }

  @Test
  void whatIsKeptStaysAndThatIsSaidOnce() throws Exception {
    config.maxBytes("500K");
    start();
    session();
    String kept = ids().get(0);
    Sessions.keep(root, kept, true);
    session();
    ticks(60);
    assertThat(ids()).hasSize(2).startsWith(kept).endsWith(station.sessionId());
    assertThat(notices).hasSize(1);
    session();
    Sessions.keep(root, ids().get(1), true);
    ticks(600);
    assertThat(ids()).hasSize(3);
    assertThat(notices).hasSize(2);
    assertThat(notices.get(1)).contains("over its limits").contains("is running, is kept");

    // When it can go it goes, and a later excess is said again.
    Sessions.keep(root, kept, false);
    ticks(60);
    assertThat(ids()).hasSize(2).doesNotContain(kept);
    assertThat(notices).hasSize(3);
    session();
    Sessions.keep(root, ids().get(1), true);
    ticks(120);
    assertThat(notices).hasSize(4);
    assertThat(notices.get(3)).contains("over its limits");
  }

  @Test
  void aSessionsAgeCountsFromItsLastEvent() throws Exception {
    config.maxAge("2h");
    start();
    String first = station.sessionId();
    time.set(NOON + 3 * 60 * MINUTE);
    session();
    time.set(NOON + 5 * 60 * MINUTE - 60 * SECOND);
    ticks(60);
    assertThat(ids()).as("two hours").contains(first);
    ticks(60);
    assertThat(ids()).hasSize(1).doesNotContain(first);
    assertThat(notices).hasSize(1);

    // The running session is never too old.
    time.addAndGet(100 * 60 * MINUTE);
    ticks(60);
    assertThat(ids()).hasSize(1);
  }

  @Test
  void whatCannotBeDeletedIsSaidOnceAndStopsNothing() throws Exception {
    config.maxBytes("1K");
    start();
    Path blocked = Files.createDirectory(root.resolve(station.sessionId() + ".deleted"));
    Files.createFile(blocked.resolve("x"));
    session();
    ticks(180);
    assertThat(ids()).hasSize(1);
    stop();
    assertThat(told()).isNotEmpty();
  }

  @Test
  void moreFreeSpaceThanTheDiskHasIsRefusedBeforeASessionBegins() throws Exception {
    config.minFree("900000T");
    assertThatThrownBy(this::start)
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("min-free: more than the whole disk");
    assertThat(ids()).isEmpty();
  }
}
