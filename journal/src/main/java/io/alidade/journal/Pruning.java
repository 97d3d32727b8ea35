package io.alidade.journal;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Applies a {@link Retention}. A session is first renamed to a name that is no session's and then
 * deleted: it is there as a whole or not at all, wherever a crash comes. Leftovers are swept on the
 * next occasion. For one thread at a time, with the journal's lock held unless it is only asked
 * what would go.
 */
final class Pruning {
  private static final String DELETED = ".deleted";

  /** The file system's free bytes; tests have their own. */
  interface FreeBytes {
    long of(Path root) throws IOException;
  }

  private final Path root;
  private final FreeBytes freeBytes;

  /** An ended session's files change no more. */
  private final Map<String, Long> sizes = new HashMap<>();

  Pruning(Path root) {
    this(root, path -> Files.getFileStore(path).getUsableSpace());
  }

  Pruning(Path root, FreeBytes freeBytes) {
    this.root = root;
    this.freeBytes = freeBytes;
  }

  private record Candidate(Path directory, SessionInfo info, long startTimeNs, long bytes) {
    long lastTimeNs() {
      return info.records() == 0 ? startTimeNs : info.lastTimeNs();
    }
  }

  /** Deletes sessions, or only says which. */
  Pruned apply(Retention retention, long nowNs, boolean dryRun) throws IOException {
    if (!dryRun) {
      sweep(root);
    }
    List<Candidate> candidates = new ArrayList<>();
    long used = DiskBlocks.BLOCK + looseFiles();
    for (Path directory : RootDirectory.sessions(root)) {
      Manifest manifest = Manifest.read(directory);
      boolean ended = manifest != null && manifest.ended();
      long bytes = ended ? size(directory) : DiskBlocks.usedBelow(directory);
      used += bytes;
      SessionInfo info = ended ? manifest.info(directory) : null;
      if (ended && !info.kept()) {
        candidates.add(new Candidate(directory, info, manifest.startTimeNs(), bytes));
      }
    }
    long free = retention.minFreeBytes() > 0 ? freeBytes.of(root) : Long.MAX_VALUE;
    List<SessionInfo> deleted = new ArrayList<>();
    long freed = 0;
    for (Candidate candidate : candidates) {
      boolean old = isOlder(candidate.lastTimeNs(), nowNs, retention.maxAgeNs());
      boolean full = used - freed > retention.maxBytes() || free < retention.minFreeBytes();
      if ((old || full) && (dryRun || delete(candidate.directory()))) {
        deleted.add(candidate.info());
        freed += candidate.bytes();
        free = free == Long.MAX_VALUE ? free : free + candidate.bytes();
        sizes.remove(candidate.info().id());
      }
    }
    boolean met = used - freed <= retention.maxBytes() && free >= retention.minFreeBytes();
    return new Pruned(deleted, freed, used - freed, met);
  }

  /** Without overflow, whatever the clocks said. */
  private static boolean isOlder(long timeNs, long nowNs, long maxAgeNs) {
    return timeNs < nowNs && Long.compareUnsigned(nowNs - timeNs, maxAgeNs) > 0;
  }

  private long size(Path directory) throws IOException {
    String id = directory.getFileName().toString();
    Long known = sizes.get(id);
    if (known == null) {
      known = DiskBlocks.usedBelow(directory);
      sizes.put(id, known);
    }
    return known;
  }

  private long looseFiles() throws IOException {
    long sum = 0;
    try (Stream<Path> entries = Files.list(root)) {
      for (Path entry : entries.filter(Files::isRegularFile).toList()) {
        try {
          sum += DiskBlocks.used(entry);
        } catch (NoSuchFileException e) {
          // A temporary file.
        }
      }
    }
    return sum;
  }

  /** False when the session was marked to be kept at the last moment. */
  private boolean delete(Path directory) throws IOException {
    Path renamed = directory.resolveSibling(directory.getFileName() + DELETED);
    Files.move(directory, renamed, StandardCopyOption.ATOMIC_MOVE);
    if (KeepMark.isSet(renamed)) {
      Files.move(renamed, directory, StandardCopyOption.ATOMIC_MOVE);
      return false;
    }
    KeyValueFile.forceDirectory(root);
    deleteTree(renamed);
    return true;
  }

  /** Ends what was cut short: a deletion, or one that was thought better of. */
  static void sweep(Path root) throws IOException {
    List<Path> left;
    try (Stream<Path> entries = Files.list(root)) {
      left = entries.filter(entry -> RootDirectory.isSession(entry, DELETED)).toList();
    }
    for (Path directory : left) {
      if (KeepMark.isSet(directory)) {
        String name = directory.getFileName().toString();
        String id = name.substring(0, name.length() - DELETED.length());
        Files.move(directory, directory.resolveSibling(id), StandardCopyOption.ATOMIC_MOVE);
      } else {
        deleteTree(directory);
      }
    }
  }

  private static void deleteTree(Path directory) throws IOException {
    Files.walkFileTree(
        directory,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path visited, IOException e)
              throws IOException {
            Files.delete(visited);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
