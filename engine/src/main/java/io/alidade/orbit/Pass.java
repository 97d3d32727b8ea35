package io.alidade.orbit;

/**
 * A satellite's way over the station from where it comes above the horizon to where it goes below.
 * A mast that hides it for a while makes two passes of one. Immutable.
 *
 * @param satellite whose
 * @param aos acquisition of signal, at the rise; where {@code riseKnown} is false, how things were
 *     a day before the prediction's begin, when the satellite was up already
 * @param tca culmination: the highest elevation between {@code aos} and {@code los} (of a low orbit
 *     within seconds of the least distance)
 * @param los loss of signal, at the set; where {@code setKnown} is false, how things are a day
 *     after the prediction's end, when the satellite is still up
 */
public record Pass(
    Elements satellite, Look aos, boolean riseKnown, Look tca, Look los, boolean setKnown) {

  /** Time between aos and los in seconds. */
  public double duration() {
    return (los.timeNs() - aos.timeNs()) / 1e9;
  }
}
