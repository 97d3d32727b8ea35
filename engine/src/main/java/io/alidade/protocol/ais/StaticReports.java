package io.alidade.protocol.ais;

import io.alidade.event.Field;
import io.alidade.event.Flag;

/** What a vessel is: messages 5 and 24 (M.1371-6 Annex 7). */
final class StaticReports {
  /** MMSI 98 and seven digits: a craft that belongs to a parent ship (M.585). */
  private static final int AUXILIARY_CRAFT = 98;

  private static final int MMSI_AFTER_TWO_DIGITS = 10_000_000;

  private StaticReports() {}

  /** Message 5. */
  static void voyage(AisFields f) {
    f.number(Field.AIS_VERSION, 38, 2);
    f.numberUnlessZero(Field.IMO, 40, 30);
    f.text(Field.CALLSIGN, 70, 7);
    f.text(Field.SHIPNAME, 112, 20);
    f.number(Field.SHIPTYPE, 232, 8);
    f.dimensions(240);
    f.number(Field.EPFD, 270, 4);
    f.estimatedTime(Field.ETA, 274);
    int draught = f.bits.unsigned(294, 8);
    if (draught != 0) {
      f.out.decimal(Field.DRAUGHT, draught, 1);
    }
    f.text(Field.DESTINATION, 302, 20);
    f.numberIfWhole(Field.DTE, 422, 1);
  }

  /** Message 24, parts A and B. */
  static void classB(AisFields f) {
    int part = f.bits.unsigned(38, 2);
    f.out.integer(Field.PARTNO, part);
    if (part == 0) {
      f.text(Field.SHIPNAME, 40, 20);
    } else if (part == 1) {
      partB(f);
    } else {
      f.event.suspect(Flag.RANGE);
    }
  }

  private static void partB(AisFields f) {
    f.number(Field.SHIPTYPE, 40, 8);
    f.text(Field.VENDORID, 48, 3);
    f.number(Field.MODEL, 66, 4);
    f.number(Field.SERIAL, 70, 20);
    f.text(Field.CALLSIGN, 90, 7);
    if (!f.has(162)) {
      f.event.suspect(Flag.LENGTH);
    } else if (f.bits.unsigned(8, 30) / MMSI_AFTER_TWO_DIGITS == AUXILIARY_CRAFT) {
      f.numberUnlessZero(Field.MOTHERSHIP_MMSI, 132, 30);
    } else {
      f.dimensions(132);
    }
    f.numberIfWhole(Field.EPFD, 162, 4);
  }
}
