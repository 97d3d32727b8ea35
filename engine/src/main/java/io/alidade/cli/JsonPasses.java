package io.alidade.cli;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.alidade.orbit.Elements;
import io.alidade.orbit.Look;
import io.alidade.orbit.Pass;
import java.util.List;
import java.util.Locale;

/** Passes for programs: one JSON object a line, {@code visible} says of which kind. */
final class JsonPasses implements PassReport {
  private final double frequency;

  /**
   * @param frequency for Doppler shifts, Hz; 0 for none
   */
  JsonPasses(double frequency) {
    this.frequency = frequency;
  }

  @Override
  public void begin(StringBuilder out, List<Pass> passes) {}

  @Override
  public void pass(StringBuilder out, Pass pass, List<Look> track) {
    satellite(out, pass.satellite(), "pass");
    out.append(",\"aos\":");
    edge(out, pass.aos(), pass.riseKnown());
    out.append(",\"tca\":");
    look(out, pass.tca());
    out.append(",\"los\":");
    edge(out, pass.los(), pass.setKnown());
    if (pass.riseKnown() && pass.setKnown()) {
      out.append(String.format(Locale.ROOT, ",\"duration_s\":%.3f", pass.duration()));
    }
    double age = pass.satellite().ageDays(pass.tca().timeNs());
    out.append(String.format(Locale.ROOT, ",\"elements_age_days\":%.2f", age));
    if (!track.isEmpty()) {
      out.append(",\"track\":[");
      for (int i = 0; i < track.size(); i++) {
        out.append(i == 0 ? "" : ",");
        look(out, track.get(i));
      }
      out.append(']');
    }
    out.append("}\n");
  }

  @Override
  public void alwaysUp(StringBuilder out, Elements satellite, Look atBegin, Look highest) {
    satellite(out, satellite, "always");
    out.append(",\"begin\":");
    look(out, atBegin);
    out.append(",\"highest\":");
    look(out, highest);
    out.append("}\n");
  }

  @Override
  public void neverUp(StringBuilder out, List<Elements> satellites, List<Look> highest) {
    for (int i = 0; i < satellites.size(); i++) {
      satellite(out, satellites.get(i), "never");
      out.append(",\"highest\":");
      look(out, highest.get(i));
      out.append("}\n");
    }
  }

  private static void satellite(StringBuilder out, Elements satellite, String visible) {
    out.append("{\"satellite\":\"");
    JsonStringEncoder.getInstance().quoteAsString(satellite.name(), out);
    out.append("\",\"norad\":").append(satellite.number());
    out.append(",\"visible\":\"").append(visible).append('"');
  }

  /** A rise or set that is beyond the search is null. */
  private void edge(StringBuilder out, Look look, boolean isKnown) {
    if (isKnown) {
      look(out, look);
    } else {
      out.append("null");
    }
  }

  private void look(StringBuilder out, Look look) {
    out.append("{\"time\":\"")
        .append(TextPasses.time(look.timeNs(), "uuuu-MM-dd'T'HH:mm:ss.SSS'Z'"));
    out.append(
        String.format(
            Locale.ROOT,
            "\",\"az\":%.4f,\"el\":%.4f,\"range_km\":%.3f,\"range_rate_km_s\":%.6f",
            look.azimuth(),
            look.elevation(),
            look.range(),
            look.rangeRate()));
    if (frequency > 0) {
      out.append(String.format(Locale.ROOT, ",\"doppler_hz\":%.1f", look.doppler(frequency)));
    }
    out.append('}');
  }
}
