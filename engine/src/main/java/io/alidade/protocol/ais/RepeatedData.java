package io.alidade.protocol.ais;

import io.alidade.event.Field;

/** International application data of varying length: texts, windows, targets, routes. */
final class RepeatedData {
  private static final Layout TIDAL_WINDOW =
      Layout.of()
          .fineLat(Field.LAT)
          .fineLon(Field.LON)
          .number(Field.FROM_HOUR, 5)
          .absentFrom(24)
          .number(Field.FROM_MIN, 6)
          .absentFrom(60)
          .number(Field.TO_HOUR, 5)
          .absentFrom(24)
          .number(Field.TO_MIN, 6)
          .absentFrom(60)
          .number(Field.CDIR, 9)
          .absentFrom(360)
          .decimal(Field.CSPEED, 7, 1)
          .absent(127)
          .end();

  private static final Layout TIDAL_CURRENT =
      Layout.of()
          .lon(Field.LON)
          .lat(Field.LAT)
          .number(Field.FROM_HOUR, 5)
          .absentFrom(24)
          .number(Field.FROM_MIN, 6)
          .absentFrom(60)
          .number(Field.TO_HOUR, 5)
          .absentFrom(24)
          .number(Field.TO_MIN, 6)
          .absentFrom(60)
          .number(Field.CDIR, 9)
          .absentFrom(360)
          .decimal(Field.CSPEED, 8, 1)
          .absent(255)
          .end();

  private static final int MONTH_AND_DAY = 9;
  private static final int TARGET = 120;
  private static final int MAX_TARGETS = 4;
  private static final int ROUTE_HEAD = 61;
  private static final int WAYPOINT = 55;
  private static final int NO_DURATION = 0x3FFFF;

  private RepeatedData() {}

  /** Function 0, a text telegram (M.1371-6 Annex 5): acknowledgement wanted, number, text. */
  static boolean telegram(AisFields f, int start, int end) {
    if (end - start < 12) {
      return false;
    }
    f.flag(Field.ACK_REQUIRED, start);
    f.number(Field.MSG_SEQ, start + 1, 11);
    f.text(Field.TEXT, start + 12, AisFields.MAX_TEXT);
    return true;
  }

  /** Functions 29 and 30, a text that goes with another message. */
  static boolean linkedText(AisFields f, int start, int end) {
    if (end - start < 16) {
      return false;
    }
    f.number(Field.LINKAGE, start, 10);
    f.text(Field.TEXT, start + 10, AisFields.MAX_TEXT);
    return true;
  }

  /** Function 14, tidal windows of Circ.236. */
  static boolean tidalWindows(AisFields f, int start, int end) {
    return tidals(f, TIDAL_WINDOW, start, end);
  }

  /** Function 32, tidal windows of Circ.289. */
  static boolean tidalCurrents(AisFields f, int start, int end) {
    return tidals(f, TIDAL_CURRENT, start, end);
  }

  private static boolean tidals(AisFields f, Layout window, int start, int end) {
    if (end - start < MONTH_AND_DAY + window.bits()) {
      return false;
    }
    f.numberUnlessZero(Field.MONTH, start, 4);
    f.numberUnlessZero(Field.DAY, start + 4, 5);
    f.out.beginArray(Field.TIDALS);
    int last = end - window.bits();
    for (int at = start + MONTH_AND_DAY; at <= last; at += window.bits()) {
      f.out.beginObject(Field.TIDALS);
      window.write(f, at);
      f.out.endNested();
    }
    f.out.endNested();
    return true;
  }

  /** Function 17, targets that a traffic service sees by other means. */
  static boolean targets(AisFields f, int start, int end) {
    int count = (end - start) / TARGET;
    if (count < 1 || count > MAX_TARGETS) {
      return false;
    }
    f.out.beginArray(Field.TARGETS);
    for (int i = 0; i < count; i++) {
      f.out.beginObject(Field.TARGETS);
      target(f, start + i * TARGET);
      f.out.endNested();
    }
    f.out.endNested();
    return true;
  }

  private static void target(AisFields f, int start) {
    int kind = f.bits.unsigned(start, 2);
    int id = start + 2;
    switch (kind) {
      case 0 -> f.numberUnlessZero(Field.MMSI, id + 12, 30);
      case 1 -> f.numberUnlessZero(Field.IMO, id + 12, 30);
      case 2 -> f.text(Field.CALLSIGN, id, 7);
      default -> f.text(Field.NAME, id, 7);
    }
    f.latitude(Field.LAT, f.bits.signed(start + 48, 24), AisFields.THOUSANDTHS);
    f.longitude(Field.LON, f.bits.signed(start + 72, 25), AisFields.THOUSANDTHS);
    int course = f.bits.unsigned(start + 97, 9);
    if (course < 360) {
      f.out.integer(Field.COURSE, course);
    }
    f.second(start + 106);
    int speed = f.bits.unsigned(start + 112, 8);
    if (speed != 255) {
      f.out.integer(Field.SPEED, speed);
    }
  }

  /** Functions 27 and 28, a route of up to 16 points. */
  static boolean route(AisFields f, int start, int end) {
    if (end - start < ROUTE_HEAD) {
      return false;
    }
    f.number(Field.LINKAGE, start, 10);
    f.number(Field.SENDER, start + 10, 3);
    f.number(Field.RTYPE, start + 13, 5);
    f.monthTime(Field.START, start + 18);
    int duration = f.bits.unsigned(start + 38, 18);
    if (duration != NO_DURATION) {
      f.out.integer(Field.DURATION, duration);
    }
    int count = f.bits.unsigned(start + 56, 5);
    f.out.integer(Field.WAYCOUNT, count);
    f.out.beginArray(Field.WAYPOINTS);
    int at = start + ROUTE_HEAD;
    for (int i = 0; i < count && at + WAYPOINT <= end; i++) {
      f.out.beginObject(Field.WAYPOINTS);
      f.longitude(Field.LON, f.bits.signed(at, 28), AisFields.TEN_THOUSANDTHS);
      f.latitude(Field.LAT, f.bits.signed(at + 28, 27), AisFields.TEN_THOUSANDTHS);
      f.out.endNested();
      at += WAYPOINT;
    }
    f.out.endNested();
    return true;
  }
}
