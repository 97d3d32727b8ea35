package io.alidade.framing;

import io.alidade.event.FrameKind;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Finds channel access data units (CCSDS 131.0-B) in a byte stream: the attached sync marker {@code
 * 1ACFFC1D} and, after it, a frame of fixed length. The marker may begin at any bit of a byte, and
 * all bits may be inverted.
 *
 * <ul>
 *   <li>Searching, at the start and when lock is lost, the framer goes bit by bit to the next
 *       marker without a wrong bit, of either polarity. That is lock.
 *   <li>In lock the next marker is due directly after the frame. With up to {@value #MAX_ERRORS} of
 *       its 32 bits wrong, in either polarity, it counts as found.
 *   <li>If it is not found, {@value #BACK} bits before the place where it is due and all of a
 *       frame's length after it are searched for a marker without a wrong bit. If there is one,
 *       bits were lost or inserted, and frames go on from there. If there is none, the frame is
 *       taken where it is due, but only {@value #MAX_MISSES} times in a row; then lock is lost.
 * </ul>
 *
 * A frame's bytes are those of the link up to and with the byte that holds its last bit, from where
 * the bytes before it ended. So, when frames begin inside a byte, that byte belongs to the frame
 * that ends in it, and the frame's first bits are the last bits of the event before (after lost
 * bits, as many as {@value #BACK} more). Bytes before the one with a marker's first bit are {@link
 * FrameKind#NOISE}, in pieces of {@value #MAX_NOISE} bytes at most; a frame that the stream's end
 * cuts off is {@link FrameKind#CUT}.
 *
 * <p>Bits that are lost inside a frame are noticed at its end: this frame and what was received of
 * the next up to there are one frame. Not thread-safe.
 */
public final class CaduFramer implements Framer {
  /** The attached sync marker. */
  public static final int MARKER = 0x1ACFFC1D;

  /** The longest frame that can be configured, bytes. */
  public static final int MAX_LENGTH = 65_536 + 512;

  private static final int MARKER_BITS = 32;
  private static final int MAX_ERRORS = 3;
  private static final int MAX_MISSES = 2;
  private static final int BACK = 7;
  private static final int MAX_NOISE = 1024;

  /** Bytes kept before {@link #start}, for a marker that begins in them. */
  private static final int KEPT = 4;

  private final int unitBits;
  private final byte[] buffer;

  /** The end of the bytes in the buffer. */
  private int fill;

  /** The first byte not given. */
  private int start;

  /** In lock the first bit of the marker that is due, else where the search goes on. */
  private int bit;

  private boolean locked;

  /** In lock: the frame at {@link #bit} is taken, whether its marker was found or not. */
  private boolean taken;

  private int misses;

  // What any thread may read of all that; see json.
  private static final int STATE = 0;
  private static final int INVERTED = 1;
  private static final int LOCKS = 2;
  private static final int LOSSES = 3;
  private static final int SLIPS = 4;
  private static final int FLYWHEEL = 5;

  private static final String[] STATES = {"search", "lock", "flywheel"};

  private final AtomicLongArray counts = new AtomicLongArray(FLYWHEEL + 1);

  /**
   * A framer for frames of one length.
   *
   * @param frameLength bytes after the marker, check symbols included, 8 to {@link #MAX_LENGTH}
   */
  public CaduFramer(int frameLength) {
    if (frameLength < 8 || frameLength > MAX_LENGTH) {
      throw new IllegalArgumentException("frame length " + frameLength + " is not 8 to 66048");
    }
    unitBits = MARKER_BITS + 8 * frameLength;
    // What may have to wait: noise, a frame without its marker and the frame and marker after it.
    buffer = new byte[2 * (KEPT + MAX_NOISE + 2 * (unitBits / 8) + 16)];
  }

  /** The longest frame of any kind, bytes. */
  public int maxFrame() {
    return Math.max(MAX_NOISE, unitBits / 8 + 1);
  }

  /** Whether the next marker's place is known. */
  public boolean isLocked() {
    return locked;
  }

  /** How often lock was found; this and the like from any thread. */
  public long locks() {
    return counts.get(LOCKS);
  }

  /** How often it was lost again, the ends of the stream left out. */
  public long losses() {
    return counts.get(LOSSES);
  }

  /** How often, in lock, a marker was found elsewhere than it was due: bits lost or inserted. */
  public long slips() {
    return counts.get(SLIPS);
  }

  /** Frames taken where they were due though their markers were not found. */
  public long flywheels() {
    return counts.get(FLYWHEEL);
  }

  /**
   * Appends {@code ,"sync":{"state":"lock","inverted":false,"locks":1,...}}: {@code search}, {@code
   * lock}, or {@code flywheel} while markers that are due are not found; whether the last marker
   * was inverted; {@link #locks}, {@link #losses}, {@link #slips} and {@link #flywheels}.
   */
  @Override
  public void json(StringBuilder out) {
    out.append(",\"sync\":{\"state\":\"").append(STATES[(int) counts.get(STATE)]);
    out.append("\",\"inverted\":").append(counts.get(INVERTED) != 0);
    out.append(",\"locks\":").append(locks());
    out.append(",\"losses\":").append(losses());
    out.append(",\"slips\":").append(slips());
    out.append(",\"flywheel\":").append(flywheels()).append('}');
  }

  private void count(int index) {
    counts.lazySet(index, counts.getPlain(index) + 1);
  }

  /** The next marker is found, with these bits. */
  private void found(int word) {
    misses = 0;
    taken = true;
    counts.lazySet(STATE, 1);
    counts.lazySet(INVERTED, Integer.bitCount(word ^ MARKER) > MARKER_BITS / 2 ? 1 : 0);
  }

  @Override
  public void feed(byte[] bytes, int offset, int length, FrameSink sink) {
    int i = offset;
    int end = offset + length;
    while (i < end) {
      // A few bytes stay free, so that any five bytes can be read at once.
      int room = buffer.length - 8 - fill;
      if (room == 0) {
        compact();
        continue;
      }
      int copied = Math.min(room, end - i);
      System.arraycopy(bytes, i, buffer, fill, copied);
      fill += copied;
      i += copied;
      run(false, sink);
    }
  }

  @Override
  public void end(FrameSink sink) {
    run(true, sink);
    if (locked) {
      noise(bit >> 3, sink);
      if (fill > start) {
        sink.frame(FrameKind.CUT, buffer, start, fill - start);
      }
    } else {
      noise(fill, sink);
    }
    fill = 0;
    start = 0;
    bit = 0;
    locked = false;
    taken = false;
    misses = 0;
    counts.lazySet(STATE, 0);
  }

  private void compact() {
    int from = Math.max(0, start - KEPT);
    System.arraycopy(buffer, from, buffer, 0, fill - from);
    fill -= from;
    start -= from;
    bit -= 8 * from;
  }

  private void run(boolean last, FrameSink sink) {
    int bits = 8 * fill;
    while (locked || search(sink)) {
      if (!taken && !take(bits, last)) {
        if (locked) {
          return;
        }
        continue;
      }
      if (bit + unitBits > bits) {
        return;
      }
      noise(bit >> 3, sink);
      bit += unitBits;
      int end = bit + 7 >> 3;
      sink.frame(FrameKind.FRAME, buffer, start, end - start);
      start = end;
      taken = false;
    }
  }

  /** Goes on to a marker without a wrong bit; false when there is none in the buffer. */
  private boolean search(FrameSink sink) {
    int limit = 8 * fill - MARKER_BITS;
    while (bit <= limit) {
      int word = word(bit);
      if (word == MARKER || word == ~MARKER) {
        locked = true;
        found(word);
        count(LOCKS);
        return true;
      }
      bit++;
      while ((bit >> 3) - start >= MAX_NOISE) {
        noise(start + MAX_NOISE, sink);
      }
    }
    return false;
  }

  /** Decides on the frame that is due; false when more bits are needed, or when lock is lost. */
  private boolean take(int bits, boolean last) {
    if (bit + MARKER_BITS > bits) {
      return false;
    }
    int due = word(bit);
    int wrong = Integer.bitCount(due ^ MARKER);
    if (wrong <= MAX_ERRORS || wrong >= MARKER_BITS - MAX_ERRORS) {
      found(due);
      return true;
    }
    int limit = bit + unitBits - 1;
    if (limit + MARKER_BITS > bits) {
      if (!last) {
        return false;
      }
      limit = bits - MARKER_BITS;
    }
    for (int at = bit - BACK; at <= limit; at++) {
      int word = word(at);
      if (word == MARKER || word == ~MARKER) {
        bit = at;
        found(word);
        count(SLIPS);
        return true;
      }
    }
    if (misses == MAX_MISSES) {
      locked = false;
      bit = limit + 1;
      counts.lazySet(STATE, 0);
      count(LOSSES);
      return false;
    }
    misses++;
    taken = true;
    counts.lazySet(STATE, 2);
    count(FLYWHEEL);
    return true;
  }

  /** Gives what is before a byte as noise. */
  private void noise(int end, FrameSink sink) {
    while (start < end) {
      int length = Math.min(end - start, MAX_NOISE);
      sink.frame(FrameKind.NOISE, buffer, start, length);
      start += length;
    }
  }

  /** The 32 bits from a bit on. */
  private int word(int at) {
    int i = at >> 3;
    byte[] b = buffer;
    long five =
        (b[i] & 0xFFL) << 32
            | (b[i + 1] & 0xFFL) << 24
            | (b[i + 2] & 0xFF) << 16
            | (b[i + 3] & 0xFF) << 8
            | (b[i + 4] & 0xFF);
    return (int) (five >>> 8 - (at & 7));
  }
}
