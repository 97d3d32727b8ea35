package io.alidade.export;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** One stream that cannot be gone back on, such as standard output. */
final class StreamDestination extends Destination {
  private static final int BUFFER = 64 * 1024;

  private final Progress progress = new Progress();
  private final OutputStream out;

  StreamDestination(OutputStream out) {
    this.out = new BufferedOutputStream(out, BUFFER);
  }

  @Override
  OutputStream stream(String name) {
    if (!name.isEmpty()) {
      throw new IllegalArgumentException("one stream has no names");
    }
    return out;
  }

  @Override
  boolean isEmpty(String name) {
    return true;
  }

  @Override
  Progress progress() {
    return progress;
  }

  @Override
  void checkpoint() {}

  @Override
  void finish() throws IOException {
    out.flush();
  }

  @Override
  long bytes() {
    return 0;
  }

  @Override
  public void close() {}
}
