package io.alidade.pipeline;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.alidade.broadcast.Gateway;
import io.alidade.demo.Traffic;
import io.alidade.event.Links;
import io.alidade.framing.NmeaFramer;
import io.alidade.fuse.Fuse;
import io.alidade.journal.Journal;
import io.alidade.journal.SessionWriter;
import io.alidade.observe.Counters;
import io.alidade.protocol.nmea.NmeaDecoder;
import io.alidade.validate.Validate;
import java.io.ByteArrayOutputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Real sentences through the real stages, on a clock that the test holds. */
class SteadyStateTest {
  private static final int SENTENCES = 100_000;
  private static final com.sun.management.ThreadMXBean THREADS =
      (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();

  @TempDir Path folder;

  private static byte[] traffic(int sentences) {
    Traffic traffic = new Traffic(7, 1_764_032_400_000L);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] line = new byte[4096];
    for (int i = 0; i < sentences; i++) {
      out.write(line, 0, traffic.next(line));
    }
    return out.toByteArray();
  }

  /** All the bytes in reads of random lengths; the clock moves 1 ms a read. */
  private static void feed(Receiver receiver, byte[] bytes, long[] now, Random random) {
    int at = 0;
    while (at < bytes.length) {
      int length = Math.min(bytes.length - at, 1 + random.nextInt(300));
      now[0] += 1_000_000;
      receiver.bytes(bytes, at, length);
      at += length;
    }
  }

  @ParameterizedTest
  @EnumSource(Layout.class)
  void nothingIsAllocatedPerEvent(Layout layout) throws Exception {
    byte[] bytes = traffic(SENTENCES);
    try (Journal journal = Journal.open(folder.resolve(layout.name()));
        Gateway gateway = Gateway.start("127.0.0.1", 0, out -> out.append("{}"), false)) {
      gateway.links(new Links("ais0"));
      SessionWriter session = journal.beginSession(1);
      Validate validate = new Validate();
      Fuse fuse = new Fuse(1000);
      Counters counters = new Counters();
      Pipeline pipeline =
          new Pipeline(
              layout,
              Wait.BLOCK,
              1024,
              Pipeline.SLOT_BYTES,
              1,
              validate::onEvent,
              fuse::onEvent,
              event -> session.append(event.array(), 0, event.length()),
              event -> {
                counters.onEvent(event);
                gateway.publish(event);
              });
      long[] now = {1_764_032_400_000_000_000L};
      Receiver receiver =
          new Receiver(1, new NmeaFramer(), new NmeaDecoder(true), pipeline, () -> now[0]);
      Random random = new Random(8);
      for (int warmUp = 0; warmUp < 3; warmUp++) {
        feed(receiver, bytes, now, random);
      }
      drain(pipeline, counters);

      Map<Long, Long> before = allocated();
      long own = THREADS.getCurrentThreadAllocatedBytes();
      long events = counters.total();
      feed(receiver, bytes, now, random);
      long ownAfter = THREADS.getCurrentThreadAllocatedBytes();
      drain(pipeline, counters);
      Map<Long, Long> after = allocated();
      events = counters.total() - events;

      assertThat(events).isGreaterThanOrEqualTo(SENTENCES);
      assertThat((double) (ownAfter - own) / events).as("receiver, B per event").isLessThan(0.5);
      after.forEach(
          (thread, bytesNow) -> {
            double perEvent = (double) (bytesNow - before.get(thread)) / SENTENCES;
            System.out.printf(
                "%s: handler thread %d: %.3f B per event%n", layout, thread, perEvent);
            assertThat(perEvent).as("handler thread, B per event").isLessThan(0.5);
          });
      pipeline.drainAndStop();
    }
  }

  private static void drain(Pipeline pipeline, Counters counters) {
    while (counters.total() < pipeline.headSequence()) {
      Thread.onSpinWait();
    }
  }

  /** Allocated bytes of the handler threads. */
  private static Map<Long, Long> allocated() {
    Map<Long, Long> bytes = new HashMap<>();
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (thread.getName().startsWith("handler-")) {
        bytes.put(thread.getId(), THREADS.getThreadAllocatedBytes(thread.getId()));
      }
    }
    assertThat(bytes).isNotEmpty();
    return bytes;
  }

  @Test
  void bothLayoutsGiveTheSameBytes() {
    byte[] bytes = traffic(20_000);
    List<byte[]> compact = records(Layout.COMPACT, bytes);
    List<byte[]> spread = records(Layout.SPREAD, bytes);
    assertThat(spread).hasSameSizeAs(compact);
    for (int i = 0; i < compact.size(); i++) {
      assertThat(spread.get(i)).isEqualTo(compact.get(i));
    }
    assertThat(new String(compact.get(0), 72, 1, US_ASCII)).isNotEmpty();
  }

  private static List<byte[]> records(Layout layout, byte[] bytes) {
    List<byte[]> records = new ArrayList<>();
    Validate validate = new Validate();
    Fuse fuse = new Fuse(20); // few, so that vessels are forgotten too
    Pipeline pipeline =
        new Pipeline(
            layout,
            Wait.BLOCK,
            64,
            Pipeline.SLOT_BYTES,
            1,
            validate::onEvent,
            fuse::onEvent,
            event -> records.add(Arrays.copyOf(event.array(), event.length())),
            event -> {});
    long[] now = {1_764_032_400_000_000_000L};
    Receiver receiver =
        new Receiver(1, new NmeaFramer(), new NmeaDecoder(true), pipeline, () -> now[0]);
    feed(receiver, bytes, now, new Random(9));
    pipeline.drainAndStop();
    return records;
  }
}
