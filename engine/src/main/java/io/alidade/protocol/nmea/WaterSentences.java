package io.alidade.protocol.nmea;

import io.alidade.event.Field;

/** Heading, motion through the water, and depth. */
final class WaterSentences {
  private WaterSentences() {}

  /** HDT, heading: heading (deg true). */
  static void hdt(Sentence s) {
    s.writeQuantity(Field.HEADING, 0, 'T');
  }

  /** HDM, magnetic heading: heading_magnetic (deg). */
  static void hdm(Sentence s) {
    s.writeQuantity(Field.HEADING_MAGNETIC, 0, 'M');
  }

  /**
   * HDG, heading with deviation and variation: heading_compass (deg, as the sensor reads),
   * deviation and variation (deg, east positive), heading_magnetic (compass plus deviation, which
   * counts as nil where it is not given), heading (deg true, magnetic plus variation; absent
   * without one).
   */
  static void hdg(Sentence s) {
    if (!s.number(0)) {
      s.writeSigned(Field.DEVIATION, 1, 'E', 'W');
      s.writeSigned(Field.VARIATION, 3, 'E', 'W');
      return;
    }
    long heading = s.mantissa();
    int places = s.decimals();
    s.out().decimal(Field.HEADING_COMPASS, heading, places);
    boolean angle = isAngle(s);
    boolean known = angle && s.isEmpty(1);
    if (s.readSigned(1, 'E', 'W')) {
      s.out().decimal(Field.DEVIATION, s.mantissa(), s.decimals());
      int finer = Math.max(places, s.decimals());
      known = isAngle(s) && angle && finer <= MAX_PLACES;
      heading = turned(heading, places, s.mantissa(), s.decimals());
      places = finer;
    }
    if (known) {
      s.out().decimal(Field.HEADING_MAGNETIC, heading, places);
    }
    if (s.readSigned(3, 'E', 'W')) {
      s.out().decimal(Field.VARIATION, s.mantissa(), s.decimals());
      int finer = Math.max(places, s.decimals());
      if (isAngle(s) && known && finer <= MAX_PLACES) {
        heading = turned(heading, places, s.mantissa(), s.decimals());
        s.out().decimal(Field.HEADING, heading, finer);
      }
    }
  }

  private static final int MAX_PLACES = 9;

  /** True when the number just read is not beyond 360 degrees either way; else says so. */
  private static boolean isAngle(Sentence s) {
    long whole = Math.abs(s.mantissa());
    for (int i = 0; i < s.decimals(); i++) {
      whole /= 10;
    }
    if (whole > 360) {
      s.outOfRange();
    }
    return whole <= 360;
  }

  /** The sum of two angles, in the finer one's decimals, from 0 to below 360 degrees. */
  private static long turned(long a, int aPlaces, long b, int bPlaces) {
    if (Math.max(aPlaces, bPlaces) > MAX_PLACES) {
      return a;
    }
    long circle = 360;
    for (int i = 0; i < Math.max(aPlaces, bPlaces); i++) {
      circle *= 10;
      a *= i >= aPlaces ? 10 : 1;
      b *= i >= bPlaces ? 10 : 1;
    }
    return Math.floorMod(Math.floorMod(a, circle) + Math.floorMod(b, circle), circle);
  }

  /** THS, true heading and status: heading (deg true), mode (letter), valid (mode not V). */
  static void ths(Sentence s) {
    s.writeNumber(Field.HEADING, 0);
    s.writeLetter(Field.MODE, 1);
    int mode = s.letter(1);
    if (mode != 0) {
      s.out().bool(Field.VALID, mode != 'V');
    }
  }

  /** ROT, rate of turn: rate_of_turn (deg/min, starboard positive), valid. */
  static void rot(Sentence s) {
    s.writeNumber(Field.RATE_OF_TURN, 0);
    s.writeStatus(Field.VALID, 1);
  }

  /**
   * VHW, water speed and heading: heading (deg true), heading_magnetic (deg), speed_water (kn),
   * speed_water_kmh.
   */
  static void vhw(Sentence s) {
    s.writeQuantity(Field.HEADING, 0, 'T');
    s.writeQuantity(Field.HEADING_MAGNETIC, 2, 'M');
    s.writeQuantity(Field.SPEED_WATER, 4, 'N');
    s.writeQuantity(Field.SPEED_WATER_KMH, 6, 'K');
  }

  /**
   * VBW, dual ground and water speed, all kn: longitudinal_speed (ahead positive), lateral_speed
   * (starboard positive), water_valid, longitudinal_speed_ground, lateral_speed_ground,
   * ground_valid, stern_speed (athwart, at the stern), stern_water_valid, stern_speed_ground,
   * stern_ground_valid.
   */
  static void vbw(Sentence s) {
    s.writeNumber(Field.LONGITUDINAL_SPEED, 0);
    s.writeNumber(Field.LATERAL_SPEED, 1);
    s.writeStatus(Field.WATER_VALID, 2);
    s.writeNumber(Field.LONGITUDINAL_SPEED_GROUND, 3);
    s.writeNumber(Field.LATERAL_SPEED_GROUND, 4);
    s.writeStatus(Field.GROUND_VALID, 5);
    s.writeNumber(Field.STERN_SPEED, 6);
    s.writeStatus(Field.STERN_WATER_VALID, 7);
    s.writeNumber(Field.STERN_SPEED_GROUND, 8);
    s.writeStatus(Field.STERN_GROUND_VALID, 9);
  }

  /**
   * DBT, DBK and DBS, depth below transducer, keel and surface: depth (m; from feet or fathoms
   * where metres are not given).
   */
  static void depthBelow(Sentence s) {
    if (s.quantity(2, 'M')) {
      s.writeScaled(Field.DEPTH, 1, 1);
    } else if (s.quantity(0, 'f')) {
      s.writeScaled(Field.DEPTH, 3048, 10_000);
    } else if (s.quantity(4, 'F')) {
      s.writeScaled(Field.DEPTH, 18_288, 10_000);
    }
  }

  /**
   * DPT, depth: depth (m below the transducer), depth_offset (m; positive from the transducer to
   * the surface, negative to the keel), depth_range (m, the scale in use).
   */
  static void dpt(Sentence s) {
    s.writeNumber(Field.DEPTH, 0);
    s.writeNumber(Field.DEPTH_OFFSET, 1);
    s.writeNumber(Field.DEPTH_RANGE, 2);
  }

  /** MTW, water temperature: water_temperature (degC). */
  static void mtw(Sentence s) {
    Units.writeCelsius(s, Field.WATER_TEMPERATURE, 0);
  }

  /**
   * VLW, distance travelled, all nmi: total_distance and trip_distance (through the water),
   * ground_total_distance and ground_trip_distance.
   */
  static void vlw(Sentence s) {
    s.writeQuantity(Field.TOTAL_DISTANCE, 0, 'N');
    s.writeQuantity(Field.TRIP_DISTANCE, 2, 'N');
    s.writeQuantity(Field.GROUND_TOTAL_DISTANCE, 4, 'N');
    s.writeQuantity(Field.GROUND_TRIP_DISTANCE, 6, 'N');
  }

  /** VDR, set and drift: set (deg true), set_magnetic (deg), drift (kn). */
  static void vdr(Sentence s) {
    s.writeQuantity(Field.SET, 0, 'T');
    s.writeQuantity(Field.SET_MAGNETIC, 2, 'M');
    s.writeQuantity(Field.DRIFT, 4, 'N');
  }
}
