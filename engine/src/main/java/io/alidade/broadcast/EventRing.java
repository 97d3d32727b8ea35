package io.alidade.broadcast;

import io.alidade.event.Event;
import io.alidade.event.FrameKind;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.agrona.BitUtil;
import org.agrona.BufferUtil;
import org.agrona.concurrent.MessageHandler;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.OneToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.RingBufferDescriptor;

/**
 * Records on their way from the broadcast stage to the event loop. One thread offers, one drains;
 * neither waits for the other.
 */
final class EventRing {
  /** The longest record that is passed on, bytes. */
  static final int MAX_RECORD = 64 << 10;

  /** What a record is: an event, or one that only says what was known before. */
  static final int EVENT = 1;

  static final int KNOWN = 2;

  private final OneToOneRingBuffer ring;
  private final GatewayCounters counters;

  EventRing(int bytes, GatewayCounters counters) {
    if (!BitUtil.isPowerOfTwo(bytes) || bytes < 16 * MAX_RECORD) {
      throw new IllegalArgumentException(
          "the ring needs a power of two of at least " + 16 * MAX_RECORD + " bytes: " + bytes);
    }
    ByteBuffer memory =
        BufferUtil.allocateDirectAligned(
            bytes + RingBufferDescriptor.TRAILER_LENGTH, BitUtil.CACHE_LINE_LENGTH);
    ring = new OneToOneRingBuffer(new UnsafeBuffer(memory));
    this.counters = counters;
  }

  /**
   * Copies the record in; one that does not fit, or that is too long, is counted only. Of a session
   * event that is too long, with a large mission database, the header is: that a session begins is
   * what nobody may miss.
   */
  void offer(Event event, int type) {
    int length = event.length();
    byte[] record = event.array();
    if (length > MAX_RECORD && event.kind() == FrameKind.SESSION) {
      record = header(event);
      length = Event.HEADER_LENGTH;
    }
    if (length < Event.HEADER_LENGTH || length > MAX_RECORD || length > record.length) {
      counters.increment(Count.DROPPED_SIZE);
      return;
    }
    int index = ring.tryClaim(type, length);
    if (index < 0) {
      counters.increment(Count.DROPPED_FULL);
      return;
    }
    ring.buffer().putBytes(index, record, 0, length);
    ring.commit(index);
  }

  private static byte[] header(Event event) {
    byte[] header = Arrays.copyOf(event.array(), Event.HEADER_LENGTH);
    // The lengths of the three sections, which are left out.
    Arrays.fill(header, Event.RAW_LENGTH_OFFSET, Event.FUSED_LENGTH_OFFSET + 4, (byte) 0);
    return header;
  }

  /** Hands over up to {@code limit} records and returns how many. */
  int drain(MessageHandler handler, int limit) {
    return ring.read(handler, limit);
  }

  /** Bytes that wait. */
  int size() {
    return ring.size();
  }
}
