package io.alidade.station;

import static org.assertj.core.api.Assertions.assertThat;

import io.alidade.demo.Traffic;
import io.alidade.event.Event;
import io.alidade.event.FrameKind;
import io.alidade.event.Msg;
import io.alidade.journal.Journal;
import io.alidade.journal.SessionInfo;
import io.alidade.journal.SessionReader;
import io.alidade.journal.Sessions;
import io.alidade.link.LinkUri;
import io.alidade.pipeline.Layout;
import io.alidade.pipeline.Pipeline;
import io.alidade.pipeline.Receiver;
import io.alidade.pipeline.Recording;
import io.alidade.pipeline.Wait;
import io.alidade.validate.Validate;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.OffsetEpochNanoClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Power cuts at random moments of a pipeline that journals as a station does; {@link
 * UnreliableDisk} says what a cut is and what that does not show. The moments are before an event
 * is appended, after it, and after a sync while its events are not shown yet.
 */
class PowerCutTest {
  private static final int EVENTS = 1000;

  /** One moment of so many is one. */
  private static final int RARE = 40;

  @TempDir Path folder;
  private final Random random = new Random(17);
  private final Traffic traffic = new Traffic(17, 1_764_032_400_000L);
  private final OffsetEpochNanoClock clock = new OffsetEpochNanoClock();
  private final Map<Long, byte[]> appended = new ConcurrentSkipListMap<>();
  private final Map<Long, Long> appendedAt = new ConcurrentSkipListMap<>();
  private final Map<Long, byte[]> shown = new ConcurrentSkipListMap<>();
  private final List<Cut> cuts = new ArrayList<>();
  private UnreliableDisk disk;
  private Journal journal;
  private volatile long last;
  private volatile long longestSync;

  /**
   * @param safe what has to be there
   * @param at monotonic time, ns
   */
  private record Cut(Path image, Map<Long, byte[]> safe, long at) {}

  /** The stage that journals, with somebody at the mains switch. */
  private final class Mains implements Recording {
    private final JournalStage stage;

    Mains(JournalStage stage) {
      this.stage = stage;
    }

    @Override
    public void onEvent(Event event) {
      cutPerhaps();
      stage.onEvent(event);
      last = event.sequence();
      appended.put(last, record(event));
      appendedAt.put(last, System.nanoTime());
      cutPerhaps();
    }

    @Override
    public boolean syncsBeforeShowing() {
      return stage.syncsBeforeShowing();
    }

    @Override
    public void sync() {
      long before = last;
      disk.syncs(before);
      long began = System.nanoTime();
      stage.sync();
      if (stage.session().forced() >= before) { // what the journal itself says
        disk.synced();
      }
      longestSync = Math.max(longestSync, System.nanoTime() - began);
      if (syncsBeforeShowing()) {
        cutPerhaps(); // else this thread is not the one that appends
      }
    }

    @Override
    public void end() {
      stage.end();
    }

    private void cutPerhaps() {
      if (random.nextInt(RARE) > 0) {
        return;
      }
      // First what was shown: a moment later it could be more than what the image has.
      Map<Long, byte[]> safe = new TreeMap<>(shown);
      if (!syncsBeforeShowing()) {
        safe.clear();
        appended.forEach(
            (sequence, record) -> {
              if (sequence <= disk.certainSequence()) {
                safe.put(sequence, record);
              }
            });
      }
      Path image = folder.resolve("cut-" + cuts.size());
      try {
        disk.cut(image);
      } catch (IOException fault) {
        throw new UncheckedIOException(fault);
      }
      cuts.add(new Cut(image, safe, System.nanoTime()));
    }
  }

  private static byte[] record(Event event) {
    return Arrays.copyOf(event.array(), event.length());
  }

  @ParameterizedTest
  @EnumSource(Layout.class)
  void inBatchModeAllThatWasShownIsThere(Layout layout) throws Exception {
    run(layout, "batch", () -> {});
    int lost = 0;
    for (Cut cut : cuts) {
      lost += appendedBefore(cut) - check(cut);
    }
    assertThat(lost).as("what was appended and not shown can be lost").isPositive();
  }

  @Test
  void inIntervalModeAllIsThereFromBeforeTheLastSyncThatReturned() throws Exception {
    long latest = 0;
    int lost = 0;
    run(Layout.COMPACT, "interval=5", () -> TimeUnit.MILLISECONDS.sleep(1));
    for (Cut cut : cuts) {
      int found = check(cut);
      lost += appendedBefore(cut) - found;
      Long firstLost = appendedAt.get(found + 1L);
      if (firstLost != null && firstLost < cut.at) {
        latest = Math.max(latest, cut.at - firstLost);
      }
    }
    System.out.printf(
        "interval=5: %d cuts, %d events lost, the oldest of them %.1f ms old; longest sync %.1f ms%n",
        cuts.size(), lost, latest / 1e6, longestSync / 1e6);
  }

  private int appendedBefore(Cut cut) {
    return (int) appendedAt.values().stream().filter(at -> at < cut.at).count();
  }

  private interface Pause {
    void take() throws InterruptedException;
  }

  private void run(Layout layout, String mode, Pause pause) throws Exception {
    Path root = folder.resolve("journal");
    disk = new UnreliableDisk(root, random);
    journal = Journal.open(root, "test");
    Durability durability = Durability.parse(mode);
    Mains mains = new Mains(new JournalStage(journal, journal.beginSession(0), durability));
    Pipeline pipeline =
        new Pipeline(
            layout,
            Wait.BLOCK,
            64,
            Pipeline.SLOT_BYTES,
            1,
            new Validate()::onEvent,
            event -> {},
            mains,
            event -> shown.put(event.sequence(), record(event)));
    ScheduledExecutorService syncer = Executors.newSingleThreadScheduledExecutor();
    if (durability.intervalMs() > 0) {
      int ms = durability.intervalMs();
      syncer.scheduleWithFixedDelay(mains::sync, ms, ms, TimeUnit.MILLISECONDS);
    }
    LinkUri uri = LinkUri.parse("stdin:?protocol=nmea");
    Protocol protocol = Protocol.of(uri.protocol());
    Receiver receiver =
        new Receiver(1, protocol.framer(uri), protocol.decoder(uri, null), pipeline, clock);
    byte[] buffer = new byte[Traffic.MAX_LENGTH];
    for (int i = 0; i < EVENTS; i++) {
      if (i % 300 == 0) {
        pipeline.atRest(() -> session(pipeline));
      }
      receiver.bytes(buffer, 0, traffic.next(buffer));
      pause.take();
    }
    pipeline.drainAndStop();
    syncer.shutdown();
    assertThat(syncer.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
    assertThat(pipeline.failure()).isNull();
    journal.close();
    assertThat(shown).hasSizeGreaterThan(EVENTS);
    assertThat(cuts).hasSizeGreaterThan(10);
  }

  private void session(Pipeline pipeline) {
    long slot = pipeline.claim();
    Event event = pipeline.event(slot);
    event.begin(FrameKind.SESSION, 0, clock.nanoTime());
    event.msg(Msg.SESSION);
    pipeline.publish(slot);
  }

  /** Opens what a cut has left and goes on in it. Returns how many events from the first it has. */
  private int check(Cut cut) {
    Map<Long, byte[]> found = new HashMap<>();
    try (Journal again = Journal.open(cut.image, "test")) {
      for (SessionInfo session : Sessions.list(cut.image)) {
        try (SessionReader reader = SessionReader.open(session)) {
          while (reader.next()) {
            byte[] record = Arrays.copyOf(reader.record(), reader.length());
            found.put(new Event(0).wrap(record).sequence(), record);
          }
        }
      }
      cut.safe.forEach(
          (sequence, record) ->
              assertThat(found.get(sequence)).as("%s, %d", cut.image, sequence).isEqualTo(record));
      found.forEach(
          (sequence, record) -> assertThat(record).as("no other").isEqualTo(appended(sequence)));
      Event next = new Event(Event.HEADER_LENGTH);
      next.begin(FrameKind.TICK, 0, clock.nanoTime());
      next.sequence(again.lastSequence() + 1);
      again.beginSession(clock.nanoTime()).append(next.array(), 0, next.length());
    }
    for (long sequence = 1; sequence <= found.size(); sequence++) {
      assertThat(found).containsKey(sequence);
    }
    return found.size();
  }

  private byte[] appended(long sequence) {
    return appended.get(sequence);
  }
}
