package io.alidade.export;

import io.alidade.event.Event;
import io.alidade.event.FrameKind;
import io.alidade.link.LineTime;

/**
 * The times that lines have, see {@link LineTime}. A time before a sentence is a frame of noise.
 */
final class NmeaTimes implements FrameTimes {
  private long last = Event.NO_TIME;

  /** The last frame was a time, and its line goes on. */
  private boolean isBefore;

  @Override
  public long of(FrameKind kind, byte[] bytes, int offset, int length) {
    int end = offset + length;
    long own = LineTime.epochNanos(bytes, offset, end);
    if (kind == FrameKind.NOISE) {
      isBefore = own != LineTime.NONE && bytes[end - 1] != '\n' && bytes[end - 1] != '\r';
      last = isBefore ? own : last;
    } else {
      last = own == LineTime.NONE || isBefore ? last : own;
      isBefore = false;
    }
    return last;
  }
}
