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

  /**
   * Says something of the frame that the next packet is in: {@link Field#SRC} and {@link Field#DST}
   * are callsigns of AX.25, in UTF-8. It holds for that packet alone.
   */
  default void frame(Field field, byte[] text, int offset, int length) {}
}
