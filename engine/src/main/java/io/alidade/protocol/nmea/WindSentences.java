package io.alidade.protocol.nmea;

import io.alidade.event.Field;

/**
 * Wind and weather. A wind speed is given as received, wind_speed with wind_speed_unit (N knots, K
 * km/h, M m/s, S mi/h), and always as wind_speed_kn (knots) and wind_speed_ms (m/s) too: as
 * received where the sentence has that unit, else converted.
 */
final class WindSentences {
  private WindSentences() {}

  private static final byte[] ORDER = {'N', 'M', 'K'};

  /**
   * MWV, wind speed and angle: wind_angle (deg from the bow, clockwise), reference (R relative, T
   * theoretical), wind speed, valid.
   */
  static void mwv(Sentence s) {
    s.writeNumber(Field.WIND_ANGLE, 0);
    s.writeLetter(Field.REFERENCE, 1);
    if (s.number(2)) {
      int unit = s.letter(3);
      if (unit == 'N' || unit == 'K' || unit == 'M' || unit == 'S') {
        long speed = s.mantissa();
        int places = s.decimals();
        asReceived(s, 2);
        Units.writeKnots(s, Field.WIND_SPEED_KN, speed, places, unit);
        Units.writeMetresPerSecond(s, Field.WIND_SPEED_MS, speed, places, unit);
      } else {
        s.malformed();
      }
    }
    s.writeStatus(Field.VALID, 4);
  }

  private static void asReceived(Sentence s, int n) {
    s.out().decimal(Field.WIND_SPEED, s.mantissa(), s.decimals());
    s.writeLetter(Field.WIND_SPEED_UNIT, n + 1);
  }

  /** Writes speeds that stand side by side in knots, m/s and, as a third, km/h. */
  private static void speeds(Sentence s, int n, int units) {
    long first = 0;
    int firstPlaces = 0;
    int firstUnit = 0;
    boolean knots = false;
    boolean metres = false;
    for (int i = 0; i < units; i++) {
      int unit = ORDER[i];
      if (!s.quantity(n + 2 * i, unit)) {
        continue;
      }
      if (firstUnit == 0) {
        first = s.mantissa();
        firstPlaces = s.decimals();
        firstUnit = unit;
        asReceived(s, n + 2 * i);
      }
      if (unit == 'N') {
        s.out().decimal(Field.WIND_SPEED_KN, s.mantissa(), s.decimals());
        knots = true;
      } else if (unit == 'M') {
        s.out().decimal(Field.WIND_SPEED_MS, s.mantissa(), s.decimals());
        metres = true;
      }
    }
    if (firstUnit != 0 && !knots) {
      Units.writeKnots(s, Field.WIND_SPEED_KN, first, firstPlaces, firstUnit);
    }
    if (firstUnit != 0 && !metres) {
      Units.writeMetresPerSecond(s, Field.WIND_SPEED_MS, first, firstPlaces, firstUnit);
    }
  }

  /**
   * MWD, wind direction and speed: wind_direction (deg true, where it comes from),
   * wind_direction_magnetic (deg), wind speed.
   */
  static void mwd(Sentence s) {
    s.writeQuantity(Field.WIND_DIRECTION, 0, 'T');
    s.writeQuantity(Field.WIND_DIRECTION_MAGNETIC, 2, 'M');
    speeds(s, 4, 2);
  }

  /**
   * VWR and VWT, relative and true wind: wind_angle (deg from the bow, 0 to 180), wind_side (L port
   * or R starboard), wind speed.
   */
  static void vesselWind(Sentence s) {
    s.writeNumber(Field.WIND_ANGLE, 0);
    s.writeEither(Field.WIND_SIDE, 1, 'L', 'R');
    speeds(s, 2, 3);
  }

  /** VPW, speed parallel to the wind: speed_parallel (kn), speed_parallel_ms (m/s). */
  static void vpw(Sentence s) {
    s.writeQuantity(Field.SPEED_PARALLEL, 0, 'N');
    s.writeQuantity(Field.SPEED_PARALLEL_MS, 2, 'M');
  }

  /** MTA, air temperature: air_temperature (degC). */
  static void mta(Sentence s) {
    Units.writeCelsius(s, Field.AIR_TEMPERATURE, 0);
  }

  /**
   * MDA, meteorological composite: barometer (hPa, from bar or else inches of mercury),
   * air_temperature, water_temperature, dewpoint (degC), humidity (% relative), absolute_humidity
   * (%), wind_direction (deg true), wind_direction_magnetic (deg), wind speed.
   */
  static void mda(Sentence s) {
    if (s.quantity(2, 'B')) {
      s.writeScaled(Field.BAROMETER, 1000, 1);
    } else if (s.quantity(0, 'I')) {
      s.writeScaled(Field.BAROMETER, 3_386_389, 100_000);
    }
    Units.writeCelsius(s, Field.AIR_TEMPERATURE, 4);
    Units.writeCelsius(s, Field.WATER_TEMPERATURE, 6);
    s.writeNumber(Field.HUMIDITY, 8);
    s.writeNumber(Field.ABSOLUTE_HUMIDITY, 9);
    Units.writeCelsius(s, Field.DEWPOINT, 10);
    s.writeQuantity(Field.WIND_DIRECTION, 12, 'T');
    s.writeQuantity(Field.WIND_DIRECTION_MAGNETIC, 14, 'M');
    speeds(s, 16, 2);
  }
}
