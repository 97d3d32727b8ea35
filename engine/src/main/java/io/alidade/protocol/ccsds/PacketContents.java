package io.alidade.protocol.ccsds;

import io.alidade.event.Event;
import io.alidade.event.FieldWriter;

/** Reads what is in a space packet, as a mission database describes it. */
@FunctionalInterface
public interface PacketContents {
  /**
   * Adds the packet's parameters to the open decoded section and sets the event's message and
   * flags, without throwing whatever the bytes are.
   *
   * @param packet holds the whole packet, its header included, at {@code offset}
   * @return false when it is no packet that is described; nothing was added then
   */
  boolean decode(Event event, FieldWriter fields, byte[] packet, int offset, int length);
}
