package io.alidade.broadcast;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** A dashboard without a browser: the JDK's WebSocket and a {@link ClientView}. */
final class JdkClient implements WebSocket.Listener, AutoCloseable {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  final ClientView view = new ClientView();
  final CompletableFuture<Integer> closed = new CompletableFuture<>();
  private final LinkedBlockingQueue<JsonNode> messages = new LinkedBlockingQueue<>();
  private final StringBuilder partial = new StringBuilder();
  private final WebSocket socket;

  JdkClient(Gateway gateway) {
    socket =
        HttpClient.newHttpClient()
            .newWebSocketBuilder()
            .header("Origin", "http://127.0.0.1:" + gateway.port())
            .subprotocols(Broadcaster.PROTOCOL)
            .buildAsync(URI.create("ws://127.0.0.1:" + gateway.port() + "/ws"), this)
            .join();
  }

  String subprotocol() {
    return socket.getSubprotocol();
  }

  @Override
  public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
    partial.append(data);
    if (last) {
      try {
        messages.add(MAPPER.readTree(partial.toString()));
      } catch (JsonProcessingException e) {
        closed.completeExceptionally(e);
      }
      partial.setLength(0);
    }
    webSocket.request(1);
    return null;
  }

  @Override
  public CompletionStage<?> onClose(WebSocket webSocket, int statusCode, String reason) {
    closed.complete(statusCode);
    return null;
  }

  @Override
  public void onError(WebSocket webSocket, Throwable error) {
    closed.completeExceptionally(error);
  }

  /** Applies messages until the condition holds; fails when none comes for 20 s. */
  void until(BooleanSupplier condition) throws InterruptedException {
    while (!condition.getAsBoolean()) {
      JsonNode message = messages.poll(20, TimeUnit.SECONDS);
      if (message == null) {
        throw new AssertionError("nothing came; last sequence " + view.lastSeq);
      }
      view.apply(message);
    }
  }

  void untilSeq(long seq) throws InterruptedException {
    until(() -> view.lastSeq >= seq);
  }

  @Override
  public void close() {
    socket.abort();
  }
}
