package io.alidade.link;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;

/** Percent-encoding (RFC 3986, section 2.1) over UTF-8. */
final class UriText {
  private static final String HEX = "0123456789ABCDEF";
  private static final String PLAIN = "-._~/:@,+[]";

  private UriText() {}

  /** The text that the encoded one stands for; null where it stands for none. */
  static String decode(String encoded) {
    if (encoded.indexOf('%') < 0) {
      return encoded;
    }
    byte[] in = encoded.getBytes(UTF_8);
    ByteBuffer out = ByteBuffer.allocate(in.length);
    for (int i = 0; i < in.length; i++) {
      if (in[i] != '%') {
        out.put(in[i]);
        continue;
      }
      int high = i + 2 < in.length ? Character.digit(in[i + 1], 16) : -1;
      int low = i + 2 < in.length ? Character.digit(in[i + 2], 16) : -1;
      if (high < 0 || low < 0) {
        return null;
      }
      out.put((byte) ((high << 4) | low));
      i += 2;
    }
    try {
      return UTF_8.newDecoder().decode(out.flip()).toString();
    } catch (CharacterCodingException e) {
      return null;
    }
  }

  /** The text with everything escaped that a path or a value of a link URI cannot hold as it is. */
  static String encode(String text) {
    StringBuilder out = new StringBuilder(text.length() + 8);
    for (byte b : text.getBytes(UTF_8)) {
      boolean plain = isAlphanumeric(b) || (b > 0 && PLAIN.indexOf(b) >= 0);
      if (plain) {
        out.append((char) b);
      } else {
        out.append('%').append(HEX.charAt((b >> 4) & 15)).append(HEX.charAt(b & 15));
      }
    }
    return out.toString();
  }

  /** Whether this is an ASCII letter or digit. */
  static boolean isAlphanumeric(int c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
  }
}
