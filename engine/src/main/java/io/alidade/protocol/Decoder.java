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

  /**
   * Whether a new decoder would make of all later frames what this one will: none of the frames so
   * far waits for another, such as the first part of a message. A session that ends meanwhile cuts
   * such a message in two.
   *
   * @param time the receive time of now, ns since 1970
   */
  default boolean isAtRest(long time) {
    return true;
  }

  /** Whether the frames decoded so far hold something that {@link #derive} would give. */
  default boolean hasDerived() {
    return false;
  }

  /**
   * Gives the next thing found inside the frames decoded so far, such as a packet. Called only when
   * {@link #hasDerived}, and until it is false, before the next frame.
   *
   * @param event begun as {@link io.alidade.event.FrameKind#DERIVED} with the link and receive time
   *     of the frame that completed it, without raw bytes; its message, flags and decoded section
   *     are to be set
   */
  default void derive(Event event) {
    throw new IllegalStateException("this decoder derives nothing");
  }

  /**
   * Appends what the decoder counts, beyond its events, as members of a JSON object, each with a
   * comma before it; nothing by default. May be called by any thread at any time, and then shows
   * values a moment old.
   */
  default void json(StringBuilder out) {}
}
