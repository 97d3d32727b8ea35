package io.alidade.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Reads every byte of a journal's records and compares sessions with their manifests. Writes
 * nothing, takes no lock; may run while a writer is at work.
 *
 * <p>Of a closed session it also covers the bytes between and behind the records and Chronicle's
 * head of the queue file with the first index page. Later index pages (one per million records),
 * {@code metadata.cq4t} and the session's {@code index}, which reading does not depend on, are not
 * compared with anything.
 *
 * <p>Of a session that has not ended nothing states where it ends. Without its last records it
 * looks as if they had never been appended, unless its {@code index} has an entry for one of them.
 */
public final class JournalCheck {
  private JournalCheck() {}

  /**
   * Checks all sessions.
   *
   * @return the verdicts in the order of {@link Sessions#list}
   * @throws JournalException when there is no journal, or it may not be read; never for damage
   */
  public static List<SessionVerdict> check(Path root) {
    return check(root, verdict -> {});
  }

  /** As {@link #check(Path)}; hands each verdict to {@code each} as soon as it is there. */
  public static List<SessionVerdict> check(Path root, Consumer<SessionVerdict> each) {
    List<SessionVerdict> verdicts = new ArrayList<>();
    for (Path directory : Sessions.directories(root)) {
      try {
        SessionVerdict verdict = checkSession(directory);
        verdicts.add(verdict);
        each.accept(verdict);
      } catch (NoSuchFileException e) {
        // Deleted meanwhile.
      } catch (IOException e) {
        throw JournalException.io(directory, e);
      }
    }
    return verdicts;
  }

  /**
   * Checks the file that holds the journal's epoch and last sequence. Without it the next {@link
   * Journal#open} gives the journal a new epoch, and goes on behind the sessions' last sequence.
   *
   * @return what is wrong with it, in words, or empty
   * @throws JournalException when there is no journal, or it may not be read
   */
  public static String checkIdentity(Path root) {
    Sessions.directories(root);
    try {
      return RootDirectory.identity(root) != null
          ? ""
          : "the file '" + RootDirectory.IDENTITY + "' is missing or damaged";
    } catch (JournalException e) {
      return e.getMessage();
    } catch (IOException e) {
      throw JournalException.io(root, e);
    }
  }

  private static SessionVerdict checkSession(Path directory) throws IOException {
    boolean hadManifest = Files.exists(directory.resolve(Manifest.FILE_NAME));
    Manifest manifest = Manifest.read(directory);
    SessionScan scan = SessionScan.of(directory, manifest);
    if (manifest == null) {
      if (!hadManifest && scan.totals.records() == 0 && scan.damage == null) {
        return verdict(directory, null, scan, SessionVerdict.State.TORN_TAIL, 0, "never begun");
      }
      String what = hadManifest ? "the manifest is damaged" : "there is no manifest";
      return damaged(directory, null, scan, what);
    }
    if (scan.files > 1) {
      return damaged(directory, manifest, scan, "there is more than one queue file");
    }
    return switch (manifest.state()) {
      case OPEN -> byTail(directory, manifest, scan);
      case RECOVERED -> recovered(directory, manifest, scan);
      case CLOSED -> closed(directory, manifest, scan);
    };
  }

  private static SessionVerdict recovered(Path directory, Manifest manifest, SessionScan scan) {
    if (!manifest.counts(scan.totals)) {
      return damaged(directory, manifest, scan, counts(manifest));
    }
    if (!manifest.damage().isEmpty()) {
      return damaged(directory, manifest, scan, "");
    }
    // What lies behind the last record was never acknowledged.
    return scan.damage == null
        ? byTail(directory, manifest, scan)
        : verdict(
            directory, manifest, scan, SessionVerdict.State.TORN_TAIL, 0, scan.damage.toString());
  }

  private static SessionVerdict closed(Path directory, Manifest manifest, SessionScan scan) {
    if (!manifest.counts(scan.totals)) {
      return damaged(directory, manifest, scan, counts(manifest));
    }
    if (scan.tail != SessionScan.Tail.WHOLE) {
      return damaged(directory, manifest, scan, "there are bytes behind the last record");
    }
    if (scan.dirtyPadding != 0) {
      String what = "there are bytes between record " + scan.dirtyPadding + " and the next";
      return damaged(directory, manifest, scan, what);
    }
    if (scan.headChanged) {
      return damaged(directory, manifest, scan, "the queue file's head has changed");
    }
    return byTail(directory, manifest, scan);
  }

  private static String counts(Manifest manifest) {
    return "the manifest states "
        + manifest.records()
        + " records up to "
        + manifest.lastSequence()
        + " and rolling CRC "
        + String.format("%08x", manifest.rollingCrc());
  }

  private static SessionVerdict byTail(Path directory, Manifest manifest, SessionScan scan) {
    return switch (scan.tail) {
      case WHOLE -> verdict(directory, manifest, scan, SessionVerdict.State.WHOLE, 0, "");
      case TORN ->
          verdict(
              directory, manifest, scan, SessionVerdict.State.TORN_TAIL, 0, scan.damage.toString());
      case DAMAGED -> damaged(directory, manifest, scan, "");
    };
  }

  private static SessionVerdict damaged(
      Path directory, Manifest manifest, SessionScan scan, String what) {
    long bad = 0;
    List<String> details = new ArrayList<>();
    if (manifest != null && manifest.ended() && scan.totals.records() < manifest.records()) {
      bad = scan.totals.records() == 0 ? manifest.firstSequence() : scan.totals.lastSequence() + 1;
    }
    if (scan.tail == SessionScan.Tail.DAMAGED) {
      bad = scan.damage.sequence();
    }
    if (scan.damage != null) {
      details.add(scan.damage.toString());
    } else if (manifest != null && !manifest.damage().isEmpty()) {
      details.add(manifest.damage());
    }
    if (!what.isEmpty()) {
      details.add(what);
    }
    if (bad == 0) {
      details.add("all " + scan.totals.records() + " records are whole");
    }
    String detail = String.join("; ", details);
    return verdict(directory, manifest, scan, SessionVerdict.State.DAMAGED, bad, detail);
  }

  private static SessionVerdict verdict(
      Path directory,
      Manifest manifest,
      SessionScan scan,
      SessionVerdict.State state,
      long badSequence,
      String detail) {
    return new SessionVerdict(
        directory.getFileName().toString(),
        directory,
        state,
        manifest != null && manifest.ended(),
        scan.totals.records(),
        scan.totals.bytes(),
        scan.totals.lastSequence(),
        badSequence,
        detail);
  }
}
