package io.alidade.bench;

import io.alidade.event.Event;
import io.alidade.event.EventJson;
import io.alidade.event.FrameKind;
import io.alidade.event.Links;
import io.alidade.framing.FrameSink;
import io.alidade.framing.NmeaFramer;
import io.alidade.fuse.Fuse;
import io.alidade.pipeline.Pipeline;
import io.alidade.protocol.nmea.NmeaDecoder;
import io.alidade.validate.Validate;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * NMEA sentences on one thread: bytes to frames, to fields, to JSON. The score is wall time per
 * sentence; each iteration also prints the thread's CPU time, which other load on the machine
 * disturbs less.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
    value = 1,
    jvmArgsAppend = {
      "--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED",
      "-XX:+UseSerialGC",
      "-Xmx512m"
    })
public class DecodeBenchmark {
  private static final int SENTENCES = 1000;

  private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
  private final Event event = new Event(Pipeline.SLOT_BYTES);
  private final NmeaFramer framer = new NmeaFramer();
  private final NmeaDecoder decoder = new NmeaDecoder(true);
  private final Validate validate = new Validate();
  private final Fuse fuse = new Fuse(20_000);
  private final EventJson json = new EventJson(new Links("ais0"), false, false);
  private List<byte[]> blocks;
  private int next;
  private long now;
  private long cpuBefore;
  private long sentences;

  @Setup
  public void load() throws IOException {
    blocks = SentencePool.blocks(SENTENCES);
  }

  @Setup(Level.Iteration)
  public void start() {
    cpuBefore = threads.getCurrentThreadCpuTime();
    sentences = 0;
  }

  @TearDown(Level.Iteration)
  public void report() {
    double seconds = (threads.getCurrentThreadCpuTime() - cpuBefore) / 1e9;
    System.out.printf(
        Locale.ROOT, "%,.0f sentences per CPU second; ", sentences / Math.max(seconds, 1e-9));
  }

  private int feed(FrameSink sink) {
    byte[] block = blocks.get(next);
    next = (next + 1) % blocks.size();
    now += 1_000_000;
    framer.feed(block, 0, block.length, sink);
    sentences += SENTENCES;
    return json.length();
  }

  private void decode(FrameKind kind, byte[] bytes, int offset, int length) {
    event.begin(kind, 1, now);
    event.raw(bytes, offset, length);
    decoder.decode(event);
  }

  /** Only the cutting. */
  @Benchmark
  @OperationsPerInvocation(SENTENCES)
  public int frame() {
    return feed((kind, bytes, offset, length) -> now += length);
  }

  /** Cutting and decoding. */
  @Benchmark
  @OperationsPerInvocation(SENTENCES)
  public int frameDecode() {
    return feed(this::decode);
  }

  /** Cutting, decoding and JSON. */
  @Benchmark
  @OperationsPerInvocation(SENTENCES)
  public int frameDecodeJson() {
    json.clear();
    return feed(
        (kind, bytes, offset, length) -> {
          decode(kind, bytes, offset, length);
          json.append(event);
        });
  }

  /** The whole way of the {@code decode} command: with validate and fuse. */
  @Benchmark
  @OperationsPerInvocation(SENTENCES)
  public int frameDecodeValidateFuseJson() {
    json.clear();
    return feed(
        (kind, bytes, offset, length) -> {
          decode(kind, bytes, offset, length);
          validate.onEvent(event);
          fuse.onEvent(event);
          json.append(event);
        });
  }
}
