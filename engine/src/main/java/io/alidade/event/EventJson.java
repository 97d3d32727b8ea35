package io.alidade.event;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Says an event as one JSON object, in UTF-8, without a line end:
 *
 * <pre>
 * {"seq":17,"rx":"2026-11-25T01:02:03.123456789Z","link":"ais0","msg":"ais.1","quality":"good","flags":[],"data":{...}}
 * </pre>
 *
 * with {@code "recorded":"..."} where the stream carries a time of its own, {@code "pass":N} during
 * a satellite's pass, {@code "replay":true} in replay, and {@code "raw":"hex"} on request. Texts
 * are escaped so that any bytes give valid JSON; bytes that are not UTF-8 become U+FFFD.
 *
 * <p>Nothing is allocated, but for growth of the buffer to the longest event seen. Not thread-safe.
 */
public final class EventJson {
  private static final byte[] SEQ = "{\"seq\":".getBytes(US_ASCII);
  private static final byte[] RX = ",\"rx\":\"".getBytes(US_ASCII);
  private static final byte[] RECORDED = ",\"recorded\":\"".getBytes(US_ASCII);
  private static final byte[] PASS = ",\"pass\":".getBytes(US_ASCII);
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
  private static final byte[] TRUE = "true".getBytes(US_ASCII);
  private static final byte[] FALSE = "false".getBytes(US_ASCII);
  private static final byte[] REPLACEMENT = {(byte) 0xEF, (byte) 0xBF, (byte) 0xBD};
  private static final byte[] HEX = "0123456789abcdef".getBytes(US_ASCII);

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  /** The ids of fields that are links', an even one and the next, without the last bit. */
  private static final int LINK_FIELDS = Field.HEARD_LINK.id & Field.PREVIOUS_LINK.id;

  /** Room that every fixed-size piece fits in. */
  private static final int SLACK = 256;

  /** 0 to 999 as ASCII, the first digit in the lowest byte: as it is, and with leading zeros. */
  private static final int[] PLAIN = new int[1000];

  private static final byte[] PLAIN_LENGTH = new byte[1000];
  private static final int[] PADDED = new int[1000];

  private static final int[] POWERS_OF_TEN = {
    1, 10, 100, 1000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000
  };

  /** {@code ,"name":} by field id: its first 16 bytes, and its length; 0 for unknown ids. */
  private static final long[] NAME_LOW = new long[Field.FIRST_DYNAMIC];

  private static final long[] NAME_HIGH = new long[Field.FIRST_DYNAMIC];
  private static final byte[] NAME_LENGTH = new byte[Field.FIRST_DYNAMIC];

  /** For an ASCII byte: 0 to copy as it is, else the letter after the backslash, or 'u'. */
  private static final byte[] ESCAPE = new byte[128];

  static {
    for (int i = 0; i < 1000; i++) {
      PADDED[i] = ('0' + i / 100) | ('0' + i / 10 % 10) << 8 | ('0' + i % 10) << 16;
      int length = i < 10 ? 1 : i < 100 ? 2 : 3;
      PLAIN_LENGTH[i] = (byte) length;
      PLAIN[i] = PADDED[i] >>> (8 * (3 - length));
    }
    for (Field field : Field.values()) {
      ByteBuffer padded = ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN).put(field.json);
      NAME_LOW[field.id] = padded.getLong(0);
      NAME_HIGH[field.id] = padded.getLong(8);
      NAME_LENGTH[field.id] = (byte) field.json.length;
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
    } else if (msg >= Msg.FIRST_DYNAMIC) {
      dynamic(links.dictionary().message(msg), msg);
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

  /** Appends a message that the fuse stage made of an event; see {@link Event#messagesStart}. */
  public void appendMessage(Event event, int at) {
    int end = event.messageEnd(at) - 4;
    head(event);
    bytes(event.message(at).name);
    out[position++] = '"';
    qualityAndData(event);
    fields(event, at + 4, end);
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
    if (event.pass() != 0) {
      bytes(PASS);
      integer(event.pass());
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
   * Writes the entries of one section. This loop is most of what JSON costs: it walks the entries
   * by itself, keeps the output index in a local, and has few branches that depend on values.
   */
  private void fields(Event event, int start, int end) {
    UnsafeBuffer source = event.buffer;
    int depth = 0;
    int arrays = 0; // bit n: nesting level n is an array
    boolean first = true;
    int at = start;
    int to = position;
    while (at < end) {
      if (out.length - to < SLACK) {
        position = to;
        ensure(SLACK);
      }
      long word = at + 8 <= end ? source.getLong(at) : source.getInt(at);
      int head = (int) word;
      int kind = head >>> 16 & 0xFF;
      if (kind == FieldWriter.END) {
        out[to++] = (byte) ((arrays >>> depth & 1) != 0 ? ']' : '}');
        depth--;
        first = false;
        at += 4;
        continue;
      }
      if ((arrays >>> depth & 1) == 0) {
        to = name(head & 0xFFFF, first, to);
      } else if (!first) {
        out[to++] = ',';
      }
      first = false;
      switch (kind) {
        case FieldWriter.INT32 -> {
          int value = (int) (word >>> 32);
          boolean isLink = (head & 0xFFFE) == LINK_FIELDS;
          to = isLink ? link(value, to) : number(value, head >>> 24, to);
          at += 8;
        }
        case FieldWriter.BOOL -> {
          byte[] text = head >>> 24 != 0 ? TRUE : FALSE;
          System.arraycopy(text, 0, out, to, text.length);
          to += text.length;
          at += 4;
        }
        case FieldWriter.TEXT, FieldWriter.HEX -> {
          int length = (int) (word >>> 32);
          out[to] = '"';
          position = to + 1;
          if (kind == FieldWriter.TEXT) {
            text(event.array(), at + 8, length);
          } else {
            hex(event.array(), at + 8, length);
          }
          to = position;
          out[to++] = '"';
          at += 8 + (length + 3 & ~3);
        }
        case FieldWriter.INT64 -> {
          to = number(source.getLong(at + 4), head >>> 24, to);
          at += 12;
        }
        case FieldWriter.FLOAT64 -> {
          position = to;
          float64(source.getDouble(at + 4));
          to = position;
          at += 12;
        }
        default -> {
          boolean isArray = kind == FieldWriter.ARRAY;
          out[to++] = (byte) (isArray ? '[' : '{');
          depth++;
          arrays = isArray ? arrays | 1 << depth : arrays & ~(1 << depth);
          first = true;
          at += 4;
        }
      }
    }
    position = to;
  }

  /** Writes {@code ,"name":}, without the comma for the first, and returns the index after it. */
  private int name(int id, boolean first, int to) {
    int length = id < Field.FIRST_DYNAMIC ? NAME_LENGTH[id] : 0;
    if (length == 0) {
      position = to;
      dynamicName(id, first);
      return position;
    }
    int from = to;
    byte before = out[to - 1];
    if (first) {
      from--; // the comma goes over the brace, which is then put back
    }
    LONG.set(out, from, NAME_LOW[id]);
    LONG.set(out, from + 8, NAME_HIGH[id]);
    if (length > 16) {
      System.arraycopy(Field.ofId(id).json, 0, out, from, length);
    }
    out[to - 1] = first ? before : out[to - 1];
    return from + length;
  }

  /** Writes a link's name for its id, and returns the index after it. */
  private int link(int id, int to) {
    byte[] name = links.name(id);
    out[to] = '"';
    position = to + 1;
    text(name, 0, name.length);
    ensure(SLACK);
    out[position++] = '"';
    return position;
  }

  private void dynamicName(int id, boolean first) {
    if (!first) {
      out[position++] = ',';
    }
    out[position++] = '"';
    dynamic(links.dictionary().field(id), id);
    out[position++] = '"';
    out[position++] = ':';
  }

  /** A name of the dictionary, or the number that it has no name for. */
  private void dynamic(byte[] name, int number) {
    if (name == null) {
      out[position++] = '#';
      integer(number);
    } else {
      text(name, 0, name.length);
      ensure(SLACK);
    }
  }

  private void float64(double value) {
    append(Double.isFinite(value) ? Double.toString(value) : "null");
  }

  private void bytes(byte[] ascii) {
    System.arraycopy(ascii, 0, out, position, ascii.length);
    position += ascii.length;
  }

  private int number(int mantissa, int decimals, int to) {
    int magnitude = mantissa;
    if (mantissa < 0) {
      if (mantissa == Integer.MIN_VALUE) {
        return number((long) mantissa, decimals, to);
      }
      out[to++] = '-';
      magnitude = -mantissa;
    }
    if (decimals == 0) {
      return whole(magnitude, to);
    }
    if (decimals >= POWERS_OF_TEN.length) {
      return fraction(0, magnitude, decimals, to);
    }
    // Constant divisors for what is most frequent: division by a variable takes several times.
    int whole =
        switch (decimals) {
          case 1 -> magnitude / 10;
          case 7 -> magnitude / 10_000_000;
          default -> magnitude / POWERS_OF_TEN[decimals];
        };
    return fraction(whole, magnitude - whole * POWERS_OF_TEN[decimals], decimals, to);
  }

  private int number(long mantissa, int decimals, int to) {
    long magnitude = mantissa;
    if (mantissa < 0) {
      out[to++] = '-';
      magnitude = -mantissa; // the least long stays as it is, and is right as an unsigned number
    }
    if (decimals == 0) {
      return whole(magnitude, to);
    }
    long unit = 1;
    for (int i = 0; i < decimals; i++) {
      unit *= 10;
    }
    long whole = Long.divideUnsigned(magnitude, unit);
    return fraction(whole, magnitude - whole * unit, decimals, to);
  }

  private int fraction(long whole, long fraction, int decimals, int to) {
    int at = whole(whole, to);
    out[at] = '.';
    at++;
    int left = decimals;
    long rest = fraction;
    while (left > 9) {
      long unit = 1;
      for (int i = 9; i < left; i++) {
        unit *= 10;
      }
      at = padded((int) (rest / unit), 9, at);
      rest %= unit;
      left -= 9;
    }
    return padded((int) rest, left, at);
  }

  /** Writes an unsigned number. */
  private int whole(long value, int to) {
    if (value >= 0 && value < 1_000_000_000) {
      return whole((int) value, to);
    }
    long quotient = Long.divideUnsigned(value, 1_000_000_000);
    return padded((int) (value - quotient * 1_000_000_000), 9, whole(quotient, to));
  }

  private int whole(int value, int to) {
    if (value < 1000) {
      INT.set(out, to, PLAIN[value]);
      return to + PLAIN_LENGTH[value];
    }
    int thousands = value / 1000;
    int at = whole(thousands, to);
    INT.set(out, at, PADDED[value - thousands * 1000]);
    return at + 3;
  }

  /** Writes a number below 10^9 with leading zeros. */
  private int padded(int value, int digits, int to) {
    int at = to + digits;
    int rest = value;
    int left = digits;
    while (left >= 3) {
      int quotient = rest / 1000;
      int three = PADDED[rest - quotient * 1000];
      at -= 3;
      out[at] = (byte) three;
      out[at + 1] = (byte) (three >> 8);
      out[at + 2] = (byte) (three >> 16);
      rest = quotient;
      left -= 3;
    }
    while (left > 0) {
      int quotient = rest / 10;
      out[--at] = (byte) ('0' + (rest - quotient * 10));
      rest = quotient;
      left--;
    }
    return to + digits;
  }

  private void integer(long value) {
    position = number(value, 0, position);
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
        switch (first) {
          case 0xE0 -> second < 0xA0;
          case 0xED -> second > 0x9F;
          case 0xF0 -> second < 0x90;
          case 0xF4 -> second > 0x8F;
          default -> false;
        };
    return overlongOrSurrogate ? 0 : size;
  }

  private void ensure(int room) {
    if (out.length - position < room) {
      grow(Math.max(out.length * 2, position + room));
    }
  }

  private void grow(int size) {
    out = out == null ? new byte[size] : Arrays.copyOf(out, size);
  }
}
