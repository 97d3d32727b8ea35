package io.alidade.link;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Heap bytes that a read costs on the reader thread, library and JDK included. */
class SourceCostTest {
  private static final int ROUNDS = 10;
  private static final int READS = 4000;

  private static final LinkClock CLOCK = new LinkClock(LinkTime.SYSTEM);

  private interface Feed {
    void write() throws Exception;
  }

  /**
   * In lock step, so that each write is one read; the cheapest of several rounds, since compiling
   * goes on for a while.
   */
  private static double bytesPerRead(Source source, int size, Feed feed) throws Exception {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    byte[] buffer = new byte[size];
    long cheapest = Long.MAX_VALUE;
    for (int round = 0; round < ROUNDS; round++) {
      long spent = 0;
      for (int i = 0; i < READS; i++) {
        feed.write();
        long before = threads.getCurrentThreadAllocatedBytes();
        int length = source.read(buffer, 0);
        spent += threads.getCurrentThreadAllocatedBytes() - before;
        assertThat(length).isPositive();
      }
      cheapest = Math.min(cheapest, spent);
    }
    return (double) cheapest / READS;
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void aSerialReadCostsNothing() throws Exception {
    try (PseudoTerminal terminal = PseudoTerminal.open()) {
      Source source = Source.of(LinkUri.parse("serial:" + terminal.path()), CLOCK);
      source.prepare();
      source.open();
      byte[] sentence = new byte[48];
      OutputStream out = terminal.output();
      double bytes = bytesPerRead(source, source.bufferSize(), () -> out.write(sentence));
      source.close();
      assertThat(bytes).as("bytes per read").isLessThan(1);
    }
  }

  @Test
  void aTcpReadCostsNothing() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Source source = Source.of(LinkUri.parse("tcp://127.0.0.1:" + server.getLocalPort()), CLOCK);
      source.open();
      try (Socket peer = server.accept()) {
        peer.setTcpNoDelay(true);
        byte[] sentence = new byte[48];
        OutputStream out = peer.getOutputStream();
        double bytes = bytesPerRead(source, source.bufferSize(), () -> out.write(sentence));
        assertThat(bytes).as("bytes per read").isLessThan(1);
      }
      source.close();
    }
  }

  @Test
  void aDatagramCostsNothing() throws Exception {
    try (DatagramSocket sender = new DatagramSocket()) {
      int port;
      try (DatagramSocket free = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
        port = free.getLocalPort();
      }
      Source source = Source.of(LinkUri.parse("udp://127.0.0.1:" + port), CLOCK);
      source.open();
      DatagramPacket packet =
          new DatagramPacket(new byte[48], 48, InetAddress.getLoopbackAddress(), port);
      double bytes = bytesPerRead(source, source.bufferSize(), () -> sender.send(packet));
      source.close();
      assertThat(bytes).as("bytes per read").isLessThan(1);
    }
  }

  @Test
  void aReadOfAFileCostsNothing(@TempDir Path directory) throws Exception {
    Path path = Files.write(directory.resolve("f"), new byte[ROUNDS * READS * 100]);
    Source source = Source.of(LinkUri.parse("file:" + path), CLOCK);
    source.prepare();
    source.open();
    double bytes = bytesPerRead(source, 100, () -> {});
    source.close();
    assertThat(bytes).as("bytes per read").isLessThan(1);
  }
}
