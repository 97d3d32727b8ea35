package io.alidade.protocol.nmea;

import io.alidade.event.Event;
import io.alidade.event.Field;
import io.alidade.event.FieldWriter;

/**
 * What receivers append to a sentence after its checksum, as the US Coast Guard's network does:
 * {@code ,d-109,S2105,t235959.00,T59.00339837,r09STOL1,1272844797}. Pieces that are not of a known
 * form are passed over.
 */
final class Metadata {
  private static final int MAX_SLOT = 2249;

  int stationStart;
  int stationLength;

  /** UTC, ns since 1970, or {@link Event#NO_TIME}. */
  long time;

  private boolean hasSignal;
  private int signal;
  private int slot;
  private long toa;
  private int toaDecimals;

  void clear() {
    stationLength = 0;
    time = Event.NO_TIME;
    hasSignal = false;
    slot = -1;
    toa = -1;
  }

  /** Reads the bytes after the checksum. */
  void read(byte[] bytes, int start, int end) {
    for (int i = start; i < end; ) {
      int next = i;
      boolean printable = true;
      while (next < end && bytes[next] != ',') {
        printable &= bytes[next] > 0x20 && bytes[next] < 0x7F;
        next++;
      }
      if (printable && next > i && i > start) {
        piece(bytes, i, next);
      }
      i = next + 1;
    }
  }

  private void piece(byte[] bytes, int start, int end) {
    int length = end - start;
    switch (bytes[start]) {
      case 'r', 'b', 'B' -> {
        if (length > 1) {
          stationStart = start;
          stationLength = length;
        }
      }
      case 'd' -> {
        boolean minus = length > 1 && bytes[start + 1] == '-';
        int value = number(bytes, start + (minus ? 2 : 1), end, 999);
        if (value >= 0) {
          hasSignal = true;
          signal = minus ? -value : value;
        }
      }
      case 'S' -> {
        int value = number(bytes, start + 1, end, MAX_SLOT);
        slot = value >= 0 ? value : slot;
      }
      case 'T' -> arrival(bytes, start + 1, end);
      default -> {
        if (length >= 9 && length <= 18) {
          long read = TagBlock.time(bytes, start, end);
          time = read == Event.NO_TIME ? time : read;
        }
      }
    }
  }

  /** Reads seconds of the minute, below 61, with up to 9 decimals. */
  private void arrival(byte[] bytes, int start, int end) {
    long value = 0;
    int decimals = -1;
    int digits = 0;
    for (int i = start; i < end; i++) {
      int digit = bytes[i] - '0';
      if (digit >= 0 && digit <= 9 && digits < 11 && decimals < 9) {
        value = value * 10 + digit;
        digits++;
        decimals += decimals >= 0 ? 1 : 0;
      } else if (bytes[i] == '.' && decimals < 0 && digits > 0 && digits <= 2) {
        decimals = 0;
      } else {
        return;
      }
    }
    int places = Math.max(decimals, 0);
    long limit = 61;
    for (int i = 0; i < places; i++) {
      limit *= 10;
    }
    if (digits > 0 && value < limit) {
      toa = value;
      toaDecimals = places;
    }
  }

  /** A number from 0 to {@code max}, or -1. */
  private static int number(byte[] bytes, int start, int end, int max) {
    int value = start < end ? 0 : -1;
    for (int i = start; i < end; i++) {
      int digit = bytes[i] - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      value = value * 10 + digit;
      if (value > max) {
        return -1;
      }
    }
    return value;
  }

  /** Writes signal, slot and time of arrival, as far as they are known. */
  void write(FieldWriter out) {
    if (hasSignal) {
      out.integer(Field.SIGNAL, signal);
    }
    if (slot >= 0) {
      out.integer(Field.SLOT, slot);
    }
    if (toa >= 0) {
      out.decimal(Field.TOA, toa, toaDecimals);
    }
  }
}
