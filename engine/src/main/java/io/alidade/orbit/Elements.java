package io.alidade.orbit;

/**
 * One satellite's mean elements for SGP4, from a TLE or an OMM. Immutable.
 *
 * @param name as the file calls it; where it does not, the catalogue number
 * @param number in the satellite catalogue (NORAD), 0 where there is none
 * @param designator international designator, as {@code 1998-067A} (OMM) or {@code 98067A} (TLE);
 *     empty where there is none
 * @param epochNs of the elements, UTC, ns since 1970
 * @param meanMotion revolutions per day, Kozai's as in a TLE
 * @param eccentricity 0 to below 1
 * @param inclination degrees
 * @param node right ascension of the ascending node, degrees
 * @param perigee argument of perigee, degrees
 * @param meanAnomaly degrees
 * @param bStar drag term, 1/earth radii
 */
public record Elements(
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

  /** Age in days beyond which the elements of a low orbit (period below 225 min) are old. */
  public static final double OLD_LOW_DAYS = 7;

  /** The same for higher orbits, which drag does not change. */
  public static final double OLD_HIGH_DAYS = 30;

  private static final double DAY_NS = 86_400e9;
  private static final double DAY_MINUTES = 1440;
  private static final double DEEP_SPACE_MINUTES = 225;

  /** One revolution in minutes. */
  public double periodMinutes() {
    return DAY_MINUTES / meanMotion;
  }

  /** Days from the epoch to a time; negative before the epoch. */
  public double ageDays(long timeNs) {
    return (timeNs - (double) epochNs) / DAY_NS;
  }

  /** Whether a prediction for this time is doubtful, as the epoch is too far from it. */
  public boolean isOld(long timeNs) {
    double limit = periodMinutes() < DEEP_SPACE_MINUTES ? OLD_LOW_DAYS : OLD_HIGH_DAYS;
    return Math.abs(ageDays(timeNs)) > limit;
  }

  /** Name and number, as messages say it. */
  public String title() {
    return name.equals(Integer.toString(number)) ? name : name + " (" + number + ")";
  }
}
