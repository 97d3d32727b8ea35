package io.alidade.station;

import io.alidade.framing.Framer;
import io.alidade.framing.KissFramer;
import io.alidade.framing.NmeaFramer;
import io.alidade.framing.SpacePacketFramer;
import io.alidade.link.LinkUri;
import io.alidade.pipeline.Pipeline;
import io.alidade.protocol.Decoder;
import io.alidade.protocol.PacketContents;
import io.alidade.protocol.ccsds.SpacePacketDecoder;
import io.alidade.protocol.ccsds.TransferFrameDecoder;
import io.alidade.protocol.ccsds.TransferFrameFormat;
import io.alidade.protocol.kiss.KissChecksum;
import io.alidade.protocol.kiss.KissDecoder;
import io.alidade.protocol.nmea.NmeaDecoder;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The protocols that a link can speak; a new one is its package and one entry here. */
public enum Protocol {
  NMEA {
    @Override
    public Framer framer(LinkUri link) {
      return new NmeaFramer();
    }

    @Override
    public Decoder decoder(LinkUri link, PacketContents contents) {
      return new NmeaDecoder(link.checksumRequired());
    }

    @Override
    public int slotBytes() {
      return Pipeline.SLOT_BYTES;
    }
  },
  KISS {
    @Override
    public Framer framer(LinkUri link) {
      return new KissFramer();
    }

    @Override
    public Decoder decoder(LinkUri link, PacketContents contents) {
      return new KissDecoder(link.hasSmack() ? KissChecksum.SMACK : KissChecksum.NONE, contents);
    }
  },
  CCSDS_PACKETS {
    @Override
    public Framer framer(LinkUri link) {
      return new SpacePacketFramer();
    }

    @Override
    public Decoder decoder(LinkUri link, PacketContents contents) throws ConfigException {
      FrameFormat.refuse(link);
      return new SpacePacketDecoder(0, SpacePacketDecoder.headers(contents, TimeFormat.of(link)));
    }
  },
  CCSDS_TM(TransferFrameFormat.Type.TM),
  CCSDS_AOS(TransferFrameFormat.Type.AOS),
  CCSDS_USLP(TransferFrameFormat.Type.USLP);

  /** The longest of KISS frames, all of it escaped, and its contents; more than any packet's. */
  private static final int LONG_SLOT_BYTES = 200_000;

  /** The kind of transfer frames, null for protocols without them, which override what uses it. */
  private final TransferFrameFormat.Type frames;

  Protocol() {
    this(null);
  }

  Protocol(TransferFrameFormat.Type frames) {
    this.frames = frames;
  }

  /** A framer for one link, with the link's settings. */
  public Framer framer(LinkUri link) throws ConfigException {
    return FrameFormat.framer(link, frames);
  }

  /** A decoder for one link, with the link's settings and the reader of its packets. */
  public Decoder decoder(LinkUri link, PacketContents contents) throws ConfigException {
    return new TransferFrameDecoder(
        FrameFormat.of(link, frames), SpacePacketDecoder.headers(contents, TimeFormat.of(link)));
  }

  /** Whether it carries packets that a mission database may describe. */
  public boolean hasPackets() {
    return this != NMEA;
  }

  /** The longest event of this protocol, bytes. */
  public int slotBytes() {
    return LONG_SLOT_BYTES;
  }

  /** The longest event that a session's links can give, bytes. */
  public static int slotBytes(List<LinkUri> links) throws ConfigException {
    int longest = Pipeline.SLOT_BYTES;
    for (LinkUri link : links) {
      longest = Math.max(longest, of(link.protocol()).slotBytes());
    }
    return longest;
  }

  /** The protocol with this name, as in {@code ?protocol=nmea}. */
  public static Protocol of(String name) throws ConfigException {
    for (Protocol protocol : values()) {
      if (protocol.text().equals(name)) {
        return protocol;
      }
    }
    throw new ConfigException(
        "unknown protocol '"
            + name
            + "'; known: "
            + Arrays.stream(values()).map(Protocol::text).collect(Collectors.joining(", ")));
  }

  String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
