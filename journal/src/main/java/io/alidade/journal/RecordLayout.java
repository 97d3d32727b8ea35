package io.alidade.journal;

/**
 * Where the journal's own part of a record lies. All integers are little endian.
 *
 * <pre>
 *   0        4        8        12       16                24                32
 *   +--------+--------+--------+--------+-----------------+-----------------+----------
 *   | magic  | crc32c | length | marks  |    sequence     |      time       | payload
 *   +--------+--------+--------+--------+-----------------+-----------------+----------
 *     u32      u32      u32      u32      i64               i64 ns since 1970 (UTC)
 * </pre>
 *
 * {@code length} counts the whole record, this header included. {@code crc32c} (RFC 3720) covers
 * bytes 8 to {@code length}. The magic's highest byte is the layout's version. {@code marks} are
 * bits that the caller sets before it appends; those without a name are zero, and a reader passes
 * over the ones that it does not know.
 */
public final class RecordLayout {
  /** "ALD" and version 1. */
  public static final int MAGIC = 0x01_44_4C_41;

  public static final int MAGIC_OFFSET = 0;
  public static final int CRC_OFFSET = 4;
  public static final int LENGTH_OFFSET = 8;
  public static final int MARKS_OFFSET = 12;

  public static final int SEQUENCE_OFFSET = 16;
  public static final int TIME_OFFSET = 24;
  public static final int HEADER_LENGTH = 32;

  /**
   * Mark: a reader can begin here, since this record and those behind it need nothing from before.
   * Found by {@link SessionReader#seekRestartPoint}.
   */
  public static final int RESTART_POINT = 1;

  /** First byte that the CRC covers. */
  public static final int CRC_START = LENGTH_OFFSET;

  /** The longest record that is accepted on reading, bytes. */
  public static final int MAX_LENGTH = 1 << 20;

  private RecordLayout() {}
}
