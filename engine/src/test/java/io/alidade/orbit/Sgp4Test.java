package io.alidade.orbit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.alidade.event.LeapSeconds;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** SGP4 and SDP4 against the verification set that was published with the revised model. */
class Sgp4Test {
  private static final long MINUTE = 60_000_000_000L;
  private static final double POSITION_KM = 1e-5;
  private static final double VELOCITY_KM_S = 1e-8;

  /** A revolution that takes 270 years: refused. */
  private static final String NO_ORBIT = "33334";

  /** Made to fail within half an hour, as its eccentricity grows to 1: its epoch alone is right. */
  private static final int ABSURD = 33333;

  /** Eccentricity 4e-7, which the reference raises to 1e-6: up to 51 m along a circle. */
  private static final int TOO_ROUND = 33335;

  /**
   * A second set of times of case 20413, 1,280 days after the epoch: the inclination has gone
   * through zero on the way, and node and argument of perigee, of little meaning there, go on
   * otherwise in Orekit (their sum by 8 degrees). No elements are used that long.
   */
  private static final double TOO_LATE_MINUTES = 1_844_000;

  /** From the published set: a near-earth orbit and a deep-space one, at one time each. */
  @Test
  void a_low_and_a_deep_orbit() throws Exception {
    Elements low =
        TleReader.read(
                "low",
                """
                1 00005U 58002B   00179.78495062  .00000023  00000-0  28098-4 0  4753
                2 00005  34.2682 348.7242 1859667 331.7664  19.3264 10.82419157413667
                """)
            .get(0);
    assertThat(new Orbit(low).state(low.epochNs() + 360 * MINUTE))
        .containsExactly(
            new double[] {
              -7154031.20202,
              -3783176.82504,
              -3536194.12294,
              4741.887409,
              -4151.817765,
              -2093.935425
            },
            within(1e-2));
    Elements deep =
        TleReader.read(
                "deep",
                """
                1 04632U 70093B   04031.91070959 -.00000084  00000-0  10000-3 0  9955
                2 04632  11.4628 273.1101 1450506 207.6000 143.9350  1.20231981 44145
                """)
            .get(0);
    assertThat(new Orbit(deep).state(deep.epochNs() - 5184 * MINUTE))
        .containsExactly(
            new double[] {
              -29020025.87128,
              13819844.19063,
              -5713336.79183,
              -1768.068390,
              -3235.371192,
              -395.206135
            },
            within(1e-2));
  }

  @Test
  void all_cases_of_the_verification_set() throws Exception {
    Map<String, Elements> cases = cases();
    assertThat(cases).hasSize(31);
    Elements elements = null;
    Orbit orbit = null;
    int points = 0;
    for (String line : Files.readAllLines(Satellites.corpus("sgp4/tcppver.out"))) {
      String[] columns = line.strip().split("\\s+", -1);
      if (columns[1].equals("xx")) {
        elements = cases.get(columns[0]);
        orbit = elements == null ? null : new Orbit(elements);
        assertThat(orbit == null).isEqualTo(columns[0].equals(NO_ORBIT));
        continue;
      }
      double minutes = Double.parseDouble(columns[0]);
      boolean isAbsurd = columns.length > 7 && elements != null && elements.number() == ABSURD;
      if (orbit == null || isAbsurd || minutes >= TOO_LATE_MINUTES) {
        continue;
      }
      double[] state = orbit.state(after(elements.epochNs(), minutes));
      boolean isTooRound = elements.number() == TOO_ROUND;
      for (int i = 0; i < 3; i++) {
        assertThat(state[i] / 1000)
            .as("position of %s after %s min", elements.number(), minutes)
            .isCloseTo(
                Double.parseDouble(columns[1 + i]), within(isTooRound ? 0.051 : POSITION_KM));
        assertThat(state[3 + i] / 1000)
            .as("velocity of %s after %s min", elements.number(), minutes)
            .isCloseTo(
                Double.parseDouble(columns[4 + i]), within(isTooRound ? 4e-6 : VELOCITY_KM_S));
      }
      points++;
    }
    assertThat(points).isEqualTo(593);
  }

  /** Minutes of elapsed time; one of the cases goes over a leap second. */
  private static long after(long epochNs, double minutes) {
    long time = epochNs + Math.round(minutes * MINUTE);
    return time - (taiMinusUtc(time) - taiMinusUtc(epochNs)) * 1_000_000_000L;
  }

  private static long taiMinusUtc(long timeNs) {
    long second = timeNs / 1_000_000_000L;
    return LeapSeconds.tai(second) - second;
  }

  private static Map<String, Elements> cases() throws Exception {
    List<String> lines = new ArrayList<>();
    for (String line : Files.readAllLines(Satellites.corpus("sgp4/SGP4-VER.TLE"))) {
      if (!line.startsWith("#")) {
        lines.add(line);
      }
    }
    Map<String, Elements> cases = new HashMap<>();
    for (int i = 0; i < lines.size(); i += 2) {
      String both = lines.get(i) + "\n" + lines.get(i + 1);
      String pair = both;
      String number = lines.get(i).substring(2, 7).replaceFirst("^0+", "");
      if (number.startsWith("3333")) {
        // Made from other satellites' elements, with their checksums.
        assertThatThrownBy(() -> TleReader.read("case", both))
            .isInstanceOf(ElementsException.class)
            .hasMessageStartingWith("case:1: checksum is");
        pair = lines.get(i).substring(0, 68) + "\n" + lines.get(i + 1).substring(0, 68);
      }
      String unchecked = pair;
      if (number.equals(NO_ORBIT)) {
        assertThatThrownBy(() -> TleReader.read("case", unchecked))
            .isInstanceOf(ElementsException.class)
            .hasMessage("case:2: mean motion 1.0E-5 is not 0.001 to 18.0");
      } else {
        cases.put(number, TleReader.read("case", pair).get(0));
      }
    }
    return cases;
  }

  @Test
  void a_satellite_that_has_come_down_says_so() throws Exception {
    Elements elements =
        TleReader.read(
                "low",
                """
                1 29141U 85108AA  06170.26783845  .99999999  00000-0  13519-0 0   718
                2 29141  82.4288 273.4882 0015848 277.2124  83.9133 15.93343074  6828
                """)
            .get(0);
    Orbit orbit = new Orbit(elements);
    assertThat(orbit.state(elements.epochNs())).hasSize(6);
    assertThatThrownBy(() -> orbit.state(elements.epochNs() + 2 * 1440 * MINUTE))
        .isInstanceOf(OrbitException.class);
  }
}
