package io.alidade.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Copies all sound records of a journal, whatever state it is in, into a new one.
 *
 * <p>A record is sound when its magic, length and CRC are right and its sequence is higher than
 * that of the one before. Records are looked for at every multiple of four bytes of the queue
 * files, so neither a broken record nor Chronicle's own data hides those behind it.
 *
 * <p>The new journal has the old one's epoch, session ids and sequences, byte for byte the same
 * records, and gives no sequence again that the old one has given: it takes the old one's place. Do
 * not go on writing to both. Where records are missing between others of a session, the new
 * session's manifest states the gap, and a reader passes over it.
 */
public final class Salvage {
  private static final String PARTIAL = ".partial";

  private Salvage() {}

  /**
   * Salvages a journal. Takes no lock on it and writes nothing there.
   *
   * @param to where the new journal is to be; nothing or an empty directory is there. It appears
   *     when it is complete; until then it is beside, with {@code .partial} behind its name
   * @param each is handed each session's result as soon as it is there
   * @throws JournalException when there is no journal at {@code from}, or no place for the new one
   */
  public static List<SalvagedSession> copy(Path from, Path to, Consumer<SalvagedSession> each) {
    List<Path> sessions = Sessions.directories(from);
    try {
      if (Files.exists(to) && !isEmptyDirectory(to)) {
        throw new JournalException(
            JournalException.Kind.ENVIRONMENT, to + ": is there already; name a new directory");
      }
      Path absolute = to.toAbsolutePath().normalize();
      Files.createDirectories(absolute.getParent());
      Path partial = absolute.resolveSibling(absolute.getFileName() + PARTIAL);
      if (Files.exists(partial)) {
        throw new JournalException(
            JournalException.Kind.ENVIRONMENT,
            partial + ": left by a salvage that was cut short; delete it");
      }
      Files.createDirectory(partial);
      List<SalvagedSession> results = copy(from, sessions, partial, each);
      Files.deleteIfExists(absolute);
      Files.move(partial, absolute, StandardCopyOption.ATOMIC_MOVE);
      KeyValueFile.forceDirectory(absolute.getParent());
      return results;
    } catch (IOException e) {
      throw JournalException.io(to, e);
    }
  }

  private static boolean isEmptyDirectory(Path path) throws IOException {
    if (!Files.isDirectory(path)) {
      return false;
    }
    try (Stream<Path> entries = Files.list(path)) {
      return entries.findAny().isEmpty();
    }
  }

  private static List<SalvagedSession> copy(
      Path from, List<Path> sessions, Path to, Consumer<SalvagedSession> each) throws IOException {
    RootDirectory.Identity identity = RootDirectory.identity(from);
    String epoch = identity != null ? identity.epoch() : epoch(sessions);
    RootDirectory.write(to, new RootDirectory.Identity(epoch, 0, 0));
    List<SalvagedSession> results = new ArrayList<>();
    long lastSequence = identity == null ? 0 : identity.lastSequence();
    long lastSession = identity == null ? 0 : identity.lastSession();
    try (Journal journal = Journal.open(to)) {
      for (Path session : sessions) {
        try {
          SalvagedSession result = copySession(session, journal);
          results.add(result);
          each.accept(result);
        } catch (NoSuchFileException e) {
          // Deleted meanwhile.
        }
        Manifest manifest = Manifest.read(session);
        lastSequence = Math.max(lastSequence, manifest == null ? 0 : manifest.lastSequence());
        lastSession = Math.max(lastSession, RootDirectory.number(session));
      }
      lastSequence = Math.max(lastSequence, journal.lastSequence());
    }
    RootDirectory.write(to, new RootDirectory.Identity(epoch, lastSequence, lastSession));
    return results;
  }

  /** As the newest session has it. */
  private static String epoch(List<Path> sessions) throws IOException {
    for (int i = sessions.size() - 1; i >= 0; i--) {
      Manifest manifest = Manifest.read(sessions.get(i));
      if (manifest != null) {
        return manifest.epoch();
      }
    }
    return UUID.randomUUID().toString();
  }

  private static SalvagedSession copySession(Path from, Journal journal) throws IOException {
    Manifest manifest = Manifest.read(from);
    List<Path> files = QueueFileReader.files(from);
    long before = journal.lastSequence();
    try (SessionWriter session = journal.beginSalvaged(from.getFileName().toString(), manifest)) {
      for (Path file : files) {
        try (QueueFileReader reader = new QueueFileReader(file, manifest)) {
          copyRecords(reader, session, before, manifest);
        }
      }
      if (KeepMark.isSet(from)) {
        Sessions.keep(journal.root(), session.id(), true);
      }
      session.close();
      return new SalvagedSession(
          session.id(), session.records(), missing(manifest, session), session.gaps().toString());
    }
  }

  private static void copyRecords(
      QueueFileReader reader, SessionWriter session, long before, Manifest manifest)
      throws IOException {
    long room = reader.greatestRecordCount();
    long known = manifest == null ? 0 : manifest.lastSequence();
    long greatest = session.records() == 0 ? Long.MAX_VALUE : session.firstSequence() + room;
    long position = 0;
    while (true) {
      long least = Math.max(before, session.lastSequence()) + 1;
      position = reader.nextSound(position, least, greatest);
      if (position < 0) {
        return;
      }
      session.append(reader.record(), 0, reader.length());
      position += reader.length();
      greatest = Math.max(known, session.firstSequence() + room);
    }
  }

  /** Of the sequences that the manifest states, and of those between the first and last found. */
  private static long missing(Manifest manifest, SessionWriter session) {
    boolean stated = manifest != null && manifest.ended() && manifest.records() > 0;
    long stillMissing = stated ? manifest.gaps().missing() : 0;
    if (session.records() == 0) {
      return stated ? manifest.records() : 0;
    }
    long first = session.firstSequence();
    long last = session.lastSequence();
    if (stated) {
      first = Math.min(first, manifest.firstSequence());
      last = Math.max(last, manifest.lastSequence());
    }
    return last - first + 1 - session.records() - stillMissing;
  }
}
