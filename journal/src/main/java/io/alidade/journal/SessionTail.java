package io.alidade.journal;

/** First and last record of a session that has not ended, and what lies between, by the index. */
final class SessionTail {
  private long firstSequence;
  private long firstTimeNs;
  private long lastSequence;
  private long lastTimeNs;
  private long bytes;

  void first(byte[] record) {
    firstSequence = RecordBytes.sequence(record, 0);
    firstTimeNs = RecordBytes.timeNs(record, 0);
  }

  void bytes(long before) {
    bytes = before;
  }

  void add(byte[] record, int length) {
    lastSequence = RecordBytes.sequence(record, 0);
    lastTimeNs = RecordBytes.timeNs(record, 0);
    bytes += length;
  }

  long firstSequence() {
    return firstSequence;
  }

  long firstTimeNs() {
    return firstTimeNs;
  }

  long lastSequence() {
    return lastSequence;
  }

  long lastTimeNs() {
    return lastTimeNs;
  }

  /** Sequences have no gaps within a session. */
  long records() {
    return lastSequence == 0 ? 0 : lastSequence - firstSequence + 1;
  }

  long bytes() {
    return bytes;
  }
}
