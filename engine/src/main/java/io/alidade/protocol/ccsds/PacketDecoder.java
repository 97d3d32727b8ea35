package io.alidade.protocol.ccsds;

import io.alidade.event.Event;

/** Reads one whole packet. Keeps to the rules of {@link io.alidade.protocol.Decoder#decode}. */
public interface PacketDecoder {
  /**
   * Sets the event's message, flags and decoded section from a space packet or an encapsulation
   * packet.
   *
   * @param packet holds the packet's bytes at {@code offset}, valid during the call; may be the
   *     event's own array
   * @param length from 1 to 65,542 bytes, as the packet's own length field says; a run of one-byte
   *     encapsulation packets (fill) comes as one
   * @param vcid the virtual channel that it came in, -1 when packets come without frames
   */
  void decode(Event event, byte[] packet, int offset, int length, int vcid);
}
