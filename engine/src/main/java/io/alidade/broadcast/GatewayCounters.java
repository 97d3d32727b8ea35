package io.alidade.broadcast;

import java.util.concurrent.atomic.AtomicLongArray;

/** The gateway's counters. Each has one writer, a thread of its own; any thread may read. */
@SuppressWarnings("EnumOrdinal") // an index for the life of the process only
final class GatewayCounters {
  private static final Count[] COUNTS = Count.values();

  /** A cache line apart, so that the publishing thread's are not the event loop's. */
  private static final int STRIDE = 8;

  private final AtomicLongArray values = new AtomicLongArray((COUNTS.length + 1) * STRIDE);

  void add(Count count, long n) {
    int index = count.ordinal() * STRIDE;
    values.lazySet(index, values.getPlain(index) + n);
  }

  void increment(Count count) {
    add(count, 1);
  }

  void max(Count count, long value) {
    int index = count.ordinal() * STRIDE;
    if (value > values.getPlain(index)) {
      values.lazySet(index, value);
    }
  }

  long get(Count count) {
    return values.get(count.ordinal() * STRIDE);
  }

  /** Appends a JSON object of all counters. */
  void json(StringBuilder out) {
    char separator = '{';
    for (Count count : COUNTS) {
      out.append(separator).append('"').append(count.text).append("\":").append(get(count));
      separator = ',';
    }
    out.append('}');
  }
}
