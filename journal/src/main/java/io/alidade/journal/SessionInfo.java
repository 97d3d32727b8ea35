package io.alidade.journal;

import java.nio.file.Path;

/**
 * One session of a journal, as its manifest states it; for a session that has not ended, as far as
 * it went when it was listed.
 *
 * @param id the directory's name: start time (UTC) and a number that rises with every session
 * @param directory where it lies
 * @param closed true when its writer ended it in order
 * @param recovered true when its writer died or failed, and what it left has been counted since.
 *     Neither closed nor recovered: being written, or not recovered yet
 * @param firstSequence sequence of the first record; 0 without records
 * @param lastSequence sequence of the last record; 0 without records
 * @param firstTimeNs time of the first record, ns since 1970 (UTC); 0 without records
 * @param lastTimeNs time of the last record, ns since 1970 (UTC); 0 without records
 * @param records number of records
 * @param bytes sum of the records' lengths, without Chronicle's own bytes
 * @param rollingCrc CRC32C over the records' CRC fields (4 bytes each) in order; 0 before it has
 *     ended
 * @param kept whether retention leaves it alone; see {@link Sessions#keep}
 */
public record SessionInfo(
    String id,
    Path directory,
    boolean closed,
    boolean recovered,
    long firstSequence,
    long lastSequence,
    long firstTimeNs,
    long lastTimeNs,
    long records,
    long bytes,
    int rollingCrc,
    boolean kept) {

  /** Sequences missing between the first and the last record; more than 0 only after salvage. */
  public long missing() {
    return records == 0 ? 0 : lastSequence - firstSequence + 1 - records;
  }

  /** True when no record will be added any more. */
  public boolean ended() {
    return closed || recovered;
  }
}
