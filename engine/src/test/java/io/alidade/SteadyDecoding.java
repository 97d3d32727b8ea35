package io.alidade;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.alidade.event.Event;
import io.alidade.event.FrameKind;
import io.alidade.event.Msg;
import io.alidade.framing.FrameSink;
import io.alidade.framing.Framer;
import io.alidade.protocol.Decoder;
import java.lang.management.ManagementFactory;

/**
 * Frames the same block of bytes again and again and decodes each frame, and what is in it, into
 * one event; for tests of what that allocates.
 */
public final class SteadyDecoding implements FrameSink {
  private final Framer framer;
  private final Decoder decoder;
  private final Event event = new Event(300_000);
  private long frames;
  private long derived;
  private long invalid;
  private long fields;
  private int read = 1;

  public SteadyDecoding(Framer framer, Decoder decoder) {
    this.framer = framer;
    this.decoder = decoder;
  }

  @Override
  public void frame(FrameKind kind, byte[] bytes, int offset, int length) {
    event.begin(kind, 1, frames);
    event.raw(bytes, offset, length);
    decoder.decode(event);
    frames++;
    invalid += event.msg() == Msg.INVALID ? 1 : 0;
    fields += event.decodedLength();
    while (decoder.hasDerived()) {
      event.begin(FrameKind.DERIVED, 1, frames);
      decoder.derive(event);
      derived++;
    }
  }

  /** Feeds the block in reads of changing size, so that frames are cut as well. */
  private void feed(byte[] block, long until) {
    while (frames < until) {
      for (int i = 0; i < block.length; i += read) {
        read = read * 5 % 997;
        framer.feed(block, i, Math.min(read, block.length - i), this);
      }
    }
  }

  /** Fails when, after as many frames to warm up, so many frames allocate a byte each or more. */
  public void assertNothingAllocated(byte[] block, int count) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    feed(block, count);
    long framesBefore = frames;
    long before = threads.getCurrentThreadAllocatedBytes();
    feed(block, framesBefore + count);
    long bytes = threads.getCurrentThreadAllocatedBytes() - before;
    long measured = frames - framesBefore;
    System.out.printf(
        "%s: %d bytes allocated over %d frames%n",
        decoder.getClass().getSimpleName(), bytes, measured);
    assertThat(fields).isPositive();
    assertThat((double) bytes / measured).isLessThanOrEqualTo(1);
  }

  /** Packets and the like found in frames so far. */
  public long derived() {
    return derived;
  }

  /** Invalid frames so far. */
  public long invalid() {
    return invalid;
  }
}
