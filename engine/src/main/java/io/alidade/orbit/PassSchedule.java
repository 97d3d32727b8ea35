package io.alidade.orbit;

import io.alidade.orbit.PassEvent.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The coming rises, culminations and sets of a station's satellites, from a file of elements that
 * may be replaced at any time. For one thread, which calls {@link #reload} and {@link #due} now and
 * then, as each second; it has no threads and no clock of its own. Times are UTC, ns since 1970.
 *
 * <p>Passes whose rise or set lies more than a day beyond what was searched, as a geostationary
 * satellite's, have no events.
 */
public final class PassSchedule {
  private static final long HOUR = 3_600_000_000_000L;
  private static final long DAY = 24 * HOUR;

  private final Path file;
  private final List<String> wanted;
  private final GroundStation station;
  private final Horizon horizon;
  private final double ut1MinusUtc;
  private final long aheadNs;

  private Object stamp;
  private PassPredictor predictor;
  private String fileProblem = "";

  private final List<String> predictionProblems = new ArrayList<>();
  private final Map<Elements, List<Pass>> passes = new HashMap<>();
  private long searchedFrom;
  private long searchedTo;
  private boolean isSearched;

  private final Map<Object, Progress> progress = new HashMap<>();
  private long last;

  /** What was told of a satellite. */
  private static final class Progress {
    private Pass open;
    private boolean isPastTop;
    private long closedAt = Long.MIN_VALUE;
  }

  /**
   * @param file TLE or OMM, see {@link ElementsFile}
   * @param satellites names or catalogue numbers; empty for all in the file
   * @param ut1MinusUtc seconds; 0 where it is not known
   * @param aheadNs how far {@link #coming} looks, ns: above 0, up to 31 days
   * @param nowNs passes that ended before are not told
   * @throws ElementsException where the file is wrong or lacks a satellite
   * @throws IOException where it cannot be read
   * @throws IllegalArgumentException where a number is outside its range
   */
  public PassSchedule(
      Path file,
      List<String> satellites,
      GroundStation station,
      Horizon horizon,
      double ut1MinusUtc,
      long aheadNs,
      long nowNs)
      throws ElementsException, IOException {
    if (aheadNs <= 0 || aheadNs > 31 * DAY) {
      throw new IllegalArgumentException("ahead " + aheadNs + " ns is not up to 31 days");
    }
    this.file = file;
    this.wanted = List.copyOf(satellites);
    this.station = station;
    this.horizon = horizon;
    this.ut1MinusUtc = ut1MinusUtc;
    this.aheadNs = aheadNs;
    last = nowNs;
    stamp = stamp();
    load(nowNs);
  }

  /**
   * Reads the file again if its time of change, size or inode is another than when it was last
   * read. Where it cannot be read or is wrong, the elements of before stay, and {@link #problems}
   * says so until a good file is there.
   *
   * @return whether there are new elements
   */
  public boolean reload(long nowNs) {
    Object before = stamp;
    try {
      stamp = stamp();
      if (stamp.equals(before)) {
        return false;
      }
      load(nowNs);
      fileProblem = "";
      return true;
    } catch (ElementsException wrong) {
      fileProblem = wrong.getMessage() + "; the elements of before stay";
    } catch (IOException fault) {
      stamp = "unread";
      fileProblem = file + " cannot be read; the elements of before stay";
    }
    return false;
  }

  private Object stamp() throws IOException {
    BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
    return List.of(now.lastModifiedTime(), now.size(), String.valueOf(now.fileKey()));
  }

  private void load(long nowNs) throws ElementsException, IOException {
    List<Elements> all = ElementsFile.nearest(ElementsFile.read(file), nowNs);
    Set<Elements> chosen = new LinkedHashSet<>(wanted.isEmpty() ? all : List.of());
    for (String one : wanted) {
      List<Elements> found = ElementsFile.named(all, one);
      if (found.isEmpty()) {
        throw new ElementsException(file + ":1: holds no satellite '" + one + "'");
      }
      chosen.addAll(found);
    }
    predictor = new PassPredictor(station, horizon, chosen, ut1MinusUtc);
    isSearched = false;
  }

  /** The predictor with the present elements, for azimuth, elevation, range and Doppler. */
  public PassPredictor predictor() {
    return predictor;
  }

  /**
   * What is wrong with the file, and with elements from which no passes follow; empty if nothing.
   */
  public List<String> problems() {
    List<String> problems = new ArrayList<>(predictionProblems);
    if (!fileProblem.isEmpty()) {
      problems.add(0, fileProblem);
    }
    return problems;
  }

  /** The satellites whose elements are too old for good predictions; see {@link Elements#isOld}. */
  public List<Elements> old(long nowNs) {
    return predictor.satellites().stream().filter(one -> one.isOld(nowNs)).toList();
  }

  /** All events after a time, up to as far as the schedule looks ahead, in order of time. */
  public List<PassEvent> coming(long nowNs) {
    search(nowNs);
    List<PassEvent> events = new ArrayList<>();
    for (List<Pass> ofOne : passes.values()) {
      for (Pass pass : ofOne) {
        for (Kind kind : Kind.values()) {
          PassEvent event = event(kind, pass);
          if (event.timeNs() > nowNs && event.timeNs() <= nowNs + aheadNs) {
            events.add(event);
          }
        }
      }
    }
    return ordered(events);
  }

  /**
   * The events that have come since the call before, in order of time, each once: for every
   * satellite AOS, TCA, LOS and again AOS, also where new elements move a pass that has begun; one
   * that they end at once has its LOS now. A pass in progress at the first call begins with its AOS
   * of before. A time before the last call's gives nothing.
   */
  public List<PassEvent> due(long nowNs) {
    if (nowNs < last) {
      return List.of();
    }
    search(nowNs);
    List<PassEvent> events = new ArrayList<>();
    Set<Object> present = new HashSet<>();
    for (Elements satellite : predictor.satellites()) {
      Object key = satellite.number() == 0 ? satellite.name() : (Object) satellite.number();
      present.add(key);
      Progress state = progress.computeIfAbsent(key, none -> new Progress());
      due(satellite, state, nowNs, events);
    }
    for (Map.Entry<Object, Progress> one : progress.entrySet()) {
      Progress state = one.getValue();
      if (!present.contains(one.getKey()) && state.open != null) {
        close(state.open.satellite(), state, nowNs, events);
      }
    }
    progress.keySet().retainAll(present);
    last = nowNs;
    return ordered(events);
  }

  private void due(Elements satellite, Progress state, long now, List<PassEvent> events) {
    boolean isOpenKnown = false;
    for (Pass pass : passes.getOrDefault(satellite, List.of())) {
      long rise = pass.aos().timeNs();
      long set = pass.los().timeNs();
      if (rise > now || set <= last && state.open == null || rise < state.closedAt) {
        continue;
      }
      if (state.open != null && !overlap(state.open, pass)) {
        if (set < state.open.aos().timeNs()) {
          continue;
        }
        close(satellite, state, now, events);
      }
      if (state.open == null) {
        events.add(event(Kind.AOS, pass));
        state.isPastTop = false;
      }
      state.open = pass;
      isOpenKnown = true;
      if (!state.isPastTop && pass.tca().timeNs() <= now) {
        events.add(event(Kind.TCA, pass));
        state.isPastTop = true;
      }
      if (set <= now) {
        events.add(event(Kind.LOS, pass));
        state.open = null;
        state.closedAt = set;
      }
    }
    if (state.open != null && !isOpenKnown) {
      close(satellite, state, now, events);
    }
  }

  /** Ends a pass that present elements do not have. */
  private void close(Elements satellite, Progress state, long now, List<PassEvent> events) {
    Look look = state.open.los();
    try {
      look = predictor.look(satellite, now);
    } catch (OrbitException unknown) {
      // The set as it was predicted is the best there is; its time is not now.
      look = new Look(now, look.azimuth(), look.elevation(), look.range(), look.rangeRate());
    }
    events.add(new PassEvent(Kind.LOS, state.open, look));
    state.open = null;
    state.closedAt = now;
  }

  private static boolean overlap(Pass a, Pass b) {
    return a.aos().timeNs() < b.los().timeNs() && b.aos().timeNs() < a.los().timeNs();
  }

  private static PassEvent event(Kind kind, Pass pass) {
    return new PassEvent(
        kind,
        pass,
        switch (kind) {
          case AOS -> pass.aos();
          case TCA -> pass.tca();
          case LOS -> pass.los();
        });
  }

  private static List<PassEvent> ordered(List<PassEvent> events) {
    events.sort(
        Comparator.comparingLong(PassEvent::timeNs)
            .thenComparing(event -> event.pass().satellite().number())
            .thenComparing(PassEvent::kind));
    return events;
  }

  /** Looks for passes from the last call on, and farther ahead than is asked, to do so seldom. */
  private void search(long nowNs) {
    long from = Math.max(Math.min(last, nowNs), nowNs - DAY);
    if (isSearched && from >= searchedFrom && nowNs + aheadNs <= searchedTo) {
      return;
    }
    searchedFrom = from;
    searchedTo = nowNs + aheadNs + Math.max(HOUR, aheadNs / 2);
    isSearched = true;
    passes.clear();
    predictionProblems.clear();
    for (Elements satellite : predictor.satellites()) {
      Prediction prediction = predictor.predict(satellite, searchedFrom, searchedTo);
      List<Pass> whole =
          prediction.passes().stream().filter(p -> p.riseKnown() && p.setKnown()).toList();
      passes.put(satellite, whole);
      if (!prediction.problem().isEmpty()) {
        predictionProblems.add(satellite.title() + ": " + prediction.problem());
      }
    }
  }
}
