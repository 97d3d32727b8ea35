package io.alidade.cli;

import static io.alidade.cli.ShownReplay.SECOND;
import static io.alidade.cli.ShownReplay.START;
import static io.alidade.cli.ShownReplay.ns;
import static io.alidade.cli.ShownReplay.time;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A replayed second is bounded by the replay's clock: nothing from later, nothing from outside. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ReplayBoundsTest {
  private static final long FROM = 30;
  private static final long TO = 690;

  @TempDir Path root;

  @BeforeEach
  void record() throws Exception {
    ShownReplay.record(root);
  }

  /** Checks all that a state tells against its own clock; returns its vessels by MMSI. */
  private static Map<Integer, JsonNode> check(JsonNode state) {
    long position = ns(state.path("status").path("replay").path("position"));
    assertThat(position).isBetween(START + FROM * SECOND, START + TO * SECOND - 1);
    Map<Integer, JsonNode> vessels = new TreeMap<>();
    for (JsonNode vessel : state.path("vessels")) {
      assertThat(ns(vessel.path("rx"))).isLessThanOrEqualTo(position);
      ((ObjectNode) vessel).remove("seq"); // that of the state event, or of the last message
      vessels.put(vessel.path("mmsi").asInt(), vessel);
    }
    if (!state.path("own").isNull()) {
      assertThat(ns(state.path("own").path("rx"))).isLessThanOrEqualTo(position);
    }
    for (String list : new String[] {"links", "invalid"}) {
      for (JsonNode event : state.path(list)) {
        assertThat(ns(event.path("rx"))).as(list).isBetween(START + FROM * SECOND, position);
      }
    }
    return vessels;
  }

  @Test
  void noStateTellsOfWhatComesLater() throws Exception {
    try (ShownReplay shown = ShownReplay.start(root, FROM, TO)) {
      shown.control("speed", "max");
      Random random = new Random(2);
      for (int i = 0; i < 40; i++) {
        int second = (int) FROM + random.nextInt((int) (TO - FROM));
        JsonNode there = shown.control("seek", time(second));
        check(shown.state());
        long wanted = second > 120 && second < 600 ? 600 : second;
        assertThat(ns(there.path("position"))).isEqualTo(START + wanted * SECOND);
        if (i % 4 == 0) {
          shown.control("play", "");
          check(shown.state()); // while it runs
          shown.control("pause", "");
        } else {
          for (int j = random.nextInt(4); j > 0; j--) {
            shown.control("step", "");
          }
        }
        check(shown.state());
      }
    }
  }

  @Test
  void theSameIsKnownAtATimeHoweverOneGotThere() throws Exception {
    Map<Integer, JsonNode> last = Map.of();
    for (int second : new int[] {45, 90, 119, 601, 650}) {
      Map<Integer, JsonNode> played;
      try (ShownReplay shown = ShownReplay.start(root, FROM, second)) {
        shown.control("speed", "max");
        shown.control("play", "");
        while (!shown.replay.isAtEnd()) {
          Thread.sleep(5);
        }
        shown.control("pause", "");
        played = check(shown.state());
      }
      try (ShownReplay shown = ShownReplay.start(root, FROM, TO)) {
        for (int detour : new int[] {680, second, 100, second}) {
          shown.control("seek", time(detour));
        }
        assertThat(check(shown.state())).isEqualTo(played).isNotEqualTo(last);
        last = played;
      }
    }
  }

  @Test
  void afterASeekBackNothingIsLeftOfTheFuture() throws Exception {
    try (ShownReplay shown = ShownReplay.start(root, 0, 130)) {
      shown.control("seek", time(119));
      shown.control("speed", "max");
      shown.control("play", "");
      while (!shown.replay.isAtEnd()) {
        Thread.sleep(5);
      }
      shown.control("pause", "");
      shown.control("seek", time(0));
      JsonNode start = shown.state();
      assertThat(start.path("vessels")).isEmpty();
      assertThat(start.path("invalid")).isEmpty();
      assertThat(start.path("links")).isEmpty();
      assertThat(start.path("own").isNull()).isTrue();
      shown.control("step", "");
      assertThat(shown.state().path("links")).as("the link's own event").hasSize(1);
    }
  }

  @Test
  void noMessageIsFromOutsideOrFromLater() throws Exception {
    try (ShownReplay shown = ShownReplay.start(root, FROM, TO);
        Page page = new Page(shown.gateway.port())) {
      shown.control("seek", time(60)); // with the page there
      shown.control("speed", "200");
      shown.control("play", "");
      long[] events = new long[1];
      boolean[] ended = new boolean[1];
      page.await(
          message -> {
            switch (message.path("type").asText()) {
              case "events" -> {
                for (JsonNode event : message.path("events")) {
                  events[0]++;
                  assertThat(ns(event.path("rx")))
                      .as(event.toString())
                      .isBetween(START + FROM * SECOND, shown.replay.positionNs())
                      .isLessThan(START + TO * SECOND);
                }
              }
              case "snapshot" -> {
                for (JsonNode vessel : message.path("vessels")) {
                  assertThat(ns(vessel.path("rx"))).isLessThanOrEqualTo(shown.replay.positionNs());
                }
              }
              case "stats" -> ended[0] = message.path("replay").path("at_end").asBoolean();
              default -> {}
            }
            return ended[0];
          });
      assertThat(events[0]).isGreaterThan(2000);
    }
  }

  /** What a page knows of vessels: when each was heard last. */
  private static void follow(Map<Integer, Long> vessels, JsonNode message) {
    switch (message.path("type").asText()) {
      case "events" -> {
        for (JsonNode event : message.path("events")) {
          String name = event.path("msg").asText();
          JsonNode mmsi = event.path("data").path("mmsi");
          if (name.equals("session")) {
            vessels.clear();
          } else if (name.equals("track") && !mmsi.isMissingNode()) {
            vessels.put(mmsi.asInt(), ns(event.path("rx")));
          }
        }
      }
      case "snapshot" -> {
        if (message.path("full").asBoolean() && message.path("page").asInt() == 0) {
          vessels.clear();
        }
        for (JsonNode vessel : message.path("vessels")) {
          vessels.put(vessel.path("mmsi").asInt(), ns(vessel.path("rx")));
        }
      }
      default -> {}
    }
  }

  @Test
  void aPageKnowsWhatTheStateTells() throws Exception {
    try (ShownReplay shown = ShownReplay.start(root, FROM, TO);
        Page page = new Page(shown.gateway.port())) {
      Map<Integer, Long> vessels = new TreeMap<>();
      Random random = new Random(4);
      for (int i = 0; i < 30; i++) {
        switch (i % 3) {
          case 0 -> shown.control("seek", time(FROM + random.nextInt((int) (TO - FROM))));
          case 1 -> shown.control("step", "");
          default -> {
            shown.control("speed", "100");
            shown.control("play", "");
            Thread.sleep(50);
            shown.control("pause", "");
          }
        }
        Map<Integer, Long> told = new TreeMap<>();
        check(shown.state()).forEach((mmsi, vessel) -> told.put(mmsi, ns(vessel.path("rx"))));
        long deadline = System.nanoTime() + 20 * SECOND;
        page.await(
            message -> {
              follow(vessels, message);
              if (System.nanoTime() > deadline) {
                assertThat(vessels).isEqualTo(told);
              }
              return vessels.equals(told) && message.path("type").asText().equals("stats");
            });
      }
      assertThat(vessels).isNotEmpty();
    }
  }
}
