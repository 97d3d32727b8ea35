package io.alidade.link;

import java.io.IOException;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/**
 * One source of bytes and the daemon thread that reads it, named {@code link-NAME}. What can come
 * back is waited for: a serial, TCP or UDP link that is absent at the start, or lost, is opened
 * again with a growing wait, for ever; the wait starts small again only after bytes have come. What
 * ends (a file, standard input) ends.
 *
 * <p>Bytes are handed on as each read returns them, in order, without a byte allocated for them
 * here once the link is open (the sources' own costs are in their documentation).
 *
 * <p>{@link #start}, {@link #close} and the waits may be called from any thread; a link is started
 * once.
 */
public final class Link implements AutoCloseable {
  /** The longest that {@link #close} takes, in milliseconds. */
  static final int CLOSE_MILLIS = 2000;

  private final LinkUri uri;
  private final Backoff backoff;
  private final RandomGenerator random;
  private final LinkClock clock;
  private final Source source;
  private final long watchdogNanos;
  private final CountDownLatch finished = new CountDownLatch(1);

  private boolean prepared;
  private volatile Thread reader;
  private volatile boolean ended;
  private volatile boolean failed;

  // The reader thread's own.
  private LinkReceiver receiver;
  private LinkState lastState;
  private String lastReason = "";
  private int attempt;
  private boolean unflushed;

  Link(LinkUri uri, Backoff backoff, RandomGenerator random, LinkClock clock, Source source) {
    this.uri = uri;
    this.backoff = backoff;
    this.random = random;
    this.clock = clock;
    this.source = source;
    this.watchdogNanos = TimeUnit.MILLISECONDS.toNanos(uri.watchdogMillis());
  }

  /** A link that is not started yet, with the default back-off. */
  public static Link of(LinkUri uri) {
    return of(uri, Backoff.DEFAULT);
  }

  /** A link that is not started yet. */
  public static Link of(LinkUri uri, Backoff backoff) {
    LinkClock clock = new LinkClock(LinkTime.SYSTEM);
    return new Link(uri, backoff, new SplittableRandom(), clock, Source.of(uri, clock));
  }

  /** What the link reads. */
  public LinkUri uri() {
    return uri;
  }

  /**
   * Finds out, before anything is begun for this link, what trying again will not mend; {@link
   * #start} does so too.
   *
   * @throws IOException as of {@link #start}
   */
  public synchronized void prepare() throws IOException {
    if (!prepared) {
      source.prepare();
      prepared = true;
    }
  }

  /**
   * Starts reading. A device or peer that is not there is no error: the receiver is told, and the
   * link goes on trying.
   *
   * @throws IOException what trying again will not mend: the file is not there or cannot be read,
   *     the serial library cannot be loaded; the message is one line for the operator
   * @throws IllegalStateException the link was started or closed before
   */
  public synchronized void start(LinkReceiver receiver) throws IOException {
    if (reader != null || clock.isClosed()) {
      throw new IllegalStateException("link " + uri.name() + " was started or closed before");
    }
    prepare();
    this.receiver = receiver;
    Thread thread = new Thread(this::run, "link-" + uri.name());
    thread.setDaemon(true);
    reader = thread;
    thread.start();
  }

  /**
   * Stops reading, closes the source and waits for the reader to leave, for 2 s at the longest: a
   * driver that hangs in its close, or a receiver that blocks, is left behind on its daemon thread.
   * What the framer holds back is flushed by a last {@link LinkReceiver#boundary}; on standard
   * input, whose reader cannot be woken, it comes from the thread that closes. No {@link
   * LinkReceiver#state} is told. May be called again, and from the receiver.
   */
  @Override
  public void close() {
    clock.close();
    boolean notices = source.cancel();
    Thread thread = reader;
    if (thread == null || thread == Thread.currentThread()) {
      return;
    }
    if (!notices) {
      // The reader is in its read, and when that returns it finds the link closed and tells
      // nothing:
      // what the framer holds back is flushed here.
      flush();
      return;
    }
    try {
      // A reader that is still busy then is left behind; see above.
      boolean ignored = finished.await(CLOSE_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Whether a file or standard input was read to its end and {@link LinkState#END} told. */
  public boolean ended() {
    return ended;
  }

  /** Whether the end came early, by an error that the reason of {@link LinkState#END} tells. */
  public boolean failed() {
    return failed;
  }

  /**
   * Waits for the end of a file or standard input.
   *
   * @return whether it ended; false when the time is over, or at once when the link was closed
   */
  public boolean awaitEnd(long timeout, TimeUnit unit) throws InterruptedException {
    return finished.await(timeout, unit) && ended;
  }

  private void run() {
    byte[] buffer = new byte[source.bufferSize()];
    try {
      while (!clock.isClosed() && !ended) {
        attempt++;
        String opened;
        try {
          opened = source.open();
        } catch (IOException | RuntimeException e) {
          source.close();
          if (!clock.isClosed()) {
            change(LinkState.DOWN, reason(e));
            clock.sleep(backoff.nanos(attempt, random));
          }
          continue;
        }
        if (clock.isClosed()) {
          break;
        }
        change(LinkState.UP, opened);
        pump(buffer);
        if (!ended && !clock.isClosed()) {
          clock.sleep(backoff.nanos(attempt, random));
        }
      }
    } finally {
      source.close();
      finished.countDown();
    }
  }

  /** Reads until the source is lost, stale or at its end, or the link is closed. */
  private void pump(byte[] buffer) {
    long lastBytes = watchdogNanos > 0 ? clock.nanoTime() : 0;
    long silent = 0;
    while (true) {
      int length;
      try {
        length = source.read(buffer, waitMillis(silent));
      } catch (IOException | RuntimeException e) {
        if (clock.isClosed()) {
          flush();
        } else if (source.isFinite()) {
          failed = true;
          leave(LinkState.END, reason(e));
        } else {
          leave(LinkState.DOWN, reason(e));
        }
        return;
      }
      if (clock.isClosed()) {
        // Not even with bytes in hand: whoever closed may already have been let go.
        flush();
        return;
      }
      if (length < 0) {
        leave(source.isFinite() ? LinkState.END : LinkState.DOWN, source.endReason());
        return;
      }
      if (length > 0) {
        attempt = 0;
        unflushed = true;
        receiver.bytes(buffer, 0, length);
        if (source.isDatagrams()) {
          flush();
        }
      }
      if (watchdogNanos > 0) {
        long now = clock.nanoTime();
        if (length > 0) {
          lastBytes = now;
        }
        silent = now - lastBytes;
        if (silent >= watchdogNanos) {
          leave(LinkState.STALE, "no byte for " + uri.watchdogText() + " s, opening it again");
          return;
        }
      }
    }
  }

  private int waitMillis(long silentNanos) {
    return watchdogNanos == 0 ? 0 : 1 + (int) ((watchdogNanos - silentNanos) / 1_000_000);
  }

  private void leave(LinkState state, String reason) {
    source.close();
    flush();
    change(state, reason);
    if (state == LinkState.END) {
      ended = true;
    }
  }

  /** Tells of a boundary, unless close() may have returned without waiting for this thread. */
  private void flush() {
    boolean ours = Thread.currentThread() == reader;
    if (unflushed && (!ours || source.isCancellable() || !clock.isClosed())) {
      unflushed = false;
      receiver.boundary();
    }
  }

  private void change(LinkState state, String reason) {
    if (state != lastState || !reason.equals(lastReason)) {
      lastState = state;
      lastReason = reason;
      receiver.state(state, attempt, reason);
    }
  }

  private static String reason(Exception e) {
    String message = e.getMessage();
    return OneLine.of(message == null ? e.getClass().getSimpleName() : message, 200);
  }
}
