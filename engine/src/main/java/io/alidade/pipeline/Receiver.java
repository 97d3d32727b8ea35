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
  private Decoder decoder;
  private final Pipeline pipeline;
  private final EpochNanoClock clock;
  private final AtomicLong byteCount = new AtomicLong();
  private volatile LinkState state = LinkState.DOWN;
  private int stateAttempt;
  private String stateReason = "";
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
    byteCount.lazySet(byteCount.getPlain() + length);
    long gate = pipeline.enter();
    rxTime = clock.nanoTime();
    receivedNs = System.nanoTime();
    try {
      framer.feed(bytes, offset, length, this);
    } catch (PipelineHalted halted) {
      // The station is going down and says why; what is not journaled is not taken.
    } finally {
      pipeline.leave(gate);
    }
  }

  @Override
  public void boundary() {
    long gate = pipeline.enter();
    rxTime = clock.nanoTime();
    receivedNs = System.nanoTime();
    try {
      framer.end(this);
    } catch (PipelineHalted halted) {
      // As above.
    } finally {
      pipeline.leave(gate);
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
    long gate = pipeline.enter();
    state = newState;
    stateAttempt = attempt;
    stateReason = reason == null ? "" : reason;
    try {
      publishState(clock.nanoTime());
    } catch (PipelineHalted halted) {
      // As above.
    } finally {
      pipeline.leave(gate);
    }
  }

  /**
   * Says the link's state again, in a session that does not know it; for {@link Pipeline#atRest}.
   */
  public void publishState(long time) {
    long slot = pipeline.claim();
    try {
      Event event = pipeline.event(slot);
      event.begin(FrameKind.LINK, link, time);
      event.receivedNs = 0;
      event.msg(Msg.LINK);
      FieldWriter out = event.beginDecoded();
      out.text(Field.STATE, stateText());
      out.integer(Field.ATTEMPT, stateAttempt);
      if (!stateReason.isEmpty()) {
        out.text(Field.REASON, stateReason);
      }
      event.endDecoded();
    } finally {
      pipeline.publish(slot);
    }
  }

  /** Whether none of the link's frames waits for a later one; for {@link Pipeline#atRest}. */
  public boolean isAtRest(long time) {
    return decoder.isAtRest(time);
  }

  /** Goes on with a new decoder, which knows of no frame before; for {@link Pipeline#atRest}. */
  public void decodeWith(Decoder newDecoder) {
    decoder = newDecoder;
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
