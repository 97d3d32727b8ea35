package io.alidade.pipeline;

import io.alidade.event.Event;

/** One step of the pipeline; called by one thread, for every event in the ring's order. */
@FunctionalInterface
public interface Stage {
  void onEvent(Event event);
}
