package io.alidade.cli;

import static io.alidade.cli.ShownReplay.time;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.alidade.broadcast.Gateway;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Random;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A replay told what to do over HTTP and WebSocket. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ReplayHttpTest {
  @TempDir Path root;
  private ShownReplay shown;

  @BeforeEach
  void start() throws Exception {
    ShownReplay.record(root);
    shown = ShownReplay.start(root, 0, 10_000);
  }

  @AfterEach
  void stop() throws Exception {
    shown.close();
  }

  @Test
  void eachControlAnswersWhenItHasComeAbout() throws Exception {
    JsonNode at = shown.control("seek", time(60));
    assertThat(instant(at, "position")).isEqualTo(at(60));
    assertThat(at.path("position").asText()).as("as all times").hasSize(30).endsWith("00Z");
    assertThat(instant(at, "start")).isEqualTo(at(0));
    assertThat(at.path("paused").asBoolean()).isTrue();
    assertThat(at.path("at_end").asBoolean()).isFalse();
    assertThat(at.path("loop").asBoolean()).isFalse();

    JsonNode before = shown.state();
    JsonNode stepped = shown.control("step", "");
    assertThat(instant(stepped, "position")).isAfterOrEqualTo(at(60));
    assertThat(shown.state().path("head").asLong()).isEqualTo(before.path("head").asLong() + 1);

    assertThat(shown.control("speed", "0.5").path("speed").asDouble()).isEqualTo(0.5);
    assertThat(shown.control("speed", "10x").path("speed").asDouble()).isEqualTo(10);
    assertThat(shown.control("speed", "max").path("speed").asText()).isEqualTo("max");
    assertThat(shown.control("loop", "true").path("loop").asBoolean()).isTrue();
    assertThat(shown.control("loop", "false").path("loop").asBoolean()).isFalse();
    assertThat(shown.control("play", "").path("paused").asBoolean()).isFalse();
    JsonNode end = shown.state().path("status").path("replay");
    while (!end.path("at_end").asBoolean()) {
      end = shown.state().path("status").path("replay");
    }
    assertThat(end.path("position")).isEqualTo(end.path("end"));
    assertThat(shown.control("pause", "").path("paused").asBoolean()).isTrue();
    assertThat(instant(shown.control("seek", "2001-01-01T00:00:00Z"), "position"))
        .as("no earlier than the start")
        .isEqualTo(at(0));
    assertThat(shown.control("seek", "2101-01-01T00:00:00Z").path("position"))
        .as("no later than the end")
        .isEqualTo(end.path("end"));
  }

  private static Instant instant(JsonNode replay, String name) {
    return Instant.parse(replay.path(name).asText());
  }

  private static Instant at(double seconds) {
    return Instant.parse(time(seconds));
  }

  @Test
  void whatCannotBeDoneIsSaidInOneLine() throws Exception {
    String[][] wrong = {
      {"", "none of play, pause"},
      {"action=", "none of play, pause"},
      {"action=dance", "'dance' is none of"},
      {"action=PLAY", "none of"},
      {"action=speed", "speed: ''"},
      {"action=speed&argument=0", "from 0.1 to 1000"},
      {"action=speed&argument=0.09", "from 0.1 to 1000"},
      {"action=speed&argument=1000.5", "from 0.1 to 1000"},
      {"action=speed&argument=NaN", "from 0.1 to 1000"},
      {"action=speed&argument=0x1p3", "from 0.1 to 1000"},
      {"action=speed&argument=Infinity", "from 0.1 to 1000"},
      {"action=seek", "is not a UTC time"},
      {"action=seek&argument=tomorrow", "'tomorrow' is not a UTC time"},
      {"action=seek&argument=%2B999999999-01-01T00:00:00Z", "is not a UTC time"},
      {"action=seek&argument=a%0D%0AX-Injected:%20b", "'a  X-Injected: b' is not"},
      {"action=loop", "neither true nor false"},
      {"action=loop&argument=1", "neither true nor false"},
      {"action=%ZZ", "not a query"},
    };
    JsonNode before = shown.state().path("status").path("replay");
    for (String[] each : wrong) {
      String answer = exchange("POST /api/replay?" + each[0], "");
      assertThat(answer).as(each[0]).startsWith("HTTP/1.1 400 ").contains(each[1]);
      assertThat(answer).doesNotContain("\nX-Injected");
      assertThat(answer.substring(answer.indexOf("\r\n\r\n") + 4)).hasLineCount(1);
    }
    assertThat(shown.state().path("status").path("replay")).isEqualTo(before);
  }

  /** One request by hand; headers end in CR LF. */
  private String exchange(String method, String headers) throws IOException {
    return exchange(shown.gateway, method, headers);
  }

  private static String exchange(Gateway gateway, String method, String headers)
      throws IOException {
    String host = headers.contains("Host:") ? "" : "Host: 127.0.0.1:" + gateway.port() + "\r\n";
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), gateway.port())) {
      socket.setSoTimeout(20_000);
      String request = method + " HTTP/1.1\r\n" + host + headers + "Connection: close\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(ISO_8859_1));
      return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
    }
  }

  @Test
  void onlyOurPagesAndOnlyPostsAreHeard() throws Exception {
    String play = "/api/replay?action=play";
    assertThat(exchange("GET " + play, ""))
        .startsWith("HTTP/1.1 405 ")
        .containsIgnoringCase("\r\nallow: POST\r\n");
    assertThat(exchange("PUT " + play, "")).startsWith("HTTP/1.1 405 ");
    assertThat(exchange("POST /api/state", ""))
        .startsWith("HTTP/1.1 405 ")
        .containsIgnoringCase("\r\nallow: GET\r\n");
    String self = "http://127.0.0.1:" + shown.gateway.port();
    for (String refused :
        new String[] {
          "Origin: http://example.org\r\n",
          "Origin: null\r\n",
          "Origin: http://127.0.0.1:1\r\n",
          "Host: example.org\r\n",
          "Origin: " + self + "\r\nOrigin: " + self + "\r\n"
        }) {
      assertThat(exchange("POST " + play, refused)).as(refused).startsWith("HTTP/1.1 403 ");
    }
    assertThat(exchange("POST " + play, "Content-Length: 5\r\n")).startsWith("HTTP/1.1 400 ");
    assertThat(shown.replay.isPaused()).as("nothing of all that was done").isTrue();
    assertThat(exchange("POST " + play, "Origin: " + self + "\r\n")).startsWith("HTTP/1.1 200 ");
    assertThat(shown.replay.isPaused()).isFalse();
  }

  @Test
  void aLiveStationHasNoSuchThing() throws Exception {
    try (Gateway live = Gateway.start("127.0.0.1", 0, out -> {}, false)) {
      assertThat(exchange(live, "GET /api/replay", "")).startsWith("HTTP/1.1 404 ");
      assertThat(exchange(live, "POST /api/replay?action=play", ""))
          .startsWith("HTTP/1.1 405 ")
          .containsIgnoringCase("\r\nallow: GET\r\n");
      Page page = new Page(live.port());
      page.send("{\"type\":\"replay\",\"action\":\"play\"}");
      JsonNode stats = page.await(message -> message.path("type").asText().equals("stats"));
      assertThat(stats.has("replay")).isFalse();
      page.close();
    }
  }

  private static String text(String action, String argument) {
    return "{\"type\":\"replay\",\"action\":\"" + action + "\",\"argument\":\"" + argument + "\"}";
  }

  private static Predicate<JsonNode> told(Predicate<JsonNode> replay) {
    return message ->
        message.path("type").asText().equals("stats") && replay.test(message.path("replay"));
  }

  @Test
  void aPageControlsByTextsAndIsToldAtOnce() throws Exception {
    try (Page page = new Page(shown.gateway.port())) {
      page.send(text("speed", "20"));
      page.await(told(replay -> replay.path("speed").asDouble() == 20));
      page.send(text("seek", time(61)));
      JsonNode snapshot =
          page.await(
              message ->
                  message.path("type").asText().equals("snapshot")
                      && message.path("vessels").size() > 20);
      assertThat(snapshot.path("full").asBoolean()).isTrue();
      page.await(told(replay -> instant(replay, "position").equals(at(61))));
      page.send(text("play", ""));
      page.await(told(replay -> !replay.path("paused").asBoolean()));
      page.send(text("pause", ""));
      JsonNode paused = page.await(told(replay -> replay.path("paused").asBoolean()));
      assertThat(instant(paused.path("replay"), "position")).isAfter(at(61));
    }
  }

  @Test
  void whateverAPageSaysTheReplayGoesOn() throws Exception {
    Random random = new Random(11);
    String[] parts = {
      "{",
      "}",
      "[",
      "]",
      ":",
      ",",
      "\"type\"",
      "\"replay\"",
      "\"action\"",
      "\"seek\"",
      "\"step\"",
      "\"argument\"",
      "\"" + time(30) + "\"",
      "1e999",
      "-0",
      "null",
      "true",
      "\"\\u0000\"",
      "\\",
      "\"",
      "\u00e9",
      "{\"type\":\"replay\",\"action\":",
      "\"speed\"}",
      " "
    };
    String[] texts = {
      "",
      "null",
      "[".repeat(4000),
      "{\"type\":\"replay\"}",
      "{\"type\":\"replay\",\"action\":{},\"argument\":[1]}",
      "{\"type\":\"replay\",\"action\":\"seek\",\"argument\":1e308}",
      "{\"type\":[\"replay\"],\"action\":\"play\"}",
      text("seek", "9".repeat(3000)),
    };
    for (int round = 0; round < 10; round++) {
      try (Page page = new Page(shown.gateway.port())) {
        for (int i = 0; i < 60; i++) {
          StringBuilder text = new StringBuilder();
          for (int j = random.nextInt(12); j >= 0; j--) {
            text.append(parts[random.nextInt(parts.length)]);
          }
          page.send(round == 0 && i < texts.length ? texts[i] : text.toString());
        }
        page.send(text("speed", "7"));
        page.await(told(replay -> replay.path("speed").asDouble() == 7));
        page.send(text("speed", "8"));
        page.await(told(replay -> replay.path("speed").asDouble() == 8));
      }
    }
    for (int i = 0; i < 300; i++) {
      byte[] bytes = new byte[random.nextInt(60)];
      random.nextBytes(bytes);
      String noise = URLEncoder.encode(new String(bytes, ISO_8859_1), StandardCharsets.UTF_8);
      String action = i % 3 == 0 ? "seek" : i % 3 == 1 ? "speed" : noise;
      HttpResponse<String> answer = shown.post("action=" + action + "&argument=" + noise);
      assertThat(answer.statusCode()).isEqualTo(400);
      assertThat(answer.body()).hasLineCount(1);
    }
    assertThat(instant(shown.control("seek", time(42)), "position")).isEqualTo(at(42));
  }
}
