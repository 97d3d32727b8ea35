package io.alidade.export;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The classic capture format, in either byte order, with times in microseconds or nanoseconds:
 *
 * <pre>
 *   file    u32 magic, u16 version (2), u16 4, 8 bytes, u32 snapshot length, u32 LINKTYPE
 *   packet  u32 seconds, u32 fraction, u32 length here, u32 length on the wire, bytes
 * </pre>
 */
final class PcapFile extends CaptureFile {
  private static final int MICROSECONDS = 0xA1B2C3D4;
  private static final int NANOSECONDS = 0xA1B23C4D;
  private static final int HEADER = 20;
  private static final int PACKET_HEADER = 16;

  private final ByteOrder order;
  private final int unitNs;
  private int linkType = -1;

  /** A file whose magic number, read as big endian, is behind us. */
  PcapFile(InputStream in, int magic) {
    super(in);
    boolean big = magic == MICROSECONDS || magic == NANOSECONDS;
    order = big ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    int value = big ? magic : Integer.reverseBytes(magic);
    unitNs = value == MICROSECONDS ? 1000 : 1;
  }

  static boolean isMagic(int number) {
    int reversed = Integer.reverseBytes(number);
    return number == MICROSECONDS
        || number == NANOSECONDS
        || reversed == MICROSECONDS
        || reversed == NANOSECONDS;
  }

  @Override
  boolean next(CapturedPacket packet) throws IOException {
    try {
      if (linkType < 0) {
        ByteBuffer header = read(HEADER, order);
        if (header == null) {
          return damaged("it has no header");
        }
        linkType = header.getInt(16) & 0xFFFF; // above it are other things
      }
      ByteBuffer head = read(PACKET_HEADER, order);
      if (head == null) {
        return false;
      }
      int length = head.getInt(8);
      if (length < 0 || length > MAX_LENGTH) {
        return damaged("a packet of " + (length & 0xFFFF_FFFFL) + " bytes");
      }
      ByteBuffer bytes = read(length, order);
      if (bytes == null) {
        return damaged("it ends inside a packet");
      }
      packet.timeNs =
          (head.getInt(0) & 0xFFFF_FFFFL) * 1_000_000_000L
              + (head.getInt(4) & 0xFFFF_FFFFL) * unitNs;
      packet.linkType = linkType;
      packet.reserve(length);
      bytes.get(packet.bytes, 0, length);
      packet.isCut = length < (head.getInt(12) & 0xFFFF_FFFFL);
      return true;
    } catch (EOFException cut) {
      return damaged("it ends inside a packet");
    }
  }
}
