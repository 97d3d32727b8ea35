package io.alidade.station;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.alidade.event.Event;
import io.alidade.event.Field;
import io.alidade.event.FrameKind;
import io.alidade.event.Msg;
import io.alidade.journal.SessionInfo;
import io.alidade.journal.SessionReader;
import io.alidade.journal.Sessions;
import io.alidade.replay.Verify;
import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
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

/** Sessions turn over at midnight UTC; the clock is the test's. */
class MidnightTest {
  private static final long SECOND = 1_000_000_000L;
  private static final long MIDNIGHT =
      Instant.parse("2026-11-26T00:00:00Z").getEpochSecond() * SECOND;
  private static final String WHOLE = "!AIVDM,1,1,,A,15RTgt0PAso;90TKcjM8h6g208CQ,0*4A\r\n";
  private static final String FIRST =
      "!AIVDM,2,1,9,B,55R3Vn82=ILTQ3KKS>1<D60Dq@E918U<F222221J1`?164vc03S1CCAD,0*2A\r\n";
  private static final String SECOND_PART = "!AIVDM,2,2,9,B,`88888888888880,2*76\r\n";

  @TempDir Path root;
  private final AtomicLong time = new AtomicLong();
  private final ByteArrayOutputStream sent = new ByteArrayOutputStream();
  private ServerSocket server;
  private Socket line;
  private Station station;

  @BeforeEach
  void startBeforeMidnight() throws Exception {
    server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    StationConfig config = new StationConfig();
    config.journal(root);
    config.addLink("tcp://127.0.0.1:" + server.getLocalPort() + "?name=ais0");
    time.set(MIDNIGHT - 2 * SECOND);
    station = Station.start(config, "test", notice -> {}, time::get);
    line = server.accept();
  }

  @AfterEach
  void hangUp() throws Exception {
    station.close();
    line.close();
    server.close();
  }

  private void send(String sentence) throws Exception {
    sent.writeBytes(sentence.getBytes(US_ASCII));
    line.getOutputStream().write(sentence.getBytes(US_ASCII));
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

  /** What the sessions hold: all verify, sequences without a hole, all bytes in order. */
  private List<SessionInfo> whole() throws Exception {
    station.close();
    assertThat(station.failure()).isNull();
    List<SessionInfo> sessions = Sessions.list(root);
    ByteArrayOutputStream raw = new ByteArrayOutputStream();
    Event event = new Event(0);
    long sequence = 0;
    for (SessionInfo session : sessions) {
      Verify.Result result = Verify.session(session);
      assertThat(result.difference()).isNull();
      assertThat(result.events()).isEqualTo(session.records());
      try (SessionReader reader = SessionReader.open(session)) {
        while (reader.next()) {
          event.wrap(reader.record());
          assertThat(event.sequence()).isEqualTo(++sequence);
          raw.write(event.array(), event.rawOffset(), event.rawLength());
        }
      }
    }
    assertThat(raw.toByteArray()).isEqualTo(sent.toByteArray());
    return sessions;
  }

  private static List<String> messages(SessionInfo session) throws Exception {
    List<String> messages = new ArrayList<>();
    Event event = new Event(0);
    try (SessionReader reader = SessionReader.open(session)) {
      while (reader.next()) {
        event.wrap(reader.record());
        if (event.kind() == FrameKind.FRAME) {
          boolean named = event.decoded().find(Field.SHIPNAME);
          messages.add(event.msg() == Msg.AIS_FRAGMENT ? "part" : named ? "whole 5" : "ais");
        }
      }
    }
    return messages;
  }

  @Test
  void aSessionEndsAtMidnightAndTheNextBegins() throws Exception {
    tickAt(-1);
    send(WHOLE);
    tickAt(0);
    send(WHOLE);
    tickAt(1);
    tickAt(86_399);
    send(WHOLE);
    tickAt(86_400);
    List<SessionInfo> sessions = whole();
    assertThat(sessions)
        .extracting(info -> info.id().substring(0, 8))
        .containsExactly("20261125", "20261126", "20261127");
    assertThat(messages(sessions.get(0))).hasSize(1);
    assertThat(messages(sessions.get(1))).hasSize(2);
  }

  @Test
  void aClockThatStepsBackOverMidnightAndForthAgainBeginsNoOther() throws Exception {
    tickAt(0);
    send(WHOLE);
    for (long offset : new long[] {-5, -1, 0, -3600, 1, -1, 2}) {
      tickAt(offset);
      send(WHOLE);
    }
    assertThat(whole()).hasSize(2);
  }

  @Test
  void partsOfAMessageAcrossMidnightAreNotParted() throws Exception {
    tickAt(-1);
    send(FIRST);
    tickAt(0);
    tickAt(1);
    send(SECOND_PART);
    tickAt(2);
    send(WHOLE);
    List<SessionInfo> sessions = whole();
    assertThat(sessions).hasSize(2);
    assertThat(messages(sessions.get(0))).containsExactly("part", "whole 5");
    assertThat(messages(sessions.get(1))).containsExactly("ais");
  }

  @Test
  void aLineThatNeverRestsIsPartedAfterAMinute() throws Exception {
    for (int i = -1; i < 70; i++) {
      tickAt(i);
      send(FIRST);
    }
    assertThat(whole()).hasSize(2);
  }
}
