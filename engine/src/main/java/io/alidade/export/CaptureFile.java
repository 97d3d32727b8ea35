package io.alidade.export;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The packets in a capture file, as tcpdump and Wireshark write them. A capture that ends inside a
 * packet, or has nonsense where a packet is due, ends there.
 */
abstract class CaptureFile implements AutoCloseable {
  /** The longest packet, and piece of a file, that is believed; bytes. */
  static final int MAX_LENGTH = 1 << 20;

  private static final int BUFFER = 1 << 16;

  private final InputStream in;
  private String damage = "";

  CaptureFile(InputStream in) {
    this.in = in;
  }

  /** Opens a capture file; null when its first bytes are none's. */
  static CaptureFile open(Path file) throws IOException {
    InputStream in = new BufferedInputStream(Files.newInputStream(file), BUFFER);
    CaptureFile capture = null;
    try {
      byte[] magic = in.readNBytes(4);
      int number = magic.length < 4 ? 0 : ByteBuffer.wrap(magic).getInt();
      if (number == PcapngFile.SECTION) {
        capture = new PcapngFile(in);
      } else if (PcapFile.isMagic(number)) {
        capture = new PcapFile(in, number);
      }
      return capture;
    } finally {
      if (capture == null) {
        in.close();
      }
    }
  }

  /** Reads the next packet; false at the file's end. */
  abstract boolean next(CapturedPacket packet) throws IOException;

  /** What kept the file from being read to its end, or empty. */
  String damage() {
    return damage;
  }

  boolean damaged(String what) {
    damage = what;
    return false;
  }

  /** The next bytes, or null when the file has ended before the first of them. */
  ByteBuffer read(int count, ByteOrder order) throws IOException {
    byte[] bytes = in.readNBytes(count);
    if (bytes.length == 0 && count > 0) {
      return null;
    }
    if (bytes.length < count) {
      throw new EOFException();
    }
    return ByteBuffer.wrap(bytes).order(order);
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
