package io.alidade.replay;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.alidade.demo.Traffic;
import io.alidade.event.Event;
import io.alidade.event.Field;
import io.alidade.event.FieldReader;
import io.alidade.event.FrameKind;
import io.alidade.event.Links;
import io.alidade.event.Msg;
import io.alidade.fuse.Fuse;
import io.alidade.fuse.FuseSettings;
import io.alidade.journal.Journal;
import io.alidade.journal.SessionInfo;
import io.alidade.journal.SessionWriter;
import io.alidade.journal.Sessions;
import io.alidade.link.LinkUri;
import io.alidade.protocol.nmea.NmeaDecoder;
import io.alidade.station.SessionStart;
import io.alidade.validate.Validate;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
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
      record(journal, START);
      record(journal, START + 600 * SECOND);
    }
    sessions = Sessions.list(root);
  }

  private static void record(Journal journal, long start) throws Exception {
    Event event = new Event(16 * 1024);
    Traffic traffic = new Traffic(3, start / 1_000_000);
    NmeaDecoder decoder = new NmeaDecoder(true);
    Validate validate = new Validate();
    Fuse fuse = new Fuse(1000);
    List<LinkUri> links = List.of(LinkUri.parse("tcp://127.0.0.1:1?name=ais0"));
    byte[] line = new byte[Traffic.MAX_LENGTH];
    try (SessionWriter session = journal.beginSession(start)) {
      new SessionStart(
              "test", journal.epoch(), session.id(), links, FuseSettings.ofVessels(1000), "", "")
          .write(event, start);
      int count = 0;
      while (true) {
        event.sequence(journal.lastSequence() + 1);
        validate.onEvent(event);
        fuse.onEvent(event);
        session.append(event.array(), 0, event.length());
        int length = traffic.next(line);
        if (traffic.dueMs() > LENGTH_S * 1000L) {
          return;
        }
        long now = start + traffic.dueMs() * 1_000_000;
        if (++count % STATE_EVERY == 0) {
          int parts = fuse.stateParts(16 * 1024);
          for (int part = 0; part < parts; part++) {
            Fuse.beginState(event, now, part, parts, 16 * 1024);
            event.sequence(journal.lastSequence() + 1);
            fuse.onEvent(event);
            session.append(event.array(), 0, event.length());
          }
        }
        event.begin(FrameKind.FRAME, 1, now);
        event.raw(line, 0, length);
        decoder.decode(event);
      }
    }
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
    Seen ais = all(Long.MIN_VALUE, Long.MAX_VALUE, new EventFilter("", "ais", -1, -1));
    ais.names.removeIf(name -> name.equals("session") || name.equals("state"));
    assertThat(ais.names).isNotEmpty().allMatch(name -> name.startsWith("ais."));
    Seen none = all(Long.MIN_VALUE, Long.MAX_VALUE, new EventFilter("gps", "", -1, -1));
    assertThat(none.names).isNotEmpty().allMatch(name -> name.matches("session|state"));
    int mmsi = ais.vessels.keySet().iterator().next().intValue();
    Seen one = all(Long.MIN_VALUE, Long.MAX_VALUE, new EventFilter("", "", mmsi, -1));
    one.names.removeIf(name -> name.equals("session") || name.equals("state"));
    assertThat(one.names).hasSizeBetween(1, ais.names.size() - 1);
  }

  @Test
  void itPausesStepsSeeksAndLoops() throws Exception {
    Replay replay = replay(START, START + 30 * SECOND, EventFilter.ALL);
    replay.stay(true);
    replay.pause();
    Seen seen = new Seen();
    Thread thread = start(replay, seen);
    assertThat(seen.times.poll(50, TimeUnit.MILLISECONDS)).isNull();
    replay.step();
    assertThat(next(seen)).isEqualTo(START);
    replay.step();
    replay.step();
    next(seen);
    next(seen);
    assertThat(seen.times.poll(50, TimeUnit.MILLISECONDS)).isNull();
    assertThat(replay.isPaused()).isTrue();

    replay.seek(START + 20 * SECOND);
    replay.step();
    long there = next(seen);
    assertThat(there).isGreaterThanOrEqualTo(START + 20 * SECOND).isLessThan(START + 22 * SECOND);
    replay.seek(START + 3 * SECOND);
    replay.step();
    assertThat(next(seen)).isBetween(START + 3 * SECOND, START + 5 * SECOND);

    replay.play();
    long last = 0;
    while (!replay.isAtEnd()) {
      Thread.onSpinWait();
    }
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
