package io.alidade.link;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import jdk.net.ExtendedSocketOptions;

/**
 * A TCP server that sends. The host is looked up at each attempt and each of its addresses tried.
 * Keep-alive finds a peer that vanished within about a minute, also without a watchdog.
 */
final class TcpSource implements Source {
  private static final int BUFFER = 65_536;
  private static final int CONNECT_MILLIS = 5000;
  private static final int KEEP_ALIVE_IDLE_SECONDS = 30;
  private static final int KEEP_ALIVE_INTERVAL_SECONDS = 10;
  private static final int KEEP_ALIVE_PROBES = 3;

  private final String host;
  private final int port;
  private final String text;
  private volatile boolean cancelled;
  private volatile Socket socket;
  private InputStream in;
  private int timeout;

  TcpSource(String host, int port) {
    this.host = host;
    this.port = port;
    this.text = (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
  }

  @Override
  public int bufferSize() {
    return BUFFER;
  }

  @Override
  public String open() throws IOException {
    InetAddress[] addresses;
    try {
      addresses = InetAddress.getAllByName(host);
    } catch (UnknownHostException e) {
      throw new IOException("host " + host + " cannot be found", e);
    }
    IOException fault = null;
    for (InetAddress address : addresses) {
      try {
        connect(address);
        return "connected to " + text + " (" + address.getHostAddress() + ")";
      } catch (IOException e) {
        close();
        fault = e;
      }
    }
    String why = fault == null ? "no address" : fault.getMessage();
    throw new IOException("cannot connect to " + text + ": " + why, fault);
  }

  private void connect(InetAddress address) throws IOException {
    Socket opening = new Socket();
    socket = opening;
    if (cancelled) {
      throw new SocketException("closed");
    }
    opening.setKeepAlive(true);
    if (opening.supportedOptions().contains(ExtendedSocketOptions.TCP_KEEPIDLE)) {
      opening.setOption(ExtendedSocketOptions.TCP_KEEPIDLE, KEEP_ALIVE_IDLE_SECONDS);
      opening.setOption(ExtendedSocketOptions.TCP_KEEPINTERVAL, KEEP_ALIVE_INTERVAL_SECONDS);
      opening.setOption(ExtendedSocketOptions.TCP_KEEPCOUNT, KEEP_ALIVE_PROBES);
    }
    opening.connect(new InetSocketAddress(address, port), CONNECT_MILLIS);
    in = opening.getInputStream();
    timeout = 0;
  }

  @Override
  public int read(byte[] buffer, int waitMillis) throws IOException {
    Socket reading = socket;
    try {
      if (timeout != waitMillis) {
        reading.setSoTimeout(waitMillis);
        timeout = waitMillis;
      }
      return in.read(buffer);
    } catch (SocketTimeoutException e) {
      return 0;
    } catch (IOException e) {
      throw new IOException("connection to " + text + " lost: " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    Socket closing = socket;
    if (closing != null) {
      socket = null;
      closeQuietly(closing);
    }
  }

  @Override
  public boolean cancel() {
    cancelled = true;
    Socket closing = socket;
    if (closing != null) {
      closeQuietly(closing);
    }
    return true;
  }

  @Override
  public String endReason() {
    return text + " closed the connection";
  }

  private static void closeQuietly(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // It is given up either way.
    }
  }
}
