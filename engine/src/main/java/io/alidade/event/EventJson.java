package io.alidade.event;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Arrays;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Says an event as one JSON object, in UTF-8, without a line end:
 *
 * <pre>
 * {"seq":17,"rx":"2026-11-25T01:02:03.123456789Z","link":"ais0","msg":"ais.1","quality":"good","flags":[],"data":{...}}
 * </pre>
 *
 * with {@code "recorded":"..."} where the stream carries a time of its own, {@code "replay":true}
 * in replay, and {@code "raw":"hex"} on request. Texts are escaped so that any bytes give valid
 * JSON; bytes that are not UTF-8 become U+FFFD.
 *
 * <p>Nothing is allocated, but for growth of the buffer to the longest event seen. Not thread-safe.
 */
public final class EventJson {
  private static final byte[] SEQ = "{\"seq\":".getBytes(US_ASCII);
  private static final byte[] RX = ",\"rx\":\"".getBytes(US_ASCII);
  private static final byte[] RECORDED = ",\"recorded\":\"".getBytes(US_ASCII);
  private static final byte[] LINK = ",\"link\":\"".getBytes(US_ASCII);
  private static final byte[] MSG = ",\"msg\":\"".getBytes(US_ASCII);
  private static final byte[] QUALITY = ",\"quality\":\"".getBytes(US_ASCII);
  private static final byte[] GOOD_DATA =
      ",\"quality\":\"good\",\"flags\":[],\"data\":{".getBytes(US_ASCII);
  private static final byte[] FLAGS = ",\"flags\":[".getBytes(US_ASCII);
  private static final byte[] DATA = "],\"data\":{".getBytes(US_ASCII);
  private static final byte[] RAW = ",\"raw\":\"".getBytes(US_ASCII);
  private static final byte[] REPLAY = ",\"replay\":true".getBytes(US_ASCII);
  private static final byte[] NMEA = "nmea.".getBytes(US_ASCII);
  private static final byte[] TRACK = "track".getBytes(US_ASCII);
  private static final byte[] TRUE = "true".getBytes(US_ASCII);
  private static final byte[] FALSE = "false".getBytes(US_ASCII);
  private static final byte[] REPLACEMENT = {(byte) 0xEF, (byte) 0xBF, (byte) 0xBD};
  private static final byte[] HEX = "0123456789abcdef".getBytes(US_ASCII);

  private static final long TEN_TO_19 = Long.parseUnsignedLong("10000000000000000000");

  /** Room that every fixed-size piece fits in. */
  private static final int SLACK = 256;

  private static final byte[] PAIRS = new byte[200];

  /** For an ASCII byte: 0 to copy as it is, else the letter after the backslash, or 'u'. */
  private static final byte[] ESCAPE = new byte[128];

  static {
    for (int i = 0; i < 100; i++) {
      PAIRS[2 * i] = (byte) ('0' + i / 10);
      PAIRS[2 * i + 1] = (byte) ('0' + i % 10);
    }
    Arrays.fill(ESCAPE, 0, 0x20, (byte) 'u');
    ESCAPE['"'] = '"';
    ESCAPE['\\'] = '\\';
    ESCAPE['\n'] = 'n';
    ESCAPE['\r'] = 'r';
    ESCAPE['\t'] = 't';
    ESCAPE[0x7F] = 'u';
  }

  private final boolean withRaw;
  private final boolean replay;
  private final byte[][] linkParts = new byte[1 << 16][];
  private final TimeText rxText = new TimeText();
  private final TimeText recordedText = new TimeText();
  private Links links;
  private final UnsafeBuffer outBuffer = new UnsafeBuffer(0, 0);
  private byte[] out;
  private int position;

  /**
   * An encoder.
   *
   * @param links the names to use
   * @param withRaw whether to add the raw bytes in hexadecimal
   * @param replay whether to mark the output as a replay
   */
  public EventJson(Links links, boolean withRaw, boolean replay) {
    this.links = links;
    this.withRaw = withRaw;
    this.replay = replay;
    grow(8192);
  }

  /** The names to use from now on. */
  public void links(Links links) {
    this.links = links;
    Arrays.fill(linkParts, null);
  }

  /** The encoder's buffer; what {@link #append} wrote starts at 0. */
  public byte[] array() {
    return out;
  }

  /** Bytes in the buffer. */
  public int length() {
    return position;
  }

  /** Empties the buffer. */
  public void clear() {
    position = 0;
  }

  /** Appends one byte, such as a line end between events. */
  public void append(byte b) {
    ensure(1);
    out[position++] = b;
  }

  /** Appends ASCII text as it is, for framing around events. */
  public void append(String ascii) {
    ensure(ascii.length());
    for (int i = 0; i < ascii.length(); i++) {
      out[position++] = (byte) ascii.charAt(i);
    }
  }

  /** Appends the event: what came in, and what the decoder made of it. */
  public void append(Event event) {
    head(event);
    int msg = event.msg();
    byte[] name = Msg.name(msg);
    if (name != null) {
      bytes(name);
    } else {
      bytes(NMEA);
      FieldReader fields = event.decoded();
      if (fields.find(Field.SENTENCE)) {
        text(event.array(), fields.bytesOffset(), fields.bytesLength());
      }
    }
    out[position++] = '"';
    qualityAndData(event);
    int start = Event.HEADER_LENGTH + event.rawLength();
    fields(event, start, start + event.decodedLength());
    tail(event);
  }

  /** Appends the event's fused section as a message of its own, {@code "msg":"track"}. */
  public void appendTrack(Event event) {
    head(event);
    bytes(TRACK);
    out[position++] = '"';
    qualityAndData(event);
    fused(event);
    ensure(SLACK);
    out[position++] = '}';
    out[position++] = '}';
  }

  /** Appends only the fields of the fused section, as an object. */
  public void appendFused(Event event) {
    ensure(SLACK);
    out[position++] = '{';
    fused(event);
    ensure(SLACK);
    out[position++] = '}';
  }

  private void fused(Event event) {
    int start = Event.HEADER_LENGTH + event.rawLength() + event.decodedLength();
    fields(event, start, start + event.fusedLength());
  }

  private void head(Event event) {
    ensure(SLACK);
    bytes(SEQ);
    integer(event.sequence());
    bytes(RX);
    position = rxText.write(event.rxTime(), out, position);
    out[position++] = '"';
    if (event.recordedTime() != Event.NO_TIME) {
      bytes(RECORDED);
      position = recordedText.write(event.recordedTime(), out, position);
      out[position++] = '"';
    }
    if (replay) {
      bytes(REPLAY);
    }
    byte[] part = linkParts[event.link()];
    if (part == null) {
      part = linkPart(event.link());
    }
    ensure(part.length + SLACK);
    bytes(part);
  }

  /** {@code ,"link":"name","msg":"} for a link seen for the first time. */
  private byte[] linkPart(int link) {
    byte[] name = links.name(link);
    int start = position;
    bytes(LINK);
    text(name, 0, name.length);
    ensure(SLACK);
    out[position++] = '"';
    bytes(MSG);
    byte[] part = Arrays.copyOfRange(out, start, position);
    position = start;
    linkParts[link] = part;
    return part;
  }

  private void qualityAndData(Event event) {
    ensure(SLACK);
    long flags = event.flags();
    Quality quality = event.quality();
    if (flags == 0 && quality == Quality.GOOD) {
      bytes(GOOD_DATA);
      return;
    }
    bytes(QUALITY);
    bytes(quality.json);
    out[position++] = '"';
    bytes(FLAGS);
    boolean first = true;
    while (flags != 0) {
      Flag flag = Flag.ofBit(Long.numberOfTrailingZeros(flags));
      flags &= flags - 1;
      if (flag != null) {
        ensure(SLACK);
        if (!first) {
          out[position++] = ',';
        }
        first = false;
        out[position++] = '"';
        bytes(flag.json);
        out[position++] = '"';
      }
    }
    ensure(SLACK);
    bytes(DATA);
  }

  private void tail(Event event) {
    ensure(SLACK);
    out[position++] = '}';
    if (withRaw) {
      bytes(RAW);
      hex(event.array(), event.rawOffset(), event.rawLength());
      ensure(SLACK);
      out[position++] = '"';
    }
    out[position++] = '}';
  }

  /**
   * Writes the entries of one section. Walks them by itself, with the index in a local: this loop
   * is most of what JSON costs.
   */
  private void fields(Event event, int start, int end) {
    UnsafeBuffer source = event.buffer;
    int depth = 0;
    int arrays = 0; // bit n: nesting level n is an array
    boolean first = true;
    int at = start;
    while (at < end) {
      ensure(SLACK);
      int head = source.getInt(at);
      int kind = head >>> 16 & 0xFF;
      if (kind == FieldWriter.END) {
        out[position++] = (byte) ((arrays >>> depth & 1) != 0 ? ']' : '}');
        depth--;
        first = false;
        at += 4;
        continue;
      }
      if ((arrays >>> depth & 1) == 0) {
        name(head & 0xFFFF, first);
      } else if (!first) {
        out[position++] = ',';
      }
      first = false;
      switch (kind) {
        case FieldWriter.INT32 -> {
          number(source.getInt(at + 4), head >>> 24);
          at += 8;
        }
        case FieldWriter.BOOL -> {
          bytes(head >>> 24 != 0 ? TRUE : FALSE);
          at += 4;
        }
        case FieldWriter.TEXT -> {
          int length = source.getInt(at + 4);
          out[position++] = '"';
          text(event.array(), at + 8, length);
          out[position++] = '"';
          at += 8 + (length + 3 & ~3);
        }
        case FieldWriter.INT64 -> {
          number(source.getLong(at + 4), head >>> 24);
          at += 12;
        }
        case FieldWriter.HEX -> {
          int length = source.getInt(at + 4);
          out[position++] = '"';
          hex(event.array(), at + 8, length);
          out[position++] = '"';
          at += 8 + (length + 3 & ~3);
        }
        case FieldWriter.FLOAT64 -> {
          float64(source.getDouble(at + 4));
          at += 12;
        }
        default -> {
          boolean isArray = kind == FieldWriter.ARRAY;
          out[position++] = (byte) (isArray ? '[' : '{');
          depth++;
          arrays = isArray ? arrays | 1 << depth : arrays & ~(1 << depth);
          first = true;
          at += 4;
        }
      }
    }
  }

  /** {@code ,"name":}, without the comma for the first. */
  private void name(int id, boolean first) {
    Field field = Field.ofId(id);
    if (field == null) {
      if (!first) {
        out[position++] = ',';
      }
      unknownField(id);
      return;
    }
    int length = field.json.length;
    int at = first ? position - 1 : position;
    byte before = out[position > 0 ? position - 1 : 0];
    if (length <= 16) {
      outBuffer.putLong(at, field.jsonLow);
      outBuffer.putLong(at + 8, field.jsonHigh);
    } else {
      System.arraycopy(field.json, 0, out, at, length);
    }
    if (first) {
      out[position - 1] = before; // the brace, which the comma was written over
    }
    position = at + length;
  }

  private void unknownField(int id) {
    out[position++] = '"';
    out[position++] = '#';
    integer(id);
    out[position++] = '"';
    out[position++] = ':';
  }

  private void float64(double value) {
    append(Double.isFinite(value) ? Double.toString(value) : "null");
  }

  private void bytes(byte[] ascii) {
    System.arraycopy(ascii, 0, out, position, ascii.length);
    position += ascii.length;
  }

  private void number(long mantissa, int decimals) {
    if (decimals == 0) {
      integer(mantissa);
      return;
    }
    long magnitude = mantissa;
    if (mantissa < 0) {
      out[position++] = '-';
      magnitude = -mantissa;
    }
    int digits = Math.max(digits(magnitude), decimals + 1);
    int whole = digits - decimals;
    // All digits one place to the right, then the whole part back by one to let in the point.
    digits(magnitude, position + 1, position + 1 + digits);
    for (int i = position; i < position + whole; i++) {
      out[i] = out[i + 1];
    }
    out[position + whole] = '.';
    position += digits + 1;
  }

  private void integer(long value) {
    if (value < 0) {
      out[position++] = '-';
      value = -value; // the least long stays negative, which digits() takes as unsigned
    }
    int digits = digits(value);
    digits(value, position, position + digits);
    position += digits;
  }

  /** Writes an unsigned number into {@code [from, to)}, with leading zeros. */
  private void digits(long value, int from, int to) {
    int at = to;
    while (value < 0 || value > Integer.MAX_VALUE) {
      long quotient = Long.divideUnsigned(value, 100);
      int pair = 2 * (int) (value - quotient * 100);
      out[--at] = PAIRS[pair + 1];
      out[--at] = PAIRS[pair];
      value = quotient;
    }
    int small = (int) value;
    while (small >= 10) {
      int quotient = small / 100;
      int pair = 2 * (small - quotient * 100);
      out[--at] = PAIRS[pair + 1];
      out[--at] = PAIRS[pair];
      small = quotient;
    }
    if (at > from) {
      out[--at] = (byte) ('0' + small);
    }
    while (at > from) {
      out[--at] = '0';
    }
  }

  /** How many decimal digits an unsigned number has. */
  private static int digits(long value) {
    if (value >= 0 && value < 10_000) {
      return value < 100 ? value < 10 ? 1 : 2 : value < 1000 ? 3 : 4;
    }
    if (value < 0) {
      return Long.compareUnsigned(value, TEN_TO_19) < 0 ? 19 : 20;
    }
    int digits = 4;
    for (long limit = 10_000; digits < 19 && value >= limit; limit *= 10) {
      digits++;
    }
    return digits;
  }

  private void hex(byte[] source, int offset, int length) {
    ensure(2 * length + SLACK);
    for (int i = offset; i < offset + length; i++) {
      out[position++] = HEX[source[i] >>> 4 & 15];
      out[position++] = HEX[source[i] & 15];
    }
  }

  /** Writes text with escapes; leaves room for one more piece. */
  private void text(byte[] source, int offset, int length) {
    ensure(6 * length + SLACK);
    int end = offset + length;
    for (int i = offset; i < end; i++) {
      byte b = source[i];
      if (b < 0) {
        int size = utf8(source, i, end);
        if (size == 0) {
          bytes(REPLACEMENT);
        } else {
          System.arraycopy(source, i, out, position, size);
          position += size;
          i += size - 1;
        }
      } else {
        byte escape = ESCAPE[b];
        if (escape == 0) {
          out[position++] = b;
        } else {
          out[position++] = '\\';
          out[position++] = escape;
          if (escape == 'u') {
            out[position++] = '0';
            out[position++] = '0';
            out[position++] = HEX[b >>> 4];
            out[position++] = HEX[b & 15];
          }
        }
      }
    }
  }

  /** The length of the well-formed multi-byte UTF-8 sequence at an index (RFC 3629), or 0. */
  private static int utf8(byte[] source, int index, int end) {
    int first = source[index] & 0xFF;
    int size = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
    if (first < 0xC2 || first > 0xF4 || index + size > end) {
      return 0;
    }
    for (int i = 1; i < size; i++) {
      if ((source[index + i] & 0xC0) != 0x80) {
        return 0;
      }
    }
    int second = source[index + 1] & 0xFF;
    boolean overlongOrSurrogate =
        first == 0xE0 && second < 0xA0
            || first == 0xED && second > 0x9F
            || first == 0xF0 && second < 0x90
            || first == 0xF4 && second > 0x8F;
    return overlongOrSurrogate ? 0 : size;
  }

  private void ensure(int room) {
    if (out.length - position < room) {
      grow(Math.max(out.length * 2, position + room));
    }
  }

  private void grow(int size) {
    out = out == null ? new byte[size] : Arrays.copyOf(out, size);
    outBuffer.wrap(out);
  }
}
