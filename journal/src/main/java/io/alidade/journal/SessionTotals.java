package io.alidade.journal;

import java.util.zip.CRC32C;

/**
 * Running counts over a session's records; what the manifest states. The rolling CRC is the CRC32C
 * of the records' CRC fields (4 bytes each, as they lie in the record), in order. Not thread-safe;
 * allocates nothing per record.
 */
final class SessionTotals {
  private final CRC32C rolling = new CRC32C();
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
    rolling.update(record, offset + RecordLayout.CRC_OFFSET, Integer.BYTES);
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
    return (int) rolling.getValue();
  }
}
