package io.alidade.journal;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The empty file {@code keep} in a session's directory: retention leaves the session alone. */
final class KeepMark {
  static final String FILE_NAME = "keep";

  private KeepMark() {}

  static boolean isSet(Path session) {
    return Files.exists(session.resolve(FILE_NAME));
  }

  /** Durable when it returns. */
  static void set(Path session, boolean keep) throws IOException {
    Path mark = session.resolve(FILE_NAME);
    if (keep) {
      try (FileChannel channel =
          FileChannel.open(mark, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
        channel.force(true);
      }
    } else {
      Files.deleteIfExists(mark);
    }
    KeyValueFile.forceDirectory(session);
  }
}
