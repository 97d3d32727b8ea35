package io.alidade.fuse;

import io.alidade.event.Event;
import io.alidade.event.FrameKind;
import io.alidade.event.Msg;
import io.alidade.event.Quality;

/**
 * Merges each AIS message into its vessel and each GNSS fix into own ship's position; a session
 * starts with nothing known.
 */
public final class Fuse {
  private final VesselTable vessels;
  private final OwnShip ownShip = new OwnShip();

  /**
   * A stage with nothing known.
   *
   * @param maxVessels how many vessels are remembered; beyond that the one longest unheard is
   *     forgotten
   */
  public Fuse(int maxVessels) {
    vessels = new VesselTable(maxVessels);
  }

  /** Takes one event; the events must come in the ring's order. */
  public void onEvent(Event event) {
    if (event.kind() == FrameKind.SESSION) {
      vessels.clear();
      ownShip.clear();
      return;
    }
    if (event.quality() == Quality.INVALID) {
      return;
    }
    int msg = event.msg();
    if (Msg.isAis(msg)) {
      vessels.merge(event);
    } else if (msg == Msg.GGA || msg == Msg.RMC || msg == Msg.GLL || msg == Msg.GNS) {
      ownShip.merge(event);
    }
  }

  /** How many vessels are known now. */
  public int vesselCount() {
    return vessels.size();
  }

  /** How many vessels were forgotten for want of room since the session began. */
  public long evictedCount() {
    return vessels.evicted();
  }
}
