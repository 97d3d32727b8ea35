package io.alidade.station;

import static org.assertj.core.api.Assertions.assertThat;

import io.alidade.event.Event;
import io.alidade.event.Field;
import io.alidade.event.FrameKind;
import io.alidade.event.Msg;
import io.alidade.journal.SessionInfo;
import io.alidade.journal.SessionReader;
import io.alidade.journal.Sessions;
import io.alidade.protocol.ccsds.Streams;
import io.alidade.protocol.ccsds.TransferFrameFormat;
import io.alidade.protocol.ccsds.Transmitter;
import io.alidade.replay.EventFilter;
import io.alidade.replay.Replay;
import io.alidade.replay.SessionEvents;
import io.alidade.replay.Verify;
import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Midnight on links whose frames belong together; the clock is the test's. */
class TurnOverTest {
  private static final long SECOND = 1_000_000_000L;
  private static final long MIDNIGHT =
      Instant.parse("2026-11-26T00:00:00Z").getEpochSecond() * SECOND;

  /** 2020-01-01T00:00:00.080Z. */
  private static final byte[] STAMP = Streams.bytes("c0 09 0000016f5e66e850 c0".replace(" ", ""));

  private static final byte[] DATA = Streams.bytes("c000010203c0");

  @TempDir Path root;
  private final AtomicLong time = new AtomicLong(MIDNIGHT - 2 * SECOND);
  private final ByteArrayOutputStream sent = new ByteArrayOutputStream();
  private ServerSocket server;
  private Station station;
  private Socket line;

  @BeforeEach
  void listen() throws Exception {
    server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
  }

  @AfterEach
  void hangUp() throws Exception {
    station.close();
    line.close();
    server.close();
  }

  private void start(String keys) throws Exception {
    StationConfig config = new StationConfig();
    config.journal(root);
    config.addLink("tcp://127.0.0.1:" + server.getLocalPort() + "?name=sat&protocol=" + keys);
    station = Station.start(config, "test", notice -> {}, time::get);
    line = server.accept();
  }

  private void send(byte[] bytes) throws Exception {
    sent.writeBytes(bytes);
    line.getOutputStream().write(bytes);
    line.getOutputStream().flush();
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (station.byteCount() < sent.size() && System.nanoTime() < deadline) {
      Thread.onSpinWait();
    }
    assertThat(station.byteCount()).isEqualTo(sent.size());
  }

  private void tickAt(long offsetS) {
    time.set(MIDNIGHT + offsetS * SECOND);
    station.tick();
  }

  /** Ends the station; its sessions verify, and hold all bytes in order. */
  private List<SessionInfo> whole() throws Exception {
    station.close();
    assertThat(station.failure()).isNull();
    List<SessionInfo> sessions = Sessions.list(root);
    ByteArrayOutputStream raw = new ByteArrayOutputStream();
    long sequence = 0;
    for (SessionInfo session : sessions) {
      Verify.Result result = Verify.session(session);
      assertThat(result.difference()).isNull();
      assertThat(result.damage()).isEmpty();
      assertThat(result.events()).isEqualTo(session.records());
      for (Event event : events(session)) {
        assertThat(event.sequence()).isEqualTo(++sequence);
        raw.write(event.array(), event.rawOffset(), event.rawLength());
      }
    }
    assertThat(raw.toByteArray()).isEqualTo(sent.toByteArray());
    return sessions;
  }

  private static Event copy(Event event) {
    byte[] bytes = new byte[event.length()];
    System.arraycopy(event.array(), 0, bytes, 0, bytes.length);
    return new Event(0).wrap(bytes);
  }

  private static List<Event> events(SessionInfo session) throws Exception {
    List<Event> events = new ArrayList<>();
    Event event = new Event(0);
    try (SessionReader reader = SessionReader.open(session)) {
      while (reader.next()) {
        events.add(copy(event.wrap(reader.record())));
      }
    }
    return events;
  }

  private static List<Long> times(SessionInfo session) throws Exception {
    List<Long> times = new ArrayList<>();
    for (Event event : events(session)) {
      if (event.msg() == Msg.KISS_DATA) {
        times.add(Streams.number(event, Field.T_MS));
      }
    }
    return times;
  }

  private static List<Long> replayed(List<SessionInfo> sessions) throws Exception {
    List<Long> sequences = new ArrayList<>();
    Replay replay = new Replay(sessions, Long.MIN_VALUE, Long.MAX_VALUE, EventFilter.ALL, null);
    assertThat(replay.speed(Replay.MAX_SPEED)).isTrue();
    replay.run(
        new Replay.Audience() {
          @Override
          public void begins(SessionEvents session) {}

          @Override
          public boolean offer(Event event) {
            sequences.add(event.sequence());
            return true;
          }
        });
    assertThat(replay.damage()).isEmpty();
    return sequences;
  }

  private static List<Long> sequences(List<SessionInfo> sessions) {
    List<Long> sequences = new ArrayList<>();
    for (SessionInfo session : sessions) {
      for (long i = session.firstSequence(); i <= session.lastSequence(); i++) {
        sequences.add(i);
      }
    }
    return sequences;
  }

  @Test
  void aTimeStampIsNotPartedFromItsFrame() throws Exception {
    start("kiss");
    send(STAMP);
    tickAt(0);
    tickAt(1);
    send(DATA);
    tickAt(2);
    send(DATA);
    List<SessionInfo> sessions = whole();
    assertThat(sessions).hasSize(2);
    assertThat(times(sessions.get(0))).containsExactly(1_577_836_800_080L);
    assertThat(times(sessions.get(1))).containsExactly(-1L);
  }

  @Test
  void aTimeStampThatWaitsForMoreThanAMinuteIsOfNoFrameOfTheNextSession() throws Exception {
    start("kiss");
    send(STAMP);
    for (int second = 0; second <= 61; second++) {
      tickAt(second);
    }
    send(DATA);
    List<SessionInfo> sessions = whole();
    assertThat(sessions).hasSize(2);
    assertThat(sessions.get(1).firstTimeNs()).isEqualTo(MIDNIGHT + 60 * SECOND);
    assertThat(times(sessions.get(1))).containsExactly(-1L);
  }

  @Test
  void packetsThatSpanEveryFrameArePartedAfterAMinuteAndNoneBecomesWrong() throws Exception {
    TransferFrameFormat format =
        TransferFrameFormat.of(TransferFrameFormat.Type.TM, 100).withFrameCheck();
    start("ccsds-tm&frame=100&fecf=yes");
    List<byte[]> packets = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      packets.add(Streams.packet(300, i, 271)); // 277 bytes: their ends meet no zone's of 92
    }
    List<byte[]> frames = new Transmitter(format, 7, 1).frames(packets);
    int second = -1;
    for (byte[] frame : frames.subList(0, frames.size() - 1)) {
      send(frame);
      tickAt(second++);
    }
    send(frames.get(frames.size() - 1));
    List<SessionInfo> sessions = whole();
    List<String> all = packets.stream().map(HexFormat.of()::formatHex).toList();
    List<String> found = new ArrayList<>();
    for (SessionInfo session : sessions) {
      for (Event event : events(session)) {
        if (event.msg() == Msg.CCSDS_PACKET) {
          found.add(HexFormat.of().formatHex(Streams.packet(event)));
        } else if (event.kind() == FrameKind.FRAME) {
          assertThat(event.msg()).isEqualTo(Msg.CCSDS_FRAME);
          assertThat(event.flags()).isZero();
        }
      }
    }
    assertThat(found).isSubsetOf(all).doesNotHaveDuplicates().isSorted();
    assertThat(sessions).hasSize(2);
    assertThat(sessions.get(1).firstTimeNs()).isEqualTo(MIDNIGHT + 60 * SECOND);
    assertThat(found).as("all but the one that was parted").hasSize(29);
    assertThat(replayed(sessions)).isEqualTo(sequences(sessions));
  }

  @Test
  void replayOverMidnightGivesAllAlsoWhereTheClockSteppedBack() throws Exception {
    start("kiss");
    send(DATA);
    for (long second : new long[] {-1, 0, 1, -2, -1, 2, -1, 3}) {
      tickAt(second);
      send(DATA);
    }
    List<SessionInfo> sessions = whole();
    assertThat(sessions).hasSize(2);
    assertThat(replayed(sessions)).isEqualTo(sequences(sessions));
  }

  @Test
  void aClockThatWasDaysAheadDoesNotKeepASessionForAsLong() throws Exception {
    time.set(MIDNIGHT + 400L * 86_400 * SECOND);
    start("kiss");
    send(DATA);
    tickAt(400L * 86_400 + 1);
    assertThat(Sessions.list(root)).hasSize(1);
    tickAt(60);
    send(DATA);
    tickAt(61);
    tickAt(86_400);
    assertThat(whole())
        .extracting(session -> session.id().substring(0, 8))
        .containsExactly("20271231", "20261126", "20261127");
  }
}
