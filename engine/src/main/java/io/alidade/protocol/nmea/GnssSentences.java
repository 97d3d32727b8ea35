package io.alidade.protocol.nmea;

import io.alidade.event.Field;
import io.alidade.event.FieldWriter;

/**
 * Position, time and satellites. Latitudes and longitudes are degrees, north and east positive;
 * {@code valid} is false where the receiver itself says so; a position it gives all the same is
 * kept.
 */
final class GnssSentences {
  private GnssSentences() {}

  /**
   * GGA, fix data: time, lat, lon, fix (quality 0 to 8), valid (quality not 0), satellites (in
   * use), hdop, alt (m above the geoid), geoid (m above the ellipsoid), dgps_age (s), dgps_station.
   */
  static void gga(Sentence s) {
    s.writeTime(0);
    s.writePosition(Field.LAT, Field.LON, 1);
    s.writeInteger(Field.FIX, 5);
    int fix = s.letter(5);
    if (fix >= '0' && fix <= '9') {
      s.out().bool(Field.VALID, fix != '0');
    }
    s.writeInteger(Field.SATELLITES, 6);
    s.writeNumber(Field.HDOP, 7);
    s.writeQuantity(Field.ALT, 8, 'M');
    s.writeQuantity(Field.GEOID, 10, 'M');
    s.writeNumber(Field.DGPS_AGE, 12);
    s.writeInteger(Field.DGPS_STATION, 13);
  }

  /** GLL, position: lat, lon, time, valid, mode (letter). */
  static void gll(Sentence s) {
    s.writePosition(Field.LAT, Field.LON, 0);
    s.writeTime(4);
    s.writeStatus(Field.VALID, 5);
    s.writeLetter(Field.MODE, 6);
  }

  /**
   * RMC, recommended minimum data: time, valid, lat, lon, speed (kn), course (deg true), date,
   * timestamp (date and time), variation (deg, east positive), mode and nav_status (letters).
   */
  static void rmc(Sentence s) {
    s.writeTime(0);
    s.writeStatus(Field.VALID, 1);
    s.writePosition(Field.LAT, Field.LON, 2);
    s.writeNumber(Field.SPEED, 6);
    s.writeNumber(Field.COURSE, 7);
    s.writeDate(8);
    s.writeTimestamp();
    s.writeSigned(Field.VARIATION, 9, 'E', 'W');
    s.writeLetter(Field.MODE, 11);
    s.writeLetter(Field.NAV_STATUS, 12);
  }

  /**
   * GNS, fix data of several systems: time, lat, lon, mode (a letter per system), valid (not all
   * N), satellites, hdop, alt (m), geoid (m), dgps_age (s), dgps_station, nav_status.
   */
  static void gns(Sentence s) {
    s.writeTime(0);
    s.writePosition(Field.LAT, Field.LON, 1);
    mode(s, 5);
    s.writeInteger(Field.SATELLITES, 6);
    s.writeNumber(Field.HDOP, 7);
    s.writeNumber(Field.ALT, 8);
    s.writeNumber(Field.GEOID, 9);
    s.writeNumber(Field.DGPS_AGE, 10);
    s.writeInteger(Field.DGPS_STATION, 11);
    s.writeLetter(Field.NAV_STATUS, 12);
  }

  private static void mode(Sentence s, int n) {
    boolean any = false;
    for (int i = 0; i < s.length(n); i++) {
      int letter = s.at(n, i);
      if (letter < 'A' || letter > 'Z') {
        s.malformed();
        return;
      }
      any |= letter != 'N';
    }
    if (!s.isEmpty(n)) {
      s.writeText(Field.MODE, n);
      s.out().bool(Field.VALID, any);
    }
  }

  /**
   * VTG, course and speed over ground: course (deg true), course_magnetic (deg), speed (kn),
   * speed_kmh, mode (letter).
   */
  static void vtg(Sentence s) {
    s.writeQuantity(Field.COURSE, 0, 'T');
    s.writeQuantity(Field.COURSE_MAGNETIC, 2, 'M');
    s.writeQuantity(Field.SPEED, 4, 'N');
    s.writeQuantity(Field.SPEED_KMH, 6, 'K');
    s.writeLetter(Field.MODE, 8);
  }

  /**
   * GSA, dilution of precision and active satellites: mode (M or A), fix (1 none, 2 2D, 3 3D),
   * in_use (satellite ids), pdop, hdop, vdop, system (GNSS id, NMEA 4.1). Sentences with more than
   * the standard's 12 places for satellites are read too.
   */
  static void gsa(Sentence s) {
    s.writeLetter(Field.MODE, 0);
    s.writeInteger(Field.FIX, 1);
    boolean hasSystem = s.count() == 18;
    int dop = s.count() - (hasSystem ? 4 : 3);
    if (dop < 14) {
      s.malformed();
      return;
    }
    s.out().beginArray(Field.IN_USE);
    for (int n = 2; n < dop; n++) {
      s.writeInteger(Field.PRN, n);
    }
    s.out().endNested();
    s.writeNumber(Field.PDOP, dop);
    s.writeNumber(Field.HDOP, dop + 1);
    s.writeNumber(Field.VDOP, dop + 2);
    if (hasSystem) {
      s.writeHexInteger(Field.SYSTEM, 17);
    }
  }

  /**
   * GSV, satellites in view: total and index (sentences), in_view (satellites), sky (array of prn,
   * elevation deg, azimuth deg true, snr dB), signal_id (NMEA 4.1).
   */
  static void gsv(Sentence s) {
    s.writeInteger(Field.TOTAL, 0);
    s.writeInteger(Field.INDEX, 1);
    s.writeInteger(Field.IN_VIEW, 2);
    boolean hasSignal = s.count() > 3 && (s.count() - 3) % 4 == 1;
    int end = s.count() - (hasSignal ? 1 : 0);
    FieldWriter out = s.out();
    out.beginArray(Field.SKY);
    for (int n = 3; n < end; n += 4) {
      if (!s.isEmpty(n)) {
        out.beginObject(Field.SKY);
        s.writeInteger(Field.PRN, n);
        s.writeNumber(Field.ELEVATION, n + 1);
        s.writeNumber(Field.AZIMUTH, n + 2);
        s.writeNumber(Field.SNR, n + 3);
        out.endNested();
      }
    }
    out.endNested();
    if (hasSignal) {
      s.writeHexInteger(Field.SIGNAL_ID, end);
    }
  }

  /**
   * ZDA, time and date: time, date, timestamp, zone_hours and zone_minutes (as sent: local time is
   * UTC minus these).
   */
  static void zda(Sentence s) {
    s.writeTime(0);
    s.writeDayMonthYear(1);
    s.writeTimestamp();
    s.writeNumber(Field.ZONE_HOURS, 4);
    s.writeNumber(Field.ZONE_MINUTES, 5);
  }

  /**
   * GST, pseudorange error statistics: time, rms (m), major and minor (m, standard deviation along
   * the ellipse's axes), orientation (deg true of the major one), lat_error, lon_error, alt_error
   * (m, standard deviation).
   */
  static void gst(Sentence s) {
    s.writeTime(0);
    s.writeNumber(Field.RMS, 1);
    s.writeNumber(Field.MAJOR, 2);
    s.writeNumber(Field.MINOR, 3);
    s.writeNumber(Field.ORIENTATION, 4);
    s.writeNumber(Field.LAT_ERROR, 5);
    s.writeNumber(Field.LON_ERROR, 6);
    s.writeNumber(Field.ALT_ERROR, 7);
  }

  /**
   * GBS, satellite fault detection: time, lat_error, lon_error, alt_error (m, expected), prn (the
   * most likely failed satellite), probability (of a missed detection), bias and bias_deviation
   * (m), system, signal_id.
   */
  static void gbs(Sentence s) {
    s.writeTime(0);
    s.writeNumber(Field.LAT_ERROR, 1);
    s.writeNumber(Field.LON_ERROR, 2);
    s.writeNumber(Field.ALT_ERROR, 3);
    s.writeInteger(Field.PRN, 4);
    s.writeNumber(Field.PROBABILITY, 5);
    s.writeNumber(Field.BIAS, 6);
    s.writeNumber(Field.BIAS_DEVIATION, 7);
    s.writeHexInteger(Field.SYSTEM, 8);
    s.writeHexInteger(Field.SIGNAL_ID, 9);
  }

  /**
   * DTM, datum reference: datum, subdatum, lat_offset and lon_offset (minutes, north and east
   * positive), alt_offset (m), reference_datum.
   */
  static void dtm(Sentence s) {
    s.writeText(Field.DATUM, 0);
    s.writeText(Field.SUBDATUM, 1);
    s.writeSigned(Field.LAT_OFFSET, 2, 'N', 'S');
    s.writeSigned(Field.LON_OFFSET, 4, 'E', 'W');
    s.writeNumber(Field.ALT_OFFSET, 6);
    s.writeText(Field.REFERENCE_DATUM, 7);
  }
}
