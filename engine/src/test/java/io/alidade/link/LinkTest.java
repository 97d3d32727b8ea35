package io.alidade.link;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** What every link does, on scripted sources and virtual time. */
class LinkTest {
  private static final Backoff DOUBLING =
      new Backoff(Duration.ofMillis(500), Duration.ofSeconds(30), 2, 0);

  private final VirtualTime time = new VirtualTime();
  private final LinkClock clock = new LinkClock(time);
  private final Recorder recorder = new Recorder();

  /**
   * Steps: {@code open}, {@code refuse TEXT}, {@code break TEXT}, {@code eof}, {@code silent MS},
   * anything else is bytes.
   */
  private class Script implements Source {
    private final String[] steps;
    private final boolean finite;
    private final CountDownLatch cancelled = new CountDownLatch(1);
    private int next;

    Script(boolean finite, String... steps) {
      this.finite = finite;
      this.steps = steps;
    }

    private String step() throws IOException {
      if (next == steps.length) {
        try {
          cancelled.await();
        } catch (InterruptedException e) {
          throw new IOException("interrupted", e);
        }
        throw new IOException("cancelled");
      }
      return steps[next++];
    }

    @Override
    public int bufferSize() {
      return 100;
    }

    @Override
    public String open() throws IOException {
      String step = step();
      if (step.startsWith("refuse ")) {
        throw new IOException(step.substring(7));
      }
      assertThat(step).isEqualTo("open");
      return "open";
    }

    @Override
    public int read(byte[] buffer, int waitMillis) throws IOException {
      String step = step();
      if (step.startsWith("break ")) {
        throw new IOException(step.substring(6));
      }
      if (step.equals("bug")) {
        throw new IllegalStateException();
      }
      if (step.equals("eof")) {
        return -1;
      }
      if (step.startsWith("silent ")) {
        time.pass(Long.parseLong(step.substring(7)) * 1_000_000);
        return 0;
      }
      byte[] bytes = step.getBytes(US_ASCII);
      System.arraycopy(bytes, 0, buffer, 0, bytes.length);
      return bytes.length;
    }

    @Override
    public void close() {}

    @Override
    public boolean cancel() {
      cancelled.countDown();
      return true;
    }

    @Override
    public boolean isFinite() {
      return finite;
    }

    @Override
    public String endReason() {
      return "end";
    }
  }

  private Link link(String uri, Source source) {
    return new Link(LinkUri.parse(uri), DOUBLING, new SplittableRandom(1), clock, source);
  }

  @Test
  void retriesWithGrowingWaitsAndTellsOnceOfEachReason() throws Exception {
    Script script =
        new Script(
            false,
            "refuse absent",
            "refuse absent",
            "refuse absent",
            "refuse denied",
            "open",
            "break gone",
            "refuse gone",
            "open",
            "x",
            "eof",
            "open",
            "y");
    try (Link link = link("serial:/dev/x", script)) {
      link.start(recorder);
      recorder.awaitBytes(2);
      assertThat(recorder.states())
          .containsExactly(
              "DOWN 1 absent",
              "DOWN 4 denied",
              "UP 5 open",
              "DOWN 5 gone",
              "UP 7 open",
              "DOWN 0 end",
              "UP 1 open");
      // An open that brought no byte does not shorten the wait; a byte does.
      assertThat(time.sleepMillis())
          .containsExactly(500L, 1000L, 2000L, 4000L, 8000L, 16_000L, 500L);
      assertThat(recorder.log())
          .containsExactly(
              "DOWN", "DOWN", "UP", "DOWN", "UP", "bytes 1", "boundary", "DOWN", "UP", "bytes 1");
    }
    assertThat(recorder.log()).endsWith("bytes 1", "boundary");
  }

  @Test
  void opensAgainWhatIsSilentForLongerThanTheWatchdogAllows() throws Exception {
    Script script =
        new Script(
            false,
            "open",
            "silent 900",
            "x",
            "silent 999",
            "y",
            "silent 600",
            "silent 400",
            "open",
            "silent 1000",
            "open",
            "z");
    try (Link link = link("tcp://h:1?watchdog=1", script)) {
      link.start(recorder);
      recorder.awaitBytes(3);
      assertThat(recorder.states())
          .containsExactly(
              "UP 1 open",
              "STALE 0 no byte for 1 s, opening it again",
              "UP 1 open",
              "STALE 1 no byte for 1 s, opening it again",
              "UP 2 open");
      assertThat(time.sleepMillis()).containsExactly(500L, 500L);
    }
  }

  @Test
  void takesAFaultOfASourceForALoss() throws Exception {
    try (Link link = link("tcp://h:1", new Script(false, "open", "bug", "open", "x"))) {
      link.start(recorder);
      recorder.awaitBytes(1);
      assertThat(recorder.states().get(1)).isEqualTo("DOWN 1 IllegalStateException");
    }
  }

  @Test
  void endsWhereAFiniteSourceDoes() throws Exception {
    try (Link link = link("file:x", new Script(true, "open", "ab", "eof"))) {
      assertThat(link.ended()).isFalse();
      link.start(recorder);
      assertThat(link.awaitEnd(20, TimeUnit.SECONDS)).isTrue();
      assertThat(link.ended()).isTrue();
      assertThat(link.failed()).isFalse();
      assertThat(recorder.log()).containsExactly("UP", "bytes 2", "boundary", "END");
      assertThat(recorder.states()).endsWith("END 0 end");
    }
  }

  @Test
  void endsAndSaysSoWhenAFiniteSourceFails() throws Exception {
    try (Link link = link("file:x", new Script(true, "open", "ab", "break disk\nfault"))) {
      link.start(recorder);
      assertThat(link.awaitEnd(20, TimeUnit.SECONDS)).isTrue();
      assertThat(link.failed()).isTrue();
      assertThat(recorder.states()).endsWith("END 0 disk fault");
    }
  }

  @Test
  void tellsNoEndWhenItWasClosed() throws Exception {
    Link link = link("file:x", new Script(true, "open", "ab"));
    link.start(recorder);
    recorder.awaitBytes(2);
    link.close();
    assertThat(link.awaitEnd(20, TimeUnit.SECONDS)).isFalse();
    assertThat(link.ended()).isFalse();
    assertThat(recorder.log()).containsExactly("UP", "bytes 2", "boundary");
    link.close();
  }

  @Test
  void isStartedOnce() throws Exception {
    Link link = link("file:x", new Script(true, "open"));
    link.start(recorder);
    assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> link.start(recorder));
    link.close();
    Link closed = link("file:x", new Script(true));
    closed.close();
    assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> closed.start(recorder));
  }

  @Test
  void mayBeClosedByItsReceiver() throws Exception {
    Link link = link("tcp://h:1", new Script(false, "open", "x", "y"));
    AtomicInteger calls = new AtomicInteger();
    CountDownLatch closed = new CountDownLatch(1);
    link.start(
        new LinkReceiver() {
          @Override
          public void bytes(byte[] bytes, int offset, int length) {
            calls.incrementAndGet();
            link.close();
            closed.countDown();
          }

          @Override
          public void boundary() {}

          @Override
          public void state(LinkState state, int attempt, String reason) {}
        });
    closed.await();
    assertThat(link.awaitEnd(20, TimeUnit.SECONDS)).isFalse();
    assertThat(calls).hasValue(1);
  }

  @Test
  void leavesAHungSourceBehindWhenItCloses() throws Exception {
    CountDownLatch opening = new CountDownLatch(1);
    CountDownLatch never = new CountDownLatch(1);
    Script hung =
        new Script(false) {
          @Override
          public String open() throws IOException {
            opening.countDown();
            try {
              never.await();
            } catch (InterruptedException e) {
              throw new IOException(e);
            }
            return "late";
          }
        };
    Link link = link("serial:/dev/x", hung);
    link.start(recorder);
    opening.await();
    link.close();
    assertThat(recorder.log()).isEmpty();
    never.countDown();
    assertThat(link.awaitEnd(20, TimeUnit.SECONDS)).isFalse();
    assertThat(recorder.log()).isEmpty();
  }

  @Test
  void endsItsThreadWhenTheReceiverFails() throws Exception {
    AtomicReference<Throwable> seen = new AtomicReference<>();
    try (Link link = link("tcp://h:1", new Script(false, "open", "x", "y"))) {
      link.start(
          new LinkReceiver() {
            @Override
            public void bytes(byte[] bytes, int offset, int length) {
              Thread.currentThread().setUncaughtExceptionHandler((thread, e) -> seen.set(e));
              throw new IllegalStateException("pipeline halted");
            }

            @Override
            public void boundary() {}

            @Override
            public void state(LinkState state, int attempt, String reason) {}
          });
      assertThat(link.awaitEnd(20, TimeUnit.SECONDS)).isFalse();
      while (seen.get() == null) {
        Thread.onSpinWait();
      }
      assertThat(seen.get()).hasMessage("pipeline halted");
    }
  }

  /** The link's own share of a read; what sources cost is told in SourceCostTest. */
  @Test
  void allocatesNothingPerRead() throws Exception {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    int warm = 20_000;
    int measured = 100_000;
    AtomicLong allocated = new AtomicLong(-1);
    Source endless =
        new Script(true) {
          private int reads;
          private long before;

          @Override
          public String open() {
            return "open";
          }

          @Override
          public int read(byte[] buffer, int waitMillis) {
            reads++;
            if (reads == warm) {
              before = threads.getCurrentThreadAllocatedBytes();
            }
            if (reads == warm + measured) {
              allocated.set(threads.getCurrentThreadAllocatedBytes() - before);
              return -1;
            }
            return 10;
          }

          @Override
          public boolean isDatagrams() {
            return true;
          }
        };
    AtomicLong bytes = new AtomicLong();
    try (Link link = link("udp://h:1?watchdog=1", endless)) {
      link.start(
          new LinkReceiver() {
            @Override
            public void bytes(byte[] read, int offset, int length) {
              bytes.addAndGet(length);
            }

            @Override
            public void boundary() {}

            @Override
            public void state(LinkState state, int attempt, String reason) {}
          });
      assertThat(link.awaitEnd(20, TimeUnit.SECONDS)).isTrue();
    }
    // A compiler thread may make the JVM charge a little once; nothing per read.
    assertThat(allocated.get()).isLessThan(measured / 10);
    assertThat(bytes).hasValue((warm + measured - 1) * 10L);
  }
}
