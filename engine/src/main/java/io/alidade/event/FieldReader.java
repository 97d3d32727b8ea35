package io.alidade.event;

import java.nio.charset.StandardCharsets;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Walks one section of an event, entry by entry; the layout is {@link FieldWriter}'s.
 *
 * <pre>{@code
 * FieldReader fields = event.decoded();
 * while (fields.next()) {
 *   if (fields.depth() == 0 && fields.id() == Field.MMSI.id) { mmsi = (int) fields.mantissa(); }
 * }
 * }</pre>
 */
public final class FieldReader {
  private static final long[] POWERS_OF_TEN = new long[19];

  static {
    long power = 1;
    for (int i = 0; i < POWERS_OF_TEN.length; i++) {
      POWERS_OF_TEN[i] = power;
      power *= 10;
    }
  }

  private final UnsafeBuffer buffer;
  private int position;
  private int limit;

  /** The entry's head and, where it has one, the four bytes after it. */
  private long word;

  private int payload;
  private int depth;
  private int nextDepth;

  FieldReader(UnsafeBuffer buffer) {
    this.buffer = buffer;
  }

  FieldReader wrap(int start, int end) {
    position = start;
    limit = end;
    nextDepth = 0;
    return this;
  }

  /** Moves to the next entry; false at the end of the section. */
  public boolean next() {
    int at = position;
    if (at >= limit) {
      return false;
    }
    long entry = at + 8 <= limit ? buffer.getLong(at) : buffer.getInt(at);
    word = entry;
    payload = at + 4;
    depth = nextDepth;
    int kind = (int) entry >>> 16 & 0xFF;
    if (kind == FieldWriter.INT32) {
      position = at + 8;
      return true;
    }
    switch (kind) {
      case FieldWriter.INT64, FieldWriter.FLOAT64 -> position = at + 12;
      case FieldWriter.TEXT, FieldWriter.HEX -> position = at + 8 + ((int) (entry >>> 32) + 3 & ~3);
      case FieldWriter.END -> {
        depth = --nextDepth;
        position = at + 4;
      }
      default -> {
        nextDepth += kind == FieldWriter.OBJECT || kind == FieldWriter.ARRAY ? 1 : 0;
        position = at + 4;
      }
    }
    return true;
  }

  /** Moves from the start of an object or array, which was read last, to its end. */
  public void skip() {
    int outside = depth;
    while (next() && depth > outside) {
      // inside
    }
  }

  /** Moves to the first entry at this level with this field, from the start; false if none. */
  public boolean find(Field field) {
    while (next()) {
      if (depth == 0 && id() == field.id) {
        return true;
      }
    }
    return false;
  }

  /** The entry's field id, see {@link Field}. */
  public int id() {
    return (int) word & 0xFFFF;
  }

  /** Index in {@link Event#array} of the entry's head. */
  public int index() {
    return payload - 4;
  }

  int kind() {
    return (int) word >>> 16 & 0xFF;
  }

  /** How many objects and arrays the entry is inside; an END counts as outside its own. */
  public int depth() {
    return depth;
  }

  /** True for the end of an object or array. */
  public boolean isEnd() {
    return kind() == FieldWriter.END;
  }

  public boolean bool() {
    return (int) word >>> 24 != 0;
  }

  /** True for an integer or a decimal. */
  public boolean isNumber() {
    return kind() == FieldWriter.INT32 || kind() == FieldWriter.INT64;
  }

  /** The integer, or the decimal times 10^{@link #decimals}. */
  public long mantissa() {
    return kind() == FieldWriter.INT32 ? word >> 32 : buffer.getLong(payload);
  }

  /**
   * The whole entry of an integer or decimal whose mantissa has 32 bits, for {@link
   * FieldWriter#entry}; 0 for any other.
   */
  public long entry() {
    return kind() == FieldWriter.INT32 ? word : 0;
  }

  public int decimals() {
    return (int) word >>> 24;
  }

  /** The number as a double; 0 for an entry that is not a number. */
  public double number() {
    return switch (kind()) {
      case FieldWriter.INT32, FieldWriter.INT64 -> (double) mantissa() / POWERS_OF_TEN[decimals()];
      case FieldWriter.FLOAT64 -> buffer.getDouble(payload);
      default -> 0;
    };
  }

  double float64() {
    return buffer.getDouble(payload);
  }

  /** Index in {@link Event#array} of the first byte of a text or of hexadecimal bytes. */
  public int bytesOffset() {
    return payload + 4;
  }

  public int bytesLength() {
    return (int) (word >>> 32);
  }

  /** A text entry as a string, for cold paths; allocates. */
  public String text() {
    byte[] bytes = new byte[bytesLength()];
    buffer.getBytes(bytesOffset(), bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
