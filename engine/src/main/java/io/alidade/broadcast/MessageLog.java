package io.alidade.broadcast;

import io.netty.buffer.ByteBuf;

/**
 * The last live messages, encoded, once for all clients. A client that is busy for a moment finds
 * here what it has not got yet; bounded in messages, bytes and age, so one that is busy for longer
 * does not. Messages are numbered from 0. Belongs to the event loop.
 */
final class MessageLog {
  private static final int CAPACITY = 1024;

  private final ByteBuf[] frames = new ByteBuf[CAPACITY];
  private final long[] seqs = new long[CAPACITY];
  private final long[] positions = new long[CAPACITY];
  private final long[] times = new long[CAPACITY];
  private final int maxBytes;
  private final long maxAgeNs;
  private long first;
  private long next;
  private long bytes;

  MessageLog(int maxBytes, long maxAgeNs) {
    this.maxBytes = maxBytes;
    this.maxAgeNs = maxAgeNs;
  }

  /** The number of the oldest message that is still here; {@link #next} when none is. */
  long first() {
    return first;
  }

  /** The number that the next message will have. */
  long next() {
    return next;
  }

  /** Appends a frame, takes over its reference, and lets the oldest go if need be. */
  void append(ByteBuf frame, long seq, long position, long nowNs) {
    int size = frame.readableBytes();
    while (first < next && (next - first == CAPACITY || bytes + size > maxBytes)) {
      dropFirst();
    }
    int slot = slot(next);
    frames[slot] = frame;
    seqs[slot] = seq;
    positions[slot] = position;
    times[slot] = nowNs;
    bytes += size;
    next++;
  }

  /** Lets go what is too old. */
  void expire(long nowNs) {
    while (first < next && nowNs - times[slot(first)] > maxAgeNs) {
      dropFirst();
    }
  }

  void clear() {
    while (first < next) {
      dropFirst();
    }
  }

  private void dropFirst() {
    int slot = slot(first++);
    bytes -= frames[slot].readableBytes();
    frames[slot].release();
    frames[slot] = null;
  }

  /** A message's frame, to be duplicated for each use. */
  ByteBuf frame(long number) {
    return frames[slot(number)];
  }

  /** The sequence of a message's last event. */
  long seq(long number) {
    return seqs[slot(number)];
  }

  /** The position of a message's last event. */
  long position(long number) {
    return positions[slot(number)];
  }

  private static int slot(long number) {
    return (int) (number % CAPACITY);
  }
}
