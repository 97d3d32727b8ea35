package io.alidade.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * A mark in a journal's root: no sequence was given but to what the journal holds, so that the ones
 * behind its last record are free. Without it the next {@link Journal#open} gives the journal
 * another epoch, and clients do not take new events for those that they saw under the same numbers.
 *
 * <p>It holds until the system goes down, which may cost what was not synced, or {@linkplain
 * #always always}. It is taken away by deleting it, for which a full disk has room.
 */
final class Continuity {
  static final String FILE_NAME = "continuity";

  private static final String UNTIL = "boot";
  private static final String ALWAYS = "any";
  private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");

  private final Path file;
  private String boot = thisBoot();
  private boolean broken;

  Continuity(Path root) {
    file = root.resolve(FILE_NAME);
  }

  /** Whether the mark is there, and the system has not gone down since unless that is no matter. */
  boolean holds() throws IOException {
    Map<String, String> pairs = KeyValueFile.read(file);
    String until = pairs == null ? null : pairs.get(UNTIL);
    return until != null && (until.equals(ALWAYS) || until.equals(thisBoot()));
  }

  /** Makes the mark, or leaves none where it cannot be made. */
  synchronized void begin() throws IOException {
    broken = false;
    write(boot);
  }

  /** From now on the mark outlasts a power failure. */
  synchronized void always() throws IOException {
    boot = ALWAYS;
    end();
  }

  /** All that sequences were given to is synced, and no more will be given. */
  synchronized void end() throws IOException {
    if (!broken) {
      write(ALWAYS);
    }
  }

  /** A sequence is going to be given to something that the journal will not hold. */
  synchronized void breakOff() {
    if (broken) {
      return;
    }
    broken = true;
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      // A disk that cannot even delete will hardly come back without a new start of the system.
    }
  }

  synchronized boolean isBroken() {
    return broken;
  }

  private void write(String until) throws IOException {
    if (until.isEmpty()) {
      Files.deleteIfExists(file); // nobody could tell
      return;
    }
    try {
      KeyValueFile.write(file, Map.of(UNTIL, until));
    } catch (IOException e) {
      Files.deleteIfExists(file);
    }
  }

  /** Differs from one start of the system to the next; empty where that is not to be known. */
  private static String thisBoot() {
    try {
      return Files.readString(BOOT_ID).strip();
    } catch (IOException e) {
      return "";
    }
  }
}
