package io.alidade.protocol.ais;

import io.alidade.event.Flag;

/**
 * The grammar of a VDM or VDO sentence: {@code AIVDM,total,number,sequence,channel,payload,fill},
 * and any further fields, which are not looked at. One instance is used over and over.
 */
final class AisSentence {
  /** No sequence id. */
  static final int NO_SEQUENCE = -1;

  /** The most parts that a message may have; the field has one digit. */
  static final int MAX_PARTS = 9;

  private static final int ADDRESS_LENGTH = 5;
  private static final int SHORTEST = "AIVDM,1,1,,,,0".length();
  private static final int MAX_NUMBER = 9999;

  /** The two letters of the talker. */
  int talker;

  /** True for VDO, the own station's report. */
  boolean own;

  int total;
  int number;
  int sequence;
  int channelStart;
  int channelLength;
  int payloadStart;
  int payloadEnd;
  int fill;

  private int position;

  /** Reads a sentence body; returns null, or what is wrong with it. */
  Flag parse(byte[] a, int start, int end) {
    if (end - start < SHORTEST
        || a[start + ADDRESS_LENGTH] != ','
        || a[start + 2] != 'V'
        || a[start + 3] != 'D'
        || (a[start + 4] != 'M' && a[start + 4] != 'O')) {
      return Flag.GRAMMAR;
    }
    talker = ((a[start] & 0xFF) << 8) | (a[start + 1] & 0xFF);
    own = a[start + 4] == 'O';
    position = start + ADDRESS_LENGTH + 1;
    int at = position;
    if (a[at] == '1' && a[at + 1] == ',' && a[at + 2] == '1' && a[at + 3] == ',') {
      total = 1;
      number = 1;
      position = at + 4;
    } else {
      total = number(a, end);
      number = number(a, end);
    }
    sequence = number(a, end);
    if (total < 0 || number < 0 || sequence < NO_SEQUENCE) {
      return Flag.GRAMMAR;
    }
    channelStart = position;
    channelLength = field(a, end);
    payloadStart = position;
    if (payloadStart > end) {
      return Flag.GRAMMAR;
    }
    if (number == 0 || number > total || total > MAX_PARTS) {
      return Flag.FRAGMENT;
    }
    // As a rule the fill bits' digit is the last byte, and the payload need not be searched.
    boolean regular = end - payloadStart >= 4 && a[end - 2] == ',' && a[end - 4] != ',';
    return regular && fillAt(a, end - 1, end) == null
        ? null
        : fillAt(a, afterFirstComma(a, end), end);
  }

  /**
   * Ends the payload at its first comma, when {@link #parse} took a later one for its end.
   *
   * @return false when there is none, so that the payload is as it was
   */
  boolean shorten(byte[] a, int end) {
    int fillAt = afterFirstComma(a, end);
    return fillAt - 1 < payloadEnd && fillAt(a, fillAt, end) == null;
  }

  private int afterFirstComma(byte[] a, int end) {
    int at = payloadStart;
    while (at < end && a[at] != ',') {
      at++;
    }
    return at + 1;
  }

  private Flag fillAt(byte[] a, int at, int end) {
    payloadEnd = at - 1;
    if (at >= end) {
      return Flag.GRAMMAR;
    }
    fill = a[at] - '0';
    if (fill < 0 || fill > 9) {
      return Flag.GRAMMAR;
    }
    boolean oneDigit = at + 1 == end || a[at + 1] == ',';
    return oneDigit && fill <= 5 ? null : Flag.FILL;
  }

  /** A field's number and moves behind its comma; NO_SEQUENCE when empty, less when not one. */
  private int number(byte[] a, int end) {
    int at = position;
    int value = 0;
    while (at < end && a[at] != ',') {
      int digit = a[at] - '0';
      if (digit < 0 || digit > 9 || value > MAX_NUMBER) {
        return NO_SEQUENCE - 1;
      }
      value = 10 * value + digit;
      at++;
    }
    boolean empty = at == position;
    position = at + 1;
    return empty ? NO_SEQUENCE : value;
  }

  /** A field's length and moves behind its comma. */
  private int field(byte[] a, int end) {
    int start = position;
    int at = start;
    while (at < end && a[at] != ',') {
      at++;
    }
    position = at + 1;
    return at - start;
  }

  /** What parts of one message have in common, as one number that is never 0. */
  long groupKey(byte[] a) {
    int channel = 0;
    for (int i = channelStart; i < channelStart + channelLength; i++) {
      channel = 31 * channel + a[i];
    }
    return (1L << 62)
        | ((long) talker << 46)
        | (own ? 1L << 45 : 0)
        | ((long) total << 41)
        | ((long) (sequence + 1) << 20)
        | (channel & 0xFFFFF);
  }
}
