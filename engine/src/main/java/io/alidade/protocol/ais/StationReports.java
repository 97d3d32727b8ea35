package io.alidade.protocol.ais;

import io.alidade.event.Field;

/** What stations at a place send: messages 4, 11, 21 and 28 (M.1371-6 Annex 7). */
final class StationReports {
  private static final int NAME = 43;
  private static final int NAME_LENGTH = 20;
  private static final int NAME_EXTENSION = 272;
  private static final int NAME_EXTENSION_LENGTH = 14;

  private StationReports() {}

  /** Messages 4 and 11. */
  static void baseStation(AisFields f) {
    f.dateTime(38);
    f.flag(Field.ACCURACY, 78);
    f.position(79);
    f.number(Field.EPFD, 134, 4);
    f.flag(Field.RAIM, 148);
    f.numberIfWhole(Field.RADIO, 149, 19);
  }

  /** Message 21. */
  static void aidToNavigation(AisFields f) {
    f.number(Field.AID_TYPE, 38, 5);
    f.text(Field.NAME, NAME, NAME_LENGTH, NAME_EXTENSION, NAME_EXTENSION_LENGTH);
    f.flag(Field.ACCURACY, 163);
    f.position(164);
    f.dimensions(219);
    f.numberIfWhole(Field.EPFD, 249, 4);
    if (f.has(259)) {
      f.second(253);
    }
    f.flagIfWhole(Field.OFF_POSITION, 259);
    f.numberIfWhole(Field.REGIONAL, 260, 8);
    f.flagIfWhole(Field.RAIM, 268);
    f.flagIfWhole(Field.VIRTUAL_AID, 269);
    f.flagIfWhole(Field.ASSIGNED, 270);
  }

  /** Message 28, the aid to navigation in one slot (M.1371-6, table 84). */
  static void singleSlotAid(AisFields f) {
    f.second(38);
    f.position(44);
    f.number(Field.RESTRICTED_USE, 99, 2);
    f.number(Field.STATION_TYPE, 101, 3);
    f.number(Field.AID_TYPE, 104, 7);
    f.numberIfWhole(Field.MRN, 111, 17);
    f.numberIfWhole(Field.DIM_TYPE, 128, 4);
    f.numberIfWhole(Field.DIM_A, 132, 9);
    f.numberIfWhole(Field.DIM_B, 141, 11);
    f.flagIfWhole(Field.ADDITIONAL_DATA, 152);
    f.flagIfWhole(Field.CHARTED, 153);
    f.numberIfWhole(Field.ON_STATION, 154, 4);
    f.numberIfWhole(Field.ATON_STATUS, 158, 8);
    f.flagIfWhole(Field.AUTHENTICATED, 167);
  }
}
