package io.alidade.protocol.ax25;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.alidade.event.Event;
import io.alidade.event.Field;
import io.alidade.event.FieldWriter;
import io.alidade.event.Flag;
import io.alidade.event.Msg;
import io.alidade.protocol.PacketContents;

/**
 * Reads one AX.25 frame, without flags and frame check sequence, as KISS delivers it (AX.25 2.2,
 * sections 3 and 4).
 *
 * <pre>
 *   2 to 10 addresses of 7 bytes: destination, source, up to 8 digipeaters
 *     6 bytes  callsign, each character shifted left by one, padded with spaces
 *     1 byte   bit 7 command/response or has-been-repeated, 6-5 reserved, 4-1 SSID,
 *              0 extension: set in the last address only; clear in the 6 bytes before
 *   control   1 byte (modulo 8)
 *   PID       1 byte, in I and UI frames
 *   info
 * </pre>
 *
 * A modulo-128 link cannot be told from the frame alone; its I and S frames are read as modulo 8.
 *
 * <p>Reusable, allocates nothing. Not thread-safe.
 */
public final class Ax25Frame {
  /** How far bytes have the form of an AX.25 frame. */
  public enum Form {
    /** Address field and control are there, callsigns are A-Z, 0-9 and padding. */
    FRAME,
    /** As FRAME, but a callsign is blank, or has other printable ASCII or a space inside. */
    ODD_CALLSIGN,
    /** As FRAME, but a callsign has control characters: it may be no AX.25 at all. */
    UNREADABLE_CALLSIGN,
    /**
     * Two proper callsigns, then an address field that does not end as it should, or no control.
     */
    BROKEN_ADDRESS,
    /** Nothing that looks like AX.25. */
    OTHER
  }

  private static final int ADDRESS = 7;
  private static final int MAX_ADDRESSES = 10;

  /** The longest information field that is given as text as well. */
  private static final int MAX_TEXT = 1024;

  private static final int PROPER = 0;
  private static final int ODD = 1;
  private static final int UNREADABLE = 2;

  private static final int UI = 0x03;

  private static final byte[][] SUPERVISORY = {
    "RR".getBytes(US_ASCII),
    "RNR".getBytes(US_ASCII),
    "REJ".getBytes(US_ASCII),
    "SREJ".getBytes(US_ASCII)
  };

  /** Names of U frames by control without the P/F bit; UI needs none. */
  private static final byte[][] UNNUMBERED = new byte[256][];

  static {
    UNNUMBERED[0x0F] = "DM".getBytes(US_ASCII);
    UNNUMBERED[0x2F] = "SABM".getBytes(US_ASCII);
    UNNUMBERED[0x43] = "DISC".getBytes(US_ASCII);
    UNNUMBERED[0x63] = "UA".getBytes(US_ASCII);
    UNNUMBERED[0x6F] = "SABME".getBytes(US_ASCII);
    UNNUMBERED[0x87] = "FRMR".getBytes(US_ASCII);
    UNNUMBERED[0xAF] = "XID".getBytes(US_ASCII);
    UNNUMBERED[0xE3] = "TEST".getBytes(US_ASCII);
  }

  private final byte[] station = new byte[ADDRESS + 3];
  private byte[] bytes = station;
  private int start;
  private int addresses;
  private int control;
  private int msg;

  /** -1 in frames without one. */
  private int pid;

  private boolean pidMissing;
  private int info;
  private int end;

  /**
   * Reads the bytes from {@code offset} to {@code end}, which must stay as they are until {@link
   * #write}. Any bytes will do.
   */
  public Form read(byte[] source, int offset, int limit) {
    int at = offset;
    int count = 0;
    int worst = PROPER;
    int worstOfTwo = PROPER;
    boolean last = false;
    while (!last) {
      if (count == MAX_ADDRESSES || limit - at < ADDRESS || !isShifted(source, at)) {
        return brokenOrOther(count, worstOfTwo);
      }
      worst = Math.max(worst, callsign(source, at));
      count++;
      if (count <= 2) {
        worstOfTwo = worst;
      }
      last = (source[at + ADDRESS - 1] & 1) != 0;
      at += ADDRESS;
    }
    if (count < 2) {
      return Form.OTHER;
    }
    if (at == limit) {
      return brokenOrOther(count, worstOfTwo);
    }
    bytes = source;
    start = offset;
    addresses = count;
    end = limit;
    control(at);
    return worst == PROPER
        ? Form.FRAME
        : worst == ODD ? Form.ODD_CALLSIGN : Form.UNREADABLE_CALLSIGN;
  }

  private static Form brokenOrOther(int count, int worstOfTwo) {
    return count >= 2 && worstOfTwo == PROPER ? Form.BROKEN_ADDRESS : Form.OTHER;
  }

  private void control(int index) {
    int at = index;
    control = bytes[at++] & 0xFF;
    boolean hasPid = false;
    if ((control & 1) == 0) {
      msg = Msg.AX25_I;
      hasPid = true;
    } else if ((control & 3) == 1) {
      msg = Msg.AX25_S;
    } else if ((control & 0xEF) == UI) {
      msg = Msg.AX25_UI;
      hasPid = true;
    } else {
      msg = Msg.AX25_U;
    }
    pidMissing = hasPid && at == end;
    pid = hasPid && !pidMissing ? bytes[at++] & 0xFF : -1;
    info = at;
  }

  /** The message of the frame read last: {@link Msg#AX25_UI}, I, S or U. */
  public int msg() {
    return msg;
  }

  /** Where the information field of the frame read last begins; its end is the frame's. */
  public int infoOffset() {
    return info;
  }

  /**
   * Writes the frame read last.
   *
   * <ul>
   *   <li>{@code dst}, {@code src}: callsign, and {@code -SSID} unless that is 0
   *   <li>{@code via}: the digipeaters, where there are any; each that has repeated the frame with
   *       a {@code *} at its end
   *   <li>{@code control} (0 to 255) and its parts: {@code pf} (poll/final), {@code ns} (I), {@code
   *       nr} (I, S), {@code type} (S, U: its name)
   *   <li>{@code pid} (I, UI: 0 to 255)
   *   <li>{@code info}: always in I and UI frames, else where there is any; {@code text} as well
   *       when it is up to 1,024 bytes of printable ASCII, CR and LF
   * </ul>
   *
   * The event becomes suspect for {@link Flag#LENGTH} when an I or UI frame lacks its PID or a
   * frame that has no information field by the standard has one, and for {@link Flag#TYPE} on an
   * unknown U frame.
   */
  public void write(Event event, FieldWriter out) {
    out.text(Field.SRC, station, 0, station(start + ADDRESS, false));
    out.text(Field.DST, station, 0, station(start, false));
    if (addresses > 2) {
      out.beginArray(Field.VIA);
      for (int i = 2; i < addresses; i++) {
        out.text(Field.VIA, station, 0, station(start + i * ADDRESS, true));
      }
      out.endNested();
    }
    out.integer(Field.CONTROL, control);
    boolean numbered = msg == Msg.AX25_I || msg == Msg.AX25_S;
    if (msg == Msg.AX25_I) {
      out.integer(Field.NS, control >>> 1 & 7);
    }
    if (numbered) {
      out.integer(Field.NR, control >>> 5);
    }
    out.bool(Field.PF, (control & 0x10) != 0);
    boolean hasInfo = msg == Msg.AX25_I || msg == Msg.AX25_UI;
    if (!hasInfo) {
      type(event, out);
    }
    if (pid >= 0) {
      out.integer(Field.PID, pid);
    } else if (pidMissing) {
      event.suspect(Flag.LENGTH);
    }
    int length = end - info;
    if (hasInfo || length > 0) {
      out.hex(Field.INFO, bytes, info, length);
    }
    if (length > 0 && isText()) {
      out.text(Field.TEXT, bytes, info, length);
    }
  }

  /** Tells who reads the frame's contents the callsigns of the frame read last. */
  public void tell(PacketContents contents) {
    contents.frame(Field.SRC, station, 0, station(start + ADDRESS, false));
    contents.frame(Field.DST, station, 0, station(start, false));
  }

  private void type(Event event, FieldWriter out) {
    int code = control & 0xEF;
    byte[] name = msg == Msg.AX25_S ? SUPERVISORY[control >>> 2 & 3] : UNNUMBERED[code];
    if (name == null) {
      event.suspect(Flag.TYPE);
      return;
    }
    out.text(Field.TYPE, name, 0, name.length);
    boolean infoAllowed = msg == Msg.AX25_U && (code == 0x87 || code == 0xAF || code == 0xE3);
    if (info < end && !infoAllowed) {
      event.suspect(Flag.LENGTH);
    }
  }

  /** Whether the six bytes of a callsign have their extension bits clear. */
  private static boolean isShifted(byte[] source, int at) {
    return ((source[at]
                | source[at + 1]
                | source[at + 2]
                | source[at + 3]
                | source[at + 4]
                | source[at + 5])
            & 1)
        == 0;
  }

  /** How good a callsign is: {@link #PROPER}, {@link #ODD} or {@link #UNREADABLE}. */
  private static int callsign(byte[] source, int at) {
    boolean padding = false;
    boolean odd = false;
    for (int i = 0; i < ADDRESS - 1; i++) {
      int c = (source[at + i] & 0xFF) >>> 1;
      if (c < ' ' || c > '~') {
        return UNREADABLE;
      }
      if (c == ' ') {
        padding = true;
        odd |= i == 0;
      } else {
        odd |= padding || !((c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'));
      }
    }
    return odd ? ODD : PROPER;
  }

  /** Fills {@link #station} from an address; the text's length. */
  private int station(int at, boolean digipeater) {
    int length = 0;
    for (int i = 0; i < ADDRESS - 1; i++) {
      byte c = (byte) ((bytes[at + i] & 0xFF) >>> 1);
      station[i] = c;
      if (c != ' ') {
        length = i + 1;
      }
    }
    int last = bytes[at + ADDRESS - 1];
    int ssid = last >>> 1 & 15;
    if (ssid > 0) {
      station[length++] = '-';
      if (ssid >= 10) {
        station[length++] = '1';
      }
      station[length++] = (byte) ('0' + ssid % 10);
    }
    if (digipeater && (last & 0x80) != 0) {
      station[length++] = '*';
    }
    return length;
  }

  private boolean isText() {
    if (end - info > MAX_TEXT) {
      return false;
    }
    for (int i = info; i < end; i++) {
      byte b = bytes[i];
      if ((b < ' ' || b > '~') && b != '\r' && b != '\n') {
        return false;
      }
    }
    return true;
  }
}
