package io.alidade.orbit;

/**
 * A place on the ground: geodetic coordinates on the WGS 84 ellipsoid, north and east positive.
 * Immutable.
 */
public final class GroundStation {
  private static final double EQUATOR_M = 6_378_137;
  private static final double FLATTENING = 1 / 298.257_223_563;
  private static final double LOWEST_M = -1_000;
  private static final double HIGHEST_M = 100_000;

  private final double latitude;
  private final double longitude;
  private final double height;
  private final double[] place;
  private final double[] east;
  private final double[] north;
  private final double[] up;

  /**
   * @param latitude degrees, -90 to 90
   * @param longitude degrees, -180 to 360
   * @param height metres above the ellipsoid, -1,000 to 100,000
   * @throws IllegalArgumentException where one is outside its range; the message says which
   */
  public GroundStation(double latitude, double longitude, double height) {
    check("latitude", latitude, -90, 90);
    check("longitude", longitude, -180, 360);
    check("height", height, LOWEST_M, HIGHEST_M);
    this.latitude = latitude;
    this.longitude = longitude;
    this.height = height;
    double sinLat = Math.sin(Math.toRadians(latitude));
    double cosLat = Math.cos(Math.toRadians(latitude));
    double sinLon = Math.sin(Math.toRadians(longitude));
    double cosLon = Math.cos(Math.toRadians(longitude));
    double squeeze = (1 - FLATTENING) * (1 - FLATTENING);
    double normal = EQUATOR_M / Math.sqrt(cosLat * cosLat + squeeze * sinLat * sinLat);
    place =
        new double[] {
          (normal + height) * cosLat * cosLon,
          (normal + height) * cosLat * sinLon,
          (normal * squeeze + height) * sinLat
        };
    east = new double[] {-sinLon, cosLon, 0};
    north = new double[] {-sinLat * cosLon, -sinLat * sinLon, cosLat};
    up = new double[] {cosLat * cosLon, cosLat * sinLon, sinLat};
  }

  /**
   * A place from {@code LAT,LON,ALT}: degrees, degrees, metres.
   *
   * @throws IllegalArgumentException where the text is none; the message says what is wrong
   */
  public static GroundStation parse(String text) {
    String[] parts = text.split(",", -1);
    if (parts.length != 3) {
      throw new IllegalArgumentException(
          "'" + text + "' is not LAT,LON,ALT (degrees north, degrees east, metres)");
    }
    double[] numbers = new double[3];
    for (int i = 0; i < 3; i++) {
      try {
        numbers[i] = Double.parseDouble(parts[i].strip());
      } catch (NumberFormatException malformed) {
        throw new IllegalArgumentException("'" + parts[i].strip() + "' is no number", malformed);
      }
    }
    return new GroundStation(numbers[0], numbers[1], numbers[2]);
  }

  /** Degrees north. */
  public double latitude() {
    return latitude;
  }

  /** Degrees east. */
  public double longitude() {
    return longitude;
  }

  /** Metres above the ellipsoid. */
  public double height() {
    return height;
  }

  /** Where a state on the rotating Earth (m, m/s) is seen from here. */
  Look look(double[] state, long timeNs) {
    double x = state[0] - place[0];
    double y = state[1] - place[1];
    double z = state[2] - place[2];
    double range = Math.sqrt(x * x + y * y + z * z);
    double e = east[0] * x + east[1] * y;
    double n = north[0] * x + north[1] * y + north[2] * z;
    double u = up[0] * x + up[1] * y + up[2] * z;
    double azimuth = Math.toDegrees(Math.atan2(e, n));
    // A tiny negative angle plus 360 rounds to 360.
    azimuth = azimuth < 0 ? (azimuth + 360) % 360 : azimuth;
    double rate = (x * state[3] + y * state[4] + z * state[5]) / range;
    double elevation = Math.toDegrees(Math.atan2(u, Math.hypot(e, n)));
    return new Look(timeNs, azimuth, elevation, range / 1000, rate / 1000);
  }

  /** The angle at the Earth's centre between here and what a state is above, radians. */
  double centralAngle(double[] state) {
    double dot = place[0] * state[0] + place[1] * state[1] + place[2] * state[2];
    double here = Math.sqrt(place[0] * place[0] + place[1] * place[1] + place[2] * place[2]);
    double there = Math.sqrt(state[0] * state[0] + state[1] * state[1] + state[2] * state[2]);
    return Math.acos(Math.max(-1, Math.min(1, dot / (here * there))));
  }

  private static void check(String what, double value, double least, double most) {
    if (!(value >= least && value <= most)) {
      throw new IllegalArgumentException(
          what + " " + value + " is not " + (long) least + " to " + (long) most);
    }
  }
}
