package io.alidade.fuse;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.alidade.event.Event;
import io.alidade.event.Field;
import io.alidade.event.FieldReader;
import io.alidade.event.FieldWriter;

/** The conditions that someone has to know of, each by its kind and its subject. */
final class Alarms {
  /** What an alarm is about; the number is part of the journal's layout. */
  enum Kind {
    /** A parameter is outside its limits; the subject is its field id. */
    PARAMETER(1, "parameter"),
    /** A distress beacon or a man over board is heard; the subject is its MMSI. */
    DISTRESS(2, "distress"),
    /** A vessel comes too near; the subject is its MMSI. */
    CPA(3, "cpa"),
    /** Own position is not known any more; the subject is 0. */
    POSITION(4, "position"),
    /** On-board time jumped; the subject is the spacecraft. */
    CLOCK(5, "clock");

    final int code;
    final byte[] text;

    Kind(int code, String text) {
      this.code = code;
      this.text = text.getBytes(US_ASCII);
    }
  }

  /** No more are active at a time than there are kinds of subjects now; one beyond is not told. */
  static final int CAPACITY = 32;

  // In the order in which they became active, so that a restored one is the same to the byte.
  private final long[] active = new long[CAPACITY];
  private int count;

  void clear() {
    count = 0;
  }

  boolean isEmpty() {
    return count == 0;
  }

  /**
   * Takes whether an alarm's condition holds now, and tells a change as a message {@code alarm}.
   *
   * @param subject from 0 to 2^48 - 1
   * @param out the event's fused section, outside any object
   */
  void condition(Kind kind, long subject, boolean holds, Event event, FieldWriter out) {
    if (holds ? begin(key(kind, subject)) : end(key(kind, subject))) {
      out.beginObject(Field.ALARM_STATE);
      out.text(Field.KIND, kind.text, 0, kind.text.length);
      if (kind == Kind.DISTRESS || kind == Kind.CPA) {
        out.integer(Field.MMSI, subject);
      }
      out.bool(Field.ACTIVE, holds);
      out.endNested();
    }
  }

  private static long key(Kind kind, long subject) {
    return (long) kind.code << 48 | subject;
  }

  private boolean begin(long key) {
    if (indexOf(key) >= 0 || count == CAPACITY) {
      return false;
    }
    active[count++] = key;
    return true;
  }

  private boolean end(long key) {
    int at = indexOf(key);
    if (at < 0) {
      return false;
    }
    count--;
    System.arraycopy(active, at + 1, active, at, count - at);
    return true;
  }

  private int indexOf(long key) {
    for (int i = 0; i < count; i++) {
      if (active[i] == key) {
        return i;
      }
    }
    return -1;
  }

  /** Writes what is active as an array, for {@link #read}. */
  void writeState(FieldWriter out) {
    if (count > 0) {
      out.beginArray(Field.ALARMS);
      for (int i = 0; i < count; i++) {
        out.integer(Field.ALARM_STATE, active[i]);
      }
      out.endNested();
    }
  }

  /** Reads such an array, whose start has been read. */
  void read(FieldReader fields) {
    while (fields.next() && !fields.isEnd()) {
      if (count < CAPACITY) {
        active[count++] = fields.mantissa();
      }
    }
  }
}
