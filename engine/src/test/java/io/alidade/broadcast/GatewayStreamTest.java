package io.alidade.broadcast;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.alidade.event.Event;
import io.alidade.event.Flag;
import io.alidade.event.Links;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class GatewayStreamTest {
  private static final int FIRST_MMSI = 244_000_000;

  private final TestEvents events = new TestEvents();
  private final Map<Integer, Integer> published = new HashMap<>();

  private static Gateway start(GatewayOptions options) throws GatewayException {
    Gateway gateway = Gateway.start("127.0.0.1", 0, out -> {}, false, options);
    gateway.links(new Links("ais0", "gps0"));
    return gateway;
  }

  private static GatewayOptions options(int maxClients, int maxVessels, boolean epoll) {
    return new GatewayOptions(
        5, 8 << 20, maxClients, maxVessels, 4 << 20, 500, 30_000, 5_000, epoll);
  }

  private static Gateway start() throws GatewayException {
    return start(options(128, 100_000, true));
  }

  /** Publishes one more message of a vessel and remembers how many it sent. */
  private void publish(Gateway gateway, int vessel) {
    int mmsi = FIRST_MMSI + vessel;
    gateway.publish(events.vessel(mmsi, published.merge(mmsi, 1, Integer::sum)));
  }

  /** Waits until the event loop has taken everything, so that the ring never overflows. */
  private void awaitTaken(Gateway gateway) {
    while (gateway.counter(Count.EVENTS) < events.sequence()) {
      Thread.onSpinWait();
    }
  }

  /** What a counter counts may be seen by a client a moment before it is counted. */
  private static void awaitCount(Gateway gateway, Count count, long expected) {
    while (gateway.counter(count) < expected) {
      Thread.onSpinWait();
    }
    assertThat(gateway.counter(count)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void clientsThatComeAtAnyTimeSeeTheSameStateWithoutGapOrRepeat(boolean epoll) throws Exception {
    List<JdkClient> clients = new ArrayList<>();
    try (Gateway gateway = start(options(128, 100_000, epoll))) {
      for (int i = 0; i < 10_000; i++) {
        if (i % 2_000 == 0) {
          clients.add(new JdkClient(gateway));
        }
        publish(gateway, i * 7919 % 1500);
        if (i % 100 == 99) {
          awaitTaken(gateway);
        }
      }
      clients.add(new JdkClient(gateway));
      publish(gateway, 0);
      for (JdkClient client : clients) {
        client.untilSeq(10_001);
        assertThat(client.view.counts()).isEqualTo(published);
        assertThat(client.subprotocol()).isEqualTo("alidade.1");
        client.close();
      }
      assertThat(clients.get(0).view.liveEvents).isPositive();
      assertThat(clients.get(5).view.pages).as("1500 vessels in pages").isGreaterThanOrEqualTo(3);
      assertThat(gateway.counter(Count.FAULTS)).isZero();
      assertThat(gateway.counter(Count.DROPPED_FULL)).isZero();
    }
  }

  @Test
  void helloSaysWhereTheStreamIs() throws Exception {
    try (Gateway gateway = Gateway.start("localhost", 0, out -> {}, true);
        JdkClient early = new JdkClient(gateway)) {
      early.until(() -> early.view.snapshots == 1);
      assertThat(early.view.hello.get("proto").asText()).isEqualTo("alidade.1");
      assertThat(early.view.hello.get("epoch").isNull()).isTrue();
      assertThat(early.view.hello.get("head").asLong()).isZero();
      assertThat(early.view.hello.get("replay").asBoolean()).isTrue();
      assertThat(early.view.own.isNull()).isTrue();
      gateway.epoch("b7c1");
      gateway.publish(events.tick());
      early.untilSeq(1);
      try (JdkClient late = new JdkClient(gateway)) {
        late.until(() -> late.view.snapshots == 1);
        assertThat(late.view.hello.get("epoch").asText()).isEqualTo("b7c1");
        assertThat(late.view.hello.get("head").asLong()).isEqualTo(1);
      }
    }
  }

  @Test
  void anEventIsInTheContractsFormAndItsTrackFollowsIt() throws Exception {
    try (Gateway gateway = start();
        RawClient client = new RawClient(gateway.port())) {
      client.upgrade();
      client.readMessage();
      client.readMessage();
      gateway.publish(events.vessel(FIRST_MMSI, 1));
      JsonNode message = client.readMessage();
      while (!message.get("type").asText().equals("events")) {
        message = client.readMessage();
      }
      assertThat(message.toString())
          .startsWith(
              "{\"type\":\"events\",\"from\":1,\"events\":[{\"seq\":1,"
                  + "\"rx\":\"2026-11-25T00:00:00.000000000Z\",\"link\":\"ais0\",\"msg\":\"ais.1\","
                  + "\"quality\":\"good\",\"flags\":[],\"data\":{\"type\":1,\"mmsi\":244000000}},"
                  + "{\"seq\":1,\"rx\":\"2026-11-25T00:00:00.000000000Z\",\"link\":\"ais0\","
                  + "\"msg\":\"track\",\"quality\":\"good\",\"flags\":[],\"data\":{\"mmsi\":244000000,"
                  + "\"class\":\"A\",\"shipname\":\"VESSEL 0\"");
      assertThat(message.get("to").asLong()).isEqualTo(1);
    }
  }

  @Test
  void aLateClientLearnsOfAnOutageOfTheJournalUntilItIsOver() throws Exception {
    try (Gateway gateway = start()) {
      gateway.publish(events.outage(false));
      awaitTaken(gateway);
      try (JdkClient client = new JdkClient(gateway)) {
        client.until(() -> client.view.snapshots == 1);
        assertThat(client.view.outage.get("msg").asText()).isEqualTo("journal.outage");
        assertThat(client.view.outage.at("/data/reason").asText()).isEqualTo("the disk is full");
        gateway.publish(events.outage(true));
        client.untilSeq(2);
      }
      try (JdkClient client = new JdkClient(gateway)) {
        client.until(() -> client.view.snapshots == 1);
        assertThat(client.view.outage.isNull()).isTrue();
      }
    }
  }

  @Test
  void aLateClientLearnsOwnPositionLinksAndInvalidEvents() throws Exception {
    try (Gateway gateway = start()) {
      gateway.publish(events.link(1, "down", 3));
      gateway.publish(events.link(2, "up", 1));
      gateway.publish(events.link(1, "up", 4));
      gateway.publish(events.own(51.98, 4.1));
      for (int i = 0; i < 40; i++) {
        gateway.publish(events.invalid(i % 2 == 0 ? Flag.CHECKSUM : Flag.CUT));
      }
      awaitTaken(gateway);
      try (JdkClient client = new JdkClient(gateway)) {
        client.until(() -> client.view.snapshots == 1);
        assertThat(client.view.own.get("lon").asDouble()).isEqualTo(4.1);
        assertThat(client.view.links).containsOnlyKeys("ais0", "gps0");
        assertThat(client.view.links.get("ais0").at("/data/attempt").asInt()).isEqualTo(4);
        assertThat(client.view.lastInvalid).hasSize(16);
        JsonNode last = client.view.lastInvalid.get(15);
        assertThat(last.get("seq").asLong()).isEqualTo(44);
        assertThat(last.get("msg").asText()).isEqualTo("invalid");
        assertThat(last.get("flags").toString()).isEqualTo("[\"cut\"]");
        gateway.publish(events.own(52, 4));
        client.untilSeq(45);
        assertThat(client.view.own.get("lat").asDouble()).isEqualTo(52);
      }
    }
  }

  @Test
  void aNewSessionForgetsTheVesselsOfTheLast() throws Exception {
    try (Gateway gateway = start()) {
      publish(gateway, 1);
      gateway.publish(events.session("e-2"));
      publish(gateway, 2);
      awaitTaken(gateway);
      try (JdkClient client = new JdkClient(gateway)) {
        client.until(() -> client.view.snapshots == 1);
        assertThat(client.view.vessels).containsOnlyKeys(FIRST_MMSI + 2);
        assertThat(client.view.hello.get("epoch").asText()).isEqualTo("e-2");
      }
    }
  }

  @Test
  void beyondTheLimitTheVesselLongestUnheardIsForgottenAndCounted() throws Exception {
    try (Gateway gateway = start(options(128, 3, true))) {
      for (int vessel : new int[] {1, 2, 3, 1, 4, 5}) {
        publish(gateway, vessel);
      }
      awaitTaken(gateway);
      try (JdkClient client = new JdkClient(gateway)) {
        client.until(() -> client.view.snapshots == 1);
        assertThat(client.view.vessels)
            .containsOnlyKeys(FIRST_MMSI + 1, FIRST_MMSI + 4, FIRST_MMSI + 5);
        assertThat(gateway.counter(Count.VESSELS_EVICTED)).isEqualTo(2);
      }
    }
  }

  @Test
  void textFromTheAirStaysText() throws Exception {
    String name = "<img src=x>\"\\\u0001\u2028é";
    try (Gateway gateway = start()) {
      gateway.publish(events.vessel(FIRST_MMSI, name, "A", 70, 0, 52, 4, 1));
      try (JdkClient client = new JdkClient(gateway)) {
        client.until(() -> client.view.vessels.containsKey(FIRST_MMSI));
        assertThat(client.view.vessels.get(FIRST_MMSI).get("shipname").asText()).isEqualTo(name);
      }
    }
  }

  @Test
  void moreThanATickMayCarryBecomesALagAndTheLatestState() throws Exception {
    GatewayOptions narrow =
        new GatewayOptions(20, 8 << 20, 8, 100_000, 64 << 10, 500, 30_000, 5_000, true);
    try (Gateway gateway = start(narrow);
        JdkClient client = new JdkClient(gateway)) {
      client.until(() -> client.view.snapshots == 1);
      for (int i = 0; i < 5000; i++) {
        publish(gateway, i % 50);
      }
      client.untilSeq(5000);
      assertThat(client.view.lags).isNotEmpty();
      assertThat(client.view.lags.get(0).get("reason").asText()).isEqualTo("rate");
      assertThat(client.view.counts()).isEqualTo(published);
      assertThat(client.view.liveEvents).isLessThan(5000);
    }
  }

  @Test
  void whatTheRingHasNoRoomForIsCountedAndTold() throws Exception {
    GatewayOptions asleep =
        new GatewayOptions(600_000, 1 << 20, 8, 100_000, 64 << 20, 500, 30_000, 5_000, true);
    Gateway gateway = start(asleep);
    JdkClient client = new JdkClient(gateway);
    client.until(() -> client.view.snapshots == 1);
    for (int i = 0; i < 20_000; i++) {
      gateway.publish(events.vessel(FIRST_MMSI, i));
    }
    Event tooLong = new Event(100_000).wrap(new byte[100_000]);
    tooLong.begin(io.alidade.event.FrameKind.FRAME, 1, 0);
    tooLong.raw(new byte[90_000], 0, 90_000);
    gateway.publish(tooLong);
    long dropped = gateway.counter(Count.DROPPED_FULL);
    assertThat(dropped).isBetween(10_000L, 19_999L);
    gateway.close(); // sends what is in the ring
    client.untilSeq(20_000 - dropped);
    JsonNode lag = client.view.lags.get(0);
    assertThat(lag.get("reason").asText()).isEqualTo("dropped");
    assertThat(lag.get("missed").asLong()).isEqualTo(dropped + 1);
    assertThat(gateway.counter(Count.DROPPED_SIZE)).isEqualTo(1);
    assertThat(gateway.counter(Count.EVENTS)).isEqualTo(20_000 - dropped);
    assertThat(client.closed.get(10, TimeUnit.SECONDS)).isEqualTo(1001);
  }

  @Test
  void closeSendsWhatIsQueuedThenTakesLeaveWith1001() throws Exception {
    Gateway gateway =
        start(new GatewayOptions(600_000, 8 << 20, 8, 1000, 4 << 20, 500, 30_000, 5_000, true));
    JdkClient client = new JdkClient(gateway);
    client.until(() -> client.view.snapshots == 1);
    for (int i = 0; i < 100; i++) {
      publish(gateway, i);
    }
    gateway.close();
    gateway.close();
    publish(gateway, 1);
    client.untilSeq(100);
    assertThat(client.closed.get(10, TimeUnit.SECONDS)).isEqualTo(1001);
    assertThat(gateway.counter(Count.CLOSED_SERVER)).isEqualTo(1);
  }

  @Test
  void recordsWithNothingInThemOrWithWrongLengthsDoNoHarm() throws Exception {
    try (Gateway gateway = start();
        JdkClient client = new JdkClient(gateway)) {
      gateway.publish(new Event(0).wrap(new byte[Event.HEADER_LENGTH])); // length 0
      Event wrong = new TestEvents().tick();
      new org.agrona.concurrent.UnsafeBuffer(wrong.array())
          .putInt(Event.RAW_LENGTH_OFFSET, 1 << 30);
      gateway.publish(wrong);
      gateway.publish(events.tick());
      client.untilSeq(1);
      assertThat(gateway.counter(Count.DROPPED_SIZE)).isEqualTo(1);
      assertThat(gateway.counter(Count.DROPPED_MALFORMED)).isEqualTo(1);
    }
  }

  @Test
  @SuppressWarnings("try") // one is closed early on purpose
  void oneDashboardTooManyIsAskedToComeBackLater() throws Exception {
    try (Gateway gateway = start(options(2, 100, true));
        JdkClient first = new JdkClient(gateway);
        JdkClient second = new JdkClient(gateway)) {
      try (JdkClient third = new JdkClient(gateway)) {
        assertThat(third.closed.get(10, TimeUnit.SECONDS)).isEqualTo(1013);
      }
      assertThat(gateway.counter(Count.CLOSED_FULL)).isEqualTo(1);
      publish(gateway, 1);
      first.untilSeq(1);
      second.untilSeq(1);
      second.close();
      awaitCount(gateway, Count.CLOSED_CLIENT, 1);
      try (JdkClient fourth = new JdkClient(gateway)) {
        fourth.until(() -> fourth.view.snapshots == 1);
      }
    }
  }

  @Test
  void textsAreIgnoredAndPingsAnswered() throws Exception {
    try (Gateway gateway = start();
        RawClient client = new RawClient(gateway.port())) {
      assertThat(client.upgrade()).startsWith("HTTP/1.1 101 ");
      client.frame(1, true, new byte[0]);
      client.frame(1, true, "x".repeat(4096).getBytes(StandardCharsets.US_ASCII));
      client.frame(2, true, new byte[] {1, 2, 3});
      client.frame(9, true, new byte[] {'h', 'i'});
      RawClient.Frame frame = client.readFrame();
      while (frame.opcode() != 10) {
        frame = client.readFrame();
      }
      assertThat(frame.payload()).asString().isEqualTo("hi");
    }
  }

  @Test
  void aMessageAbove4KiBEndsTheConnection() throws Exception {
    try (Gateway gateway = start()) {
      try (RawClient client = new RawClient(gateway.port())) {
        client.upgrade();
        client.frame(1, true, new byte[4097]);
        assertThat(client.readCloseCode()).isEqualTo(1009);
      }
      try (RawClient client = new RawClient(gateway.port())) {
        client.upgrade();
        client.frame(1, false, new byte[3000]);
        client.frame(0, false, new byte[1000]);
        client.frame(0, true, new byte[97]);
        assertThat(client.readCloseCode()).isEqualTo(1009);
      }
      awaitCount(gateway, Count.CLOSED_SIZE, 2);
    }
  }

  @Test
  void whatIsNotWebSocketEndsTheConnection() throws Exception {
    try (Gateway gateway = start()) {
      byte[][] violations = {
        {(byte) 0x81, 1, 'x'}, // not masked
        {(byte) 0xC1, (byte) 0x81, 0, 0, 0, 0, 'x'}, // RSV1
        {(byte) 0x83, (byte) 0x80, 0, 0, 0, 0}, // reserved opcode
        {(byte) 0x89, (byte) 0xFE, 0, 126, 0, 0, 0, 0}, // long control frame
      };
      for (byte[] violation : violations) {
        try (RawClient client = new RawClient(gateway.port())) {
          client.upgrade();
          client.send(violation);
          assertThat(client.readCloseCode()).isEqualTo(1002);
        }
      }
      awaitCount(gateway, Count.CLOSED_PROTOCOL, violations.length);
    }
  }

  @Test
  void aFloodOfMessagesEndsTheConnection() throws Exception {
    try (Gateway gateway = start();
        RawClient client = new RawClient(gateway.port())) {
      client.upgrade();
      client.frame(1, false, new byte[0]);
      for (int i = 0; i < 300; i++) {
        client.frame(0, false, new byte[0]);
      }
      assertThat(client.readCloseCode()).isEqualTo(1008);
    }
    try (Gateway gateway = start();
        RawClient client = new RawClient(gateway.port())) {
      client.upgrade();
      for (int i = 0; i < 300; i++) {
        client.frame(9, true, new byte[0]);
      }
      assertThat(client.readCloseCode()).isEqualTo(1008);
      assertThat(gateway.counter(Count.CLOSED_FLOOD)).isEqualTo(1);
    }
  }

  @Test
  void aClosingClientIsAnsweredAndForgotten() throws Exception {
    try (Gateway gateway = start();
        RawClient client = new RawClient(gateway.port())) {
      client.upgrade();
      client.frame(8, true, new byte[] {3, (byte) 0xE8});
      assertThat(client.readCloseCode()).isEqualTo(1000);
      assertThat(client.readToEnd()).isEmpty();
      assertThat(gateway.counter(Count.CLOSED_CLIENT)).isEqualTo(1);
    }
  }

  @Test
  void framesRightBehindTheUpgradeRequestEndTheConnection() throws Exception {
    try (Gateway gateway = start();
        RawClient client = new RawClient(gateway.port())) {
      String self = "127.0.0.1:" + gateway.port();
      String request = RawClient.upgradeRequest("/ws", self, "http://" + self);
      client.send((request + "\u0081\u0080\1\2\3\4").getBytes(StandardCharsets.ISO_8859_1));
      assertThat(client.readToEnd()).doesNotContain("snapshot");
    }
  }
}
