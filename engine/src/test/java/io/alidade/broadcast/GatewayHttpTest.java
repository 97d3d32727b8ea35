package io.alidade.broadcast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.alidade.event.Flag;
import io.alidade.event.Links;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GatewayHttpTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private volatile boolean healthy = true;
  private Gateway gateway;
  private String self;

  @BeforeEach
  void start() throws GatewayException {
    GatewayStatus status =
        new GatewayStatus() {
          @Override
          public void json(StringBuilder out) {
            out.append("\"links\":1,\"name\":\"Hoek\"");
          }

          @Override
          public boolean healthy() {
            return healthy;
          }
        };
    gateway = Gateway.start("127.0.0.1", 0, status, false);
    self = "127.0.0.1:" + gateway.port();
  }

  @AfterEach
  void stop() {
    gateway.close();
  }

  private String get(String path, String headers) throws IOException {
    return exchange("GET " + path + " HTTP/1.1\r\n" + headers + "Connection: close\r\n\r\n");
  }

  private String get(String path) throws IOException {
    return get(path, "Host: " + self + "\r\n");
  }

  private String exchange(String request) throws IOException {
    try (RawClient client = new RawClient(gateway.port())) {
      return client.exchange(request);
    }
  }

  private HttpResponse<String> fetch(String path) throws IOException, InterruptedException {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create("http://" + self + path)).build(),
            HttpResponse.BodyHandlers.ofString());
  }

  @ParameterizedTest
  @CsvSource({
    "/,text/html,<title>Alidade</title>",
    "/index.html,text/html,<title>Alidade</title>",
    "/main.js,text/javascript,import",
    "/socket.js,text/javascript,WebSocket",
    "/station.js,text/javascript,snapshot",
    "/vessels.js,text/javascript,textContent",
    "/panels.js,text/javascript,textContent",
    "/codes.js,text/javascript,At anchor",
    "/format.js,text/javascript,export",
    "/style.css,text/css,prefers-color-scheme",
    "/icon.svg,image/svg+xml,<svg"
  })
  void servesTheDashboardsFilesWithTheirTypeAndASecurityPolicy(
      String path, String type, String part) throws Exception {
    HttpResponse<String> response = fetch(path);
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("content-type").orElse("")).startsWith(type);
    assertThat(response.headers().firstValue("x-content-type-options")).hasValue("nosniff");
    assertThat(response.headers().firstValue("content-security-policy").orElse(""))
        .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'")
        .doesNotContain("unsafe");
    assertThat(response.body()).contains(part);
  }

  @Test
  void thePageHasNoInlineScriptOrStyleAndNoForeignAddress() throws Exception {
    String page = fetch("/").body();
    assertThat(page)
        .doesNotContain("<style", " style=", "onclick", "onload", "https:", "http:", "src=\"//");
    assertThat(page.split("<script", -1)).hasSize(2);
    assertThat(page).contains("<script type=\"module\" src=\"/main.js\"></script>");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/../pom.xml",
        "/../../etc/passwd",
        "/%2e%2e/%2e%2e/etc/passwd",
        "/..%2f..%2fetc%2fpasswd",
        "/%00",
        "/index.html%00.js",
        "/\\..\\..\\etc\\passwd",
        "//index.html",
        "//etc/passwd",
        "/./index.html",
        "/web/index.html",
        "/INDEX.HTML",
        "/io/alidade/broadcast/Gateway.class",
        "/api",
        "/api/state/",
        "/favicon.ico",
        "/ws/"
      })
  void everyOtherPathIsNotFoundInOneLine(String path) throws IOException {
    String response = get(path);
    assertThat(response).startsWith("HTTP/1.1 404 ").endsWith("\r\n\r\n404 Not Found\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "PUT", "DELETE", "HEAD", "OPTIONS", "CONNECT", "TRACE"})
  void otherMethodsAreNotAllowed(String method) throws IOException {
    assertThat(exchange(method + " / HTTP/1.1\r\nHost: " + self + "\r\n\r\n"))
        .startsWith("HTTP/1.1 405 ")
        .containsIgnoringCase("allow: GET");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "attacker.example",
        "attacker.example:PORT",
        "127.0.0.1",
        "127.0.0.1:1",
        "127.0.0.1:PORT.attacker.example",
        "localhost",
        "localhost.:PORT",
        "LOCALHOST:PORT",
        "0.0.0.0:PORT",
        "[::]:PORT",
        "127.1:PORT",
        "2130706433:PORT",
        ""
      })
  void aForeignHostIsRefusedOnEveryPath(String host) throws IOException {
    String value = host.replace("PORT", String.valueOf(gateway.port()));
    for (String path : new String[] {"/", "/main.js", "/api/state", "/healthz", "/ws", "/none"}) {
      assertThat(get(path, "Host: " + value + "\r\n")).as(path).startsWith("HTTP/1.1 403 ");
    }
    assertThat(exchange(RawClient.upgradeRequest("/ws", value, "http://" + value)))
        .as("an origin that equals a foreign host")
        .startsWith("HTTP/1.1 403 ");
    assertThat(gateway.counter(Count.REFUSED_HOST)).isEqualTo(7);
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "localhost", "[::1]"})
  void theLoopbackHostsAreServedAndMayUpgrade(String host) throws IOException {
    String name = host + ':' + gateway.port();
    assertThat(get("/healthz", "Host: " + name + "\r\n")).startsWith("HTTP/1.1 200 ");
    try (RawClient client = new RawClient(gateway.port())) {
      assertThat(client.upgrade(name, "http://" + name))
          .startsWith("HTTP/1.1 101 ")
          .containsIgnoringCase("sec-websocket-accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=")
          .doesNotContainIgnoringCase("sec-websocket-extensions");
    }
  }

  @Test
  void aMissingOrRepeatedHostIsABadRequest() throws IOException {
    assertThat(get("/", "")).startsWith("HTTP/1.1 400 ");
    assertThat(get("/", "Host: " + self + "\r\nHost: " + self + "\r\n"))
        .startsWith("HTTP/1.1 400 ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "https://evil.example",
        "http://localhost:1",
        "http://127.0.0.1",
        "https://127.0.0.1:PORT",
        "http://127.attacker.example:PORT",
        "http://localhost.attacker.example:PORT",
        "http://127.0.0.1.nip.example:PORT",
        "http://127.0.0.1:PORT.evil.example",
        "http://192.0.2.1:PORT",
        "http://127.0.0.1:PORT/",
        "HTTP://127.0.0.1:PORT",
        "http://127.0.0.1:PORT http://evil.example",
        ""
      })
  void aForeignOriginIsRefusedBeforeTheUpgrade(String origin) throws IOException {
    String value = origin.replace("PORT", String.valueOf(gateway.port()));
    String response = exchange(RawClient.upgradeRequest("/ws", self, value));
    assertThat(response).startsWith("HTTP/1.1 403 ").endsWith("\r\n\r\n403 Forbidden\n");
    assertThat(gateway.counter(Count.REFUSED_ORIGIN)).isEqualTo(1);
    assertThat(gateway.counter(Count.CLIENTS_OPENED)).isZero();
  }

  @Test
  void aMissingOriginIsRefusedBeforeTheUpgrade() throws IOException {
    assertThat(exchange(RawClient.upgradeRequest("/ws", self, null))).startsWith("HTTP/1.1 403 ");
    assertThat(gateway.counter(Count.REFUSED_ORIGIN)).isEqualTo(1);
  }

  @Test
  void twoOriginsAreRefused() throws IOException {
    String origin = "http://" + self;
    assertThat(
            exchange(
                RawClient.upgradeRequest("/ws", self, origin + "\r\nOrigin: https://evil.example")))
        .startsWith("HTTP/1.1 403 ");
  }

  @Test
  void aForeignOriginIsRefusedForTheStateToo() throws IOException {
    assertThat(get("/api/state", "Host: " + self + "\r\nOrigin: https://evil.example\r\n"))
        .startsWith("HTTP/1.1 403 ");
  }

  @Test
  void forwardingHeadersDoNotReplaceTheHost() throws IOException {
    assertThat(get("/", "Host: attacker.example\r\nX-Forwarded-Host: " + self + "\r\n"))
        .startsWith("HTTP/1.1 403 ");
  }

  @Test
  void noOtherPathUpgrades() throws IOException {
    for (String path : new String[] {"/", "/ws2", "/WS", "/api/state"}) {
      assertThat(
              exchange(
                  RawClient.upgradeRequest(path, self, "http://" + self)
                      .replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n")))
          .as(path)
          .doesNotStartWith("HTTP/1.1 101");
    }
  }

  @Test
  void anUpgradeThatIsNoneIsRefused() throws IOException {
    String origin = "Host: " + self + "\r\nOrigin: http://" + self + "\r\n";
    assertThat(get("/ws", origin)).startsWith("HTTP/1.1 426 ");
    assertThat(get("/ws", origin + "Sec-WebSocket-Version: 13\r\n")).startsWith("HTTP/1.1 400 ");
    assertThat(
            exchange(
                RawClient.upgradeRequest("/ws", self, "http://" + self)
                    .replace("Sec-WebSocket-Key", "X-Key")))
        .startsWith("HTTP/1.1 400 ");
    assertThat(
            exchange(
                RawClient.upgradeRequest("/ws", self, "http://" + self)
                    .replace("Version: 13", "Version: 8")))
        .startsWith("HTTP/1.1 426 ");
  }

  @Test
  void tooLongARequestIsRefused() throws IOException {
    assertThat(get("/" + "a".repeat(5000))).startsWith("HTTP/1.1 414 ");
    assertThat(get("/", "Host: " + self + "\r\nX: " + "a".repeat(9000) + "\r\n"))
        .startsWith("HTTP/1.1 431 ");
    assertThat(get("/", "Host: " + self + "\r\n" + "X: y\r\n".repeat(120)))
        .startsWith("HTTP/1.1 431 ");
    assertThat(gateway.counter(Count.REFUSED_TOO_LONG)).isEqualTo(3);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n",
        "Transfer-Encoding: chunked\r\n",
        "Transfer-Encoding: chunked, identity\r\n",
        "Content-Length: 5\r\n",
        "Content-Length: 0\r\nContent-Length: 5\r\n",
        "Content-Length: -1\r\n",
        "Content-Length : 0\r\n"
      })
  void requestsWithABodyOrAnAmbiguousOneAreRefusedAndEndTheConnection(String headers)
      throws IOException {
    String response =
        exchange(
            "GET / HTTP/1.1\r\nHost: "
                + self
                + "\r\n"
                + headers
                + "\r\n0\r\n\r\nGET /api/state HTTP/1.1\r\nHost: "
                + self
                + "\r\n\r\n");
    assertThat(response).startsWith("HTTP/1.1 400 ");
    assertThat(response.split("HTTP/1.1 ", -1)).as("one answer only").hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET http://127.0.0.1/ HTTP/1.1", "GET * HTTP/1.1", "nonsense", "\0\1\2"})
  void whatIsNotAnOrdinaryRequestIsABadRequest(String line) throws IOException {
    assertThat(exchange(line + "\r\nHost: " + self + "\r\n\r\n")).startsWith("HTTP/1.1 400 ");
  }

  @Test
  void answersSeveralRequestsOnOneConnection() throws IOException {
    String request = "GET /healthz HTTP/1.1\r\nHost: " + self + "\r\n\r\n";
    String last = request.replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n");
    assertThat(exchange(request + request + last).split("HTTP/1.1 200 ", -1)).hasSize(4);
  }

  @Test
  void stateTellsTheEnginesPartAndWhatTheGatewayKnows() throws Exception {
    TestEvents events = new TestEvents();
    gateway.links(new Links("ais0", "gps0"));
    gateway.publish(events.session("e-1"));
    gateway.publish(events.link(1, "up", 1));
    gateway.publish(events.vessel(244_000_001, 1));
    gateway.publish(events.vessel(244_000_002, 1));
    gateway.publish(events.vessel(244_000_001, 2));
    gateway.publish(events.own(51.98, 4.1));
    gateway.publish(events.invalid(Flag.CHECKSUM));
    JsonNode state = state();
    while (state.get("head").asLong() < events.sequence()) {
      state = state();
    }
    assertThat(state.at("/status/name").asText()).isEqualTo("Hoek");
    assertThat(state.get("epoch").asText()).isEqualTo("e-1");
    assertThat(state.get("replay").asBoolean()).isFalse();
    assertThat(state.get("vessel_count").asInt()).isEqualTo(2);
    assertThat(state.at("/vessels/0/mmsi").asInt()).as("newest first").isEqualTo(244_000_001);
    assertThat(state.at("/vessels/0/messages").asInt()).isEqualTo(2);
    assertThat(state.at("/vessels/0/seq").asInt()).isEqualTo(5);
    assertThat(state.at("/own/lat").asDouble()).isEqualTo(51.98);
    assertThat(state.at("/links/0/link").asText()).isEqualTo("ais0");
    assertThat(state.at("/links/0/data/state").asText()).isEqualTo("up");
    assertThat(state.at("/invalid/0/flags/0").asText()).isEqualTo("checksum");
    assertThat(state.at("/counters/events").asInt()).isEqualTo(7);
    assertThat(state.at("/counters/events.invalid").asInt()).isEqualTo(1);
  }

  private JsonNode state() throws Exception {
    HttpResponse<String> response = fetch("/api/state");
    assertThat(response.statusCode()).isEqualTo(200);
    return MAPPER.readTree(response.body());
  }

  @Test
  void healthIs503WhenTheEngineSaysSo() throws Exception {
    assertThat(fetch("/healthz").statusCode()).isEqualTo(200);
    assertThat(MAPPER.readTree(fetch("/healthz").body()).at("/status/links").asInt()).isEqualTo(1);
    healthy = false;
    HttpResponse<String> response = fetch("/healthz");
    assertThat(response.statusCode()).isEqualTo(503);
    assertThat(MAPPER.readTree(response.body()).get("healthy").asBoolean()).isFalse();
  }

  @Test
  void aStatusThatFailsIsUnhealthyNotFatal() throws Exception {
    try (Gateway failing =
        Gateway.start(
            "127.0.0.1",
            0,
            out -> {
              throw new IllegalStateException("no");
            },
            false)) {
      try (RawClient client = new RawClient(failing.port())) {
        assertThat(
                client.exchange(
                    "GET /healthz HTTP/1.1\r\nHost: 127.0.0.1:"
                        + failing.port()
                        + "\r\nConnection: close\r\n\r\n"))
            .startsWith("HTTP/1.1 503 ")
            .contains("\"healthy\":false");
      }
    }
  }

  @Test
  void aStatusMayComeWithItsBraces() throws Exception {
    try (Gateway other = Gateway.start("127.0.0.1", 0, out -> out.append("{\"a\":1}"), false)) {
      HttpResponse<String> response =
          HttpClient.newHttpClient()
              .send(
                  HttpRequest.newBuilder(
                          URI.create("http://127.0.0.1:" + other.port() + "/api/state"))
                      .build(),
                  HttpResponse.BodyHandlers.ofString());
      assertThat(MAPPER.readTree(response.body()).at("/status/a").asInt()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0", "::", "192.0.2.1", "no.such.host.invalid"})
  void anAddressThatIsNotLoopbackIsRefusedInOneLine(String host) {
    assertThatThrownBy(() -> Gateway.start(host, 0, out -> {}, false))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(host)
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\n"));
  }

  @Test
  void aPortInUseIsSaidInOneLine() {
    assertThatThrownBy(() -> Gateway.start("127.0.0.1", gateway.port(), out -> {}, false))
        .isInstanceOf(GatewayException.class)
        .hasMessage("cannot listen on " + self + " (the port is in use); choose another port");
  }

  @Test
  void aConnectionThatAsksNothingIsClosed() throws Exception {
    GatewayOptions impatient =
        new GatewayOptions(20, 1 << 20, 4, 100, 1 << 20, 500, 30_000, 100, true);
    try (Gateway other = Gateway.start("127.0.0.1", 0, out -> {}, false, impatient);
        RawClient silent = new RawClient(other.port());
        RawClient slow = new RawClient(other.port())) {
      slow.send("GET / HT".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
      assertThat(silent.readToEnd()).isEmpty();
      assertThat(slow.readToEnd()).isEmpty();
      assertThat(other.counter(Count.CONNECTIONS_TIMED_OUT)).isEqualTo(2);
    }
  }

  @Test
  void connectionsBeyondTheLimitAreClosedAndTheirPlaceIsFreedAfter() throws Exception {
    GatewayOptions few =
        new GatewayOptions(20, 1 << 20, 1, 100, 1 << 20, 500, 30_000, 30_000, true);
    try (Gateway other = Gateway.start("127.0.0.1", 0, out -> {}, false, few)) {
      RawClient[] clients = new RawClient[few.maxConnections()];
      for (int i = 0; i < clients.length; i++) {
        clients[i] = new RawClient(other.port());
      }
      try (RawClient oneMore = new RawClient(other.port())) {
        assertThat(oneMore.readToEnd()).isEmpty();
      }
      for (RawClient client : clients) {
        client.close();
      }
      String answer = "";
      while (answer.isEmpty()) {
        try (RawClient again = new RawClient(other.port())) {
          answer =
              again.exchange(
                  "GET / HTTP/1.1\r\nHost: 127.0.0.1:"
                      + other.port()
                      + "\r\nConnection: close\r\n\r\n");
        }
      }
      assertThat(answer).startsWith("HTTP/1.1 200 ");
      assertThat(other.counter(Count.REFUSED_CONNECTIONS)).isPositive();
    }
  }
}
