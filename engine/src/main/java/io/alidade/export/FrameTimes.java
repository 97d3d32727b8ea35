package io.alidade.export;

import io.alidade.event.FrameKind;

/** Says when the frames of a recording were received. */
interface FrameTimes {
  /**
   * The receive time of the next frame, ns since 1970: its own, else the last one that a frame had;
   * {@link io.alidade.event.Event#NO_TIME} before the first.
   */
  long of(FrameKind kind, byte[] bytes, int offset, int length);
}
