package io.alidade.journal;

import java.util.Arrays;
import java.util.StringJoiner;

/**
 * Sequences that are missing between a session's first and last record, in order: what salvage
 * could not find. No other session has any. As text, {@code 17-17,30-45}.
 */
final class Gaps {
  private long[] bounds = new long[8];
  private int count;

  /** The gaps that a text states; empty for none. */
  static Gaps parse(String text) {
    Gaps gaps = new Gaps();
    for (String gap : text.isEmpty() ? new String[0] : text.split(",", -1)) {
      int dash = gap.indexOf('-');
      if (dash < 1) {
        throw new NumberFormatException(gap);
      }
      gaps.add(Long.parseLong(gap.substring(0, dash)), Long.parseLong(gap.substring(dash + 1)));
    }
    return gaps;
  }

  void add(long first, long last) {
    if (2 * count == bounds.length) {
      bounds = Arrays.copyOf(bounds, 2 * bounds.length);
    }
    bounds[2 * count] = first;
    bounds[2 * count + 1] = last;
    count++;
  }

  /** Whether it is exactly a gap that lies between what was expected and what was found. */
  boolean leadTo(long expected, long found) {
    int low = 0;
    int high = count - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      long first = bounds[2 * middle];
      if (first == expected) {
        return bounds[2 * middle + 1] == found - 1;
      }
      if (first < expected) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return false;
  }

  /** How many sequences are missing. */
  long missing() {
    long sum = 0;
    for (int i = 0; i < count; i++) {
      sum += bounds[2 * i + 1] - bounds[2 * i] + 1;
    }
    return sum;
  }

  @Override
  public String toString() {
    StringJoiner text = new StringJoiner(",");
    for (int i = 0; i < count; i++) {
      text.add(bounds[2 * i] + "-" + bounds[2 * i + 1]);
    }
    return text.toString();
  }
}
