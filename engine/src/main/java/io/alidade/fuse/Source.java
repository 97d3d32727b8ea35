package io.alidade.fuse;

import io.alidade.event.Event;
import io.alidade.event.Field;
import io.alidade.event.FieldReader;
import io.alidade.event.FieldWriter;
import io.alidade.event.Msg;
import io.alidade.event.Origin;

/**
 * One source of own position and its last fix. Fixes are, the better first:
 *
 * <pre>
 *   3  satellites: GGA quality 1 to 5, mode A, D, F, P or R, or valid without a mode
 *   2  own AIS transponder
 *   1  estimated (quality 6, mode E) or entered by hand (7, M)
 *   0  none: simulated (8, S), not valid, no position
 * </pre>
 */
final class Source {
  /** How many fields an AIS message begins with, at most, before its contents. */
  static final int HEAD_FIELDS = 5;

  private static final int SATELLITES = 3;
  private static final int TRANSPONDER = 2;
  private static final int ESTIMATED = 1;

  /** Beside a device of {@link Origin}, for the transponder on its link. */
  private static final long TRANSPONDERS = 1L << 62;

  private static final int LINK = 0xFFFF;

  long device;
  private int grade;

  /** Receive times, ns: of the last fix, and of that since which there were no breaks. */
  long lastFix;

  long fitSince;

  /** Whether it said, after its last fix, that it has none. */
  boolean saysNone;

  private long lat;
  private int latDecimals;
  private boolean hasLat;
  private long lon;
  private int lonDecimals;
  private boolean hasLon;
  private long speed;
  private int speedDecimals;
  private boolean hasSpeed;
  private long course;
  private int courseDecimals;
  private boolean hasCourse;

  /** Where in the event these stand; of a fix that was just read. */
  int timeOffset;

  int timeLength;
  int timestampOffset;
  int timestampLength;

  void clear() {
    device = 0;
    grade = 0;
    lastFix = 0;
    fitSince = 0;
    saysNone = false;
    hasLat = false;
    hasLon = false;
    hasSpeed = false;
    hasCourse = false;
    timeLength = 0;
    timestampLength = 0;
  }

  int link() {
    return (int) device & LINK;
  }

  /** Whether what was read is a fix. */
  boolean isValid() {
    return grade > 0 && hasLat && hasLon;
  }

  boolean isFit(long now) {
    long age = Math.abs(now - lastFix);
    return age < (saysNone ? OwnStation.GRACE_NS : OwnStation.PATIENCE_NS);
  }

  /** Whether it is to be preferred to another. */
  boolean isBetter(Source other) {
    if (grade != other.grade) {
      return grade > other.grade;
    }
    if (link() != other.link()) {
      return link() < other.link();
    }
    boolean plain = device == link();
    return plain != (other.device == other.link())
        ? plain
        : Long.compareUnsigned(device, other.device) < 0;
  }

  /** Whether another's position is within some degrees of latitude and longitude. */
  boolean isNear(Source other, double degrees) {
    double east = Math.abs(value(lon, lonDecimals) - value(other.lon, other.lonDecimals));
    return Math.abs(value(lat, latDecimals) - value(other.lat, other.latDecimals)) <= degrees
        && Math.min(east, Math.abs(360 - east)) <= degrees;
  }

  private static double value(long mantissa, int decimals) {
    double unit = 1;
    for (int i = 0; i < decimals; i++) {
      unit *= 10;
    }
    return mantissa / unit;
  }

  /** Reads a GGA, RMC, GLL or GNS. */
  void readSentence(Event event) {
    clear();
    device = Origin.ofSentence(event);
    grade = SATELLITES;
    readFields(event);
  }

  /** Reads a position report of our own transponder; another message is no fix. */
  void readReport(Event event) {
    clear();
    device = TRANSPONDERS | event.link();
    int type = event.msg() - Msg.AIS;
    if (type <= 3 || type == 9 || type == 18 || type == 19) {
      grade = TRANSPONDER;
      readFields(event);
    }
  }

  private void readFields(Event event) {
    boolean isSentence = !Msg.isAis(event.msg());
    FieldReader fields = event.decoded();
    while (fields.next()) {
      int id = fields.depth() == 0 ? fields.id() : 0;
      if (readMotion(id, fields) || !isSentence) {
        continue;
      }
      if (id == Field.TIME.id) {
        timeOffset = fields.bytesOffset();
        timeLength = fields.bytesLength();
      } else if (id == Field.TIMESTAMP.id) {
        timestampOffset = fields.bytesOffset();
        timestampLength = fields.bytesLength();
      } else if (id == Field.VALID.id && !fields.bool()) {
        saysNone = true;
      } else if (id == Field.FIX.id) {
        grade = Math.min(grade, ofQuality(fields.mantissa()));
      } else if (id == Field.MODE.id) {
        grade = Math.min(grade, ofMode(event.array(), fields.bytesOffset(), fields.bytesLength()));
      }
    }
    saysNone |= grade == 0;
    grade = saysNone ? 0 : grade;
  }

  private static int ofQuality(long quality) {
    return quality >= 1 && quality <= 5 ? SATELLITES : quality == 6 || quality == 7 ? ESTIMATED : 0;
  }

  /** The best of a letter per satellite system. */
  private static int ofMode(byte[] array, int offset, int length) {
    int best = 0;
    for (int i = offset; i < offset + length; i++) {
      int mode =
          switch (array[i]) {
            case 'A', 'D', 'F', 'P', 'R' -> SATELLITES;
            case 'E', 'M' -> ESTIMATED;
            default -> 0;
          };
      best = Math.max(best, mode);
    }
    return best;
  }

  private boolean readMotion(int id, FieldReader fields) {
    if (id == Field.LAT.id) {
      lat = fields.mantissa();
      latDecimals = fields.decimals();
      hasLat = true;
    } else if (id == Field.LON.id) {
      lon = fields.mantissa();
      lonDecimals = fields.decimals();
      hasLon = true;
    } else if (id == Field.SPEED.id) {
      speed = fields.mantissa();
      speedDecimals = fields.decimals();
      hasSpeed = true;
    } else if (id == Field.COURSE.id) {
      course = fields.mantissa();
      courseDecimals = fields.decimals();
      hasCourse = true;
    } else {
      return false;
    }
    return true;
  }

  /**
   * Takes a fix.
   *
   * @param tellsMotion whether speed and course that it lacks are not known now
   */
  void take(Source fix, boolean tellsMotion, long now) {
    device = fix.device;
    grade = fix.grade;
    lastFix = now;
    saysNone = false;
    lat = fix.lat;
    latDecimals = fix.latDecimals;
    hasLat = true;
    lon = fix.lon;
    lonDecimals = fix.lonDecimals;
    hasLon = true;
    if (tellsMotion || grade == TRANSPONDER || fix.hasSpeed) {
      hasSpeed = fix.hasSpeed;
      speed = fix.speed;
      speedDecimals = fix.speedDecimals;
    }
    if (tellsMotion || grade == TRANSPONDER || fix.hasCourse) {
      hasCourse = fix.hasCourse;
      course = fix.course;
      courseDecimals = fix.courseDecimals;
    }
  }

  /** Writes position and motion. */
  void write(FieldWriter out) {
    out.decimal(Field.LAT, lat, latDecimals);
    out.decimal(Field.LON, lon, lonDecimals);
    if (hasSpeed) {
      out.decimal(Field.SPEED, speed, speedDecimals);
    }
    if (hasCourse) {
      out.decimal(Field.COURSE, course, courseDecimals);
    }
  }

  /** Writes all of it as an object, for {@link #read}. */
  void writeState(FieldWriter out, boolean isCurrent) {
    out.beginObject(Field.OWN_SOURCES);
    write(out);
    out.integer(Field.SOURCE, link());
    out.integer(Field.DEVICE, device);
    out.integer(Field.GRADE, grade);
    out.integer(Field.FIT_SINCE, fitSince);
    out.integer(Field.LAST_FIX, lastFix);
    if (saysNone) {
      out.bool(Field.VALID, false);
    }
    if (isCurrent) {
      out.bool(Field.ACTIVE, true);
    }
    out.endNested();
  }

  /** Reads such an object, whose start has been read; true for the current one. */
  boolean read(FieldReader fields) {
    boolean isCurrent = false;
    while (fields.next() && !fields.isEnd()) {
      int id = fields.id();
      if (id == Field.DEVICE.id) {
        device = fields.mantissa();
      } else if (id == Field.GRADE.id) {
        grade = (int) fields.mantissa();
      } else if (id == Field.FIT_SINCE.id) {
        fitSince = fields.mantissa();
      } else if (id == Field.LAST_FIX.id) {
        lastFix = fields.mantissa();
      } else if (id == Field.VALID.id) {
        saysNone = true;
      } else if (id == Field.ACTIVE.id) {
        isCurrent = true;
      } else {
        readMotion(id, fields);
      }
    }
    return isCurrent;
  }
}
