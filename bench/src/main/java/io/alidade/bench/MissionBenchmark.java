package io.alidade.bench;

import io.alidade.event.Event;
import io.alidade.event.EventJson;
import io.alidade.event.FieldWriter;
import io.alidade.event.FrameKind;
import io.alidade.event.Links;
import io.alidade.mission.MissionDatabase;
import io.alidade.mission.MissionException;
import io.alidade.mission.PacketDecoder;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Random;
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
 * A packet of 50 bytes with 7 header and 20 payload parameters, 12 of them calibrated and limited:
 * to fields, and to JSON. The database is {@code satellite/bench27/bench.xml} of the corpus that
 * the system property {@code alidade.corpus} names. The score is wall time per packet; each
 * iteration also prints the thread's CPU time, which other load on the machine disturbs less.
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
public class MissionBenchmark {
  private static final int PACKETS = 1024;
  private static final int BYTES = 50;

  private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
  private final Event event = new Event(4096);
  private final byte[] packets = new byte[PACKETS * BYTES];
  private PacketDecoder decoder;
  private EventJson json;
  private long cpuBefore;
  private long decoded;

  @Setup
  public void load() throws IOException, MissionException {
    Path file =
        Path.of(System.getProperty("alidade.corpus", "corpus"), "satellite/bench27/bench.xml");
    MissionDatabase database = MissionDatabase.load(Files.readString(file), "bench.xml");
    decoder = database.newDecoder();
    json = new EventJson(new Links(database.dictionary(), "sat0"), false, false);
    fill();
  }

  /** Housekeeping values that move, inside their limits; sequence counts that go on. */
  private void fill() {
    Random random = new Random(27);
    ByteBuffer out = ByteBuffer.wrap(packets);
    for (int i = 0; i < PACKETS; i++) {
      out.putShort((short) 100).putShort((short) (0xC000 | i)).putShort((short) (BYTES - 7));
      for (int k = 0; k < 8; k++) {
        out.putShort((short) (1000 + random.nextInt(50_000)));
      }
      for (int k = 0; k < 4; k++) {
        out.putShort((short) (random.nextInt(20_000) - 10_000));
      }
      out.putFloat(random.nextFloat()).putFloat(random.nextFloat());
      out.putInt(i).putInt(random.nextInt(100_000));
      out.put((byte) random.nextInt(8)).put((byte) random.nextInt(8));
      out.put((byte) i).put((byte) random.nextInt(2));
    }
  }

  @Setup(Level.Iteration)
  public void start() {
    cpuBefore = threads.getCurrentThreadCpuTime();
    decoded = 0;
  }

  @TearDown(Level.Iteration)
  public void report() {
    double seconds = (threads.getCurrentThreadCpuTime() - cpuBefore) / 1e9;
    System.out.printf(
        Locale.ROOT, "%,.0f packets per CPU second; ", decoded / Math.max(seconds, 1e-9));
  }

  private boolean decode(int packet) {
    event.begin(FrameKind.FRAME, 1, packet);
    FieldWriter out = event.beginDecoded();
    boolean found = decoder.decode(event, out, packets, packet * BYTES, BYTES);
    event.endDecoded();
    decoded++;
    return found;
  }

  /** Extraction, calibration and limits, into an event's fields. */
  @Benchmark
  @OperationsPerInvocation(PACKETS)
  public int decode() {
    int found = 0;
    for (int i = 0; i < PACKETS; i++) {
      found += decode(i) ? 1 : 0;
    }
    return found;
  }

  /** The same, and JSON. */
  @Benchmark
  @OperationsPerInvocation(PACKETS)
  public int decodeJson() {
    json.clear();
    for (int i = 0; i < PACKETS; i++) {
      decode(i);
      json.append(event);
    }
    return json.length();
  }
}
