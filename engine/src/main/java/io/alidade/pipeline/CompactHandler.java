package io.alidade.pipeline;

import com.lmax.disruptor.EventHandler;
import com.lmax.disruptor.RingBuffer;
import io.alidade.event.Event;

/**
 * Runs all stages on one thread, each event through all of them before the next; where events must
 * be safe before they are shown, a batch through all but the last, and then through that.
 */
final class CompactHandler implements EventHandler<Event> {
  private final StageHandler[] stages;
  private final Recording recording;
  private final boolean syncs;
  private final RingBuffer<Event> ring;

  /** The first event of the batch that is not shown yet, or -1. */
  private long unshown = -1;

  CompactHandler(StageHandler[] stages, Recording recording, RingBuffer<Event> ring) {
    this.stages = stages;
    this.recording = recording;
    this.syncs = recording.syncsBeforeShowing();
    this.ring = ring;
  }

  @Override
  public void onEvent(Event event, long sequence, boolean endOfBatch) {
    if (syncs) {
      recordOnly(event, sequence, endOfBatch);
      return;
    }
    for (StageHandler stage : stages) {
      stage.run(event);
    }
  }

  private void recordOnly(Event event, long sequence, boolean endOfBatch) {
    int last = stages.length - 1;
    for (int i = 0; i < last; i++) {
      stages[i].run(event);
    }
    if (unshown < 0) {
      unshown = sequence;
    }
    if (endOfBatch) {
      recording.sync();
      for (long each = unshown; each <= sequence; each++) { // the ring keeps a batch until its end
        stages[last].run(ring.get(each));
      }
      unshown = -1;
    }
  }

  @Override
  public void onShutdown() {
    for (StageHandler stage : stages) {
      stage.onShutdown();
    }
  }
}
