package io.alidade.mission;

/** Buffers for texts and binary values that are not in the packet as they are written. */
final class TextCopy {
  private static final int MAX_BYTES = (int) (TypeReader.MAX_BITS / 8);

  /** Windows-1252's characters from 0x80 to 0x9F; the five that it leaves open as U+FFFD. */
  private static final String WINDOWS_1252 =
      "\u20AC\uFFFD\u201A\u0192\u201E\u2026\u2020\u2021\u02C6\u2030\u0160\u2039\u0152\uFFFD\u017D"
          + "\uFFFD\uFFFD\u2018\u2019\u201C\u201D\u2022\u2013\u2014\u02DC\u2122\u0161\u203A\u0153"
          + "\uFFFD\u017E\u0178";

  private final byte[] bytes = new byte[MAX_BYTES + 8];
  private final byte[] utf8 = new byte[3 * MAX_BYTES + 8];

  byte[] bytes() {
    return bytes;
  }

  byte[] utf8() {
    return utf8;
  }

  /** Copies bits to whole bytes from the first, and returns the bytes they take. */
  int copy(byte[] source, int start, int at, int bits) {
    int length = Math.min((bits + 7) >>> 3, MAX_BYTES);
    for (int i = 0; i < length; i++) {
      int place = at + 8 * i;
      int count = Math.min(8, bits - 8 * i);
      long value = RawBits.unsigned(source, start + (place >>> 3), place & 7, count);
      bytes[i] = (byte) (value << (8 - count));
    }
    return length;
  }

  /** The length without zero characters at the end. */
  static int withoutFill(byte[] source, int offset, int length, int unit) {
    int end = length - length % unit;
    while (end >= unit) {
      for (int i = 1; i <= unit; i++) {
        if (source[offset + end - i] != 0) {
          return end;
        }
      }
      end -= unit;
    }
    return end;
  }

  static boolean equal(byte[] source, int offset, int length, byte[] other) {
    if (length != other.length) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      if (source[offset + i] != other[i]) {
        return false;
      }
    }
    return true;
  }

  /** Writes an unsigned number of 64 bits as decimal text and returns its length. */
  int decimal(long value) {
    int length = 20;
    long rest = value;
    int at = length;
    do {
      long quotient = Long.divideUnsigned(rest, 10);
      bytes[--at] = (byte) ('0' + (rest - quotient * 10));
      rest = quotient;
    } while (rest != 0);
    System.arraycopy(bytes, at, bytes, 0, length - at);
    return length - at;
  }

  /** Writes text of another encoding to {@link #utf8} and returns its length there. */
  int toUtf8(Encoding.Charset charset, byte[] source, int offset, int length) {
    int to = 0;
    int unit = charset.unit();
    for (int at = offset; at + unit <= offset + length; at += unit) {
      int c =
          switch (charset) {
            case UTF_16BE -> pair(source, at, 0);
            case UTF_16LE -> pair(source, at, 1);
            case UTF_32BE -> (pair(source, at, 0) << 16) | pair(source, at + 2, 0);
            case UTF_32LE -> (pair(source, at + 2, 1) << 16) | pair(source, at, 1);
            default -> source[at] & 0xFF;
          };
      if (charset == Encoding.Charset.WINDOWS_1252 && c >= 0x80 && c < 0xA0) {
        c = WINDOWS_1252.charAt(c - 0x80);
      }
      if (unit == 2 && Character.isHighSurrogate((char) c) && at + 4 <= offset + length) {
        int low = pair(source, at + 2, charset == Encoding.Charset.UTF_16BE ? 0 : 1);
        if (Character.isLowSurrogate((char) low)) {
          c = Character.toCodePoint((char) c, (char) low);
          at += 2;
        }
      }
      to = put(c, to);
    }
    return to;
  }

  private static int pair(byte[] source, int at, int high) {
    return ((source[at + high] & 0xFF) << 8) | (source[at + 1 - high] & 0xFF);
  }

  private int put(int codePoint, int to) {
    int c = codePoint;
    if (c < 0 || c > Character.MAX_CODE_POINT || (c >= 0xD800 && c <= 0xDFFF)) {
      c = 0xFFFD;
    }
    if (c < 0x80) {
      utf8[to] = (byte) c;
      return to + 1;
    }
    if (c < 0x800) {
      utf8[to] = (byte) (0xC0 | (c >> 6));
      utf8[to + 1] = (byte) (0x80 | (c & 0x3F));
      return to + 2;
    }
    if (c < 0x1_0000) {
      utf8[to] = (byte) (0xE0 | (c >> 12));
      utf8[to + 1] = (byte) (0x80 | ((c >> 6) & 0x3F));
      utf8[to + 2] = (byte) (0x80 | (c & 0x3F));
      return to + 3;
    }
    utf8[to] = (byte) (0xF0 | (c >> 18));
    utf8[to + 1] = (byte) (0x80 | ((c >> 12) & 0x3F));
    utf8[to + 2] = (byte) (0x80 | ((c >> 6) & 0x3F));
    utf8[to + 3] = (byte) (0x80 | (c & 0x3F));
    return to + 4;
  }
}
