package io.alidade.validate;

import io.alidade.event.Event;
import io.alidade.event.Field;
import io.alidade.event.FieldReader;
import io.alidade.event.Flag;
import io.alidade.event.FrameKind;
import io.alidade.event.Msg;
import io.alidade.event.Origin;
import io.alidade.event.Quality;

/**
 * Adds to an event what only a look at its values, or at the events before it, can tell. The
 * decoder's own verdicts (checksum, length, grammar) are there already.
 *
 * <ul>
 *   <li>{@link Flag#RANGE} for a value that its kind cannot have, see {@link Ranges};
 *   <li>{@link Flag#GAP} for a group of sentences with one missing, for a segmented packet's part
 *       without the ones before (a remark), and for events that the journal lacks;
 *   <li>{@link Flag#RATE} for an own instrument's value that changed too fast, see {@link
 *       ChangeRates};
 *   <li>{@link Flag#JUMP} for an own position too far from the one before, see {@link
 *       PositionGate};
 *   <li>{@link Flag#TIME} for a date or time that cannot be, see {@link Times};
 *   <li>{@link Flag#CONTRADICTION} for fields that cannot both be true, see {@link Contradictions}.
 * </ul>
 *
 * What it knows begins anew with each session, whose first event tells it of the links.
 */
public final class Validate {
  /** The quality that GGA gives a simulator's fix. */
  private static final int SIMULATED = 8;

  private final Ranges ranges = new Ranges();
  private final SentenceGroups groups = new SentenceGroups();
  private final PacketSegments segments = new PacketSegments();
  private final ChangeRates rates = new ChangeRates();
  private final PositionGate gate = new PositionGate();
  private final Times times = new Times();
  private final Contradictions contradictions = new Contradictions();
  private final LinkTable links = new LinkTable();

  /** Judges one event; the events must come in the ring's order. */
  public void onEvent(Event event) {
    FrameKind kind = event.kind();
    if (kind == FrameKind.SESSION) {
      groups.clear();
      segments.clear();
      rates.clear();
      gate.clear();
      links.read(event);
      return;
    }
    if (kind == FrameKind.LINK
        || kind == FrameKind.TICK
        || kind == FrameKind.STATE
        || event.quality() == Quality.INVALID
        || event.msg() == Msg.NOISE) {
      return;
    }
    int msg = event.msg();
    boolean isSentence = msg >= Msg.GGA && msg < Msg.NMEA_OTHER;
    boolean mayBePacket = msg == Msg.CCSDS_PACKET || msg >= Msg.FIRST_DYNAMIC;
    FieldReader fields = event.decoded();
    boolean inRange = true;
    boolean valid = true;
    boolean mayChange = false;
    int apid = -1;
    int segment = 0;
    while (fields.next()) {
      int id = fields.id();
      inRange &= ranges.contains(id, fields);
      if (isSentence) {
        valid &= id != Field.VALID.id || fields.bool();
        mayChange |= rates.isLimited(id);
      } else if (mayBePacket && fields.depth() == 0) {
        if (id == Field.APID.id) {
          apid = (int) fields.mantissa();
        } else if (id == Field.SEQFLAGS.id && fields.bytesLength() > 0) {
          segment = event.array()[fields.bytesOffset()];
        }
      }
    }
    if (!inRange) {
      event.suspect(Flag.RANGE);
    }
    if (mayChange && valid && inRange) {
      changes(event);
    }
    if (segment != 0 && apid >= 0 && !segments.continues(event, apid, segment)) {
      event.remark(Flag.GAP);
    }
    if (isSentence) {
      sentence(event, inRange);
    } else if (msg == Msg.AIS + 4 || msg == Msg.AIS + 11) {
      times.check(event, links.isLive(event.link()), false);
    } else if (msg == Msg.JOURNAL_OUTAGE) {
      event.suspect(Flag.GAP);
    }
  }

  private void sentence(Event event, boolean inRange) {
    int msg = event.msg();
    if (msg == Msg.GSV) {
      if (!groups.continues(event)) {
        event.suspect(Flag.GAP);
      }
      return;
    }
    if (contradictions.has(event)) {
      event.suspect(Flag.CONTRADICTION);
    }
    if (inRange && (msg == Msg.GGA || msg == Msg.RMC || msg == Msg.GLL || msg == Msg.GNS)) {
      position(event);
    }
    switch (msg) {
      case Msg.GGA, Msg.RMC, Msg.GLL, Msg.GNS, Msg.ZDA, Msg.GST, Msg.GBS ->
          times.check(event, links.isLive(event.link()), links.corrects(event.link()));
      default -> {}
    }
  }

  private void changes(Event event) {
    long source = (long) event.link() << 32 | event.msg();
    boolean plausible = true;
    FieldReader fields = event.decoded();
    while (fields.next()) {
      int id = fields.depth() == 0 ? fields.id() : 0;
      if (id == Field.TALKER.id || id == Field.REFERENCE.id) {
        source = with(source, event, fields);
      } else if (rates.isLimited(id) && fields.isNumber()) {
        plausible &= rates.isPlausible(source, id, fields.number(), event.rxTime());
      }
    }
    if (!plausible) {
      event.suspect(Flag.RATE);
    }
  }

  private void position(Event event) {
    double lat = Double.NaN;
    double lon = Double.NaN;
    FieldReader fields = event.decoded();
    while (fields.next()) {
      int id = fields.depth() == 0 ? fields.id() : 0;
      if (id == Field.VALID.id && !fields.bool() || isSimulated(id, event, fields)) {
        return;
      }
      if (id == Field.LAT.id) {
        lat = fields.number();
      } else if (id == Field.LON.id) {
        lon = fields.number();
      }
    }
    if (!Double.isNaN(lat)
        && !Double.isNaN(lon)
        && !gate.isPlausible(Origin.ofSentence(event), lat, lon, event.rxTime())) {
      event.suspect(Flag.JUMP);
    }
  }

  /** Whether a field says that the position is none, or not of this world. */
  private static boolean isSimulated(int id, Event event, FieldReader fields) {
    if (id == Field.FIX.id) {
      return fields.mantissa() == SIMULATED;
    }
    if (id != Field.MODE.id || fields.bytesLength() != 1) {
      return false;
    }
    int mode = event.array()[fields.bytesOffset()];
    return mode == 'N' || mode == 'S';
  }

  /** The source of a value, with a text of one or two letters more. */
  private static long with(long source, Event event, FieldReader fields) {
    int at = fields.bytesOffset();
    long mixed = source;
    for (int i = 0; i < Math.min(2, fields.bytesLength()); i++) {
      mixed = mixed * 37 + event.array()[at + i];
    }
    return mixed & (1L << 48) - 1;
  }
}
