package io.alidade.orbit;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Where satellites are seen from a station, and when they pass over it. Times are UTC in ns since
 * 1970. Rise and set are found to a millisecond of what the elements say; how good that is, the
 * package's description says.
 *
 * <p>Thread-safe: results are immutable, and calls for one satellite wait for each other. A day of
 * one low satellite takes about two milliseconds. Allocates; not for the hot path.
 */
public final class PassPredictor {
  private final GroundStation station;
  private final Horizon horizon;
  private final EarthRotation rotation;
  private final Map<Elements, Orbit> orbits = new LinkedHashMap<>();
  private final Map<Elements, String> unusable = new LinkedHashMap<>();

  /** With UT1 = UTC. */
  public PassPredictor(GroundStation station, Horizon horizon, Collection<Elements> satellites) {
    this(station, horizon, satellites, 0);
  }

  /**
   * @param ut1MinusUtc seconds, as the IERS publishes it (Bulletin A)
   * @throws IllegalArgumentException where that is not -1 to 1
   */
  public PassPredictor(
      GroundStation station, Horizon horizon, Collection<Elements> satellites, double ut1MinusUtc) {
    if (!(Math.abs(ut1MinusUtc) <= 1)) {
      throw new IllegalArgumentException("UT1 - UTC " + ut1MinusUtc + " is not -1 to 1");
    }
    this.station = station;
    this.horizon = horizon;
    rotation = new EarthRotation(ut1MinusUtc);
    for (Elements satellite : satellites) {
      try {
        orbits.put(satellite, new Orbit(satellite));
      } catch (OrbitException reason) {
        unusable.put(satellite, reason.getMessage());
      }
    }
  }

  /** All that were given. */
  public List<Elements> satellites() {
    List<Elements> all = new ArrayList<>(orbits.keySet());
    all.addAll(unusable.keySet());
    return all;
  }

  /**
   * Where a satellite is seen at a time.
   *
   * @throws OrbitException where the elements give no position for it
   */
  public Look look(Elements satellite, long timeNs) throws OrbitException {
    double[] state = orbit(satellite).state(timeNs);
    rotation.toGround(state, timeNs);
    return station.look(state, timeNs);
  }

  /** The passes that overlap a time, from its begin to before its end. */
  public Prediction predict(Elements satellite, long fromNs, long toNs) {
    PassSearch search;
    try {
      search = search(satellite);
    } catch (OrbitException reason) {
      return new Prediction(satellite, List.of(), reason.getMessage());
    }
    return search.passes(fromNs, toNs);
  }

  /**
   * Where a satellite is seen highest in a time, also below the horizon.
   *
   * @throws OrbitException where the elements give no position
   */
  public Look highest(Elements satellite, long fromNs, long toNs) throws OrbitException {
    return search(satellite).highest(fromNs, toNs);
  }

  /**
   * Looks at even distances of time, from the first time up to the last, and at the last.
   *
   * @throws OrbitException where the elements give no position
   */
  public List<Look> track(Elements satellite, long fromNs, long toNs, long stepNs)
      throws OrbitException {
    List<Look> looks = new ArrayList<>();
    for (long time = fromNs; time < toNs; time += stepNs) {
      looks.add(look(satellite, time));
    }
    looks.add(look(satellite, toNs));
    return looks;
  }

  private PassSearch search(Elements satellite) throws OrbitException {
    return new PassSearch(satellite, orbit(satellite), station, horizon, rotation);
  }

  private Orbit orbit(Elements satellite) throws OrbitException {
    Orbit orbit = orbits.get(satellite);
    if (orbit == null) {
      throw new OrbitException(
          unusable.getOrDefault(satellite, satellite.title() + " is not among the satellites"));
    }
    return orbit;
  }
}
