package io.alidade.link;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Bytes on their way out: all of them, in their order, also the last ones. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class OutletTest {
  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

  private static byte[] bytes(int count) {
    byte[] bytes = new byte[count];
    new Random(count).nextBytes(bytes);
    return bytes;
  }

  /** Reads on until so much is there; says how much there was when no more comes. */
  private static byte[] read(PseudoTerminal terminal, int count) throws IOException {
    byte[] all = new byte[count];
    byte[] piece = new byte[4096];
    int length = 0;
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (length < count) {
      assertThat(System.nanoTime()).as("%d of %d bytes came", length, count).isLessThan(deadline);
      int more = terminal.read(piece);
      System.arraycopy(piece, 0, all, length, Math.min(more, count - length));
      length += more;
    }
    assertThat(length).isEqualTo(count);
    return all;
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void aReaderWhoComesAfterTheEndStillFindsAllThatWasWritten() throws Exception {
    byte[] sent = bytes(2000);
    for (int round = 0; round < 3; round++) {
      try (PseudoTerminal terminal = PseudoTerminal.open()) {
        try (Outlet outlet = Outlet.open("serial:" + terminal.path())) {
          outlet.write(sent, 0, sent.length);
        }
        assertThat(read(terminal, sent.length)).isEqualTo(sent);
      }
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void theDeviceIsFreeAfterwards() throws Exception {
    try (PseudoTerminal terminal = PseudoTerminal.open()) {
      for (int round = 0; round < 3; round++) {
        try (Outlet outlet = Outlet.open("serial:" + terminal.path() + "?baud=4800")) {
          outlet.write(new byte[] {(byte) round}, 0, 1);
        }
      }
      assertThat(read(terminal, 3)).containsExactly(0, 1, 2);
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void aWriteWaitsForASlowReaderOfADevice() throws Exception {
    byte[] sent = bytes(300_000); // more than a terminal buffers
    try (PseudoTerminal terminal = PseudoTerminal.open()) {
      CompletableFuture<byte[]> got = new CompletableFuture<>();
      Thread reader =
          new Thread(
              () -> {
                try {
                  got.complete(read(terminal, sent.length));
                } catch (IOException | AssertionError fault) {
                  got.completeExceptionally(fault);
                }
              });
      try (Outlet outlet = Outlet.open("serial:" + terminal.path())) {
        reader.start();
        for (int i = 0; i < sent.length; i += 1000) {
          outlet.write(sent, i, 1000);
        }
      }
      assertThat(got.get(30, TimeUnit.SECONDS)).isEqualTo(sent);
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void aDeviceThatGoesAwayIsAFaultOfTheWrite() throws Exception {
    PseudoTerminal terminal = PseudoTerminal.open();
    try (Outlet outlet = Outlet.open("serial:" + terminal.path())) {
      outlet.write(bytes(10), 0, 10);
      terminal.close();
      assertThatThrownBy(() -> outlet.write(bytes(10), 0, 10))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("went away");
    }
  }

  @Test
  void aTcpServerThatTalksBackUnheardLosesNothing() throws Exception {
    byte[] sent = bytes(100_000);
    try (ServerSocket server = new ServerSocket(0, 1, LOOPBACK)) {
      CompletableFuture<byte[]> got = new CompletableFuture<>();
      Thread reader =
          new Thread(
              () -> {
                try (Socket connection = server.accept()) {
                  connection.getOutputStream().write("welcome\r\n".getBytes(US_ASCII));
                  InputStream in = connection.getInputStream();
                  byte[] first = in.readNBytes(1);
                  Thread.sleep(100); // meanwhile the other side has closed
                  connection.getOutputStream().write("still here\r\n".getBytes(US_ASCII));
                  byte[] rest = in.readAllBytes();
                  byte[] all = Arrays.copyOf(first, 1 + rest.length);
                  System.arraycopy(rest, 0, all, 1, rest.length);
                  got.complete(all);
                } catch (IOException | InterruptedException fault) {
                  got.completeExceptionally(fault);
                }
              });
      reader.start();
      try (Outlet outlet = Outlet.open("tcp://127.0.0.1:" + server.getLocalPort())) {
        outlet.write(sent, 0, sent.length);
      }
      assertThat(got.get(30, TimeUnit.SECONDS)).isEqualTo(sent);
    }
  }

  @Test
  void eachWriteIsADatagram() throws Exception {
    try (DatagramSocket receiver = new DatagramSocket(0, LOOPBACK);
        Outlet outlet = Outlet.open("udp://127.0.0.1:" + receiver.getLocalPort())) {
      receiver.setSoTimeout(10_000);
      DatagramPacket packet = new DatagramPacket(new byte[65_536], 65_536);
      for (int length : new int[] {1, 72, 1500, 65_507}) {
        byte[] sent = bytes(length);
        outlet.write(sent, 0, length);
        receiver.receive(packet);
        assertThat(Arrays.copyOf(packet.getData(), packet.getLength())).isEqualTo(sent);
      }
    }
  }

  @Test
  void whatCannotBeSentToIsSaidInOneLine() {
    for (String uri : new String[] {"file:/tmp/x", "stdin:", "serial", "tcp://nowhere", ""}) {
      assertThatThrownBy(() -> Outlet.open(uri))
          .isInstanceOf(IllegalArgumentException.class)
          .satisfies(wrong -> assertThat(wrong.getMessage()).isNotBlank().hasLineCount(1));
    }
    assertThatThrownBy(() -> Outlet.open("serial:/dev/none"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("is not there");
    assertThatThrownBy(() -> Outlet.open("udp://no-such-host.invalid:5"))
        .isInstanceOf(IOException.class)
        .satisfies(wrong -> assertThat(wrong.getMessage()).contains("no-such-host.invalid"));
  }
}
