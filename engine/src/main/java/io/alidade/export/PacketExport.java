package io.alidade.export;

import io.alidade.event.Event;
import io.alidade.event.FieldWriter;
import io.alidade.event.FrameKind;
import io.alidade.link.LinkUri;
import io.alidade.pipeline.Faults;
import io.alidade.protocol.Decoder;
import io.alidade.station.ConfigException;
import io.alidade.station.Protocol;
import io.alidade.station.SessionStart;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.List;

/**
 * The space packets of CCSDS links, whole, in the order of their events. The event of a packet that
 * came in transfer frames has no bytes of the link, so every frame of the session goes through the
 * link's decoder once more. Idle packets and encapsulation packets are left out.
 */
final class PacketExport implements EventExport {
  private final OutputStream out;
  private final Event again;
  private final Decoder[] decoders;

  /** The packet that the last call of a decoder found. */
  private byte[] packet = new byte[1024];

  private int length;

  PacketExport(OutputStream out, SessionStart start) throws ConfigException {
    this.out = out;
    List<LinkUri> links = start.links();
    again = new Event(Protocol.slotBytes(links));
    decoders = new Decoder[links.size() + 1];
    for (int i = 0; i < links.size(); i++) {
      if (links.get(i).protocol().startsWith(ExportFormat.PACKETS.protocols())) {
        decoders[i + 1] = Protocol.of(links.get(i).protocol()).decoder(links.get(i), this::keep);
      }
    }
  }

  private boolean keep(Event event, FieldWriter fields, byte[] bytes, int offset, int count) {
    if (packet.length < count) {
      packet = new byte[count];
    }
    System.arraycopy(bytes, offset, packet, 0, count);
    length = count;
    return false;
  }

  @Override
  public int take(Event event, boolean selected) throws IOException {
    Decoder decoder = event.link() < decoders.length ? decoders[event.link()] : null;
    FrameKind kind = event.kind();
    boolean isPacket = kind == FrameKind.DERIVED;
    if (decoder == null || !(isPacket || kind.isFromLink())) {
      return 0;
    }
    length = 0;
    again.begin(kind, event.link(), event.rxTime());
    again.raw(event.array(), event.rawOffset(), event.rawLength());
    if (!isPacket) {
      Faults.decode(decoder, again);
    } else if (decoder.hasDerived()) {
      Faults.derive(decoder, again);
    } else {
      throw new IllegalStateException(
          "event " + event.sequence() + " is derived, but the frames before it hold no more");
    }
    if (!selected || length == 0) {
      return 0;
    }
    out.write(Arrays.copyOf(packet, length));
    return 1;
  }
}
