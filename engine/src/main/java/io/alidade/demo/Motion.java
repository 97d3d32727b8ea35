package io.alidade.demo;

import io.alidade.demo.AisEncoder.Fix;
import io.alidade.demo.Route.Waypoint;
import java.util.Random;

/**
 * A vessel under way along a route, or lying at one place: course and speed change at limited
 * rates. Advanced in steps of a second at most, by elapsed milliseconds.
 */
final class Motion {
  private static final double KNOT = 1_852.0 / 3_600;
  private static final double METRES_PER_DEGREE = 60 * 1_852.0;

  private final Route route;
  private final double cruise;
  private final double maxTurn;
  private final double acceleration;
  private final boolean swinging;
  private final double drift;
  private final double phase;
  private final Random random;

  private double latitude;
  private double longitude;
  private double course;
  private double speed;
  private double turn;
  private int target;
  private double lastDistance = Double.MAX_VALUE;
  private long now;
  private long stayUntil = -1;

  /** How a kind of vessel handles: degrees a second, metres a second squared. */
  enum Handling {
    SHIP(0.4, 0.03),
    CRAFT(2, 0.2),
    AIRCRAFT(4, 2);

    private final double maxTurn;
    private final double acceleration;

    Handling(double maxTurn, double acceleration) {
      this.maxTurn = maxTurn;
      this.acceleration = acceleration;
    }
  }

  /** A vessel somewhere on her route at her cruising speed, knots. */
  Motion(Route route, double knots, Handling handling, Random random) {
    this(route, knots * KNOT, handling, false, random);
    int leg = random.nextInt(route.size());
    double share = random.nextDouble();
    Waypoint from = route.at(leg);
    Waypoint to = route.at(leg + 1);
    latitude = from.latitude() + share * (to.latitude() - from.latitude());
    longitude = from.longitude() + share * (to.longitude() - from.longitude());
    target = (leg + 1) % route.size();
    course = bearing(to);
    speed = cruise;
  }

  private Motion(Route route, double cruise, Handling handling, boolean swinging, Random random) {
    this.route = route;
    this.cruise = cruise;
    this.maxTurn = handling.maxTurn;
    this.acceleration = handling.acceleration;
    this.swinging = swinging;
    this.random = random;
    drift = 6 * random.nextDouble() - 3;
    phase = 2 * StrictMath.PI * random.nextDouble();
  }

  /** A vessel alongside a quay. */
  static Motion moored(double latitude, double longitude, double heading, Random random) {
    return lying(latitude, longitude, heading, false, random);
  }

  /** A vessel that swings about her anchor with the tide. */
  static Motion anchored(double latitude, double longitude, double heading, Random random) {
    return lying(latitude, longitude, heading, true, random);
  }

  private static Motion lying(
      double latitude, double longitude, double heading, boolean swinging, Random random) {
    Route place = Route.of(latitude, longitude);
    Motion motion = new Motion(place, 0, Handling.SHIP, swinging, random);
    motion.course = heading;
    motion.latitude = latitude;
    motion.longitude = longitude;
    return motion;
  }

  /** Moves on to a time, milliseconds since the start; never back. */
  void advance(long toMs) {
    while (now < toMs) {
      int step = (int) Math.min(1_000, toMs - now);
      now += step;
      if (cruise > 0) {
        sail(step / 1_000.0);
      }
    }
  }

  private void sail(double seconds) {
    Waypoint waypoint = route.at(target);
    if (stayUntil >= 0) {
      if (now < stayUntil) {
        return;
      }
      stayUntil = -1;
      nextWaypoint();
      waypoint = route.at(target);
      course = bearing(waypoint);
    }
    double distance = distance(waypoint);
    boolean stops = waypoint.staySeconds() > 0;
    if (stops ? berthed(distance) : reached(distance)) {
      if (stops) {
        stayUntil = now + 1_000L * waypoint.staySeconds();
        speed = 0;
        turn = 0;
        return;
      }
      nextWaypoint();
      waypoint = route.at(target);
      distance = distance(waypoint);
    }
    lastDistance = distance;
    double wanted = stops ? Math.min(cruise, approach(distance)) : cruise;
    speed += clamp(wanted - speed, acceleration * seconds);
    double wantedTurn = clamp(wrap(bearing(waypoint) - course) * 0.1, maxTurn);
    turn += clamp(wantedTurn - turn, maxTurn * 0.2 * seconds);
    course = normal(course + turn * seconds);
    double metres = speed * seconds;
    double radians = StrictMath.toRadians(course);
    latitude += metres * StrictMath.cos(radians) / METRES_PER_DEGREE;
    longitude += metres * StrictMath.sin(radians) / metresPerDegreeOfLongitude();
  }

  /** The speed from which she can still stop within a distance, and creeps on at the end. */
  private double approach(double distance) {
    return Math.max(1, StrictMath.sqrt(acceleration * distance));
  }

  /** A vessel that comes no nearer has missed her berth by little, and stays there. */
  private boolean berthed(double distance) {
    return distance < 25 || (distance < 250 && distance > lastDistance);
  }

  /** A waypoint is passed when the turning circle says so, or the vessel would go round it. */
  private boolean reached(double distance) {
    return distance < 50 + 1.2 * speed / StrictMath.toRadians(maxTurn);
  }

  private void nextWaypoint() {
    target = (target + 1) % route.size();
    lastDistance = Double.MAX_VALUE;
  }

  double knots() {
    return speed / KNOT;
  }

  /** Rate of turn, degrees a minute, right positive. */
  double turn() {
    return turn * 60;
  }

  boolean isLying() {
    return speed == 0;
  }

  /** When a vessel at rest goes on, milliseconds since the start. */
  long leavesAt() {
    return stayUntil < 0 ? Long.MAX_VALUE : stayUntil;
  }

  double latitude() {
    return latitude + (swinging ? 80 * StrictMath.cos(swing()) / METRES_PER_DEGREE : 0);
  }

  double longitude() {
    return longitude + (swinging ? 80 * StrictMath.sin(swing()) / metresPerDegreeOfLongitude() : 0);
  }

  /** Course over ground, degrees true in tenths; that of a vessel at rest wanders. */
  double course() {
    double shown = isLying() ? 360 * random.nextDouble() : course + random.nextDouble() - 0.5;
    return Math.floor(normal(shown) * 10) / 10;
  }

  /** Where the bow points, whole degrees true. */
  int heading() {
    double shown = swinging ? StrictMath.toDegrees(swing()) + 180 : course + drift;
    return (int) normal(shown);
  }

  /** Speed over ground as a receiver shows it, knots. */
  double shownKnots() {
    double shown =
        isLying() ? 0.2 * random.nextDouble() : knots() + 0.2 * random.nextDouble() - 0.1;
    return Math.max(0, Math.round(shown * 10) / 10.0);
  }

  /** What the station's own receiver shows at a second of the minute; without heading: 511. */
  Fix fix(int second, boolean withHeading, boolean accurate) {
    return new Fix(
        longitude(),
        latitude(),
        shownKnots(),
        course(),
        withHeading ? heading() : 511,
        second,
        accurate,
        false);
  }

  /** Direction from the anchor to the vessel, radians. */
  private double swing() {
    double wave = StrictMath.sin(now / 600_000.0 + phase);
    return StrictMath.toRadians(normal(course + 180 + 25 * wave));
  }

  private double bearing(Waypoint to) {
    double north = (to.latitude() - latitude) * METRES_PER_DEGREE;
    double east = (to.longitude() - longitude) * metresPerDegreeOfLongitude();
    return normal(StrictMath.toDegrees(StrictMath.atan2(east, north)));
  }

  private double distance(Waypoint to) {
    double north = (to.latitude() - latitude) * METRES_PER_DEGREE;
    double east = (to.longitude() - longitude) * metresPerDegreeOfLongitude();
    return StrictMath.sqrt(north * north + east * east);
  }

  private double metresPerDegreeOfLongitude() {
    return METRES_PER_DEGREE * StrictMath.cos(StrictMath.toRadians(latitude));
  }

  private static double clamp(double value, double limit) {
    return Math.max(-limit, Math.min(limit, value));
  }

  private static double wrap(double degrees) {
    double turned = normal(degrees);
    return turned > 180 ? turned - 360 : turned;
  }

  private static double normal(double degrees) {
    double rest = degrees % 360;
    double turned = rest < 0 ? rest + 360 : rest;
    return turned < 360 ? turned : 0;
  }
}
