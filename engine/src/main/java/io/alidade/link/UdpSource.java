package io.alidade.link;

import java.io.IOException;
import java.net.BindException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.net.UnknownHostException;
import java.util.Collections;

/**
 * Datagrams to a local address, or to a multicast group, which is joined on every interface that is
 * up. Up to 4 MiB are held by the system while the reader is busy (what it grants is bounded by
 * {@code net.core.rmem_max}).
 */
final class UdpSource implements Source {
  /** More than the 65,527 bytes that a datagram can carry, so that none is cut. */
  private static final int BUFFER = 65_536;

  private static final int SYSTEM_BUFFER = 4 << 20;

  private final String host;
  private final int port;
  private final String text;
  private volatile boolean cancelled;
  private volatile DatagramSocket socket;
  private DatagramPacket packet;
  private int timeout;

  UdpSource(String host, int port) {
    this.host = host;
    this.port = port;
    this.text = (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
  }

  @Override
  public int bufferSize() {
    return BUFFER;
  }

  @Override
  public boolean isDatagrams() {
    return true;
  }

  @Override
  public String open() throws IOException {
    InetAddress address;
    try {
      address = InetAddress.getByName(host);
    } catch (UnknownHostException e) {
      throw new IOException("host " + host + " cannot be found", e);
    }
    DatagramSocket opening = new DatagramSocket((SocketAddress) null);
    socket = opening;
    if (cancelled) {
      throw new SocketException("closed");
    }
    try {
      opening.setOption(StandardSocketOptions.SO_RCVBUF, SYSTEM_BUFFER);
      if (address.isMulticastAddress()) {
        // Several programs may listen to one group; to one port of this computer only one.
        opening.setReuseAddress(true);
        opening.bind(new InetSocketAddress(address, port));
        int joined = join(opening, address);
        timeout = 0;
        return "listening on group " + text + " (" + joined + " interfaces)";
      }
      opening.bind(new InetSocketAddress(address, port));
    } catch (BindException e) {
      throw new IOException(
          "cannot listen on "
              + text
              + ": "
              + e.getMessage()
              + " (taken by another program, or not an address of this computer)",
          e);
    } catch (SocketException e) {
      throw new IOException("cannot listen on " + text + ": " + e.getMessage(), e);
    }
    timeout = 0;
    return "listening on " + text;
  }

  private static int join(DatagramSocket socket, InetAddress group) throws IOException {
    InetSocketAddress address = new InetSocketAddress(group, 0);
    int joined = 0;
    IOException fault = null;
    for (NetworkInterface each : Collections.list(NetworkInterface.getNetworkInterfaces())) {
      if (each.isUp() && (each.supportsMulticast() || each.isLoopback())) {
        try {
          socket.joinGroup(address, each);
          joined++;
        } catch (IOException e) {
          // Common for one that has no address of the group's family.
          fault = e;
        }
      }
    }
    if (joined == 0) {
      String why = fault == null ? "no interface is up" : fault.getMessage();
      throw new SocketException("no interface joins the group: " + why);
    }
    return joined;
  }

  @Override
  public int read(byte[] buffer, int waitMillis) throws IOException {
    DatagramSocket reading = socket;
    if (packet == null) {
      packet = new DatagramPacket(buffer, buffer.length);
    }
    try {
      if (timeout != waitMillis) {
        reading.setSoTimeout(waitMillis);
        timeout = waitMillis;
      }
      packet.setLength(buffer.length);
      reading.receive(packet);
      return packet.getLength();
    } catch (SocketTimeoutException e) {
      return 0;
    } catch (IOException e) {
      throw new IOException("listening on " + text + " failed: " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    DatagramSocket closing = socket;
    if (closing != null) {
      socket = null;
      closing.close();
    }
  }

  @Override
  public boolean cancel() {
    cancelled = true;
    DatagramSocket closing = socket;
    if (closing != null) {
      closing.close();
    }
    return true;
  }

  @Override
  public String endReason() {
    return "listening on " + text + " ended";
  }
}
