package io.alidade.framing;

import io.alidade.event.FrameKind;

/**
 * Cuts a byte stream into NMEA 0183 sentences (IEC 61162-1), each with the tag blocks (IEC
 * 61162-450) before it.
 *
 * <pre>
 *   frame     = *( CR / LF ) *tag-block sentence line-end
 *   tag-block = "\" ... "\"
 *   sentence  = ( "$" / "!" ) ... [ "*" hex hex [ metadata ] ]
 *   line-end  = CR LF / LF / CR
 * </pre>
 *
 * <ul>
 *   <li>A start character, {@code $}, {@code !} or {@code \}, begins a frame wherever it stands. If
 *       a sentence was under way it ends there: a {@link FrameKind#FRAME} when its checksum {@code
 *       *hh} is complete (sentences glued together), else {@link FrameKind#CUT}.
 *   <li>Tag blocks in a row and the sentence that directly follows are one frame. Tag blocks that a
 *       line end, another character or (inside a block) a {@code $} or {@code !} parts from their
 *       sentence are CUT. A backslash after an opening one opens the same block again, and a
 *       sentence may follow an opening backslash at once, so that doubled backslashes do no harm.
 *   <li>A frame ends with its line end, included in its bytes. After a CR the next byte is awaited
 *       to see whether it is the LF; once four lines in a row have ended in CR alone, a CR ends a
 *       frame at once, until a CR LF is seen again.
 *   <li>CR and LF before a start are the first bytes of the frame that follows. Other bytes before
 *       a start are {@link FrameKind#NOISE}, given at each LF, at the start or after {@link
 *       #MAX_FRAME} bytes; so are more than {@value #MAX_BLANK} CR and LF in a row.
 *   <li>A frame that reaches {@value #MAX_FRAME} bytes, all included, without its end is {@link
 *       FrameKind#OVERSIZE}; the rest of its line is NOISE.
 *   <li>At the stream's end a sentence with a complete checksum is a FRAME, any other is CUT, and
 *       what is before a start is NOISE.
 * </ul>
 *
 * No frame is longer than {@value #MAX_FRAME} bytes. Lines that lie wholly in the fed array are
 * given as slices of it; only what a read ends in the middle of is copied. Not thread-safe.
 */
public final class NmeaFramer implements Framer {
  /** The longest frame of any kind, bytes. */
  public static final int MAX_FRAME = 1024;

  private static final int MAX_BLANK = 64;
  private static final int CR_ONLY_LINES = 4;

  /** Nothing, or only CR and LF. */
  private static final int BLANK = 0;

  private static final int NOISE = 1;

  /** After an opening backslash. */
  private static final int TAG_OPEN = 2;

  private static final int TAG = 3;

  /** After a closing backslash. */
  private static final int TAG_CLOSED = 4;

  /** In a sentence, before a complete checksum. */
  private static final int BODY = 5;

  /** After the asterisk, and after the first digit. */
  private static final int STAR = 6;

  private static final int FIRST_DIGIT = 7;

  /** After a complete checksum. */
  private static final int CHECKED = 8;

  /** After the CR of a sentence, and of tag blocks without one. */
  private static final int CR_FRAME = 9;

  private static final int CR_CUT = 10;

  /** 0 is any byte that is none of these. */
  private static final byte DIGIT = 1;

  /** From here on a byte means something inside a sentence. */
  private static final byte ASTERISK = 2;

  private static final byte START = 3;
  private static final byte BACKSLASH = 4;
  private static final byte CR = 5;
  private static final byte LF = 6;

  private static final byte[] CLASS = new byte[256];

  static {
    for (int c = 0; c < 10; c++) {
      CLASS['0' + c] = DIGIT;
    }
    for (int c = 0; c < 6; c++) {
      CLASS['A' + c] = DIGIT;
      CLASS['a' + c] = DIGIT;
    }
    CLASS['*'] = ASTERISK;
    CLASS['$'] = START;
    CLASS['!'] = START;
    CLASS['\\'] = BACKSLASH;
    CLASS['\r'] = CR;
    CLASS['\n'] = LF;
  }

  /** The bytes of the frame under way that came with earlier reads. */
  private final byte[] held = new byte[MAX_FRAME];

  private int heldLength;
  private int state = BLANK;
  private int crOnlyLines;

  /** A frame was just ended at its CR without waiting for an LF. */
  private boolean endedAtCr;

  @Override
  public void feed(byte[] bytes, int offset, int length, FrameSink sink) {
    int end = offset + length;
    int start = offset; // of the frame under way, as far as it lies in this array
    int i = offset;
    while (i < end) {
      int room = MAX_FRAME - heldLength - (i - start);
      if (room == 0) {
        start = emit(kindWhenFull(), bytes, start, i, sink);
        continue;
      }
      byte type = CLASS[bytes[i] & 0xFF];
      switch (state) {
        case BLANK -> {
          if (type >= CR) {
            if (endedAtCr && type == LF) {
              crOnlyLines = 0;
            }
            if (room <= MAX_FRAME - MAX_BLANK) {
              start = emit(FrameKind.NOISE, bytes, start, i, sink);
            }
          } else {
            state = type == START ? BODY : type == BACKSLASH ? TAG_OPEN : NOISE;
          }
          endedAtCr = false;
          i++;
        }
        case NOISE -> {
          int limit = Math.min(end, i + room);
          i = skip(bytes, i, limit, START);
          if (i < limit) {
            if (bytes[i] == '\r') {
              i++;
            } else {
              i += bytes[i] == '\n' ? 1 : 0;
              start = emit(FrameKind.NOISE, bytes, start, i, sink);
            }
          }
        }
        case BODY -> {
          int limit = Math.min(end, i + room);
          i = skip(bytes, i, limit, ASTERISK);
          if (i < limit) {
            type = CLASS[bytes[i] & 0xFF];
            if (type == ASTERISK) {
              state = STAR;
              i++;
            } else if (type >= CR) {
              start = lineEnd(FrameKind.FRAME, bytes, start, i, sink);
              i++;
            } else {
              start = emit(FrameKind.CUT, bytes, start, i, sink);
            }
          }
        }
        case STAR, FIRST_DIGIT, CHECKED -> {
          if (type >= CR) {
            start = lineEnd(FrameKind.FRAME, bytes, start, i, sink);
            i++;
          } else if (type >= START) {
            FrameKind kind = state == CHECKED ? FrameKind.FRAME : FrameKind.CUT;
            start = emit(kind, bytes, start, i, sink);
          } else {
            if (state != CHECKED) {
              state = type == DIGIT ? state + 1 : type == ASTERISK ? STAR : BODY;
            }
            i++;
          }
        }
        case TAG_OPEN, TAG_CLOSED -> {
          if (type == BACKSLASH) {
            state = TAG_OPEN;
            i++;
          } else if (type == START) {
            state = BODY;
            i++;
          } else if (type >= CR) {
            start = lineEnd(FrameKind.CUT, bytes, start, i, sink);
            i++;
          } else if (state == TAG_OPEN) {
            state = TAG;
            i++;
          } else {
            start = emit(FrameKind.CUT, bytes, start, i, sink);
          }
        }
        case TAG -> {
          int limit = Math.min(end, i + room);
          i = skip(bytes, i, limit, START);
          if (i < limit) {
            type = CLASS[bytes[i] & 0xFF];
            if (type == BACKSLASH) {
              state = TAG_CLOSED;
              i++;
            } else if (type >= CR) {
              start = lineEnd(FrameKind.CUT, bytes, start, i, sink);
              i++;
            } else {
              start = emit(FrameKind.CUT, bytes, start, i, sink);
            }
          }
        }
        default -> { // CR_FRAME, CR_CUT
          FrameKind kind = state == CR_FRAME ? FrameKind.FRAME : FrameKind.CUT;
          if (type == LF) {
            crOnlyLines = 0;
            i++;
          } else if (crOnlyLines < CR_ONLY_LINES) {
            crOnlyLines++;
          }
          start = emit(kind, bytes, start, i, sink);
        }
      }
    }
    System.arraycopy(bytes, start, held, heldLength, end - start);
    heldLength += end - start;
  }

  @Override
  public void end(FrameSink sink) {
    FrameKind kind =
        switch (state) {
          case BLANK, NOISE -> FrameKind.NOISE;
          case CHECKED, CR_FRAME -> FrameKind.FRAME;
          default -> FrameKind.CUT;
        };
    emit(kind, held, 0, 0, sink);
    crOnlyLines = 0;
    endedAtCr = false;
  }

  /** At a CR or LF inside a frame; returns where the frame under way starts now. */
  private int lineEnd(FrameKind kind, byte[] bytes, int start, int i, FrameSink sink) {
    if (bytes[i] == '\n') {
      crOnlyLines = 0;
    } else if (crOnlyLines == CR_ONLY_LINES) {
      endedAtCr = true;
    } else {
      state = kind == FrameKind.FRAME ? CR_FRAME : CR_CUT;
      return start;
    }
    return emit(kind, bytes, start, i + 1, sink);
  }

  private FrameKind kindWhenFull() {
    return switch (state) {
      case BLANK, NOISE -> FrameKind.NOISE;
      case CR_FRAME -> FrameKind.FRAME;
      case CR_CUT -> FrameKind.CUT;
      default -> FrameKind.OVERSIZE;
    };
  }

  /** The index of the first byte of a class from {@code from} up, or {@code limit}. */
  private static int skip(byte[] bytes, int i, int limit, byte from) {
    byte[] classes = CLASS;
    while (i < limit && classes[bytes[i] & 0xFF] < from) {
      i++;
    }
    return i;
  }

  /** Gives what is held and {@code [start, end)} to the sink; the next frame starts at end. */
  private int emit(FrameKind kind, byte[] bytes, int start, int end, FrameSink sink) {
    state = BLANK;
    int before = heldLength;
    if (before == 0) {
      if (end > start) {
        sink.frame(kind, bytes, start, end - start);
      }
    } else {
      heldLength = 0;
      System.arraycopy(bytes, start, held, before, end - start);
      sink.frame(kind, held, 0, before + end - start);
    }
    return end;
  }
}
