package io.alidade.export;

/** One packet of a capture file; filled anew by each read. */
final class CapturedPacket {
  /** When it was captured, ns since 1970. */
  long timeNs;

  /** What its first bytes are, a LINKTYPE number. */
  int linkType;

  byte[] bytes = new byte[2048];

  int length;

  /** The capture has not all of the packet. */
  boolean isCut;

  /** Makes room for some bytes. */
  void reserve(int count) {
    if (bytes.length < count) {
      bytes = new byte[count];
    }
    length = count;
  }
}
