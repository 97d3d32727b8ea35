package io.alidade.protocol.ais;

import io.alidade.event.Event;
import io.alidade.event.FieldWriter;
import io.alidade.event.Msg;

/** Placeholder until the AIS branch is merged. */
public final class AisDecoder {
  public AisDecoder() {}

  public void decode(Event event, FieldWriter out, int start, int end) {
    event.msg(Msg.AIS + 1);
  }
}
