package io.alidade.protocol.ccsds;

/**
 * The parts of one transfer frame of fixed length: TM (CCSDS 132.0-B), AOS (732.0-B) or USLP
 * (732.1-B). Reused from frame to frame.
 */
final class TransferFrameHeader {
  /** What the data zone holds. */
  enum Content {
    PACKETS,
    IDLE,
    /** Anything else, passed on as it is. */
    OTHER
  }

  private static final int IDLE_CHANNEL = 63;

  int scid;
  int vcid;
  int map;

  /** TM: the master channel frame count, else -1. */
  int masterCount;

  long count;

  /** One more than the greatest frame count; 1 without a counter. */
  long modulus;

  boolean replayed;

  /** USLP: the frame bypasses sequence control and has a counter of its own. */
  boolean bypass;

  Content content;

  /** First byte of the data zone, and the first after it. */
  int from;

  int to;

  /** Where in the data zone the first packet begins, or {@link PacketExtractor#NO_START}. */
  int first;

  /** The operational control field, -1 without one. */
  long control;

  private final TransferFrameFormat format;

  TransferFrameHeader(TransferFrameFormat format) {
    this.format = format;
  }

  /** Reads a frame; false when it is of another version or its parts do not fit in it. */
  boolean read(byte[] frame) {
    map = 0;
    masterCount = -1;
    count = 0;
    modulus = 1;
    replayed = false;
    bypass = false;
    first = PacketExtractor.NO_START;
    control = -1;
    to = format.length() - (format.frameCheck() ? 2 : 0);
    return switch (format.type()) {
      case TM -> tm(frame);
      case AOS -> aos(frame);
      case USLP -> uslp(frame);
    };
  }

  private boolean tm(byte[] frame) {
    int id = PacketHeaderDecoder.u16(frame, 0);
    if (id >>> 14 != 0) {
      return false;
    }
    scid = id >>> 4 & 0x3FF;
    vcid = id >>> 1 & 7;
    masterCount = frame[2] & 0xFF;
    count = frame[3] & 0xFF;
    modulus = 256;
    int status = PacketHeaderDecoder.u16(frame, 4);
    from = 6;
    boolean fits = control((id & 1) != 0, frame);
    if ((status & 0x8000) != 0) {
      from += (frame[6] & 0x3F) + 1;
    }
    if ((status & 0x4000) != 0) {
      content = Content.OTHER;
    } else {
      pointer(status & 0x7FF, 0x7FF, 0x7FE);
    }
    return fits && from <= to;
  }

  private boolean aos(byte[] frame) {
    int id = PacketHeaderDecoder.u16(frame, 0);
    if (id >>> 14 != 1) {
      return false;
    }
    vcid = id & 0x3F;
    int signal = frame[5] & 0xFF;
    scid = id >>> 6 & 0xFF | (signal & 0x30) << 4;
    count = PacketHeaderDecoder.u16(frame, 2) << 8 | (frame[4] & 0xFF);
    modulus = 1 << 24;
    replayed = (signal & 0x80) != 0;
    if ((signal & 0x40) != 0) {
      count |= (long) (signal & 0xF) << 24;
      modulus = 1 << 28;
    }
    from = 6 + (format.aos().headerCheck() ? 2 : 0) + format.aos().insertZone();
    if (!control(format.aos().controlField(), frame) || from + 2 > to) {
      return false;
    }
    if (vcid == IDLE_CHANNEL) {
      content = Content.IDLE;
      modulus = 1;
    } else if ((format.aos().packetChannels() >>> vcid & 1) == 0) {
      content = Content.OTHER;
    } else {
      int pointer = PacketHeaderDecoder.u16(frame, from) & 0x7FF;
      from += 2;
      pointer(pointer, 0x7FF, 0x7FE);
    }
    return true;
  }

  private boolean uslp(byte[] frame) {
    int high = PacketHeaderDecoder.u16(frame, 0);
    int low = PacketHeaderDecoder.u16(frame, 2);
    if (high >>> 12 != 12) {
      return false;
    }
    scid = (high & 0xFFF) << 4 | low >>> 12;
    vcid = low >>> 5 & 0x3F;
    map = low >>> 1 & 0xF;
    if ((low & 1) != 0) {
      // A truncated frame: no length, no count, and nothing that could be checked.
      return false;
    }
    int length = PacketHeaderDecoder.u16(frame, 4) + 1;
    int flags = frame[6] & 0xFF;
    int countLength = flags & 7;
    bypass = (flags & 0x80) != 0;
    from = 7 + countLength;
    if (length != format.length() || from > to) {
      return false;
    }
    for (int i = 7; i < from; i++) {
      count = count << 8 | (frame[i] & 0xFF);
    }
    modulus = 1L << 8 * countLength;
    from += format.aos().insertZone();
    if (!control((flags & 8) != 0, frame) || from + 3 > to) {
      return false;
    }
    int rule = frame[from] >>> 5 & 7;
    int protocol = frame[from] & 0x1F;
    from++;
    if (vcid == IDLE_CHANNEL || protocol == 31) {
      content = Content.IDLE;
      modulus = vcid == IDLE_CHANNEL ? 1 : modulus;
    } else if (rule == 0) {
      int pointer = PacketHeaderDecoder.u16(frame, from);
      from += 2;
      pointer(pointer, 0xFFFF, -1);
      content = protocol == 0 ? Content.PACKETS : Content.OTHER;
    } else if (rule == 7 && protocol == 0) {
      content = Content.PACKETS;
      first = 0;
    } else {
      from += rule < 3 ? 2 : 0;
      content = Content.OTHER;
    }
    return true;
  }

  /** Takes the operational control field off the end; false when there is no room for it. */
  private boolean control(boolean there, byte[] frame) {
    if (!there) {
      return true;
    }
    to -= 4;
    if (to < from) {
      return false;
    }
    control =
        (long) PacketHeaderDecoder.u16(frame, to) << 16 | PacketHeaderDecoder.u16(frame, to + 2);
    return true;
  }

  private void pointer(int pointer, int none, int idle) {
    content = pointer == idle ? Content.IDLE : Content.PACKETS;
    first = pointer == none || pointer == idle ? PacketExtractor.NO_START : pointer;
  }
}
