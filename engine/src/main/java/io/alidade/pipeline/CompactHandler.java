package io.alidade.pipeline;

import com.lmax.disruptor.EventHandler;
import io.alidade.event.Event;

/** Runs all stages on one thread, each event through all of them before the next. */
final class CompactHandler implements EventHandler<Event> {
  private final StageHandler[] stages;

  CompactHandler(StageHandler[] stages) {
    this.stages = stages;
  }

  @Override
  public void onEvent(Event event, long sequence, boolean endOfBatch) {
    for (StageHandler stage : stages) {
      stage.run(event);
    }
  }

  @Override
  public void onShutdown() {
    for (StageHandler stage : stages) {
      stage.onShutdown();
    }
  }
}
