package io.alidade.orbit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** SGP4 and SDP4 against the verification set that was published with the revised model. */
class Sgp4Test {
  @Test
  void probe() throws Exception {
    List<String> lines = Files.readAllLines(Satellites.corpus("sgp4/SGP4-VER.TLE"));
    Map<String, List<Elements>> sets = new LinkedHashMap<>();
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).startsWith("1 ")) {
        try {
          Elements e = TleReader.read("ver", lines.get(i) + "\n" + lines.get(i + 1)).get(0);
          sets.computeIfAbsent("" + e.number(), k -> new ArrayList<>()).add(e);
        } catch (ElementsException wrong) {
          System.out.println(wrong.getMessage() + "  " + lines.get(i));
        }
      }
    }
    Orbit orbit = null;
    Elements elements = null;
    double worst = 0, worstV = 0;
    String name = "";
    Map<String, Integer> seen = new LinkedHashMap<>();
    for (String line : Files.readAllLines(Satellites.corpus("sgp4/tcppver.out"))) {
      String[] f = line.trim().split("\\s+");
      if (f.length == 2 && f[1].equals("xx")) {
        System.out.println(name + " " + worst + " " + worstV);
        worst = worstV = 0;
        name = f[0];
        int n = seen.merge(name, 1, Integer::sum);
        List<Elements> l = sets.get(name);
        elements = l == null ? null : l.get(Math.min(n, l.size()) - 1);
        orbit = elements == null ? null : new Orbit(elements);
        continue;
      }
      if (orbit == null) continue;
      try {
        double t = Double.parseDouble(f[0]);
        double[] s = orbit.state(elements.epochNs() + Math.round(t * 60e9));
        double d = 0, v = 0;
        for (int i = 0; i < 3; i++) {
          d = Math.max(d, Math.abs(s[i] / 1000 - Double.parseDouble(f[i + 1])));
          v = Math.max(v, Math.abs(s[i + 3] / 1000 - Double.parseDouble(f[i + 4])));
        }
        if (d > 1e-4) System.out.println("   " + name + " " + f[0] + " " + d + " " + v);
        worst = Math.max(worst, d);
        worstV = Math.max(worstV, v);
      } catch (OrbitException e) {
        System.out.println("   " + name + " " + f[0] + " " + e.getMessage());
      } catch (NumberFormatException e) {
        System.out.println("   " + name + " " + line);
      }
    }
    System.out.println(name + " " + worst + " " + worstV);
  }
}
