package io.alidade.fuse;

import io.alidade.event.Event;
import io.alidade.event.Field;
import io.alidade.event.FieldReader;
import io.alidade.event.FieldWriter;
import io.alidade.event.FrameKind;
import io.alidade.event.Msg;
import io.alidade.event.Quality;

/**
 * Merges each AIS message into its vessel and each GNSS fix into own ship's position, and says of
 * each event which pass it belongs to.
 *
 * <p>What it knows can be written into events of kind {@link FrameKind#STATE}, the parts one after
 * another with no other event between them, and taken from them by {@link #restore}: a stage that
 * was restored makes of all later events exactly what the one that wrote would.
 */
public final class Fuse {
  /** What a part takes besides its vessels, bytes, at most. */
  private static final int BESIDES = 512 + OwnStation.MAX_WRITTEN;

  /** The longest part: what the gateway takes too. */
  private static final int MAX_PART = 60_000;

  /** Events between two writings of the state, at least; they are merged again in some 50 ms. */
  private static final int STATE_EVENTS = 50_000;

  /** The same for each vessel known, so that the state is but a small part of a journal. */
  private static final int STATE_EVENTS_A_VESSEL = 10;

  private final VesselTable vessels;
  private final Passes passes = new Passes();
  private final OwnStation ownStation;
  private final Alarms alarms = new Alarms();
  private final Duplicates duplicates;

  /**
   * A stage with nothing known and the default settings.
   *
   * @param maxVessels how many vessels are remembered; beyond that the one longest unheard is
   *     forgotten
   */
  public Fuse(int maxVessels) {
    this(FuseSettings.ofVessels(maxVessels));
  }

  /** A stage with nothing known. */
  public Fuse(FuseSettings settings) {
    vessels = new VesselTable(settings.vessels());
    ownStation = new OwnStation(settings.ownMmsi());
    duplicates = new Duplicates(settings.duplicateMs());
  }

  /** Takes one event; the events must come in the ring's order. */
  public void onEvent(Event event) {
    if (event.kind() == FrameKind.STATE) {
      writeState(event);
      return;
    }
    if (event.link() > 0) {
      passes.mark(event);
    } else if (event.msg() == Msg.PASS || event.msg() == Msg.PASS_TRACK) {
      passes.take(event);
    }
    FieldWriter out = event.beginFused();
    if (event.quality() != Quality.INVALID && !duplicates.isCopy(event, out)) {
      merge(event, out);
    }
    event.endFused();
  }

  private void merge(Event event, FieldWriter out) {
    int msg = event.msg();
    if (Msg.isAis(msg)) {
      vessels.merge(event, out);
      ownStation.merge(event, out, alarms);
    } else if (msg == Msg.TICK) {
      ownStation.tick(event, out, alarms);
    } else if (msg == Msg.GGA || msg == Msg.RMC || msg == Msg.GLL || msg == Msg.GNS) {
      ownStation.merge(event, out, alarms);
    }
  }

  /**
   * How many STATE events, each with room for so many bytes, what is known now takes; 1 or more.
   */
  public int stateParts(int eventBytes) {
    int perPart = vesselsPerPart(eventBytes);
    return vesselParts(perPart) + duplicates.stateParts(perPart * Vessel.MAX_WRITTEN);
  }

  /** How many parts have vessels; the others have what {@link Duplicates} knows. */
  private int vesselParts(int perPart) {
    return Math.max(1, (vessels.size() + perPart - 1) / perPart);
  }

  /**
   * Begins a STATE event, for {@link #onEvent} to write what is known into.
   *
   * @param part from 0
   * @param parts what {@link #stateParts} said for the same room
   */
  public static void beginState(Event event, long time, int part, int parts, int eventBytes) {
    event.begin(FrameKind.STATE, 0, time);
    event.receivedNs = 0;
    event.msg(Msg.STATE);
    if (part == 0) {
      event.restartPoint();
    }
    int perPart = vesselsPerPart(eventBytes);
    FieldWriter out = event.beginDecoded();
    out.integer(Field.STATE_PART, part);
    out.integer(Field.STATE_PARTS, parts);
    out.integer(Field.STATE_FIRST, (long) part * perPart);
    out.integer(Field.STATE_COUNT, perPart);
    event.endDecoded();
  }

  private static int vesselsPerPart(int eventBytes) {
    int room = Math.min(eventBytes, MAX_PART) - Event.HEADER_LENGTH - BESIDES;
    return Math.max(1, room / Vessel.MAX_WRITTEN);
  }

  private void writeState(Event event) {
    int part = 0;
    int first = 0;
    int count = 0;
    FieldReader fields = event.decoded();
    while (fields.next()) {
      if (fields.id() == Field.STATE_PART.id) {
        part = (int) fields.mantissa();
      } else if (fields.id() == Field.STATE_FIRST.id) {
        first = (int) fields.mantissa();
      } else if (fields.id() == Field.STATE_COUNT.id) {
        count = (int) fields.mantissa();
      }
    }
    FieldWriter out = event.beginFused();
    if (first == 0) {
      out.integer(Field.EVICTED, vessels.evicted());
      passes.writeState(out);
      alarms.writeState(out);
      ownStation.writeState(out);
      duplicates.writeState(out);
    }
    if (part < vesselParts(Math.max(1, count))) {
      vessels.writeState(out, first, count);
    } else {
      duplicates.writeFrames(out, count * Vessel.MAX_WRITTEN);
    }
    event.endFused();
  }

  /** Takes what a STATE event says; with the first part all else is forgotten. */
  public void restore(Event state) {
    FieldReader fields = state.decoded();
    if (fields.find(Field.STATE_FIRST) && fields.mantissa() == 0) {
      vessels.clear();
      passes.clear();
      alarms.clear();
      ownStation.clear();
      duplicates.clear();
    }
    fields = state.fused();
    while (fields.next()) {
      int id = fields.id();
      if (ownStation.read(fields)) {
        continue;
      }
      if (id == Field.EVICTED.id) {
        vessels.evicted(fields.mantissa());
      } else if (id == Field.PASSES.id) {
        passes.read(fields);
      } else if (id == Field.ALARMS.id) {
        alarms.read(fields);
      } else if (id == Field.VESSELS.id) {
        vessels.read(fields, state.array());
      } else if (id == Field.HEARD_SOLE.id) {
        duplicates.read(fields);
      } else if (id == Field.HEARD_FRAMES.id) {
        duplicates.readFrames(fields, state.array());
      }
    }
  }

  /** Forgets what came from which link: links' ids have a new meaning. */
  public void forgetLinks() {
    passes.forgetLinks();
    ownStation.forgetLinks();
    duplicates.clear();
  }

  /**
   * After how many more events what is known should be written again: few, so that a seek or a
   * restart, which merges again what came since, takes well below a second.
   */
  public long eventsToNextState() {
    return Math.max(STATE_EVENTS, (long) STATE_EVENTS_A_VESSEL * vessels.size());
  }

  /** Whether there is nothing worth a STATE event. */
  public boolean isEmpty() {
    return vessels.size() == 0
        && !ownStation.isKnown()
        && passes.isEmpty()
        && alarms.isEmpty()
        && duplicates.isEmpty();
  }

  /** The satellites whose passes are under way. Only while no event is on its way. */
  public int[] satellitesUp() {
    return passes.satellites();
  }

  /** How many vessels are known now. */
  public int vesselCount() {
    return vessels.size();
  }

  /** How many vessels were forgotten for want of room. */
  public long evictedCount() {
    return vessels.evicted();
  }
}
