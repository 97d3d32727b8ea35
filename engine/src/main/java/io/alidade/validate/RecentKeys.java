package io.alidade.validate;

import java.util.Arrays;

/**
 * Gives each of the keys used lately a slot of its own, from a fixed number. Keys are in sets of
 * eight; in a full set the one longest unused makes room.
 */
final class RecentKeys {
  private static final int WAYS = 8;
  private static final long FACTOR = 0x9E3779B97F4A7C15L;

  private final long[] keys;
  private final long[] used;
  private final int sets;
  private long uses;
  private boolean added;

  /**
   * No keys yet.
   *
   * @param capacity how many slots there are, a power of two from 8 on
   */
  RecentKeys(int capacity) {
    keys = new long[capacity];
    used = new long[capacity];
    sets = capacity / WAYS;
  }

  void clear() {
    Arrays.fill(used, 0);
    uses = 0;
  }

  /** The key's slot, which {@link #added} says to be new or not. */
  int slot(long key) {
    int first = (int) ((key * FACTOR >>> 32) & sets - 1) * WAYS;
    int oldest = first;
    for (int i = first; i < first + WAYS; i++) {
      if (used[i] != 0 && keys[i] == key) {
        used[i] = ++uses;
        added = false;
        return i;
      }
      if (used[i] < used[oldest]) {
        oldest = i;
      }
    }
    keys[oldest] = key;
    used[oldest] = ++uses;
    added = true;
    return oldest;
  }

  /** Whether the slot given last was another key's, or nobody's, before. */
  boolean added() {
    return added;
  }
}
