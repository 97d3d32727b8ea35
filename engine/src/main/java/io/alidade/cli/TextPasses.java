package io.alidade.cli;

import io.alidade.orbit.Elements;
import io.alidade.orbit.Look;
import io.alidade.orbit.Pass;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/** Passes for people: a table, then what is to be said of satellites that do not rise or set. */
final class TextPasses implements PassReport {
  private static final int LONGEST_NAME = 24;

  /** More satellites that do not rise than this are only counted. */
  private static final int MANY = 10;

  private static final String DATE = "uuuu-MM-dd HH:mm:ss";
  private static final String DAY = "MM-dd HH:mm:ss";

  private final double frequency;
  private int nameWidth = "satellite".length();

  /**
   * @param frequency for Doppler shifts, Hz; 0 for none
   */
  TextPasses(double frequency) {
    this.frequency = frequency;
  }

  /** UTC, rounded to what the pattern shows. */
  static String time(long timeNs, String pattern) {
    long unit = pattern.contains(".SSS") ? 1_000_000L : 1_000_000_000L;
    long rounded = Math.floorDiv(timeNs + unit / 2, unit) * unit;
    return DateTimeFormatter.ofPattern(pattern, Locale.ROOT)
        .withZone(ZoneOffset.UTC)
        .format(Instant.ofEpochSecond(0, rounded));
  }

  @Override
  public void begin(StringBuilder out, List<Pass> passes) {
    if (passes.isEmpty()) {
      return;
    }
    for (Pass pass : passes) {
      nameWidth = Math.max(nameWidth, Math.min(LONGEST_NAME, pass.satellite().name().length()));
    }
    line(
        out,
        String.format(
            Locale.ROOT,
            "%s  %-19s %5s %5s %6s  %-14s %5s %5s %6s  %-14s %5s %5s %6s  %8s",
            name("satellite"),
            "rise (AOS) UTC",
            "az",
            "el",
            "km",
            "culm. (TCA)",
            "az",
            "el",
            "km",
            "set (LOS)",
            "az",
            "el",
            "km",
            "duration"));
  }

  @Override
  public void pass(StringBuilder out, Pass pass, List<Look> track) {
    line(
        out,
        String.format(
            Locale.ROOT,
            "%s  %s  %s  %s  %8s",
            name(pass.satellite().name()),
            edge(pass.aos(), DATE, pass.riseKnown(), "up before"),
            place(pass.tca(), DAY),
            edge(pass.los(), DAY, pass.setKnown(), "up after"),
            pass.riseKnown() && pass.setKnown() ? duration(pass.duration()) : "-"));
    for (Look look : track) {
      String shift =
          frequency > 0 ? String.format(Locale.ROOT, " %+10.0f Hz", look.doppler(frequency)) : "";
      line(
          out,
          String.format(
              Locale.ROOT,
              "    %s  az %6.2f  el %6.2f  %9.2f km %+8.4f km/s%s",
              time(look.timeNs(), "HH:mm:ss"),
              look.azimuth(),
              look.elevation(),
              look.range(),
              look.rangeRate(),
              shift));
    }
  }

  @Override
  public void alwaysUp(StringBuilder out, Elements satellite, Look atBegin, Look highest) {
    line(
        out,
        String.format(
            Locale.ROOT,
            "%s is always above the horizon: azimuth %.1f, elevation %.1f, %.0f km at %s; highest"
                + " %.1f",
            satellite.title(),
            atBegin.azimuth(),
            atBegin.elevation(),
            atBegin.range(),
            time(atBegin.timeNs(), DATE),
            highest.elevation()));
  }

  @Override
  public void neverUp(StringBuilder out, List<Elements> satellites, List<Look> highest) {
    if (satellites.size() > MANY) {
      line(out, satellites.size() + " satellites do not rise in this time");
      return;
    }
    for (int i = 0; i < satellites.size(); i++) {
      line(
          out,
          String.format(
              Locale.ROOT,
              "%s does not rise in this time; highest: elevation %.1f, azimuth %.1f at %s",
              satellites.get(i).title(),
              highest.get(i).elevation(),
              highest.get(i).azimuth(),
              time(highest.get(i).timeNs(), DATE)));
    }
  }

  private String name(String name) {
    String cut = name.length() <= nameWidth ? name : name.substring(0, nameWidth);
    return cut + " ".repeat(nameWidth - cut.length());
  }

  private static String edge(Look look, String pattern, boolean isKnown, String otherwise) {
    String place = place(look, pattern);
    int width = time(look.timeNs(), pattern).length();
    return isKnown
        ? place
        : otherwise + " ".repeat(width - otherwise.length()) + place.substring(width);
  }

  private static String place(Look look, String pattern) {
    return String.format(
        Locale.ROOT,
        "%s %5.1f %5.1f %6.0f",
        time(look.timeNs(), pattern),
        look.azimuth(),
        look.elevation(),
        look.range());
  }

  private static String duration(double seconds) {
    long whole = Math.round(seconds);
    return whole < 3600
        ? String.format(Locale.ROOT, "%d:%02d", whole / 60, whole % 60)
        : String.format(Locale.ROOT, "%d:%02d:%02d", whole / 3600, whole / 60 % 60, whole % 60);
  }

  private static void line(StringBuilder out, String text) {
    out.append(text.stripTrailing()).append('\n');
  }
}
