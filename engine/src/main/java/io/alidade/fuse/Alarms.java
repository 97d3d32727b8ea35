package io.alidade.fuse;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.alidade.event.Event;
import io.alidade.event.Field;
import io.alidade.event.FieldWriter;
import org.agrona.collections.LongHashSet;

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

  private final LongHashSet active = new LongHashSet(1024);

  /**
   * Takes whether an alarm's condition holds now, and tells a change as a message {@code alarm}.
   *
   * @param subject from 0 to 2^48 - 1
   * @param out the event's fused section, outside any object
   */
  void condition(Kind kind, long subject, boolean holds, Event event, FieldWriter out) {
    long key = (long) kind.code << 48 | subject;
    if (holds ? active.add(key) : active.remove(key)) {
      out.beginObject(Field.ALARM_STATE);
      out.text(Field.KIND, kind.text, 0, kind.text.length);
      if (kind == Kind.DISTRESS || kind == Kind.CPA) {
        out.integer(Field.MMSI, subject);
      }
      out.bool(Field.ACTIVE, holds);
      out.endNested();
    }
  }
}
