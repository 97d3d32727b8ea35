package io.alidade.link;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;

/**
 * Sends bytes to where a {@link LinkUri} of a serial device, a TCP server or a UDP address points.
 * A write waits until the bytes are taken. For one thread.
 */
public abstract class Outlet implements AutoCloseable {
  private static final int CONNECT_MILLIS = 5000;

  /** The longest payload of a UDP datagram over IPv4, bytes. */
  private static final int MAX_DATAGRAM = 65_507;

  private Outlet() {}

  /**
   * Opens it.
   *
   * @throws IllegalArgumentException when the URI is malformed or of another kind, in one line
   * @throws IOException when it cannot be opened, in one line
   */
  public static Outlet open(String uri) throws IOException {
    LinkUri parsed;
    try {
      parsed = LinkUri.parse(uri);
    } catch (LinkUriException malformed) {
      throw new IllegalArgumentException(malformed.getMessage(), malformed);
    }
    return switch (parsed.scheme()) {
      case SERIAL -> new Serial(parsed);
      case TCP -> new Tcp(parsed);
      case UDP -> new Udp(parsed);
      case FILE, STDIN ->
          throw new IllegalArgumentException(
              "'" + uri + "' cannot be sent to; give serial:, tcp:// or udp://");
    };
  }

  /** Sends bytes; over UDP as one datagram, which nobody may receive. */
  public abstract void write(byte[] bytes, int offset, int length) throws IOException;

  @Override
  public abstract void close();

  private static final class Serial extends Outlet {
    private final SerialSource device;

    Serial(LinkUri uri) throws IOException {
      device = new SerialSource(uri, new LinkClock(LinkTime.SYSTEM));
      device.prepare();
      device.open();
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      device.write(bytes, offset, length);
    }

    @Override
    public void close() {
      device.close();
    }
  }

  private static final class Tcp extends Outlet {
    private final Socket socket = new Socket();

    Tcp(LinkUri uri) throws IOException {
      try {
        socket.connect(new InetSocketAddress(uri.host(), uri.port()), CONNECT_MILLIS);
        socket.setTcpNoDelay(true);
      } catch (IOException fault) {
        socket.close();
        throw fault;
      }
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      socket.getOutputStream().write(bytes, offset, length);
    }

    @Override
    public void close() {
      try {
        socket.close();
      } catch (IOException gone) {
        // What was written is on its way.
      }
    }
  }

  private static final class Udp extends Outlet {
    private final DatagramSocket socket;
    private final InetSocketAddress to;

    Udp(LinkUri uri) throws IOException {
      to = new InetSocketAddress(InetAddress.getByName(uri.host()), uri.port());
      socket = new DatagramSocket();
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      for (int i = 0; i < length; i += MAX_DATAGRAM) {
        int count = Math.min(MAX_DATAGRAM, length - i);
        socket.send(new DatagramPacket(bytes, offset + i, count, to));
      }
    }

    @Override
    public void close() {
      socket.close();
    }
  }
}
