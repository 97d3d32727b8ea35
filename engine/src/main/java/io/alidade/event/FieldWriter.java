package io.alidade.event;

import org.agrona.concurrent.UnsafeBuffer;

/**
 * Writes one section of an event: a flat run of entries, each four bytes of head and a payload.
 *
 * <pre>
 *   u16  field id, see {@link Field}
 *   u8   kind
 *   u8   kind BOOL: 0 or 1; kinds INT32 and INT64: decimals, 0 to 18; else 0
 *   INT32   i32       value = payload / 10^decimals
 *   INT64   i64       value = payload / 10^decimals
 *   FLOAT64 f64
 *   TEXT    u32 length, bytes (UTF-8), zeros up to a multiple of 4
 *   HEX     u32 length, bytes, zeros up to a multiple of 4
 *   OBJECT, ARRAY  nothing: entries follow up to the matching END
 *   END     nothing; field id 0
 * </pre>
 *
 * Inside an ARRAY the field ids are not used. When the buffer is full, further entries are left out
 * and {@link #overflowed} says so; open objects and arrays are still closed.
 */
public final class FieldWriter {
  static final int BOOL = 1;
  static final int INT32 = 2;
  static final int INT64 = 3;
  static final int FLOAT64 = 4;
  static final int TEXT = 5;
  static final int HEX = 6;
  static final int OBJECT = 7;
  static final int ARRAY = 8;
  static final int END = 9;

  private static final int HEAD = 4;
  private static final int MAX_DEPTH = 8;

  private final UnsafeBuffer buffer;
  private int position;

  /** Where entries must end, so that there is room for the ENDs of what is open; 0 when full. */
  private int limit;

  private int depth;
  private int skippedDepth;
  private boolean overflowed;

  FieldWriter(UnsafeBuffer buffer) {
    this.buffer = buffer;
  }

  void begin(int start) {
    position = start;
    limit = buffer.capacity();
    depth = 0;
    skippedDepth = 0;
    overflowed = false;
  }

  int end() {
    while (depth > 0) {
      endNested();
    }
    return position;
  }

  /** True when an entry was left out for want of room. */
  boolean overflowed() {
    return overflowed;
  }

  public void bool(Field field, boolean value) {
    bool(field.id, value);
  }

  /** As {@link #bool(Field, boolean)}, for a field of a {@link Dictionary}. */
  public void bool(int id, boolean value) {
    if (fits(HEAD)) {
      head(id, BOOL, value ? 1 : 0);
      position += HEAD;
    }
  }

  public void integer(Field field, long value) {
    number(field.id, value, 0);
  }

  /** The value {@code mantissa / 10^decimals}, kept exactly; decimals from 0 to 18. */
  public void decimal(Field field, long mantissa, int decimals) {
    number(field.id, mantissa, decimals);
  }

  /** As {@link #decimal(Field, long, int)}, for a field of a {@link Dictionary}. */
  public void number(int id, long mantissa, int decimals) {
    int value = (int) mantissa;
    if (value == mantissa) {
      entry(((id | INT32 << 16 | decimals << 24) & 0xFFFF_FFFFL) | ((long) value << 32));
    } else if (fits(HEAD + 8)) {
      head(id, INT64, decimals);
      buffer.putLong(position + HEAD, mantissa);
      position += HEAD + 8;
    }
  }

  /** A whole entry of eight bytes, as {@link FieldReader#entry} gave it. */
  public void entry(long entry) {
    if (fits(8)) {
      buffer.putLong(position, entry);
      position += 8;
    }
  }

  public void float64(Field field, double value) {
    float64(field.id, value);
  }

  /** As {@link #float64(Field, double)}, for a field of a {@link Dictionary}. */
  public void float64(int id, double value) {
    if (fits(HEAD + 8)) {
      head(id, FLOAT64, 0);
      buffer.putDouble(position + HEAD, value);
      position += HEAD + 8;
    }
  }

  /** Text in UTF-8 (or bytes of unknown encoding, which JSON shows as U+FFFD where invalid). */
  public void text(Field field, byte[] source, int offset, int length) {
    bytes(field.id, TEXT, source, offset, length);
  }

  /** As {@link #text(Field, byte[], int, int)}, for a field of a {@link Dictionary}. */
  public void text(int id, byte[] source, int offset, int length) {
    bytes(id, TEXT, source, offset, length);
  }

  /** As {@link #hex(Field, byte[], int, int)}, for a field of a {@link Dictionary}. */
  public void hex(int id, byte[] source, int offset, int length) {
    bytes(id, HEX, source, offset, length);
  }

  /** Text for cold paths; allocates. */
  public void text(Field field, String text) {
    byte[] utf8 = text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
    bytes(field.id, TEXT, utf8, 0, utf8.length);
  }

  /** Bytes that JSON shows as lower-case hexadecimal. */
  public void hex(Field field, byte[] source, int offset, int length) {
    bytes(field.id, HEX, source, offset, length);
  }

  private void bytes(int id, int kind, byte[] source, int offset, int length) {
    int padded = (length + 3) & ~3;
    if (fits(HEAD + 4 + padded)) {
      head(id, kind, 0);
      buffer.putInt(position + HEAD, length);
      int start = position + HEAD + 4;
      if (padded != length) {
        buffer.putInt(start + padded - 4, 0);
      }
      System.arraycopy(source, offset, buffer.byteArray(), start, length);
      position = start + padded;
    }
  }

  /** Opens an object; {@link #endNested} closes it. At most 8 levels. */
  public void beginObject(Field field) {
    beginNested(field.id, OBJECT);
  }

  /** As {@link #beginObject(Field)}, for a field of a {@link Dictionary}. */
  public void beginObject(int id) {
    beginNested(id, OBJECT);
  }

  /** Opens an array; {@link #endNested} closes it. At most 8 levels. */
  public void beginArray(Field field) {
    beginNested(field.id, ARRAY);
  }

  /** As {@link #beginArray(Field)}, for a field of a {@link Dictionary}. */
  public void beginArray(int id) {
    beginNested(id, ARRAY);
  }

  private void beginNested(int id, int kind) {
    if (depth < MAX_DEPTH && fits(2 * HEAD)) {
      head(id, kind, 0);
      position += HEAD;
      depth++;
      limit -= HEAD;
    } else {
      full();
      skippedDepth++;
    }
  }

  public void endNested() {
    if (skippedDepth > 0) {
      skippedDepth--;
    } else if (depth > 0) {
      depth--;
      head(0, END, 0);
      position += HEAD;
      if (!overflowed) {
        limit += HEAD;
      }
    }
  }

  private boolean fits(int length) {
    if (position + length <= limit) {
      return true;
    }
    full();
    return false;
  }

  /** From here on nothing fits: what is left out is the section's end, not holes in it. */
  private void full() {
    overflowed = true;
    limit = 0;
  }

  private void head(int id, int kind, int detail) {
    buffer.putInt(position, id | kind << 16 | detail << 24);
  }
}
