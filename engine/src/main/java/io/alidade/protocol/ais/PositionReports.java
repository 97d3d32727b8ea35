package io.alidade.protocol.ais;

import io.alidade.event.Field;

/** Where a mobile station is: messages 1 to 3, 9, 18, 19 and 27 (M.1371-6 Annex 7). */
final class PositionReports {
  private PositionReports() {}

  /** Messages 1, 2 and 3. */
  static void classA(AisFields f) {
    f.number(Field.STATUS, 38, 4);
    f.turn(42);
    f.speed(50);
    f.flag(Field.ACCURACY, 60);
    f.position(61);
    f.course(116);
    f.heading(128);
    f.second(137);
    f.number(Field.MANEUVER, 143, 2);
    f.flag(Field.RAIM, 148);
    f.numberIfWhole(Field.RADIO, 149, 19);
  }

  /** Message 9; speed in whole knots. */
  static void aircraft(AisFields f) {
    int alt = f.bits.unsigned(38, 12);
    if (alt != 4095) {
      f.out.integer(Field.ALT, alt);
    }
    int speed = f.bits.unsigned(50, 10);
    if (speed != 1023) {
      f.out.integer(Field.SPEED, speed);
    }
    f.flag(Field.ACCURACY, 60);
    f.position(61);
    f.course(116);
    f.second(128);
    f.number(Field.ALT_SENSOR, 134, 1);
    f.number(Field.REGIONAL, 134, 8);
    f.number(Field.DTE, 142, 1);
    f.flag(Field.ASSIGNED, 146);
    f.flag(Field.RAIM, 147);
    f.numberIfWhole(Field.RADIO, 148, 20);
  }

  /** Message 18. */
  static void classB(AisFields f) {
    classBMotion(f);
    f.number(Field.REGIONAL, 139, 2);
    f.flag(Field.CS, 141);
    f.flag(Field.DISPLAY, 142);
    f.flag(Field.DSC, 143);
    f.flag(Field.BAND, 144);
    f.flag(Field.MSG22, 145);
    f.flag(Field.ASSIGNED, 146);
    f.flag(Field.RAIM, 147);
    f.numberIfWhole(Field.RADIO, 148, 20);
  }

  /** Message 19. */
  static void extendedClassB(AisFields f) {
    classBMotion(f);
    f.number(Field.REGIONAL, 139, 4);
    f.text(Field.SHIPNAME, 143, 20);
    f.number(Field.SHIPTYPE, 263, 8);
    f.dimensions(271);
    f.numberIfWhole(Field.EPFD, 301, 4);
    f.flagIfWhole(Field.RAIM, 305);
    f.numberIfWhole(Field.DTE, 306, 1);
    f.flagIfWhole(Field.ASSIGNED, 307);
  }

  private static void classBMotion(AisFields f) {
    f.number(Field.RESERVED, 38, 8);
    f.speed(46);
    f.flag(Field.ACCURACY, 56);
    f.position(57);
    f.course(112);
    f.heading(124);
    f.second(133);
  }

  /** Message 27; position in 1/10 minute, speed in knots, course in degrees. */
  static void longRange(AisFields f) {
    f.flag(Field.ACCURACY, 38);
    f.flag(Field.RAIM, 39);
    f.number(Field.STATUS, 40, 4);
    f.coarsePosition(Field.LON, Field.LAT, 44);
    int speed = f.bits.unsigned(79, 6);
    if (speed != 63) {
      f.out.integer(Field.SPEED, speed);
    }
    int course = f.bits.unsigned(85, 9);
    f.wholeDegrees(Field.COURSE, course);
    f.flagIfWhole(Field.GNSS, 94);
  }
}
