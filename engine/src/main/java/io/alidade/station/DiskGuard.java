package io.alidade.station;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Watches the space on the journal's disk. A reserve is kept, for what ends a session in order and
 * for whoever comes to help: 32 MiB, or a fiftieth of a small disk.
 */
final class DiskGuard {
  private static final long RESERVE = 32L << 20;
  private static final int SMALL = 50;

  private final Path root;
  private final FileStore store;

  /**
   * A guard.
   *
   * @param root the journal's directory
   */
  DiskGuard(Path root) throws IOException {
    this.root = root;
    store = Files.getFileStore(root);
  }

  /** Bytes that are kept free, in so far as it is up to us. */
  long reserve() throws IOException {
    return Math.min(RESERVE, store.getTotalSpace() / SMALL);
  }

  /** Bytes that must be free before journaling goes on after it stopped. */
  long resumeBytes() throws IOException {
    return 2 * reserve();
  }

  /** All bytes of the disk. */
  long total() throws IOException {
    return store.getTotalSpace();
  }

  /**
   * Why nothing may be journaled now, in one line, or null.
   *
   * @param resuming whether nothing was until now: then twice the reserve must be free, so that
   *     journaling does not stop again at once
   */
  String complaint(boolean resuming) {
    try {
      long free = store.getUsableSpace();
      long needed = resuming ? resumeBytes() : reserve();
      return free >= needed
          ? null
          : root + ": only " + free / 1024 + " KiB are free on this disk; make room";
    } catch (IOException fault) {
      return root + ": " + fault.getMessage();
    }
  }
}
