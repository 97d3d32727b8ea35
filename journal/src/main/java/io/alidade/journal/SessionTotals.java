package io.alidade.journal;

/**
 * Running counts over a session's records; what the manifest states. The rolling CRC is the CRC32C
 * of the records' CRC fields (4 bytes each, as they lie in the record), in order; it can be gone on
 * with from its value, for which Java's own has no way. Not thread-safe; allocates nothing per
 * record.
 */
final class SessionTotals {
  /** Of CRC32C's polynomial, 0x1EDC6F41, bits reversed; for a byte at a time. */
  private static final int[] TABLE = new int[256];

  static {
    for (int i = 0; i < TABLE.length; i++) {
      int crc = i;
      for (int bit = 0; bit < 8; bit++) {
        crc = (crc & 1) == 0 ? crc >>> 1 : crc >>> 1 ^ 0x82F63B78;
      }
      TABLE[i] = crc;
    }
  }

  private int rolling;
  private long records;
  private long bytes;
  private long firstSequence;
  private long lastSequence;
  private long firstTimeNs;
  private long lastTimeNs;
  private long maxTimeNs;

  /** Counts a record whose CRC field is set. */
  void add(byte[] record, int offset, int length) {
    lastSequence = RecordBytes.sequence(record, offset);
    lastTimeNs = RecordBytes.timeNs(record, offset);
    if (records == 0) {
      firstSequence = lastSequence;
      firstTimeNs = lastTimeNs;
      maxTimeNs = lastTimeNs;
    }
    maxTimeNs = Math.max(maxTimeNs, lastTimeNs);
    records++;
    bytes += length;
    int crc = ~rolling;
    for (int i = offset + RecordLayout.CRC_OFFSET; i < offset + RecordLayout.LENGTH_OFFSET; i++) {
      crc = TABLE[(crc ^ record[i]) & 0xFF] ^ crc >>> 8;
    }
    rolling = ~crc;
  }

  /**
   * Counts all records from the first to the one before an index entry, by what the entry says. The
   * entry's own record must be added next.
   */
  void resume(byte[] first, IndexReader entry) {
    firstSequence = RecordBytes.sequence(first, 0);
    firstTimeNs = RecordBytes.timeNs(first, 0);
    records = entry.sequence() - firstSequence;
    bytes = entry.bytes();
    maxTimeNs = entry.timeNs();
    rolling = entry.rollingCrc();
  }

  long records() {
    return records;
  }

  long bytes() {
    return bytes;
  }

  long firstSequence() {
    return firstSequence;
  }

  long lastSequence() {
    return lastSequence;
  }

  long firstTimeNs() {
    return firstTimeNs;
  }

  long lastTimeNs() {
    return lastTimeNs;
  }

  /** The greatest time; not the last one's where the clock was set back. */
  long maxTimeNs() {
    return maxTimeNs;
  }

  int rollingCrc() {
    return rolling;
  }
}
