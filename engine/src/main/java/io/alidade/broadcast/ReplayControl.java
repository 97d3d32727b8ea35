package io.alidade.broadcast;

/**
 * The controls of a replay, for the pages that watch it. Called on the gateway's thread: quick, and
 * without blocking.
 */
public interface ReplayControl {
  /**
   * Does something.
   *
   * @param action {@code play}, {@code pause}, {@code step}, {@code speed}, {@code seek} or {@code
   *     loop}
   * @param argument the speed ({@code 10}, {@code max}), the UTC time in ISO 8601, {@code true} or
   *     {@code false}; empty for the other actions
   * @return null when done, else what was wrong with it, in one line
   */
  String command(String action, String argument);

  /** Whether what was asked for last is still to come about. */
  boolean isBusy();

  /** Another number after each change but that of time. */
  long revision();

  /**
   * Whether it goes as fast as it is taken: then the slowest client sets the pace, instead of being
   * left behind.
   */
  boolean isPacedByClients();

  /** Appends a JSON object of where the replay is. */
  void json(StringBuilder out);
}
