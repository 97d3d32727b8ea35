package io.alidade.cli;

import static io.alidade.cli.ShownReplay.MAPPER;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/** A dashboard by the JDK's WebSocket. */
final class Page implements WebSocket.Listener, AutoCloseable {
  private final BlockingQueue<JsonNode> messages = new LinkedBlockingQueue<>();
  private final StringBuilder partial = new StringBuilder();
  private final WebSocket socket;

  private final long pauseMs;

  Page(int port) {
    this(port, 0);
  }

  /** A page that takes so long over each piece of a message, ms. */
  Page(int port, long pauseMs) {
    this.pauseMs = pauseMs;
    socket =
        HttpClient.newHttpClient()
            .newWebSocketBuilder()
            .header("Origin", "http://127.0.0.1:" + port)
            .buildAsync(URI.create("ws://127.0.0.1:" + port + "/ws"), this)
            .join();
  }

  void send(String text) {
    socket.sendText(text, true).join();
  }

  JsonNode await(Predicate<JsonNode> wanted) throws InterruptedException {
    while (true) {
      JsonNode message = messages.poll(20, TimeUnit.SECONDS);
      assertThat(message).as("something comes").isNotNull();
      if (wanted.test(message)) {
        return message;
      }
    }
  }

  @Override
  public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
    partial.append(data);
    if (last) {
      try {
        messages.add(MAPPER.readTree(partial.toString()));
      } catch (JsonProcessingException noJson) {
        throw new IllegalStateException(noJson);
      }
      partial.setLength(0);
    }
    if (pauseMs > 0) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(pauseMs));
    }
    from.request(1);
    return null;
  }

  @Override
  public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
    messages.add(MAPPER.createObjectNode().put("type", "closed").put("code", code));
    return null;
  }

  @Override
  public void close() {
    socket.abort();
  }
}
