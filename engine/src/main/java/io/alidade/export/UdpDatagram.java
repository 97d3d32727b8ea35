package io.alidade.export;

/**
 * Finds what a UDP datagram carries in a captured packet, over IPv4 or IPv6, behind the headers of
 * Ethernet (with VLAN tags), Linux "any" captures, loopback or nothing. Fragments are not put
 * together.
 */
final class UdpDatagram {
  private static final int UDP = 17;
  private static final int IPV4 = 0x0800;
  private static final int IPV6 = 0x86DD;
  private static final int VLAN = 0x8100;
  private static final int SERVICE_VLAN = 0x88A8;
  private static final int UDP_HEADER = 8;
  private static final int FRAGMENT_HEADER = 44;

  /** What a packet is. */
  enum Kind {
    /** A datagram with all that it carries. */
    WHOLE,
    /** A datagram of which the capture has not all: a fragment, or cut off. */
    PARTIAL,
    OTHER
  }

  private byte[] bytes = {};
  private int end;
  private int offset;
  private int length;
  private int port;

  /** Looks at a packet; what is found is in its bytes, up to the next call. */
  Kind read(CapturedPacket packet) {
    bytes = packet.bytes;
    end = packet.length;
    return switch (packet.linkType) {
      case 1 -> ethernet(12);
      case 113 -> network(u16(14), 16); // Linux cooked
      case 276 -> network(u16(0), 20); // Linux cooked, version 2
      case 0, 108 -> internet(4); // loopback
      case 12, 101, 228, 229 -> internet(0);
      default -> Kind.OTHER;
    };
  }

  private Kind ethernet(int typeOffset) {
    int at = typeOffset;
    while (u16(at) == VLAN || u16(at) == SERVICE_VLAN) {
      at += 4;
    }
    return network(u16(at), at + 2);
  }

  private Kind network(int type, int at) {
    return type == IPV4 || type == IPV6 ? internet(at) : Kind.OTHER;
  }

  private Kind internet(int at) {
    return switch (u8(at) >> 4) {
      case 4 -> version4(at);
      case 6 -> version6(at);
      default -> Kind.OTHER;
    };
  }

  private Kind version4(int at) {
    if (u8(at + 9) != UDP) {
      return Kind.OTHER;
    }
    boolean isFragment = (u16(at + 6) & 0x3FFF) != 0;
    return isFragment ? Kind.PARTIAL : udp(at + 4 * (u8(at) & 15));
  }

  private Kind version6(int at) {
    int next = u8(at + 6);
    int header = at + 40;
    while (header < end && (next == 0 || next == 43 || next == 60)) { // options, routing
      next = u8(header);
      header += 8 + 8 * u8(header + 1);
    }
    if (next == FRAGMENT_HEADER) {
      return u8(header) == UDP ? Kind.PARTIAL : Kind.OTHER;
    }
    return next == UDP ? udp(header) : Kind.OTHER;
  }

  private Kind udp(int at) {
    if (at + UDP_HEADER > end) {
      return Kind.PARTIAL;
    }
    port = u16(at + 2);
    offset = at + UDP_HEADER;
    length = u16(at + 4) - UDP_HEADER;
    return length < 0 || length > end - offset ? Kind.PARTIAL : Kind.WHOLE;
  }

  private int u8(int at) {
    return at < end ? bytes[at] & 0xFF : 0;
  }

  private int u16(int at) {
    return u8(at) << 8 | u8(at + 1);
  }

  int offset() {
    return offset;
  }

  int length() {
    return length;
  }

  /** The port that it was sent to. */
  int port() {
    return port;
  }
}
