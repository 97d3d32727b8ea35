package io.alidade.protocol.nmea;

import io.alidade.event.Field;

/**
 * Waypoints, bearings and cross-track error. Bearings are in degrees, and each says in its own name
 * whether it is true or magnetic; distances are nautical miles. {@code xte} is a magnitude, {@code
 * steer} the side (L or R) to steer to. A waypoint's place is waypoint_lat and waypoint_lon, so
 * that it is not taken for the vessel's.
 */
final class RouteSentences {
  private RouteSentences() {}

  /** XTE, cross-track error: valid (both statuses), xte (nmi), steer, mode. */
  static void xte(Sentence s) {
    bothValid(s);
    crossTrack(s);
    s.writeLetter(Field.MODE, 5);
  }

  private static void bothValid(Sentence s) {
    int first = s.letter(0);
    int second = s.letter(1);
    if (isStatus(first) && isStatus(second)) {
      s.out().bool(Field.VALID, first == 'A' && second == 'A');
    } else if (first == 'V' || second == 'V') {
      s.out().bool(Field.VALID, false);
    } else if ((first != 0 && first != 'A') || (second != 0 && second != 'A')) {
      s.malformed();
    }
  }

  private static boolean isStatus(int letter) {
    return letter == 'A' || letter == 'V';
  }

  private static void crossTrack(Sentence s) {
    if (s.number(2) && !Units.writeNauticalMiles(s, Field.XTE, s.letter(4))) {
      s.malformed();
    }
    s.writeEither(Field.STEER, 3, 'L', 'R');
  }

  /**
   * APB, autopilot: valid (both statuses), xte (nmi), steer, arrived (circle entered), passed
   * (perpendicular), bearing_origin or bearing_origin_magnetic (origin to destination), waypoint,
   * bearing_true or bearing_magnetic (here to destination), heading_to_steer or
   * heading_to_steer_magnetic, mode.
   */
  static void apb(Sentence s) {
    bothValid(s);
    crossTrack(s);
    s.writeStatus(Field.ARRIVED, 5);
    s.writeStatus(Field.PASSED, 6);
    bearing(s, Field.BEARING_ORIGIN, Field.BEARING_ORIGIN_MAGNETIC, 7);
    s.writeText(Field.WAYPOINT, 9);
    bearing(s, Field.BEARING_TRUE, Field.BEARING_MAGNETIC, 10);
    bearing(s, Field.HEADING_TO_STEER, Field.HEADING_TO_STEER_MAGNETIC, 12);
    s.writeLetter(Field.MODE, 14);
  }

  /** Writes a bearing that the next field says to be T, true, or M, magnetic; returns which. */
  private static int bearing(Sentence s, Field whenTrue, Field whenMagnetic, int n) {
    if (!s.number(n)) {
      return 0;
    }
    int reference = s.letter(n + 1);
    if (reference == 'T' || reference == 'M') {
      s.out().decimal(reference == 'T' ? whenTrue : whenMagnetic, s.mantissa(), s.decimals());
      return reference;
    }
    s.malformed();
    return 0;
  }

  /** Writes two bearings, one true and one magnetic, in either order. */
  private static void bearings(Sentence s, Field whenTrue, Field whenMagnetic, int n) {
    int first = bearing(s, whenTrue, whenMagnetic, n);
    if (first == 0) {
      bearing(s, whenTrue, whenMagnetic, n + 2);
    } else if (first == 'T') {
      s.writeQuantity(whenMagnetic, n + 2, 'M');
    } else {
      s.writeQuantity(whenTrue, n + 2, 'T');
    }
  }

  /**
   * BWC and BWR, bearing and distance to a waypoint along a great circle and a rhumb line: time,
   * waypoint_lat, waypoint_lon, bearing_true, bearing_magnetic, distance_nm, waypoint, mode.
   */
  static void bearingToWaypoint(Sentence s) {
    s.writeTime(0);
    s.writePosition(Field.WAYPOINT_LAT, Field.WAYPOINT_LON, 1);
    bearings(s, Field.BEARING_TRUE, Field.BEARING_MAGNETIC, 5);
    if (s.number(9) && !Units.writeNauticalMiles(s, Field.DISTANCE_NM, s.letter(10))) {
      s.malformed();
    }
    s.writeText(Field.WAYPOINT, 11);
    s.writeLetter(Field.MODE, 12);
  }

  /** BOD, bearing from origin to destination: bearing_true, bearing_magnetic, waypoint, origin. */
  static void bod(Sentence s) {
    bearings(s, Field.BEARING_TRUE, Field.BEARING_MAGNETIC, 0);
    s.writeText(Field.WAYPOINT, 4);
    s.writeText(Field.ORIGIN, 5);
  }

  /**
   * RMB, recommended minimum navigation: valid, xte (nmi), steer, origin, waypoint, waypoint_lat,
   * waypoint_lon, distance_nm, bearing_true, closing_speed (kn), arrived, mode.
   */
  static void rmb(Sentence s) {
    s.writeStatus(Field.VALID, 0);
    s.writeNumber(Field.XTE, 1);
    s.writeEither(Field.STEER, 2, 'L', 'R');
    s.writeText(Field.ORIGIN, 3);
    s.writeText(Field.WAYPOINT, 4);
    s.writePosition(Field.WAYPOINT_LAT, Field.WAYPOINT_LON, 5);
    s.writeNumber(Field.DISTANCE_NM, 9);
    s.writeNumber(Field.BEARING_TRUE, 10);
    s.writeNumber(Field.CLOSING_SPEED, 11);
    s.writeStatus(Field.ARRIVED, 12);
    s.writeLetter(Field.MODE, 13);
  }

  /** HSC, heading steering command: heading_to_steer (deg true), heading_to_steer_magnetic. */
  static void hsc(Sentence s) {
    bearings(s, Field.HEADING_TO_STEER, Field.HEADING_TO_STEER_MAGNETIC, 0);
  }
}
