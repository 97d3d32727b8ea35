package io.alidade.link;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

@SuppressWarnings("try") // closed early, or there to be closed
class TcpLinkTest {
  private static final Backoff SHORT =
      new Backoff(Duration.ofMillis(5), Duration.ofMillis(20), 1.5, 0.2);

  private final Recorder recorder = new Recorder();

  private static ServerSocket listen(int port) throws IOException {
    ServerSocket server = new ServerSocket();
    server.setReuseAddress(true);
    server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1);
    return server;
  }

  private Link start(int port, String query) throws IOException {
    Link link = Link.of(LinkUri.parse("tcp://127.0.0.1:" + port + query), SHORT);
    link.start(recorder);
    return link;
  }

  @Test
  void deliversWhatTheServerSendsAndTakesItsEndForALoss() throws Exception {
    byte[] sent = new byte[1 << 20];
    new Random(2).nextBytes(sent);
    try (ServerSocket server = listen(0);
        Link link = start(server.getLocalPort(), "")) {
      try (Socket peer = server.accept()) {
        peer.getOutputStream().write(sent);
        recorder.awaitBytes(sent.length);
      }
      recorder.awaitStates(2);
      assertThat(recorder.bytes()).isEqualTo(sent);
      String address = "127.0.0.1:" + server.getLocalPort();
      assertThat(recorder.states().get(0))
          .isEqualTo("UP 1 connected to " + address + " (127.0.0.1)");
      assertThat(recorder.states().get(1))
          .isEqualTo("DOWN 0 " + address + " closed the connection");
      assertThat(recorder.shape()).startsWith("UP", "bytes", "boundary", "DOWN");
    }
  }

  @Test
  void findsARestartedServer() throws Exception {
    ServerSocket server = listen(0);
    int port = server.getLocalPort();
    try (Link link = start(port, "")) {
      Socket first = server.accept();
      first.getOutputStream().write("one".getBytes(US_ASCII));
      recorder.awaitBytes(3);
      server.close();
      // Gone without goodbye: a reset instead of an end.
      first.setSoLinger(true, 0);
      first.close();
      recorder.awaitStates(3);
      assertThat(recorder.states().get(1))
          .startsWith("DOWN 0 connection to 127.0.0.1:" + port + " lost: ");
      assertThat(recorder.states().get(2))
          .matches("DOWN \\d+ cannot connect to 127.0.0.1:" + port + ": Connection refused");
      try (ServerSocket again = listen(port);
          Socket second = again.accept()) {
        second.getOutputStream().write("two".getBytes(US_ASCII));
        recorder.awaitBytes(6);
        assertThat(recorder.text()).isEqualTo("onetwo");
        assertThat(recorder.shape())
            .containsExactly("UP", "bytes", "boundary", "DOWN", "DOWN", "UP", "bytes");
      }
    }
  }

  @Test
  void dropsAPeerThatHasFallenSilent() throws Exception {
    try (ServerSocket server = listen(0);
        Link link = start(server.getLocalPort(), "?watchdog=0.2")) {
      try (Socket silent = server.accept()) {
        recorder.awaitState(LinkState.STALE);
        try (Socket next = server.accept()) {
          assertThat(silent.getInputStream().read()).isEqualTo(-1);
          next.getOutputStream().write('x');
          recorder.awaitBytes(1);
        }
      }
      assertThat(recorder.log()).startsWith("UP", "STALE", "UP", "bytes 1");
    }
  }

  @Test
  void saysThatAHostIsUnknown() throws Exception {
    try (Link link = Link.of(LinkUri.parse("tcp://no-such-host.invalid:1"), SHORT)) {
      link.start(recorder);
      recorder.awaitStates(1);
      assertThat(recorder.states())
          .containsExactly("DOWN 1 host no-such-host.invalid cannot be found");
    }
  }

  @Test
  void closesWhileAReadIsBlocked() throws Exception {
    try (ServerSocket server = listen(0)) {
      Link link = start(server.getLocalPort(), "");
      try (Socket peer = server.accept()) {
        peer.getOutputStream().write('x');
        recorder.awaitBytes(1);
        link.close();
        assertThat(peer.getInputStream().read()).isEqualTo(-1);
        recorder.thread().join(1);
        assertThat(recorder.thread().isAlive()).isFalse();
        assertThat(recorder.log()).containsExactly("UP", "bytes 1", "boundary");
      }
    }
  }

  @Test
  void closesWhileItWaitsToTryAgain() throws Exception {
    int port;
    try (ServerSocket server = listen(0)) {
      port = server.getLocalPort();
    }
    Backoff years = new Backoff(Duration.ofDays(1000), Duration.ofDays(1000), 1, 0);
    Link link = Link.of(LinkUri.parse("tcp://127.0.0.1:" + port), years);
    link.start(recorder);
    recorder.awaitStates(1);
    link.close();
    recorder.thread().join(1);
    assertThat(recorder.thread().isAlive()).isFalse();
  }
}
