package io.alidade.pipeline;

import com.lmax.disruptor.EventHandler;
import com.lmax.disruptor.ExceptionHandler;
import com.lmax.disruptor.InsufficientCapacityException;
import com.lmax.disruptor.RingBuffer;
import com.lmax.disruptor.dsl.Disruptor;
import com.lmax.disruptor.dsl.ProducerType;
import io.alidade.event.Event;
import io.alidade.observe.Latency;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.StampedLock;

/**
 * The ring with its four stages. Any thread may {@link #claim} and {@link #publish}; the stages see
 * the events in the order of the claims.
 *
 * <pre>
 *   compact   ring -> [ validate, fuse, journal, broadcast ]
 *   spread    ring -> [ validate ] -> [ fuse ] -> [ journal ] -> [ broadcast ]
 * </pre>
 *
 * A validate or fuse that throws marks its event {@link io.alidade.event.Flag#FAULT}; a journal or
 * broadcast that throws halts the pipeline: no later event is journaled or shown, {@link #failure}
 * says why, and producers get {@link PipelineHalted}.
 */
public final class Pipeline {
  /** Bytes of a slot that any sentence fits in. */
  public static final int SLOT_BYTES = 16 * 1024;

  private final Disruptor<Event> disruptor;
  private final RingBuffer<Event> ring;
  private final long firstSequence;
  private final StageHandler[] stages;
  private final EventHandler<Event> last;
  private final AtomicLong fullCount = new AtomicLong();
  private final StampedLock gate = new StampedLock(); // allocates nothing while nobody waits
  private final List<Thread> threads = new ArrayList<>();
  private volatile Throwable failure;
  private volatile boolean stopping;

  /**
   * Starts the handler threads.
   *
   * @param ringSize slots, a power of two
   * @param slotBytes the longest event, bytes
   * @param firstSequence the journal sequence of the first event
   */
  public Pipeline(
      Layout layout,
      Wait wait,
      int ringSize,
      int slotBytes,
      long firstSequence,
      Stage validate,
      Stage fuse,
      Recording journal,
      Stage broadcast) {
    this.firstSequence = firstSequence;
    disruptor =
        new Disruptor<>(
            () -> new Event(slotBytes),
            ringSize,
            this::handlerThread,
            ProducerType.MULTI,
            wait.strategy());
    ring = disruptor.getRingBuffer();
    StageHandler first =
        new StageHandler("validate", StageHandler.OnFault.FLAG, validate, Pipeline::nothing);
    StageHandler second =
        new StageHandler("fuse", StageHandler.OnFault.FLAG, fuse, Pipeline::nothing);
    StageHandler third =
        new StageHandler("journal", StageHandler.OnFault.HALT, journal, journal::end);
    StageHandler fourth =
        new StageHandler("broadcast", StageHandler.OnFault.HALT, broadcast, Pipeline::nothing);
    stages = new StageHandler[] {first, second, third, fourth};
    disruptor.setDefaultExceptionHandler(new Halt());
    switch (layout) {
      case COMPACT -> {
        last = new CompactHandler(stages, journal, ring);
        disruptor.handleEventsWith(last);
      }
      case SPREAD -> {
        last = fourth;
        if (journal.syncsBeforeShowing()) {
          third.syncEachBatch(journal::sync);
        }
        disruptor.handleEventsWith(first).then(second).then(third).then(fourth);
      }
      default -> throw new IllegalArgumentException(layout.toString());
    }
    disruptor.start();
  }

  /**
   * Claims the next slot, waiting while the ring is full.
   *
   * @throws PipelineHalted the pipeline has halted or is being stopped
   */
  public long claim() {
    long slot = -1;
    while (slot < 0) {
      if (failure != null || stopping) {
        throw new PipelineHalted();
      }
      try {
        slot = ring.tryNext();
      } catch (InsufficientCapacityException full) { // a constant: nothing is allocated
        fullCount.incrementAndGet();
        LockSupport.parkNanos(20_000);
      }
    }
    return slot;
  }

  /** The event in a claimed slot, to be filled by the claiming thread. */
  public Event event(long slot) {
    return ring.get(slot);
  }

  /** Hands a claimed slot to the stages; every claim must be followed by this. */
  public void publish(long slot) {
    ring.get(slot).sequence(firstSequence + slot);
    ring.publish(slot);
  }

  /**
   * Enters the gate that producers pass for each read of theirs: {@link #atRest} waits until they
   * have left it and lets none in.
   *
   * @return for {@link #leave}
   */
  long enter() {
    return gate.readLock();
  }

  void leave(long stamp) {
    gate.unlockRead(stamp);
  }

  /**
   * Runs something while no producer is in the gate and every event is through all stages; the work
   * may publish, its events then follow each other immediately. Links wait meanwhile, their bytes
   * in the kernel. Not for the handlers' threads, nor for a producer inside the gate.
   *
   * @throws PipelineHalted the pipeline has halted
   */
  public void atRest(Runnable work) {
    long stamp = gate.writeLock();
    try {
      awaitDone();
      work.run();
    } finally {
      gate.unlockWrite(stamp);
    }
  }

  private void awaitDone() {
    while (disruptor.getSequenceValueFor(last) < ring.getCursor()) {
      if (failure != null || stopping) {
        throw new PipelineHalted();
      }
      LockSupport.parkNanos(50_000);
    }
  }

  /** How often a producer found the ring full. */
  public long fullCount() {
    return fullCount.get();
  }

  /** The journal sequence of the last event that was claimed, or the one before the first. */
  public long headSequence() {
    return firstSequence + ring.getCursor();
  }

  /** What halted the pipeline, or null while it runs. */
  public Throwable failure() {
    return failure;
  }

  /** Latency by stage, in the order of the stages. */
  public List<Latency> latencies() {
    return List.of(
        stages[0].latency(), stages[1].latency(), stages[2].latency(), stages[3].latency());
  }

  /**
   * Takes no more events, lets the stages finish every one that was claimed, then ends their
   * threads and waits for them.
   */
  public void drainAndStop() {
    stopping = true;
    // Not Disruptor.shutdown: it overlooks handlers whose threads have not begun yet.
    while (failure == null && disruptor.getSequenceValueFor(last) < ring.getCursor()) {
      LockSupport.parkNanos(100_000);
    }
    disruptor.halt();
    threads.forEach(Pipeline::join);
  }

  /** Waits whatever interrupts: to leave a handler thread behind could cut the journal. */
  @SuppressWarnings("ThreadJoinLoop") // the library that has it ready is not worth the dependency
  private static void join(Thread thread) {
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException again) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static void nothing() {}

  private Thread handlerThread(Runnable runnable) {
    Thread thread = new Thread(runnable, "handler-" + threads.size());
    thread.setDaemon(true);
    thread.setUncaughtExceptionHandler((dead, fault) -> fail(fault));
    threads.add(thread);
    return thread;
  }

  /** Only the first counts: what comes after it, as closing the journal on a full disk, follows. */
  private synchronized void fail(Throwable fault) {
    if (failure == null) {
      failure = fault;
    }
  }

  private final class Halt implements ExceptionHandler<Event> {
    @Override
    public void handleEventException(Throwable fault, long sequence, Event event) {
      fail(fault);
      disruptor.halt();
      // The processor must not count the event as done, or the next stage would run on it.
      throw new PipelineHalted();
    }

    @Override
    public void handleOnStartException(Throwable fault) {
      fail(fault);
    }

    @Override
    public void handleOnShutdownException(Throwable fault) {
      fail(fault);
    }
  }
}
