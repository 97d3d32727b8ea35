package io.alidade.journal;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * Makes a session's records durable through a channel of its own, which stays open. For any thread;
 * a second one waits.
 */
final class SessionSync {
  private final Path directory;
  private FileChannel channel;
  private IOException failure;
  private volatile long forced;
  private boolean closed;

  /** All up to this sequence is durable already: sessions before this one. */
  SessionSync(Path directory, long forced) {
    this.directory = directory;
    this.forced = forced;
  }

  long forced() {
    return forced;
  }

  /**
   * Returns when all records up to this sequence, which have been appended, are durable.
   *
   * @throws IOException when the disk refuses, now or once before: after a failed sync the kernel
   *     may have dropped what it could not write, and the next one would seem to succeed
   */
  synchronized void force(long sequence) throws IOException {
    if (!closed && sequence > forced) {
      sync(false);
      forced = sequence;
    }
  }

  /** The last sync, of the file's length too, when nobody appends any more. */
  synchronized void close(long sequence) throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    try {
      sync(true);
      forced = Math.max(forced, sequence);
    } finally {
      if (channel != null) {
        channel.close();
      }
    }
  }

  private void sync(boolean metadata) throws IOException {
    if (failure != null) {
      throw failure;
    }
    try {
      boolean first = channel == null;
      if (first) {
        List<Path> files = QueueFileReader.files(directory);
        if (files.isEmpty()) {
          return;
        }
        channel = FileChannel.open(files.get(0), StandardOpenOption.WRITE);
      }
      channel.force(metadata);
      if (first) {
        KeyValueFile.forceDirectory(directory);
      }
    } catch (ClosedByInterruptException e) {
      channel = null;
      throw e;
    } catch (IOException e) {
      failure = e;
      throw e;
    }
  }
}
