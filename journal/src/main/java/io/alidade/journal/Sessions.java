package io.alidade.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The sessions of a journal. Takes no lock, works while a writer is running, and writes nothing but
 * the mark of {@link #keep}.
 */
public final class Sessions {
  private Sessions() {}

  /**
   * All sessions in the order in which they were written: by the number at the end of their ids,
   * which is also the order of the ids unless the clock was set back. An ended session is taken at
   * its manifest's word; of any other the first record is read and, by way of its index, the last.
   *
   * @throws JournalException when there is no journal, or it may not be read
   */
  public static List<SessionInfo> list(Path root) {
    List<SessionInfo> infos = new ArrayList<>();
    for (Path directory : directories(root)) {
      try {
        infos.add(info(directory));
      } catch (NoSuchFileException e) {
        // Deleted meanwhile.
      } catch (JournalException e) {
        if (e.kind() != JournalException.Kind.ABSENT) {
          throw e;
        }
      } catch (IOException e) {
        throw JournalException.io(directory, e);
      }
    }
    return infos;
  }

  /**
   * The session in which {@link SessionReader#seekSequence} finds the first record with this
   * sequence or a later one: the one that holds the sequence or, where that one is gone, the next.
   *
   * @return empty where there is no such record so far
   * @throws JournalException when there is no journal, or it may not be read
   */
  public static Optional<SessionInfo> findSequence(Path root, long sequence) {
    return find(
        root,
        manifest -> manifest.lastSequence() >= sequence,
        reader -> reader.seekSequence(sequence));
  }

  /**
   * The session in which {@link SessionReader#seekTime} finds the first record whose time is this
   * one or later. Times may step back, also from one session to the next; the first one in the
   * order of writing counts.
   *
   * @param timeNs ns since 1970 (UTC)
   * @return empty where there is no such record so far
   * @throws JournalException when there is no journal, or it may not be read
   */
  public static Optional<SessionInfo> findTime(Path root, long timeNs) {
    return find(
        root, manifest -> manifest.maxTimeNs() >= timeNs, reader -> reader.seekTime(timeNs));
  }

  private static Optional<SessionInfo> find(
      Path root, Predicate<Manifest> ended, Predicate<SessionReader> running) {
    for (Path directory : directories(root)) {
      try {
        Manifest manifest = Manifest.read(directory);
        if (holds(directory, manifest, ended, running)) {
          return Optional.of(info(directory));
        }
      } catch (NoSuchFileException e) {
        // Deleted meanwhile.
      } catch (JournalException e) {
        if (e.kind() != JournalException.Kind.ABSENT) {
          throw e;
        }
      } catch (IOException e) {
        throw JournalException.io(directory, e);
      }
    }
    return Optional.empty();
  }

  private static boolean holds(
      Path directory,
      Manifest manifest,
      Predicate<Manifest> ended,
      Predicate<SessionReader> running)
      throws IOException {
    if (manifest != null && manifest.ended()) {
      return manifest.records() > 0 && ended.test(manifest);
    }
    try (SessionReader reader = SessionReader.open(directory)) {
      return running.test(reader);
    }
  }

  /**
   * Marks a session so that retention leaves it alone, or takes the mark away; durable when it
   * returns. For any process, whether the journal is open or not.
   *
   * @throws JournalException when there is no journal or no such session, or it may not be written
   */
  public static void keep(Path root, String id, boolean keep) {
    for (Path directory : directories(root)) {
      if (directory.getFileName().toString().equals(id)) {
        try {
          KeepMark.set(directory, keep);
          return;
        } catch (NoSuchFileException e) {
          break; // Deleted meanwhile.
        } catch (IOException e) {
          throw JournalException.io(directory, e);
        }
      }
    }
    throw new JournalException(
        JournalException.Kind.ABSENT,
        root + ": no session '" + id + "'; 'sessions' lists those that there are");
  }

  static List<Path> directories(Path root) {
    try {
      if (!RootDirectory.isJournal(root)) {
        String what = Files.isDirectory(root) ? "is no journal" : "there is no such directory";
        throw new JournalException(
            JournalException.Kind.ABSENT,
            root + ": " + what + "; give the directory that a station journals to");
      }
      return RootDirectory.sessions(root);
    } catch (IOException e) {
      throw JournalException.io(root, e);
    }
  }

  private static SessionInfo info(Path directory) throws IOException {
    Manifest manifest = Manifest.read(directory);
    if (manifest != null && manifest.ended()) {
      return manifest.info(directory);
    }
    SessionTail tail;
    try (SessionReader reader = SessionReader.open(directory)) {
      tail = reader.seekEnd();
    }
    return new SessionInfo(
        directory.getFileName().toString(),
        directory,
        false,
        false,
        tail.firstSequence(),
        tail.lastSequence(),
        tail.firstTimeNs(),
        tail.lastTimeNs(),
        tail.records(),
        tail.bytes(),
        0,
        KeepMark.isSet(directory));
  }
}
