package io.alidade.journal;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * A session's {@code index}: places in the queue file from which reading can begin. It is a hint.
 * Nothing in it is believed before the record at the place has been found sound, and a session
 * without it, or with a bad one, only takes longer to seek in.
 *
 * <p>The file is a row of slots of {@value #SLOT} bytes, all integers little endian. Slot 0 is the
 * head, the others are entries in the order of the records:
 *
 * <pre>
 *           0        4        8                16               24               32
 *           +--------+--------+----------------+----------------+----------------+
 *   head    | magic  | slot   | session number | zero           | zero           |
 *   entry   | sequence        | time           | position       | bytes          |
 *           +--------+--------+----------------+----------------+----------------+
 *           32       36       40       44       48
 *           +--------+--------+--------+--------+
 *   head    | sums   | zero   | zero   | crc32c |
 *   entry   | marks  | restart| rolling| crc32c |
 *           +--------+--------+--------+--------+
 * </pre>
 *
 * <ul>
 *   <li>{@code sequence} of the record, i64
 *   <li>{@code time} is the greatest time of the session's records before this one, i64; the least
 *       i64 in the first entry
 *   <li>{@code position} of the record's length word in the queue file, i64
 *   <li>{@code bytes} is the sum of the lengths of the session's records before this one, i64
 *   <li>{@code marks} of the record, u32
 *   <li>{@code restart} is the slot of the last restart point up to this record, u32; 0 = none
 *   <li>{@code rolling} is the CRC of the session's records before this one as in its manifest,
 *       u32; where {@code sums} is 1 and not 0, as earlier versions left it. Then also no sequence
 *       is missing within the session
 *   <li>{@code crc32c} covers the slot's other bytes; a slot whose CRC does not match (also an
 *       empty one) is passed over
 * </ul>
 */
final class IndexLayout {
  static final String FILE_NAME = "index";

  /** "ALX" and version 1. */
  static final int MAGIC = 0x01_58_4C_41;

  static final int SLOT = 48;

  static final int MAGIC_AT = 0;
  static final int SLOT_AT = 4;
  static final int NUMBER_AT = 8;
  static final int SUMS_AT = 32;

  static final int SEQUENCE_AT = 0;
  static final int TIME_AT = 8;
  static final int POSITION_AT = 16;
  static final int BYTES_AT = 24;
  static final int MARKS_AT = 32;
  static final int RESTART_AT = 36;
  static final int ROLLING_AT = 40;
  static final int CRC_AT = 44;

  /** There is an entry at the latest after so many records ... */
  static final int RECORDS = 1024;

  /** ... or so many bytes of the queue file: what a seek reads is the smaller of the two. */
  static final int BYTES = 1 << 18;

  private IndexLayout() {}

  /** The CRC of the slot at the buffer's beginning. Leaves position and limit as they are. */
  static int crc(CRC32C crc, ByteBuffer slot) {
    int position = slot.position();
    int limit = slot.limit();
    crc.reset();
    slot.position(0).limit(CRC_AT);
    crc.update(slot);
    slot.limit(limit).position(position);
    return (int) crc.getValue();
  }
}
