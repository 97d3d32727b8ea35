package io.alidade.orbit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Passes and tracks against those that Skyfield and PyEphem agree on: 43 passes, of which the last
 * lacks its set, of two satellites over three stations. The two differ by up to 2.7 s at rise and
 * set, where Skyfield stops searching early, and by 0.26 s at the culmination.
 */
class PassPredictorCorpusTest {
  private static final double EDGE_S = 3;
  private static final double CULMINATION_S = 0.3;

  /** UT1 - UTC when NOAA 15 was tracked, 2017-09-28, from IERS Bulletin A. */
  private static final double UT1_S = 0.33;

  private static final long TEN_MINUTES = 600_000_000_000L;

  private record Row(
      Elements satellite,
      String station,
      GroundStation place,
      String event,
      long skyfieldNs,
      long ephemNs,
      double azimuth) {}

  private static Collection<List<Row>> groups() throws IOException, ElementsException {
    Map<String, List<Row>> groups = new LinkedHashMap<>();
    List<String> lines = Files.readAllLines(Satellites.corpus("passes/passes_skyfield_ephem.csv"));
    for (String line : lines.subList(1, lines.size())) {
      String[] columns = line.split(",", -1);
      Row row =
          new Row(
              TleReader.read("csv", columns[0] + "\n" + columns[1] + "\n" + columns[2]).get(0),
              columns[3],
              GroundStation.parse(columns[4] + "," + columns[5] + "," + columns[6]),
              columns[7],
              Satellites.ns(columns[8] + "Z"),
              Satellites.ns(columns[9] + "Z"),
              Double.parseDouble(columns[11]));
      groups.computeIfAbsent(columns[0] + columns[3], key -> new ArrayList<>()).add(row);
    }
    return groups.values();
  }

  @Test
  void every_rise_culmination_and_set_is_found_and_no_other() throws Exception {
    int events = 0;
    int passes = 0;
    for (List<Row> rows : groups()) {
      Row first = rows.get(0);
      PassPredictor predictor =
          new PassPredictor(first.place(), Horizon.flat(0), List.of(first.satellite()));
      long to = rows.get(rows.size() - 1).skyfieldNs() + TEN_MINUTES;
      Prediction prediction =
          predictor.predict(first.satellite(), first.skyfieldNs() - TEN_MINUTES, to);
      assertThat(prediction.problem()).isEmpty();
      assertThat(prediction.passes()).hasSize((rows.size() + 2) / 3);
      List<Look> looks = new ArrayList<>();
      for (Pass pass : prediction.passes()) {
        assertThat(pass.riseKnown()).isTrue();
        assertThat(pass.setKnown()).isTrue();
        looks.addAll(List.of(pass.aos(), pass.tca(), pass.los()));
        passes++;
      }
      for (int i = 0; i < rows.size(); i++) {
        Row row = rows.get(i);
        boolean isTop = row.event().equals("culminate");
        double error = isTop ? CULMINATION_S : EDGE_S;
        long time = looks.get(i).timeNs();
        assertThat((time - row.skyfieldNs()) / 1e9).as("%s", row).isCloseTo(0, within(error));
        assertThat((time - row.ephemNs()) / 1e9)
            .as("%s", row)
            .isCloseTo(0, within(isTop ? 0.3 : 0.5));
        events++;
      }
    }
    assertThat(passes).isEqualTo(43);
    assertThat(events).isEqualTo(128);
  }

  @Test
  void tracks_agree_and_with_UT1_by_a_factor_of_ten_better() throws Exception {
    double[] errors = trackErrors(0);
    assertThat(errors[0]).as("azimuth, degrees").isLessThan(0.05);
    assertThat(errors[1]).as("elevation, degrees").isLessThan(0.05);
    assertThat(errors[2]).as("range, km").isLessThan(0.1);
    assertThat(errors[3]).as("Doppler, Hz").isLessThan(5);
    double[] better = trackErrors(UT1_S);
    assertThat(better[0]).isLessThan(0.001);
    assertThat(better[1]).isLessThan(0.001);
    assertThat(better[2]).isLessThan(0.01);
    assertThat(better[3]).isLessThan(0.1);
  }

  /** The greatest differences in azimuth, elevation, range and Doppler shift. */
  private static double[] trackErrors(double ut1) throws Exception {
    Map<String, Row> rows = new LinkedHashMap<>();
    for (List<Row> group : groups()) {
      Row row = group.get(0);
      rows.put(row.satellite().name() + row.station(), row);
    }
    double[] worst = new double[4];
    List<String> lines = Files.readAllLines(Satellites.corpus("passes/track_skyfield.csv"));
    for (String line : lines.subList(1, lines.size())) {
      String[] columns = line.split(",", -1);
      Row row = rows.get(columns[0] + columns[1]);
      Look look =
          new PassPredictor(row.place(), Horizon.flat(0), List.of(row.satellite()), ut1)
              .look(row.satellite(), Satellites.ns(columns[2] + "Z"));
      double azimuth = look.azimuth() - Double.parseDouble(columns[3]);
      double[] differences = {
        azimuth - 360 * Math.rint(azimuth / 360),
        look.elevation() - Double.parseDouble(columns[4]),
        look.range() - Double.parseDouble(columns[5]),
        look.doppler(435e6) - Double.parseDouble(columns[7])
      };
      for (int i = 0; i < 4; i++) {
        worst[i] = Math.max(worst[i], Math.abs(differences[i]));
      }
    }
    return worst;
  }
}
