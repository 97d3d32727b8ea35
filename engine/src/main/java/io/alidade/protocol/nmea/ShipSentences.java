package io.alidade.protocol.nmea;

import io.alidade.event.Field;
import io.alidade.event.FieldWriter;

/** Engines and rudders, transducers, texts, alarms, radar and radio calls. */
final class ShipSentences {
  private ShipSentences() {}

  /**
   * RSA, rudder angle: rudder (deg, starboard or only one), valid, rudder_port (deg), its valid.
   */
  static void rsa(Sentence s) {
    s.writeNumber(Field.RUDDER, 0);
    s.writeStatus(Field.VALID, 1);
    s.writeNumber(Field.RUDDER_PORT, 2);
    s.writeStatus(Field.RUDDER_PORT_VALID, 3);
  }

  /**
   * RPM, revolutions: rpm_source (S shaft, E engine), number (0 or 1 the only or starboard one),
   * rpm (1/min, negative astern), pitch (% of maximum), valid.
   */
  static void rpm(Sentence s) {
    s.writeEither(Field.RPM_SOURCE, 0, 'S', 'E');
    s.writeInteger(Field.NUMBER, 1);
    s.writeNumber(Field.RPM, 2);
    s.writeNumber(Field.PITCH, 3);
    s.writeStatus(Field.VALID, 4);
  }

  /** XDR, transducer measurements: transducers (array of type, value, units, id). */
  static void xdr(Sentence s) {
    FieldWriter out = s.out();
    out.beginArray(Field.TRANSDUCERS);
    for (int n = 0; n < s.count(); n += 4) {
      if (s.isEmpty(n) && s.isEmpty(n + 1) && s.isEmpty(n + 2) && s.isEmpty(n + 3)) {
        continue;
      }
      out.beginObject(Field.TRANSDUCERS);
      s.writeText(Field.TYPE, n);
      s.writeNumber(Field.VALUE, n + 1);
      s.writeText(Field.UNITS, n + 2);
      s.writeText(Field.ID, n + 3);
      out.endNested();
    }
    out.endNested();
  }

  /** TXT, text: total and index (sentences), id, text (commas in it are kept). */
  static void txt(Sentence s) {
    s.writeInteger(Field.TOTAL, 0);
    s.writeInteger(Field.INDEX, 1);
    s.writeInteger(Field.ID, 2);
    s.writeRest(Field.TEXT, 3);
  }

  /** ALR, alarm: time, number, active (the condition), acknowledged, text. */
  static void alr(Sentence s) {
    s.writeTime(0);
    s.writeInteger(Field.NUMBER, 1);
    s.writeStatus(Field.ACTIVE, 2);
    s.writeStatus(Field.ACKNOWLEDGED, 3);
    s.writeText(Field.TEXT, 4);
  }

  /**
   * TTM, tracked target: target (number), distance_nm, target_bearing (deg), target_bearing_ref (T
   * true, R relative), target_speed (kn), target_course (deg), target_course_ref, cpa (nmi), tcpa
   * (min, negative when past), name, target_status (L lost, Q acquiring, T tracking),
   * target_reference (R for a reference target), time, acquisition (A, M or R). Distances and speed
   * are converted from km or statute miles where the sentence says so.
   */
  static void ttm(Sentence s) {
    int units = s.letter(9);
    s.writeInteger(Field.TARGET, 0);
    distance(s, Field.DISTANCE_NM, 1, units);
    s.writeNumber(Field.TARGET_BEARING, 2);
    s.writeEither(Field.TARGET_BEARING_REF, 3, 'T', 'R');
    speed(s, Field.TARGET_SPEED, 4, units);
    s.writeNumber(Field.TARGET_COURSE, 5);
    s.writeEither(Field.TARGET_COURSE_REF, 6, 'T', 'R');
    distance(s, Field.CPA, 7, units);
    s.writeNumber(Field.TCPA, 8);
    s.writeText(Field.NAME, 10);
    s.writeLetter(Field.TARGET_STATUS, 11);
    s.writeLetter(Field.TARGET_REFERENCE, 12);
    s.writeTime(13);
    s.writeLetter(Field.ACQUISITION, 14);
  }

  private static void distance(Sentence s, Field field, int n, int units) {
    if (s.number(n) && !Units.writeNauticalMiles(s, field, units)) {
      s.malformed();
    }
  }

  /** Here K, N and S are units of distance; of speed, the same per hour. */
  private static void speed(Sentence s, Field field, int n, int units) {
    if (s.number(n) && (units == 'M' || !Units.writeKnots(s, field, units))) {
      s.malformed();
    }
  }

  /**
   * OSD, own ship data: heading (deg true), valid, course (deg true), course_ref (B, M, W, R or P),
   * speed (kn), speed_ref, set (deg true), drift (kn). Speeds are converted from km/h or mi/h where
   * the sentence says so.
   */
  static void osd(Sentence s) {
    int units = s.letter(8);
    s.writeNumber(Field.HEADING, 0);
    s.writeStatus(Field.VALID, 1);
    s.writeNumber(Field.COURSE, 2);
    s.writeLetter(Field.COURSE_REF, 3);
    speed(s, Field.SPEED, 4, units);
    s.writeLetter(Field.SPEED_REF, 5);
    s.writeNumber(Field.SET, 6);
    speed(s, Field.DRIFT, 7, units);
  }

  /**
   * DSC, digital selective call (ITU-R M.493 codes less 100): format, mmsi, category; in a distress
   * call (format 12) nature, lat, lon (of the caller) and time (HH:MM); else command and command2,
   * and lat and lon where the command is ship position (21); ack (R request, B response, S
   * neither).
   */
  static void dsc(Sentence s) {
    s.writeInteger(Field.FORMAT, 0);
    int mmsi = s.digits(1, 0, 9);
    if (s.length(1) == 10 && mmsi >= 0) {
      s.out().integer(Field.MMSI, mmsi);
    } else if (!s.isEmpty(1)) {
      s.malformed();
    }
    s.writeInteger(Field.CATEGORY, 2);
    boolean distress = s.length(0) == 2 && s.digits(0, 0, 2) == 12;
    if (distress) {
      s.writeInteger(Field.NATURE, 3);
    } else {
      s.writeInteger(Field.COMMAND, 3);
      s.writeInteger(Field.COMMAND2, 4);
    }
    if (distress || (s.length(3) == 2 && s.digits(3, 0, 2) == 21)) {
      dscPosition(s, 5);
      if (s.length(6) == 4 && s.digits(6, 0, 4) != 8888) {
        s.writeHourMinute(6);
      }
    }
    s.writeLetter(Field.ACK, 9);
  }

  /** A quadrant (0 NE, 1 NW, 2 SE, 3 SW), latitude ddmm, longitude dddmm; all 9 means unknown. */
  private static void dscPosition(Sentence s, int n) {
    if (s.isEmpty(n)) {
      return;
    }
    int quadrant = s.digits(n, 0, 1);
    int latMinutes = s.digits(n, 3, 2);
    int lonMinutes = s.digits(n, 8, 2);
    int lat = s.digits(n, 1, 2) * 60 + latMinutes;
    int lon = s.digits(n, 5, 3) * 60 + lonMinutes;
    if (s.length(n) != 10 || (quadrant | s.digits(n, 1, 9)) < 0) {
      s.malformed();
    } else if (quadrant > 3 || latMinutes > 59 || lonMinutes > 59 || lat > 5400 || lon > 10_800) {
      if (quadrant != 9 || s.digits(n, 1, 9) != 999_999_999) {
        s.outOfRange();
      }
    } else {
      long perMinute = 1_000_000_000L;
      s.writeTrimmed(Field.LAT, Sentence.divide((quadrant >= 2 ? -lat : lat) * perMinute, 60), 9);
      s.writeTrimmed(
          Field.LON, Sentence.divide((quadrant % 2 == 1 ? -lon : lon) * perMinute, 60), 9);
    }
  }
}
