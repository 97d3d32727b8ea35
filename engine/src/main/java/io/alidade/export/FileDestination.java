package io.alidade.export;

import io.alidade.station.ConfigException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;

/**
 * A file, or a folder of files, that is there only when it is whole. It is written as {@code
 * NAME.part} and renamed at the end. Beside it lies {@code NAME.part.state}, a properties file that
 * says what is being exported, and up to which event and length it is written; with that an export
 * that was cut short is gone on with.
 */
final class FileDestination extends Destination {
  private static final String REQUEST = "request";
  private static final String SEQUENCE = "sequence";
  private static final String RECORDS = "records";
  private static final String UNTIL = "until";
  private static final String LENGTH = "length.";

  private final Path target;
  private final boolean isFolder;
  private final Path part;
  private final Path state;
  private final String request;
  private final Progress progress = new Progress();
  private final Map<String, Long> lengths = new HashMap<>();
  private final Map<String, PartFile> files = new HashMap<>();

  private FileDestination(Path target, boolean isFolder, String request) {
    this.target = target;
    this.isFolder = isFolder;
    this.request = request;
    part = target.resolveSibling(target.getFileName() + ".part");
    state = target.resolveSibling(target.getFileName() + ".part.state");
  }

  /**
   * Opens a destination.
   *
   * @param target the file; for several streams a folder, absent or empty
   * @param request what is exported, to be found again on resuming
   * @param force replace the file, and what is left of an export that was cut short
   * @param resume go on with an export that was cut short, where there is one
   */
  static FileDestination open(
      Path target, boolean isFolder, String request, boolean force, boolean resume)
      throws ConfigException, IOException {
    check(target, isFolder, force);
    FileDestination destination = new FileDestination(target, isFolder, request);
    destination.begin(force, resume);
    return destination;
  }

  /** A complaint about a target that cannot be, or is in the way. */
  static void check(Path target, boolean isFolder, boolean force)
      throws ConfigException, IOException {
    if (target.getFileName() == null || target.getFileName().toString().isEmpty()) {
      throw new ConfigException("-o: '" + target + "' is no name for a file");
    }
    Path parent = target.toAbsolutePath().getParent();
    if (parent == null || !Files.isDirectory(parent)) {
      throw new ConfigException("-o: " + parent + ": no such directory");
    }
    if (isFolder) {
      if (Files.exists(target, LinkOption.NOFOLLOW_LINKS) && !isEmptyFolder(target)) {
        throw new ConfigException(
            "-o: " + target + " is there already; name a directory that is absent or empty");
      }
    } else if (Files.isDirectory(target)) {
      throw new ConfigException("-o: " + target + " is a directory");
    } else if (Files.exists(target) && !Files.isRegularFile(target)) {
      throw new ConfigException(
          "-o: " + target + " is not a regular file; without -o it goes to standard output");
    } else if (Files.exists(target, LinkOption.NOFOLLOW_LINKS) && !force) {
      throw new ConfigException("-o: " + target + " is there already; --force replaces it");
    }
  }

  private static boolean isEmptyFolder(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return false;
    }
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.findAny().isEmpty();
    }
  }

  private void begin(boolean force, boolean resume) throws ConfigException, IOException {
    boolean isThere = Files.exists(part, LinkOption.NOFOLLOW_LINKS);
    if (isThere && resume) {
      load();
    } else if (isThere && !force) {
      throw new ConfigException(
          "-o: "
              + part
              + " is there, as an export leaves it that was cut short; --resume goes on with it,"
              + " --force begins anew");
    } else if (isThere && Files.isDirectory(part)) {
      removeOldFiles();
    }
  }

  /** Only what the state names is ours to delete. */
  private void removeOldFiles() throws ConfigException, IOException {
    Properties old = read();
    for (String name : old.stringPropertyNames()) {
      if (name.startsWith(LENGTH)) {
        Files.deleteIfExists(part.resolve(name.substring(LENGTH.length())));
      }
    }
    if (!isEmptyFolder(part)) {
      throw new ConfigException("-o: " + part + " holds other files; remove it");
    }
    Files.delete(part);
  }

  private Properties read() throws IOException {
    Properties properties = new Properties();
    try (InputStream in = Files.newInputStream(state)) {
      properties.load(in);
    } catch (NoSuchFileException | IllegalArgumentException absent) {
      properties.clear();
    }
    return properties;
  }

  private void load() throws ConfigException, IOException {
    Properties old = read();
    if (!request.equals(old.getProperty(REQUEST))) {
      throw new ConfigException(
          "--resume: " + part + " is of another export; --force without --resume begins anew");
    }
    try {
      progress.sequence = Long.parseLong(old.getProperty(SEQUENCE));
      progress.records = Long.parseLong(old.getProperty(RECORDS));
      progress.until = Long.parseLong(old.getProperty(UNTIL));
      for (String name : old.stringPropertyNames()) {
        if (name.startsWith(LENGTH)) {
          lengths.put(name.substring(LENGTH.length()), Long.parseLong(old.getProperty(name)));
        }
      }
    } catch (NumberFormatException broken) {
      throw new ConfigException("--resume: " + state + " is damaged; --force alone begins anew");
    }
  }

  @Override
  PartFile stream(String name) throws IOException {
    PartFile file = files.get(name);
    if (file == null) {
      if (isFolder) {
        Files.createDirectories(part);
      }
      file = new PartFile(isFolder ? part.resolve(name) : part, lengths.getOrDefault(name, 0L));
      files.put(name, file);
    }
    return file;
  }

  @Override
  boolean isEmpty(String name) throws IOException {
    return stream(name).length() == 0;
  }

  @Override
  Progress progress() {
    return progress;
  }

  @Override
  void checkpoint() throws IOException {
    Properties now = new Properties();
    now.setProperty(REQUEST, request);
    now.setProperty(SEQUENCE, Long.toString(progress.sequence));
    now.setProperty(RECORDS, Long.toString(progress.records));
    now.setProperty(UNTIL, Long.toString(progress.until));
    for (Map.Entry<String, PartFile> file : files.entrySet()) {
      file.getValue().force();
      lengths.put(file.getKey(), file.getValue().length());
    }
    lengths.forEach((name, length) -> now.setProperty(LENGTH + name, Long.toString(length)));
    Path next = state.resolveSibling(state.getFileName() + ".new");
    try (OutputStream out = Files.newOutputStream(next)) {
      now.store(out, "An export that is under way, or was cut short: see alidade export --resume");
    }
    Files.move(next, state, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  @Override
  void finish() throws IOException {
    for (PartFile file : files.values()) {
      file.force();
      file.close();
    }
    if (isFolder) {
      Files.createDirectories(part);
    }
    try {
      Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException unusual) {
      Files.move(part, target, StandardCopyOption.REPLACE_EXISTING);
    }
    Files.deleteIfExists(state);
  }

  @Override
  long bytes() {
    return files.values().stream().mapToLong(PartFile::length).sum();
  }

  /** Leaves what is there, for going on with it. */
  @Override
  public void close() {
    for (PartFile file : files.values()) {
      try {
        file.close();
      } catch (IOException lost) {
        // What counts is what the state says, and that was forced before.
      }
    }
  }
}
