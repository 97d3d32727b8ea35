package io.alidade.journal;

import java.io.IOException;
import java.nio.file.Files;
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
  private long records;
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
    if (held) {
      held = false;
      return true;
    }
    if (damage != null) {
      return false;
    }
    if (wasEnded() && records == manifest.records()) {
      if (!manifest.damage().isEmpty()) {
        damage = new Damage(position(), manifest.lastSequence() + 1, manifest.damage());
      }
      return false;
    }
    try {
      if (openQueue() && queue.next()) {
        records++;
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

  private boolean held;

  /** Stub until the index is there. */
  public boolean seekRestartPoint(long sequence) {
    restart();
    long found = 0;
    while (next() && RecordBytes.sequence(record(), 0) <= sequence) {
      if ((record()[RecordLayout.RESERVED_OFFSET] & 1) != 0) {
        found = RecordBytes.sequence(record(), 0);
      }
    }
    restart();
    while (found > 0 && next()) {
      if (RecordBytes.sequence(record(), 0) == found) {
        held = true;
        return true;
      }
    }
    return false;
  }

  /** Stub until the index is there. */
  public boolean seekTime(long timeNs) {
    restart();
    while (next()) {
      if (RecordBytes.timeNs(record(), 0) >= timeNs) {
        held = true;
        return true;
      }
    }
    return false;
  }

  private void restart() {
    close();
    queue = null;
    records = 0;
    damage = null;
    held = false;
  }

  private long position() {
    return queue == null ? 0 : queue.position();
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
      return now != null && now.ended() && records >= now.records();
    } catch (IOException e) {
      throw JournalException.io(directory, e);
    }
  }

  @Override
  public void close() {
    if (queue != null) {
      try {
        queue.close();
      } catch (IOException e) {
        throw JournalException.io(directory, e);
      }
    }
  }
}
