package io.alidade.protocol.nmea;

import io.alidade.event.Field;

/**
 * Quantities whose sentence says the unit. Exact factors: 1 nmi = 1852 m, 1 mi = 1609.344 m, 1 ft =
 * 0.3048 m, 1 fathom = 1.8288 m; results are rounded to four decimals more than were received.
 */
final class Units {
  private Units() {}

  /** Writes the number just read, a speed in N (kn), K (km/h), M (m/s) or S (mi/h), in knots. */
  static boolean writeKnots(Sentence s, Field field, int unit) {
    return writeKnots(s, field, s.mantissa(), s.decimals(), unit);
  }

  static boolean writeKnots(Sentence s, Field field, long value, int places, int unit) {
    switch (unit) {
      case 'N' -> s.writeScaled(field, value, places, 1, 1);
      case 'K' -> s.writeScaled(field, value, places, 1000, 1852);
      case 'M' -> s.writeScaled(field, value, places, 3600, 1852);
      case 'S' -> s.writeScaled(field, value, places, 1_609_344, 1_852_000);
      default -> {
        return false;
      }
    }
    return true;
  }

  /** Writes a speed in N, K, M or S in metres per second. */
  static void writeMetresPerSecond(Sentence s, Field field, long value, int places, int unit) {
    switch (unit) {
      case 'N' -> s.writeScaled(field, value, places, 1852, 3600);
      case 'K' -> s.writeScaled(field, value, places, 1000, 3600);
      case 'S' -> s.writeScaled(field, value, places, 1_609_344, 3_600_000);
      default -> s.writeScaled(field, value, places, 1, 1);
    }
  }

  /** Writes the number just read, a distance in N (nmi), K (km) or S (mi), in nautical miles. */
  static boolean writeNauticalMiles(Sentence s, Field field, int unit) {
    switch (unit) {
      case 'N' -> s.writeScaled(field, 1, 1);
      case 'K' -> s.writeScaled(field, 1000, 1852);
      case 'S' -> s.writeScaled(field, 1_609_344, 1_852_000);
      default -> {
        return false;
      }
    }
    return true;
  }

  /** Writes a temperature in degrees Celsius; the next field says C or F. */
  static void writeCelsius(Sentence s, Field field, int n) {
    if (!s.number(n)) {
      return;
    }
    int unit = s.letter(n + 1);
    if (unit == 'C') {
      s.writeScaled(field, 1, 1);
    } else if (unit == 'F' && s.decimals() < 10) {
      long freezing = 32;
      for (int i = 0; i < s.decimals(); i++) {
        freezing *= 10;
      }
      s.writeScaled(field, s.mantissa() - freezing, s.decimals(), 5, 9);
    } else {
      s.malformed();
    }
  }
}
