package io.alidade.broadcast;

import io.alidade.event.Event;

/** The latest fused section of one vessel, or of own ship. */
final class VesselState {
  int mmsi;
  long seq;
  long rxTime;

  /** Where in the gateway's own count of events this is from; orders the list. */
  long position;

  /** Neighbours in the list, which runs from the longest unheard to the newest. */
  VesselState older;

  VesselState newer;

  byte[] fused = {};
  int length;

  /** Takes entries of an event that say how things were at a time. */
  void take(Event event, int start, int entriesLength, long time, long eventPosition) {
    seq = event.sequence();
    rxTime = time;
    position = eventPosition;
    length = entriesLength;
    if (fused.length < length) {
      fused = new byte[(length + 63) & ~63];
    }
    System.arraycopy(event.array(), start, fused, 0, length);
  }
}
