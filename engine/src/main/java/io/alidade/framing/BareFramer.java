package io.alidade.framing;

import io.alidade.event.FrameKind;

/**
 * Frames without a sync marker: each is as long as configured and follows the one before, from the
 * stream's start or the datagram's; or each datagram is one, however long.
 *
 * <ul>
 *   <li>{@link FrameKind#FRAME}: a frame of the length configured, or a datagram.
 *   <li>{@link FrameKind#CUT}: what is left at the stream's or datagram's end, when frames have a
 *       length.
 *   <li>{@link FrameKind#OVERSIZE}: a datagram longer than the longest frame, up to there; the rest
 *       is {@link FrameKind#NOISE}, in pieces of as many bytes at most.
 * </ul>
 *
 * Not thread-safe.
 */
public final class BareFramer implements Framer {
  private final boolean datagrams;
  private final byte[] held;
  private int heldLength;

  /** The datagram at hand is longer than the longest frame. */
  private boolean oversize;

  private BareFramer(boolean datagrams, int length) {
    if (length < 1 || length > CaduFramer.MAX_LENGTH) {
      throw new IllegalArgumentException("frame length " + length + " is not 1 to 66048");
    }
    this.datagrams = datagrams;
    held = new byte[length];
  }

  /**
   * A framer for frames of one length.
   *
   * @param length bytes, 1 to {@link CaduFramer#MAX_LENGTH}
   */
  public static BareFramer ofLength(int length) {
    return new BareFramer(false, length);
  }

  /**
   * A framer for datagrams with one frame each.
   *
   * @param longest bytes, 1 to {@link CaduFramer#MAX_LENGTH}
   */
  public static BareFramer ofDatagrams(int longest) {
    return new BareFramer(true, longest);
  }

  @Override
  public void feed(byte[] bytes, int offset, int length, FrameSink sink) {
    int i = offset;
    int end = offset + length;
    while (i < end) {
      if (heldLength == held.length) {
        // Only a datagram waits when it is full: it may end here.
        give(oversize ? FrameKind.NOISE : FrameKind.OVERSIZE, sink);
        oversize = true;
      }
      int copied = Math.min(held.length - heldLength, end - i);
      System.arraycopy(bytes, i, held, heldLength, copied);
      heldLength += copied;
      i += copied;
      if (heldLength == held.length && !datagrams) {
        give(FrameKind.FRAME, sink);
      }
    }
  }

  @Override
  public void end(FrameSink sink) {
    if (heldLength > 0) {
      give(oversize ? FrameKind.NOISE : datagrams ? FrameKind.FRAME : FrameKind.CUT, sink);
    }
    oversize = false;
  }

  private void give(FrameKind kind, FrameSink sink) {
    int length = heldLength;
    heldLength = 0;
    sink.frame(kind, held, 0, length);
  }
}
