package io.alidade.protocol.ais;

import io.alidade.event.Field;
import io.alidade.event.Flag;

/** Data for applications: messages 6, 8, 17, 25 and 26 (M.1371-6 Annex 7). */
final class BinaryMessages {
  private static final int COMMUNICATION_STATE = 20;
  private static final int ALIGNMENT = 4;
  private static final int MMSI = 30;
  private static final int SPARE = 2;
  private static final int APPLICATION = 16;

  private BinaryMessages() {}

  /** Message 6. */
  static void addressed(AisFields f) {
    f.number(Field.SEQNO, 38, 2);
    f.number(Field.DEST_MMSI, 40, MMSI);
    f.flag(Field.RETRANSMIT, 70);
    application(f, 72, f.bits.length());
  }

  /** Message 8. */
  static void broadcast(AisFields f) {
    application(f, 40, f.bits.length());
  }

  private static void application(AisFields f, int start, int end) {
    int dac = f.bits.unsigned(start, 10);
    int fid = f.bits.unsigned(start + 10, 6);
    f.out.integer(Field.DAC, dac);
    f.out.integer(Field.FID, fid);
    if (!Applications.write(f, dac, fid, start + APPLICATION, end)) {
      f.data(start + APPLICATION, end);
    }
  }

  /** Message 17: corrections for a satellite navigation system, as they came. */
  static void differential(AisFields f) {
    f.coarsePosition(Field.LON, Field.LAT, 40);
    f.data(80, f.bits.length());
  }

  /** Message 25. */
  static void singleSlot(AisFields f) {
    flaggedData(f, f.bits.length());
  }

  /** Message 26. */
  static void multiSlot(AisFields f) {
    int state = f.bits.length() - COMMUNICATION_STATE;
    flaggedData(f, state - ALIGNMENT);
    f.number(Field.RADIO, state, COMMUNICATION_STATE);
  }

  /** Data with flags that say whether a destination and an application identifier come first. */
  private static void flaggedData(AisFields f, int end) {
    boolean addressed = f.bits.flag(38);
    boolean structured = f.bits.flag(39);
    f.out.bool(Field.ADDRESSED, addressed);
    f.out.bool(Field.STRUCTURED, structured);
    int start = 40;
    if (addressed) {
      if (start + MMSI > end) {
        f.event.suspect(Flag.LENGTH);
        return;
      }
      f.number(Field.DEST_MMSI, start, MMSI);
      start += MMSI + SPARE;
    }
    if (structured) {
      if (start + APPLICATION > end) {
        f.event.suspect(Flag.LENGTH);
        return;
      }
      f.number(Field.APP_ID, start, APPLICATION);
      f.number(Field.DAC, start, 10);
      f.number(Field.FID, start + 10, 6);
      start += APPLICATION;
    }
    f.data(start, end);
  }
}
