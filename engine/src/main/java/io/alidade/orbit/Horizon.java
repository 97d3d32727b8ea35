package io.alidade.orbit;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * The elevation above which a satellite counts as visible: one for all directions, or a mask of
 * points (azimuth, elevation) with straight lines between, closed over north. Immutable.
 */
public final class Horizon {
  private final double[] azimuths;
  private final double[] elevations;
  private final double least;
  private final double lowest;

  private Horizon(double[] azimuths, double[] elevations, double least) {
    this.azimuths = azimuths;
    this.elevations = elevations;
    this.least = least;
    double low = elevations.length == 0 ? least : Double.POSITIVE_INFINITY;
    for (double elevation : elevations) {
      low = Math.min(low, elevation);
    }
    lowest = Math.max(low, least);
  }

  /**
   * The same elevation all around, degrees, -90 to 90; below 0 gives a margin before the rise.
   *
   * @throws IllegalArgumentException where it is outside
   */
  public static Horizon flat(double elevation) {
    if (!(elevation >= -90 && elevation <= 90)) {
      throw new IllegalArgumentException("elevation " + elevation + " is not -90 to 90");
    }
    return new Horizon(new double[0], new double[0], elevation);
  }

  /** This mask, and nowhere lower than an elevation in degrees. */
  public Horizon atLeast(double elevation) {
    return new Horizon(azimuths, elevations, Math.max(least, flat(elevation).least));
  }

  /**
   * A mask from a file: one point a line, azimuth (0 to 360) and elevation (-90 to 90) in degrees,
   * apart by blanks or a comma; {@code #} begins a comment.
   *
   * @throws ElementsException naming file and line
   */
  public static Horizon read(Path file) throws ElementsException, IOException {
    TreeMap<Double, Double> points = new TreeMap<>();
    String[] lines;
    try {
      lines = Files.readString(file).split("\\R", -1);
    } catch (MalformedInputException binary) {
      throw new ElementsException(file + ":1: is no text");
    }
    for (int i = 0; i < lines.length; i++) {
      String line = lines[i].replaceFirst("#.*", "").strip();
      if (line.isEmpty()) {
        continue;
      }
      String where = file + ":" + (i + 1) + ": ";
      String[] parts = line.split("[\\s,;]+", -1);
      if (parts.length != 2) {
        throw new ElementsException(
            where + "'" + OneLine.of(line) + "' is not an azimuth and an elevation");
      }
      double azimuth = number(where, "azimuth", parts[0], 0, 360);
      double elevation = number(where, "elevation", parts[1], -90, 90);
      if (points.put(azimuth % 360, elevation) != null && azimuth != 360) {
        throw new ElementsException(where + "azimuth " + parts[0] + " again");
      }
    }
    if (points.isEmpty()) {
      throw new ElementsException(file + ":1: holds no line 'azimuth elevation'");
    }
    double[] azimuths = new double[points.size()];
    double[] elevations = new double[points.size()];
    int n = 0;
    for (Map.Entry<Double, Double> point : points.entrySet()) {
      azimuths[n] = point.getKey();
      elevations[n++] = point.getValue();
    }
    return new Horizon(azimuths, elevations, -90);
  }

  private static double number(String where, String what, String text, double from, double to)
      throws ElementsException {
    double value;
    try {
      value = Double.parseDouble(text);
    } catch (NumberFormatException malformed) {
      value = Double.NaN;
    }
    if (!(value >= from && value <= to)) {
      throw new ElementsException(
          where + what + " '" + text + "' is not " + (int) from + " to " + (int) to);
    }
    return value;
  }

  /** Degrees, for an azimuth in degrees. */
  public double elevation(double azimuth) {
    int n = azimuths.length;
    if (n == 0) {
      return least;
    }
    int next = 0;
    while (next < n && azimuths[next] <= azimuth) {
      next++;
    }
    int before = next == 0 ? n - 1 : next - 1;
    double low = azimuths[before] - (next == 0 ? 360 : 0);
    double high = next == n ? azimuths[0] + 360 : azimuths[next];
    double share = (azimuth - low) / (high - low);
    double there = elevations[next % n];
    return Math.max(least, elevations[before] + share * (there - elevations[before]));
  }

  /** The lowest elevation anywhere, degrees. */
  double lowest() {
    return lowest;
  }

  /** Whether it is the same all around. */
  boolean isFlat() {
    return azimuths.length < 2;
  }
}
