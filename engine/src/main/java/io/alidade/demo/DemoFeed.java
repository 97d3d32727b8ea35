package io.alidade.demo;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Plays live traffic or a recording into a stream as a serial line would: at its rate, a few bytes
 * at a time, 10 bits a byte (8N1). Traffic goes out when it is due, a recording as fast as the line
 * takes it, once.
 *
 * <p>{@link #play} is for one thread and one call; the other methods are for any thread.
 */
public final class DemoFeed implements AutoCloseable {
  /** The rate of AIS receivers (IEC 61162-2), bits a second: 3,840 bytes a second. */
  public static final int AIS_BAUD = 38_400;

  /** The line is served so often, nanoseconds. */
  private static final long SLICE = 10_000_000;

  /** A line that was held up makes good no more than this, nanoseconds. */
  private static final long CATCH_UP = 50_000_000;

  /** Sentences of the traffic that could not go out for so long are lost, as on a real line. */
  private static final long OVERDUE = 2_000_000_000;

  private final Source source;
  private final OutputStream out;
  private final LineClock clock;
  private final int sliceLength;
  private final double nanosPerByte;
  private final AtomicLong bytes = new AtomicLong();
  private final AtomicLong discarded = new AtomicLong();
  private long start;
  private long lineFree;

  /** What is played: bytes with a time at which they are due. */
  private interface Source extends Closeable {
    /** Fills a part of the buffer; returns the count of bytes, or -1 at the end. */
    int next(byte[] buffer) throws IOException;

    /** When they are due, nanoseconds after the start; negative for at once. */
    long due();
  }

  DemoFeed(Sender sender, OutputStream out, int baud, LineClock clock) {
    this(new LiveSource(sender), out, baud, clock);
  }

  DemoFeed(InputStream recording, OutputStream out, int baud, LineClock clock) {
    this(new RecordingSource(recording), out, baud, clock);
  }

  private DemoFeed(Source source, OutputStream out, int baud, LineClock clock) {
    if (baud < 300) {
      throw new IllegalArgumentException("baud must be 300 or more, not " + baud);
    }
    this.source = source;
    this.out = out;
    this.clock = clock;
    nanosPerByte = 1e10 / baud;
    sliceLength = (int) Math.max(1, SLICE / nanosPerByte);
  }

  /** Plays vessels' traffic, without end, at so many bits a second. */
  public static DemoFeed of(Traffic traffic, OutputStream out, int baud) {
    return new DemoFeed(traffic, out, baud, new LineClock.Real());
  }

  /** Plays a satellite's downlink, without end, at its rate. */
  public static DemoFeed of(Downlink downlink, OutputStream out) {
    return new DemoFeed(downlink, out, Downlink.BAUD, new LineClock.Real());
  }

  /**
   * Plays a file of any bytes once.
   *
   * @throws IOException when it cannot be opened
   */
  public static DemoFeed of(Path recording, OutputStream out, int baud) throws IOException {
    return new DemoFeed(Files.newInputStream(recording), out, baud, new LineClock.Real());
  }

  /**
   * Plays until the recording ends or {@link #close} is called; leaves the stream open.
   *
   * @return true at the end of the recording, false when stopped
   * @throws IOException when reading or writing fails and nobody has stopped it
   */
  public boolean play() throws IOException {
    byte[] buffer = new byte[Traffic.MAX_LENGTH];
    start = clock.now();
    lineFree = start;
    try (source) {
      for (int length = source.next(buffer); length >= 0; length = source.next(buffer)) {
        long due = start + source.due();
        if (source.due() >= 0 && clock.now() - due > OVERDUE) {
          discarded.addAndGet(length);
        } else if (!clock.sleepUntil(due) || !send(buffer, length, due)) {
          return false;
        }
      }
      return true;
    } catch (IOException e) {
      if (clock.isStopped()) {
        return false;
      }
      throw e;
    }
  }

  /** Sends bytes that may begin at a time; false when stopped. */
  private boolean send(byte[] buffer, int length, long due) throws IOException {
    lineFree = Math.max(lineFree, Math.max(due, clock.now() - CATCH_UP));
    for (int offset = 0; offset < length; offset += sliceLength) {
      int count = Math.min(sliceLength, length - offset);
      lineFree += Math.round(count * nanosPerByte);
      if (!clock.sleepUntil(lineFree)) {
        return false;
      }
      out.write(buffer, offset, count);
      out.flush();
      bytes.addAndGet(count);
    }
    return true;
  }

  /** Bytes written so far. */
  public long bytes() {
    return bytes.get();
  }

  /** Bytes of the traffic that were lost because the stream took nothing for seconds. */
  public long discarded() {
    return discarded.get();
  }

  /** Makes {@link #play} return soon, unless the stream itself blocks; may be called repeatedly. */
  @Override
  public void close() {
    clock.stop();
  }

  private record LiveSource(Sender sender) implements Source {
    @Override
    public int next(byte[] buffer) {
      return sender.next(buffer);
    }

    @Override
    public long due() {
      return sender.dueMs() * 1_000_000;
    }

    @Override
    public void close() {}
  }

  private record RecordingSource(InputStream recording) implements Source {
    @Override
    public int next(byte[] buffer) throws IOException {
      return recording.read(buffer);
    }

    @Override
    public long due() {
      return -1;
    }

    @Override
    public void close() throws IOException {
      recording.close();
    }
  }
}
