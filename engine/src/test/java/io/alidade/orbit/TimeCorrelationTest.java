package io.alidade.orbit;

import static io.alidade.orbit.TimeCorrelation.Verdict.GOOD;
import static io.alidade.orbit.TimeCorrelation.Verdict.JUMP;
import static io.alidade.orbit.TimeCorrelation.Verdict.LEARNING;
import static io.alidade.orbit.TimeCorrelation.Verdict.OFF;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.sun.management.ThreadMXBean;
import io.alidade.orbit.TimeCorrelation.Verdict;
import java.lang.management.ManagementFactory;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A spacecraft's clock of known offset, drift and noise. */
class TimeCorrelationTest {
  private static final long SECOND = 1_000_000_000L;
  private static final long EPOCH = Satellites.ns("2026-11-25T00:00:00Z");
  private static final long JUMP_NS = SECOND / 10;
  private static final long LIGHT = 5_000_000;
  private static final long FRAME = 20_000_000;

  private final Random random = new Random(11);
  private final TimeCorrelation correlation = new TimeCorrelation(64, 0, JUMP_NS);
  private double driftPpm = 12;
  private double noiseNs = 50_000;
  private long zero = 77 * SECOND; // what the clock shows at EPOCH

  /** The spacecraft's time at a time after EPOCH. */
  private long clock(long after) {
    return zero + after + Math.round(after * driftPpm * 1e-6);
  }

  private Verdict sample(long after) {
    long noise = Math.round(random.nextGaussian() * noiseNs);
    return correlation.add(clock(after), EPOCH + after + LIGHT + FRAME + noise, LIGHT, FRAME);
  }

  private void run(long from, int samples) {
    for (int i = 0; i < samples; i++) {
      sample(from + i * SECOND);
    }
  }

  @Test
  void offset_drift_and_noise_are_found() {
    for (int i = 0; i < 4; i++) {
      assertThat(sample(i * SECOND)).isEqualTo(LEARNING);
      assertThat(correlation.isFitted()).isFalse();
      assertThat(correlation.utc(0)).isEqualTo(TimeCorrelation.UNKNOWN);
      assertThat(correlation.driftPpm()).isZero();
    }
    for (int i = 4; i < 200; i++) {
      assertThat(sample(i * SECOND)).isEqualTo(GOOD);
    }
    assertThat(correlation.size()).isEqualTo(64);
    assertThat(correlation.driftErrorPpm()).isBetween(0.1, 1.0);
    assertThat(correlation.driftPpm()).isCloseTo(12, within(4 * correlation.driftErrorPpm()));
    assertThat(correlation.noiseNs()).isCloseTo(50_000, within(15_000.0));
    long now = 199 * SECOND;
    assertThat((double) correlation.utc(clock(now)))
        .isCloseTo((double) (EPOCH + now), within(4 * correlation.errorNs(clock(now))));
    assertThat(correlation.errorNs(clock(now))).isLessThan(20_000);
    assertThat(Math.abs(correlation.residualNs())).isLessThan(250_000);
    assertThat(correlation.jumpCount()).isZero();
    assertThat(correlation.offCount()).isZero();
  }

  @Test
  void errors_are_as_large_as_they_say() {
    int within = 0;
    for (int round = 0; round < 300; round++) {
      TimeCorrelation one = new TimeCorrelation(64, 0, JUMP_NS);
      for (int i = 0; i < 64; i++) {
        long noise = Math.round(random.nextGaussian() * noiseNs);
        one.add(clock(i * SECOND), EPOCH + i * SECOND + noise, 0, 0);
      }
      long later = 600 * SECOND;
      double error = one.utc(clock(later)) - (EPOCH + later);
      within += Math.abs(error) < 2 * one.errorNs(clock(later)) ? 1 : 0;
    }
    assertThat(within / 300.0).isBetween(0.91, 0.985);
  }

  @Test
  void a_jump_is_told_at_the_fifth_sample_and_the_new_line_holds() {
    for (long jump : new long[] {3 * SECOND, -SECOND / 5, -70 * SECOND}) {
      long start = correlation.jumpCount() * 1000 * SECOND;
      run(start, 100);
      assertThat(correlation.driftPpm()).isCloseTo(12, within(3.0));
      long before = correlation.jumpCount();
      zero += jump;
      for (int i = 0; i < 4; i++) {
        assertThat(sample(start + (100 + i) * SECOND)).isEqualTo(OFF);
        assertThat(correlation.residualNs()).isCloseTo((double) -jump, within(1e6));
      }
      assertThat(sample(start + 104 * SECOND)).isEqualTo(JUMP);
      assertThat(correlation.jumpCount()).isEqualTo(before + 1);
      assertThat((double) correlation.lastJumpNs()).isCloseTo((double) jump, within(1e6));
      assertThat(correlation.size()).isEqualTo(5);
      for (int i = 105; i < 200; i++) {
        assertThat(sample(start + i * SECOND)).isEqualTo(GOOD);
      }
      long now = start + 199 * SECOND;
      assertThat((double) correlation.utc(clock(now)))
          .isCloseTo((double) (EPOCH + now), within(50_000.0));
    }
    assertThat(correlation.offCount()).isEqualTo(12);
  }

  @Test
  void a_change_below_the_threshold_is_followed_without_a_jump() {
    run(0, 100);
    zero += JUMP_NS / 2;
    for (int i = 100; i < 300; i++) {
      assertThat(sample(i * SECOND)).isEqualTo(GOOD);
    }
    assertThat(correlation.jumpCount()).isZero();
    long now = 299 * SECOND;
    assertThat((double) correlation.utc(clock(now)))
        .isCloseTo((double) (EPOCH + now), within(50_000.0));
  }

  @Test
  void wrong_times_among_good_ones_change_nothing() {
    run(0, 100);
    long now = 100 * SECOND;
    for (int i = 0; i < 1000; i++, now += SECOND) {
      if (random.nextInt(3) == 0) {
        long wrong = (long) (random.nextGaussian() * 1e12) + 2 * SECOND;
        Verdict verdict = correlation.add(clock(now) + wrong, EPOCH + now, 0, 0);
        assertThat(verdict).isEqualTo(OFF);
      } else {
        assertThat(sample(now)).isEqualTo(GOOD);
      }
    }
    assertThat(correlation.jumpCount()).isZero();
    assertThat(correlation.driftPpm()).isCloseTo(12, within(3.0));
  }

  @Test
  void wrong_times_at_the_very_begin_are_no_line() {
    for (int i = 0; i < 20; i++) {
      long wrong = random.nextInt(1_000_000) * SECOND;
      assertThat(correlation.add(wrong, EPOCH + i * SECOND, 0, 0)).isEqualTo(LEARNING);
    }
    for (int i = 20; i < 24; i++) {
      assertThat(sample(i * SECOND)).isEqualTo(LEARNING);
    }
    assertThat(sample(24 * SECOND)).isEqualTo(GOOD);
    assertThat(correlation.jumpCount()).isZero();
  }

  @Test
  void a_recording_that_is_played_back_is_no_jump() {
    run(0, 100);
    long now = 100 * SECOND;
    for (int i = 0; i < 50; i++) {
      // An hour old, ten times as fast.
      long old = clock(now - 3600 * SECOND + i * (10 * SECOND));
      assertThat(correlation.add(old, EPOCH + now + i * SECOND, 0, 0)).isEqualTo(OFF);
    }
    assertThat(sample(now + 60 * SECOND)).isEqualTo(GOOD);
    assertThat(correlation.jumpCount()).isZero();
  }

  @Test
  void the_line_holds_from_one_pass_to_the_next() {
    driftPpm = -35;
    for (int pass = 0; pass < 5; pass++) {
      long start = pass * (5400 * SECOND);
      for (int i = 0; i < 600; i++) {
        Verdict verdict = sample(start + i * SECOND);
        assertThat(verdict).isEqualTo(pass == 0 && i < 4 ? LEARNING : GOOD);
      }
      assertThat(correlation.driftPpm()).isCloseTo(-35, within(3.0));
    }
    // A reset of the spacecraft between passes is a jump all the same.
    zero -= 12_345 * SECOND;
    for (int i = 0; i < 5; i++) {
      assertThat(sample((27_000 + i) * SECOND)).isEqualTo(i < 4 ? OFF : JUMP);
    }
    assertThat((double) correlation.lastJumpNs()).isCloseTo(-12_345e9, within(20e6));
  }

  @Test
  void at_a_high_rate_samples_are_thinned_and_a_short_span_gives_no_wild_drift() {
    TimeCorrelation fast = new TimeCorrelation(64, SECOND, JUMP_NS);
    noiseNs = 1_000_000;
    for (int i = 0; i < 100_000; i++) {
      long after = i * (SECOND / 1000);
      long noise = Math.round(random.nextGaussian() * noiseNs);
      Verdict verdict = fast.add(clock(after), EPOCH + after + noise, 0, 0);
      assertThat(verdict).isEqualTo(i < 4 ? LEARNING : GOOD);
      assertThat(Math.abs(fast.driftPpm())).isLessThan(1000);
    }
    assertThat(fast.size()).isEqualTo(64);
    assertThat(fast.driftPpm()).isCloseTo(12, within(4 * fast.driftErrorPpm()));
  }

  @Test
  void a_clock_that_stands_still_is_off_and_no_line() {
    for (int i = 0; i < 20; i++) {
      assertThat(correlation.add(5, EPOCH + i * SECOND, 0, 0)).isEqualTo(LEARNING);
    }
    run(100 * SECOND, 100);
    long stuck = clock(200 * SECOND);
    for (int i = 0; i < 20; i++) {
      correlation.add(stuck, EPOCH + (200 + i) * SECOND, 0, 0);
    }
    assertThat(correlation.offCount()).isGreaterThan(15);
    assertThat(correlation.jumpCount()).isZero();
  }

  @Test
  void any_bits_as_times_are_survived_and_the_clock_is_found_again() {
    for (int i = 0; i < 10_000; i++) {
      correlation.add(random.nextLong(), random.nextLong(), random.nextLong(), random.nextLong());
      correlation.utc(random.nextLong());
    }
    long jumps = correlation.jumpCount();
    run(0, 10);
    assertThat(correlation.isFitted()).isTrue();
    assertThat((double) correlation.utc(clock(9 * SECOND)))
        .isCloseTo(EPOCH + 9.0 * SECOND, within(1e6));
    assertThat(correlation.jumpCount()).isBetween(jumps, jumps + 1);
  }

  @Test
  void exact_samples_have_no_noise_and_equal_ones_no_drift() {
    noiseNs = 0;
    driftPpm = 0;
    run(0, 50);
    assertThat(correlation.noiseNs()).isZero();
    assertThat(correlation.driftPpm()).isZero();
    assertThat(correlation.utc(clock(7 * SECOND))).isEqualTo(EPOCH + 7 * SECOND);
    TimeCorrelation still = new TimeCorrelation(8, 0, JUMP_NS);
    for (int i = 0; i < 20; i++) {
      still.add(5, 9, 0, 0);
    }
    assertThat(still.utc(5)).isEqualTo(9);
    assertThat(still.driftPpm()).isZero();
  }

  @Test
  void wrong_settings_are_refused() {
    assertThatThrownBy(() -> new TimeCorrelation(4, 0, 1)).hasMessageContaining("window 4");
    assertThatThrownBy(() -> new TimeCorrelation(100_001, 0, 1)).hasMessageContaining("window");
    assertThatThrownBy(() -> new TimeCorrelation(5, -1, 1)).hasMessageContaining("spacing");
    assertThatThrownBy(() -> new TimeCorrelation(5, 0, 0)).hasMessageContaining("jump");
  }

  @Test
  void nothing_is_allocated_for_a_sample() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    run(0, 20_000);
    long id = Thread.currentThread().getId();
    long before = threads.getThreadAllocatedBytes(id);
    for (int i = 20_000; i < 40_000; i++) {
      long after = i * SECOND;
      long wrong = i % 50 < 6 ? 5 * SECOND : 0; // jumps there and back, too
      correlation.add(clock(after) + wrong, EPOCH + after, 0, 0);
    }
    assertThat(threads.getThreadAllocatedBytes(id) - before).isLessThan(2_000);
    assertThat(correlation.jumpCount()).isGreaterThan(700);
  }
}
