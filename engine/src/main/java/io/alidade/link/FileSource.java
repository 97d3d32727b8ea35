package io.alidade.link;

import java.io.FileInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * A regular file, read once, at a {@link Pace}:
 *
 * <ul>
 *   <li>{@code max}: as fast as its reader takes it;
 *   <li>{@code NNNNbps}: as a serial line of that speed would bring it, 10 bits a byte, in pieces
 *       of about 10 ms, each when its last byte would have come;
 *   <li>{@code recorded}: by line, at the distances of the times that {@link LineTime} finds. A
 *       line without a time follows at once, and so does one that is up to a minute older than the
 *       newest; one that is older still (a recording of another day) starts the distances anew.
 *       Silent gaps are kept.
 * </ul>
 */
final class FileSource implements Source {
  private static final int BUFFER = 65_536;
  private static final long NANOS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);
  private static final long REORDERING_NANOS = TimeUnit.MINUTES.toNanos(1);

  private final String path;
  private final Pace pace;
  private final LinkClock clock;
  private FileInputStream in;
  private long total;

  // For BITS.
  private long startNanos;

  // For RECORDED: what is read ahead, and which recorded time was let go when.
  private byte[] ahead;
  private int from;
  private int to;
  private boolean atEnd;
  private boolean lineGoesOn;
  private boolean dueKnown;
  private long due;
  private long originNanos;
  private long originEpoch = LineTime.NONE;
  private long newestEpoch;

  FileSource(String path, Pace pace, LinkClock clock) {
    this.path = path;
    this.pace = pace;
    this.clock = clock;
  }

  @Override
  public int bufferSize() {
    return BUFFER;
  }

  @Override
  public boolean isFinite() {
    return true;
  }

  @Override
  public void prepare() throws IOException {
    Path file = Path.of(path);
    if (!Files.exists(file)) {
      throw new IOException("file " + path + " does not exist");
    }
    if (Files.isDirectory(file)) {
      throw new IOException(path + " is a directory, not a file");
    }
    if (!Files.isRegularFile(file)) {
      // To open one could block for ever, and to read it past waking up.
      throw new IOException(path + " is not a regular file; for a pipe use stdin:");
    }
    if (!Files.isReadable(file)) {
      throw new IOException("file " + path + " cannot be read: permission denied");
    }
    in = new FileInputStream(file.toFile());
    ahead = new byte[pace.kind() == Pace.Kind.RECORDED ? BUFFER : 0];
  }

  @Override
  public String open() {
    startNanos = clock.nanoTime();
    return "reading " + path;
  }

  @Override
  public int read(byte[] buffer, int waitMillis) throws IOException {
    try {
      int length =
          switch (pace.kind()) {
            case MAX -> in.read(buffer);
            case BITS -> readBits(buffer);
            case RECORDED -> readRecorded(buffer);
          };
      total += Math.max(length, 0);
      return length;
    } catch (IOException e) {
      throw new IOException(
          "reading " + path + " failed after " + total + " bytes: " + e.getMessage(), e);
    }
  }

  private int readBits(byte[] buffer) throws IOException {
    int piece = Math.min(Math.max(1, pace.bitsPerSecond() / 1000), buffer.length);
    int length = in.read(buffer, 0, piece);
    if (length > 0) {
      waitUntil(startNanos + (long) ((total + length) * 10e9 / pace.bitsPerSecond()));
    }
    return length;
  }

  /** Every line that is due, and where none is, the next one when it is. */
  private int readRecorded(byte[] buffer) throws IOException {
    int length = 0;
    while (true) {
      int end = lineEnd();
      if (end == from) {
        return length > 0 ? length : -1;
      }
      if (length + end - from > buffer.length) {
        return length;
      }
      if (!dueKnown) {
        due = lineGoesOn ? LineTime.NONE : due(end);
        dueKnown = true;
      }
      if (due != LineTime.NONE && due > clock.nanoTime()) {
        if (length > 0) {
          return length;
        }
        waitUntil(due);
        if (clock.isClosed()) {
          return 0;
        }
      }
      byte last = ahead[end - 1];
      lineGoesOn = last != '\n' && last != '\r';
      System.arraycopy(ahead, from, buffer, length, end - from);
      length += end - from;
      from = end;
      dueKnown = false;
    }
  }

  /**
   * Where the next line ends in what is read ahead, behind its LF or CR (the LF of a CR LF makes a
   * line of its own, which has no time and so follows at once); {@link #from} where none is left. A
   * line that is longer than the buffer comes in pieces.
   */
  private int lineEnd() throws IOException {
    int scanned = from;
    while (true) {
      for (; scanned < to; scanned++) {
        if (ahead[scanned] == '\n' || ahead[scanned] == '\r') {
          return scanned + 1;
        }
      }
      if (atEnd || (from == 0 && to == ahead.length)) {
        return to;
      }
      if (to == ahead.length) {
        System.arraycopy(ahead, from, ahead, 0, to - from);
        to -= from;
        scanned -= from;
        from = 0;
      }
      int length = in.read(ahead, to, ahead.length - to);
      if (length < 0) {
        atEnd = true;
      } else {
        to += length;
      }
    }
  }

  /** When the next line is to go, on the link's clock; NONE for at once. */
  private long due(int end) {
    long epoch = LineTime.epochNanos(ahead, from, end);
    if (epoch == LineTime.NONE) {
      return LineTime.NONE;
    }
    if (originEpoch == LineTime.NONE || epoch < newestEpoch - REORDERING_NANOS) {
      originEpoch = epoch;
      newestEpoch = epoch;
      originNanos = clock.nanoTime();
      return LineTime.NONE;
    }
    if (epoch <= newestEpoch) {
      return LineTime.NONE;
    }
    newestEpoch = epoch;
    return originNanos + (epoch - originEpoch);
  }

  private void waitUntil(long nanos) {
    while (!clock.isClosed()) {
      long wait = nanos - clock.nanoTime();
      if (wait <= 0) {
        return;
      }
      // In steps, for the arithmetic of a wait of years as for a clock that was suspended.
      clock.sleep(Math.min(wait, 3600 * NANOS_PER_SECOND));
    }
  }

  @Override
  public void close() {
    FileInputStream closing = in;
    if (closing != null) {
      in = null;
      try {
        closing.close();
      } catch (IOException e) {
        // Nothing was written; nothing is lost.
      }
    }
  }

  @Override
  public boolean cancel() {
    return true;
  }

  @Override
  public String endReason() {
    return "end of " + path + " after " + total + " bytes";
  }
}
