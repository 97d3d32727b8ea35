package io.alidade.demo;

import java.util.ArrayList;
import java.util.List;

/** Waypoints that a vessel follows again and again. Immutable once built. */
final class Route {
  private final List<Waypoint> waypoints = new ArrayList<>();

  /**
   * A place to steer for, degrees; the vessel stays there for a time, seconds, when it is not 0.
   */
  record Waypoint(double latitude, double longitude, int staySeconds) {}

  static Route of(double latitude, double longitude) {
    return new Route().to(latitude, longitude);
  }

  Route to(double latitude, double longitude) {
    waypoints.add(new Waypoint(latitude, longitude, 0));
    return this;
  }

  /** A place where the vessel stops. */
  Route stop(double latitude, double longitude, int minutes) {
    waypoints.add(new Waypoint(latitude, longitude, 60 * minutes));
    return this;
  }

  /** Goes back the way it came, without the two ends. */
  Route andBack() {
    for (int i = waypoints.size() - 2; i > 0; i--) {
      waypoints.add(waypoints.get(i));
    }
    return this;
  }

  int size() {
    return waypoints.size();
  }

  /** The waypoint with that number, counted round and round. */
  Waypoint at(int index) {
    return waypoints.get(index % waypoints.size());
  }
}
