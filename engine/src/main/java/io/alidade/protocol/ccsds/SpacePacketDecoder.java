package io.alidade.protocol.ccsds;

import io.alidade.event.Event;
import io.alidade.event.Flag;
import io.alidade.event.FrameKind;
import io.alidade.event.Msg;
import io.alidade.protocol.Decoder;
import io.alidade.protocol.PacketContents;

/**
 * Decodes the frames of an {@link io.alidade.framing.SpacePacketFramer}: each is a prefix and one
 * space packet (CCSDS 133.0-B). The fields, and what is made of sequence counts, are {@link
 * PacketHeaderDecoder}'s unless another decoder is given.
 */
public final class SpacePacketDecoder implements Decoder {
  private final int prefix;
  private final PacketDecoder packets;

  /** Packets without a prefix, to the fields of their headers. */
  public SpacePacketDecoder() {
    this(0, headers());
  }

  /** Packets with a prefix of so many bytes, as the framer has it, each given to a decoder. */
  public SpacePacketDecoder(int prefix, PacketDecoder packets) {
    this.prefix = prefix;
    this.packets = packets;
  }

  /** A decoder for the headers of space packets and encapsulation packets. */
  public static PacketDecoder headers() {
    return headers(PacketContents.UNKNOWN);
  }

  /** The same, with what is in the packets. */
  public static PacketDecoder headers(PacketContents contents) {
    return headers(contents, null);
  }

  /** The same, with the times in the packets' secondary headers; null for packets without. */
  public static PacketDecoder headers(PacketContents contents, PacketTime time) {
    return new PacketHeaderDecoder(contents, time);
  }

  @Override
  public void decode(Event event) {
    FrameKind kind = event.kind();
    if (kind == FrameKind.NOISE) {
      event.msg(Msg.NOISE);
      return;
    }
    if (kind != FrameKind.FRAME) {
      event.invalid(kind == FrameKind.CUT ? Flag.CUT : Flag.LENGTH);
      return;
    }
    int length = event.rawLength() - prefix;
    if (length <= PacketHeaderDecoder.HEADER) {
      event.invalid(Flag.LENGTH);
    } else {
      packets.decode(event, event.array(), event.rawOffset() + prefix, length, -1);
    }
  }
}
