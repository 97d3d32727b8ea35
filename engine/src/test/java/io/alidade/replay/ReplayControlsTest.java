package io.alidade.replay;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.alidade.event.Event;
import io.alidade.event.Field;
import io.alidade.event.FieldReader;
import io.alidade.event.FrameKind;
import io.alidade.event.Links;
import io.alidade.event.Msg;
import io.alidade.journal.Journal;
import io.alidade.journal.SessionInfo;
import io.alidade.journal.Sessions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two sessions of made-up traffic, a minute each, ten minutes apart, with state on the way. */
class ReplayControlsTest {
  private static final long SECOND = 1_000_000_000L;
  private static final long START = 1_764_032_400L * SECOND;
  private static final int LENGTH_S = 60;
  private static final int STATE_EVERY = 100;

  @TempDir Path root;
  private List<SessionInfo> sessions;

  @BeforeEach
  void record() throws Exception {
    try (Journal journal = Journal.open(root)) {
      RecordedTraffic.session(journal, START, LENGTH_S, STATE_EVERY);
      RecordedTraffic.session(journal, START + 600 * SECOND, LENGTH_S, STATE_EVERY);
    }
    sessions = Sessions.list(root);
  }

  /** What an audience has seen, from any thread. */
  private static final class Seen implements Replay.Audience {
    final BlockingQueue<Long> times = new LinkedBlockingQueue<>();
    final List<Long> sequences = new ArrayList<>();
    final Map<Long, Long> vessels = new TreeMap<>();
    final List<String> names = new ArrayList<>();
    Links links;

    @Override
    public void begins(SessionEvents session) {
      links = session.links();
    }

    @Override
    public boolean offerKnown(Event event) {
      if (event.kind() == FrameKind.SESSION) {
        vessels.clear();
      }
      take(event);
      return true;
    }

    @Override
    public boolean offer(Event event) {
      if (event.kind() == FrameKind.SESSION) {
        vessels.clear();
      }
      take(event);
      names.add(links.msgOf(event));
      sequences.add(event.sequence());
      times.add(event.rxTime());
      return true;
    }

    /** Follows how many messages of each vessel have been heard. */
    private void take(Event event) {
      FieldReader fields = event.fused();
      long mmsi = -1;
      while (fields.next()) {
        if (fields.isEnd()) {
          continue;
        }
        if (fields.id() == Field.MMSI.id) {
          mmsi = fields.mantissa();
        } else if (fields.id() == Field.MESSAGES.id) {
          vessels.put(mmsi, fields.mantissa());
        }
      }
    }
  }

  private Replay replay(long from, long to, EventFilter filter) {
    Replay replay = new Replay(sessions, from, to, filter, null);
    replay.speed(Replay.MAX_SPEED);
    return replay;
  }

  private Seen all(long from, long to, EventFilter filter) throws Exception {
    Seen seen = new Seen();
    replay(from, to, filter).run(seen);
    return seen;
  }

  @Test
  void sessionsAreShownOneAfterAnotherWithoutAGap() throws Exception {
    Seen seen = all(Long.MIN_VALUE, Long.MAX_VALUE, EventFilter.ALL);
    assertThat(seen.sequences)
        .hasSize((int) (sessions.get(0).records() + sessions.get(1).records()));
    for (int i = 0; i < seen.sequences.size(); i++) {
      assertThat(seen.sequences.get(i)).isEqualTo(i + 1);
    }
  }

  @Test
  void aReplayFromAnyTimeKnowsWhatWasKnownThen() throws Exception {
    for (int second : new int[] {1, 7, 20, 33, 59, 601, 630}) {
      long from = START + second * SECOND;
      Seen whole = all(Long.MIN_VALUE, from + 5 * SECOND, EventFilter.ALL);
      Seen part = all(from, from + 5 * SECOND, EventFilter.ALL);
      assertThat(part.times).allMatch(time -> time >= from && time < from + 5 * SECOND);
      assertThat(whole.sequences).endsWith(part.sequences.toArray(new Long[0]));
      assertThat(part.vessels).isEqualTo(whole.vessels).isNotEmpty();
    }
  }

  @Test
  void aReplayWithAnotherDatabaseKnowsTheSame() throws Exception {
    long from = START + 33 * SECOND;
    Seen part = all(from, from + 5 * SECOND, EventFilter.ALL);
    Seen again = new Seen();
    Replay other =
        new Replay(
            sessions, from, from + 5 * SECOND, EventFilter.ALL, io.alidade.station.Mission.NONE);
    other.speed(Replay.MAX_SPEED);
    other.run(again);
    assertThat(again.sequences).isEqualTo(part.sequences);
    assertThat(again.vessels).isEqualTo(part.vessels);
  }

  @Test
  void onlyWhatIsAskedForIsShown() throws Exception {
    Seen ais = all(Long.MIN_VALUE, Long.MAX_VALUE, new EventFilter("", "ais", -1, -1, -1));
    assertThat(ais.names).isNotEmpty().allMatch(name -> name.startsWith("ais."));
    Seen none = all(Long.MIN_VALUE, Long.MAX_VALUE, new EventFilter("gps", "", -1, -1, -1));
    assertThat(none.names).isEmpty();
    int mmsi = ais.vessels.keySet().iterator().next().intValue();
    Seen one = all(Long.MIN_VALUE, Long.MAX_VALUE, new EventFilter("", "", mmsi, -1, -1));
    assertThat(one.names).hasSizeBetween(1, ais.names.size() - 1);
    assertThat(one.vessels).containsOnlyKeys((long) mmsi);
    Seen later = all(START + 33 * SECOND, Long.MAX_VALUE, new EventFilter("", "", mmsi, -1, -1));
    assertThat(later.vessels).as("no other is known either").containsOnlyKeys((long) mmsi);
  }

  @Test
  void itPausesStepsSeeksAndLoops() throws Exception {
    Replay replay = replay(START, START + 30 * SECOND, EventFilter.ALL);
    replay.stay(true);
    replay.pause();
    Seen seen = new Seen();
    Thread thread = start(replay, seen);
    assertThat(next(seen)).as("the session's own event does not wait").isEqualTo(START);
    assertThat(seen.times.poll(50, TimeUnit.MILLISECONDS)).isNull();
    assertThat(replay.positionNs()).isEqualTo(START);
    for (int i = 0; i < 3; i++) {
      replay.step();
      long time = next(seen);
      awaitDone(replay);
      assertThat(replay.positionNs()).isEqualTo(time);
    }
    assertThat(seen.times.poll(50, TimeUnit.MILLISECONDS)).isNull();
    assertThat(replay.isPaused()).isTrue();

    replay.seek(START + 20 * SECOND);
    awaitDone(replay);
    assertThat(replay.positionNs()).isEqualTo(START + 20 * SECOND);
    replay.step();
    long there = next(seen);
    assertThat(there).isGreaterThanOrEqualTo(START + 20 * SECOND).isLessThan(START + 22 * SECOND);
    replay.seek(START + 3 * SECOND);
    replay.step();
    assertThat(next(seen)).isBetween(START + 3 * SECOND, START + 5 * SECOND);

    replay.play();
    long last = 0;
    await(replay::isAtEnd);
    for (long time : seen.times) {
      last = time;
    }
    assertThat(last).isLessThan(START + 30 * SECOND).isGreaterThan(START + 29 * SECOND);
    assertThat(replay.positionNs()).isEqualTo(last);
    seen.times.clear();

    replay.seek(START + 29 * SECOND);
    assertThat(next(seen)).isGreaterThan(START + 28 * SECOND);
    replay.loop(true);
    for (long time = last; time != START; time = next(seen)) {
      assertThat(time).isGreaterThan(START); // until it begins again
    }
    replay.stop();
    thread.join(10_000);
    assertThat(thread.isAlive()).isFalse();
  }

  @Test
  void theClockRunsOnBetweenEventsButNotBeyondTheNext() throws Exception {
    Replay replay = replay(START, Long.MAX_VALUE, EventFilter.ALL);
    replay.speed(0.1);
    Seen seen = new Seen();
    Thread thread = start(replay, seen);
    long position = next(seen);
    for (int i = 0; i < 5; i++) {
      long before = position;
      await(() -> replay.positionNs() > before);
      position = replay.positionNs();
    }
    replay.pause();
    awaitDone(replay);
    position = replay.positionNs();
    seen.times.clear();
    assertThat(seen.times.poll(50, TimeUnit.MILLISECONDS)).isNull();
    assertThat(replay.positionNs()).isEqualTo(position);
    replay.skip(10 * SECOND);
    replay.skip(10 * SECOND);
    awaitDone(replay);
    assertThat(replay.positionNs()).as("twice, however fast").isEqualTo(position + 20 * SECOND);
    replay.step();
    long next = next(seen);
    awaitDone(replay);
    assertThat(replay.positionNs()).isEqualTo(next);
    replay.stop();
    thread.join(10_000);
    assertThat(thread.isAlive()).isFalse();
  }

  @Test
  void aSeekBetweenSessionsIsToTheNextOne() throws Exception {
    Replay replay = replay(START, Long.MAX_VALUE, EventFilter.ALL);
    replay.stay(true);
    replay.pause();
    Seen seen = new Seen();
    Thread thread = start(replay, seen);
    next(seen);
    replay.seek(START + 300 * SECOND);
    awaitDone(replay);
    assertThat(replay.positionNs()).isEqualTo(START + 600 * SECOND);
    assertThat(seen.vessels).isEmpty();
    replay.seek(Long.MAX_VALUE);
    awaitDone(replay);
    assertThat(replay.positionNs()).isEqualTo(replay.endNs());
    replay.stop();
    thread.join(10_000);
    assertThat(thread.isAlive()).isFalse();
  }

  @Test
  void aLoopWithNothingInItEnds() throws Exception {
    Replay replay = replay(START, Long.MAX_VALUE, new EventFilter("gps", "", -1, -1, -1));
    replay.loop(true);
    assertThat(replay.run(new Seen())).isZero();
  }

  @Test
  void timeWithoutSessionsIsEmpty() {
    assertThat(replay(Long.MIN_VALUE, START, EventFilter.ALL).isEmpty()).isTrue();
    Replay between = replay(START + 100 * SECOND, START + 200 * SECOND, EventFilter.ALL);
    assertThat(between.isEmpty()).isTrue();
    assertThat(between.endNs()).isEqualTo(between.startNs());
    Replay first = replay(Long.MIN_VALUE, START + 200 * SECOND, EventFilter.ALL);
    assertThat(first.endNs()).isEqualTo(sessions.get(0).lastTimeNs());
    assertThat(first.linkNames()).containsExactly("ais0");
  }

  @Test
  void theSpeedChangesOnTheWay() throws Exception {
    Replay replay = replay(START, Long.MAX_VALUE, EventFilter.ALL);
    assertThat(replay.speed(0.1)).isTrue();
    assertThat(replay.speed(0.01)).isFalse();
    assertThat(replay.speed(1001)).isFalse();
    assertThat(replay.speed(Double.NaN)).isFalse();
    Seen seen = new Seen();
    Thread thread = start(replay, seen);
    next(seen);
    replay.speed(1000); // two minutes in 0.12 s
    thread.join(20_000);
    assertThat(thread.isAlive()).isFalse();
    assertThat(seen.sequences)
        .hasSize((int) (sessions.get(0).records() + sessions.get(1).records()));
  }

  private static Thread start(Replay replay, Seen seen) {
    Thread thread =
        new Thread(
            () -> {
              try {
                replay.run(seen);
              } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
              }
            });
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  private static void awaitDone(Replay replay) {
    await(() -> !replay.isBusy());
  }

  private static void await(BooleanSupplier condition) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("it takes too long").isLessThan(deadline);
      Thread.onSpinWait();
    }
  }

  private static long next(Seen seen) throws InterruptedException {
    Long time = seen.times.poll(20, TimeUnit.SECONDS);
    assertThat(time).isNotNull();
    return time;
  }

  @Test
  void anEventsNameIsThatOfItsJson() {
    Event event = new Event(1024);
    event.begin(FrameKind.FRAME, 1, 0);
    event.msg(Msg.AIS + 5);
    assertThat(new Links("a").msgOf(event)).isEqualTo("ais.5");
    event.msg(Msg.NMEA_OTHER);
    byte[] name = "XYZ".getBytes(US_ASCII);
    event.beginDecoded().text(Field.SENTENCE, name, 0, 3);
    event.endDecoded();
    assertThat(new Links("a").msgOf(event)).isEqualTo("nmea.XYZ");
    assertThat(new Links("a").nameOf(event)).isEqualTo("a");
  }
}
