package io.alidade.orbit;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Passes and tracks against those that Skyfield and PyEphem agree on. */
class PassPredictorCorpusTest {
  private static final long HOUR = 3_600_000_000_000L;

  /** UT1 - UTC on 2017-09-28 and 2020-02-14, from IERS Bulletin A, in seconds. */
  private static final Map<String, Double> UT1 = Map.of("NOAA15", 0.33, "ISS", -0.19);

  private record Row(
      String satellite,
      Elements elements,
      String station,
      GroundStation place,
      String event,
      long time,
      double azimuth,
      double elevation) {}

  private static List<Row> rows() throws IOException, ElementsException {
    List<Row> rows = new ArrayList<>();
    for (String line :
        Files.readAllLines(Satellites.corpus("passes/passes_skyfield_ephem.csv")).stream()
            .skip(1)
            .toList()) {
      String[] f = line.split(",");
      Elements elements = TleReader.read(f[0], f[0] + "\n" + f[1] + "\n" + f[2]).get(0);
      GroundStation place =
          new GroundStation(
              Double.parseDouble(f[4]), Double.parseDouble(f[5]), Double.parseDouble(f[6]));
      rows.add(
          new Row(
              f[0],
              elements,
              f[3],
              place,
              f[7],
              Satellites.ns(f[8] + "Z"),
              Double.parseDouble(f[11]),
              Double.parseDouble(f[12])));
    }
    return rows;
  }

  @Test
  void probe() throws Exception {
    Map<String, List<Row>> groups = new LinkedHashMap<>();
    for (Row row : rows())
      groups.computeIfAbsent(row.satellite + row.station, k -> new ArrayList<>()).add(row);
    for (List<Row> g : groups.values()) {
      Row first = g.get(0);
      for (double dut1 : new double[] {0, UT1.get(first.satellite)}) {
        PassPredictor p =
            new PassPredictor(first.place, Horizon.flat(0), List.of(first.elements), dut1);
        Prediction pr =
            p.predict(first.elements, first.time - HOUR / 4, g.get(g.size() - 1).time + HOUR / 4);
        System.out.println(
            first.satellite
                + first.station
                + " "
                + g.size()
                + " "
                + pr.passes().size() * 3
                + pr.problem());
        double w = 0, c = 0, a = 0;
        int i = 0;
        for (Pass pass : pr.passes()) {
          for (Look l : List.of(pass.aos(), pass.tca(), pass.los())) {
            Row r = g.get(i++);
            double dt = (l.timeNs() - r.time) / 1e9;
            if (r.event.startsWith("cul")) c = Math.max(c, Math.abs(dt));
            else w = Math.max(w, Math.abs(dt));
          }
        }
        System.out.println(" dut1 " + dut1 + " edge " + w + " culm " + c);
      }
    }
    List<String> track = Files.readAllLines(Satellites.corpus("passes/track_skyfield.csv"));
    for (double dut1 : new double[] {0, 0.33}) {
      double[] worst = new double[5];
      for (String line : track.subList(1, track.size())) {
        String[] f = line.split(",");
        Row row =
            rows().stream()
                .filter(r -> r.satellite.equals(f[0]) && r.station.equals(f[1]))
                .findFirst()
                .orElseThrow();
        PassPredictor p =
            new PassPredictor(row.place, Horizon.flat(0), List.of(row.elements), dut1);
        Look l = p.look(row.elements, Satellites.ns(f[2] + "Z"));
        double[] d = {
          l.azimuth() - Double.parseDouble(f[3]),
          l.elevation() - Double.parseDouble(f[4]),
          l.range() - Double.parseDouble(f[5]),
          l.rangeRate() - Double.parseDouble(f[6]),
          l.doppler(435e6) - Double.parseDouble(f[7])
        };
        for (int i = 0; i < 5; i++) worst[i] = Math.max(worst[i], Math.abs(d[i]));
      }
      System.out.println(dut1 + " " + java.util.Arrays.toString(worst));
    }
  }
}
