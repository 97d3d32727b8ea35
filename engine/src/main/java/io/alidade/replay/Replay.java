package io.alidade.replay;

import io.alidade.event.Event;
import io.alidade.journal.JournalException;
import io.alidade.journal.SessionInfo;
import io.alidade.station.ConfigException;
import io.alidade.station.Mission;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Runs a session again for an audience, at a chosen speed on the journal's clock. */
public final class Replay {
  /** Speed for "as fast as the audience takes it". */
  public static final double MAX_SPEED = Double.POSITIVE_INFINITY;

  private final double speed;
  private final long fromNs;
  private final long toNs;
  private final Mission mission;
  private volatile boolean stopped;
  private volatile long positionNs;
  private String damage = "";

  /** Takes events; returning false means "not now", and the same event is offered again. */
  public interface Audience {
    /** A session begins; the event after this is its first. */
    void begins(Rederivation session);

    boolean offer(Event event);
  }

  /**
   * A replay.
   *
   * @param speed replayed seconds per second, above 0, or {@link #MAX_SPEED}
   * @param fromNs receive time of the first event to show, ns since 1970; earlier ones are run but
   *     not shown, so that the fused state is right
   * @param toNs receive time at which to end, exclusive
   */
  public Replay(double speed, long fromNs, long toNs) {
    this(speed, fromNs, toNs, null);
  }

  /** The same with another mission database than the sessions' own. */
  public Replay(double speed, long fromNs, long toNs, Mission mission) {
    this.mission = mission;
    this.speed = speed;
    this.fromNs = fromNs;
    this.toNs = toNs;
  }

  /** Replays one session to its end; returns how many events were shown. */
  public long run(SessionInfo session, Audience audience) throws JournalException {
    long shown = 0;
    damage = "";
    try (Rederivation rederivation = new Rederivation(session, mission)) {
      audience.begins(rederivation);
      long startTime = 0;
      long startNs = 0;
      boolean started = false;
      while (!stopped && rederivation.next()) {
        Event event = rederivation.event();
        long time = event.rxTime();
        if (time < fromNs) {
          continue;
        }
        if (time >= toNs) {
          break;
        }
        if (!started) {
          started = true;
          startTime = time;
          startNs = System.nanoTime();
        }
        if (speed != MAX_SPEED) {
          awaitNs(startNs + (long) ((time - startTime) / speed));
        }
        while (!stopped && !audience.offer(event)) {
          LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
        }
        positionNs = time;
        shown++;
      }
      damage = rederivation.damage();
    } catch (ConfigException | IllegalStateException unreadable) {
      damage = "; " + unreadable.getMessage();
    }
    return shown;
  }

  /** Where and why the last session ended early, as a text to append, or empty. */
  public String damage() {
    return damage;
  }

  private void awaitNs(long due) {
    long left = due - System.nanoTime();
    while (left > 0 && !stopped) {
      LockSupport.parkNanos(Math.min(left, TimeUnit.MILLISECONDS.toNanos(100)));
      left = due - System.nanoTime();
    }
  }

  /** Ends the replay soon; any thread. */
  public void stop() {
    stopped = true;
  }

  /** Receive time of the last event shown, ns since 1970; any thread. */
  public long positionNs() {
    return positionNs;
  }
}
