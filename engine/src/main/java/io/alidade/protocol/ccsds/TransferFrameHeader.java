package io.alidade.protocol.ccsds;

/**
 * The parts of one transfer frame: TM (CCSDS 132.0-B), AOS (732.0-B) or USLP (732.1-B). Reused from
 * frame to frame.
 */
final class TransferFrameHeader {
  /** What the data zone holds. */
  enum Content {
    PACKETS,
    IDLE,
    /** Anything else, passed on as it is. */
    OTHER
  }

  /** The longest truncated frame of USLP, bytes. */
  static final int MAX_TRUNCATED = 32;

  private static final int IDLE_CHANNEL = 63;
  private static final int USLP_VERSION = 12;

  /** USLP protocol identifiers (SANA). */
  private static final int PACKETS_ID = 0;

  private static final int IDLE_ID = 31;

  /** A pointer of USLP that points nowhere. */
  private static final int NOWHERE = 0xFFFF;

  int scid;
  int vcid;
  int map;

  /** TM: the master channel frame count, else -1. */
  int masterCount;

  /** The virtual channel frame count; 0 without a counter. */
  long count;

  /** One more than the greatest frame count; 1 without a counter. */
  long modulus;

  boolean replayed;

  /** USLP: the frame bypasses sequence control and has a counter of its own. */
  boolean bypass;

  /** USLP: the spacecraft id is that of the frame's destination. */
  boolean destination;

  /** USLP: the data are a control command of the protocol. */
  boolean command;

  /** USLP: the frame is truncated. */
  boolean truncated;

  /** USLP: how the data zone is constructed, 0 to 7, else -1. */
  int rule;

  /** USLP: what the data zone holds, 0 to 31, else -1. */
  int protocol;

  /** USLP: where in the data zone the last octet of an access SDU is, -1 where it does not end. */
  int lastValid;

  /** First byte of the insert zone, whose length the format says. */
  int insert;

  /** TM: first byte of the secondary header's data, and how many there are. */
  int secondary;

  int secondaryLength;

  Content content;

  /** First byte of the data zone, and the first after it. */
  int from;

  int to;

  /** Where in the data zone the first packet begins, or {@link PacketExtractor#NO_START}. */
  int first;

  /** The operational control field, -1 without one. */
  long control;

  private final TransferFrameFormat format;
  private final TransferFrameFormat.Options options;

  TransferFrameHeader(TransferFrameFormat format) {
    this.format = format;
    this.options = format.options();
  }

  /** Sets spacecraft, virtual channel and MAP alone; false when the version is another. */
  boolean identify(byte[] frame) {
    int high = PacketHeaderDecoder.u16(frame, 0);
    map = 0;
    switch (format.type()) {
      case TM -> {
        scid = high >>> 4 & 0x3FF;
        vcid = high >>> 1 & 7;
        return high >>> 14 == 0;
      }
      case AOS -> {
        scid = high >>> 6 & 0xFF | (frame[5] & 0x30) << 4;
        vcid = high & 0x3F;
        return high >>> 14 == 1;
      }
      default -> {
        int low = PacketHeaderDecoder.u16(frame, 2);
        scid = (high & 0xFFF) << 4 | low >>> 12;
        vcid = low >>> 5 & 0x3F;
        map = low >>> 1 & 0xF;
        return high >>> 12 == USLP_VERSION;
      }
    }
  }

  /** Whether a frame says of itself that it is a truncated one of USLP. */
  boolean saysTruncated(byte[] frame) {
    return format.type() == TransferFrameFormat.Type.USLP
        && (frame[0] & 0xF0) == USLP_VERSION << 4
        && (frame[3] & 1) != 0;
  }

  /**
   * Reads a frame of so many bytes; false when it is of another version or its parts do not fit.
   */
  boolean read(byte[] frame, int length) {
    masterCount = -1;
    count = 0;
    modulus = 1;
    replayed = false;
    bypass = false;
    destination = false;
    command = false;
    truncated = false;
    rule = -1;
    protocol = -1;
    lastValid = -1;
    secondaryLength = 0;
    first = PacketExtractor.NO_START;
    control = -1;
    to = length - format.frameCheck();
    if (!identify(frame)) {
      return false;
    }
    return switch (format.type()) {
      case TM -> tm(frame);
      case AOS -> aos(frame);
      case USLP -> uslp(frame, length);
    };
  }

  private boolean tm(byte[] frame) {
    masterCount = frame[2] & 0xFF;
    count = frame[3] & 0xFF;
    modulus = 256;
    int status = PacketHeaderDecoder.u16(frame, 4);
    from = 6;
    boolean fits = control((frame[1] & 1) != 0, frame);
    if ((status & 0x8000) != 0) {
      int id = frame[6] & 0xFF; // version 00 and the whole header's length less 1
      secondary = 7;
      secondaryLength = id & 0x3F;
      from = secondary + secondaryLength;
      if (id >>> 6 != 0 || from > to) {
        return false;
      }
      if (options.extendedCount() && secondaryLength == 3) {
        // The extension counts how often the count of 8 bits began anew.
        count |= (long) PacketHeaderDecoder.u16(frame, 7) << 16 | (frame[9] & 0xFF) << 8;
        modulus = 1L << 32;
      }
    }
    if ((status & 0x4000) != 0) {
      content = Content.OTHER;
    } else {
      pointer(status & 0x7FF, 0x7FF, 0x7FE);
    }
    return fits && from <= to;
  }

  private boolean aos(byte[] frame) {
    int signal = frame[5] & 0xFF;
    count = (long) PacketHeaderDecoder.u16(frame, 2) << 8 | (frame[4] & 0xFF);
    modulus = 1 << 24;
    replayed = (signal & 0x80) != 0;
    if ((signal & 0x40) != 0) {
      count |= (long) (signal & 0xF) << 24;
      modulus = 1 << 28;
    }
    insert = 6 + (options.headerCheck() ? 2 : 0);
    from = insert + options.insertZone();
    if (!control(options.controlField(), frame) || from + 2 > to) {
      return false;
    }
    if (vcid == IDLE_CHANNEL) {
      content = Content.IDLE;
      modulus = 1;
    } else if ((options.packetChannels() >>> vcid & 1) == 0) {
      content = Content.OTHER;
    } else {
      int pointer = PacketHeaderDecoder.u16(frame, from) & 0x7FF;
      from += 2;
      pointer(pointer, 0x7FF, 0x7FE);
    }
    return true;
  }

  private boolean uslp(byte[] frame, int size) {
    destination = (frame[2] & 8) != 0;
    if (saysTruncated(frame)) {
      truncated = true;
      to = size;
      from = 4;
      return size == options.truncatedLength() && zone(frame);
    }
    int length = PacketHeaderDecoder.u16(frame, 4) + 1;
    int flags = frame[6] & 0xFF;
    int countLength = flags & 7;
    bypass = (flags & 0x80) != 0;
    command = (flags & 0x40) != 0;
    insert = 7 + countLength;
    from = insert + options.insertZone();
    if (length != size || from > to) {
      return false;
    }
    for (int i = 7; i < insert; i++) {
      count = count << 8 | (frame[i] & 0xFF);
    }
    modulus = vcid == IDLE_CHANNEL ? 1 : 1L << 8 * countLength;
    return control((flags & 8) != 0, frame) && zone(frame);
  }

  /** Reads the header of USLP's data field, which is at {@link #from}, and what it says. */
  private boolean zone(byte[] frame) {
    if (from >= to) {
      return false;
    }
    rule = frame[from] >>> 5 & 7;
    protocol = frame[from] & 0x1F;
    from++;
    int pointer = NOWHERE;
    if (rule <= 2) {
      if (truncated || from + 2 > to) {
        return false;
      }
      pointer = PacketHeaderDecoder.u16(frame, from);
      from += 2;
    }
    if (vcid == IDLE_CHANNEL || protocol == IDLE_ID) {
      content = Content.IDLE;
      return true;
    }
    content = Content.OTHER;
    switch (rule) {
      case 0 -> {
        pointer(pointer, NOWHERE, -1);
        content = protocol == PACKETS_ID ? Content.PACKETS : Content.OTHER;
      }
      case 1, 2 -> {
        if (pointer != NOWHERE) {
          lastValid = pointer;
          if (pointer >= to - from) {
            return false;
          }
          to = from + pointer + 1;
        }
      }
      case 4, 5, 6, 7 -> {
        if (protocol == PACKETS_ID) {
          // A segment that starts one, and whole packets, begin the zone; others go on in it.
          content = Content.PACKETS;
          first = rule == 4 || rule == 7 ? 0 : PacketExtractor.NO_START;
        }
      }
      default -> {}
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
