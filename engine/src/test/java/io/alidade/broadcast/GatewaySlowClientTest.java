package io.alidade.broadcast;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.alidade.event.Links;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 120, unit = TimeUnit.SECONDS)
class GatewaySlowClientTest {
  private static final int FIRST_MMSI = 244_000_000;

  /** High watermark, and the message that was written when the channel was just below it. */
  private static final long PENDING_LIMIT = (64 << 10) + (64 << 10);

  private final TestEvents events = new TestEvents();
  private final Map<Integer, Integer> published = new HashMap<>();

  private static Gateway start(int unwritableLimitMs, boolean epoll) throws GatewayException {
    Gateway gateway =
        Gateway.start(
            "127.0.0.1",
            0,
            out -> {},
            false,
            new GatewayOptions(
                2, 8 << 20, 16, 100_000, 4 << 20, 600_000, unwritableLimitMs, 5_000, epoll));
    gateway.links(new Links("ais0"));
    return gateway;
  }

  private void publish(Gateway gateway, int count, JdkClient pace) throws InterruptedException {
    for (int i = 0; i < count; i++) {
      int mmsi = FIRST_MMSI + i * 31 % 400;
      gateway.publish(events.vessel(mmsi, published.merge(mmsi, 1, Integer::sum)));
      if (i % 500 == 499) {
        pace.untilSeq(events.sequence());
      }
    }
    pace.untilSeq(events.sequence());
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aClientThatStopsReadingCostsNoOneElseAnythingAndIsCurrentAgainWhenItReads(boolean epoll)
      throws Exception {
    try (Gateway gateway = start(600_000, epoll);
        JdkClient good = new JdkClient(gateway);
        RawClient hung = new RawClient(gateway.port(), 4096)) {
      assertThat(hung.upgrade()).startsWith("HTTP/1.1 101 ");
      publish(gateway, 100_000, good);

      assertThat(good.view.lags).as("the good client").isEmpty();
      assertThat(good.view.liveEvents + good.view.hello.get("head").asLong())
          .as("the good client got every event")
          .isGreaterThanOrEqualTo(99_000);
      assertThat(good.view.counts()).isEqualTo(published);
      assertThat(gateway.counter(Count.DROPPED_FULL)).isZero();
      assertThat(gateway.counter(Count.LAG_SLOW)).as("it fell behind once").isEqualTo(1);
      assertThat(gateway.counter(Count.PENDING_MAX)).isLessThanOrEqualTo(PENDING_LIMIT);

      ClientView view = new ClientView();
      while (view.lastSeq < events.sequence()) {
        view.apply(hung.readMessage());
      }
      assertThat(view.lags).hasSize(1);
      JsonNode lag = view.lags.get(0);
      assertThat(lag.get("reason").asText()).isEqualTo("slow");
      assertThat(lag.get("head").asLong()).isEqualTo(100_000);
      assertThat(lag.get("from").asLong()).as("it lost most of them").isLessThan(50_000);
      assertThat(view.snapshots).isEqualTo(2);
      assertThat(view.counts()).isEqualTo(published);

      publish(gateway, 500, good);
      while (view.lastSeq < events.sequence()) {
        view.apply(hung.readMessage());
      }
      assertThat(view.counts()).as("live again").isEqualTo(published);
    }
  }

  @Test
  void manyClientsThatStopReadingStayBounded() throws Exception {
    List<RawClient> hung = new ArrayList<>();
    try (Gateway gateway = start(600_000, true);
        JdkClient good = new JdkClient(gateway)) {
      for (int i = 0; i < 10; i++) {
        RawClient client = new RawClient(gateway.port(), 4096);
        client.upgrade();
        hung.add(client);
      }
      publish(gateway, 20_000, good);
      while (gateway.counter(Count.LAG_SLOW) < 10) {
        publish(gateway, 500, good);
      }
      assertThat(good.view.lags).isEmpty();
      assertThat(gateway.counter(Count.PENDING_MAX)).isLessThanOrEqualTo(PENDING_LIMIT);
      assertThat(gateway.counter(Count.LAG_SLOW)).isEqualTo(10);
      for (RawClient client : hung) {
        client.close();
      }
      while (gateway.counter(Count.CLOSED_CLIENT) < 10) {
        Thread.onSpinWait();
      }
      publish(gateway, 500, good);
    }
  }

  @Test
  void aClientThatNeverReadsIsClosedWith1013AndCounted() throws Exception {
    try (Gateway gateway = start(1500, true);
        JdkClient good = new JdkClient(gateway);
        RawClient hung = new RawClient(gateway.port(), 4096)) {
      hung.upgrade();
      publish(gateway, 20_000, good);
      while (gateway.counter(Count.CLOSED_SLOW) == 0) {
        publish(gateway, 500, good);
      }
      int code;
      try {
        code = hung.readCloseCode();
      } catch (IOException cutOff) {
        code = 0; // it did not take even the close frame in time
      }
      assertThat(code).isIn(0, 1013);
      assertThat(good.view.counts()).isEqualTo(published);
      assertThat(gateway.counter(Count.CLOSED_SLOW)).isEqualTo(1);
    }
  }

  @Test
  void aSlowReaderOfALargeSnapshotGetsAllOfItWhileVesselsMove() throws Exception {
    try (Gateway gateway = start(600_000, true);
        JdkClient good = new JdkClient(gateway)) {
      for (int i = 0; i < 20_000; i++) {
        int mmsi = FIRST_MMSI + i;
        gateway.publish(events.vessel(mmsi, published.merge(mmsi, 1, Integer::sum)));
        if (i % 500 == 499) {
          good.untilSeq(events.sequence());
        }
      }
      try (RawClient slow = new RawClient(gateway.port(), 4096)) {
        slow.upgrade();
        ClientView view = new ClientView();
        while (view.pages < 3) {
          view.apply(slow.readMessage());
        }
        publish(gateway, 2_000, good); // these are among the oldest and the newest
        while (view.lastSeq < events.sequence()) {
          view.apply(slow.readMessage());
        }
        assertThat(view.snapshots).isEqualTo(1);
        assertThat(view.lags).isEmpty();
        assertThat(view.counts()).isEqualTo(published);
        assertThat(gateway.counter(Count.PENDING_MAX)).isLessThanOrEqualTo(PENDING_LIMIT);
      }
    }
  }

  @Test
  void pingsFromAClientThatDoesNotReadDoNotPileUp() throws Exception {
    try (Gateway gateway = start(600_000, true);
        JdkClient good = new JdkClient(gateway);
        RawClient hung = new RawClient(gateway.port(), 4096)) {
      hung.upgrade();
      publish(gateway, 10_000, good);
      for (int i = 0; i < 90; i++) {
        hung.frame(9, true, new byte[125]);
      }
      publish(gateway, 500, good);
      assertThat(gateway.counter(Count.PENDING_MAX)).isLessThanOrEqualTo(PENDING_LIMIT);
    }
  }
}
