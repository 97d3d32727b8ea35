package io.alidade.bench;

import io.alidade.event.FrameKind;
import io.alidade.framing.NmeaFramer;
import io.alidade.fuse.Fuse;
import io.alidade.journal.Journal;
import io.alidade.journal.SessionWriter;
import io.alidade.pipeline.Layout;
import io.alidade.pipeline.Pipeline;
import io.alidade.pipeline.Receiver;
import io.alidade.pipeline.Wait;
import io.alidade.protocol.nmea.NmeaDecoder;
import io.alidade.validate.Validate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
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
 * Sentences through ring, stages and journal, as fast as they go; an operation is one sentence,
 * counted when it has left the last stage.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
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
public class RingJournalBenchmark {
  private static final int SENTENCES = 1000;

  @Param({"COMPACT", "SPREAD"})
  private Layout layout;

  @Param({"BLOCK", "YIELD"})
  private Wait waiting;

  private final AtomicLong left = new AtomicLong();
  private Path folder;
  private Journal journal;
  private Pipeline pipeline;
  private Receiver receiver;
  private List<byte[]> blocks;
  private int next;

  @Setup
  public void start() throws IOException {
    blocks = SentencePool.blocks(SENTENCES);
    folder = Files.createTempDirectory("alidade-bench");
    journal = Journal.open(folder);
    SessionWriter session = journal.beginSession(1);
    Validate validate = new Validate();
    Fuse fuse = new Fuse(20_000);
    pipeline =
        new Pipeline(
            layout,
            waiting,
            1024,
            Pipeline.SLOT_BYTES,
            1,
            validate::onEvent,
            fuse::onEvent,
            event -> session.append(event.array(), 0, event.length()),
            event -> left.lazySet(event.sequence()));
    receiver = new Receiver(1, new NmeaFramer(), new NmeaDecoder(true), pipeline, System::nanoTime);
  }

  @TearDown
  public void stop() throws IOException {
    pipeline.drainAndStop();
    journal.close();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  /** From the read to the end of the last stage. */
  @Benchmark
  @OperationsPerInvocation(SENTENCES)
  public long readToBroadcast() {
    byte[] block = blocks.get(next);
    next = (next + 1) % blocks.size();
    receiver.bytes(block, 0, block.length);
    awaitLast();
    return left.get();
  }

  /** The same for one event of the engine's own: what the ring and the journal alone cost. */
  @Benchmark
  @OperationsPerInvocation(SENTENCES)
  public long tickToBroadcast() {
    for (int i = 0; i < SENTENCES; i++) {
      long slot = pipeline.claim();
      pipeline.event(slot).begin(FrameKind.TICK, 0, i);
      pipeline.event(slot).receivedNs = 0;
      pipeline.publish(slot);
    }
    awaitLast();
    return left.get();
  }

  private void awaitLast() {
    long last = pipeline.headSequence();
    while (left.get() < last) {
      Thread.onSpinWait();
    }
  }
}
