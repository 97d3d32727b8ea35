package io.alidade.export;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * The newer capture format: sections of blocks, {@code u32 type, u32 length, body, u32 length},
 * each section in a byte order of its own. Used are interface descriptions and enhanced packet
 * blocks; simple packet blocks have no time, and are passed over like all others.
 */
final class PcapngFile extends CaptureFile {
  /** The type of a section's first block, the same in both byte orders. */
  static final int SECTION = 0x0A0D0D0A;

  private static final int BYTE_ORDER = 0x1A2B3C4D;
  private static final int INTERFACE = 1;
  private static final int ENHANCED_PACKET = 6;
  private static final int TIME_RESOLUTION = 9;
  private static final int TIME_OFFSET = 14;
  private static final long NS_PER_S = 1_000_000_000L;

  private final List<Interface> interfaces = new ArrayList<>();
  private ByteOrder order = ByteOrder.LITTLE_ENDIAN;
  private boolean atSection = true;

  /** Where packets were captured, and in units of what their times are, since when. */
  private record Interface(int linkType, long unitsPerSecond, long offsetSeconds) {}

  /** A file whose first block's type is behind us. */
  PcapngFile(InputStream in) {
    super(in);
  }

  @Override
  boolean next(CapturedPacket packet) throws IOException {
    try {
      while (true) {
        int type = SECTION;
        if (!atSection) {
          ByteBuffer head = read(4, order);
          if (head == null) {
            return false;
          }
          type = head.getInt(0);
        }
        atSection = false;
        int length = type == SECTION ? section() : need(4).getInt(0);
        int body = length - (type == SECTION ? 16 : 12);
        if (body < 0 || body > MAX_LENGTH || length % 4 != 0) {
          return damaged("a block of " + (length & 0xFFFF_FFFFL) + " bytes");
        }
        ByteBuffer block = need(body);
        if (need(4).getInt(0) != length) {
          return damaged("a block of two lengths");
        }
        if (type == INTERFACE && body >= 8) {
          interfaces.add(description(block));
        } else if (type == ENHANCED_PACKET && packet(block, packet)) {
          return true;
        }
      }
    } catch (EOFException cut) {
      return damaged("it ends inside a block");
    }
  }

  private ByteBuffer need(int count) throws IOException {
    ByteBuffer bytes = read(count, order);
    if (bytes == null) {
      throw new EOFException();
    }
    return bytes;
  }

  /** A section begins: learns its byte order; returns the block's length. */
  private int section() throws IOException {
    ByteBuffer head = need(8);
    order =
        head.order(ByteOrder.BIG_ENDIAN).getInt(4) == BYTE_ORDER
            ? ByteOrder.BIG_ENDIAN
            : ByteOrder.LITTLE_ENDIAN;
    interfaces.clear();
    return head.order(order).getInt(0);
  }

  private static Interface description(ByteBuffer block) {
    long unitsPerSecond = 1_000_000;
    long offset = 0;
    int at = 8;
    while (at + 4 <= block.limit()) {
      int code = block.getShort(at) & 0xFFFF;
      int length = block.getShort(at + 2) & 0xFFFF;
      if (code == 0 || at + 4 + length > block.limit()) {
        break;
      }
      if (code == TIME_RESOLUTION && length == 1) {
        int exponent = block.get(at + 4) & 0x7F;
        boolean binary = block.get(at + 4) < 0;
        unitsPerSecond =
            binary ? 1L << Math.min(exponent, 62) : (long) Math.pow(10, Math.min(exponent, 18));
      } else if (code == TIME_OFFSET && length == 8) {
        offset = block.getLong(at + 4);
      }
      at += 4 + (length + 3 & ~3);
    }
    return new Interface(block.getShort(0) & 0xFFFF, unitsPerSecond, offset);
  }

  private boolean packet(ByteBuffer block, CapturedPacket packet) {
    if (block.limit() < 20) {
      return false;
    }
    int from = block.getInt(0);
    int length = block.getInt(12);
    if (from < 0 || from >= interfaces.size() || length < 0 || length > block.limit() - 20) {
      return false;
    }
    Interface source = interfaces.get(from);
    long time = block.getInt(4) & 0xFFFF_FFFFL;
    time = time << 32 | block.getInt(8) & 0xFFFF_FFFFL;
    long second = Long.divideUnsigned(time, source.unitsPerSecond);
    long rest = Long.remainderUnsigned(time, source.unitsPerSecond);
    // Exact up to units of a nanosecond; finer ones are rounded.
    long fraction =
        source.unitsPerSecond <= NS_PER_S
            ? rest * NS_PER_S / source.unitsPerSecond
            : (long) ((double) rest / source.unitsPerSecond * NS_PER_S);
    packet.timeNs = (second + source.offsetSeconds) * NS_PER_S + fraction;
    packet.linkType = source.linkType;
    packet.reserve(length);
    block.get(20, packet.bytes, 0, length);
    packet.isCut = length < (block.getInt(16) & 0xFFFF_FFFFL);
    return true;
  }
}
