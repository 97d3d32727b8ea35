package io.alidade.station;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/** A long text as sessions store it: in UTF-8, deflated (RFC 1950). Immutable. */
final class StoredText {
  static final StoredText EMPTY = new StoredText("", new byte[0]);

  /** The longest text, bytes, so that a damaged record cannot fill the memory. */
  static final int MAX_BYTES = 64 << 20;

  private final String text;
  private final byte[] deflated;

  private StoredText(String text, byte[] deflated) {
    this.text = text;
    this.deflated = deflated;
  }

  static StoredText of(String text) {
    if (text.isEmpty()) {
      return EMPTY;
    }
    Deflater deflater = new Deflater();
    try {
      byte[] source = text.getBytes(UTF_8);
      deflater.setInput(source);
      deflater.finish();
      byte[] out = new byte[source.length / 8 + 64];
      int length = 0;
      while (!deflater.finished()) {
        if (length == out.length) {
          out = Arrays.copyOf(out, 2 * out.length);
        }
        length += deflater.deflate(out, length, out.length - length);
      }
      return new StoredText(text, Arrays.copyOf(out, length));
    } finally {
      deflater.end();
    }
  }

  /** The text that was stored. */
  static StoredText read(byte[] source, int offset, int length) throws ConfigException {
    Inflater inflater = new Inflater();
    try {
      inflater.setInput(source, offset, length);
      byte[] out = new byte[Math.min(MAX_BYTES, 8 * length + 64)];
      int size = 0;
      while (!inflater.finished()) {
        if (size == out.length) {
          if (size == MAX_BYTES) {
            throw new DataFormatException("longer than " + MAX_BYTES + " bytes");
          }
          out = Arrays.copyOf(out, Math.min(MAX_BYTES, 2 * out.length));
        }
        int more = inflater.inflate(out, size, out.length - size);
        if (more == 0 && (inflater.needsInput() || inflater.needsDictionary())) {
          throw new DataFormatException("cut short");
        }
        size += more;
      }
      return new StoredText(
          new String(out, 0, size, UTF_8), Arrays.copyOfRange(source, offset, offset + length));
    } catch (DataFormatException damaged) {
      throw new ConfigException(
          "the session's mission database cannot be read: " + damaged.getMessage());
    } finally {
      inflater.end();
    }
  }

  String text() {
    return text;
  }

  /** How it is stored; not to be changed. */
  byte[] deflated() {
    return deflated;
  }

  boolean isEmpty() {
    return text.isEmpty();
  }

  /** Whether it can be read back. */
  boolean isReadable() {
    return text.length() <= MAX_BYTES / 4 || text.getBytes(UTF_8).length <= MAX_BYTES;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof StoredText that && that.text.equals(text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  @Override
  public String toString() {
    return text;
  }
}
