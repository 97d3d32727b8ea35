package io.alidade.protocol.ais;

import io.alidade.event.Field;
import io.alidade.event.Flag;

/**
 * What stations say to each other about the link: messages 7, 10, 13, 15, 16, 20, 22 and 23
 * (M.1371-6 Annex 7). Where a message has several like parts, those that were sent are there.
 */
final class ControlMessages {
  private static final Field[] MMSIS = {Field.MMSI1, Field.MMSI2, Field.MMSI3, Field.MMSI4};
  private static final Field[] SEQNOS = {Field.SEQNO1, Field.SEQNO2, Field.SEQNO3, Field.SEQNO4};
  private static final Field[] OFFSETS = {
    Field.OFFSET1, Field.OFFSET2, Field.OFFSET3, Field.OFFSET4
  };
  private static final Field[] NUMBERS = {
    Field.NUMBER1, Field.NUMBER2, Field.NUMBER3, Field.NUMBER4
  };
  private static final Field[] TIMEOUTS = {
    Field.TIMEOUT1, Field.TIMEOUT2, Field.TIMEOUT3, Field.TIMEOUT4
  };
  private static final Field[] INCREMENTS = {
    Field.INCREMENT1, Field.INCREMENT2, Field.INCREMENT3, Field.INCREMENT4
  };

  private ControlMessages() {}

  /** Messages 7 and 13: one to four destinations. */
  static void acknowledge(AisFields f) {
    int start = 40;
    int count = 0;
    while (count < 4 && f.has(start + 30)) {
      if (f.bits.unsigned(start, 30) != 0) {
        f.number(MMSIS[count], start, 30);
        f.numberIfWhole(SEQNOS[count], start + 30, 2);
      }
      start += 32;
      count++;
    }
    if (count < 4 && f.has(start + 8)) {
      f.event.suspect(Flag.LENGTH);
    }
  }

  /** Message 10. */
  static void inquiry(AisFields f) {
    f.number(Field.DEST_MMSI, 40, 30);
  }

  /** Message 15: one station asked for one or two messages, a second one for one. */
  static void interrogation(AisFields f) {
    f.number(Field.MMSI1, 40, 30);
    f.number(Field.TYPE1_1, 70, 6);
    f.number(Field.OFFSET1_1, 76, 12);
    if (f.has(108)) {
      f.number(Field.TYPE1_2, 90, 6);
      f.number(Field.OFFSET1_2, 96, 12);
    }
    if (f.has(158)) {
      f.numberUnlessZero(Field.MMSI2, 110, 30);
      f.number(Field.TYPE2_1, 140, 6);
      f.number(Field.OFFSET2_1, 146, 12);
    }
  }

  /** Message 16: slots assigned to one or two stations. */
  static void assignment(AisFields f) {
    f.number(Field.MMSI1, 40, 30);
    f.number(Field.OFFSET1, 70, 12);
    f.number(Field.INCREMENT1, 82, 10);
    if (f.has(144)) {
      f.numberUnlessZero(Field.MMSI2, 92, 30);
      f.number(Field.OFFSET2, 122, 12);
      f.number(Field.INCREMENT2, 134, 10);
    }
  }

  /** Message 20: one to four reservations. One that reserves nothing says nothing. */
  static void linkManagement(AisFields f) {
    int start = 40;
    for (int i = 0; i < 4 && f.has(start + 30); i++) {
      if (f.bits.unsigned(start, 30) != 0) {
        f.number(OFFSETS[i], start, 12);
        f.number(NUMBERS[i], start + 12, 4);
        f.number(TIMEOUTS[i], start + 16, 3);
        f.number(INCREMENTS[i], start + 19, 11);
      }
      start += 30;
    }
  }

  /** Message 22: channels for an area, or for two stations. */
  static void channelManagement(AisFields f) {
    f.number(Field.CHANNEL_A, 40, 12);
    f.number(Field.CHANNEL_B, 52, 12);
    f.number(Field.TXRX, 64, 4);
    f.flag(Field.POWER, 68);
    boolean addressed = f.bits.flag(139);
    if (addressed) {
      f.number(Field.DEST1, 69, 30);
      f.number(Field.DEST2, 104, 30);
    } else {
      f.coarsePosition(Field.NE_LON, Field.NE_LAT, 69);
      f.coarsePosition(Field.SW_LON, Field.SW_LAT, 104);
    }
    f.out.bool(Field.ADDRESSED, addressed);
    f.flag(Field.BAND_A, 140);
    f.flag(Field.BAND_B, 141);
    f.number(Field.ZONESIZE, 142, 3);
  }

  /** Message 23: how a group of stations in an area is to report. */
  static void groupAssignment(AisFields f) {
    f.coarsePosition(Field.NE_LON, Field.NE_LAT, 40);
    f.coarsePosition(Field.SW_LON, Field.SW_LAT, 75);
    f.number(Field.STATION_TYPE, 110, 4);
    f.number(Field.SHIPTYPE, 114, 8);
    f.number(Field.TXRX, 144, 2);
    f.number(Field.INTERVAL, 146, 4);
    f.number(Field.QUIET, 150, 4);
  }
}
