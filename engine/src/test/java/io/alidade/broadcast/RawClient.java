package io.alidade.broadcast;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;

/** HTTP and WebSocket by hand over a plain socket, for what no well-behaved client does. */
final class RawClient implements AutoCloseable {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Frame(int opcode, byte[] payload) {
    /** A close frame's code, or 0. */
    int closeCode() {
      return opcode == 8 && payload.length >= 2
          ? (payload[0] & 0xFF) << 8 | (payload[1] & 0xFF)
          : 0;
    }
  }

  private final Socket socket = new Socket();
  private final DataInputStream in;
  private final OutputStream out;
  private final int port;

  RawClient(int port) throws IOException {
    this(port, 0);
  }

  /** A client with a receive buffer of its own size; 0 leaves it to the kernel. */
  RawClient(int port, int receiveBuffer) throws IOException {
    this.port = port;
    if (receiveBuffer > 0) {
      socket.setReceiveBufferSize(receiveBuffer);
    }
    socket.setSoTimeout(20_000);
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    in = new DataInputStream(new BufferedInputStream(socket.getInputStream(), 2048));
    out = socket.getOutputStream();
  }

  void send(byte[] bytes) throws IOException {
    out.write(bytes);
    out.flush();
  }

  /** Sends a request as it is and returns all that comes until the server closes. */
  String exchange(String request) throws IOException {
    send(request.getBytes(ISO_8859_1));
    return readToEnd();
  }

  String readToEnd() throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    byte[] chunk = new byte[8192];
    try {
      for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
        all.write(chunk, 0, n);
      }
    } catch (java.net.SocketException reset) {
      // The server closed while we were still sending; what came before stays.
    }
    return all.toString(UTF_8);
  }

  /** Upgrades and returns the response's head. */
  String upgrade() throws IOException {
    return upgrade("127.0.0.1:" + port, "http://127.0.0.1:" + port);
  }

  String upgrade(String host, String origin) throws IOException {
    send(upgradeRequest("/ws", host, origin).getBytes(ISO_8859_1));
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int b = in.read();
      if (b < 0) {
        break;
      }
      head.append((char) b);
    }
    return head.toString();
  }

  static String upgradeRequest(String path, String host, String origin) {
    return "GET "
        + path
        + " HTTP/1.1\r\n"
        + (host == null ? "" : "Host: " + host + "\r\n")
        + (origin == null ? "" : "Origin: " + origin + "\r\n")
        + "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
        + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
        + "Sec-WebSocket-Extensions: permessage-deflate\r\n\r\n";
  }

  /** Sends one masked frame, final or not. */
  void frame(int opcode, boolean last, byte[] payload) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write((last ? 0x80 : 0) | opcode);
    if (payload.length < 126) {
      bytes.write(0x80 | payload.length);
    } else {
      bytes.write(0x80 | 126);
      bytes.write(payload.length >>> 8);
      bytes.write(payload.length);
    }
    byte[] mask = {1, 2, 3, 4};
    bytes.write(mask);
    for (int i = 0; i < payload.length; i++) {
      bytes.write(payload[i] ^ mask[i & 3]);
    }
    send(bytes.toByteArray());
  }

  Frame readFrame() throws IOException {
    int first = in.readUnsignedByte();
    int second = in.readUnsignedByte();
    if ((first & 0xF0) != 0x80 || (second & 0x80) != 0) {
      throw new IOException("not a whole unmasked frame without extensions: " + first);
    }
    long length = second;
    if (second == 126) {
      length = in.readUnsignedShort();
    } else if (second == 127) {
      length = in.readLong();
    }
    byte[] payload = new byte[Math.toIntExact(length)];
    in.readFully(payload);
    return new Frame(first & 15, payload);
  }

  /** The next text message; pings in between are answered. */
  JsonNode readMessage() throws IOException {
    while (true) {
      Frame frame = readFrame();
      switch (frame.opcode()) {
        case 1 -> {
          return MAPPER.readTree(frame.payload());
        }
        case 9 -> frame(10, true, frame.payload());
        case 10 -> {}
        default -> throw new IOException("closed with " + frame.closeCode());
      }
    }
  }

  /** Reads on until the close frame and returns its code. */
  int readCloseCode() throws IOException {
    Frame frame = readFrame();
    while (frame.opcode() != 8) {
      frame = readFrame();
    }
    return frame.closeCode();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
