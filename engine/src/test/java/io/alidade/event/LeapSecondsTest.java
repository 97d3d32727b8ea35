package io.alidade.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LeapSecondsTest {
  private static long seconds(String utc) {
    return Instant.parse(utc).getEpochSecond();
  }

  /** TAI - UTC as the IERS and GPS (19 s) give it. */
  @ParameterizedTest
  @CsvSource({
    "1972-01-01T00:00:00Z, 10",
    "1972-07-01T00:00:00Z, 11",
    "1980-01-06T00:00:00Z, 19",
    "1998-12-31T23:59:59Z, 31",
    "1999-01-01T00:00:00Z, 32",
    "2005-12-31T23:59:59Z, 32",
    "2016-12-31T23:59:59Z, 36",
    "2017-01-01T00:00:00Z, 37",
    "2026-11-25T00:00:00Z, 37"
  })
  void TAI_is_ahead_of_UTC(String utc, int offset) {
    long seconds = seconds(utc);
    assertThat(LeapSeconds.tai(seconds)).isEqualTo(seconds + offset);
    assertThat(LeapSeconds.utc(seconds + offset)).isEqualTo(seconds);
    assertThat(LeapSeconds.isLeap(seconds + offset)).isFalse();
  }

  @Test
  void a_leap_second_lies_between_two_days() {
    long midnight = seconds("2017-01-01T00:00:00Z");
    long leap = midnight + 36;
    assertThat(LeapSeconds.isLeap(leap)).isTrue();
    assertThat(LeapSeconds.utc(leap)).isEqualTo(midnight);
    assertThat(LeapSeconds.utc(leap - 1)).isEqualTo(midnight - 1);
    assertThat(LeapSeconds.utc(leap + 1)).isEqualTo(midnight);
  }

  @Test
  void from_1972_to_2017_there_were_27() {
    int count = 0;
    for (long day = 0; day < seconds("2026-11-25T00:00:00Z"); day += 86_400) {
      for (int second = 0; second < 60; second++) {
        count += LeapSeconds.isLeap(day + second) ? 1 : 0;
      }
    }
    assertThat(count).isEqualTo(27);
  }
}
