package io.alidade.mission;

import io.alidade.event.Field;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The values of one packet that conditions, sizes and context calibrators ask for, by slot. A value
 * that the packet has not given yet is the parameter's initial value, or unknown.
 */
final class Values {
  /**
   * A slot's initial value.
   *
   * @param known false for parameters without one
   * @param local the field of the link that gives the value instead, a text, where the link has it;
   *     null for none
   */
  @SuppressWarnings("ArrayRecordComponent") // compared by no one
  record Initial(
      boolean known, long bits, double raw, double calibrated, byte[] text, Field local) {
    static final Initial UNKNOWN = new Initial(false, 0, 0, 0, null, null);

    Initial givenBy(Field field) {
      return new Initial(known, bits, raw, calibrated, text, field);
    }
  }

  /** The longest text that is compared, bytes. */
  static final int MAX_TEXT = 256;

  /** Where the slot's value is found, or -1 while it is unknown. */
  private final int[] index;

  private final int[] initialIndex;
  private final long[] bits;
  private final double[] raw;
  private final double[] calibrated;
  private final byte[][] text;
  private final byte[][] buffers;
  private final int[] textLength;

  /** Slots whose values the link may give, with their initial values and room for the link's. */
  private final int[] localSlots;

  private final Initial[] local;
  private final byte[][] localBuffers;

  Values(List<Initial> initial) {
    int slots = initial.size();
    index = new int[slots];
    initialIndex = new int[slots];
    bits = new long[2 * slots];
    raw = new double[2 * slots];
    calibrated = new double[2 * slots];
    text = new byte[2 * slots][];
    buffers = new byte[slots][MAX_TEXT];
    textLength = new int[2 * slots];
    for (int i = 0; i < slots; i++) {
      Initial value = initial.get(i);
      initialIndex[i] = value.known() ? slots + i : -1;
      bits[slots + i] = value.bits();
      raw[slots + i] = value.raw();
      calibrated[slots + i] = value.calibrated();
      text[slots + i] = value.text();
      textLength[slots + i] = value.text() == null ? 0 : value.text().length;
    }
    localSlots = IntStream.range(0, slots).filter(i -> initial.get(i).local() != null).toArray();
    local = IntStream.of(localSlots).mapToObj(initial::get).toArray(Initial[]::new);
    localBuffers = new byte[localSlots.length][MAX_TEXT];
    clear();
  }

  /** Takes a text that the link has for the packet to come. */
  void setLocal(Field field, byte[] source, int offset, int length) {
    for (int k = 0; k < localSlots.length; k++) {
      if (local[k].local() == field) {
        System.arraycopy(source, offset, localBuffers[k], 0, Math.min(length, MAX_TEXT));
        setInitial(localSlots[k], true, localBuffers[k], length);
      }
    }
  }

  /** Forgets what the link gave. */
  void clearLocal() {
    for (int k = 0; k < localSlots.length; k++) {
      byte[] given = local[k].text();
      setInitial(localSlots[k], local[k].known(), given, given == null ? 0 : given.length);
    }
  }

  private void setInitial(int slot, boolean known, byte[] value, int length) {
    int i = index.length + slot;
    initialIndex[slot] = known ? i : -1;
    text[i] = value;
    textLength[i] = length;
  }

  /** Forgets the packet's values. */
  void clear() {
    System.arraycopy(initialIndex, 0, index, 0, index.length);
  }

  void set(int slot, long rawBits, double rawValue, double calibratedValue) {
    index[slot] = slot;
    bits[slot] = rawBits;
    raw[slot] = rawValue;
    calibrated[slot] = calibratedValue;
    text[slot] = null;
  }

  /** Keeps a text's first bytes; a longer one equals no text that a condition has. */
  void setText(int slot, byte[] source, int offset, int length) {
    index[slot] = slot;
    text[slot] = buffers[slot];
    textLength[slot] = length;
    System.arraycopy(source, offset, buffers[slot], 0, Math.min(length, MAX_TEXT));
  }

  boolean isKnown(int slot) {
    return index[slot] >= 0;
  }

  /** The integer before calibration; for a float its truncation. */
  long bits(int slot) {
    return bits[index[slot]];
  }

  double raw(int slot) {
    return raw[index[slot]];
  }

  double calibrated(int slot) {
    return calibrated[index[slot]];
  }

  /** A text of at most {@link #MAX_TEXT} bytes; null for a longer one and for a number. */
  byte[] text(int slot) {
    int i = index[slot];
    return textLength[i] > MAX_TEXT ? null : text[i];
  }

  int textLength(int slot) {
    return textLength[index[slot]];
  }

  boolean textEquals(int slot, byte[] other) {
    int i = index[slot];
    if (text[i] == null || textLength[i] != other.length) {
      return false;
    }
    for (int k = 0; k < other.length; k++) {
      if (text[i][k] != other[k]) {
        return false;
      }
    }
    return true;
  }
}
