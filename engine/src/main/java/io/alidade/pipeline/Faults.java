package io.alidade.pipeline;

import io.alidade.event.Event;
import io.alidade.event.Flag;
import io.alidade.protocol.Decoder;

/**
 * What becomes of an event on which a stage throws, which is a defect of ours: it is flagged {@link
 * Flag#FAULT} and goes on. In one place, so that replay makes of it what the live engine did.
 */
public final class Faults {
  private Faults() {}

  /** Decodes; a decoder that throws leaves an invalid event. */
  public static void decode(Decoder decoder, Event event) {
    try {
      decoder.decode(event);
    } catch (RuntimeException fault) {
      event.invalid(Flag.FAULT);
    }
  }

  /** Gives the next derived event; a decoder that throws leaves an invalid event. */
  public static void derive(Decoder decoder, Event event) {
    try {
      decoder.derive(event);
    } catch (RuntimeException fault) {
      event.invalid(Flag.FAULT);
    }
  }

  /** Runs validate or fuse; one that throws leaves a suspect event without a fused section. */
  public static void run(Stage stage, Event event) {
    try {
      stage.onEvent(event);
    } catch (RuntimeException fault) {
      event.clearFused();
      event.suspect(Flag.FAULT);
    }
  }
}
