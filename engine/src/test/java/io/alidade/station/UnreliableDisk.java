package io.alidade.station;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

/**
 * What a power cut leaves of a journal, simulated. The disk has for certain what a queue file held
 * when the last sync began that has returned ({@link #syncs}, {@link #synced}). Of what was written
 * since, a cut leaves any sectors of 512 bytes and loses any others, without regard to their order,
 * and leaves the file's new length or the old one; a queue file that was never synced, and every
 * index and Chronicle's metadata, which nobody syncs, may also be gone altogether. Manifests and
 * the root's own file are there as they are, since they are synced before they get their names, and
 * so are their names.
 *
 * <p>Not shown: disks that say they have what they have not, and file systems that lose what was
 * synced when the power fails.
 */
final class UnreliableDisk {
  private static final int SECTOR = 512;

  private final Path root;
  private final Random random;
  private final Map<Path, byte[]> certain = new HashMap<>();
  private Map<Path, byte[]> begun = Map.of();
  private long begunSequence;
  private long certainSequence;

  UnreliableDisk(Path root, Random random) {
    this.root = root;
    this.random = random;
  }

  /**
   * A sync is about to begin; one at a time.
   *
   * @param sequence of the last event that was appended before
   */
  synchronized void syncs(long sequence) {
    begun = queues();
    begunSequence = sequence;
  }

  /** It has returned. */
  synchronized void synced() {
    certain.putAll(begun);
    certainSequence = begunSequence;
  }

  /** The last event that the disk has for certain. */
  synchronized long certainSequence() {
    return certainSequence;
  }

  /** Writes what a cut now would leave into another directory; for the thread that appends. */
  synchronized void cut(Path image) throws IOException {
    for (Path file : files()) {
      Path copy = image.resolve(root.relativize(file).toString());
      Files.createDirectories(copy.getParent());
      byte[] left = left(file, Files.readAllBytes(file));
      if (left != null) {
        write(copy, left);
      }
    }
  }

  /** With holes where there are zeros at the end: most of a queue file. */
  private static void write(Path file, byte[] content) throws IOException {
    int end = content.length;
    while (end > 0 && content[end - 1] == 0) {
      end--;
    }
    try (RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw")) {
      out.write(content, 0, end);
      out.setLength(content.length);
    }
  }

  private byte[] left(Path file, byte[] now) throws IOException {
    String name = file.getFileName().toString();
    if (isQueue(file) && isClosed(file)) {
      return now;
    }
    if (!isQueue(file) && !name.equals("index") && !name.equals("metadata.cq4t")) {
      return now;
    }
    byte[] old = certain.get(file);
    if (old == null) {
      if (random.nextInt(4) == 0) {
        return null;
      }
      old = new byte[0];
    }
    int length = random.nextBoolean() ? now.length : old.length;
    byte[] mixed = Arrays.copyOf(old, length);
    boolean all = random.nextInt(8) == 0;
    for (int at = 0; at < Math.min(length, now.length); at += SECTOR) {
      if (all || random.nextBoolean()) {
        int rest = Math.min(length, now.length) - at;
        System.arraycopy(now, at, mixed, at, Math.min(SECTOR, rest));
      }
    }
    return mixed;
  }

  private Map<Path, byte[]> queues() {
    Map<Path, byte[]> contents = new HashMap<>();
    try {
      for (Path file : files()) {
        if (isQueue(file) && !isClosed(file)) {
          contents.put(file, Files.readAllBytes(file));
        }
      }
    } catch (IOException fault) {
      throw new UncheckedIOException(fault);
    }
    return contents;
  }

  private static boolean isQueue(Path file) {
    return file.toString().endsWith(".cq4");
  }

  /** Ended in order, which syncs. */
  private static boolean isClosed(Path queue) throws IOException {
    Path manifest = queue.resolveSibling("manifest");
    return Files.exists(manifest) && Files.readString(manifest).contains("state=closed");
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      return files.filter(Files::isRegularFile).toList();
    }
  }
}
