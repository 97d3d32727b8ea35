package io.alidade.validate;

import io.alidade.event.Field;
import io.alidade.event.FieldReader;

/**
 * What a field's value may be, whatever message it is in; whole numbers of its unit. The limits are
 * those of the standards where there are, else beyond what nature and ships have.
 */
final class Ranges {
  private static final int MAX_DECIMALS = 9;

  private final long[] powersOfTen = new long[MAX_DECIMALS + 1];
  private final int[] least = new int[Field.FIRST_DYNAMIC];
  private final int[] most = new int[Field.FIRST_DYNAMIC];
  private final boolean[] limited = new boolean[Field.FIRST_DYNAMIC];

  Ranges() {
    powersOfTen[0] = 1;
    for (int i = 1; i <= MAX_DECIMALS; i++) {
      powersOfTen[i] = powersOfTen[i - 1] * 10;
    }
    position();
    angles();
    limit(Field.SPEED, -100, 2000);
    limit(Field.SPEED_KMH, -186, 3704);
    limit(Field.SPEED_WATER, -100, 200);
    limit(Field.SPEED_WATER_KMH, -186, 371);
    limit(Field.LONGITUDINAL_SPEED, -200, 200);
    limit(Field.LATERAL_SPEED, -200, 200);
    limit(Field.LONGITUDINAL_SPEED_GROUND, -200, 200);
    limit(Field.LATERAL_SPEED_GROUND, -200, 200);
    limit(Field.DRIFT, 0, 50); // knots
    limit(Field.RATE_OF_TURN, -7200, 7200); // degrees a minute
    limit(Field.RPM, -100_000, 100_000);
    limit(Field.PITCH, -100, 100); // percent of full
    limit(Field.DEPTH, 0, 12_000);
    limit(Field.DEPTH_OFFSET, -100, 100);
    weather();
  }

  private void position() {
    limit(Field.LAT, -90, 90);
    limit(Field.LON, -180, 180);
    limit(Field.ALT, -1000, 100_000);
    limit(Field.GEOID, -200, 200);
    limit(Field.HDOP, 0, 100);
    limit(Field.PDOP, 0, 100);
    limit(Field.VDOP, 0, 100);
    limit(Field.SATELLITES, 0, 255);
    limit(Field.SNR, 0, 99);
    limit(Field.ZONE_HOURS, -14, 14);
    limit(Field.ZONE_MINUTES, -59, 59);
  }

  private void angles() {
    limit(Field.COURSE, 0, 360);
    limit(Field.COURSE_MAGNETIC, 0, 360);
    limit(Field.HEADING, 0, 360);
    limit(Field.HEADING_MAGNETIC, 0, 360);
    limit(Field.HEADING_COMPASS, 0, 360);
    limit(Field.VARIATION, -180, 180);
    limit(Field.DEVIATION, -180, 180);
    limit(Field.ELEVATION, -90, 90);
    limit(Field.AZIMUTH, 0, 360);
    limit(Field.BEARING_TRUE, 0, 360);
    limit(Field.BEARING_MAGNETIC, 0, 360);
    limit(Field.BEARING_ORIGIN, 0, 360);
    limit(Field.BEARING_ORIGIN_MAGNETIC, 0, 360);
    limit(Field.HEADING_TO_STEER, 0, 360);
    limit(Field.HEADING_TO_STEER_MAGNETIC, 0, 360);
    limit(Field.SET, 0, 360);
    limit(Field.SET_MAGNETIC, 0, 360);
    limit(Field.TARGET_BEARING, 0, 360);
    limit(Field.TARGET_COURSE, 0, 360);
    limit(Field.WIND_DIRECTION, 0, 360);
    limit(Field.WIND_DIRECTION_MAGNETIC, 0, 360);
    limit(Field.WIND_ANGLE, -360, 360);
    limit(Field.RUDDER, -90, 90);
    limit(Field.RUDDER_PORT, -90, 90);
  }

  private void weather() {
    limit(Field.HUMIDITY, 0, 100);
    limit(Field.WATER_TEMPERATURE, -10, 60);
    limit(Field.AIR_TEMPERATURE, -90, 70);
    limit(Field.DEWPOINT, -90, 70);
    limit(Field.BAROMETER, 800, 1200);
    limit(Field.WIND_SPEED_KN, 0, 400);
    limit(Field.WIND_SPEED_MS, 0, 206);
  }

  private void limit(Field field, int from, int to) {
    least[field.id] = from;
    most[field.id] = to;
    limited[field.id] = true;
  }

  boolean contains(int id, FieldReader fields) {
    if (id >= Field.FIRST_DYNAMIC || !limited[id] || !fields.isNumber()) {
      return true;
    }
    long mantissa = fields.mantissa();
    int decimals = fields.decimals();
    if (decimals > MAX_DECIMALS) {
      double value = fields.number();
      return value >= least[id] && value <= most[id];
    }
    long unit = powersOfTen[decimals];
    return mantissa >= least[id] * unit && mantissa <= most[id] * unit;
  }
}
