package io.alidade.protocol.kiss;

import io.alidade.event.Event;
import io.alidade.event.Field;
import io.alidade.event.FieldWriter;
import io.alidade.event.Flag;
import io.alidade.event.FrameKind;
import io.alidade.event.Msg;
import io.alidade.protocol.Decoder;
import io.alidade.protocol.PacketContents;
import io.alidade.protocol.ax25.Ax25Frame;

/**
 * Decodes KISS frames (Chepponis and Karn, "The KISS TNC") and the AX.25 frames in them. The first
 * unescaped byte has the {@code port} in its high nibble and the {@code command} in its low one.
 *
 * <ul>
 *   <li>Command 0, data: what {@link Ax25Frame} can read is {@code ax25.ui}, {@code ax25.i}, {@code
 *       ax25.s} or {@code ax25.u}; anything else is {@code kiss.data} with the bytes as {@code
 *       info}. It is suspect for {@link Flag#CHARACTER} when it has the form of AX.25 but a
 *       callsign with control characters, and for {@link Flag#GRAMMAR} when two proper callsigns
 *       are followed by a broken address field.
 *   <li>Command 9 with eight bytes: a time stamp, milliseconds since 1970 (UTC), big endian; {@code
 *       kiss.command} with {@code t_ms}. It is the recorded time, and {@code t_ms}, of the link's
 *       next data frame, be that valid or not, and of no other. A later stamp takes its place. One
 *       beyond what nanoseconds in 64 bits can say, or before 1970, is suspect ({@link Flag#RANGE})
 *       and not used.
 *   <li>Any other command: {@code kiss.command} with the bytes after it as {@code data}. The byte
 *       255, which ends KISS mode, is port 15, command 15.
 * </ul>
 *
 * The event is invalid for {@link Flag#CUT}, {@link Flag#LENGTH} (more than 65,535 bytes of data),
 * {@link Flag#CHARACTER} (an escape that is not FESC TFEND or FESC TFESC) and {@link
 * Flag#CHECKSUM}. Where checksums are in use, {@link Flag#CHECKSUM_MISSING} is a remark on data
 * frames without.
 *
 * <p>An event needs room for the raw bytes and the unescaped ones, and some 200 bytes: about
 * 197,000 bytes for the longest frame. Not thread-safe: one decoder per link.
 */
public final class KissDecoder implements Decoder {
  private static final byte FEND = (byte) 0xC0;
  private static final byte FESC = (byte) 0xDB;
  private static final byte TFEND = (byte) 0xDC;
  private static final byte TFESC = (byte) 0xDD;

  private static final int DATA = 0;
  private static final int TIME_STAMP = 9;
  private static final int MAX_CONTENT = 65_536;
  private static final int NS_PER_MS = 1_000_000;
  private static final long MAX_MS = Long.MAX_VALUE / NS_PER_MS;
  private static final long NO_STAMP = -1;

  /** All that an event with contents may have of its own. */
  private static final Field[] FIELDS = {
    Field.PORT,
    Field.T_MS,
    Field.SRC,
    Field.DST,
    Field.VIA,
    Field.CONTROL,
    Field.NS,
    Field.NR,
    Field.PF,
    Field.TYPE,
    Field.PID,
    Field.INFO,
    Field.TEXT
  };

  private final boolean smack;
  private final PacketContents contents;
  private final Ax25Frame ax25 = new Ax25Frame();

  /** The frame under way, unescaped. */
  private final byte[] content = new byte[MAX_CONTENT];

  private int length;

  /** The time of the next data frame, ms. */
  private long stamp = NO_STAMP;

  /** A decoder for frames without a checksum, whose contents nobody describes. */
  public KissDecoder() {
    this(KissChecksum.NONE, PacketContents.UNKNOWN);
  }

  /**
   * A decoder.
   *
   * @param contents reads the information field of AX.25 frames, and all of a frame that is not
   *     AX.25
   */
  public KissDecoder(KissChecksum checksum, PacketContents contents) {
    smack = checksum == KissChecksum.SMACK;
    this.contents = contents.beside(FIELDS);
  }

  /** {@inheritDoc} Here a time stamp, which is for the data frame to come. */
  @Override
  public boolean isAtRest(long time) {
    return stamp == NO_STAMP;
  }

  @Override
  public void decode(Event event) {
    FrameKind kind = event.kind();
    if (kind == FrameKind.NOISE) {
      event.msg(Msg.NOISE);
      return;
    }
    Flag fault = unescape(event.array(), event.rawOffset(), event.rawLength());
    if (kind == FrameKind.CUT) {
      fault = Flag.CUT;
    } else if (kind == FrameKind.OVERSIZE) {
      fault = Flag.LENGTH;
    } else if (fault == null && length == 0) {
      fault = Flag.GRAMMAR; // not from the framer: FENDs alone
    }
    int head = content[0] & 0xFF;
    if (length > 0 && (head & 0x0F) == DATA) {
      long time = stamp;
      stamp = NO_STAMP;
      if (time != NO_STAMP) {
        event.recordedTime(time * NS_PER_MS);
      }
      if (fault == null) {
        checked(event, head, time);
        return;
      }
    }
    if (fault != null) {
      event.invalid(fault);
    } else {
      command(event, head >>> 4, head & 0x0F);
    }
  }

  /** Fills {@link #content} as far as the bytes are sound; what is wrong with them, or null. */
  private Flag unescape(byte[] bytes, int offset, int rawLength) {
    int i = offset;
    int end = offset + rawLength;
    while (i < end && bytes[i] == FEND) {
      i++;
    }
    while (end > i && bytes[end - 1] == FEND) {
      end--;
    }
    int n = 0;
    Flag fault = null;
    while (i < end) {
      byte b = bytes[i++];
      if (b == FESC) {
        byte code = i < end ? bytes[i++] : 0;
        if (code != TFEND && code != TFESC) {
          fault = Flag.CHARACTER;
          break;
        }
        b = code == TFEND ? FEND : FESC;
      } else if (b == FEND) {
        fault = Flag.CHARACTER; // not from the framer: two frames as one
        break;
      }
      if (n == MAX_CONTENT) {
        fault = Flag.LENGTH;
        break;
      }
      content[n++] = b;
    }
    length = n;
    return fault;
  }

  /** A data frame, of which the checksum is checked first where there is one. */
  private void checked(Event event, int head, long time) {
    int port = head >>> 4;
    int end = length;
    if (smack) {
      if ((head & 0x80) == 0) {
        event.remark(Flag.CHECKSUM_MISSING);
      } else {
        if (end < 3 || Crc16.of(content, 0, end) != 0) {
          event.invalid(Flag.CHECKSUM);
          return;
        }
        port &= 7;
        end -= 2;
      }
    }
    data(event, port, end, time);
  }

  private void data(Event event, int port, int end, long time) {
    Ax25Frame.Form form = ax25.read(content, 1, end);
    boolean readable = form == Ax25Frame.Form.FRAME || form == Ax25Frame.Form.ODD_CALLSIGN;
    event.msg(readable ? ax25.msg() : Msg.KISS_DATA);
    if (form == Ax25Frame.Form.ODD_CALLSIGN || form == Ax25Frame.Form.UNREADABLE_CALLSIGN) {
      event.suspect(Flag.CHARACTER);
    } else if (form == Ax25Frame.Form.BROKEN_ADDRESS) {
      event.suspect(Flag.GRAMMAR);
    }
    FieldWriter out = event.beginDecoded();
    out.integer(Field.PORT, port);
    if (time != NO_STAMP) {
      out.integer(Field.T_MS, time);
    }
    if (readable) {
      ax25.write(event, out);
      ax25.tell(contents);
      contents.decode(event, out, content, ax25.infoOffset(), end - ax25.infoOffset());
    } else {
      out.hex(Field.INFO, content, 1, end - 1);
      contents.decode(event, out, content, 1, end - 1);
    }
    event.endDecoded();
  }

  private void command(Event event, int port, int command) {
    event.msg(Msg.KISS_COMMAND);
    FieldWriter out = event.beginDecoded();
    out.integer(Field.PORT, port);
    out.integer(Field.COMMAND, command);
    if (command == TIME_STAMP && length == 9) {
      long time = 0;
      for (int i = 1; i < 9; i++) {
        time = time << 8 | (content[i] & 0xFF);
      }
      boolean usable = time >= 0 && time <= MAX_MS;
      stamp = usable ? time : NO_STAMP;
      if (!usable) {
        event.suspect(Flag.RANGE);
      }
      out.integer(Field.T_MS, time);
    } else {
      out.hex(Field.DATA, content, 1, length - 1);
    }
    event.endDecoded();
  }
}
