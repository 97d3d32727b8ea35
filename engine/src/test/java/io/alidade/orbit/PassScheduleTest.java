package io.alidade.orbit;

import static io.alidade.orbit.PassEvent.Kind.AOS;
import static io.alidade.orbit.PassEvent.Kind.LOS;
import static io.alidade.orbit.PassEvent.Kind.TCA;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A station's coming passes, while its file of elements is replaced now and then. */
class PassScheduleTest {
  private static final long SECOND = 1_000_000_000L;
  private static final long HOUR = 3600 * SECOND;
  private static final GroundStation DELFT = new GroundStation(52, 4.37, 10);
  private static final long START = Satellites.ns("2020-02-14T08:40:00Z");

  /** The first pass of the space station after START. */
  private static final long RISE = Satellites.ns("2020-02-14T08:48:37Z");

  @TempDir Path folder;
  private Path file;
  private int writes;

  @BeforeEach
  void twoSatellites() throws Exception {
    file = folder.resolve("elements.json");
    write(satellite("ISS", 25544, 207.3845), satellite("FOLLOWER", 90000, 180));
  }

  /** On the space station's orbit, somewhere before or behind it. */
  private static String satellite(String name, int number, double meanAnomaly) {
    return String.format(
        Locale.ROOT,
        "{\"OBJECT_NAME\":\"%s\",\"NORAD_CAT_ID\":%d,\"EPOCH\":\"2020-02-14T04:27:39.231072\","
            + "\"MEAN_MOTION\":15.49165514,\"ECCENTRICITY\":0.0004885,\"INCLINATION\":51.6443,"
            + "\"RA_OF_ASC_NODE\":242.0161,\"ARG_OF_PERICENTER\":264.606,\"MEAN_ANOMALY\":%.4f,"
            + "\"BSTAR\":0.000025302}",
        name,
        number,
        meanAnomaly);
  }

  private void write(String... satellites) throws IOException {
    Files.writeString(file, "[" + String.join(",\n", satellites) + "]");
    // Two writes within the file system's resolution of times are two all the same.
    Files.setLastModifiedTime(file, FileTime.fromMillis(1_000_000L * ++writes));
  }

  private PassSchedule schedule(long now, String... satellites) throws Exception {
    return new PassSchedule(file, List.of(satellites), DELFT, Horizon.flat(0), 0, 24 * HOUR, now);
  }

  private static List<PassEvent> every(PassSchedule schedule, long from, long to, long step) {
    List<PassEvent> events = new ArrayList<>();
    for (long now = from; now <= to; now += step) {
      for (PassEvent event : schedule.due(now)) {
        assertThat(event.timeNs()).isLessThanOrEqualTo(now);
        events.add(event);
      }
    }
    return events;
  }

  private static List<String> told(List<PassEvent> events) {
    return events.stream().map(e -> e.pass().satellite().name() + " " + e.kind()).toList();
  }

  @Test
  void coming_events_are_in_order_as_far_as_the_schedule_looks() throws Exception {
    PassSchedule schedule = schedule(START);
    List<PassEvent> coming = schedule.coming(START);
    assertThat(coming).isSortedAccordingTo((a, b) -> Long.compare(a.timeNs(), b.timeNs()));
    assertThat(coming).allMatch(e -> e.timeNs() > START && e.timeNs() <= START + 24 * HOUR);
    assertThat(coming.stream().filter(e -> e.kind() == AOS).count()).isBetween(12L, 16L);
    List<PassEvent> iss =
        coming.stream().filter(e -> e.pass().satellite().number() == 25544).toList();
    assertThat(iss).extracting(PassEvent::kind).startsWith(AOS, TCA, LOS, AOS, TCA, LOS);
    assertThat(iss.get(0).timeNs() / SECOND).isEqualTo(RISE / SECOND);
    assertThat(iss.get(0).look().azimuth()).isBetween(201.0, 203.0);
    // In the middle of the pass the rise is no longer to come.
    assertThat(schedule.coming(RISE + 60 * SECOND).get(0).kind()).isEqualTo(TCA);
    assertThat(schedule.problems()).isEmpty();
  }

  @Test
  void every_event_is_due_once_however_often_one_asks() throws Exception {
    List<PassEvent> expected = new ArrayList<>(schedule(START).coming(START));
    long to = START + 20 * HOUR;
    expected.removeIf(e -> e.timeNs() > to);
    for (long step : new long[] {SECOND, 97 * SECOND, 3 * HOUR, 20 * HOUR}) {
      List<PassEvent> due = every(schedule(START), START, to, step);
      long last = START + (to - START) / step * step;
      List<PassEvent> reached = expected.stream().filter(e -> e.timeNs() <= last).toList();
      assertThat(told(due)).containsExactlyElementsOf(told(reached));
      for (int i = 0; i < due.size(); i++) {
        // Found anew from another begin, the same but for the search's resolution.
        assertThat(Math.abs(due.get(i).timeNs() - reached.get(i).timeNs()))
            .isLessThan(SECOND / 200);
      }
    }
  }

  @Test
  void a_pass_in_progress_at_the_start_begins_with_its_rise_of_before() throws Exception {
    long now = RISE + 100 * SECOND;
    PassSchedule schedule = schedule(now, "25544");
    List<PassEvent> first = schedule.due(now);
    assertThat(told(first)).containsExactly("ISS AOS");
    assertThat(first.get(0).timeNs() / SECOND).isEqualTo(RISE / SECOND);
    assertThat(schedule.due(now)).isEmpty();
    assertThat(schedule.due(now - SECOND)).as("a clock that was set back").isEmpty();
    assertThat(told(schedule.due(now + HOUR / 2))).containsExactly("ISS TCA", "ISS LOS");
  }

  @Test
  void a_file_that_did_not_change_is_not_read_again() throws Exception {
    PassSchedule schedule = schedule(START);
    PassPredictor before = schedule.predictor();
    assertThat(schedule.reload(START)).isFalse();
    assertThat(schedule.predictor()).isSameAs(before);
  }

  @Test
  void new_elements_count_from_the_next_call_on() throws Exception {
    PassSchedule schedule = schedule(START, "ISS");
    long rise = schedule.coming(START).get(0).timeNs();
    write(satellite("ISS", 25544, 207.3845 - 0.65)); // ten seconds behind
    assertThat(schedule.reload(START)).isTrue();
    long later = schedule.coming(START).get(0).timeNs();
    assertThat((later - rise) / SECOND).isBetween(8L, 12L);
  }

  @Test
  void a_file_that_went_wrong_leaves_the_elements_and_is_told_until_it_is_good() throws Exception {
    PassSchedule schedule = schedule(START, "ISS");
    List<String> before = told(schedule.coming(START));
    write("{\"OBJECT_NAME\":\"ISS\"");
    assertThat(schedule.reload(START)).isFalse();
    assertThat(schedule.problems()).hasSize(1);
    assertThat(schedule.problems().get(0))
        .contains("elements.json:1: is no JSON")
        .endsWith("; the elements of before stay");
    assertThat(schedule.reload(START)).isFalse();
    assertThat(schedule.problems()).as("still").hasSize(1);
    assertThat(told(schedule.coming(START))).isEqualTo(before);

    write(satellite("NOAA", 25338, 10));
    assertThat(schedule.reload(START)).isFalse();
    assertThat(schedule.problems().get(0)).contains("holds no satellite 'ISS'");

    Files.delete(file);
    assertThat(schedule.reload(START)).isFalse();
    assertThat(schedule.problems().get(0)).contains("cannot be read; the elements of before stay");
    assertThat(told(schedule.coming(START))).isEqualTo(before);

    write(satellite("ISS", 25544, 207.3845));
    assertThat(schedule.reload(START)).isTrue();
    assertThat(schedule.problems()).isEmpty();
  }

  @Test
  void new_elements_in_the_middle_of_a_pass_neither_repeat_its_rise_nor_lose_its_set()
      throws Exception {
    for (double shift : new double[] {-3, -0.65, -0.01, 0.01, 0.65, 3}) {
      for (long after : new long[] {1, 120, 285, 400, 570}) {
        write(satellite("ISS", 25544, 207.3845));
        PassSchedule schedule = schedule(START, "ISS");
        List<PassEvent> events =
            new ArrayList<>(every(schedule, START, RISE + after * SECOND, SECOND));
        write(satellite("ISS", 25544, 207.3845 + shift));
        assertThat(schedule.reload(RISE + after * SECOND)).isTrue();
        events.addAll(every(schedule, RISE + after * SECOND, RISE + HOUR / 2, SECOND));
        List<PassEvent.Kind> kinds = events.stream().map(PassEvent::kind).toList();
        assertThat(kinds.subList(0, 1)).containsExactly(AOS);
        assertThat(kinds.stream().filter(k -> k == AOS).count())
            .isEqualTo(kinds.stream().filter(k -> k == LOS).count());
        for (int i = 1; i < kinds.size(); i++) {
          assertThat(kinds.get(i - 1) == LOS).isEqualTo(kinds.get(i) == AOS);
        }
        if (Math.abs(shift) < 0.1) {
          assertThat(kinds).containsExactly(AOS, TCA, LOS);
        }
      }
    }
  }

  @Test
  void elements_by_which_the_satellite_is_not_there_at_all_end_the_pass_now() throws Exception {
    PassSchedule schedule = schedule(START, "ISS");
    assertThat(told(every(schedule, START, RISE + 60 * SECOND, SECOND))).containsExactly("ISS AOS");
    write(satellite("ISS", 25544, 20));
    assertThat(schedule.reload(RISE + 61 * SECOND)).isTrue();
    List<PassEvent> events = schedule.due(RISE + 61 * SECOND);
    assertThat(told(events)).containsExactly("ISS LOS");
    assertThat(events.get(0).timeNs()).isEqualTo(RISE + 61 * SECOND);
  }

  @Test
  void a_satellite_that_leaves_the_file_in_the_middle_of_a_pass_ends_it() throws Exception {
    PassSchedule schedule = schedule(START);
    every(schedule, START, RISE + 60 * SECOND, SECOND);
    write(satellite("FOLLOWER", 90000, 180));
    assertThat(schedule.reload(RISE + 61 * SECOND)).isTrue();
    assertThat(told(schedule.due(RISE + 61 * SECOND))).contains("ISS LOS");
    assertThat(told(every(schedule, RISE + 62 * SECOND, RISE + HOUR, SECOND)))
        .noneMatch(one -> one.startsWith("ISS"));
  }

  @Test
  void old_elements_and_those_without_an_orbit_are_values_not_exceptions() throws Exception {
    PassSchedule schedule = schedule(START, "ISS");
    assertThat(schedule.old(START)).isEmpty();
    assertThat(schedule.old(START + 8 * 24 * HOUR))
        .extracting(Elements::name)
        .containsExactly("ISS");
    write(
        satellite("ISS", 25544, 207).replace("0.000025302", "0.9").replace("15.49165514", "16.4"));
    assertThat(schedule.reload(START)).isTrue();
    schedule.coming(START + 24 * HOUR);
    assertThat(schedule.problems()).hasSize(1);
    assertThat(schedule.problems().get(0)).startsWith("ISS (25544): ");
  }

  @Test
  void a_geostationary_satellite_has_no_events() throws Exception {
    write(satellite("GEO", 1, 207).replace("15.49165514", "1.0027").replace("51.6443", "0.01"));
    for (double longitude : new double[] {-150, -60, 30, 120}) {
      PassSchedule schedule =
          new PassSchedule(
              file,
              List.of(),
              new GroundStation(0, longitude, 0),
              Horizon.flat(5),
              0,
              24 * HOUR,
              START);
      assertThat(schedule.coming(START)).isEmpty();
      assertThat(every(schedule, START, START + 48 * HOUR, HOUR)).isEmpty();
    }
  }

  @Test
  void a_first_file_that_is_wrong_is_refused() throws Exception {
    assertThatThrownBy(() -> schedule(START, "SPUTNIK"))
        .isInstanceOf(ElementsException.class)
        .hasMessageEndingWith("elements.json:1: holds no satellite 'SPUTNIK'");
    Files.delete(file);
    assertThatThrownBy(() -> schedule(START)).isInstanceOf(IOException.class);
    write(satellite("ISS", 25544, 207));
    assertThatThrownBy(() -> new PassSchedule(file, List.of(), DELFT, Horizon.flat(0), 0, 0, START))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
