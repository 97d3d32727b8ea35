package io.alidade.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.alidade.ChildJvm;
import io.alidade.demo.Traffic;
import io.alidade.event.Event;
import io.alidade.event.EventJson;
import io.alidade.event.FrameKind;
import io.alidade.event.Links;
import io.alidade.fuse.Fuse;
import io.alidade.journal.Journal;
import io.alidade.journal.JournalCheck;
import io.alidade.journal.SessionInfo;
import io.alidade.journal.SessionReader;
import io.alidade.journal.SessionVerdict;
import io.alidade.journal.Sessions;
import io.alidade.link.PseudoTerminal;
import io.alidade.pipeline.Pipeline;
import io.alidade.replay.Verify;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A real {@code kill -9} of a running engine in the middle of traffic from a real pseudo-terminal,
 * with a WebSocket client that remembers what it was shown. The moments are random: while it
 * starts, when so many events were shown, while it ends in order.
 */
class KillTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final String[] MODES = {"async", "interval=50", "batch"};

  /** Fewer than there are, so that which ones are forgotten is part of what is known. */
  private static final int VESSELS = 60;

  @TempDir Path folder;
  private Path journal;

  /** What one stage makes of all events since the journal's first, and never restored. */
  private final Fuse truth = new Fuse(VESSELS);

  /** The sessions that were looked at, with what was in them before they were recovered. */
  private final Map<String, SessionInfo> seen = new LinkedHashMap<>();

  private final Set<String> epochs = ConcurrentHashMap.newKeySet();
  private long lastSequence;
  private int restored;

  @Test
  void whatWasShownIsInTheJournalAndWhatWasKnownIsKnownAgain() throws Exception {
    kill(3, 5);
  }

  @Test
  @Tag("soak")
  void soItIsTwoHundredTimes() throws Exception {
    kill(200, 6);
  }

  private void kill(int times, long seed) throws Exception {
    journal = folder.resolve("journal");
    Path config = Files.writeString(folder.resolve("station.yaml"), "vessels: " + VESSELS + "\n");
    Random random = new Random(seed);
    long shownInAll = 0;
    long started = System.nanoTime();
    int[] moments = new int[Moment.values().length];
    for (int round = 0; round < times; round++) {
      Moment moment = round < 3 ? Moment.SHOWING : Moment.values()[random.nextInt(12) % 4];
      moments[moment.ordinal()]++;
      Map<String, String> shown =
          runAndKill(config, MODES[round % MODES.length], moment, 6 + round / 10, random);
      assertThat(shown.isEmpty() && moment != Moment.STARTING).isFalse();
      shownInAll += shown.size();
      if (Files.isDirectory(journal)) {
        for (SessionInfo session : Sessions.list(journal)) {
          if (seen.putIfAbsent(session.id(), session) == null && session.records() > 0) {
            takeIn(session, shown);
          }
        }
      }
      assertThat(shown).as("what was shown and is not in the journal").isEmpty();
    }
    assertThat(epochs).hasSize(1);
    assertThat(restored).isPositive();
    long verified = recovered();
    assertThat(Alidade.execute("verify", journal.toString())).isEqualTo(Alidade.DONE);
    System.out.printf(
        "killed %d times (%s %s); %d events and tracks shown, all journaled; %d events in %d"
            + " sessions identical; %d state events as a stage that ran through would write them;"
            + " %d s%n",
        times,
        Arrays.toString(Moment.values()),
        Arrays.toString(moments),
        shownInAll,
        verified,
        seen.size(),
        restored,
        (System.nanoTime() - started) / 1_000_000_000);
  }

  /**
   * Checks a session that nobody ended, or ended in part, against what was known before it.
   *
   * @param shown loses what is found
   */
  private void takeIn(SessionInfo session, Map<String, String> shown) {
    assertThat(session.firstSequence()).isEqualTo(lastSequence + 1);
    boolean known = !truth.isEmpty();
    EventJson json = new EventJson(new Links("ais0"), false, false);
    Event event = new Event(Event.HEADER_LENGTH);
    Event again = new Event(Pipeline.SLOT_BYTES);
    try (SessionReader reader = SessionReader.open(session)) {
      for (int i = 0; reader.next(); i++) {
        event.wrap(reader.record());
        assertThat(event.sequence()).isEqualTo(++lastSequence);
        assertThat(event.kind() == FrameKind.SESSION).isEqualTo(i == 0);
        if (i == 1 && known) {
          assertThat(event.kind()).isEqualTo(FrameKind.STATE);
        }
        if (i > 0) {
          again.copyInput(event);
          truth.onEvent(again);
          assertThat(fused(again)).as("event %d", event.sequence()).isEqualTo(fused(event));
        }
        restored += event.kind() == FrameKind.STATE ? 1 : 0;
        String text = shown.remove(Long.toString(event.sequence()));
        if (text != null) {
          json.clear();
          json.append(event);
          assertThat(text(json)).isEqualTo(text);
        }
        for (int at = event.messagesStart(); at < event.length(); at = event.messageEnd(at)) {
          json.clear();
          json.appendMessage(event, at);
          shown.remove(text(json));
        }
      }
      assertThat(reader.damage()).isNull();
    }
    assertThat(session.lastSequence()).isEqualTo(lastSequence);
    Verify.Result result = Verify.session(session);
    assertThat(result.difference()).isNull();
    assertThat(result.events()).isEqualTo(session.records());
  }

  private static byte[] fused(Event event) {
    int from = Event.HEADER_LENGTH + event.rawLength() + event.decodedLength();
    return Arrays.copyOfRange(event.array(), from, from + event.fusedLength());
  }

  private static String text(EventJson json) {
    try {
      String text = new String(json.array(), 0, json.length(), StandardCharsets.UTF_8);
      return MAPPER.readTree(text).toString();
    } catch (IOException malformed) {
      throw new UncheckedIOException(malformed);
    }
  }

  /** Recovery by the next start has changed no session; all are whole, and verify once more. */
  private long recovered() {
    try (Journal next = Journal.open(journal)) {
      assertThat(next.lastSequence()).isEqualTo(lastSequence);
    }
    assertThat(JournalCheck.check(journal))
        .extracting(SessionVerdict::state)
        .doesNotContain(SessionVerdict.State.DAMAGED);
    long events = 0;
    List<SessionInfo> sessions = Sessions.list(journal);
    assertThat(sessions).hasSameSizeAs(seen.keySet());
    for (SessionInfo session : sessions) {
      SessionInfo before = seen.get(session.id());
      assertThat(session.closed() || session.recovered()).isTrue();
      assertThat(session.records()).isEqualTo(before.records());
      assertThat(session.lastSequence()).isEqualTo(before.lastSequence());
      if (session.records() == 0) {
        continue; // killed before its first event
      }
      Verify.Result result = Verify.session(session);
      assertThat(result.difference()).isNull();
      assertThat(result.damage()).isEmpty();
      assertThat(result.events()).isEqualTo(session.records());
      events += result.events();
    }
    return events;
  }

  /** When the kill comes. */
  private enum Moment {
    SHOWING,
    SHOWING_MUCH,
    STARTING,
    ENDING
  }

  /** Every event and track that the client was shown before the kill. */
  private Map<String, String> runAndKill(
      Path config, String mode, Moment moment, long seed, Random random) throws Exception {
    Map<String, String> shown = new ConcurrentHashMap<>();
    Path device = folder.resolve("ais0");
    Files.deleteIfExists(device);
    try (PseudoTerminal terminal = PseudoTerminal.open()) {
      // The same name each time: with other links own ship's position would be forgotten.
      Files.createSymbolicLink(device, Path.of(terminal.path()));
      Process engine =
          ChildJvm.alidade(
                  "run",
                  "-c",
                  config.toString(),
                  "--durability",
                  mode,
                  "--link",
                  "serial:" + device + "?name=ais0",
                  "--journal",
                  journal.toString(),
                  "--http",
                  "127.0.0.1:0")
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      Thread traffic = traffic(terminal.output(), seed);
      try {
        if (moment == Moment.STARTING) {
          engine.waitFor(300 + random.nextInt(1200), TimeUnit.MILLISECONDS);
        } else {
          watchAndKill(engine, moment, shown, random);
        }
        engine.destroyForcibly(); // SIGKILL
        engine.waitFor();
      } finally {
        traffic.interrupt();
        engine.destroyForcibly();
        engine.waitFor();
      }
    }
    return shown;
  }

  private void watchAndKill(Process engine, Moment moment, Map<String, String> shown, Random random)
      throws Exception {
    BufferedReader said =
        new BufferedReader(new InputStreamReader(engine.getErrorStream(), StandardCharsets.UTF_8));
    String address = null;
    while (address == null) {
      String line = said.readLine();
      assertThat(line).as("the engine came up").isNotNull();
      if (line.contains("dashboard at ")) {
        address = line.substring(line.indexOf("http://") + 7);
      }
    }
    Remember remember = new Remember(shown, epochs);
    WebSocket client =
        HttpClient.newHttpClient()
            .newWebSocketBuilder()
            .header("Origin", "http://" + address)
            .buildAsync(URI.create("ws://" + address + "/ws"), remember)
            .get(20, TimeUnit.SECONDS);
    int enough = 1 + random.nextInt(moment == Moment.SHOWING_MUCH ? 8000 : 800);
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (shown.size() < enough && System.nanoTime() < deadline) {
      Thread.onSpinWait();
    }
    if (moment == Moment.ENDING) {
      engine.destroy(); // SIGTERM
      engine.waitFor(random.nextInt(150), TimeUnit.MILLISECONDS);
    }
    engine.destroyForcibly();
    engine.waitFor();
    remember.ended.await(5, TimeUnit.SECONDS); // what the kernel still has is shown too
    remember.stop();
    client.abort();
  }

  private static Thread traffic(OutputStream out, long seed) {
    Thread thread =
        new Thread(
            () -> {
              Traffic traffic = new Traffic(seed, 1_764_032_400_000L);
              byte[] line = new byte[Traffic.MAX_LENGTH];
              try {
                while (!Thread.currentThread().isInterrupted()) {
                  int length = traffic.next(line);
                  out.write(line, 0, length);
                }
              } catch (IOException gone) {
                // The terminal was closed.
              }
            });
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  private static final class Remember implements WebSocket.Listener {
    private final Map<String, String> shown;
    private final Set<String> epochs;
    private final StringBuilder text = new StringBuilder();
    private final CountDownLatch ended = new CountDownLatch(1);
    private boolean stopped;

    Remember(Map<String, String> shown, Set<String> epochs) {
      this.shown = shown;
      this.epochs = epochs;
    }

    @Override
    public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
      text.append(data);
      if (last) {
        try {
          take(MAPPER.readTree(text.toString()));
        } catch (IOException malformed) {
          throw new UncheckedIOException(malformed);
        }
        text.setLength(0);
      }
      socket.request(1);
      return null;
    }

    /** Whatever comes after this is not looked at. */
    synchronized void stop() {
      stopped = true;
    }

    private synchronized void take(JsonNode message) {
      if (stopped) {
        return;
      }
      if (message.get("type").asText().equals("hello")) {
        epochs.add(message.get("epoch").asText());
      }
      for (JsonNode event : message.path("events")) {
        boolean isFused = Commands.FUSED.contains(event.get("msg").asText());
        shown.put(isFused ? event.toString() : event.get("seq").asText(), event.toString());
      }
    }

    @Override
    public CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
      ended.countDown();
      return null;
    }

    @Override
    public void onError(WebSocket socket, Throwable gone) {
      ended.countDown();
    }
  }
}
