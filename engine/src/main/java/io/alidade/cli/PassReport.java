package io.alidade.cli;

import io.alidade.orbit.Elements;
import io.alidade.orbit.Look;
import io.alidade.orbit.Pass;
import java.util.List;

/** How predicted passes are written. */
interface PassReport {
  /** Before all passes, which are given to measure them. */
  void begin(StringBuilder out, List<Pass> passes);

  /** One pass, in order of rise; the track is empty where it is not wanted. */
  void pass(StringBuilder out, Pass pass, List<Look> track);

  /** A satellite that does not set: how it is seen at the begin, and at its highest. */
  void alwaysUp(StringBuilder out, Elements satellite, Look atBegin, Look highest);

  /** The satellites that do not rise, each with its highest look. */
  void neverUp(StringBuilder out, List<Elements> satellites, List<Look> highest);
}
