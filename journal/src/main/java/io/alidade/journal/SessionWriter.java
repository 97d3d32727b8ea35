package io.alidade.journal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.CRC32C;

/**
 * Appends records to one session. The thread that appends first is the only one that may; it must
 * never be interrupted. {@link #records()}, {@link #bytes()}, {@link #forced()} and {@link
 * #force()} are for any thread.
 */
public final class SessionWriter implements AutoCloseable {
  private final Journal journal;
  private final Path directory;
  private final Manifest manifest;
  private final QueueAppender queue;
  private final IndexWriter index;
  private final SessionTotals totals = new SessionTotals();
  private final CRC32C crc = new CRC32C();
  private final SessionSync sync;
  private final AtomicLong acknowledged;
  private final AtomicLong records = new AtomicLong();
  private final AtomicLong bytes = new AtomicLong();
  private final boolean gapAllowed;
  private final boolean salvaging;
  private final Gaps gaps = new Gaps();
  private long lastSequence;
  private Thread appender;
  private boolean failed;
  private volatile boolean closed;

  /**
   * A writer for a directory with an open manifest.
   *
   * @param gapAllowed the first record may skip sequences
   * @param salvaging any record may
   */
  SessionWriter(
      Journal journal, Path directory, Manifest manifest, boolean gapAllowed, boolean salvaging) {
    this.journal = journal;
    this.directory = directory;
    this.manifest = manifest;
    this.gapAllowed = gapAllowed;
    this.salvaging = salvaging;
    this.lastSequence = journal.lastSequence();
    this.acknowledged = new AtomicLong(lastSequence);
    this.sync = new SessionSync(directory, lastSequence);
    this.index = new IndexWriter(directory, RootDirectory.number(directory), !salvaging);
    try {
      this.queue = new QueueAppender(directory, manifest.startTimeNs());
    } catch (IOException | RuntimeException | Error e) {
      throw failure("cannot create the queue", e);
    }
  }

  /** The session's id: the name of its directory. */
  public String id() {
    return manifest.session();
  }

  /**
   * Appends a record whose magic, length, marks, sequence and time are set, and sets its CRC in
   * place. When it returns, the record survives the death of this process. The first call makes
   * Chronicle's appender and the file (some ten milliseconds); after that nothing is allocated per
   * record.
   *
   * @param record holds the record; only its CRC field is written
   * @param offset where the record starts
   * @param length its bytes, {@value RecordLayout#HEADER_LENGTH} to {@value
   *     RecordLayout#MAX_LENGTH}
   * @throws IllegalArgumentException when magic or length do not fit; nothing was appended
   * @throws IllegalStateException when the sequence is not {@code lastSequence() + 1}, on a second
   *     thread, or after the end; nothing was appended. The first record of a session that follows
   *     a failed one may skip numbers
   * @throws JournalException when the append failed (disk full, a fault in the mapping). The
   *     session is dead then; its number is used up, since part of the record or all of it may lie
   *     in the file. Close it, and go on with a new session and a higher sequence
   */
  public synchronized void append(byte[] record, int offset, int length) {
    // Synchronized: to unmap the file under a running append would end the JVM.
    long sequence = accept(record, offset, length);
    RecordBytes.crc(record, offset, RecordBytes.computeCrc(crc, record, offset, length));
    try {
      queue.append(record, offset, length);
    } catch (Throwable e) {
      failed = true;
      journal.appendFailed(sequence);
      throw failure("cannot append record " + sequence, e);
    }
    if (sequence != lastSequence + 1 && totals.records() > 0) {
      gaps.add(lastSequence + 1, sequence - 1);
    }
    int rolling = totals.rollingCrc();
    totals.add(record, offset, length);
    index.appended(record, offset, length, queue.recordPosition(), rolling);
    lastSequence = sequence;
    acknowledged.lazySet(sequence);
    records.lazySet(totals.records());
    bytes.lazySet(totals.bytes());
    journal.appended(sequence);
  }

  private long accept(byte[] record, int offset, int length) {
    if (length < RecordLayout.HEADER_LENGTH
        || length > RecordLayout.MAX_LENGTH
        || offset < 0
        || offset > record.length - length
        || RecordBytes.magic(record, offset) != RecordLayout.MAGIC
        || RecordBytes.length(record, offset) != length) {
      throw new IllegalArgumentException(
          "no record of " + length + " bytes at " + offset + " of " + record.length);
    }
    if (Thread.currentThread() != appender) {
      if (appender != null) {
        throw new IllegalStateException("only " + appender.getName() + " appends here");
      }
      appender = Thread.currentThread();
    }
    if (closed || failed) {
      throw new IllegalStateException("session " + id() + " has ended");
    }
    long sequence = RecordBytes.sequence(record, offset);
    boolean skips = (salvaging || (gapAllowed && totals.records() == 0)) && sequence > lastSequence;
    if (sequence != lastSequence + 1 && !skips) {
      throw new IllegalStateException("sequence " + sequence + " after " + lastSequence);
    }
    return sequence;
  }

  private JournalException failure(String what, Throwable e) {
    String reason = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    return new JournalException(
        JournalException.Kind.ENVIRONMENT,
        directory
            + ": "
            + what
            + " ("
            + JournalException.oneLine(reason)
            + "); check the disk's free space and permissions",
        e);
  }

  /** Sum of the lengths of the records so far. */
  public long bytes() {
    return bytes.get();
  }

  /** Records so far. */
  public long records() {
    return records.get();
  }

  /**
   * Makes what has been appended before this call survive a power failure. Takes what the disk
   * takes (0.1 ms to many) where there is something new, and nothing else. For the appending thread
   * (after a batch), or for one other thread at a time beside it; of several callers each waits for
   * the one before it. After the session's end it does nothing: closing has done it.
   *
   * @throws JournalException when the disk refuses, and from then on: what could not be written may
   *     be lost. Close the session then, and go on in a new one
   */
  public void force() {
    try {
      sync.force(acknowledged.get());
    } catch (IOException e) {
      throw JournalException.io(directory, e);
    }
  }

  /**
   * The last sequence that survives a power failure, as do all before it: that of the last record
   * before this session, until {@link #force()} or {@code close} has returned. For any thread.
   */
  public long forced() {
    return sync.forced();
  }

  /** For salvage: of the first record; 0 = none. */
  long firstSequence() {
    return totals.firstSequence();
  }

  /** For salvage: of the last record; 0 = none. */
  long lastSequence() {
    return totals.lastSequence();
  }

  Gaps gaps() {
    return gaps;
  }

  boolean isClosed() {
    return closed;
  }

  /**
   * Ends the session: closes the queue, makes it durable and writes the manifest. Idempotent, and
   * for any thread: an append in progress is waited for, later ones are refused. After a failed
   * append the session is counted by reading it, and its manifest says recovered.
   *
   * @throws JournalException when the manifest cannot be written; the next {@link Journal#open}
   *     recovers the session
   */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    index.close();
    try {
      queue.close();
    } catch (IOException | RuntimeException | Error e) {
      failed = true; // What counts is what can be read back.
    }
    try {
      if (failed) {
        settle();
      } else {
        seal();
      }
      journal.ended();
    } catch (IOException e) {
      throw JournalException.io(directory, e);
    }
  }

  private void seal() throws IOException {
    long headLength = 0;
    int headCrc = 0;
    for (Path file : QueueFileReader.files(directory)) {
      try (QueueFileReader reader = new QueueFileReader(file, manifest)) {
        if (reader.next()) {
          headLength = reader.headLength();
          headCrc = reader.headCrc(headLength);
        }
        reader.seek(queue.position(), lastSequence + 1);
        reader.trim();
      }
    }
    sync.close(lastSequence);
    manifest.closed(totals, headLength, headCrc, gaps).write(directory);
  }

  private void settle() throws IOException {
    SessionScan scan = SessionScan.settled(directory, manifest, totals.records());
    String damage = "";
    if (scan.totals.records() < totals.records()) {
      damage = scan.damage != null ? scan.damage.toString() : "the last records were not written";
    }
    sync.close(scan.totals.lastSequence());
    manifest.recovered(scan.totals, damage).write(directory);
  }
}
