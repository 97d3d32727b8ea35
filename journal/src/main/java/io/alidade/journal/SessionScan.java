package io.alidade.journal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * What a session's queue file holds, found by reading all of it or, where that may be, its end. Of
 * a session that is being written it is a snapshot.
 */
final class SessionScan {
  /** How the records end. */
  enum Tail {
    /** With the last record. */
    WHOLE,
    /** With the beginnings of a record whose append never returned. */
    TORN,
    /** With something that cannot be read, or before records that are still there. */
    DAMAGED
  }

  /** How often a record in the making is looked at again; the first one of a JVM takes its time. */
  private static final int PATIENCE = 500;

  private static final long PAUSE_NS = 1_000_000;

  final SessionTotals totals = new SessionTotals();
  Tail tail = Tail.WHOLE;

  /** Where and why the records end, unless they are whole. */
  Damage damage;

  /** The highest sequence in the file, records behind a damage included. */
  long highestSequence;

  /** First record followed by bytes that should be zero; 0 = none. */
  long dirtyPadding;

  boolean headChanged;
  int files;

  private SessionScan() {}

  /**
   * For readers. The manifest, where there is one, bounds a session that has ended; in any other a
   * record may be in the making, which is waited for.
   */
  static SessionScan of(Path directory, Manifest manifest) throws IOException {
    boolean ended = manifest != null && manifest.ended();
    long limit = ended ? manifest.records() : Long.MAX_VALUE;
    return of(directory, manifest, limit, ended ? 0 : PATIENCE, false, false);
  }

  /**
   * For the writer, when nobody appends: reads no more than {@code limit} records, and cuts off the
   * free rest of the file.
   */
  static SessionScan settled(Path directory, Manifest manifest, long limit) throws IOException {
    return of(directory, manifest, limit, 0, true, false);
  }

  /**
   * The same for all records of a session whose writer died while the system lived on: what was
   * appended is there, and is read from the index's last entry on. Damage before that is left for a
   * check to find, as it is in a session that ended.
   */
  static SessionScan settledByIndex(Path directory, Manifest manifest) throws IOException {
    return of(directory, manifest, Long.MAX_VALUE, 0, true, true);
  }

  private static SessionScan of(
      Path directory, Manifest manifest, long limit, int patience, boolean trim, boolean byIndex)
      throws IOException {
    SessionScan scan = new SessionScan();
    // Before the queue: a writer may be at work.
    long told = limit == Long.MAX_VALUE ? IndexReader.lastSequence(directory) : 0;
    List<Path> files = QueueFileReader.files(directory);
    scan.files = files.size();
    if (files.isEmpty()) {
      scan.compare(told, 0);
      return scan;
    }
    try (QueueFileReader reader = new QueueFileReader(files.get(0), manifest)) {
      if (manifest != null && manifest.headLength() > 0) {
        scan.headChanged = reader.headCrc(manifest.headLength()) != manifest.headCrc();
      }
      if (byIndex) {
        scan.resume(directory, reader);
      }
      scan.read(reader, limit, patience);
      scan.compare(told, reader.position());
      if (trim && scan.tail == Tail.WHOLE) {
        reader.trim();
      }
    }
    return scan;
  }

  /** Goes to the last entry of the index whose record is sound, if there is one. */
  private void resume(Path directory, QueueFileReader reader) throws IOException {
    try (IndexReader index = IndexReader.open(directory)) {
      if (index == null || !index.hasSums() || !reader.next()) {
        reader.rewind();
        return;
      }
      byte[] first = Arrays.copyOf(reader.record(), RecordLayout.HEADER_LENGTH);
      for (int slot = index.last(); slot > 1; slot--) {
        if (index.entry(slot)) {
          reader.seek(index.position(), index.sequence());
          if (reader.next()) {
            reader.seek(index.position(), index.sequence());
            totals.resume(first, index);
            return;
          }
        }
      }
      reader.rewind();
    }
  }

  /** The index is a hint, but whoever wrote it had appended that record. */
  private void compare(long told, long position) {
    highestSequence = Math.max(highestSequence, told);
    if (told > totals.lastSequence() && tail != Tail.DAMAGED) {
      tail = Tail.DAMAGED;
      String reason = "the queue ends here, though the index goes on to " + told;
      damage = new Damage(position, Math.max(1, totals.lastSequence() + 1), reason);
    }
  }

  private void read(QueueFileReader reader, long limit, int patience) throws IOException {
    QueueFileReader.Beyond beyond;
    do {
      while (totals.records() < limit && reader.next()) {
        add(reader);
      }
      if (reader.damage() == null) {
        reader.atRecord(); // An index page may follow the last record.
      }
      beyond = reader.beyond();
    } while (!beyond.empty()
        && reader.damage() == null
        && totals.records() < limit
        && comesReady(reader, beyond.records() > 1 ? 0 : patience));
    judge(reader, beyond);
    highestSequence =
        Math.max(totals.lastSequence(), tail == Tail.DAMAGED ? beyond.lastSequence() : 0);
  }

  /**
   * There is more: come meanwhile, in the making, or left by a dead writer for good. Only the first
   * of several can have been in the making.
   */
  private static boolean comesReady(QueueFileReader reader, int patience) throws IOException {
    for (int i = 0; i < patience; i++) {
      if (reader.atRecord()) {
        return true;
      }
      LockSupport.parkNanos(PAUSE_NS);
    }
    return reader.atRecord();
  }

  private void add(QueueFileReader reader) throws IOException {
    totals.add(reader.record(), 0, reader.length());
    if (dirtyPadding == 0 && !reader.paddingIsZero()) {
      dirtyPadding = totals.lastSequence();
    }
  }

  private void judge(QueueFileReader reader, QueueFileReader.Beyond beyond) {
    long next = reader.expected();
    // The record's bytes may be all there: the word before them comes last.
    boolean unfinished =
        beyond.records() == 0 || (beyond.records() == 1 && beyond.firstSequence() == next);
    if (reader.damage() != null) {
      tail = Tail.DAMAGED;
      damage = withSurvivors(reader.damage(), beyond);
    } else if (beyond.records() > 0 && !unfinished) {
      tail = Tail.DAMAGED;
      damage = withSurvivors(new Damage(reader.position(), next, "the queue ends here"), beyond);
    } else if (!beyond.empty()) {
      tail = Tail.TORN;
      damage = new Damage(reader.position(), next, "a record was begun and not finished");
    }
  }

  private static Damage withSurvivors(Damage damage, QueueFileReader.Beyond beyond) {
    if (beyond.records() == 0) {
      return damage;
    }
    return new Damage(
        damage.position(),
        damage.sequence(),
        damage.reason()
            + "; behind it lie "
            + beyond.records()
            + " whole records, "
            + beyond.firstSequence()
            + " to "
            + beyond.lastSequence());
  }
}
