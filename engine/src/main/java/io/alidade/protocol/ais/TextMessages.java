package io.alidade.protocol.ais;

import io.alidade.event.Field;

/** Safety-related text: messages 12 and 14 (M.1371-6 Annex 7). */
final class TextMessages {
  private TextMessages() {}

  /** Message 12. */
  static void addressed(AisFields f) {
    f.number(Field.SEQNO, 38, 2);
    f.number(Field.DEST_MMSI, 40, 30);
    f.flag(Field.RETRANSMIT, 70);
    f.text(Field.TEXT, 72, AisFields.MAX_TEXT);
  }

  /** Message 14. */
  static void broadcast(AisFields f) {
    f.text(Field.TEXT, 40, AisFields.MAX_TEXT);
  }
}
