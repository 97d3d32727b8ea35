package io.alidade.station;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.alidade.event.Event;
import io.alidade.event.EventJson;
import io.alidade.event.Field;
import io.alidade.event.FieldReader;
import io.alidade.event.FrameKind;
import io.alidade.event.Msg;
import io.alidade.journal.SessionInfo;
import io.alidade.journal.SessionReader;
import io.alidade.journal.Sessions;
import io.alidade.orbit.ElementsFile;
import io.alidade.orbit.GroundStation;
import io.alidade.orbit.Horizon;
import io.alidade.orbit.Pass;
import io.alidade.orbit.PassPredictor;
import io.alidade.replay.Verify;
import java.io.ByteArrayOutputStream;
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

/** Stations on a clock of the test's, over which the space station passes. */
class PassWatchTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final long SECOND = 1_000_000_000L;
  private static final String PLACE = "52.0116,4.3571,12";

  /** An element set of February 2020; check sums computed. */
  private static final String TLE =
      checked("1 25544U 98067A   20045.18587073  .00000950  00000-0  25302-4 0  999")
          + checked("2 25544  51.6443 242.0161 0004885 264.6060 207.3845 15.4916551421290");

  private static final byte[] KISS = {
    (byte) 0xC0,
    0,
    (byte) 0x9E,
    (byte) 0x9E,
    (byte) 0x9E,
    (byte) 0x9E,
    (byte) 0x9E,
    (byte) 0x9E,
    (byte) 0xE0,
    (byte) 0x9C,
    (byte) 0x9C,
    (byte) 0x9C,
    (byte) 0x9C,
    (byte) 0x9C,
    (byte) 0x9C,
    0x61,
    0x03,
    (byte) 0xF0,
    'h',
    'i',
    (byte) 0xC0
  };

  @TempDir Path folder;
  private ServerSocket satellite;
  private ServerSocket other;
  private final AtomicLong time = new AtomicLong();
  private final List<String> notices = new ArrayList<>();
  private Path elements;
  private Pass pass;

  private static String checked(String line) {
    int sum = 0;
    for (char c : line.toCharArray()) {
      sum += Character.isDigit(c) ? c - '0' : c == '-' ? 1 : 0;
    }
    return line + sum % 10 + "\n";
  }

  @BeforeEach
  void aPass() throws Exception {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    satellite = new ServerSocket(0, 1, loopback);
    other = new ServerSocket(0, 1, loopback);
    elements = Files.writeString(folder.resolve("iss.tle"), TLE);
    var iss = ElementsFile.read(elements);
    long from = ns("2020-02-14T12:00:00Z");
    pass =
        new PassPredictor(GroundStation.parse(PLACE), Horizon.flat(10), iss)
            .predict(iss.get(0), from, from + 24 * 3600 * SECOND)
            .passes()
            .get(0);
  }

  @AfterEach
  void hangUp() throws Exception {
    satellite.close();
    other.close();
  }

  private static long ns(String utc) {
    return Instant.parse(utc).getEpochSecond() * SECOND;
  }

  private StationConfig config(String more) throws Exception {
    Path file = folder.resolve("station.yaml");
    Files.writeString(
        file,
        "links:\n  - tcp://127.0.0.1:"
            + satellite.getLocalPort()
            + "?name=uhf&protocol=kiss&satellite=25544\n  - tcp://127.0.0.1:"
            + other.getLocalPort()
            + "?name=other&protocol=kiss&satellite=7\njournal: "
            + folder.resolve("journal")
            + "\ntle: "
            + elements
            + "\nstation: "
            + PLACE
            + "\nmin-elevation: 10\nfrequency: 437.8e6\n"
            + more);
    return StationConfig.read(file);
  }

  private Station start() throws Exception {
    return Station.start(config(""), "test", notices::add, time::get);
  }

  /** Sends a frame over each of the two links. */
  private static void hear(Station station, Socket... lines) throws Exception {
    for (Socket line : lines) {
      long before = station.byteCount();
      line.getOutputStream().write(KISS);
      line.getOutputStream().flush();
      long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
      while (station.byteCount() < before + KISS.length && System.nanoTime() < deadline) {
        Thread.onSpinWait();
      }
      assertThat(station.byteCount()).isEqualTo(before + KISS.length);
    }
  }

  private List<JsonNode> journaled() throws Exception {
    List<JsonNode> all = new ArrayList<>();
    Event event = new Event(Event.HEADER_LENGTH);
    for (SessionInfo session : Sessions.list(folder.resolve("journal"))) {
      Verify.Result result = Verify.session(session);
      assertThat(result.difference()).isNull();
      assertThat(result.events()).isEqualTo(session.records());
      try (SessionReader reader = SessionReader.open(session)) {
        EventJson json = null;
        while (reader.next()) {
          event.wrap(reader.record());
          if (event.kind() == FrameKind.SESSION) {
            json = new EventJson(SessionStart.read(event).names(Mission.NONE), false, false);
          }
          json.clear();
          json.append(event);
          ByteArrayOutputStream line = new ByteArrayOutputStream();
          line.write(json.array(), 0, json.length());
          all.add(MAPPER.readTree(line.toByteArray()));
        }
      }
    }
    return all;
  }

  private static List<JsonNode> of(String msg, List<JsonNode> events) {
    return events.stream().filter(event -> event.get("msg").asText().equals(msg)).toList();
  }

  @Test
  void aPassIsToldFromRiseToSetAndItsFramesHaveItsNumber() throws Exception {
    time.set(pass.aos().timeNs() - 3 * SECOND);
    try (Station station = start();
        Socket uhf = satellite.accept();
        Socket seven = other.accept()) {
      hear(station, uhf, seven);
      boolean heard = false;
      int seconds = (int) ((pass.los().timeNs() - pass.aos().timeNs()) / SECOND) + 6;
      for (int i = 0; i < seconds; i++) {
        time.addAndGet(SECOND);
        station.tick();
        if (!heard && time.get() > pass.tca().timeNs()) {
          hear(station, uhf, seven);
          heard = true;
        }
      }
      hear(station, uhf);
    }
    List<JsonNode> events = journaled();
    assertThat(of("elements", events)).hasSize(1);
    List<JsonNode> told = of("pass", events);
    assertThat(told)
        .extracting(event -> event.at("/data/event").asText())
        .containsExactly("aos", "tca", "los");
    assertThat(told).allMatch(event -> event.get("pass").asInt() == 1);
    assertThat(told.get(0).at("/data/satellite").asText()).isEqualTo("25544");
    assertThat(told.get(0).at("/data/elevation").asDouble()).isEqualTo(10);
    assertThat(told.get(1).at("/data/elevation").asDouble())
        .isCloseTo(pass.tca().elevation(), org.assertj.core.data.Offset.offset(0.006));
    assertThat(of("ax25.ui", events))
        .extracting(event -> event.get("link").asText() + event.path("pass").asInt())
        .containsExactlyInAnyOrder("uhf0", "other0", "uhf1", "other0", "uhf0");
    List<JsonNode> track = of("pass.track", events);
    assertThat(track.size() * SECOND)
        .isBetween(
            pass.los().timeNs() - pass.aos().timeNs() - SECOND,
            pass.los().timeNs() - pass.aos().timeNs() + SECOND);
    assertThat(track.get(0).at("/data/doppler").asDouble()).isPositive();
    assertThat(track.get(track.size() - 1).at("/data/doppler").asDouble()).isNegative();
    // What the session says of the elements is what the command reads.
    Path omm = folder.resolve("omm.json");
    Files.writeString(omm, of("elements", events).get(0).at("/data/elements").asText());
    assertThat(ElementsFile.read(omm).get(0).meanMotion()).isEqualTo(15.49165514);
  }

  @Test
  void aPassThatARestartInterruptsIsOne() throws Exception {
    time.set(pass.aos().timeNs() + 20 * SECOND);
    for (int i = 0; i < 2; i++) {
      try (Station station = start();
          Socket uhf = satellite.accept();
          Socket seven = other.accept()) {
        hear(station, uhf, seven);
      }
      time.addAndGet(30 * SECOND);
    }
    List<JsonNode> events = journaled();
    assertThat(of("pass", events)).hasSize(2).allMatch(event -> event.get("pass").asInt() == 1);
    assertThat(of("ax25.ui", events))
        .extracting(event -> event.get("link").asText() + event.path("pass").asInt())
        .containsExactlyInAnyOrder("uhf1", "other0", "uhf1", "other0"); // two links, two threads
  }

  @Test
  void aPassThatEndedWhileNobodyListenedEndsWithTheNextStart() throws Exception {
    time.set(pass.tca().timeNs());
    start().close();
    time.set(pass.los().timeNs() + 600 * SECOND);
    start().close();
    List<JsonNode> told = of("pass", journaled());
    assertThat(told)
        .extracting(event -> event.at("/data/event").asText())
        .startsWith("aos")
        .endsWith("los");
  }

  @Test
  void newElementsAreToldAndBadOnesLeaveTheOld() throws Exception {
    time.set(pass.aos().timeNs() - 60 * SECOND);
    try (Station station = start()) {
      Files.writeString(elements, TLE.replace("15.49165514", "15.49165515").substring(0, 80));
      time.addAndGet(SECOND);
      station.tick();
      Files.writeString(elements, "ISS (ZARYA)\n" + TLE);
      time.addAndGet(SECOND);
      station.tick();
    }
    assertThat(notices).anyMatch(notice -> notice.contains("the elements of before stay"));
    assertThat(of("elements", journaled()))
        .extracting(event -> event.at("/data/satellite").asText())
        .containsExactly("25544", "ISS (ZARYA)");
  }

  @Test
  void oldElementsAreComplainedOfOnce() throws Exception {
    time.set(ns("2020-04-01T00:00:00Z"));
    try (Station station = start()) {
      for (int i = 0; i < 200; i++) {
        time.addAndGet(60 * SECOND);
        station.tick();
      }
    }
    assertThat(notices).filteredOn(notice -> notice.contains("days old")).hasSize(1);
  }

  @Test
  void whatIsWrongIsRefusedByName() throws Exception {
    assertThatThrownBy(() -> start("satellites: [NOSUCH]\n"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("holds no satellite 'NOSUCH'");
    assertThatThrownBy(() -> config("mask: absent.txt\n"))
        .hasMessageMatching(".*station.yaml:9: mask: absent.txt: no such file");
    Files.writeString(elements, "nonsense");
    assertThatThrownBy(() -> start("")).hasMessageContaining("iss.tle:1:");
    assertThat(folder.resolve("journal")).doesNotExist();
  }

  private void start(String more) throws Exception {
    Station.start(config(more), "test", notices::add, time::get).close();
  }

  /** The numbers of events by pass and message: what replay shows of a pass. */
  @Test
  void trackEventsKnowTheirPass() throws Exception {
    time.set(pass.aos().timeNs() + SECOND);
    try (Station station = start()) {
      time.addAndGet(SECOND);
      station.tick();
    }
    Event event = new Event(Event.HEADER_LENGTH);
    int tracked = 0;
    SessionInfo session = Sessions.list(folder.resolve("journal")).get(0);
    try (SessionReader reader = SessionReader.open(session)) {
      while (reader.next()) {
        event.wrap(reader.record());
        if (event.msg() == Msg.PASS_TRACK) {
          FieldReader fields = event.decoded();
          assertThat(fields.find(Field.RANGE_KM)).isTrue();
          assertThat(fields.number()).isBetween(400.0, 3000.0);
          assertThat(event.pass()).isEqualTo(1);
          tracked++;
        }
      }
    }
    assertThat(tracked).isEqualTo(2);
  }
}
