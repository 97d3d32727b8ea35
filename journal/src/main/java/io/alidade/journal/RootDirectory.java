package io.alidade.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Names and identity of a journal's root directory. */
final class RootDirectory {
  private static final Pattern SESSION = Pattern.compile("\\d{8}T\\d{6}\\.\\d{3}Z-\\d{6,18}");
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss.SSS'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);
  static final String IDENTITY = "journal";
  private static final String FORMAT = "1";

  /**
   * What the root's own file says.
   *
   * @param epoch random, made with the journal
   * @param lastSequence a sequence that is not to be given again, whatever becomes of the sessions
   * @param lastSession the number of the newest session
   */
  record Identity(String epoch, long lastSequence, long lastSession) {}

  private RootDirectory() {}

  /** The identity, or null when the file is missing or damaged. */
  static Identity identity(Path root) throws IOException {
    Map<String, String> pairs = KeyValueFile.read(root.resolve(IDENTITY));
    if (pairs == null) {
      return null;
    }
    if (!FORMAT.equals(pairs.get("format"))) {
      throw new JournalException(
          JournalException.Kind.DAMAGED,
          root + ": journal format " + pairs.get("format") + "; use the version that wrote it");
    }
    try {
      return new Identity(
          pairs.get("epoch"),
          Long.parseLong(pairs.get("lastSequence")),
          Long.parseLong(pairs.get("lastSession")));
    } catch (NumberFormatException e) {
      return null;
    }
  }

  static void write(Path root, Identity identity) throws IOException {
    Map<String, String> pairs = new LinkedHashMap<>();
    pairs.put("format", FORMAT);
    pairs.put("epoch", identity.epoch());
    pairs.put("lastSequence", Long.toString(identity.lastSequence()));
    pairs.put("lastSession", Long.toString(identity.lastSession()));
    KeyValueFile.write(root.resolve(IDENTITY), pairs);
  }

  static boolean isJournal(Path root) throws IOException {
    return Files.isDirectory(root)
        && (Files.isRegularFile(root.resolve(IDENTITY)) || !sessions(root).isEmpty());
  }

  /** The sessions' directories in the order in which they were written. */
  static List<Path> sessions(Path root) throws IOException {
    try (Stream<Path> entries = Files.list(root)) {
      return entries
          .filter(entry -> isSession(entry, ""))
          .sorted(Comparator.comparingLong(RootDirectory::number).thenComparing(p -> p))
          .toList();
    }
  }

  /** A directory named as a session, and this behind it. */
  static boolean isSession(Path entry, String suffix) {
    String name = entry.getFileName().toString();
    return name.endsWith(suffix)
        && SESSION.matcher(name.substring(0, name.length() - suffix.length())).matches()
        && Files.isDirectory(entry);
  }

  static String sessionId(long startTimeNs, long number) {
    Instant start = Instant.ofEpochSecond(0, startTimeNs);
    return TIME.format(start) + String.format(Locale.ROOT, "-%06d", number);
  }

  /** To the millisecond; 0 for digits that are no date. */
  static long startTimeNs(String id) {
    try {
      Instant start = TIME.parse(id.substring(0, id.lastIndexOf('-')), Instant::from);
      return Math.multiplyExact(1_000_000L, start.toEpochMilli());
    } catch (DateTimeException | ArithmeticException e) {
      return 0;
    }
  }

  static long number(Path session) {
    String id = session.getFileName().toString();
    return Long.parseLong(id.substring(id.indexOf('-') + 1));
  }
}
