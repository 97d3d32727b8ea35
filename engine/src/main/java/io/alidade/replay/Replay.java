package io.alidade.replay;

import io.alidade.event.Event;
import io.alidade.event.Links;
import io.alidade.journal.JournalException;
import io.alidade.journal.SessionInfo;
import io.alidade.station.ConfigException;
import io.alidade.station.Mission;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Shows recorded sessions to an audience, one after another, at a chosen speed on the journal's
 * clock. Events are shown as they stand in the journal; with another mission database they are made
 * again.
 *
 * <p>{@link #run} is for one thread; the controls and what they tell are for any.
 */
public final class Replay {
  /** Speed for "as fast as the audience takes it". */
  public static final double MAX_SPEED = Double.POSITIVE_INFINITY;

  public static final double LEAST_SPEED = 0.1;
  public static final double GREATEST_SPEED = 1000;

  private static final long NOWHERE = Long.MIN_VALUE;

  private final List<SessionInfo> sessions;
  private final long fromNs;
  private final long toNs;
  private final EventFilter filter;
  private final Mission mission;
  private final StringBuilder damage = new StringBuilder();

  // Guarded by this.
  private double speed = 1;
  private boolean paused;
  private int steps;
  private boolean loop;
  private boolean stays;
  private long seekTo = NOWHERE;
  private boolean stopped;
  private boolean atEnd;
  private long positionNs;

  /** The event and the monotonic time that others are paced from; no event when negative. */
  private long anchorNs;

  private long anchorTime;
  private boolean anchored;

  private long shown;

  /** Takes events; returning false means "not now", and the same event is offered again. */
  public interface Audience {
    /** A session begins, or is entered at some time: the events that follow are its. */
    void begins(SessionEvents session);

    /** Takes an event of what was known when a session was entered other than at its start. */
    default boolean offerKnown(Event event) {
      return true;
    }

    /** Takes the next event. */
    boolean offer(Event event);
  }

  /**
   * A replay from its start, which does not pause, at speed 1.
   *
   * @param sessions in the order in which they are to be shown
   * @param fromNs receive time of the first event to show, ns since 1970
   * @param toNs receive time at which to end, exclusive; no event outside is ever shown
   * @param mission another mission database than the sessions' own; null for those
   */
  public Replay(
      List<SessionInfo> sessions, long fromNs, long toNs, EventFilter filter, Mission mission) {
    this.sessions = sessions.stream().filter(session -> session.records() > 0).toList();
    this.fromNs = Math.max(fromNs, startOf(this.sessions));
    this.toNs = toNs;
    this.filter = filter;
    this.mission = mission;
    positionNs = this.fromNs;
  }

  private static long startOf(List<SessionInfo> sessions) {
    return sessions.stream().mapToLong(SessionInfo::firstTimeNs).min().orElse(0);
  }

  /** Shows events until the end, or until {@link #stop}; returns how many were shown. */
  public long run(Audience audience) throws JournalException, InterruptedException {
    long target = fromNs;
    while (target != NOWHERE) {
      target = showFrom(target, audience);
      if (target == NOWHERE) {
        target = afterTheEnd();
      }
    }
    return shown;
  }

  /** Where to go on at the end. */
  private synchronized long afterTheEnd() throws InterruptedException {
    atEnd = true;
    while (stays && !stopped && !loop && seekTo == NOWHERE) {
      wait();
    }
    if (stopped) {
      return NOWHERE;
    }
    long target = takeSeek();
    if (target == NOWHERE && loop) {
      target = fromNs;
    }
    atEnd = target == NOWHERE;
    return target;
  }

  private synchronized long takeSeek() {
    long target = seekTo;
    seekTo = NOWHERE;
    return target;
  }

  /** Shows events from a time to the end; where to go on instead, or NOWHERE at the end. */
  private long showFrom(long target, Audience audience)
      throws JournalException, InterruptedException {
    position(target);
    for (SessionInfo session : sessions) {
      if (session.lastTimeNs() < target || session.firstTimeNs() >= toNs) {
        continue;
      }
      try (SessionEvents events = open(session)) {
        long elsewhere = show(events, target, audience);
        if (elsewhere != NOWHERE || isStopped()) {
          return isStopped() ? NOWHERE : elsewhere;
        }
        note(session, events.damage());
      } catch (ConfigException | IllegalStateException unreadable) {
        note(session, "; " + unreadable.getMessage());
      }
    }
    return NOWHERE;
  }

  private SessionEvents open(SessionInfo session) throws ConfigException {
    return mission == null ? new RecordedEvents(session) : new Rederivation(session, mission);
  }

  private long show(SessionEvents events, long target, Audience audience)
      throws InterruptedException {
    audience.begins(events);
    events.seek(target, known -> insist(() -> audience.offerKnown(known)));
    loosen();
    Links links = events.links();
    while (events.next()) {
      Event event = events.event();
      long time = event.rxTime();
      if (time < target || time >= toNs || !filter.shows(event, links)) {
        continue; // times may step back and forth in a session
      }
      long elsewhere = awaitTurn(time);
      if (elsewhere != NOWHERE || isStopped()) {
        return elsewhere;
      }
      insist(() -> audience.offer(event));
      shown(time);
    }
    return NOWHERE;
  }

  private interface Offer {
    boolean taken();
  }

  private void insist(Offer offer) {
    while (!offer.taken() && !isStopped()) {
      java.util.concurrent.locks.LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
    }
  }

  private synchronized void position(long time) {
    positionNs = time;
    atEnd = false;
    anchored = false;
  }

  private synchronized void loosen() {
    anchored = false;
  }

  private synchronized void shown(long time) {
    positionNs = time;
    shown++;
  }

  /** Waits until an event is due; where to go instead, or NOWHERE. */
  private synchronized long awaitTurn(long time) throws InterruptedException {
    while (true) {
      if (stopped || seekTo != NOWHERE) {
        return takeSeek();
      }
      if (paused) {
        anchored = false;
        if (steps > 0) {
          steps--;
          return NOWHERE;
        }
        wait();
        continue;
      }
      if (speed == MAX_SPEED) {
        return NOWHERE;
      }
      long now = System.nanoTime();
      if (!anchored) {
        anchored = true;
        anchorNs = now;
        anchorTime = time;
      }
      long left = anchorNs + (long) ((time - anchorTime) / speed) - now;
      if (left <= 0) {
        return NOWHERE;
      }
      TimeUnit.NANOSECONDS.timedWait(this, Math.max(left, 1_000_000));
    }
  }

  private synchronized boolean isStopped() {
    return stopped;
  }

  private synchronized void note(SessionInfo session, String why) {
    if (!why.isEmpty()) {
      damage.append(damage.length() == 0 ? "" : "\n");
      damage.append("session ").append(session.id()).append(" was cut short").append(why);
    }
  }

  /** Which sessions could be shown only in part and why, a line each; empty for none. */
  public synchronized String damage() {
    return damage.toString();
  }

  public synchronized void play() {
    paused = false;
    notifyAll();
  }

  public synchronized void pause() {
    paused = true;
    notifyAll();
  }

  /** Pauses, or shows one more event when paused. */
  public synchronized void step() {
    steps = paused ? steps + 1 : 0;
    paused = true;
    notifyAll();
  }

  /**
   * Sets the speed.
   *
   * @param newSpeed replayed seconds per second, {@value #LEAST_SPEED} to {@value #GREATEST_SPEED},
   *     or {@link #MAX_SPEED}; anything else changes nothing
   * @return whether it was one
   */
  public synchronized boolean speed(double newSpeed) {
    if (!isSpeed(newSpeed)) {
      return false;
    }
    speed = newSpeed;
    anchored = false;
    notifyAll();
    return true;
  }

  /** Whether a replay has this speed. */
  public static boolean isSpeed(double speed) {
    return speed == MAX_SPEED || (speed >= LEAST_SPEED && speed <= GREATEST_SPEED);
  }

  /** Goes to a receive time, ns since 1970; one before the start or after the end is that. */
  public synchronized void seek(long timeNs) {
    seekTo = Math.max(fromNs, Math.min(timeNs, endNs()));
    notifyAll();
  }

  /** Whether the start follows the end. */
  public synchronized void loop(boolean on) {
    loop = on;
    notifyAll();
  }

  /** Whether to wait at the end for what the controls say, instead of ending. */
  public synchronized void stay(boolean on) {
    stays = on;
    notifyAll();
  }

  /** Ends the replay soon. */
  public synchronized void stop() {
    stopped = true;
    notifyAll();
  }

  /** Receive time of the last event shown, ns since 1970. */
  public synchronized long positionNs() {
    return positionNs;
  }

  /** Receive time of the first event that can be shown, ns since 1970. */
  public long startNs() {
    return fromNs;
  }

  /** Receive time of the last event that can be shown, ns since 1970. */
  public long endNs() {
    long last = sessions.stream().mapToLong(SessionInfo::lastTimeNs).max().orElse(fromNs);
    return Math.max(fromNs, Math.min(last, toNs == Long.MAX_VALUE ? last : toNs - 1));
  }

  public synchronized boolean isPaused() {
    return paused;
  }

  public synchronized boolean isLooping() {
    return loop;
  }

  public synchronized double speed() {
    return speed;
  }

  /** Whether everything was shown. */
  public synchronized boolean isAtEnd() {
    return atEnd;
  }
}
