package io.alidade.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.alidade.ChildJvm;
import io.alidade.demo.Traffic;
import io.alidade.event.Event;
import io.alidade.event.EventJson;
import io.alidade.event.Links;
import io.alidade.journal.SessionInfo;
import io.alidade.journal.SessionReader;
import io.alidade.journal.Sessions;
import io.alidade.link.PseudoTerminal;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A real {@code kill -9} of a running engine in the middle of traffic from a real pseudo-terminal,
 * with a WebSocket client that remembers what it was shown.
 */
class KillTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  @TempDir Path folder;

  @Test
  void whatWasShownIsInTheJournal() throws Exception {
    kill(3);
  }

  @Test
  @Tag("soak")
  void whatWasShownIsInTheJournalTwentyTimes() throws Exception {
    kill(20);
  }

  private void kill(int times) throws Exception {
    Path journal = folder.resolve("journal");
    Random random = new Random(5);
    long lastSequence = 0;
    long shownInAll = 0;
    for (int round = 0; round < times; round++) {
      Map<Long, String> shown = runAndKill(journal, random);
      assertThat(shown).isNotEmpty();
      shownInAll += shown.size();
      SessionInfo session = Sessions.list(journal).get(round);
      assertThat(session.firstSequence()).isEqualTo(lastSequence + 1);
      lastSequence = session.lastSequence();
      Map<Long, String> journaled = events(session);
      shown.forEach(
          (sequence, text) -> assertThat(journaled.get(sequence)).as("shown").isEqualTo(text));
      assertThat(Alidade.execute("verify", journal.toString(), "--session", session.id()))
          .isEqualTo(Alidade.DONE);
    }
    System.out.println(
        "killed " + times + " times; " + shownInAll + " events shown, all journaled");
  }

  /** Every event that the client was shown before the kill, by sequence. */
  private static Map<Long, String> runAndKill(Path journal, Random random) throws Exception {
    Map<Long, String> shown = new ConcurrentHashMap<>();
    try (PseudoTerminal terminal = PseudoTerminal.open()) {
      Process engine =
          ChildJvm.alidade(
                  "run",
                  "--link",
                  "serial:" + terminal.path() + "?name=ais0",
                  "--journal",
                  journal.toString(),
                  "--http",
                  "127.0.0.1:0")
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      try {
        BufferedReader said =
            new BufferedReader(
                new InputStreamReader(engine.getErrorStream(), StandardCharsets.UTF_8));
        String address = null;
        while (address == null) {
          String line = said.readLine();
          assertThat(line).as("the engine came up").isNotNull();
          if (line.contains("dashboard at ")) {
            address = line.substring(line.indexOf("http://") + 7);
          }
        }
        Thread traffic = traffic(terminal.output());
        WebSocket client =
            HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .header("Origin", "http://" + address)
                .buildAsync(URI.create("ws://" + address + "/ws"), new Remember(shown))
                .get(20, TimeUnit.SECONDS);
        int enough = 500 + random.nextInt(3000);
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (shown.size() < enough && System.nanoTime() < deadline) {
          Thread.onSpinWait();
        }
        engine.destroyForcibly(); // SIGKILL
        engine.waitFor();
        client.abort();
        traffic.interrupt();
      } finally {
        engine.destroyForcibly();
        engine.waitFor();
      }
    }
    return shown;
  }

  private static Thread traffic(OutputStream out) {
    Thread thread =
        new Thread(
            () -> {
              Traffic traffic = new Traffic(6, 1_764_032_400_000L);
              byte[] line = new byte[4096];
              try {
                while (!Thread.currentThread().isInterrupted()) {
                  int length = traffic.next(line);
                  out.write(line, 0, length);
                }
              } catch (java.io.IOException gone) {
                // The terminal was closed.
              }
            });
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  private static Map<Long, String> events(SessionInfo session) throws Exception {
    Map<Long, String> events = new HashMap<>();
    EventJson json = new EventJson(new Links("ais0"), false, false);
    Event event = new Event(Event.HEADER_LENGTH);
    try (SessionReader reader = SessionReader.open(session)) {
      while (reader.next()) {
        event.wrap(reader.record());
        json.clear();
        json.append(event);
        String text = new String(json.array(), 0, json.length(), StandardCharsets.UTF_8);
        events.put(event.sequence(), MAPPER.readTree(text).toString());
      }
    }
    return events;
  }

  private static final class Remember implements WebSocket.Listener {
    private final Map<Long, String> shown;
    private final StringBuilder text = new StringBuilder();

    Remember(Map<Long, String> shown) {
      this.shown = shown;
    }

    @Override
    public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
      text.append(data);
      if (last) {
        try {
          JsonNode events = MAPPER.readTree(text.toString()).path("events");
          for (JsonNode event : events) {
            if (!event.get("msg").asText().equals("track")) {
              shown.put(event.get("seq").asLong(), event.toString());
            }
          }
        } catch (java.io.IOException malformed) {
          throw new java.io.UncheckedIOException(malformed);
        }
        text.setLength(0);
      }
      socket.request(1);
      return null;
    }
  }
}
