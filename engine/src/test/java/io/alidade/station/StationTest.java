package io.alidade.station;

import static org.assertj.core.api.Assertions.assertThat;

import io.alidade.demo.Traffic;
import io.alidade.event.Event;
import io.alidade.event.FrameKind;
import io.alidade.export.Import;
import io.alidade.export.ImportRequest;
import io.alidade.journal.SessionInfo;
import io.alidade.journal.SessionReader;
import io.alidade.journal.Sessions;
import io.alidade.link.LinkUri;
import io.alidade.replay.Verify;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A station on a TCP link on loopback, with sessions that follow each other. */
class StationTest {
  private static final long START_MS = 1_764_032_400_000L;

  private static final String AIS = "!AIVDM,1,1,,A,15RTgt0PAso;90TKcjM8h6g208CQ,0*4A";

  @TempDir Path root;
  @TempDir Path files;
  private final Traffic traffic = new Traffic(7, START_MS);
  private final ByteArrayOutputStream sent = new ByteArrayOutputStream();
  private ServerSocket server;
  private Socket line;

  @BeforeEach
  void listen() throws Exception {
    server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
  }

  @AfterEach
  void hangUp() throws Exception {
    if (line != null) {
      line.close();
    }
    server.close();
  }

  private Station start(String... settings) throws Exception {
    StationConfig config = new StationConfig();
    config.journal(root);
    config.addLink("tcp://127.0.0.1:" + server.getLocalPort() + "?name=ais0");
    for (String setting : settings) {
      if (setting.startsWith("layout ")) {
        config.layout(setting.substring(7));
      } else {
        config.durability(setting);
      }
    }
    Station station = Station.start(config, "test", notice -> {});
    line = server.accept();
    return station;
  }

  /** Sends some sentences and waits until they have gone through. */
  private void send(Station station, int count) throws Exception {
    OutputStream out = line.getOutputStream();
    byte[] buffer = new byte[Traffic.MAX_LENGTH];
    for (int i = 0; i < count; i++) {
      int length = traffic.next(buffer);
      out.write(buffer, 0, length);
      sent.write(buffer, 0, length);
    }
    out.flush();
    await(station);
  }

  private void await(Station station) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (station.byteCount() < sent.size() - base && System.nanoTime() < deadline) {
      Thread.onSpinWait();
    }
    assertThat(station.byteCount()).isEqualTo(sent.size() - base);
  }

  /** What earlier stations took. */
  private int base;

  private void close(Station station) throws Exception {
    station.close();
    assertThat(station.failure()).isNull();
    line.close();
    base = sent.size();
  }

  private List<SessionInfo> verified(int count) throws Exception {
    List<SessionInfo> sessions = Sessions.list(root);
    assertThat(sessions).hasSize(count);
    for (SessionInfo session : sessions) {
      Verify.Result result = Verify.session(session);
      assertThat(result.difference()).isNull();
      assertThat(result.damage()).isEmpty();
      assertThat(result.events()).isEqualTo(session.records()).isPositive();
    }
    return sessions;
  }

  /** The raw bytes of all sessions' frames, while their sequences have no hole. */
  private byte[] raw(List<SessionInfo> sessions) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Event event = new Event(0);
    long sequence = 0;
    for (SessionInfo session : sessions) {
      try (SessionReader reader = SessionReader.open(session)) {
        while (reader.next()) {
          event.wrap(reader.record());
          assertThat(event.sequence()).isEqualTo(++sequence);
          out.write(event.array(), event.rawOffset(), event.rawLength());
        }
      }
    }
    return out.toByteArray();
  }

  private static List<FrameKind> kinds(SessionInfo session, int count) {
    List<FrameKind> kinds = new ArrayList<>();
    Event event = new Event(0);
    try (SessionReader reader = SessionReader.open(session)) {
      while (kinds.size() < count && reader.next()) {
        kinds.add(event.wrap(reader.record()).kind());
      }
    }
    return kinds;
  }

  @ParameterizedTest
  @ValueSource(strings = {"layout compact", "layout spread"})
  void sessionsThatTurnOverInTrafficLoseNothingAndEachVerifiesAlone(String layout)
      throws Exception {
    Station station = start(layout);
    String first = station.sessionId();
    for (int i = 0; i < 4; i++) {
      send(station, 300);
      station.turnOver();
    }
    assertThat(station.sessionId()).isGreaterThan(first);
    send(station, 50);
    close(station);

    List<SessionInfo> sessions = verified(5);
    assertThat(raw(sessions)).isEqualTo(sent.toByteArray());
    assertThat(kinds(sessions.get(0), 2)).containsExactly(FrameKind.SESSION, FrameKind.LINK);
    assertThat(kinds(sessions.get(1), 4).stream().distinct()) // the state may have several parts
        .startsWith(FrameKind.SESSION, FrameKind.STATE, FrameKind.LINK);
  }

  @Test
  void whatWasKnownIsKnownAgainAfterAnOrderlyEndAndAfterNone() throws Exception {
    Station station = start();
    send(station, 400);
    station.close();
    int known = station.vesselCount();
    assertThat(known).isGreaterThan(20);
    line.close();
    base = sent.size();

    station = start();
    assertThat(station.vesselCount()).isEqualTo(known);
    send(station, 200);
    close(station);
    List<SessionInfo> sessions = verified(2);
    assertThat(kinds(sessions.get(1), 2)).containsExactly(FrameKind.SESSION, FrameKind.STATE);
    assertThat(raw(sessions)).isEqualTo(sent.toByteArray());
  }

  @Test
  void anImportedRecordingIsNotWhatTheStationHeard() throws Exception {
    Station station = start();
    send(station, 400);
    station.close();
    int known = station.vesselCount();
    line.close();
    base = sent.size();
    Path recording = Files.writeString(files.resolve("old.nmea"), AIS + "\r\n");
    LinkUri link = LinkUri.parse("file:" + recording + "?name=old");
    new Import(
            new ImportRequest(recording, null, link, Mission.NONE, 0, 38_400, 0),
            (done, total) -> {})
        .into(root, "test");

    station = start();
    assertThat(station.vesselCount()).isEqualTo(known);
    close(station);
    verified(3);
  }

  @ParameterizedTest
  @ValueSource(strings = {"interval=20", "batch"})
  void theDurabilityModesJournalTheSameEvents(String mode) throws Exception {
    Station station = start(mode);
    send(station, 500);
    close(station);
    assertThat(raw(verified(1))).isEqualTo(sent.toByteArray());
  }
}
