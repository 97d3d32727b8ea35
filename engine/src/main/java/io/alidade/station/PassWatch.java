package io.alidade.station;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.alidade.event.Event;
import io.alidade.event.Field;
import io.alidade.event.FieldWriter;
import io.alidade.event.FrameKind;
import io.alidade.event.Msg;
import io.alidade.link.LinkUri;
import io.alidade.orbit.Elements;
import io.alidade.orbit.ElementsException;
import io.alidade.orbit.GroundStation;
import io.alidade.orbit.Horizon;
import io.alidade.orbit.Look;
import io.alidade.orbit.OrbitException;
import io.alidade.orbit.Pass;
import io.alidade.orbit.PassEvent;
import io.alidade.orbit.PassSchedule;
import io.alidade.pipeline.PipelineHalted;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Tells the passes of a station's satellites as events: {@code elements} for each satellite at the
 * start of a session and when their file changes, {@code pass} at rise, culmination and set, and
 * {@code pass.track} each second between. For the ticker's thread, but for {@link #json}.
 */
final class PassWatch {
  /** More take the ticker too long, and would have no use at one antenna. */
  private static final int MAX_SATELLITES = 100;

  private static final long SECOND = 1_000_000_000L;
  private static final long AHEAD_NS = 24 * 3600 * SECOND;
  private static final long REFRESH_NS = 60 * SECOND;
  private static final int SHOWN = 10;

  /**
   * What to watch.
   *
   * @param elements the file, TLE or OMM
   * @param satellites names or catalogue numbers; empty for all in the file
   * @param frequency of the downlinks, Hz; 0 where it is not known
   */
  record Settings(
      Path elements,
      GroundStation station,
      List<String> satellites,
      Horizon horizon,
      double frequency) {}

  /** Publishes one event, which it gives to be filled. */
  interface Publisher {
    void publish(Consumer<Event> filler);
  }

  private final Settings settings;
  private final List<LinkUri> links;
  private final Publisher out;
  private final Consumer<String> notices;
  private final PassSchedule schedule;

  /** Satellites that are up, by their number. */
  private final Map<Integer, Elements> up = new LinkedHashMap<>();

  private final Set<String> told = new LinkedHashSet<>();
  private boolean isFirst = true;
  private long refreshedNs = Long.MIN_VALUE;
  private volatile String json = "[]";

  PassWatch(
      Settings settings, List<LinkUri> links, long now, Publisher out, Consumer<String> notices)
      throws ConfigException, EnvironmentException {
    this.settings = settings;
    this.links = links;
    this.out = out;
    this.notices = notices;
    Path file = settings.elements;
    try {
      schedule =
          new PassSchedule(
              file, settings.satellites, settings.station, settings.horizon, 0, AHEAD_NS, now);
    } catch (ElementsException wrong) {
      throw new ConfigException(wrong.getMessage());
    } catch (NoSuchFileException absent) {
      throw new ConfigException("tle: " + file + ": no such file");
    } catch (IOException fault) {
      throw new EnvironmentException(file + " cannot be read: " + fault.getMessage(), fault);
    }
    List<Elements> all = schedule.predictor().satellites();
    if (all.size() > MAX_SATELLITES) {
      throw new ConfigException(
          "satellites: name at most " + MAX_SATELLITES + "; " + file + " has " + all.size());
    }
    for (Elements one : all) {
      if (one.number() <= 0) {
        throw new ConfigException(file + ": " + one.name() + " has no catalogue number");
      }
    }
  }

  /** A session began: it holds the elements that its passes are predicted with. */
  void tellElements(long now) {
    for (Elements one : schedule.predictor().satellites()) {
      out.publish(event -> elements(event, one, now));
    }
  }

  /**
   * Tells what has come since the last call.
   *
   * @param underWay the satellites in whose passes the fuse stage thinks it is; asked once
   */
  void tick(long now, Supplier<int[]> underWay) {
    try {
      tell(now, underWay);
    } catch (PipelineHalted halted) {
      throw halted;
    } catch (RuntimeException defect) { // must not stop the ticker, and with it the station
      complain("defect", defect.toString());
    }
  }

  private void tell(long now, Supplier<int[]> underWay) {
    if (schedule.reload(now)) {
      tellElements(now);
      refreshedNs = Long.MIN_VALUE;
    }
    for (PassEvent each : schedule.due(now)) {
      Elements satellite = each.pass().satellite();
      out.publish(event -> pass(event, each, now));
      refreshedNs = Long.MIN_VALUE;
      if (each.kind() == PassEvent.Kind.LOS) {
        up.remove(satellite.number());
      } else {
        up.put(satellite.number(), satellite);
      }
    }
    if (isFirst) {
      isFirst = false;
      for (int satellite : underWay.get()) {
        if (!up.containsKey(satellite)) {
          out.publish(event -> over(event, satellite, now));
        }
      }
    }
    for (Elements one : schedule.predictor().satellites()) {
      if (up.containsKey(one.number())) {
        track(one, now);
      }
    }
    for (String problem : schedule.problems()) {
      complain(problem, problem);
    }
    if (refreshedNs == Long.MIN_VALUE || now - refreshedNs >= REFRESH_NS) {
      refreshedNs = now;
      complainOfAge(now);
      json = coming(now);
    }
  }

  /** Says a thing once. */
  private void complain(String key, String problem) {
    if (told.add(key)) {
      notices.accept("passes: " + problem);
    }
  }

  private void complainOfAge(long now) {
    for (Elements one : schedule.old(now)) {
      complain(
          "age of " + one.number() + " of " + one.epochNs(),
          String.format(
              Locale.ROOT,
              "%s: the elements are %.0f days old, too old for good predictions",
              one.title(),
              Math.abs(one.ageDays(now))));
    }
  }

  private void track(Elements satellite, long now) {
    Look look;
    try {
      look = schedule.predictor().look(satellite, now);
    } catch (OrbitException withoutPosition) {
      return; // the schedule's problems say so
    }
    out.publish(
        event -> {
          FieldWriter fields = begin(event, Msg.PASS_TRACK, now);
          name(fields, satellite);
          seen(fields, look);
          event.endDecoded();
        });
  }

  private void pass(Event event, PassEvent each, long now) {
    FieldWriter fields = begin(event, Msg.PASS, now);
    event.recordedTime(each.timeNs());
    Pass pass = each.pass();
    name(fields, pass.satellite());
    fields.text(Field.PASS_EVENT, each.kind().name().toLowerCase(Locale.ROOT));
    fields.text(Field.AOS, time(pass.aos()));
    fields.text(Field.TCA, time(pass.tca()));
    fields.text(Field.LOS, time(pass.los()));
    seen(fields, each.look());
    fields.beginArray(Field.LINKS);
    for (int i = 0; i < links.size(); i++) {
      if (hears(links.get(i), pass.satellite())) {
        fields.integer(Field.LINKS, i + 1);
      }
    }
    fields.endNested();
    event.endDecoded();
  }

  /** A pass that ended while no station ran. */
  private static void over(Event event, int satellite, long now) {
    FieldWriter fields = begin(event, Msg.PASS, now);
    fields.integer(Field.NORAD, satellite);
    fields.text(Field.PASS_EVENT, "los");
    event.endDecoded();
  }

  private static void elements(Event event, Elements one, long now) {
    FieldWriter fields = begin(event, Msg.ELEMENTS, now);
    name(fields, one);
    fields.decimal(Field.AGE_DAYS, Math.round(one.ageDays(now) * 10), 1);
    fields.text(Field.ELEMENTS, omm(one));
    event.endDecoded();
  }

  /** As an OMM in JSON, which {@code passes --tle} reads. */
  private static String omm(Elements one) {
    return "{\"OBJECT_NAME\":"
        + quoted(one.name())
        + ",\"OBJECT_ID\":"
        + quoted(one.designator())
        + ",\"EPOCH\":\""
        + Instant.ofEpochSecond(0, one.epochNs()).toString().replace("Z", "")
        + "\",\"MEAN_MOTION\":"
        + one.meanMotion()
        + ",\"ECCENTRICITY\":"
        + one.eccentricity()
        + ",\"INCLINATION\":"
        + one.inclination()
        + ",\"RA_OF_ASC_NODE\":"
        + one.node()
        + ",\"ARG_OF_PERICENTER\":"
        + one.perigee()
        + ",\"MEAN_ANOMALY\":"
        + one.meanAnomaly()
        + ",\"NORAD_CAT_ID\":"
        + one.number()
        + ",\"BSTAR\":"
        + one.bStar()
        + "}";
  }

  private static FieldWriter begin(Event event, int msg, long now) {
    event.begin(FrameKind.STATION, 0, now);
    event.receivedNs = 0;
    event.msg(msg);
    return event.beginDecoded();
  }

  private static void name(FieldWriter fields, Elements satellite) {
    fields.text(Field.SATELLITE, satellite.name());
    fields.integer(Field.NORAD, satellite.number());
  }

  private void seen(FieldWriter fields, Look look) {
    fields.decimal(Field.AZIMUTH, Math.round(look.azimuth() * 100) % 36_000, 2);
    fields.decimal(Field.ELEVATION, Math.round(look.elevation() * 100), 2);
    fields.decimal(Field.RANGE_KM, Math.round(look.range() * 1000), 3);
    fields.decimal(Field.RANGE_RATE, Math.round(look.rangeRate() * 1e6), 6);
    if (settings.frequency > 0) {
      fields.decimal(Field.DOPPLER, Math.round(look.doppler(settings.frequency) * 10), 1);
    }
  }

  /** Whether a link's frames may be a satellite's: those of the one that it names, or of any. */
  private static boolean hears(LinkUri link, Elements satellite) {
    String only = link.satellite();
    return only.isEmpty()
        ? !link.protocol().equals(Protocol.NMEA.text())
        : only.equals(Integer.toString(satellite.number())) || only.equals(satellite.name());
  }

  private static String time(Look look) {
    return Instant.ofEpochSecond(0, look.timeNs()).truncatedTo(ChronoUnit.MILLIS).toString();
  }

  /** The next passes, the one that is under way first, as a JSON array. Any thread. */
  String json() {
    return json;
  }

  private String coming(long now) {
    Set<Pass> passes = new LinkedHashSet<>();
    schedule.coming(now).forEach(event -> passes.add(event.pass()));
    List<Pass> ordered = new ArrayList<>(passes);
    ordered.sort(Comparator.comparingLong(pass -> pass.aos().timeNs()));
    StringBuilder text = new StringBuilder("[");
    for (Pass pass : ordered.subList(0, Math.min(SHOWN, ordered.size()))) {
      text.append(text.length() == 1 ? "" : ",").append("{\"satellite\":");
      text.append(quoted(pass.satellite().name())).append(",\"norad\":");
      text.append(pass.satellite().number());
      text.append(",\"aos\":\"").append(time(pass.aos()));
      text.append("\",\"tca\":\"").append(time(pass.tca()));
      text.append("\",\"los\":\"").append(time(pass.los()));
      text.append(
          String.format(
              Locale.ROOT,
              "\",\"max_elevation\":%.1f,\"aos_azimuth\":%.1f,\"los_azimuth\":%.1f}",
              pass.tca().elevation(),
              pass.aos().azimuth(),
              pass.los().azimuth()));
    }
    return text.append(']').toString();
  }

  private static String quoted(String text) {
    return '"' + new String(JsonStringEncoder.getInstance().quoteAsString(text)) + '"';
  }
}
