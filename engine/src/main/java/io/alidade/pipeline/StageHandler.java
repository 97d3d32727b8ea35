package io.alidade.pipeline;

import com.lmax.disruptor.EventHandler;
import com.lmax.disruptor.Sequence;
import io.alidade.event.Event;
import io.alidade.observe.Latency;

/**
 * Runs one stage inside the ring. What a failure of the stage means is the stage's {@link OnFault}.
 */
final class StageHandler implements EventHandler<Event> {
  /** What to do when the stage throws on an event. */
  enum OnFault {
    /** The event is at fault: flag it, drop its fused section, go on. */
    FLAG,
    /** Nothing after this stage may happen: halt the pipeline. */
    HALT
  }

  private final Stage stage;
  private final OnFault onFault;
  private final Runnable end;
  private final Latency latency;
  private Sequence progress;

  /** Runs at the end of a batch, before the next stage may go on; null for nothing. */
  private Runnable sync;

  StageHandler(String name, OnFault onFault, Stage stage, Runnable end) {
    this.stage = stage;
    this.onFault = onFault;
    this.end = end;
    this.latency = new Latency(name);
  }

  @Override
  public void onEvent(Event event, long sequence, boolean endOfBatch) {
    run(event);
    if (sync == null) {
      progress.set(sequence); // the next stage need not wait for the end of the batch
    } else if (endOfBatch) {
      sync.run();
    }
  }

  /** Lets the next stage see a batch only after this has run. */
  void syncEachBatch(Runnable action) {
    sync = action;
  }

  void run(Event event) {
    if (onFault == OnFault.FLAG) {
      Faults.run(stage, event);
    } else {
      stage.onEvent(event);
    }
    if (event.receivedNs != 0) {
      latency.record(System.nanoTime() - event.receivedNs);
    }
  }

  @Override
  public void setSequenceCallback(Sequence sequence) {
    progress = sequence;
  }

  @Override
  public void onShutdown() {
    end.run();
  }

  Latency latency() {
    return latency;
  }
}
