package io.alidade.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/**
 * Reads one session's records in order. Writes nothing and takes no lock; the session may be
 * written meanwhile: after {@code next} has returned false without damage, it may return true
 * later. For one thread at a time; to interrupt that thread closes the file.
 */
public final class SessionReader implements AutoCloseable {
  private static final byte[] NOTHING = new byte[RecordLayout.HEADER_LENGTH];

  private final Path directory;
  private final Manifest manifest;
  private QueueFileReader queue;
  private IndexReader index;
  private Damage damage;

  private SessionReader(Path directory, Manifest manifest) {
    this.directory = directory;
    this.manifest = manifest;
  }

  public static SessionReader open(SessionInfo session) {
    return open(session.directory());
  }

  /**
   * Opens the session in a directory, before its first record.
   *
   * @throws JournalException when there is no session, or it may not be read
   */
  public static SessionReader open(Path sessionDirectory) {
    if (!Files.isDirectory(sessionDirectory)) {
      throw new JournalException(
          JournalException.Kind.ABSENT, sessionDirectory + ": no such session");
    }
    try {
      SessionReader reader = new SessionReader(sessionDirectory, Manifest.read(sessionDirectory));
      reader.openQueue();
      return reader;
    } catch (NoSuchFileException e) {
      throw new JournalException(
          JournalException.Kind.ABSENT, sessionDirectory + ": no such session", e);
    } catch (IOException e) {
      throw JournalException.io(sessionDirectory, e);
    }
  }

  /** The file appears with the first record. */
  private boolean openQueue() throws IOException {
    if (queue == null) {
      List<Path> files = QueueFileReader.files(directory);
      if (files.isEmpty()) {
        return false;
      }
      queue = new QueueFileReader(files.get(0), manifest);
    }
    return true;
  }

  private boolean wasEnded() {
    return manifest != null && manifest.ended();
  }

  /**
   * Goes to the next record and checks its magic, length, CRC and sequence.
   *
   * @return false at the end so far, or at the first damage; see {@link #damage()}
   * @throws JournalException when the file cannot be read (permission, a failing disk)
   */
  public boolean next() {
    if (damage != null) {
      return false;
    }
    if (wasEnded() && isPast(manifest)) {
      if (!manifest.damage().isEmpty()) {
        damage = new Damage(position(), manifest.lastSequence() + 1, manifest.damage());
      }
      return false;
    }
    try {
      if (openQueue() && queue.next()) {
        return true;
      }
    } catch (IOException e) {
      throw JournalException.io(directory, e);
    }
    damage = queue == null ? null : queue.damage();
    if (damage == null && wasEnded()) {
      long expected = queue == null ? manifest.firstSequence() : queue.expected();
      damage =
          new Damage(
              position(),
              expected,
              "the queue ends here, though the manifest goes on to " + manifest.lastSequence());
    }
    return false;
  }

  /** Whether the last record that a manifest of an ended session knows has been read. */
  private boolean isPast(Manifest ended) {
    return ended.records() == 0 || (queue != null && queue.expected() > ended.lastSequence());
  }

  private long position() {
    return queue == null ? 0 : queue.position();
  }

  /**
   * Goes to a sequence: {@code next} then gives the first record with this one or a later one.
   * Forgets any damage met before. O(log n) with the session's index; without it, or where what it
   * says does not check out, the session is read from its beginning or from a place before the
   * record.
   *
   * <p>A damaged place before the record is passed over. A record that is itself damaged, or lies
   * in a damaged place, is not: the reader then stands there, and {@link #damage()} says what is
   * wrong. The same holds for the other seeks. What lies behind the damage of a recovered session
   * is beyond its end and only to be had by salvage.
   *
   * @return false where there is no such record, so far or because of damage; the reader then
   *     stands at the end so far or at the damage. The current record is lost either way
   * @throws JournalException when the file cannot be read
   */
  public boolean seekSequence(long sequence) {
    try {
      if (!startSeek()) {
        return false;
      }
      long upTo = Math.min(sequence, end());
      jump(index == null ? 0 : index.lastUpTo(upTo));
      return walk(sequence, Long.MIN_VALUE, Math.min(sequence, end()), Long.MAX_VALUE);
    } catch (IOException e) {
      throw JournalException.io(directory, e);
    }
  }

  /**
   * Goes to a time: {@code next} then gives the first record whose time is this one or later. Times
   * may step back; records before it may then be later than records behind it, but none before it
   * is as late as this. Otherwise as {@link #seekSequence}.
   *
   * @param timeNs ns since 1970 (UTC)
   * @return false where there is no such record
   */
  public boolean seekTime(long timeNs) {
    try {
      if (!startSeek()) {
        return false;
      }
      jump(index == null ? 0 : index.lastBefore(timeNs));
      return walk(Long.MIN_VALUE, timeNs, end(), timeNs);
    } catch (IOException e) {
      throw JournalException.io(directory, e);
    }
  }

  /**
   * Goes to the last record up to this sequence that is marked as a {@link
   * RecordLayout#RESTART_POINT}; {@code next} then gives it. Otherwise as {@link #seekSequence}.
   *
   * @return false where there is none; the reader then stands at the session's beginning
   */
  public boolean seekRestartPoint(long sequence) {
    try {
      return startSeek() && seekRestart(Math.min(sequence, end()));
    } catch (IOException e) {
      throw JournalException.io(directory, e);
    }
  }

  /** Goes behind the last record so far. Returns what the sound records up to there add up to. */
  SessionTail seekEnd() {
    try {
      SessionTail tail = new SessionTail();
      if (!startSeek()) {
        return tail;
      }
      if (next()) {
        tail.first(record());
        int slot = jump(index == null ? 0 : index.lastUpTo(end()));
        tail.bytes(slot == 0 ? 0 : index.bytes());
        while (next()) {
          tail.add(record(), length());
        }
      }
      return tail;
    } catch (IOException e) {
      throw JournalException.io(directory, e);
    }
  }

  /** False where there is no queue file yet. */
  private boolean startSeek() throws IOException {
    damage = null;
    if (!openQueue()) {
      return false;
    }
    if (index == null) {
      index = IndexReader.open(directory);
    }
    queue.rewind();
    return true;
  }

  private long end() {
    return wasEnded() ? manifest.lastSequence() : Long.MAX_VALUE;
  }

  /**
   * Stands before the record of this entry of the index, or of the next one before it where a sound
   * record lies. Returns the entry's slot and leaves it current; 0 at the session's beginning.
   */
  private int jump(int slot) throws IOException {
    for (int i = slot; i > 0; i--) {
      if (index.entry(i)) {
        queue.seek(index.position(), index.sequence());
        if (queue.next()) {
          queue.seek(index.position(), index.sequence());
          return i;
        }
      }
    }
    queue.rewind();
    return 0;
  }

  /**
   * Reads on to the first record that has reached both, and steps back before it. Damage is passed
   * where the next sound record has a sequence up to {@code pastSequence} and a time before {@code
   * pastTimeNs}.
   */
  private boolean walk(long sequence, long timeNs, long pastSequence, long pastTimeNs)
      throws IOException {
    while (true) {
      long before = queue.position();
      if (next()) {
        long found = RecordBytes.sequence(record(), 0);
        if (found >= sequence && RecordBytes.timeNs(record(), 0) >= timeNs) {
          queue.seek(before, found);
          return true;
        }
      } else if (!passDamage(pastSequence, pastTimeNs)) {
        return false;
      }
    }
  }

  /** Behind the damage, if what is sought lies behind it for certain; else back before it. */
  private boolean passDamage(long pastSequence, long pastTimeNs) throws IOException {
    if (damage == null || (wasEnded() && isPast(manifest)) || queue == null) {
      return false;
    }
    long place = queue.position();
    long expected = queue.expected();
    if (queue.pass()
        && queue.expected() <= pastSequence
        && RecordBytes.timeNs(record(), 0) < pastTimeNs) {
      damage = null;
      return true;
    }
    queue.seek(place, expected);
    return false;
  }

  private boolean seekRestart(long sequence) throws IOException {
    int slot = jump(index == null ? 0 : index.lastUpTo(sequence));
    if (walkToRestart(sequence)) {
      return true;
    }
    if (slot == 0) {
      return beginning();
    }
    for (boolean known = index.entry(slot); known; known = index.entry(slot - 1)) {
      if (index.restart() == 0) {
        return beginning();
      }
      slot = Math.min(slot, index.restart());
      if (index.entry(slot) && index.isRestartPoint() && jump(slot) == slot && isRestartPoint()) {
        return true;
      }
    }
    beginning();
    return walkToRestart(sequence) || beginning();
  }

  private boolean beginning() {
    damage = null;
    queue.rewind();
    return false;
  }

  /** Whether the next record is one; stands before it afterwards. */
  private boolean isRestartPoint() throws IOException {
    long before = queue.position();
    long sequence = queue.expected();
    boolean marked = queue.next() && isMarked();
    queue.seek(before, sequence);
    return marked;
  }

  private boolean isMarked() {
    return (RecordBytes.marks(record(), 0) & RecordLayout.RESTART_POINT) != 0;
  }

  /** Reads up to the sequence, and goes back to the last restart point on the way. */
  private boolean walkToRestart(long upTo) throws IOException {
    long place = -1;
    long sequence = 0;
    while (true) {
      long before = queue.position();
      if (next()) {
        long found = RecordBytes.sequence(record(), 0);
        if (found > upTo) {
          break;
        }
        if (isMarked()) {
          place = before;
          sequence = found;
        }
      } else if (!passDamage(upTo, Long.MAX_VALUE)) {
        break;
      }
    }
    damage = null;
    if (place >= 0) {
      queue.seek(place, sequence);
    }
    return place >= 0;
  }

  /**
   * The current record, from index 0; valid for {@link #length()} bytes until the next call of
   * {@code next}. The array is reused, and replaced by a larger one where a record needs it.
   */
  public byte[] record() {
    return queue == null ? NOTHING : queue.record();
  }

  /** Bytes of the current record. */
  public int length() {
    return queue == null ? 0 : queue.length();
  }

  /** What stopped the reading for good, or null. */
  public Damage damage() {
    return damage;
  }

  /**
   * Whether nothing more will come: the reading was stopped by damage, or the session has ended and
   * its last record has been read. Reads the manifest: for the end of a follower's loop, not for
   * every record.
   */
  public boolean atEnd() {
    if (damage != null) {
      return true;
    }
    try {
      Manifest now = wasEnded() ? manifest : Manifest.read(directory);
      return now != null && now.ended() && isPast(now);
    } catch (IOException e) {
      throw JournalException.io(directory, e);
    }
  }

  @Override
  public void close() {
    if (index != null) {
      index.close();
    }
    if (queue != null) {
      try {
        queue.close();
      } catch (IOException e) {
        throw JournalException.io(directory, e);
      }
    }
  }
}
