package io.alidade.export;

import io.alidade.event.Event;
import io.alidade.event.FrameKind;

/** The times of {@link TimeStampFrame}s, each for itself and what follows it. */
final class KissTimes implements FrameTimes {
  private long last = Event.NO_TIME;

  @Override
  public long of(FrameKind kind, byte[] bytes, int offset, int length) {
    long stamp =
        kind == FrameKind.FRAME ? TimeStampFrame.timeNs(bytes, offset, length) : Event.NO_TIME;
    last = stamp == Event.NO_TIME ? last : stamp;
    return last;
  }
}
