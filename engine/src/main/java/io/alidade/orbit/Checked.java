package io.alidade.orbit;

import java.util.Locale;

/** Elements whose numbers are in range; a number that is not is named. */
final class Checked {
  private Checked() {}

  static Elements elements(
      String name,
      int number,
      String designator,
      long epochNs,
      double meanMotion,
      double eccentricity,
      double inclination,
      double node,
      double perigee,
      double meanAnomaly,
      double bStar) {
    // Above 18 revolutions a day an orbit is inside the Earth.
    range("mean motion", meanMotion, 1e-3, 18);
    range("eccentricity", eccentricity, 0, 0.999_999_9);
    range("inclination", inclination, 0, 180);
    range("right ascension of the node", node, -360, 360);
    range("argument of perigee", perigee, -360, 360);
    range("mean anomaly", meanAnomaly, -360, 360);
    range("drag term (B*)", bStar, -10, 10);
    return new Elements(
        name.replaceAll("\\p{Cntrl}", " "), // it is shown on terminals
        number,
        designator,
        epochNs,
        meanMotion,
        eccentricity,
        inclination,
        node,
        perigee,
        meanAnomaly,
        bStar);
  }

  private static void range(String what, double value, double least, double most) {
    if (!(value >= least && value <= most)) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "%s %s is not %s to %s", what, value, least, most));
    }
  }
}
