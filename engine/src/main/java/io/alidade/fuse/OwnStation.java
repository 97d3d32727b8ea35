package io.alidade.fuse;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.alidade.event.Event;
import io.alidade.event.Field;
import io.alidade.event.FieldReader;
import io.alidade.event.FieldWriter;
import io.alidade.event.Flag;
import io.alidade.event.Msg;
import io.alidade.event.TimeText;

/**
 * Own station's position and time, from the best of its sources. A source is a device on a link:
 * all satellite systems' talkers of a receiver are one, another talker on the link and another
 * station that a tag block names are others, and the link's own AIS transponder (VDO) is one.
 *
 * <p>The best source is that with the best {@linkplain Source fix}, then that of the link which
 * comes first in the configuration, then the receiver, then the transponder. A source is fit while
 * it gives valid fixes: not {@link #PATIENCE_NS} after the last, and not {@link #GRACE_NS} after it
 * where it says itself that it has none. One that is not fit is left at once for the best that is;
 * a fit one only for a better one that has been fit for {@link #HOLD_DOWN_NS}. A fix that validate
 * found out of range, or jumping, is none.
 *
 * <p>Each fix of the source is a message {@code own}: lat, lon, speed (kn), course (deg), time,
 * timestamp (date and time, where it is plausible), source (its link's id). The first after a
 * switch has {@code switched} true and {@code previous}, the link before. When no source is fit any
 * more, a tick brings one with {@code state} {@code stale} and {@code since}, the time of the last
 * fix, and the alarm {@code position}; the next fix ends it.
 *
 * <p>Another ship's VDO is never ours: only that of the MMSI which the settings give or, where they
 * give none, of one which was learned: {@value #LEARNED_AFTER} times in a row it was on a link that
 * has a fit receiver too, and nearer than {@value #NEAR_DEGREES} degrees to own position. What was
 * learned is kept.
 *
 * <p>Remembers {@value #MAX_SOURCES} sources; one more displaces that which is longest without fix.
 */
final class OwnStation {
  /** How long a silent source stays fit, ns of event time. */
  static final long PATIENCE_NS = 5_000_000_000L;

  /** How long a source stays fit that says it has no fix. */
  static final long GRACE_NS = 2_000_000_000L;

  /** How long a better source must have been fit before it takes over. */
  static final long HOLD_DOWN_NS = 10_000_000_000L;

  static final int MAX_SOURCES = 8;

  /** More than all of it takes as state, bytes. */
  static final int MAX_WRITTEN = 200 + MAX_SOURCES * 120;

  private static final int LEARNED_AFTER = 3;
  private static final double NEAR_DEGREES = 0.01;

  private static final int NONE = -1;
  private static final byte[] STALE = "stale".getBytes(US_ASCII);

  private final int settledMmsi;
  private final Source[] sources = new Source[MAX_SOURCES];
  private int count;
  private int current = NONE;
  private boolean stale;

  private int learnedMmsi;
  private int candidateMmsi;
  private int candidateCount;

  private final Source fix = new Source();
  private final TimeText timeText = new TimeText();
  private final byte[] text = new byte[TimeText.LENGTH];

  /**
   * Nothing known.
   *
   * @param ownMmsi own MMSI; 0 where it is to be learned
   */
  OwnStation(int ownMmsi) {
    settledMmsi = ownMmsi;
    for (int i = 0; i < MAX_SOURCES; i++) {
      sources[i] = new Source();
    }
  }

  boolean isKnown() {
    return count > 0 || candidateMmsi != 0 || stale;
  }

  void clear() {
    forgetLinks();
    stale = false;
  }

  /** Forgets all sources; where position was lost, that is still to end. */
  void forgetLinks() {
    count = 0;
    current = NONE;
    learnedMmsi = 0;
    candidateMmsi = 0;
    candidateCount = 0;
  }

  /** Takes a GGA, RMC, GLL or GNS, or an AIS message, which counts where it is our own. */
  void merge(Event event, FieldWriter out, Alarms alarms) {
    if (Msg.isAis(event.msg())) {
      if (!isOwnReport(event)) {
        return;
      }
      fix.readReport(event);
    } else {
      fix.readSentence(event);
    }
    int index = indexOf(fix.device);
    if (!fix.isValid() || event.has(Flag.RANGE) || event.has(Flag.JUMP)) {
      if (index != NONE && fix.saysNone) {
        sources[index].saysNone = true;
      }
      return;
    }
    long now = event.rxTime();
    if (index == NONE) {
      index = add();
      sources[index].fitSince = now;
    } else if (!sources[index].isFit(now)) {
      sources[index].fitSince = now;
    }
    sources[index].take(fix, event.msg() == Msg.RMC, now);
    int previous = current;
    if (takesOver(index, now)) {
      current = index;
    }
    if (index != current) {
      return;
    }
    if (stale) {
      alarms.condition(Alarms.Kind.POSITION, 0, false, event, out);
      stale = false;
    }
    boolean switched = previous != NONE && previous != current;
    tell(event, out, switched ? sources[previous].link() : NONE);
  }

  /** Whether a source which has just given a fix is the one to believe. */
  private boolean takesOver(int index, long now) {
    if (index == current) {
      return false;
    }
    Source source = sources[index];
    for (int i = 0; i < count; i++) {
      if (i != index && i != current && sources[i].isFit(now) && sources[i].isBetter(source)) {
        return false; // its own next fix will take over
      }
    }
    return current == NONE
        || !sources[current].isFit(now)
        || (source.isBetter(sources[current]) && now - source.fitSince >= HOLD_DOWN_NS);
  }

  /** Takes a tick. */
  void tick(Event event, FieldWriter out, Alarms alarms) {
    if (current == NONE || stale) {
      return;
    }
    long now = event.rxTime();
    for (int i = 0; i < count; i++) {
      if (sources[i].isFit(now)) {
        return; // if it is another, its next fix takes over
      }
    }
    stale = true;
    Source source = sources[current];
    out.beginObject(Field.OWN_STATE);
    source.write(out);
    out.integer(Field.SOURCE, source.link());
    out.text(Field.STATE, STALE, 0, STALE.length);
    timeText.write(source.lastFix, text, 0);
    out.text(Field.SINCE, text, 0, TimeText.LENGTH);
    out.endNested();
    alarms.condition(Alarms.Kind.POSITION, 0, true, event, out);
  }

  private void tell(Event event, FieldWriter out, int previousLink) {
    Source source = sources[current];
    out.beginObject(Field.OWN_STATE);
    source.write(out);
    if (fix.timeLength > 0) {
      out.text(Field.TIME, event.array(), fix.timeOffset, fix.timeLength);
    }
    if (fix.timestampLength > 0 && !event.has(Flag.TIME)) {
      out.text(Field.TIMESTAMP, event.array(), fix.timestampOffset, fix.timestampLength);
    }
    out.integer(Field.SOURCE, source.link());
    if (previousLink != NONE) {
      out.bool(Field.SWITCHED, true);
      out.integer(Field.PREVIOUS_LINK, previousLink);
    }
    out.endNested();
  }

  private int indexOf(long device) {
    for (int i = 0; i < count; i++) {
      if (sources[i].device == device) {
        return i;
      }
    }
    return NONE;
  }

  /** A place for one more source, not the current one's. */
  private int add() {
    if (count < MAX_SOURCES) {
      sources[count].clear();
      return count++;
    }
    int oldest = current == 0 ? 1 : 0;
    for (int i = oldest + 1; i < count; i++) {
      if (i != current && sources[i].lastFix < sources[oldest].lastFix) {
        oldest = i;
      }
    }
    sources[oldest].clear();
    return oldest;
  }

  /** Whether an AIS message is a VDO of our own MMSI; learns which that is. */
  private boolean isOwnReport(Event event) {
    int mmsi = 0;
    boolean own = false;
    FieldReader fields = event.decoded();
    for (int i = 0; i < Source.HEAD_FIELDS && fields.next(); i++) {
      if (fields.id() == Field.MMSI.id) {
        mmsi = (int) fields.mantissa();
      } else if (fields.id() == Field.OWN.id) {
        own = fields.bool();
      }
    }
    if (!own || mmsi == 0) {
      return false;
    }
    if (settledMmsi == 0 && learnedMmsi == 0) {
      learn(event, mmsi);
    }
    return mmsi == (settledMmsi != 0 ? settledMmsi : learnedMmsi);
  }

  private void learn(Event event, int mmsi) {
    fix.readReport(event);
    boolean agrees = fix.isValid() && hasReceiverNear(event);
    candidateCount = !agrees ? 0 : mmsi == candidateMmsi ? candidateCount + 1 : 1;
    candidateMmsi = agrees ? mmsi : 0;
    if (candidateCount >= LEARNED_AFTER) {
      learnedMmsi = mmsi;
    }
  }

  /** Whether the link has a fit receiver, and own position is where the report is. */
  private boolean hasReceiverNear(Event event) {
    boolean has = false;
    for (int i = 0; i < count; i++) {
      Source source = sources[i];
      has |= source.link() == event.link() && source.isFit(event.rxTime());
    }
    return has && current != NONE && sources[current].isNear(fix, NEAR_DEGREES);
  }

  /** Writes all that is known, for {@link #read} and {@link #readSources}. */
  void writeState(FieldWriter out) {
    if (!isKnown()) {
      return;
    }
    out.beginArray(Field.OWN_SOURCES);
    for (int i = 0; i < count; i++) {
      sources[i].writeState(out, i == current);
    }
    out.endNested();
    if (stale) {
      out.bool(Field.STATE, true);
    }
    if (candidateMmsi != 0) {
      out.bool(Field.OWN_MMSI, learnedMmsi != 0);
      out.decimal(Field.OWN_MMSI, learnedMmsi != 0 ? learnedMmsi : candidateMmsi, 0);
      out.integer(Field.COUNT, candidateCount);
    }
    if (current != NONE) {
      Source source = sources[current];
      out.beginObject(Field.OWN_STATE);
      source.write(out);
      out.integer(Field.SOURCE, source.link());
      if (stale) {
        out.text(Field.STATE, STALE, 0, STALE.length);
      }
      out.integer(Field.HEARD, source.lastFix);
      out.endNested();
    }
  }

  /** Reads one of the entries that {@link #writeState} wrote; false for another's. */
  boolean read(FieldReader fields) {
    int id = fields.id();
    if (id == Field.OWN_SOURCES.id) {
      readSources(fields);
    } else if (id == Field.OWN_STATE.id) {
      fields.skip(); // one of the sources; for those who show it
    } else if (id == Field.STATE.id) {
      stale = true;
    } else if (id == Field.OWN_MMSI.id) {
      readMmsi(fields);
    } else if (id == Field.COUNT.id) {
      candidateCount = (int) fields.mantissa();
    } else {
      return false;
    }
    return true;
  }

  private void readMmsi(FieldReader fields) {
    if (fields.isNumber()) {
      candidateMmsi = (int) fields.mantissa();
      learnedMmsi = learnedMmsi != 0 ? candidateMmsi : 0;
    } else {
      learnedMmsi = fields.bool() ? NONE : 0;
    }
  }

  private void readSources(FieldReader fields) {
    int outside = fields.depth();
    while (fields.next() && fields.depth() > outside) {
      if (count < MAX_SOURCES) {
        sources[count].clear();
        if (sources[count].read(fields)) {
          current = count;
        }
        count++;
      } else {
        fields.skip();
      }
    }
  }
}
