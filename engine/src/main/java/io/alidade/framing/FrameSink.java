package io.alidade.framing;

import io.alidade.event.FrameKind;

/** Where frames go. The bytes are valid only during the call. */
public interface FrameSink {
  /** Takes one frame, of a kind for which {@link FrameKind#isFromLink} holds. */
  void frame(FrameKind kind, byte[] bytes, int offset, int length);
}
