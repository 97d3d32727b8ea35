package io.alidade.orbit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Passes of orbits of all kinds. */
class PassPredictorTest {
  private static final long SECOND = 1_000_000_000L;
  private static final long HOUR = 3600 * SECOND;
  private static final GroundStation DELFT = new GroundStation(52, 4.37, 10);
  private static final Horizon FLAT = Horizon.flat(0);

  @TempDir Path folder;

  private static Elements station() {
    return Satellites.STATION;
  }

  private static Elements orbit(double revolutions, double eccentricity, double... angles) {
    return new Elements(
        "TEST",
        99_999,
        "",
        station().epochNs(),
        revolutions,
        eccentricity,
        angles[0],
        angles[1],
        angles[2],
        angles[3],
        0);
  }

  private static PassPredictor over(GroundStation place, Horizon horizon, Elements... satellites) {
    return new PassPredictor(place, horizon, List.of(satellites));
  }

  private static Horizon mask(Path folder, String text) throws Exception {
    return Horizon.read(Files.writeString(folder.resolve("mask.txt"), text));
  }

  /** A pass that two programs agree on. */
  @Test
  void the_space_station_over_Delft() {
    long from = Satellites.ns("2020-02-14T08:40:00Z");
    Prediction prediction = over(DELFT, FLAT, station()).predict(station(), from, from + HOUR / 2);
    assertThat(prediction.passes()).hasSize(1);
    Pass pass = prediction.passes().get(0);
    double tenth = 0.15 * SECOND;
    assertThat((double) pass.aos().timeNs())
        .isCloseTo((double) Satellites.ns("2020-02-14T08:48:37.180Z"), within(tenth));
    assertThat(pass.aos().azimuth()).isCloseTo(202.03, within(0.05));
    assertThat(pass.aos().elevation()).isCloseTo(0, within(0.001));
    assertThat((double) pass.tca().timeNs())
        .isCloseTo((double) Satellites.ns("2020-02-14T08:53:22.6Z"), within(tenth));
    assertThat(pass.tca().elevation()).isCloseTo(15.334, within(0.001));
    assertThat((double) pass.los().timeNs())
        .isCloseTo((double) Satellites.ns("2020-02-14T08:58:09.462Z"), within(tenth));
    assertThat(pass.los().azimuth()).isCloseTo(80.27, within(0.05));
    assertThat(pass.duration()).isCloseTo(572.3, within(0.3));
    assertThat(pass.aos().doppler(435e6)).isPositive();
    assertThat(pass.los().doppler(435e6)).isNegative();
    assertThat(pass.tca().rangeRate()).isCloseTo(0, within(0.1));
    assertThat(pass.tca().lightTimeNs())
        .isCloseTo(Math.round(pass.tca().range() / 299_792.458 * 1e9), within(1L));
  }

  @Test
  void directions_seen_from_the_equator() {
    GroundStation place = new GroundStation(0, 0, 1000);
    double here = 6_379_137;
    double[][] cases = {
      {here + 500_000, 0, 0, 0, 90, 500},
      {here, 0, 500_000, 0, 0, 500},
      {here, 500_000, 0, 90, 0, 500},
      {here + 300_000, 0, -300_000, 180, 45, 300 * Math.sqrt(2)},
      {here, -500_000, 0, 270, 0, 500},
    };
    for (double[] one : cases) {
      Look look = place.look(new double[] {one[0], one[1], one[2], 1000, 0, 0}, 7);
      assertThat(look.timeNs()).isEqualTo(7);
      assertThat(look.azimuth()).isCloseTo(one[3], within(1e-9));
      assertThat(look.elevation()).isCloseTo(one[4], within(1e-9));
      assertThat(look.range()).isCloseTo(one[5], within(1e-9));
      assertThat(look.rangeRate()).isCloseTo(Math.sin(Math.toRadians(one[4])), within(1e-9));
    }
    // The ellipsoid's other axis.
    Look pole = new GroundStation(90, 0, 0).look(new double[] {0, 0, 7_000_000, 0, 0, 0}, 0);
    assertThat(pole.range()).isCloseTo(7000 - 6356.752_314, within(1e-6));
  }

  @Test
  void an_azimuth_just_west_of_north_is_below_360() {
    GroundStation pole = new GroundStation(0, 0, 0);
    Look look = pole.look(new double[] {7_000_000, -1e-13, 1_000_000, 0, 0, 0}, 0);
    assertThat(look.azimuth()).isBetween(0.0, Math.nextDown(360.0));
  }

  @Test
  void a_pass_in_progress_has_its_rise_before_the_begin_and_its_set_after_the_end() {
    PassPredictor predictor = over(DELFT, FLAT, station());
    long from = Satellites.ns("2020-02-14T08:40:00Z");
    Pass whole = predictor.predict(station(), from, from + HOUR / 2).passes().get(0);
    long middle = whole.tca().timeNs();
    for (long begin : new long[] {middle - 100 * SECOND, middle, whole.aos().timeNs() + 1}) {
      List<Pass> passes = predictor.predict(station(), begin, begin + SECOND).passes();
      assertThat(passes).hasSize(1);
      Pass pass = passes.get(0);
      assertThat(pass.riseKnown()).isTrue();
      assertThat(pass.setKnown()).isTrue();
      assertThat(Math.abs(pass.aos().timeNs() - whole.aos().timeNs())).isLessThan(SECOND / 1000);
      assertThat(Math.abs(pass.los().timeNs() - whole.los().timeNs())).isLessThan(SECOND / 1000);
      assertThat(pass.tca().elevation()).isCloseTo(whole.tca().elevation(), within(1e-6));
    }
    long end = whole.los().timeNs();
    assertThat(predictor.predict(station(), end + SECOND, end + HOUR / 2).passes()).isEmpty();
    assertThat(predictor.predict(station(), from, whole.aos().timeNs() - SECOND).passes())
        .isEmpty();
    assertThat(predictor.predict(station(), from, from).passes()).isEmpty();
  }

  @Test
  void a_geostationary_satellite_is_always_up_or_never() {
    Elements geo = orbit(1.0027, 0.0001, 0.05, 90, 0, 0);
    long from = geo.epochNs();
    double here = subLongitude(geo, from);
    GroundStation under = new GroundStation(50, here, 0);
    Prediction up = over(under, FLAT, geo).predict(geo, from, from + 24 * HOUR);
    assertThat(up.isAlwaysUp()).isTrue();
    assertThat(up.isNeverUp()).isFalse();
    assertThat(up.passes().get(0).tca().elevation()).isBetween(31.0, 34.0);
    GroundStation opposite = new GroundStation(50, here > 0 ? here - 180 : here + 180, 0);
    PassPredictor hidden = over(opposite, FLAT, geo);
    Prediction down = hidden.predict(geo, from, from + 24 * HOUR);
    assertThat(down.isNeverUp()).isTrue();
    assertThat(down.isAlwaysUp()).isFalse();
  }

  private static double subLongitude(Elements satellite, long timeNs) {
    try {
      double[] state = new Orbit(satellite).state(timeNs);
      new EarthRotation(0).toGround(state, timeNs);
      return Math.toDegrees(Math.atan2(state[1], state[0]));
    } catch (OrbitException impossible) {
      throw new AssertionError(impossible);
    }
  }

  @Test
  void an_equatorial_orbit_does_not_rise_over_Tromso_and_how_high_it_comes_is_told()
      throws Exception {
    Elements low = orbit(15.2, 0.001, 2, 10, 20, 30);
    GroundStation tromso = new GroundStation(69.66, 18.94, 0);
    PassPredictor predictor = over(tromso, FLAT, low);
    long from = low.epochNs();
    assertThat(predictor.predict(low, from, from + 24 * HOUR).isNeverUp()).isTrue();
    Look highest = predictor.highest(low, from, from + 24 * HOUR);
    assertThat(highest.elevation()).isNegative();
    for (Look look : predictor.track(low, from, from + 24 * HOUR, 10 * SECOND)) {
      assertThat(look.elevation()).isLessThanOrEqualTo(highest.elevation() + 1e-6);
    }
  }

  @Test
  void an_hour_long_pass_of_an_eccentric_orbit_is_one_pass() {
    Elements molniya = orbit(2.006, 0.72, 63.4, 100, 270, 0);
    GroundStation tromso = new GroundStation(69.66, 18.94, 0);
    List<Pass> passes =
        over(tromso, FLAT, molniya)
            .predict(molniya, molniya.epochNs(), molniya.epochNs() + 48 * HOUR)
            .passes();
    compare(over(tromso, FLAT, molniya), FLAT, molniya, passes, 48);
    assertThat(passes).anyMatch(pass -> pass.duration() > 8 * 3600);
  }

  /** Any orbit and place: what a dense sampling shows. */
  @Test
  void no_pass_is_missed_and_none_invented() {
    Random random = new Random(29);
    for (int i = 0; i < 40; i++) {
      double eccentricity = i % 4 == 0 ? random.nextDouble() * 0.6 : random.nextDouble() * 0.01;
      double most = 16 * Math.pow(1 - eccentricity, 1.5);
      double revolutions =
          i % 3 == 0
              ? 0.9 + random.nextDouble() * (most - 0.9)
              : most - random.nextDouble() * 2 * most / 16;
      Elements satellite =
          orbit(
              revolutions,
              eccentricity,
              random.nextDouble() * 180,
              random.nextDouble() * 360,
              random.nextDouble() * 360,
              random.nextDouble() * 360);
      GroundStation place =
          new GroundStation(random.nextDouble() * 180 - 90, random.nextDouble() * 360 - 180, 0);
      Horizon horizon = Horizon.flat(i % 5 == 0 ? -3 : random.nextDouble() * 30);
      PassPredictor predictor = over(place, horizon, satellite);
      long from = satellite.epochNs();
      Prediction prediction = predictor.predict(satellite, from, from + 24 * HOUR);
      assertThat(prediction.problem()).as("%s", satellite).isEmpty();
      compare(predictor, horizon, satellite, prediction.passes(), 24);
    }
  }

  private static void compare(
      PassPredictor predictor, Horizon horizon, Elements satellite, List<Pass> passes, int hours) {
    long step = 4 * SECOND;
    long from = satellite.epochNs();
    List<Look> looks;
    try {
      looks = predictor.track(satellite, from, from + hours * HOUR, step);
    } catch (OrbitException impossible) {
      throw new AssertionError(impossible);
    }
    for (Look look : looks) {
      double height = look.elevation() - horizon.elevation(look.azimuth());
      boolean isIn =
          passes.stream()
              .anyMatch(
                  p -> look.timeNs() >= p.aos().timeNs() && look.timeNs() <= p.los().timeNs());
      if (Math.abs(height) > 1e-3) {
        assertThat(isIn).as("%s %s", satellite, look).isEqualTo(height > 0);
      }
    }
    for (Pass pass : passes) {
      for (Look look : looks) {
        if (look.timeNs() >= pass.aos().timeNs() && look.timeNs() <= pass.los().timeNs()) {
          assertThat(look.elevation()).isLessThanOrEqualTo(pass.tca().elevation() + 1e-5);
        }
      }
    }
  }

  @Test
  void a_higher_horizon_shortens_passes_and_hides_low_ones() {
    long from = Satellites.ns("2020-02-14T08:40:00Z");
    List<Pass> all =
        over(DELFT, FLAT, station()).predict(station(), from, from + 9 * HOUR).passes();
    List<Pass> high =
        over(DELFT, Horizon.flat(16), station()).predict(station(), from, from + 9 * HOUR).passes();
    assertThat(all).hasSize(6);
    assertThat(high).hasSize(4);
    assertThat(high.get(0).duration()).isLessThan(all.get(1).duration());
    assertThat(high.get(0).aos().elevation()).isCloseTo(16, within(0.01));
    // The lowest of them is up for a few seconds only: between two samples.
    double top = all.get(0).tca().elevation();
    List<Pass> grazing =
        over(DELFT, Horizon.flat(top - 0.001), station())
            .predict(station(), from, from + HOUR)
            .passes();
    assertThat(grazing).hasSize(1);
    assertThat(grazing.get(0).duration()).isBetween(1.0, 10.0);
  }

  @Test
  void a_mast_makes_two_passes_of_one() throws Exception {
    long from = Satellites.ns("2020-02-14T08:40:00Z");
    Pass whole =
        over(DELFT, FLAT, station()).predict(station(), from, from + HOUR / 2).passes().get(0);
    Horizon mast = mask(folder, "# azimuth elevation\n0 0\n109 0\n110 60\n114 60\n115 0\n");
    List<Pass> parts =
        over(DELFT, mast, station()).predict(station(), from, from + HOUR / 2).passes();
    assertThat(parts).hasSize(2);
    assertThat(Math.abs(parts.get(0).aos().timeNs() - whole.aos().timeNs()))
        .isLessThan(SECOND / 100);
    assertThat(parts.get(0).los().azimuth()).isBetween(114.0, 115.1);
    assertThat(parts.get(1).aos().azimuth()).isBetween(108.9, 110.0);
    assertThat(Math.abs(parts.get(1).los().timeNs() - whole.los().timeNs()))
        .isLessThan(SECOND / 100);
    assertThat(parts.get(0).tca().elevation()).isCloseTo(whole.tca().elevation(), within(1e-6));
    assertThat(parts.get(1).tca()).isEqualTo(parts.get(1).aos());
    // Behind a wall all around but for a gap.
    Horizon wall = mask(folder, "0 80\n139 80\n140 5\n142 5\n143 80\n");
    List<Pass> gap =
        over(DELFT, wall, station()).predict(station(), from, from + HOUR / 2).passes();
    assertThat(gap).hasSize(1);
    assertThat(gap.get(0).aos().azimuth()).isBetween(142.0, 143.0);
    assertThat(gap.get(0).los().azimuth()).isBetween(139.0, 140.0);
  }

  @Test
  void a_mask_is_straight_between_its_points_and_closed_over_north() throws Exception {
    Horizon mask = mask(folder, "# my trees\n\n350 10 # the oak\n 10, 20\n180\t5\n");
    assertThat(mask.elevation(350)).isEqualTo(10);
    assertThat(mask.elevation(0)).isEqualTo(15);
    assertThat(mask.elevation(5)).isEqualTo(17.5);
    assertThat(mask.elevation(10)).isEqualTo(20);
    assertThat(mask.elevation(95)).isEqualTo(12.5);
    assertThat(mask.elevation(180)).isEqualTo(5);
    assertThat(mask.elevation(265)).isEqualTo(7.5);
    assertThat(mask.lowest()).isEqualTo(5);
    assertThat(mask.atLeast(12).elevation(180)).isEqualTo(12);
    assertThat(mask.atLeast(12).elevation(0)).isEqualTo(15);
    assertThat(mask.atLeast(12).lowest()).isEqualTo(12);
    assertThat(mask(folder, "90 7\n").elevation(300)).isEqualTo(7);
    assertThat(mask(folder, "0 1\n180 3\n360 1\n").elevation(359)).isCloseTo(1.0111, within(1e-4));
    assertThat(Horizon.flat(-2).elevation(123)).isEqualTo(-2);
  }

  @Test
  void errors_of_a_mask_name_their_line() {
    String[][] cases = {
      {"", ":1: holds no line"},
      {"0 1\n90\n", ":2: '90' is not an azimuth and an elevation"},
      {"0 1\n\n90 1 2\n", ":3: '90 1 2' is not"},
      {"-10 5\n", ":1: azimuth '-10' is not 0 to 360"},
      {"10 95\n", ":1: elevation '95' is not -90 to 90"},
      {"10 up\n", ":1: elevation 'up' is not"},
      {"10 5\n10 6\n", ":2: azimuth 10 again"},
    };
    for (String[] one : cases) {
      assertThatThrownBy(() -> mask(folder, one[0]))
          .isInstanceOf(ElementsException.class)
          .hasMessageContaining("mask.txt" + one[1]);
    }
  }

  @Test
  void stations_are_three_numbers_in_range() {
    GroundStation place = GroundStation.parse("52.0, 4.37,10");
    assertThat(place.latitude()).isEqualTo(52);
    assertThat(place.longitude()).isEqualTo(4.37);
    assertThat(place.height()).isEqualTo(10);
    String[][] cases = {
      {"52,4", "'52,4' is not LAT,LON,ALT"},
      {"52,4,x", "'x' is no number"},
      {"91,4,0", "latitude 91.0 is not -90 to 90"},
      {"NaN,4,0", "latitude NaN"},
      {"52,400,0", "longitude 400.0"},
      {"52,4,1e9", "height 1.0E9 is not -1000 to 100000"},
    };
    for (String[] one : cases) {
      assertThatThrownBy(() -> GroundStation.parse(one[0]))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(one[1]);
    }
  }

  @Test
  void passes_before_the_decay_are_told_and_the_decay_is() {
    Elements falling =
        new Elements(
            "FALLING",
            29_141,
            "",
            station().epochNs(),
            15.93343074,
            0.0015848,
            82.4288,
            273.4882,
            277.2124,
            83.9133,
            0.013519);
    Prediction prediction =
        over(DELFT, FLAT, falling)
            .predict(falling, falling.epochNs(), falling.epochNs() + 240 * HOUR);
    assertThat(prediction.passes()).isNotEmpty();
    assertThat(prediction.problem()).isNotEmpty().doesNotContain("\n");
    assertThat(prediction.isNeverUp()).isFalse();
  }

  @Test
  void elements_that_are_not_among_the_satellites_have_no_looks() {
    PassPredictor predictor = over(DELFT, FLAT, station());
    Elements other = orbit(15, 0, 50, 0, 0, 0);
    assertThat(predictor.satellites()).containsExactly(station());
    assertThatThrownBy(() -> predictor.look(other, other.epochNs()))
        .isInstanceOf(OrbitException.class)
        .hasMessageContaining("TEST (99999) is not among the satellites");
    assertThat(predictor.predict(other, other.epochNs(), other.epochNs() + HOUR).problem())
        .contains("not among");
    assertThatThrownBy(() -> new PassPredictor(DELFT, FLAT, List.of(), 1.5))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void sidereal_time_at_an_epoch_of_the_almanac() {
    // 2000-01-01 12:00 UT1: 18 h 41 min 50.54841 s.
    double hours = new EarthRotation(0).angle(Satellites.ns("2000-01-01T12:00:00Z")) * 12 / Math.PI;
    assertThat(hours).isCloseTo(18 + 41 / 60.0 + 50.54841 / 3600, within(1e-9));
    // 1987-04-10 00:00 UT1: 13 h 10 min 46.3668 s.
    hours = new EarthRotation(0).angle(Satellites.ns("1987-04-10T00:00:00Z")) * 12 / Math.PI;
    assertThat(hours).isCloseTo(13 + 10 / 60.0 + 46.3668 / 3600, within(1e-7));
  }

  @Test
  void several_threads_get_what_one_gets() {
    PassPredictor predictor = over(DELFT, FLAT, station());
    long from = station().epochNs();
    List<Pass> alone = predictor.predict(station(), from, from + 24 * HOUR).passes();
    List<List<Pass>> together =
        new ArrayList<>(
            IntStream.range(0, 8)
                .parallel()
                .mapToObj(i -> predictor.predict(station(), from, from + 24 * HOUR).passes())
                .toList());
    assertThat(together).allMatch(alone::equals);
  }
}
