package io.alidade.protocol;

import io.alidade.event.Event;

/**
 * Decodes the frames of one link, in their order; may keep state from frame to frame (parts of a
 * message), bounded. Used by one thread at a time.
 */
public interface Decoder {
  /**
   * Reads the event's frame kind, receive time and raw bytes; sets its message, recorded time,
   * flags and decoded section. Never throws on any bytes: what cannot be decoded becomes {@link
   * io.alidade.event.Msg#INVALID} with a reason.
   */
  void decode(Event event);
}
