package io.alidade.export;

import io.alidade.event.FrameKind;
import java.util.concurrent.TimeUnit;

/** Times by the place in the file: when a frame's last bit came, at a rate. */
final class RateTimes implements FrameTimes {
  private static final long NS_PER_S = TimeUnit.SECONDS.toNanos(1);

  private final long startNs;
  private final long bitsPerSecond;
  private long bits;

  /**
   * A counter at the file's start.
   *
   * @param bitsPerSecond 1 to 1,000,000,000; a byte is 8 bits
   */
  RateTimes(long startNs, long bitsPerSecond) {
    this.startNs = startNs;
    this.bitsPerSecond = bitsPerSecond;
  }

  @Override
  public long of(FrameKind kind, byte[] bytes, int offset, int length) {
    bits += 8L * length;
    return startNs
        + bits / bitsPerSecond * NS_PER_S
        + bits % bitsPerSecond * NS_PER_S / bitsPerSecond;
  }
}
