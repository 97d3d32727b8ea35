package io.alidade.protocol.ais;

import io.alidade.event.Field;
import java.util.Arrays;

/**
 * The fields of application data, one after the other. Built once; written by a loop over arrays,
 * for application messages are rare and their code need not be fast.
 *
 * <pre>{@code
 * Layout.of().number(Field.WDIR, 9).absentFrom(360).decimal(Field.VISIBILITY, 8, 1).absent(255)
 * }</pre>
 */
final class Layout {
  private static final int SKIP = 0;
  private static final int UNSIGNED = 1;
  private static final int SIGNED = 2;
  private static final int FLAG = 3;
  private static final int TEXT = 4;
  private static final int LON = 5;
  private static final int LAT = 6;
  private static final int FINE_LON = 7;
  private static final int FINE_LAT = 8;
  private static final int DAY_TIME = 9;
  private static final int MONTH_TIME = 10;

  private static final int MAX_FIELDS = 64;
  private static final int NEVER = Integer.MAX_VALUE;

  private Field[] fields = new Field[MAX_FIELDS];
  private int[] kinds = new int[MAX_FIELDS];
  private int[] counts = new int[MAX_FIELDS];
  private int[] decimals = new int[MAX_FIELDS];
  private int[] offsets = new int[MAX_FIELDS];
  private int[] factors = new int[MAX_FIELDS];
  private int[] absentFrom = new int[MAX_FIELDS];
  private int[] absentTo = new int[MAX_FIELDS];
  private int size;
  private int bits;

  private Layout() {}

  static Layout of() {
    return new Layout();
  }

  /** Bits that say nothing. */
  Layout skip(int count) {
    return add(null, SKIP, count);
  }

  Layout number(Field field, int count) {
    return add(field, UNSIGNED, count);
  }

  Layout decimal(Field field, int count, int places) {
    add(field, UNSIGNED, count);
    decimals[size - 1] = places;
    return this;
  }

  Layout signedDecimal(Field field, int count, int places) {
    add(field, SIGNED, count);
    decimals[size - 1] = places;
    return this;
  }

  Layout flag(Field field) {
    return add(field, FLAG, 1);
  }

  Layout text(Field field, int characters) {
    return add(field, TEXT, 6 * characters);
  }

  /** Longitude in 25 bits, 1/1,000 minute. */
  Layout lon(Field field) {
    return add(field, LON, 25);
  }

  /** Latitude in 24 bits, 1/1,000 minute. */
  Layout lat(Field field) {
    return add(field, LAT, 24);
  }

  /** Longitude in 28 bits, 1/10,000 minute. */
  Layout fineLon(Field field) {
    return add(field, FINE_LON, 28);
  }

  /** Latitude in 27 bits, 1/10,000 minute. */
  Layout fineLat(Field field) {
    return add(field, FINE_LAT, 27);
  }

  /** Day, hour and minute in 16 bits. */
  Layout dayTime() {
    return add(Field.TIMESTAMP, DAY_TIME, 16);
  }

  /** Month, day, hour and minute in 20 bits, as one text. */
  Layout monthTime(Field field) {
    return add(field, MONTH_TIME, 20);
  }

  /** The last field is the raw value and this, before decimals are set off. */
  Layout plus(int offset) {
    offsets[size - 1] = offset;
    return this;
  }

  /** The last field is this times the raw value, before decimals are set off. */
  Layout times(int factor) {
    factors[size - 1] = factor;
    return this;
  }

  /** The last field's raw value that means "not available"; of a coordinate, beside 181 or 91. */
  Layout absent(int raw) {
    absentFrom[size - 1] = raw;
    absentTo[size - 1] = raw;
    return this;
  }

  /** The last field's first raw value of those that mean "not available" or nothing at all. */
  Layout absentFrom(int raw) {
    absentFrom[size - 1] = raw;
    absentTo[size - 1] = NEVER - 1;
    return this;
  }

  /** The layout is complete. */
  Layout end() {
    fields = Arrays.copyOf(fields, size);
    kinds = Arrays.copyOf(kinds, size);
    counts = Arrays.copyOf(counts, size);
    decimals = Arrays.copyOf(decimals, size);
    offsets = Arrays.copyOf(offsets, size);
    factors = Arrays.copyOf(factors, size);
    absentFrom = Arrays.copyOf(absentFrom, size);
    absentTo = Arrays.copyOf(absentTo, size);
    return this;
  }

  private Layout add(Field field, int kind, int count) {
    fields[size] = field;
    kinds[size] = kind;
    counts[size] = count;
    factors[size] = 1;
    absentFrom[size] = NEVER;
    absentTo[size] = NEVER;
    bits += count;
    size++;
    return this;
  }

  /** The number of bits of all fields. */
  int bits() {
    return bits;
  }

  /** Writes the fields from a bit on; the message has at least {@link #bits} from there. */
  void write(AisFields f, int start) {
    int at = start;
    for (int i = 0; i < size; i++) {
      Field field = fields[i];
      int count = counts[i];
      switch (kinds[i]) {
        case UNSIGNED -> scaled(f, i, f.bits.unsigned(at, count));
        case SIGNED -> scaled(f, i, f.bits.signed(at, count));
        case FLAG -> f.flag(field, at);
        case TEXT -> f.text(field, at, count / 6);
        case LON -> {
          int raw = f.bits.signed(at, count);
          if (isPresent(i, raw)) {
            f.longitude(field, raw, AisFields.THOUSANDTHS);
          }
        }
        case LAT -> {
          int raw = f.bits.signed(at, count);
          if (isPresent(i, raw)) {
            f.latitude(field, raw, AisFields.THOUSANDTHS);
          }
        }
        case FINE_LON -> f.longitude(field, f.bits.signed(at, count), AisFields.TEN_THOUSANDTHS);
        case FINE_LAT -> f.latitude(field, f.bits.signed(at, count), AisFields.TEN_THOUSANDTHS);
        case DAY_TIME -> f.dayTime(at);
        case MONTH_TIME -> f.monthTime(field, at);
        default -> {}
      }
      at += count;
    }
  }

  private void scaled(AisFields f, int i, int raw) {
    if (isPresent(i, raw)) {
      f.out.decimal(fields[i], factors[i] * (long) (raw + offsets[i]), decimals[i]);
    }
  }

  private boolean isPresent(int i, int raw) {
    return raw < absentFrom[i] || raw > absentTo[i];
  }
}
