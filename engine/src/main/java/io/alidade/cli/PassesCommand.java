package io.alidade.cli;

import io.alidade.orbit.Elements;
import io.alidade.orbit.ElementsException;
import io.alidade.orbit.ElementsFile;
import io.alidade.orbit.GroundStation;
import io.alidade.orbit.Horizon;
import io.alidade.orbit.Look;
import io.alidade.orbit.OrbitException;
import io.alidade.orbit.Pass;
import io.alidade.orbit.PassPredictor;
import io.alidade.orbit.Prediction;
import io.alidade.station.ConfigException;
import io.alidade.station.EnvironmentException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "passes",
    mixinStandardHelpOptions = true,
    description = "Predict when satellites pass over a station.",
    footer = {
      "",
      "Rise and set are where the satellite crosses the horizon, the culmination where it is"
          + " highest; azimuth and elevation in degrees, without refraction, range in km. All times"
          + " are UTC. SGP4 is good to 1 to 3 km on the day of its elements, and worse by about as"
          + " much each day for a low orbit: about a second of a pass after a day, many after"
          + " weeks."
    })
final class PassesCommand implements Callable<Integer> {
  private static final long SECOND = 1_000_000_000L;
  private static final double MAX_HOURS = 366 * 24;
  private static final int MANY = 5;

  @Option(
      names = "--tle",
      required = true,
      paramLabel = "FILE",
      description =
          "The satellites' elements: TLE (two or three lines each) or OMM (KVN, XML, JSON).")
  private Path elementsFile;

  @Option(
      names = "--station",
      required = true,
      paramLabel = "LAT,LON,ALT",
      description =
          "Where the antenna is: degrees north, degrees east, metres above the ellipsoid (WGS 84).")
  private String stationText;

  @Option(names = "--from", paramLabel = "T", description = "From this UTC time; default: now.")
  private String fromText;

  @Option(names = "--to", paramLabel = "T", description = "Up to this UTC time.")
  private String toText;

  @Option(
      names = "--hours",
      paramLabel = "N",
      description = "Or for so many hours, up to a year; default: 24.")
  private Double hours;

  @Option(
      names = "--satellite",
      paramLabel = "NAME|NORAD",
      description = "Only this one, by name, a part of it or catalogue number; may be repeated.")
  private List<String> wanted = new ArrayList<>();

  @Option(
      names = "--min-elevation",
      paramLabel = "DEG",
      description = "The horizon in degrees; default: 0. Below 0: a margin before the rise.")
  private Double minElevation;

  @Option(
      names = "--mask",
      paramLabel = "FILE",
      description = "The horizon by direction: lines 'azimuth elevation', straight between them.")
  private Path maskFile;

  @Option(names = "--track", description = "Also where the satellite is, every 10 s of a pass.")
  private boolean track;

  @Option(
      names = "--frequency",
      paramLabel = "HZ",
      description = "Also the Doppler shift of a downlink at this frequency, as 437.505e6.")
  private Double frequency;

  @Option(
      names = "--ut1",
      defaultValue = "0",
      paramLabel = "S",
      description =
          "UT1 - UTC in seconds (IERS Bulletin A). Without it, positions are up to 0.4 km off.")
  private double ut1;

  @Option(names = "--json", description = "One JSON object a pass.")
  private boolean json;

  @Override
  public Integer call() throws ConfigException, EnvironmentException {
    GroundStation station = station();
    long from = fromText == null ? now() : TimeRange.timeNs("--from", fromText);
    long to = to(from);
    PassPredictor predictor = predictor(station, from);
    warnOfAge(predictor.satellites(), from);

    PassReport report = json ? new JsonPasses(frequency()) : new TextPasses(frequency());
    StringBuilder out = new StringBuilder();
    int failed = report(predictor, report, from, to, out);
    byte[] bytes = out.toString().getBytes(StandardCharsets.UTF_8);
    StandardOutput output = new StandardOutput();
    output.write(bytes, bytes.length);
    output.check();
    return failed == predictor.satellites().size() ? Alidade.FAILED : Alidade.DONE;
  }

  /** Writes all; returns of how many satellites nothing could be told. */
  private int report(
      PassPredictor predictor, PassReport report, long from, long to, StringBuilder out) {
    List<Prediction> predictions = new ArrayList<>();
    List<Pass> passes = new ArrayList<>();
    int failed = 0;
    try (TerminalProgress progress = new TerminalProgress()) {
      for (Elements satellite : predictor.satellites()) {
        Prediction prediction = predictor.predict(satellite, from, to);
        predictions.add(prediction);
        if (!prediction.isAlwaysUp()) {
          passes.addAll(prediction.passes());
        }
        progress.at(predictions.size(), predictor.satellites().size());
      }
    }
    for (Prediction prediction : predictions) {
      if (!prediction.problem().isEmpty()) {
        failed += prediction.passes().isEmpty() ? 1 : 0;
        System.err.println(
            "alidade: " + prediction.satellite().title() + ": " + prediction.problem());
      }
    }
    passes.sort(Comparator.comparingLong(pass -> pass.aos().timeNs()));
    report.begin(out, passes);
    for (Pass pass : passes) {
      report.pass(out, pass, track ? track(predictor, pass) : List.of());
    }
    for (Prediction prediction : predictions) {
      if (prediction.isAlwaysUp()) {
        Pass pass = prediction.passes().get(0);
        report.alwaysUp(out, prediction.satellite(), look(predictor, pass, from), pass.tca());
      }
    }
    List<Look> highest = new ArrayList<>();
    List<Elements> hidden = new ArrayList<>();
    for (Prediction prediction : predictions) {
      if (prediction.isNeverUp()) {
        try {
          highest.add(predictor.highest(prediction.satellite(), from, to));
          hidden.add(prediction.satellite());
        } catch (OrbitException withoutPosition) {
          // It would have been a problem of the prediction.
          throw new IllegalStateException(withoutPosition);
        }
      }
    }
    report.neverUp(out, hidden, highest);
    return failed;
  }

  private static List<Look> track(PassPredictor predictor, Pass pass) {
    try {
      return predictor.track(
          pass.satellite(), pass.aos().timeNs(), pass.los().timeNs(), 10 * SECOND);
    } catch (OrbitException withoutPosition) {
      throw new IllegalStateException(withoutPosition);
    }
  }

  private static Look look(PassPredictor predictor, Pass pass, long time) {
    try {
      return predictor.look(pass.satellite(), time);
    } catch (OrbitException withoutPosition) {
      throw new IllegalStateException(withoutPosition);
    }
  }

  private GroundStation station() throws ConfigException {
    try {
      return GroundStation.parse(stationText);
    } catch (IllegalArgumentException wrong) {
      throw new ConfigException("--station: " + wrong.getMessage());
    }
  }

  private static long now() {
    Instant now = Instant.now();
    return now.getEpochSecond() * SECOND; // whole seconds read better
  }

  private long to(long from) throws ConfigException {
    if (toText != null && hours != null) {
      throw new ConfigException("--hours: and --to exclude each other");
    }
    if (toText != null) {
      long to = TimeRange.timeNs("--to", toText);
      if (to <= from) {
        throw new ConfigException("--to: '" + toText + "' is not after the begin");
      }
      if (to - from > MAX_HOURS * 3600 * SECOND) {
        throw new ConfigException("--to: more than a year after the begin");
      }
      return to;
    }
    double length = hours == null ? 24 : hours;
    if (!(length > 0 && length <= MAX_HOURS)) {
      throw new ConfigException("--hours: " + hours + " is not above 0 and up to a year");
    }
    return from + Math.round(length * 3600 * SECOND);
  }

  private double frequency() throws ConfigException {
    if (frequency != null && !(frequency > 0 && frequency <= 1e12)) {
      throw new ConfigException("--frequency: " + frequency + " Hz is not above 0 and up to 1e12");
    }
    return frequency == null ? 0 : frequency;
  }

  private PassPredictor predictor(GroundStation station, long from)
      throws ConfigException, EnvironmentException {
    Horizon horizon = horizon();
    List<Elements> satellites =
        wanted(ElementsFile.nearest(read(elementsFile, ElementsFile::read), from));
    try {
      return new PassPredictor(station, horizon, satellites, ut1);
    } catch (IllegalArgumentException wrong) {
      throw new ConfigException("--ut1: " + wrong.getMessage());
    }
  }

  private Horizon horizon() throws ConfigException, EnvironmentException {
    try {
      Horizon horizon = maskFile == null ? null : read(maskFile, Horizon::read);
      double least = minElevation == null ? 0 : minElevation;
      if (horizon == null) {
        return Horizon.flat(least);
      }
      return minElevation == null ? horizon : horizon.atLeast(least);
    } catch (IllegalArgumentException wrong) {
      throw new ConfigException("--min-elevation: " + wrong.getMessage());
    }
  }

  private List<Elements> wanted(List<Elements> all) throws ConfigException {
    if (wanted.isEmpty()) {
      return all;
    }
    Set<Elements> chosen = new LinkedHashSet<>();
    for (String one : wanted) {
      List<Elements> found = ElementsFile.named(all, one);
      if (found.isEmpty()) {
        throw new ConfigException(
            String.format(
                Locale.ROOT,
                "--satellite: '%s' is none of the %d in %s",
                one,
                all.size(),
                elementsFile));
      }
      chosen.addAll(found);
    }
    return List.copyOf(chosen);
  }

  @FunctionalInterface
  private interface Reading<T> {
    T read(Path file) throws ElementsException, IOException;
  }

  private static <T> T read(Path file, Reading<T> reading)
      throws ConfigException, EnvironmentException {
    if (!Files.exists(file)) {
      throw new ConfigException(file + ": no such file");
    }
    if (Files.isDirectory(file)) {
      throw new ConfigException(file + ": is a directory");
    }
    try {
      return reading.read(file);
    } catch (ElementsException wrong) {
      throw new ConfigException(wrong.getMessage());
    } catch (IOException fault) {
      throw new EnvironmentException(file + " cannot be read: " + fault.getMessage(), fault);
    }
  }

  /** Names each satellite whose elements are old, or many of them together. */
  private static void warnOfAge(List<Elements> satellites, long from) {
    List<Elements> old = satellites.stream().filter(one -> one.isOld(from)).toList();
    if (old.size() > MANY) {
      Elements oldest =
          old.stream().max(Comparator.comparingDouble(one -> Math.abs(one.ageDays(from)))).get();
      System.err.printf(
          Locale.ROOT,
          "alidade: the elements of %d of %d satellites are too old for good predictions, those of"
              + " %s %s%n",
          old.size(),
          satellites.size(),
          oldest.title(),
          age(oldest, from));
      return;
    }
    for (Elements one : old) {
      System.err.printf(
          Locale.ROOT,
          "alidade: %s: the elements are %s: too old for good predictions; fetch newer ones%n",
          one.title(),
          age(one, from));
    }
  }

  private static String age(Elements one, long time) {
    double days = one.ageDays(time);
    return String.format(
        Locale.ROOT, days >= 0 ? "%.1f days old" : "of %.1f days after the begin", Math.abs(days));
  }
}
