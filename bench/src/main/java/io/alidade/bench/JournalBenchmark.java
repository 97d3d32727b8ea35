package io.alidade.bench;

import com.sun.management.ThreadMXBean;
import io.alidade.journal.Journal;
import io.alidade.journal.RecordLayout;
import io.alidade.journal.Retention;
import io.alidade.journal.SessionWriter;
import io.alidade.journal.Sessions;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.lang.management.ManagementFactory;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What an append to the journal costs, in time, allocation and bytes on the disk, where its spikes
 * come from, and what durability adds. The journal lies in {@code java.io.tmpdir}; its file system
 * is part of what is measured.
 *
 * <ul>
 *   <li>{@code append}: as fast as it goes, in batches that stay below what the kernel begins to
 *       write back. The score is the time of one append, {@code bytesInBatch} what a batch
 *       allocates: nothing for a record, some 800 bytes for each block of 4 MiB that Chronicle
 *       maps. {@code gc.alloc.rate.norm} is no measure here, since it counts the new session before
 *       each batch.
 *   <li>{@code growth}: as fast as it goes, with the clock read around each append. Prints median,
 *       99th percentile and maximum by what the append meets: a new block (Chronicle makes the file
 *       longer and maps 5 MiB; once in 4 MiB), a claim of disk space (64 KiB of zeros are written,
 *       so that a full disk is an exception and no fault; once in 64 KiB), an entry in the index
 *       (48 bytes are written; once in 1024 records or 256 KiB), or none of them (page faults at
 *       the 99th percentile). The maxima of all of them are the scheduler's and the kernel's
 *       writing back, on a busy machine: compare them with {@code idle}, the gaps of a loop that
 *       only reads the clock for as long.
 *   <li>{@code turnover}: ends a session and begins the next, some ten syncs: the records, the
 *       manifest and the root's file twice each, their directories. The first append makes
 *       Chronicle's file. A ring of 1024 slots bridges that up to some 50,000 events a second.
 *   <li>{@code paced}: 10,000 records of 256 bytes a second, with and without {@code force()}.
 *       Prints percentiles of the append's time, with the force where the append is followed by
 *       one.
 * </ul>
 */
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 10)
@Measurement(iterations = 20)
@Fork(
    value = 1,
    jvmArgsAppend = {
      "--add-opens=java.base/java.lang.reflect=ALL-UNNAMED",
      "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
      "--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED",
      "--add-exports=java.base/jdk.internal.ref=ALL-UNNAMED",
      "-XX:+UseSerialGC",
      "-Xmx512m"
    })
public class JournalBenchmark {
  private static final int BATCH = 100_000;
  private static final int BLOCK = 4 << 20;
  private static final int CLAIM = 1 << 16;
  private static final int INDEXED_RECORDS = 1024;
  private static final int INDEXED_BYTES = 1 << 18;
  private static final int PER_SECOND = 10_000;
  private static final int PACED_SECONDS = 5;
  private static final long SECOND_NS = 1_000_000_000L;
  private static final Retention NOTHING = new Retention(0, Long.MAX_VALUE, 0);

  /** A journal in a folder of its own, and one record that is appended again and again. */
  private static final class Bench {
    private static final VarHandle INT =
        MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG =
        MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    final byte[] record;
    final Path folder;
    final Journal journal;
    SessionWriter session;

    Bench(int length) throws IOException {
      record = new byte[length];
      for (int i = RecordLayout.HEADER_LENGTH; i < length; i++) {
        record[i] = (byte) i;
      }
      INT.set(record, RecordLayout.MAGIC_OFFSET, RecordLayout.MAGIC);
      INT.set(record, RecordLayout.LENGTH_OFFSET, length);
      folder = Files.createTempDirectory("alidade-bench");
      journal = Journal.open(folder);
      next();
    }

    /** Goes on in a new session; what lies in the old ones is deleted. */
    void next() {
      if (session != null) {
        session.close();
        journal.prune(NOTHING, 0);
      }
      session = journal.beginSession(1);
      append(); // Makes the file.
    }

    void append() {
      LONG.set(record, RecordLayout.SEQUENCE_OFFSET, journal.lastSequence() + 1);
      session.append(record, 0, record.length);
    }

    /** Bytes that a record takes in the file. */
    double bytesOnDisk() throws IOException {
      session.close();
      Path directory = Sessions.list(folder).get(0).directory();
      long sum = 0;
      try (Stream<Path> files = Files.list(directory)) {
        for (Path file : files.toList()) {
          sum += Files.size(file);
        }
      }
      return (double) sum / session.records();
    }

    void close() throws IOException {
      journal.close();
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  /** For records of several lengths. */
  @State(Scope.Thread)
  public static class Lengths {
    @Param({"64", "256", "1024"})
    private int length;

    private Bench bench;
    private final Histogram block = new Histogram(3);
    private final Histogram claim = new Histogram(3);
    private final Histogram index = new Histogram(3);
    private final Histogram other = new Histogram(3);
    private final Histogram idle = new Histogram(3);

    @Setup(Level.Trial)
    public void open() throws IOException {
      bench = new Bench(length);
    }

    @Setup(Level.Iteration)
    public void next() {
      bench.next();
      block.reset();
      claim.reset();
      index.reset();
      other.reset();
      idle.reset();
    }

    @TearDown(Level.Iteration)
    public void print() {
      if (other.getTotalCount() > 0) {
        System.out.printf(
            "us: none %s, index %s, claim %s, new block %s, idle %s; ",
            text(other), text(index), text(claim), text(block), text(idle));
      }
    }

    private static String text(Histogram times) {
      return String.format(
          Locale.ROOT,
          "%.2f/%.1f/%.0f",
          times.getValueAtPercentile(50) / 1e3,
          times.getValueAtPercentile(99) / 1e3,
          times.getMaxValue() / 1e3);
    }

    @TearDown(Level.Trial)
    public void close() throws IOException {
      if (bench.session.records() >= BATCH) {
        System.out.printf(
            Locale.ROOT, "%d bytes take %.1f on the disk%n", length, bench.bytesOnDisk());
      }
      bench.close();
    }
  }

  /** What JMH's own figure hides behind the turnover before each iteration. */
  @State(Scope.Thread)
  @AuxCounters(AuxCounters.Type.EVENTS)
  public static class Allocation {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** By the appending thread in one batch of {@value #BATCH} appends. */
    public long bytesInBatch;

    private long before;

    private void begin() {
      before = THREADS.getThreadAllocatedBytes(Thread.currentThread().getId());
    }

    private void end() {
      bytesInBatch += THREADS.getThreadAllocatedBytes(Thread.currentThread().getId()) - before;
    }
  }

  /** For one length and several ways to be durable. */
  @State(Scope.Thread)
  public static class Syncs {
    /** {@code none}, {@code 100ms} (a thread of its own), or records per force. */
    @Param({"none", "100ms", "64", "1"})
    private String sync;

    private Bench bench;
    private Thread syncing;
    private volatile boolean ended;
    private final Histogram times = new Histogram(3);

    @Setup(Level.Trial)
    public void open() throws IOException {
      bench = new Bench(256);
      if (sync.equals("100ms")) {
        syncing = new Thread(this::forceNowAndThen, "sync");
        syncing.start();
      }
    }

    private void forceNowAndThen() {
      while (!ended) {
        LockSupport.parkNanos(SECOND_NS / 10);
        bench.session.force();
      }
    }

    private int perForce() {
      return Character.isDigit(sync.charAt(0)) && syncing == null ? Integer.parseInt(sync) : 0;
    }

    @Setup(Level.Iteration)
    public void reset() {
      times.reset();
    }

    @TearDown(Level.Iteration)
    public void print() {
      System.out.printf(
          Locale.ROOT,
          "us: p50 %.2f, p90 %.2f, p99 %.1f, p99.9 %.1f, max %.0f, mean %.2f; ",
          times.getValueAtPercentile(50) / 1e3,
          times.getValueAtPercentile(90) / 1e3,
          times.getValueAtPercentile(99) / 1e3,
          times.getValueAtPercentile(99.9) / 1e3,
          times.getMaxValue() / 1e3,
          times.getMean() / 1e3);
    }

    @TearDown(Level.Trial)
    public void close() throws IOException, InterruptedException {
      ended = true;
      if (syncing != null) {
        syncing.join();
      }
      bench.close();
    }
  }

  /** One append. */
  @Benchmark
  @OperationsPerInvocation(BATCH)
  public long append(Lengths state, Allocation allocation) {
    Bench bench = state.bench;
    allocation.begin();
    for (int i = 0; i < BATCH; i++) {
      bench.append();
    }
    allocation.end();
    return bench.session.records();
  }

  /** Four batches with the clock read around each append. */
  @Benchmark
  @Warmup(iterations = 3)
  @Measurement(iterations = 5)
  @OperationsPerInvocation(4 * BATCH)
  public long growth(Lengths state) {
    Bench bench = state.bench;
    int step = Integer.BYTES + bench.record.length;
    long indexEvery = Math.min(INDEXED_RECORDS, (INDEXED_BYTES + step - 1) / step);
    long position = CLAIM; // Chronicle's head, about.
    long begun = System.nanoTime();
    for (int i = 0; i < 4 * BATCH; i++) {
      long start = System.nanoTime();
      bench.append();
      long time = System.nanoTime() - start;
      long end = position + step;
      boolean indexed = (i + 1) % indexEvery == 0;
      Histogram kind =
          // Chronicle maps the next block a little before or behind its border.
          near(position, end, BLOCK)
              ? state.block
              : near(position, end, CLAIM) ? state.claim : null;
      (kind != null ? kind : indexed ? state.index : state.other).recordValue(time);
      position = end;
    }
    long took = System.nanoTime() - begun;
    long last = System.nanoTime();
    for (long until = last + took; last < until; ) {
      long now = System.nanoTime();
      state.idle.recordValue(now - last);
      last = now;
    }
    return bench.session.records();
  }

  private static boolean near(long from, long to, int size) {
    long slack = 2L * (to - from);
    return (from - slack) / size != (to + slack) / size;
  }

  /** The end of a session of a hundred records, and the beginning of the next. */
  @Benchmark
  @OutputTimeUnit(TimeUnit.MICROSECONDS)
  public long turnover(Lengths state) {
    Bench bench = state.bench;
    for (int i = 0; i < 100; i++) {
      bench.append();
    }
    bench.session.close();
    bench.session = bench.journal.beginSession(1);
    bench.append();
    return bench.session.records();
  }

  /** Some seconds at a rate that leaves the disk and the processor time to spare. */
  @Benchmark
  @Warmup(iterations = 1)
  @Measurement(iterations = 2)
  @OutputTimeUnit(TimeUnit.MILLISECONDS)
  public long paced(Syncs state) {
    int perForce = state.perForce();
    long period = SECOND_NS / PER_SECOND;
    // One force for each record takes longer than the period; then it is as fast as it goes.
    long due = System.nanoTime();
    for (int i = 1; i <= PACED_SECONDS * PER_SECOND; i++) {
      due = Math.max(due + period, System.nanoTime());
      while (System.nanoTime() < due) {
        Thread.onSpinWait();
      }
      long start = System.nanoTime();
      state.bench.append();
      if (perForce > 0 && i % perForce == 0) {
        state.bench.session.force();
      }
      state.times.recordValue(System.nanoTime() - start);
    }
    return state.bench.session.records();
  }
}
