package io.alidade.event;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Arrays;

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
  private byte[] out = new byte[8192];
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
    FieldReader fields = event.decoded();
    head(event);
    int msg = event.msg();
    byte[] name = Msg.name(msg);
    if (name != null) {
      bytes(name);
    } else {
      bytes(NMEA);
      if (fields.find(Field.SENTENCE)) {
        text(event.array(), fields.bytesOffset(), fields.bytesLength());
      }
      fields = event.decoded();
    }
    out[position++] = '"';
    qualityAndData(event);
    fields(event, fields);
    tail(event);
  }

  /** Appends the event's fused section as a message of its own, {@code "msg":"track"}. */
  public void appendTrack(Event event) {
    head(event);
    bytes(TRACK);
    out[position++] = '"';
    qualityAndData(event);
    fields(event, event.fused());
    out[position++] = '}';
    out[position++] = '}';
  }

  /** Appends only the fields of the fused section, as an object. */
  public void appendFused(Event event) {
    ensure(SLACK);
    out[position++] = '{';
    fields(event, event.fused());
    out[position++] = '}';
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

  private void fields(Event event, FieldReader fields) {
    byte[] source = event.array();
    int arrays = 0; // bit n: the nesting level n is an array
    boolean first = true;
    while (fields.next()) {
      ensure(SLACK);
      int kind = fields.kind();
      if (kind == FieldWriter.END) {
        out[position++] = (byte) ((arrays >>> (fields.depth() + 1) & 1) != 0 ? ']' : '}');
        first = false;
        continue;
      }
      if (!first) {
        out[position++] = ',';
      }
      first = false;
      int depth = fields.depth();
      if (depth == 0 || (arrays >>> depth & 1) == 0) {
        Field field = Field.ofId(fields.id());
        if (field != null) {
          bytes(field.json);
        } else {
          unknownField(fields.id());
        }
      }
      switch (kind) {
        case FieldWriter.INT32, FieldWriter.INT64 -> number(fields.mantissa(), fields.decimals());
        case FieldWriter.BOOL -> bytes(fields.bool() ? TRUE : FALSE);
        case FieldWriter.TEXT -> {
          out[position++] = '"';
          text(source, fields.bytesOffset(), fields.bytesLength());
          ensure(SLACK);
          out[position++] = '"';
        }
        case FieldWriter.HEX -> {
          out[position++] = '"';
          hex(source, fields.bytesOffset(), fields.bytesLength());
          ensure(SLACK);
          out[position++] = '"';
        }
        case FieldWriter.OBJECT -> {
          out[position++] = '{';
          arrays &= ~(1 << depth + 1);
          first = true;
        }
        case FieldWriter.ARRAY -> {
          out[position++] = '[';
          arrays |= 1 << depth + 1;
          first = true;
        }
        case FieldWriter.FLOAT64 -> float64(fields.float64());
        default -> {
          out[position++] = '0';
        }
      }
    }
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
    int end = position + digits + 1;
    int at = end;
    for (int i = 0; i < decimals; i++) {
      long quotient = magnitude / 10;
      out[--at] = (byte) ('0' + (magnitude - quotient * 10));
      magnitude = quotient;
    }
    out[--at] = '.';
    while (at > position) {
      long quotient = magnitude / 10;
      out[--at] = (byte) ('0' + (magnitude - quotient * 10));
      magnitude = quotient;
    }
    position = end;
  }

  private void integer(long value) {
    if (value < 0) {
      if (value == Long.MIN_VALUE) {
        append("-9223372036854775808");
        return;
      }
      out[position++] = '-';
      value = -value;
    }
    if (value < 10) {
      out[position++] = (byte) ('0' + value);
      return;
    }
    int end = position + digits(value);
    int at = end;
    while (value > Integer.MAX_VALUE) {
      long quotient = value / 100;
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
    if (at > position) {
      out[--at] = (byte) ('0' + small);
    }
    position = end;
  }

  private static int digits(long value) {
    int digits = 1;
    for (long limit = 10; value >= limit; limit *= 10) {
      digits++;
      if (digits == 19) {
        break;
      }
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
      out = Arrays.copyOf(out, Math.max(out.length * 2, position + room));
    }
  }
}
