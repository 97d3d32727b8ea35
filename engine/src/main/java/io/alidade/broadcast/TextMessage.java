package io.alidade.broadcast;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A text under construction, in UTF-8. Reused; not thread-safe. */
final class TextMessage {
  private byte[] bytes;
  private int length;

  TextMessage(int capacity) {
    bytes = new byte[capacity];
  }

  TextMessage clear() {
    length = 0;
    return this;
  }

  int length() {
    return length;
  }

  TextMessage ascii(String text) {
    ensure(text.length());
    for (int i = 0; i < text.length(); i++) {
      bytes[length++] = (byte) text.charAt(i);
    }
    return this;
  }

  TextMessage ascii(char c) {
    ensure(1);
    bytes[length++] = (byte) c;
    return this;
  }

  TextMessage bytes(byte[] source, int offset, int count) {
    ensure(count);
    System.arraycopy(source, offset, bytes, length, count);
    length += count;
    return this;
  }

  TextMessage append(TextMessage other) {
    return bytes(other.bytes, 0, other.length);
  }

  TextMessage utf8(CharSequence text) {
    byte[] encoded = text.toString().getBytes(StandardCharsets.UTF_8);
    return bytes(encoded, 0, encoded.length);
  }

  TextMessage bool(boolean value) {
    return ascii(value ? "true" : "false");
  }

  TextMessage number(long value) {
    if (value < 0) {
      return ascii(Long.toString(value));
    }
    ensure(20);
    int digits = 1;
    for (long rest = value / 10; rest > 0; rest /= 10) {
      digits++;
    }
    for (int i = length + digits - 1; i >= length; i--) {
      bytes[i] = (byte) ('0' + value % 10);
      value /= 10;
    }
    length += digits;
    return this;
  }

  /** The text as the payload of one unmasked WebSocket text frame (RFC 6455, section 5.2). */
  ByteBuf frame(ByteBufAllocator allocator) {
    ByteBuf frame = allocator.buffer(length + 10);
    frame.writeByte(0x81);
    if (length < 126) {
      frame.writeByte(length);
    } else if (length <= 0xFFFF) {
      frame.writeByte(126).writeShort(length);
    } else {
      frame.writeByte(127).writeLong(length);
    }
    return frame.writeBytes(bytes, 0, length);
  }

  /** The text alone, for an HTTP body. */
  ByteBuf body(ByteBufAllocator allocator) {
    return allocator.buffer(length).writeBytes(bytes, 0, length);
  }

  private void ensure(int room) {
    if (bytes.length - length < room) {
      bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + room));
    }
  }
}
