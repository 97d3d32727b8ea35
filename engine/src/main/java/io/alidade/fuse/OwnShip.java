package io.alidade.fuse;

import io.alidade.event.Event;
import io.alidade.event.Field;
import io.alidade.event.FieldReader;
import io.alidade.event.FieldWriter;
import io.alidade.event.Msg;

/**
 * Own ship's (or station's) position from its GNSS receivers. One link at a time is believed: the
 * first with a valid fix, until it has given none for {@link #PATIENCE_NS}. Positions in AIS
 * messages never become ours.
 */
final class OwnShip {
  /** How long a silent or fixless source stays the source, ns of event time. */
  static final long PATIENCE_NS = 5_000_000_000L;

  private int source;
  private long lastFixTime;
  private long lat;
  private int latDecimals;
  private long lon;
  private int lonDecimals;
  private boolean hasSpeed;
  private long speed;
  private int speedDecimals;
  private boolean hasCourse;
  private long course;
  private int courseDecimals;

  boolean isKnown() {
    return source != 0;
  }

  void clear() {
    source = 0;
    hasSpeed = false;
    hasCourse = false;
  }

  /** Merges a GGA, RMC, GLL or GNS and, if it moved us, says our state in the fused section. */
  void merge(Event event, FieldWriter out) {
    boolean isSource = event.link() == source;
    if (!isSource && source != 0 && event.rxTime() - lastFixTime < PATIENCE_NS) {
      return;
    }
    if (!hasFix(event)) {
      return;
    }
    if (!isSource) {
      clear();
      source = event.link();
    }
    lastFixTime = event.rxTime();
    if (event.msg() == Msg.RMC) {
      hasSpeed = false; // absent in the sentence means not known now
      hasCourse = false;
    }
    FieldReader fields = event.decoded();
    int timeOffset = 0;
    int timeLength = 0;
    while (fields.next()) {
      int id = fields.depth() == 0 ? fields.id() : 0;
      if (id == Field.LAT.id) {
        lat = fields.mantissa();
        latDecimals = fields.decimals();
      } else if (id == Field.LON.id) {
        lon = fields.mantissa();
        lonDecimals = fields.decimals();
      } else if (id == Field.TIME.id) {
        timeOffset = fields.bytesOffset();
        timeLength = fields.bytesLength();
      } else if (id == Field.SPEED.id) {
        speed = fields.mantissa();
        speedDecimals = fields.decimals();
        hasSpeed = true;
      } else if (id == Field.COURSE.id) {
        course = fields.mantissa();
        courseDecimals = fields.decimals();
        hasCourse = true;
      }
    }
    out.beginObject(Field.OWN_STATE);
    writePosition(out);
    if (timeLength > 0) {
      out.text(Field.TIME, event.array(), timeOffset, timeLength);
    }
    out.integer(Field.SOURCE, source);
    out.endNested();
  }

  private void writePosition(FieldWriter out) {
    out.decimal(Field.LAT, lat, latDecimals);
    out.decimal(Field.LON, lon, lonDecimals);
    if (hasSpeed) {
      out.decimal(Field.SPEED, speed, speedDecimals);
    }
    if (hasCourse) {
      out.decimal(Field.COURSE, course, courseDecimals);
    }
  }

  /** Writes all that is known as an object, for {@link #read}. */
  void writeState(FieldWriter out) {
    if (source == 0) {
      return;
    }
    out.beginObject(Field.OWN_STATE);
    writePosition(out);
    out.integer(Field.SOURCE, source);
    out.integer(Field.HEARD, lastFixTime);
    out.endNested();
  }

  /** Reads such an object, whose start has been read. */
  void read(FieldReader fields) {
    while (fields.next() && !fields.isEnd()) {
      int id = fields.id();
      if (id == Field.SOURCE.id) {
        source = (int) fields.mantissa();
      } else if (id == Field.HEARD.id) {
        lastFixTime = fields.mantissa();
      } else if (id == Field.LAT.id) {
        lat = fields.mantissa();
        latDecimals = fields.decimals();
      } else if (id == Field.LON.id) {
        lon = fields.mantissa();
        lonDecimals = fields.decimals();
      } else if (id == Field.SPEED.id) {
        hasSpeed = true;
        speed = fields.mantissa();
        speedDecimals = fields.decimals();
      } else if (id == Field.COURSE.id) {
        hasCourse = true;
        course = fields.mantissa();
        courseDecimals = fields.decimals();
      }
    }
  }

  private static boolean hasFix(Event event) {
    boolean hasLat = false;
    boolean hasLon = false;
    FieldReader fields = event.decoded();
    while (fields.next()) {
      int id = fields.depth() == 0 ? fields.id() : 0;
      if (id == Field.VALID.id && !fields.bool()) {
        return false;
      }
      hasLat |= id == Field.LAT.id;
      hasLon |= id == Field.LON.id;
    }
    return hasLat && hasLon;
  }
}
