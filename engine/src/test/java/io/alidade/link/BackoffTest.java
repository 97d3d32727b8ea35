package io.alidade.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class BackoffTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  @Test
  void growsByItsFactorToItsLimit() {
    Backoff backoff = new Backoff(Duration.ofMillis(500), Duration.ofSeconds(30), 2, 0);
    SplittableRandom random = new SplittableRandom(1);
    long[] waits = new long[9];
    for (int failures = 0; failures < waits.length; failures++) {
      waits[failures] = backoff.nanos(failures, random) / 1_000_000;
    }
    assertThat(waits).containsExactly(500, 500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000);
    assertThat(backoff.nanos(Integer.MAX_VALUE, random)).isEqualTo(30_000_000_000L);
  }

  @Test
  void spreadsItsWaitsButNeverBeyondTheLimit() {
    Backoff backoff = Backoff.DEFAULT;
    SplittableRandom random = new SplittableRandom(1);
    long shortest = Long.MAX_VALUE;
    long longest = 0;
    for (int i = 0; i < 10_000; i++) {
      long first = backoff.nanos(1, random);
      shortest = Math.min(shortest, first);
      longest = Math.max(longest, first);
      assertThat(backoff.nanos(50, random)).isBetween(24_000_000_000L, 30_000_000_000L);
    }
    assertThat(shortest).isBetween(400_000_000L, 410_000_000L);
    assertThat(longest).isBetween(590_000_000L, 600_000_000L);
  }

  @Test
  void refusesWhatIsNoBackoff() {
    assertThatIllegalArgumentException().isThrownBy(() -> new Backoff(Duration.ZERO, SECOND, 2, 0));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Backoff(SECOND, Duration.ofMillis(1), 2, 0));
    assertThatIllegalArgumentException().isThrownBy(() -> new Backoff(SECOND, SECOND, 0.9, 0));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Backoff(SECOND, SECOND, Double.NaN, 0));
    assertThatIllegalArgumentException().isThrownBy(() -> new Backoff(SECOND, SECOND, 1, 1.1));
  }
}
