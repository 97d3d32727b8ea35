package io.alidade.link;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.StandardSocketOptions;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

@SuppressWarnings("try") // closed early, or there to be closed
class UdpLinkTest {
  private static final Backoff SHORT =
      new Backoff(Duration.ofMillis(5), Duration.ofMillis(20), 1.5, 0.2);

  private final Recorder recorder = new Recorder();

  private static int freePort() throws IOException {
    try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private Link start(String address) throws Exception {
    Link link = Link.of(LinkUri.parse("udp://" + address), SHORT);
    link.start(recorder);
    recorder.awaitStates(1);
    return link;
  }

  private static void send(DatagramSocket from, String host, int port, byte[] bytes)
      throws IOException {
    from.send(new DatagramPacket(bytes, bytes.length, new InetSocketAddress(host, port)));
  }

  @Test
  void marksTheEndOfEachDatagram() throws Exception {
    int port = freePort();
    try (Link link = start("127.0.0.1:" + port);
        DatagramSocket sender = new DatagramSocket()) {
      String[] datagrams = {"!AIVDM,no newline", "!A\r\n!B\r\n!C\r\n", "", "!AIVDM,cut", "x"};
      for (String datagram : datagrams) {
        send(sender, "127.0.0.1", port, datagram.getBytes(US_ASCII));
      }
      recorder.awaitBytes(40);
      link.close();
      assertThat(recorder.log())
          .containsExactly(
              "UP",
              "bytes 17",
              "boundary",
              "bytes 12",
              "boundary",
              "bytes 10",
              "boundary",
              "bytes 1",
              "boundary");
      assertThat(recorder.text()).isEqualTo(String.join("", datagrams));
      assertThat(recorder.states()).containsExactly("UP 1 listening on 127.0.0.1:" + port);
    }
  }

  @Test
  void takesTheLargestDatagramWhole() throws Exception {
    int port = freePort();
    byte[] large = new byte[65_507];
    new Random(3).nextBytes(large);
    try (Link link = start("127.0.0.1:" + port);
        DatagramSocket sender = new DatagramSocket()) {
      send(sender, "127.0.0.1", port, "first".getBytes(US_ASCII));
      send(sender, "127.0.0.1", port, large);
      recorder.awaitBytes(5 + large.length);
      assertThat(recorder.log()).startsWith("UP", "bytes 5", "boundary", "bytes 65507");
      assertThat(recorder.bytes()).endsWith(large);
    }
  }

  @Test
  void waitsForAPortThatIsTaken() throws Exception {
    try (DatagramSocket holder = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      int port = holder.getLocalPort();
      try (Link link = start("127.0.0.1:" + port);
          DatagramSocket sender = new DatagramSocket()) {
        assertThat(recorder.states().get(0))
            .startsWith("DOWN 1 cannot listen on 127.0.0.1:" + port + ": Address already in use");
        holder.close();
        recorder.awaitState(LinkState.UP);
        send(sender, "127.0.0.1", port, new byte[] {1});
        recorder.awaitBytes(1);
      }
    }
  }

  @Test
  void listensAgainAfterSilence() throws Exception {
    int port = freePort();
    try (Link link = start("127.0.0.1:" + port + "?watchdog=0.1");
        DatagramSocket sender = new DatagramSocket()) {
      recorder.awaitStates(3);
      assertThat(recorder.log()).startsWith("UP", "STALE", "UP");
      while (recorder.bytes().length == 0) {
        // Datagrams to a port that is closed for the moment are lost, as they are on a network.
        send(sender, "127.0.0.1", port, new byte[] {1});
        Thread.onSpinWait();
      }
    }
  }

  @Test
  void joinsAGroup() throws Exception {
    int port = freePort();
    try (Link link = start("239.255.77.7:" + port);
        Link second = Link.of(link.uri(), SHORT);
        DatagramSocket sender = new DatagramSocket()) {
      Recorder other = new Recorder();
      second.start(other);
      other.awaitStates(1);
      assertThat(recorder.states().get(0)).startsWith("UP 1 listening on group 239.255.77.7:");
      NetworkInterface loopback =
          NetworkInterface.getByInetAddress(InetAddress.getLoopbackAddress());
      sender.setOption(StandardSocketOptions.IP_MULTICAST_IF, loopback);
      send(sender, "239.255.77.7", port, "to all".getBytes(US_ASCII));
      recorder.awaitBytes(6);
      other.awaitBytes(6);
      assertThat(recorder.log()).startsWith("UP", "bytes 6");
    }
  }

  @Test
  void listensOnIpv6() throws Exception {
    int port = freePort();
    try (Link link = start("[::1]:" + port);
        DatagramSocket sender = new DatagramSocket()) {
      Assumptions.assumeTrue(recorder.states().get(0).startsWith("UP"), "no IPv6 here");
      send(sender, "::1", port, new byte[] {1, 2});
      recorder.awaitBytes(2);
      assertThat(recorder.states()).containsExactly("UP 1 listening on [::1]:" + port);
    }
  }

  @Test
  void closesWhileAReadIsBlocked() throws Exception {
    int port = freePort();
    Link link = start("127.0.0.1:" + port);
    link.close();
    recorder.thread().join(1);
    assertThat(recorder.thread().isAlive()).isFalse();
    assertThat(recorder.log()).containsExactly("UP");
    new DatagramSocket(port, InetAddress.getLoopbackAddress()).close();
  }
}
