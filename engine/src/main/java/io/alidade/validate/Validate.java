package io.alidade.validate;

import io.alidade.event.Event;
import io.alidade.event.Field;
import io.alidade.event.FieldReader;
import io.alidade.event.Flag;
import io.alidade.event.FrameKind;
import io.alidade.event.Msg;
import io.alidade.event.Quality;

/**
 * Adds to an event what only a look at its values, or at the events before it, can tell: {@link
 * Flag#RANGE} for a value that its kind cannot have, {@link Flag#GAP} for a group of sentences with
 * one missing and for events that the journal lacks. The decoder's own verdicts (checksum, length,
 * grammar) are there already.
 */
public final class Validate {
  private final Ranges ranges = new Ranges();
  private final SentenceGroups groups = new SentenceGroups();

  /** Judges one event; the events must come in the ring's order. */
  public void onEvent(Event event) {
    FrameKind kind = event.kind();
    if (kind == FrameKind.SESSION) {
      groups.clear();
      return;
    }
    if (kind == FrameKind.LINK
        || kind == FrameKind.TICK
        || kind == FrameKind.STATE
        || event.quality() == Quality.INVALID
        || event.msg() == Msg.NOISE) {
      return;
    }
    FieldReader fields = event.decoded();
    boolean inRange = true;
    while (fields.next()) {
      inRange &= ranges.contains(fields.id(), fields);
    }
    if (!inRange) {
      event.suspect(Flag.RANGE);
    }
    if (event.msg() == Msg.JOURNAL_OUTAGE) {
      event.suspect(Flag.GAP);
    }
    if (event.msg() == Msg.GSV && !groups.continues(event)) {
      event.suspect(Flag.GAP);
    }
  }

  /** What a field's value may be, whatever message it is in; whole numbers of its unit. */
  private static final class Ranges {
    private static final int MAX_DECIMALS = 9;

    private final long[] powersOfTen = new long[MAX_DECIMALS + 1];
    private final short[] least = new short[Field.FIRST_DYNAMIC];
    private final short[] most = new short[Field.FIRST_DYNAMIC];
    private final boolean[] limited = new boolean[Field.FIRST_DYNAMIC];

    Ranges() {
      powersOfTen[0] = 1;
      for (int i = 1; i <= MAX_DECIMALS; i++) {
        powersOfTen[i] = powersOfTen[i - 1] * 10;
      }
      limit(Field.LAT, -90, 90);
      limit(Field.LON, -180, 180);
      limit(Field.COURSE, 0, 360);
      limit(Field.COURSE_MAGNETIC, 0, 360);
      limit(Field.HEADING, 0, 360);
      limit(Field.HEADING_MAGNETIC, 0, 360);
      limit(Field.VARIATION, -180, 180);
      limit(Field.DEVIATION, -180, 180);
      limit(Field.ELEVATION, -90, 90);
      limit(Field.AZIMUTH, 0, 360);
      limit(Field.BEARING_TRUE, 0, 360);
      limit(Field.BEARING_MAGNETIC, 0, 360);
      limit(Field.WIND_DIRECTION, 0, 360);
      limit(Field.WIND_DIRECTION_MAGNETIC, 0, 360);
      limit(Field.HEADING_COMPASS, 0, 360);
      limit(Field.WIND_ANGLE, -360, 360);
      limit(Field.TARGET_BEARING, 0, 360);
      limit(Field.BEARING_ORIGIN, 0, 360);
      limit(Field.HEADING_TO_STEER, 0, 360);
      limit(Field.RUDDER, -90, 90);
      limit(Field.ZONE_HOURS, -14, 14);
      limit(Field.SPEED, -100, 2000);
      limit(Field.HUMIDITY, 0, 100);
      limit(Field.HDOP, 0, 100);
      limit(Field.PDOP, 0, 100);
      limit(Field.VDOP, 0, 100);
    }

    private void limit(Field field, int from, int to) {
      least[field.id] = (short) from;
      most[field.id] = (short) to;
      limited[field.id] = true;
    }

    boolean contains(int id, FieldReader fields) {
      if (id >= Field.FIRST_DYNAMIC || !limited[id] || !fields.isNumber()) {
        return true;
      }
      long mantissa = fields.mantissa();
      int decimals = fields.decimals();
      if (decimals > MAX_DECIMALS) {
        double value = fields.number();
        return value >= least[id] && value <= most[id];
      }
      long unit = powersOfTen[decimals];
      return mantissa >= least[id] * unit && mantissa <= most[id] * unit;
    }
  }
}
