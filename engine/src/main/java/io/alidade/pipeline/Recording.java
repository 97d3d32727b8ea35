package io.alidade.pipeline;

/**
 * The stage that journals. All methods are called by this stage's one thread; one that throws halts
 * the pipeline.
 */
@FunctionalInterface
public interface Recording extends Stage {
  /**
   * Whether an event may be shown only after a {@link #sync} that followed it. Then the events of a
   * batch are shown together when they are safe.
   */
  default boolean syncsBeforeShowing() {
    return false;
  }

  /** Makes all events so far survive a power failure. */
  default void sync() {}

  /** No more events will come. */
  default void end() {}
}
