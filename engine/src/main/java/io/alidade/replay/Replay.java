package io.alidade.replay;

import io.alidade.event.Event;
import io.alidade.event.FrameKind;
import io.alidade.event.Links;
import io.alidade.journal.JournalException;
import io.alidade.journal.SessionInfo;
import io.alidade.station.ConfigException;
import io.alidade.station.Mission;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

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

  /** Events of several links may be this much out of order; beyond, the clock was set back. */
  private static final long CLOCK_STEP_NS = 1_000_000_000;

  private final List<SessionInfo> sessions;
  private final long fromNs;
  private final long toNs;
  private final EventFilter filter;
  private final Mission mission;
  private final long endNs;

  // Guarded by this.
  private double speed = 1;
  private boolean paused;
  private int steps;
  private boolean loop;
  private boolean stays;
  private long seekTo = NOWHERE;
  private boolean busy;
  private long revision;
  private boolean stopped;
  private boolean atEnd;
  private final Set<String> damage = new LinkedHashSet<>();
  private long shown;

  /** The replay's clock while it stands; while it runs, what it showed at {@link #anchorNs}. */
  private long positionNs;

  /** The monotonic time from which the clock runs; meaningful while it does. */
  private long anchorNs;

  private boolean running;

  /** Receive time of the event that is waited for, which the clock does not go beyond. */
  private long nextNs;

  /** Somebody wants it to end, or to go on elsewhere: looked at between any two events. */
  private volatile boolean called;

  /** Takes events; returning false means "not now", and the same event is offered again. */
  public interface Audience {
    /** A session begins, or is entered at some time: the events that follow are its. */
    void begins(SessionEvents session);

    /** Takes an event that only says what was known before those that are shown. */
    default boolean offerKnown(Event event) {
      return true;
    }

    /** Takes the next event. */
    boolean offer(Event event);

    /** No event is due: what has been taken should not wait for the next one. */
    default void rests() {}

    /** Whether all that was taken can be seen. */
    default boolean isSettled() {
      return true;
    }
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
    long last =
        this.sessions.stream()
            .filter(session -> isInRange(session, this.fromNs))
            .mapToLong(SessionInfo::lastTimeNs)
            .max()
            .orElse(this.fromNs);
    endNs = Math.max(this.fromNs, Math.min(last, toNs - 1));
    positionNs = this.fromNs;
  }

  private static long startOf(List<SessionInfo> sessions) {
    return sessions.stream().mapToLong(SessionInfo::firstTimeNs).min().orElse(0);
  }

  /** Whether a session may hold events to show. */
  private boolean isInRange(SessionInfo session, long from) {
    return session.lastTimeNs() >= from && session.firstTimeNs() < toNs;
  }

  /** Whether no session was recorded in the time to show. */
  public boolean isEmpty() {
    return sessions.stream().noneMatch(session -> isInRange(session, fromNs));
  }

  /** The names of the links of all sessions in the time to show; what is unreadable has none. */
  public Set<String> linkNames() {
    Set<String> names = new TreeSet<>();
    for (SessionInfo session : sessions) {
      if (isInRange(session, fromNs)) {
        try (RecordedEvents events = new RecordedEvents(session)) {
          events.start().links().forEach(link -> names.add(link.name()));
        } catch (ConfigException | IllegalStateException unreadable) {
          // Told when it is to be shown.
        }
      }
    }
    return names;
  }

  /** Shows events until the end, or until {@link #stop}; returns how many were shown. */
  public long run(Audience audience) throws JournalException, InterruptedException {
    long target = fromNs;
    while (target != NOWHERE) {
      long before = shownCount();
      target = showFrom(target, audience);
      if (target == NOWHERE) {
        settle(audience);
        target = afterTheEnd(shownCount() > before);
      }
    }
    return shownCount();
  }

  /** Where to go on at the end; a loop without a single event in it does not go round. */
  private synchronized long afterTheEnd(boolean hadEvents) throws InterruptedException {
    atEnd = !called;
    revision++;
    while (stays && !called && !(loop && hadEvents)) {
      steps = 0;
      done();
      wait();
    }
    long target = takeCall();
    if (target == NOWHERE && loop && hadEvents && !stopped) {
      target = fromNs;
    }
    atEnd &= target == NOWHERE;
    return target;
  }

  /** Where somebody wants it to go on, or NOWHERE. */
  private synchronized long takeCall() {
    called = stopped;
    return stopped ? NOWHERE : seekTo;
  }

  /** Shows events from a time to the end; where to go on instead, or NOWHERE. */
  private long showFrom(long target, Audience audience)
      throws JournalException, InterruptedException {
    for (SessionInfo session : sessions) {
      if (!isInRange(session, target)) {
        continue;
      }
      try (SessionEvents events = open(session)) {
        show(events, target, Math.max(target, session.firstTimeNs()), audience);
        note(session, events.damage());
      } catch (ConfigException | IllegalStateException unreadable) {
        note(session, "; " + unreadable.getMessage());
      }
      if (called) {
        return takeCall();
      }
    }
    return NOWHERE;
  }

  private SessionEvents open(SessionInfo session) throws ConfigException {
    return mission == null ? new RecordedEvents(session) : new Rederivation(session, mission);
  }

  /** Shows a session from a time until its end, or until somebody calls. */
  private void show(SessionEvents events, long from, long entry, Audience audience)
      throws InterruptedException {
    settle(audience); // the names of what it has taken are the last session's
    audience.begins(events);
    events.seek(from, known -> tell(known, audience));
    Links links = events.links();
    boolean entering = true;
    boolean first = true;
    while (!called && events.next()) {
      Event event = events.event();
      long time = event.rxTime();
      if (time < from || time >= toNs) {
        continue; // times may step back and forth in a session
      }
      // What a session begins with belongs to the moment of entering it, whatever the controls say.
      boolean head = entering && isSessions(event) && time == entry;
      if (first) {
        first = false;
        if (head) {
          tell(event, audience); // nobody sees the last session by this one's clock
        }
        enter(entry, audience);
      }
      if (entering && !head) {
        entering = false;
        arrive(audience);
      }
      if (!filter.shows(event, links)) {
        tell(event, audience);
        continue;
      }
      if (!head) {
        awaitTurn(time, audience);
      }
      if (!called && insist(() -> audience.offer(event))) {
        shown(time);
      }
    }
    if (first) {
      enter(entry, audience);
    }
    if (entering) {
      arrive(audience);
    }
  }

  /** The clock goes to where the replay goes when nothing is seen any more of where it was. */
  private void enter(long time, Audience audience) {
    settle(audience);
    synchronized (this) {
      if (!called) {
        stand(time);
      }
    }
  }

  /** The replay is where it was told to go. */
  private void arrive(Audience audience) {
    settle(audience);
    synchronized (this) {
      done();
    }
  }

  private void settle(Audience audience) {
    audience.rests();
    insist(audience::isSettled);
  }

  private static boolean isSessions(Event event) {
    return event.kind() == FrameKind.SESSION || event.kind() == FrameKind.STATE;
  }

  /**
   * Tells what was known. Of all that is known nothing says which part of it is from events that a
   * filter shows; with one, only that a session begins is told.
   */
  private void tell(Event event, Audience audience) {
    if (event.kind() == FrameKind.SESSION || (filter.isAll() && event.kind() == FrameKind.STATE)) {
      insist(() -> audience.offerKnown(event));
    }
  }

  private interface Offer {
    boolean taken();
  }

  /** Offers until it is taken, or somebody calls: then false. */
  private boolean insist(Offer offer) {
    while (!offer.taken()) {
      if (called) {
        return false;
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
    }
    return true;
  }

  /** What the controls were told last is done, unless there is more. */
  private void done() {
    if (busy && !called && steps == 0) {
      seekTo = NOWHERE;
      busy = false;
      revision++;
    }
  }

  private synchronized void stand(long time) {
    positionNs = time;
    running = false;
    atEnd = false;
  }

  private synchronized void shown(long time) {
    shown++;
    if (!running) {
      positionNs = isSetBack(time) ? time : Math.max(positionNs, time);
    }
  }

  /** Whether the clock of the session was set back before an event. */
  private boolean isSetBack(long time) {
    return time < positionNs - CLOCK_STEP_NS;
  }

  private synchronized long shownCount() {
    return shown;
  }

  /** Whether an event is not due yet, or a pause keeps it. */
  private synchronized boolean mustWait(long time) {
    return paused || untilDue(time) > 0;
  }

  /** How long until an event is due, in ns of the replay's speed; starts the clock. */
  private long untilDue(long time) {
    if (speed == MAX_SPEED) {
      return 0;
    }
    if (isSetBack(time)) {
      positionNs = time;
      running = false;
    }
    long now = System.nanoTime();
    if (!running) {
      running = true;
      anchorNs = now;
      nextNs = positionNs;
    }
    nextNs = Math.max(nextNs, time);
    return (long) ((time - positionNs) / speed) - (now - anchorNs);
  }

  /** Waits until an event is due, or somebody calls. */
  private void awaitTurn(long time, Audience audience) throws InterruptedException {
    while (!called && mustWait(time)) {
      if (!isPaused()) {
        audience.rests();
        awaitDue(time);
        continue;
      }
      settle(audience);
      if (takeStep()) {
        return;
      }
      awaitControls();
    }
  }

  private synchronized void awaitDue(long time) throws InterruptedException {
    long left = paused || called ? 0 : untilDue(time);
    if (left > 0) {
      TimeUnit.NANOSECONDS.timedWait(this, Math.max(left, 1_000_000));
    }
  }

  private synchronized boolean takeStep() {
    if (!paused || steps == 0) {
      return false;
    }
    steps--;
    return true;
  }

  private synchronized void awaitControls() throws InterruptedException {
    if (paused && steps == 0 && !called) {
      done();
      wait();
    }
  }

  private synchronized void note(SessionInfo session, String why) {
    if (!why.isEmpty()) {
      damage.add("session " + session.id() + " was cut short" + why);
    }
  }

  /** Which sessions could be shown only in part and why, a line each; empty for none. */
  public synchronized String damage() {
    return String.join("\n", damage);
  }

  private void changed() {
    revision++;
    notifyAll();
  }

  /** Another number after each change but that of the clock. */
  public synchronized long revision() {
    return revision;
  }

  /** Goes on; from the start when everything was shown. */
  public synchronized void play() {
    paused = false;
    if (atEnd) {
      seek(fromNs);
    }
    changed();
  }

  public synchronized void pause() {
    stopClock();
    paused = true;
    busy = true;
    changed();
  }

  private void stopClock() {
    positionNs = positionNs();
    running = false;
  }

  /** Pauses, or shows one more event when paused. */
  public synchronized void step() {
    steps = paused ? steps + 1 : 0;
    pause();
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
    stopClock();
    speed = newSpeed;
    changed();
    return true;
  }

  /** Whether a replay has this speed. */
  public static boolean isSpeed(double speed) {
    return speed == MAX_SPEED || (speed >= LEAST_SPEED && speed <= GREATEST_SPEED);
  }

  /** Goes to a receive time, ns since 1970; one before the start or after the end is that. */
  public synchronized void seek(long timeNs) {
    seekTo = Math.max(fromNs, Math.min(timeNs, endNs));
    steps = 0;
    called = true;
    busy = true;
    changed();
  }

  /** Goes forward or back by some ns from where it is, or is just going. */
  public synchronized void skip(long ns) {
    seek((seekTo == NOWHERE ? positionNs() : seekTo) + ns);
  }

  /** Whether it goes as fast as the audience takes it, and is not on its way elsewhere. */
  public synchronized boolean isPacedByAudience() {
    return speed == MAX_SPEED && seekTo == NOWHERE;
  }

  /**
   * Whether what {@link #pause}, {@link #step} or {@link #seek} asked for last is still to come
   * about; then the clock and what the audience sees agree.
   */
  public synchronized boolean isBusy() {
    return busy;
  }

  /** Whether the start follows the end. */
  public synchronized void loop(boolean on) {
    loop = on;
    changed();
  }

  /** Whether to wait at the end for what the controls say, instead of ending. */
  public synchronized void stay(boolean on) {
    stays = on;
    changed();
  }

  /** Ends the replay soon. */
  public synchronized void stop() {
    stopped = true;
    called = true;
    changed();
  }

  /**
   * The replay's clock, ns since 1970: nothing later has been shown, and it goes on until the next
   * event while that is not due.
   */
  public synchronized long positionNs() {
    if (!running) {
      return positionNs;
    }
    long past = (long) ((System.nanoTime() - anchorNs) * speed);
    return Math.min(positionNs + past, nextNs);
  }

  /** Receive time of the first event that can be shown, ns since 1970. */
  public long startNs() {
    return fromNs;
  }

  /** Receive time of the last event that can be shown, ns since 1970. */
  public long endNs() {
    return endNs;
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
