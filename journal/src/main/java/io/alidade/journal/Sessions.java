package io.alidade.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The sessions of a journal. Writes nothing, takes no lock, works while a writer is running. */
public final class Sessions {
  private Sessions() {}

  /**
   * All sessions in the order in which they were written: by the number at the end of their ids,
   * which is also the order of the ids unless the clock was set back. An ended session is taken at
   * its manifest's word; any other is read through.
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
      } catch (IOException e) {
        throw JournalException.io(directory, e);
      }
    }
    return infos;
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
    SessionTotals totals = SessionScan.of(directory, manifest).totals;
    return new SessionInfo(
        directory.getFileName().toString(),
        directory,
        false,
        false,
        totals.firstSequence(),
        totals.lastSequence(),
        totals.firstTimeNs(),
        totals.lastTimeNs(),
        totals.records(),
        totals.bytes(),
        totals.rollingCrc());
  }
}
