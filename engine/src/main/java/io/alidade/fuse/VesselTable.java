package io.alidade.fuse;

import io.alidade.event.Event;
import io.alidade.event.Field;
import io.alidade.event.FieldReader;
import io.alidade.event.FieldWriter;
import java.util.Arrays;
import org.agrona.collections.Hashing;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The vessels heard, by MMSI: identity and latest motion, each field the latest that was given. All
 * memory is taken at construction, {@link Vessel#LENGTH} bytes a vessel. When the table is full,
 * the vessel longest unheard makes room, and is counted.
 */
final class VesselTable {
  private static final int NONE = -1;

  private final int capacity;
  private final Vessel vessel;
  private final int[] mmsis;
  private final int[] buckets; // open addressing: slot + 1, 0 for free
  private final int mask;
  private final int[] older;
  private final int[] newer;
  private int oldest;
  private int newest;
  private int size;
  private long evicted;

  /** The vessel that was written last as state. */
  private int written = NONE;

  VesselTable(int capacity) {
    this.capacity = capacity;
    byte[] memory = new byte[Math.multiplyExact(capacity, Vessel.LENGTH)];
    vessel = new Vessel(new UnsafeBuffer(memory), memory);
    mmsis = new int[capacity];
    older = new int[capacity];
    newer = new int[capacity];
    buckets = new int[Integer.highestOneBit(Math.max(1, capacity * 2 - 1)) * 2];
    mask = buckets.length - 1;
    clear();
  }

  void clear() {
    Arrays.fill(buckets, 0);
    oldest = NONE;
    newest = NONE;
    size = 0;
    evicted = 0;
    written = NONE;
  }

  int size() {
    return size;
  }

  long evicted() {
    return evicted;
  }

  /**
   * Merges a complete AIS message into its vessel and says the vessel in the fused section, which
   * is being written.
   */
  void merge(Event event, FieldWriter out) {
    FieldReader fields = event.decoded();
    if (!fields.find(Field.MMSI)) {
      return;
    }
    vessel.at(slotOf((int) fields.mantissa()));
    vessel.merge(event);
    out.beginObject(Field.TRACK);
    vessel.write(out);
    out.endNested();
  }

  /**
   * Writes vessels as an array, the longest unheard first.
   *
   * @param first how many vessels earlier calls have written; 0 begins again
   */
  void writeState(FieldWriter out, int first, int count) {
    // Goes on behind the last one, not at its successor then: when parts are restored one by one
    // and each written again, that has only come with this part.
    int next = first == 0 || written == NONE ? oldest : newer[written];
    out.beginArray(Field.VESSELS);
    for (int i = 0; i < count && next != NONE; i++) {
      vessel.at(next);
      vessel.writeState(out);
      written = next;
      next = newer[next];
    }
    out.endNested();
  }

  /** Adds the vessels of such an array, whose start has been read. */
  void read(FieldReader fields, byte[] source) {
    int outside = fields.depth();
    while (fields.next() && fields.depth() > outside) {
      // An object's start; its first entry is the MMSI.
      if (fields.next() && fields.id() == Field.MMSI.id) {
        vessel.at(slotOf((int) fields.mantissa()));
        vessel.read(fields, source);
      }
    }
  }

  void evicted(long count) {
    evicted = count;
  }

  private int slotOf(int mmsi) {
    int bucket = Hashing.hash(mmsi) & mask;
    while (buckets[bucket] != 0) {
      int slot = buckets[bucket] - 1;
      if (mmsis[slot] == mmsi) {
        if (slot != newest) {
          unlink(slot);
          append(slot);
        }
        return slot;
      }
      bucket = bucket + 1 & mask;
    }
    int slot;
    if (size < capacity) {
      slot = size++;
    } else {
      slot = oldest;
      unlink(slot);
      remove(mmsis[slot]);
      evicted++;
      bucket = Hashing.hash(mmsi) & mask; // the removal may have opened a nearer one
      while (buckets[bucket] != 0) {
        bucket = bucket + 1 & mask;
      }
    }
    buckets[bucket] = slot + 1;
    mmsis[slot] = mmsi;
    vessel.at(slot);
    vessel.clear(mmsi);
    append(slot);
    return slot;
  }

  /** Removes a key and closes the gap, so that probing needs no tombstones. */
  private void remove(int mmsi) {
    int bucket = Hashing.hash(mmsi) & mask;
    while (mmsis[buckets[bucket] - 1] != mmsi) {
      bucket = bucket + 1 & mask;
    }
    int gap = bucket;
    while (true) {
      bucket = bucket + 1 & mask;
      if (buckets[bucket] == 0) {
        break;
      }
      int home = Hashing.hash(mmsis[buckets[bucket] - 1]) & mask;
      if ((bucket - home & mask) >= (bucket - gap & mask)) {
        buckets[gap] = buckets[bucket];
        gap = bucket;
      }
    }
    buckets[gap] = 0;
  }

  private void unlink(int slot) {
    if (older[slot] == NONE) {
      oldest = newer[slot];
    } else {
      newer[older[slot]] = newer[slot];
    }
    if (newer[slot] == NONE) {
      newest = older[slot];
    } else {
      older[newer[slot]] = older[slot];
    }
  }

  private void append(int slot) {
    older[slot] = newest;
    newer[slot] = NONE;
    if (newest == NONE) {
      oldest = slot;
    } else {
      newer[newest] = slot;
    }
    newest = slot;
  }
}
