package io.alidade.framing;

import io.alidade.event.FrameKind;

/**
 * Cuts a byte stream into space packets (CCSDS 133.0-B) that follow each other without a sync
 * marker, as in packet files.
 *
 * <pre>
 *   frame  = prefix header data
 *   prefix = a fixed number of bytes that some recorders put before each packet, mostly none
 *   header = version (3 bits)  type (1)  secondary header (1)  APID (11)
 *            sequence flags (2)  sequence count (14)  data length less 1 (16)
 * </pre>
 *
 * A header is <em>believable</em> when its version is the one configured, it is not six zero bytes
 * and its packet is not longer than the configured longest.
 *
 * <ul>
 *   <li>In step, that is directly after a packet, a believable header is believed at once and its
 *       packet is a {@link FrameKind#FRAME} as soon as its last byte is here.
 *   <li>At the start of a stream, and from the first header that is not believable, the framer
 *       searches byte by byte. There it believes a header only when another believable one, or the
 *       stream's end, directly follows its packet. So the first packet of a link is given when the
 *       header of the second is here, and a lone packet amid garbage stays noise.
 *   <li>Bytes passed over are {@link FrameKind#NOISE}, given before the packet that follows, at the
 *       stream's end, or whenever there are {@value #MAX_NOISE} of them.
 *   <li>A packet in step that the stream's end cuts off is {@link FrameKind#CUT}.
 * </ul>
 *
 * Nothing but the bytes decides, so a header that is wrong but believable takes as many bytes as it
 * claims; the configured longest packet bounds the damage. No frame is longer than {@link
 * #maxFrame}. Packets that lie wholly in the fed array are given as slices of it. Not thread-safe.
 */
public final class SpacePacketFramer implements Framer {
  /** The longest packet that the length field can express, header included, bytes. */
  public static final int MAX_PACKET = 65_542;

  private static final int HEADER = 6;
  private static final int MAX_NOISE = 1024;

  private final int version;
  private final int prefix;
  private final int maxPacket;

  /** The bytes not yet given that came with earlier reads. */
  private final byte[] held;

  private int heldLength;

  /** How many of the first bytes not yet given are known to be noise. */
  private int noise;

  private boolean inStep;

  /** Packets of version 0 without a prefix, of any length. */
  public SpacePacketFramer() {
    this(0, 0, MAX_PACKET);
  }

  /**
   * A framer for streams that depart from the standard.
   *
   * @param version the version number in each header, 0 (the standard's) to 6
   * @param prefix bytes before each header, 0 to 256
   * @param maxPacket the longest packet that is believed, header included, 7 to 65,542 bytes
   */
  public SpacePacketFramer(int version, int prefix, int maxPacket) {
    if (version < 0 || version > 6) {
      throw new IllegalArgumentException("version " + version + " is not 0 to 6");
    }
    if (prefix < 0 || prefix > 256) {
      throw new IllegalArgumentException("prefix " + prefix + " is not 0 to 256");
    }
    if (maxPacket <= HEADER || maxPacket > MAX_PACKET) {
      throw new IllegalArgumentException("longest packet " + maxPacket + " is not 7 to 65542");
    }
    this.version = version;
    this.prefix = prefix;
    this.maxPacket = maxPacket;
    // What may have to wait: noise, a packet, and the header after it; twice, to move it rarely.
    this.held = new byte[2 * (MAX_NOISE + maxPacket + HEADER + 2 * prefix)];
  }

  /** The longest frame of any kind, bytes. */
  public int maxFrame() {
    return Math.max(MAX_NOISE + prefix + HEADER, prefix + maxPacket);
  }

  @Override
  public void feed(byte[] bytes, int offset, int length, FrameSink sink) {
    int i = offset;
    int end = offset + length;
    while (heldLength > 0 && i < end) {
      int copied = Math.min(end - i, held.length - heldLength);
      System.arraycopy(bytes, i, held, heldLength, copied);
      i += copied;
      int all = heldLength + copied;
      int start = scan(held, 0, all, false, sink);
      int left = all - start;
      if (left <= copied) {
        // All that is left came with this read: go on in its array.
        heldLength = 0;
        i -= left;
      } else {
        System.arraycopy(held, start, held, 0, left);
        heldLength = left;
      }
    }
    if (i < end) {
      int start = scan(bytes, i, end, false, sink);
      heldLength = end - start;
      System.arraycopy(bytes, start, held, 0, heldLength);
    }
  }

  @Override
  public void end(FrameSink sink) {
    int start = scan(held, 0, heldLength, true, sink);
    if (start < heldLength) {
      sink.frame(inStep ? FrameKind.CUT : FrameKind.NOISE, held, start, heldLength - start);
    }
    heldLength = 0;
    noise = 0;
    inStep = false;
  }

  /**
   * Gives what can be decided of {@code [start, end)}, whose first {@link #noise} bytes are noise.
   *
   * @param last whether the stream ends at {@code end}
   * @return the index of the first byte not given; {@link #noise} counts from there
   */
  private int scan(byte[] bytes, int start, int end, boolean last, FrameSink sink) {
    int given = start;
    int at = start + noise;
    while (true) {
      if (at - given == MAX_NOISE) {
        sink.frame(FrameKind.NOISE, bytes, given, MAX_NOISE);
        given = at;
      }
      if (end - at < prefix + HEADER) {
        break;
      }
      int length = believe(bytes, at);
      if (length > 0) {
        int next = at + length;
        if (inStep ? next > end : !last && end - next < prefix + HEADER) {
          break;
        }
        if (inStep || confirmed(bytes, next, end)) {
          if (at > given) {
            sink.frame(FrameKind.NOISE, bytes, given, at - given);
          }
          sink.frame(FrameKind.FRAME, bytes, at, length);
          inStep = true;
          at = next;
          given = next;
          continue;
        }
      }
      inStep = false;
      at++;
    }
    noise = at - given;
    return given;
  }

  /** Whether a believable header, or the end of all bytes, is at {@code next}. */
  private boolean confirmed(byte[] bytes, int next, int end) {
    return next == end || (end - next >= prefix + HEADER && believe(bytes, next) > 0);
  }

  /** The length of prefix and packet at {@code at} when its header is believable, else 0. */
  private int believe(byte[] bytes, int at) {
    int i = at + prefix;
    int first = bytes[i] & 0xFF;
    int dataLength = (bytes[i + 4] & 0xFF) << 8 | (bytes[i + 5] & 0xFF);
    int length = HEADER + 1 + dataLength;
    if (first >>> 5 != version || length > maxPacket) {
      return 0;
    }
    boolean zero =
        (first | bytes[i + 1] | bytes[i + 2] | bytes[i + 3] | bytes[i + 4] | bytes[i + 5]) == 0;
    return zero ? 0 : prefix + length;
  }
}
