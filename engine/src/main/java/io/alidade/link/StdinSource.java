package io.alidade.link;

import java.io.IOException;
import java.io.InputStream;

/** Standard input, until its end. A read of it cannot be cancelled, and it is never closed. */
final class StdinSource implements Source {
  private static final int BUFFER = 65_536;

  private InputStream in;
  private volatile boolean reading;

  @Override
  public int bufferSize() {
    return BUFFER;
  }

  @Override
  public boolean isFinite() {
    return true;
  }

  @Override
  public String open() {
    in = System.in;
    return "reading standard input";
  }

  @Override
  public int read(byte[] buffer, int waitMillis) throws IOException {
    reading = true;
    try {
      return in.read(buffer);
    } catch (IOException e) {
      throw new IOException("standard input failed: " + e.getMessage(), e);
    } finally {
      // Before the link looks whether it was closed: so one of the two sees the other.
      reading = false;
    }
  }

  @Override
  public void close() {}

  @Override
  public boolean cancel() {
    return !reading;
  }

  @Override
  public boolean isCancellable() {
    return false;
  }

  @Override
  public String endReason() {
    return "end of standard input";
  }
}
