package io.alidade.link;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long a link waits before it opens its source again: {@code first}, then {@code factor} times
 * as long after each further failure, never more than {@code longest}, each wait spread by {@code
 * jitter} so that many links do not retry in step. Immutable.
 *
 * @param first the wait after the first failure, more than zero
 * @param longest the limit of every wait, jitter included
 * @param factor growth per failure, 1 or more
 * @param jitter share of the wait by which it may be shorter or longer, 0 to 1
 */
public record Backoff(Duration first, Duration longest, double factor, double jitter) {
  /** 0.5 s, 0.85 s, 1.4 s ... 30 s, each up to a fifth more or less. */
  public static final Backoff DEFAULT =
      new Backoff(Duration.ofMillis(500), Duration.ofSeconds(30), 1.7, 0.2);

  /** Checks the ranges. */
  public Backoff {
    if (first.isNegative() || first.isZero() || longest.compareTo(first) < 0) {
      throw new IllegalArgumentException("back-off from " + first + " to " + longest);
    }
    if (!(factor >= 1) || !(jitter >= 0 && jitter <= 1)) {
      throw new IllegalArgumentException("back-off factor " + factor + ", jitter " + jitter);
    }
  }

  /** The wait in nanoseconds after {@code failures} failures in a row (0 counts as 1). */
  long nanos(int failures, RandomGenerator random) {
    double wait = first.toNanos() * Math.pow(factor, Math.max(0, failures - 1));
    double limit = longest.toNanos();
    double spread = 1 + jitter * (2 * random.nextDouble() - 1);
    return (long) Math.min(Math.min(wait, limit) * spread, limit);
  }
}
