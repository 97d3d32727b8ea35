package io.alidade.export;

import io.alidade.event.Event;
import java.util.Arrays;

/**
 * The KISS frame that says when the next data frame was received: command 9 and eight bytes,
 * milliseconds since 1970 (UTC), big endian, escaped as any frame.
 */
final class TimeStampFrame {
  private static final byte FEND = (byte) 0xC0;
  private static final byte FESC = (byte) 0xDB;
  private static final byte TFEND = (byte) 0xDC;
  private static final byte TFESC = (byte) 0xDD;
  private static final int COMMAND = 9;
  private static final int CONTENT = 9;
  private static final int NS_PER_MS = 1_000_000;

  private TimeStampFrame() {}

  /** The frame's bytes for a time in ns since 1970. */
  static byte[] of(long timeNs) {
    byte[] frame = new byte[2 * CONTENT + 2];
    long millis = Math.floorDiv(timeNs, NS_PER_MS);
    int to = 0;
    frame[to++] = FEND;
    frame[to++] = COMMAND;
    for (int shift = 56; shift >= 0; shift -= 8) {
      byte b = (byte) (millis >>> shift);
      if (b == FEND || b == FESC) {
        frame[to++] = FESC;
        b = b == FEND ? TFEND : TFESC;
      }
      frame[to++] = b;
    }
    frame[to++] = FEND;
    return Arrays.copyOf(frame, to);
  }

  /** The command of a whole frame, 0 for data; -1 when there is nothing between its FENDs. */
  static int command(byte[] bytes, int offset, int length) {
    for (int i = offset; i < offset + length; i++) {
      if (bytes[i] == FESC) {
        return (bytes[i + 1] == TFEND ? FEND : FESC) & 0x0F; // ports 12 and 13
      }
      if (bytes[i] != FEND) {
        return bytes[i] & 0x0F;
      }
    }
    return -1;
  }

  /**
   * The time that a frame says, ns since 1970, or {@link Event#NO_TIME} when it is no time stamp or
   * one that cannot be said in ns.
   */
  static long timeNs(byte[] bytes, int offset, int length) {
    int at = offset;
    int end = offset + length;
    while (at < end && bytes[at] == FEND) {
      at++;
    }
    while (end > at && bytes[end - 1] == FEND) {
      end--;
    }
    if (at == end || (bytes[at] & 0x0F) != COMMAND || bytes[at] == FESC) {
      return Event.NO_TIME;
    }
    long millis = 0;
    int count = 0;
    for (at++; at < end; at++) {
      byte b = bytes[at];
      if (b == FESC) {
        byte code = ++at < end ? bytes[at] : 0;
        if (code != TFEND && code != TFESC) {
          return Event.NO_TIME;
        }
        b = code == TFEND ? FEND : FESC;
      }
      millis = millis << 8 | (b & 0xFF);
      count++;
    }
    boolean usable = count == CONTENT - 1 && millis >= 0 && millis <= Long.MAX_VALUE / NS_PER_MS;
    return usable ? millis * NS_PER_MS : Event.NO_TIME;
  }
}
