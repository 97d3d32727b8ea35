package io.alidade.journal;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * The journal cannot do what was asked of it. Unchecked. The message is one line that names the
 * file and says what to do.
 */
public final class JournalException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** Whose fault it is. */
  public enum Kind {
    /** Permission, disk, lock: the machine must be put right; the journal itself is sound. */
    ENVIRONMENT,
    /** There is no journal or no session where one was expected. */
    ABSENT,
    /** The bytes on the disk are not what was written. */
    DAMAGED
  }

  private final Kind kind;

  JournalException(Kind kind, String message) {
    this(kind, message, null);
  }

  JournalException(Kind kind, String message, Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  /** What went wrong with {@code path}, in words. */
  static JournalException io(Path path, IOException e) {
    return new JournalException(Kind.ENVIRONMENT, path + ": " + reason(e), e);
  }

  /** The reason alone: a {@code FileSystemException}'s message would repeat the path. */
  private static String reason(IOException e) {
    if (e instanceof AccessDeniedException) {
      return "permission denied; give this user read and write access or choose another directory";
    }
    if (e instanceof FileAlreadyExistsException) {
      return "is there, but is no directory; choose another directory";
    }
    if (e instanceof NoSuchFileException) {
      return "no such file or directory";
    }
    String text = e instanceof FileSystemException f ? f.getReason() : e.getMessage();
    return oneLine(text == null ? e.getClass().getSimpleName() : text);
  }

  static String oneLine(String text) {
    return text.replaceAll("\\s+", " ").strip();
  }

  public Kind kind() {
    return kind;
  }

  /** True for {@link Kind#ENVIRONMENT}. */
  public boolean isEnvironment() {
    return kind == Kind.ENVIRONMENT;
  }
}
