package io.alidade.protocol;

import io.alidade.event.Event;
import io.alidade.event.Field;
import io.alidade.event.FieldWriter;

/** Reads what is in a packet or a frame, as a mission database describes it. */
@FunctionalInterface
public interface PacketContents {
  /** Knows no packet. */
  PacketContents UNKNOWN = (event, fields, packet, offset, length) -> false;

  /**
   * Adds the packet's parameters to the open decoded section and sets the event's message and
   * flags, without throwing whatever the bytes are.
   *
   * @param packet holds at {@code offset} a whole space packet, its header included, or what an
   *     AX.25 or other frame carries
   * @param length may be 0
   * @return false when it is no packet that is described; nothing was added then
   */
  boolean decode(Event event, FieldWriter fields, byte[] packet, int offset, int length);

  /**
   * A reader for a link whose own decoder writes these fields before the parameters: no parameter
   * has one of their names, so that no name comes twice. Called once, before the first packet.
   */
  default PacketContents beside(Field... fields) {
    return this;
  }
}
