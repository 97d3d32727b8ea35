package io.alidade.protocol.ccsds;

/**
 * Finds the packets in the data zones of one virtual channel's frames (or one MAP's), in their
 * order. A packet that goes on in the next frame is kept; one that lost a part is dropped, never
 * completed with bytes that are not its own. Not thread-safe.
 */
final class PacketExtractor {
  /** No packet begins in the zone. */
  static final int NO_START = -1;

  /** The longest packet: a space packet with 65,536 bytes of data. */
  static final int MAX_PACKET = 65_542;

  /** A packet's first part; its room is made when a packet first spans frames. */
  private byte[] begun = new byte[0];

  private int begunLength;

  /** A packet begin has been seen. */
  private boolean synchronised;

  /** Something was lost since the last packet. */
  private boolean lost;

  private byte[] zone = begun;
  private int at;
  private int end;

  /** Where the first packet begins that the zone does not continue; -1 when that is passed. */
  private int pivot = -1;

  private boolean noStart;

  private byte[] packet = begun;
  private int packetOffset;
  private int packetLength;
  private boolean packetAfterLoss;

  /** A frame was lost or cannot be read: what is begun will not be completed. */
  void lose() {
    lost |= synchronised;
    begunLength = 0;
  }

  /** Whether a packet has begun whose rest is to come in the next frame. */
  boolean isUnderWay() {
    return begunLength > 0;
  }

  /**
   * Starts with a frame's data zone, whose bytes must stay until {@link #next} is false.
   *
   * @param first where in the zone the first packet begins, or {@link #NO_START}
   */
  void zone(byte[] frame, int from, int to, int first) {
    zone = frame;
    at = from;
    end = to;
    noStart = first == NO_START;
    if (!noStart && first > to - from) {
      // Points behind the zone, so nothing in it can be told apart.
      lose();
      at = to;
    }
    pivot = noStart ? to : Math.min(from + first, to);
  }

  /** Moves to the next packet that is complete; false at the zone's end. */
  boolean next() {
    if (pivot >= 0) {
      boolean complete = continueBegun();
      pivot = -1;
      if (complete) {
        return true;
      }
    }
    if (at >= end) {
      return false;
    }
    synchronised = true;
    int run = fill();
    if (run > 0) {
      return found(zone, at - run, run);
    }
    long length = PacketHeaderDecoder.length(zone, at, end - at);
    if (length < 0 || length > MAX_PACKET) {
      lose();
      at = end;
      return false;
    }
    if (length > 0 && length <= end - at) {
      at += (int) length;
      return found(zone, at - (int) length, (int) length);
    }
    append(at, end);
    at = end;
    return false;
  }

  /** Adds the zone's first part to the packet begun before; true when that completes it. */
  private boolean continueBegun() {
    int from = at;
    int count = pivot - at;
    at = pivot;
    if (begunLength == 0) {
      lost |= synchronised && count > 0;
      return false;
    }
    if (begunLength + count > MAX_PACKET) {
      lose();
      return false;
    }
    append(from, pivot);
    long length = PacketHeaderDecoder.length(begun, 0, begunLength);
    if (length == begunLength) {
      begunLength = 0;
      return found(begun, 0, (int) length);
    }
    boolean goesOn = noStart && (length == 0 || length > begunLength) && length <= MAX_PACKET;
    if (!goesOn) {
      lose();
    }
    return false;
  }

  private void append(int from, int to) {
    if (begun.length == 0) {
      begun = new byte[MAX_PACKET];
    }
    System.arraycopy(zone, from, begun, begunLength, to - from);
    begunLength += to - from;
  }

  /** Passes over equal one-byte encapsulation packets; returns how many. */
  private int fill() {
    int from = at;
    byte first = zone[at];
    while (at < end && zone[at] == first && PacketHeaderDecoder.isFill(first)) {
      at++;
    }
    return at - from;
  }

  private boolean found(byte[] bytes, int offset, int length) {
    packet = bytes;
    packetOffset = offset;
    packetLength = length;
    packetAfterLoss = lost;
    lost = false;
    return true;
  }

  /** Where the packet's bytes are, valid until the next call of {@link #next}. */
  byte[] packet() {
    return packet;
  }

  int offset() {
    return packetOffset;
  }

  int length() {
    return packetLength;
  }

  /** Whether a part of the channel was lost between the packet before and this. */
  boolean afterLoss() {
    return packetAfterLoss;
  }
}
