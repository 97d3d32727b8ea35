package io.alidade.fuse;

import io.alidade.event.Event;
import io.alidade.event.Field;
import io.alidade.event.FieldReader;
import io.alidade.event.FieldWriter;
import io.alidade.event.Flag;
import io.alidade.event.TimeText;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Finds what several links or receivers heard of one transmission: the first copy counts, later
 * ones are told from it. Copies have equal {@link FrameKey}s, come within the window after the
 * first by receive time (of the event, so that the receivers' own clocks do not matter), and each
 * from another receiver: another link, or another station that a tag block names on the same link.
 *
 * <p>The same from the same receiver again is a transmission of its own: a transponder may repeat,
 * and a beacon may say the same each second. With a second receiver it is paired with the newest
 * transmission that this receiver has not heard. So what is no copy is the union of what the
 * receivers heard, each transmission as often as the receiver that heard it most often.
 *
 * <p>A copy's fused section has a message {@code heard}:
 *
 * <pre>
 *   first   sequence of the first copy
 *   by      who heard it so far, up to {@value #MAX_HEARERS}: link, rx (receive time), seq
 *   best    sequence of the best copy so far: good before suspect, then fewest symbols corrected,
 *           then the earliest
 * </pre>
 *
 * <p>Remembers {@value #CAPACITY} transmissions (5 MB), beyond that not the oldest; nothing is
 * allocated after construction. What is known outlasts a session: it is part of the state. But
 * while only one receiver was ever heard, a state forgets its frames instead of writing them.
 */
final class Duplicates {
  /** The most transmissions that are remembered. */
  static final int CAPACITY = 1 << 15;

  /** The most receivers of one transmission that are told. */
  static final int MAX_HEARERS = 4;

  private static final int SLOTS = CAPACITY - 1;
  private static final int BUCKETS = 2 * CAPACITY - 1;

  /** How many transmissions are looked at that may be the same; bounds what equal frames cost. */
  private static final int MAX_STEPS = 64;

  private static final int QUALITY_SHIFT = 16;

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  /** A transmission as state: key, best, grade, hearings, and three numbers of each hearer. */
  private static final int WRITTEN = 4 * Long.BYTES;

  private static final int WRITTEN_HEARER = 3 * Long.BYTES;

  /** What a hexadecimal entry takes besides its bytes. */
  private static final int HEAD = 8;

  private static final long NOBODY = -1;

  private final FrameKey frameKey = new FrameKey();
  private final long windowNs;

  // Transmissions have numbers in the order of their first copies; the slot is the low bits.
  private final long[] keys;
  private final long[] bests;
  private final int[] grades;
  private final int[] hearings;
  private final long[] older;
  private final long[] receivers;
  private final long[] times;
  private final long[] sequences;

  /** The newest transmission of each bucket, whose numbers go down along {@link #older}. */
  private final long[] newest;

  private long first;
  private long end;

  /** The only receiver that was heard, {@link #NOBODY} before the first. */
  private long sole;

  private boolean several;

  /** The transmission to be written next as state. */
  private long unwritten;

  private final byte[] scratch = new byte[WRITTEN + MAX_HEARERS * WRITTEN_HEARER];
  private final TimeText timeText = new TimeText();
  private final byte[] time = new byte[TimeText.LENGTH];

  /**
   * Nothing heard yet.
   *
   * @param windowMs how long after the first a copy may come, ms; 0 for no copies
   */
  Duplicates(int windowMs) {
    windowNs = windowMs * 1_000_000L;
    int capacity = windowMs > 0 ? CAPACITY : 0;
    keys = new long[capacity];
    bests = new long[capacity];
    grades = new int[capacity];
    hearings = new int[capacity];
    older = new long[capacity];
    receivers = new long[capacity * MAX_HEARERS];
    times = new long[capacity * MAX_HEARERS];
    sequences = new long[capacity * MAX_HEARERS];
    newest = new long[capacity > 0 ? BUCKETS + 1 : 0];
    clear();
  }

  void clear() {
    forgetFrames();
    sole = NOBODY;
    several = false;
  }

  private void forgetFrames() {
    Arrays.fill(newest, -1);
    first = 0;
    end = 0;
    unwritten = 0;
  }

  /** Whether nobody was ever heard. */
  boolean isEmpty() {
    return sole == NOBODY;
  }

  /** Takes an event; true for a copy, which is flagged and told in the fused section. */
  boolean isCopy(Event event, FieldWriter out) {
    long key = windowNs == 0 ? FrameKey.NONE : frameKey.of(event);
    if (key == FrameKey.NONE) {
      return false;
    }
    long receiver = frameKey.receiver();
    if (receiver != sole) {
      several |= sole != NOBODY;
      sole = sole == NOBODY ? receiver : sole;
    }
    forgetBefore(event.rxTime());
    int grade = event.quality().code << QUALITY_SHIFT | frameKey.corrected();
    long number = unheard(key, receiver);
    if (number < 0) {
      add(key, event.sequence(), grade);
      hear((int) (end - 1) & SLOTS, receiver, event.rxTime(), event.sequence());
      return false;
    }
    int slot = (int) number & SLOTS;
    hear(slot, receiver, event.rxTime(), event.sequence());
    if (grade < grades[slot]) {
      grades[slot] = grade;
      bests[slot] = event.sequence();
    }
    event.remark(Flag.DUPLICATE);
    write(slot, out);
    return true;
  }

  /** Forgets what is out of the window; also what a clock that was set back left in the future. */
  private void forgetBefore(long now) {
    while (first < end) {
      long age = now - times[((int) first & SLOTS) * MAX_HEARERS];
      if (age <= windowNs && age >= -windowNs) {
        break;
      }
      first++;
    }
  }

  /** The newest transmission with this key that a receiver has not heard; negative for none. */
  private long unheard(long key, long receiver) {
    long number = newest[bucket(key)];
    for (int step = 0; step < MAX_STEPS && number >= first; step++) {
      int slot = (int) number & SLOTS;
      if (keys[slot] == key && !hasHeard(slot, receiver)) {
        return number;
      }
      number = older[slot];
    }
    return -1;
  }

  private static int bucket(long key) {
    return (int) (key >>> 32) & BUCKETS;
  }

  private boolean hasHeard(int slot, long receiver) {
    int from = slot * MAX_HEARERS;
    int to = from + Math.min(hearings[slot], MAX_HEARERS);
    for (int i = from; i < to; i++) {
      if (receivers[i] == receiver) {
        return true;
      }
    }
    return false;
  }

  private void add(long key, long best, int grade) {
    if (end - first == CAPACITY) {
      first++;
    }
    int slot = (int) end & SLOTS;
    int bucket = bucket(key);
    keys[slot] = key;
    bests[slot] = best;
    grades[slot] = grade;
    hearings[slot] = 0;
    older[slot] = newest[bucket];
    newest[bucket] = end++;
  }

  private void hear(int slot, long receiver, long rxTime, long sequence) {
    int hearing = hearings[slot]++;
    if (hearing < MAX_HEARERS) {
      int i = slot * MAX_HEARERS + hearing;
      receivers[i] = receiver;
      times[i] = rxTime;
      sequences[i] = sequence;
    }
  }

  private void write(int slot, FieldWriter out) {
    int from = slot * MAX_HEARERS;
    int to = from + Math.min(hearings[slot], MAX_HEARERS);
    out.beginObject(Field.HEARD_MESSAGE);
    out.integer(Field.HEARD_FIRST, sequences[from]);
    out.beginArray(Field.HEARD_BY);
    for (int i = from; i < to; i++) {
      out.beginObject(Field.HEARD_BY);
      out.integer(Field.HEARD_LINK, receivers[i] & 0xFFFF);
      timeText.write(times[i], time, 0);
      out.text(Field.HEARD_RX, time, 0, TimeText.LENGTH);
      out.integer(Field.HEARD_SEQ, sequences[i]);
      out.endNested();
    }
    out.endNested();
    out.integer(Field.HEARD_BEST, bests[slot]);
    out.endNested();
  }

  /**
   * How many state events the transmissions take.
   *
   * @param room what each has for them, bytes
   */
  int stateParts(int room) {
    int parts = 0;
    if (several) {
      int left = 0;
      for (long number = first; number < end; number++) {
        int length = writtenLength((int) number & SLOTS);
        if (length > left) {
          parts++;
          left = room;
        }
        left -= length;
      }
    }
    return parts;
  }

  private int writtenLength(int slot) {
    return HEAD + WRITTEN + Math.min(hearings[slot], MAX_HEARERS) * WRITTEN_HEARER;
  }

  /** Writes who was heard, and begins with the transmissions, which {@link #writeFrames} writes. */
  void writeState(FieldWriter out) {
    if (sole != NOBODY) {
      out.bool(Field.HEARD_SOLE, several);
      out.integer(Field.HEARD_SOLE, sole);
    }
    if (!several) {
      forgetFrames();
    }
    unwritten = first;
  }

  /** Writes the next transmissions as an array that takes so much room at most. */
  void writeFrames(FieldWriter out, int room) {
    out.beginArray(Field.HEARD_FRAMES);
    int left = room;
    while (unwritten < end && writtenLength((int) unwritten & SLOTS) <= left) {
      int slot = (int) unwritten & SLOTS;
      left -= writtenLength(slot);
      LONG.set(scratch, 0, keys[slot]);
      LONG.set(scratch, 8, bests[slot]);
      LONG.set(scratch, 16, (long) grades[slot]);
      LONG.set(scratch, 24, (long) hearings[slot]);
      int hearers = Math.min(hearings[slot], MAX_HEARERS);
      for (int i = 0; i < hearers; i++) {
        int from = slot * MAX_HEARERS + i;
        int at = WRITTEN + i * WRITTEN_HEARER;
        LONG.set(scratch, at, receivers[from]);
        LONG.set(scratch, at + 8, times[from]);
        LONG.set(scratch, at + 16, sequences[from]);
      }
      out.hex(Field.HEARD_FRAMES, scratch, 0, WRITTEN + hearers * WRITTEN_HEARER);
      unwritten++;
    }
    out.endNested();
  }

  /** Reads an entry of {@link #writeState}. */
  void read(FieldReader fields) {
    if (fields.isNumber()) {
      sole = fields.mantissa();
    } else {
      several = fields.bool();
    }
  }

  /** Reads an array of {@link #writeFrames}, whose start has been read. */
  void readFrames(FieldReader fields, byte[] source) {
    while (fields.next() && !fields.isEnd()) {
      int from = fields.bytesOffset();
      int hearers = (fields.bytesLength() - WRITTEN) / WRITTEN_HEARER;
      if (windowNs == 0 || hearers < 1 || hearers > MAX_HEARERS) {
        continue;
      }
      add(get(source, from), get(source, from + 8), (int) get(source, from + 16));
      int slot = (int) (end - 1) & SLOTS;
      for (int i = 0; i < hearers; i++) {
        int at = from + WRITTEN + i * WRITTEN_HEARER;
        hear(slot, get(source, at), get(source, at + 8), get(source, at + 16));
      }
      hearings[slot] = (int) get(source, from + 24);
    }
  }

  private static long get(byte[] source, int at) {
    return (long) LONG.get(source, at);
  }
}
