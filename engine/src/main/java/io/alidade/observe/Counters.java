package io.alidade.observe;

import io.alidade.event.Event;
import io.alidade.event.Flag;
import io.alidade.event.Quality;
import java.util.concurrent.atomic.AtomicLongArray;

/** How many events there were, by quality and by flag. One writer thread, any readers. */
public final class Counters {
  private static final int FLAGS = 64;

  private final AtomicLongArray byQuality = new AtomicLongArray(Quality.COUNT);
  private final AtomicLongArray byFlag = new AtomicLongArray(FLAGS);

  /** Counts one event. */
  public void onEvent(Event event) {
    increment(byQuality, event.quality().code);
    for (long flags = event.flags(); flags != 0; flags &= flags - 1) {
      increment(byFlag, Long.numberOfTrailingZeros(flags));
    }
  }

  private static void increment(AtomicLongArray counters, int index) {
    counters.lazySet(index, counters.getPlain(index) + 1);
  }

  /** Events of a quality so far. */
  public long of(Quality quality) {
    return byQuality.get(quality.code);
  }

  /** Events with a flag so far. */
  public long of(Flag flag) {
    return byFlag.get(Long.numberOfTrailingZeros(flag.bit));
  }

  /** All events so far. */
  public long total() {
    long total = 0;
    for (Quality quality : Quality.values()) {
      total += of(quality);
    }
    return total;
  }

  /** Appends {@code "events":{"good":1,...},"flags":{"checksum":2,...}}. */
  public void json(StringBuilder out) {
    out.append("\"events\":{");
    String comma = "";
    for (Quality quality : Quality.values()) {
      out.append(comma)
          .append('"')
          .append(quality.name().toLowerCase(java.util.Locale.ROOT))
          .append("\":")
          .append(of(quality));
      comma = ",";
    }
    out.append("},\"flags\":{");
    comma = "";
    for (Flag flag : Flag.values()) {
      if (of(flag) > 0) {
        out.append(comma).append('"').append(flag.text()).append("\":").append(of(flag));
        comma = ",";
      }
    }
    out.append('}');
  }
}
