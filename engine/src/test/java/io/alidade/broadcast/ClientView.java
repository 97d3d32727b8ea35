package io.alidade.broadcast;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a client makes of the gateway's messages; fails where they are not as the protocol says: no
 * gap and no repeat that was not announced.
 */
final class ClientView {
  final Map<Integer, JsonNode> vessels = new TreeMap<>();
  final List<JsonNode> lags = new ArrayList<>();
  final List<JsonNode> lastInvalid = new ArrayList<>();
  JsonNode outage;
  final Map<String, JsonNode> links = new TreeMap<>();
  JsonNode hello;
  JsonNode own;
  volatile long lastSeq = -1;
  int liveEvents;
  int snapshots;
  int pages;
  private boolean live;
  private int nextPage;

  void apply(JsonNode message) {
    if (hello == null) {
      assertThat(message.get("type").asText()).isEqualTo("hello");
      hello = message;
      return;
    }
    switch (message.get("type").asText()) {
      case "snapshot" -> snapshot(message);
      case "events" -> events(message);
      case "lag" -> lag(message);
      case "stats" -> assertThat(message.get("events").isNumber()).isTrue();
      default -> throw new AssertionError("unknown message " + message);
    }
  }

  private void snapshot(JsonNode message) {
    assertThat(live).as("a snapshot comes at the start or after a lag").isFalse();
    if (message.get("page").asInt() == 0) {
      nextPage = 0;
      if (message.get("full").asBoolean()) {
        vessels.clear();
      }
    }
    assertThat(message.get("page").asInt()).isEqualTo(nextPage++);
    pages++;
    for (JsonNode vessel : message.get("vessels")) {
      vessels.put(vessel.get("mmsi").asInt(), vessel);
    }
    if (!message.get("more").asBoolean()) {
      own = message.get("own");
      outage = message.get("outage");
      lastInvalid.clear();
      message.get("invalid").forEach(lastInvalid::add);
      message.get("links").forEach(link -> links.put(link.get("link").asText(), link));
      snapshots++;
      live = true;
      nextPage = 0;
      lastSeq = message.get("seq").asLong();
    }
  }

  private void events(JsonNode message) {
    assertThat(live).as("events come after a complete snapshot").isTrue();
    assertThat(message.get("from").asLong()).isEqualTo(lastSeq + 1);
    long expected = lastSeq;
    for (JsonNode event : message.get("events")) {
      JsonNode data = event.get("data");
      String msg = event.get("msg").asText();
      if (msg.equals("track") || msg.equals("own")) {
        assertThat(event.get("seq").asLong()).isEqualTo(expected);
        if (msg.equals("track")) {
          vessels.put(data.get("mmsi").asInt(), data);
        } else {
          own = data;
        }
      } else {
        assertThat(event.get("seq").asLong()).isEqualTo(++expected);
        liveEvents++;
        if (event.get("quality").asText().equals("invalid")) {
          lastInvalid.add(event);
        }
      }
    }
    assertThat(message.get("to").asLong()).isEqualTo(expected);
    lastSeq = expected;
  }

  private void lag(JsonNode message) {
    lags.add(message);
    if (!message.get("reason").asText().equals("dropped")) {
      assertThat(message.get("from").asLong()).isEqualTo(lastSeq + 1);
      live = false;
      nextPage = 0;
    }
  }

  /** MMSI to count of messages. */
  Map<Integer, Integer> counts() {
    Map<Integer, Integer> counts = new TreeMap<>();
    vessels.forEach((mmsi, fields) -> counts.put(mmsi, fields.get("messages").asInt()));
    return counts;
  }
}
