package io.alidade.link;

import java.io.IOException;
import java.io.InputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.concurrent.TimeUnit;

/**
 * Sends bytes to where a {@link LinkUri} of a serial device, a TCP server or a UDP address points.
 * A write waits until the bytes are taken. For one thread.
 */
public abstract class Outlet implements AutoCloseable {
  private static final int CONNECT_MILLIS = 5000;

  /** How long a TCP server has to take the rest and close. */
  private static final int FINISH_MILLIS = 1000;

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

  /** Ends after what was written has gone out, in bounded time. */
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
      device.finish();
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
      // To close with something unread would be a reset, which can overtake what was written.
      try (socket) {
        socket.shutdownOutput();
        socket.setSoTimeout(FINISH_MILLIS);
        InputStream answers = socket.getInputStream();
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(FINISH_MILLIS);
        byte[] unwanted = new byte[8192];
        while (answers.read(unwanted) >= 0 && System.nanoTime() < end) {
          // What it said meanwhile.
        }
      } catch (IOException gone) {
        // The other side does not close, or is no more.
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
