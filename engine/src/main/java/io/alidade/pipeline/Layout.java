package io.alidade.pipeline;

/** Which threads run the stages; the output bytes are the same. */
public enum Layout {
  /** One handler thread for all stages: for small machines. */
  COMPACT,
  /** One thread per stage: for six cores and more. */
  SPREAD
}
