package io.alidade.mission;

import static java.nio.charset.StandardCharsets.UTF_8;

/** The labels of an enumeration by raw value, as UTF-8. Immutable. */
final class Labels {
  private static final int MAX_TABLE = 4096;

  /** Pairs of least and greatest raw values, in the order of the file. */
  private final long[] ranges;

  private final byte[][] labels;

  /** Labels by raw value less {@link #first}, where values lie close together. */
  private final byte[][] table;

  private final long first;

  Labels(long[] ranges, String[] names) {
    this.ranges = ranges;
    labels = new byte[names.length][];
    long low = Long.MAX_VALUE;
    long high = Long.MIN_VALUE;
    for (int i = 0; i < names.length; i++) {
      labels[i] = names[i].getBytes(UTF_8);
      low = Math.min(low, ranges[2 * i]);
      high = Math.max(high, ranges[2 * i + 1]);
    }
    long span = names.length == 0 ? 0 : high - low + 1;
    first = low;
    table = span > 0 && span <= MAX_TABLE ? new byte[(int) span][] : null;
    for (int i = names.length - 1; table != null && i >= 0; i--) {
      for (long value = ranges[2 * i]; value <= ranges[2 * i + 1]; value++) {
        table[(int) (value - first)] = labels[i];
      }
    }
  }

  /** The label, or null for a value without one. */
  byte[] of(long value) {
    if (table != null) {
      long i = value - first;
      return i >= 0 && i < table.length ? table[(int) i] : null;
    }
    for (int i = 0; i < labels.length; i++) {
      if (value >= ranges[2 * i] && value <= ranges[2 * i + 1]) {
        return labels[i];
      }
    }
    return null;
  }

  /** The raw values with a label, as pairs; empty for a label that there is not. */
  long[] valuesOf(String label) {
    byte[] wanted = label.getBytes(UTF_8);
    long[] found = new long[2 * labels.length];
    int count = 0;
    for (int i = 0; i < labels.length; i++) {
      if (java.util.Arrays.equals(labels[i], wanted)) {
        found[count++] = ranges[2 * i];
        found[count++] = ranges[2 * i + 1];
      }
    }
    return java.util.Arrays.copyOf(found, count);
  }
}
