package io.alidade.orbit;

import java.util.List;

/**
 * What one satellite does in a time. Immutable.
 *
 * @param satellite whose
 * @param passes all that overlap the time, in order; one without rise and set where the satellite
 *     is always up, none where it does not rise
 * @param problem why the prediction ends early, as after the decay; empty where it does not
 */
public record Prediction(Elements satellite, List<Pass> passes, String problem) {
  /** Makes the list a copy. */
  public Prediction {
    passes = List.copyOf(passes);
  }

  /** Whether it stays up from a day before the time to a day after it, as a geostationary one. */
  public boolean isAlwaysUp() {
    return passes.size() == 1 && !passes.get(0).riseKnown() && !passes.get(0).setKnown();
  }

  /** Whether it stays below the horizon. */
  public boolean isNeverUp() {
    return passes.isEmpty() && problem.isEmpty();
  }
}
