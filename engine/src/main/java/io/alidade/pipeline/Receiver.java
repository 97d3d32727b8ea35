package io.alidade.pipeline;

import io.alidade.event.Event;
import io.alidade.event.Field;
import io.alidade.event.FieldWriter;
import io.alidade.event.FrameKind;
import io.alidade.event.Msg;
import io.alidade.framing.FrameSink;
import io.alidade.framing.Framer;
import io.alidade.link.LinkReceiver;
import io.alidade.link.LinkState;
import io.alidade.protocol.Decoder;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import org.agrona.concurrent.EpochNanoClock;

/**
 * Takes one link's bytes and changes of state into the ring: frames them, claims a slot for each
 * frame, decodes straight into it, publishes. All calls come from the link's reader thread. When
 * the ring is full the reader waits, and the bytes wait in the kernel. After the pipeline has
 * halted nothing more is taken.
 */
public final class Receiver implements LinkReceiver, FrameSink {
  private final int link;
  private final Framer framer;
  private final Decoder decoder;
  private final Pipeline pipeline;
  private final EpochNanoClock clock;
  private final AtomicLong byteCount = new AtomicLong();
  private volatile LinkState state = LinkState.DOWN;
  private long rxTime;
  private long receivedNs;

  /**
   * A receiver.
   *
   * @param link the link's id in the session's link table
   */
  public Receiver(
      int link, Framer framer, Decoder decoder, Pipeline pipeline, EpochNanoClock clock) {
    this.link = link;
    this.framer = framer;
    this.decoder = decoder;
    this.pipeline = pipeline;
    this.clock = clock;
  }

  @Override
  public void bytes(byte[] bytes, int offset, int length) {
    rxTime = clock.nanoTime();
    receivedNs = System.nanoTime();
    byteCount.lazySet(byteCount.getPlain() + length);
    try {
      framer.feed(bytes, offset, length, this);
    } catch (PipelineHalted halted) {
      // The station is going down and says why; what is not journaled is not taken.
    }
  }

  @Override
  public void boundary() {
    rxTime = clock.nanoTime();
    receivedNs = System.nanoTime();
    try {
      framer.end(this);
    } catch (PipelineHalted halted) {
      // As above.
    }
  }

  @Override
  public void frame(FrameKind kind, byte[] bytes, int offset, int length) {
    long slot = pipeline.claim();
    Event event = pipeline.event(slot);
    try {
      event.begin(kind, link, rxTime);
      event.receivedNs = receivedNs;
      event.raw(bytes, offset, length);
      Faults.decode(decoder, event);
    } finally {
      pipeline.publish(slot);
    }
    while (decoder.hasDerived()) {
      derive();
    }
  }

  private void derive() {
    long slot = pipeline.claim();
    Event event = pipeline.event(slot);
    try {
      event.begin(FrameKind.DERIVED, link, rxTime);
      event.receivedNs = receivedNs;
      Faults.derive(decoder, event);
    } finally {
      pipeline.publish(slot);
    }
  }

  @Override
  public void state(LinkState newState, int attempt, String reason) {
    state = newState;
    long now = clock.nanoTime();
    try {
      long slot = pipeline.claim();
      try {
        Event event = pipeline.event(slot);
        event.begin(FrameKind.LINK, link, now);
        event.receivedNs = 0;
        event.msg(Msg.LINK);
        FieldWriter out = event.beginDecoded();
        out.text(Field.STATE, stateText());
        out.integer(Field.ATTEMPT, attempt);
        if (reason != null && !reason.isEmpty()) {
          out.text(Field.REASON, reason);
        }
        event.endDecoded();
      } finally {
        pipeline.publish(slot);
      }
    } catch (PipelineHalted halted) {
      // As above.
    }
  }

  /** The link's last state, in lower case; any thread. */
  public String stateText() {
    return state.name().toLowerCase(Locale.ROOT);
  }

  /** Bytes received so far; any thread. */
  public long byteCount() {
    return byteCount.get();
  }

  /** Appends what framer and decoder count, as {@link Framer#json} does; any thread. */
  public void json(StringBuilder out) {
    framer.json(out);
    decoder.json(out);
  }
}
