package io.alidade.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The appending side of one journal: a root directory with a directory per session and one sequence
 * over all of them. One process at a time; within it, one thread at a time, except {@link
 * #epoch()}, {@link #lastSequence()} and {@code prune}, which any thread may call.
 */
public final class Journal implements AutoCloseable {
  private static final String LOCK = "lock";

  /** Roots that this process holds: to open a lock file a second time would drop its lock. */
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  private final Path root;
  private final String software;
  private final FileChannel lock;
  private final AtomicLong lastSequence = new AtomicLong();
  private String epoch;
  private volatile long lastSession;
  private boolean gapAllowed;
  private final Pruning pruning;
  private final Continuity continuity;
  private SessionWriter session;
  private volatile boolean closed;

  private Journal(Path root, String software, FileChannel lock) {
    this.root = root;
    this.software = software;
    this.lock = lock;
    this.pruning = new Pruning(root);
    this.continuity = new Continuity(root);
  }

  /** As {@link #open(Path, String)} with this library's own version. */
  public static Journal open(Path root) {
    String version = Journal.class.getPackage().getImplementationVersion();
    return open(root, version == null ? "unknown" : version);
  }

  /**
   * Opens a journal for appending, or creates it. Sessions that did not end are read up to their
   * last whole record, and their manifests written as recovered; this takes as long as reading them
   * does. Damage in a session never keeps a journal from being opened.
   *
   * <p>Where sequences may have been given to what the journal does not hold ({@link #breakOff}, or
   * the system went down before the journal was closed), it gets another epoch: its sequences go on
   * behind its last record, and may have been seen with other events.
   *
   * @param root the directory; created where it does not exist
   * @param software the writing program's version, for the manifests
   * @throws JournalException when another process (or this one) has it open, or the directory
   *     cannot be read and written
   */
  public static Journal open(Path root, String software) {
    try {
      Files.createDirectories(root);
      Path real = root.toRealPath();
      if (!HELD.add(real)) {
        throw inUse(root, "this process");
      }
      try {
        return open(real, root, software);
      } catch (Throwable e) {
        HELD.remove(real);
        throw e;
      }
    } catch (IOException e) {
      throw JournalException.io(root, e);
    }
  }

  private static Journal open(Path real, Path given, String software) throws IOException {
    Path file = real.resolve(LOCK);
    FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    try {
      FileLock lock = channel.tryLock();
      if (lock == null) {
        throw inUse(given, "process " + Files.readString(file).strip());
      }
      String pid = ProcessHandle.current().pid() + "\n";
      channel.truncate(0);
      channel.write(ByteBuffer.wrap(pid.getBytes(StandardCharsets.US_ASCII)));
      Journal journal = new Journal(real, software, channel);
      journal.load();
      return journal;
    } catch (Throwable e) {
      channel.close();
      throw e;
    }
  }

  private static JournalException inUse(Path root, String by) {
    return new JournalException(
        JournalException.Kind.ENVIRONMENT,
        root + ": " + by + " has this journal open; stop it or choose another directory");
  }

  private void load() throws IOException {
    try {
      Pruning.sweep(root);
    } catch (IOException e) {
      // What was to be deleted is in nobody's way.
    }
    RootDirectory.Identity identity = RootDirectory.identity(root);
    boolean goesOn = identity != null && (identity.lastSession() == 0 || continuity.holds());
    epoch = goesOn ? identity.epoch() : UUID.randomUUID().toString();
    long last = identity == null ? 0 : identity.lastSequence();
    lastSession = identity == null ? 0 : identity.lastSession();
    long written = 0;
    for (Path directory : RootDirectory.sessions(root)) {
      Manifest manifest = Manifest.read(directory);
      boolean ended = manifest != null && manifest.ended();
      written =
          Math.max(
              written, ended ? manifest.lastSequence() : recover(directory, manifest, written + 1));
      lastSession = Math.max(lastSession, RootDirectory.number(directory));
    }
    lastSequence.set(Math.max(last, written));
    RootDirectory.Identity now = identity();
    if (!now.equals(identity)) {
      RootDirectory.write(root, now);
    }
    continuity.begin();
  }

  /** Settles a session that nobody ended. Returns the highest sequence that was found in it. */
  private long recover(Path directory, Manifest manifest, long least) throws IOException {
    String id = directory.getFileName().toString();
    Manifest open = manifest;
    if (open == null) {
      open = Manifest.opened(epoch, id, software, RootDirectory.startTimeNs(id), least);
    }
    SessionScan scan = SessionScan.settled(directory, open, Long.MAX_VALUE);
    new SessionSync(directory, 0).close(0); // What the manifest states must be there.
    String damage = scan.tail == SessionScan.Tail.DAMAGED ? scan.damage.toString() : "";
    open.recovered(scan.totals, damage).write(directory);
    return scan.highestSequence;
  }

  private RootDirectory.Identity identity() {
    return new RootDirectory.Identity(epoch, lastSequence.get(), lastSession);
  }

  /** A pruning thread may come together with the one that begins and ends sessions. */
  private void writeIdentity() throws IOException {
    synchronized (lastSequence) {
      RootDirectory.write(root, identity());
    }
  }

  /**
   * The journal's identity: random, made when the root was created, and made anew by {@link #open}
   * when sequences may have been given twice. Epoch and sequence together name an event for good.
   */
  public String epoch() {
    return epoch;
  }

  /** Sequence of the last record over all sessions; 0 for an empty journal. */
  public long lastSequence() {
    return lastSequence.get();
  }

  /**
   * Gives up sequence numbers: those up to this one have been used for what was never appended.
   * Between two sessions only; a number that is behind the last one changes nothing.
   */
  public void skipTo(long sequence) {
    if (sequence > lastSequence.get()) {
      lastSequence.set(sequence);
    }
  }

  /**
   * Says that sequences are going to be given to what will not be appended; before that is shown to
   * anybody. Until the next session begins, behind them (see {@link #skipTo}), the end of this
   * process costs the journal its epoch. Needs no room on the disk. For any thread.
   */
  public void breakOff() {
    continuity.breakOff();
  }

  /**
   * Says that nothing is shown to anybody before {@link SessionWriter#force()} has returned, so
   * that the end of the system does not cost the journal its epoch.
   */
  public void forcesBeforeShowing() {
    try {
      continuity.always();
    } catch (IOException e) {
      throw JournalException.io(root, e);
    }
  }

  /** The id that a session would have that begins next, at a time, ns since 1970. */
  public String nextSessionId(long startTimeNs) {
    return RootDirectory.sessionId(startTimeNs, lastSession + 1);
  }

  /**
   * Begins a session: a new directory with an open manifest.
   *
   * @param startTimeNs the session's start, ns since 1970 (UTC); gives its id and nothing else
   * @throws JournalException when the directory cannot be written
   * @throws IllegalStateException when the last session has not been closed
   */
  public SessionWriter beginSession(long startTimeNs) {
    String id = RootDirectory.sessionId(startTimeNs, lastSession + 1);
    return begin(id, software, startTimeNs, false);
  }

  /** For salvage: a session as it was in another journal. Any of its records may skip sequences. */
  SessionWriter beginSalvaged(String id, Manifest old) {
    return old == null
        ? begin(id, "unknown", RootDirectory.startTimeNs(id), true)
        : begin(id, old.software(), old.startTimeNs(), true);
  }

  Path root() {
    return root;
  }

  private SessionWriter begin(String id, String writer, long startTimeNs, boolean salvaging) {
    if (closed || (session != null && !session.isClosed())) {
      throw new IllegalStateException(closed ? "journal is closed" : "close the session first");
    }
    Path directory = root.resolve(id);
    try {
      Files.createDirectory(directory);
      lastSession = RootDirectory.number(directory);
      Manifest manifest = Manifest.opened(epoch, id, writer, startTimeNs, lastSequence.get() + 1);
      manifest.write(directory);
      writeIdentity();
      if (continuity.isBroken()) {
        continuity.begin();
      }
      session = new SessionWriter(this, directory, manifest, gapAllowed, salvaging);
      gapAllowed = false;
      return session;
    } catch (NoSuchFileException e) {
      throw new JournalException(
          JournalException.Kind.ENVIRONMENT,
          root + ": the journal's directory is gone; create it and start again",
          e);
    } catch (IOException e) {
      throw JournalException.io(directory, e);
    }
  }

  /**
   * Deletes ended sessions, oldest first, until what is left keeps to the policy. What the sessions
   * take counts, not how long their files look. For any thread, beside one that appends; takes
   * milliseconds for a session, for the disk's sake best on a thread that may wait. On Linux a
   * deleted session that is being read can be read to its end, and its room is free after that.
   *
   * @param nowNs the time against which sessions are too old, ns since 1970 (UTC). A clock that is
   *     years ahead makes all of them so: apply an age only with a clock that is known to be right
   * @throws JournalException when a session cannot be deleted
   * @throws IllegalStateException when the journal is closed
   */
  public Pruned prune(Retention retention, long nowNs) {
    synchronized (pruning) {
      if (closed) {
        throw new IllegalStateException("journal is closed");
      }
      try {
        Pruned planned = pruning.apply(retention, nowNs, true);
        if (planned.sessions().isEmpty()) {
          return planned;
        }
        if (!isRemembered(planned)) {
          writeIdentity();
        }
        return pruning.apply(retention, nowNs, false);
      } catch (IOException e) {
        throw JournalException.io(root, e);
      }
    }
  }

  /**
   * Whether the numbers of sessions will not be given again when they are gone. As a rule it is so
   * since the session after them began; on a full disk it could not be written now.
   */
  private boolean isRemembered(Pruned planned) throws IOException {
    RootDirectory.Identity written = RootDirectory.identity(root);
    if (written == null) {
      return false;
    }
    for (SessionInfo session : planned.sessions()) {
      if (session.lastSequence() > written.lastSequence()
          || RootDirectory.number(session.directory()) > written.lastSession()) {
        return false;
      }
    }
    return true;
  }

  /**
   * The same for a journal that nobody has open. Sessions that did not end are recovered first.
   *
   * @throws JournalException when there is no journal, it is in use, or it cannot be written
   */
  public static Pruned prune(Path root, Retention retention, long nowNs) {
    Sessions.directories(root);
    try (Journal journal = open(root)) {
      return journal.prune(retention, nowNs);
    }
  }

  /**
   * What {@code prune} would delete. Writes nothing, takes no lock.
   *
   * @throws JournalException when there is no journal, or it may not be read
   */
  public static Pruned prunable(Path root, Retention retention, long nowNs) {
    Sessions.directories(root);
    try {
      return new Pruning(root).apply(retention, nowNs, true);
    } catch (IOException e) {
      throw JournalException.io(root, e);
    }
  }

  /** For the session's writer: a record was appended. */
  void appended(long sequence) {
    lastSequence.lazySet(sequence);
  }

  /** For the session's writer: the record may lie in the file, but nobody may rely on it. */
  void appendFailed(long sequence) {
    lastSequence.set(sequence);
    gapAllowed = true;
  }

  /** For the session's writer: the session has ended. */
  void ended() throws IOException {
    writeIdentity();
  }

  /** Closes the session, where one is open, and lets other processes in. Idempotent. */
  @Override
  public void close() {
    synchronized (pruning) {
      if (closed) {
        return;
      }
      closed = true;
    }
    try {
      if (session != null) {
        session.close();
      }
      continuity.end();
    } catch (IOException e) {
      // The next start gives another epoch, which costs no event.
    } finally {
      try {
        lock.close();
      } catch (IOException e) {
        // The lock goes with the process at the latest.
      }
      HELD.remove(root);
    }
  }
}
