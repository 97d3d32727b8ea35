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

  void take(Event event, long eventPosition) {
    seq = event.sequence();
    rxTime = event.rxTime();
    position = eventPosition;
    length = event.fusedLength();
    if (fused.length < length) {
      fused = new byte[(length + 63) & ~63];
    }
    int start = event.rawOffset() + event.rawLength() + event.decodedLength();
    System.arraycopy(event.array(), start, fused, 0, length);
  }
}
