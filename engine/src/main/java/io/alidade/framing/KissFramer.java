package io.alidade.framing;

import io.alidade.event.FrameKind;

/**
 * Cuts a byte stream into KISS frames (Chepponis and Karn, "The KISS TNC").
 *
 * <pre>
 *   frame   = *FEND content FEND
 *   content = 1*( byte / escape )      the command byte and up to 65,535 bytes of data
 *   escape  = FESC any                 two bytes that stand for one
 *   FEND = 0xC0, FESC = 0xDB
 * </pre>
 *
 * <ul>
 *   <li>A frame is given, as {@link FrameKind#FRAME}, at its closing FEND, which belongs to it; so
 *       do the FENDs before its content. A frame that follows a closing FEND directly has none
 *       before it: one FEND between frames, two, or many are all the same. The bytes stay escaped,
 *       and what the escapes mean is left to the decoder.
 *   <li>What comes before the stream's first FEND is {@link FrameKind#NOISE}, given at that FEND or
 *       after {@value #MAX_NOISE} bytes. More than {@value #MAX_FENDS} FENDs in a row are NOISE as
 *       well, by as many.
 *   <li>Content of more than 65,536 bytes, an escape counted as one, is {@link FrameKind#OVERSIZE}
 *       up to there; the rest is NOISE up to the next FEND, which opens the next frame.
 *   <li>At the stream's end content without its closing FEND is {@link FrameKind#CUT}, and FENDs
 *       alone are NOISE. The stream then begins anew: bytes before a FEND are noise.
 * </ul>
 *
 * No frame is longer than {@value #MAX_FRAME} bytes. Frames that lie wholly in the fed array are
 * given as slices of it; only what a read ends in the middle of is copied. Not thread-safe.
 */
public final class KissFramer implements Framer {
  /** The most bytes of content, unescaped: a command byte and 65,535 bytes of data. */
  static final int MAX_CONTENT = 65_536;

  /** The most FENDs before content. */
  static final int MAX_FENDS = 64;

  /** The longest piece of noise outside frames, bytes. */
  static final int MAX_NOISE = 1024;

  /** The longest frame of any kind, bytes: all content escaped, and its FENDs. */
  public static final int MAX_FRAME = MAX_FENDS + 2 * MAX_CONTENT + 1;

  private static final byte FEND = (byte) 0xC0;
  private static final byte FESC = (byte) 0xDB;

  /** No FEND seen yet, or none since a frame grew too long. */
  private static final int SEARCH = 0;

  /** After a FEND, before content. */
  private static final int OPEN = 1;

  private static final int CONTENT = 2;

  /** The bytes of the frame under way that came with earlier reads. */
  private final byte[] held = new byte[MAX_FRAME];

  private int heldLength;
  private int state = SEARCH;

  /** Bytes of content so far, a finished escape being one. */
  private int count;

  /** The last byte of content was an FESC that begins an escape. */
  private boolean escaped;

  @Override
  public void feed(byte[] bytes, int offset, int length, FrameSink sink) {
    int end = offset + length;
    int start = offset; // of the frame under way, as far as it lies in this array
    int i = offset;
    while (i < end) {
      switch (state) {
        case SEARCH -> {
          int limit = Math.min(end, i + MAX_NOISE - heldLength - (i - start));
          while (i < limit && bytes[i] != FEND) {
            i++;
          }
          if (i < limit) {
            start = emit(FrameKind.NOISE, bytes, start, i, sink);
            state = OPEN;
          } else if (heldLength + i - start == MAX_NOISE) {
            start = emit(FrameKind.NOISE, bytes, start, i, sink);
          }
        }
        case OPEN -> {
          if (bytes[i] != FEND) {
            state = CONTENT;
            count = 0;
            escaped = false;
          } else {
            if (heldLength + i - start == MAX_FENDS) {
              start = emit(FrameKind.NOISE, bytes, start, i, sink);
            }
            i++;
          }
        }
        default -> {
          i = content(bytes, i, end);
          if (i < end) {
            if (bytes[i] == FEND) {
              i++;
              start = emit(FrameKind.FRAME, bytes, start, i, sink);
              state = OPEN;
            } else {
              start = emit(FrameKind.OVERSIZE, bytes, start, i, sink);
              state = SEARCH;
            }
          }
        }
      }
    }
    System.arraycopy(bytes, start, held, heldLength, end - start);
    heldLength += end - start;
  }

  @Override
  public void end(FrameSink sink) {
    emit(state == CONTENT ? FrameKind.CUT : FrameKind.NOISE, held, 0, 0, sink);
    state = SEARCH;
  }

  /** The index of the first byte that is a FEND or would be content too many, or {@code end}. */
  private int content(byte[] bytes, int i, int end) {
    int counted = count;
    boolean inEscape = escaped;
    while (i < end) {
      byte b = bytes[i];
      if (b == FEND) {
        break;
      }
      if (inEscape) {
        inEscape = false;
        counted++;
      } else if (counted == MAX_CONTENT) {
        break;
      } else if (b == FESC) {
        inEscape = true;
      } else {
        counted++;
      }
      i++;
    }
    count = counted;
    escaped = inEscape;
    return i;
  }

  /** Gives what is held and {@code [start, end)} to the sink; the next frame starts at end. */
  private int emit(FrameKind kind, byte[] bytes, int start, int end, FrameSink sink) {
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
