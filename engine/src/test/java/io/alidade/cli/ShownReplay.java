package io.alidade.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.alidade.broadcast.Gateway;
import io.alidade.journal.Journal;
import io.alidade.journal.Sessions;
import io.alidade.replay.EventFilter;
import io.alidade.replay.RecordedTraffic;
import io.alidade.replay.Replay;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/** A replay of made-up traffic behind a gateway, wired as the command does, in this process. */
final class ShownReplay implements AutoCloseable {
  static final long SECOND = 1_000_000_000L;
  static final long START = 1_764_032_400L * SECOND;
  static final ObjectMapper MAPPER = new ObjectMapper();

  final Replay replay;
  final Gateway gateway;
  private final HttpClient http = HttpClient.newHttpClient();
  private final Thread thread;

  private ShownReplay(Replay replay, Gateway gateway) {
    this.replay = replay;
    this.gateway = gateway;
    thread = new Thread(this::run, "replay");
    thread.setDaemon(true);
  }

  /** Two sessions, two minutes each, ten minutes apart, from {@link #START} on. */
  static void record(Path root) throws Exception {
    try (Journal journal = Journal.open(root)) {
      RecordedTraffic.session(journal, START, 120, 400);
      RecordedTraffic.session(journal, START + 600 * SECOND, 120, 400);
    }
  }

  /** One session of so many seconds. */
  static void record(Path root, int seconds) throws Exception {
    try (Journal journal = Journal.open(root)) {
      RecordedTraffic.session(journal, START, seconds, 2000);
    }
  }

  /** Begins, paused, with what is between two times, in seconds from the start. */
  static ShownReplay start(Path root, long fromS, long toS) throws Exception {
    Replay replay =
        new Replay(
            Sessions.list(root),
            START + fromS * SECOND,
            START + toS * SECOND,
            EventFilter.ALL,
            null);
    replay.pause();
    replay.stay(true);
    ReplayControls controls = new ReplayControls(replay);
    Gateway gateway = Gateway.start("127.0.0.1", 0, ReplayCommand.status(controls), controls);
    ShownReplay shown = new ShownReplay(replay, gateway);
    shown.thread.start();
    shown.awaitDone();
    return shown;
  }

  private void run() {
    try {
      replay.run(new ReplayAudience(gateway, null, false, null));
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
  }

  void awaitDone() throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (replay.isBusy()) {
      assertThat(System.nanoTime()).as("it takes too long").isLessThan(deadline);
      Thread.sleep(1);
    }
  }

  String address() {
    return "127.0.0.1:" + gateway.port();
  }

  HttpResponse<String> post(String query) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://" + address() + "/api/replay?" + query))
            .POST(HttpRequest.BodyPublishers.noBody())
            .build();
    return http.send(request, HttpResponse.BodyHandlers.ofString());
  }

  /** Controls the replay and returns where it is then. */
  JsonNode control(String action, String argument) throws Exception {
    HttpResponse<String> answer = post("action=" + action + "&argument=" + argument);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return MAPPER.readTree(answer.body());
  }

  JsonNode state() throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://" + address() + "/api/state")).build();
    return MAPPER.readTree(http.send(request, HttpResponse.BodyHandlers.ofString()).body());
  }

  /** A time in seconds from the start, as text. */
  static String time(double seconds) {
    return Instant.ofEpochSecond(0, START + (long) (seconds * SECOND)).toString();
  }

  /** A text's time, ns since 1970. */
  static long ns(JsonNode time) {
    Instant instant = Instant.parse(time.asText());
    return instant.getEpochSecond() * SECOND + instant.getNano();
  }

  @Override
  public void close() throws InterruptedException {
    replay.stop();
    thread.join(10_000);
    gateway.close();
    assertThat(thread.isAlive()).as("the replay ends").isFalse();
  }
}
