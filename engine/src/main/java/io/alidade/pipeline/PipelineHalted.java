package io.alidade.pipeline;

/** The pipeline has stopped; the event was not taken. */
public final class PipelineHalted extends RuntimeException {
  private static final long serialVersionUID = 1L;

  PipelineHalted() {
    super("the pipeline has halted", null, false, false);
  }
}
