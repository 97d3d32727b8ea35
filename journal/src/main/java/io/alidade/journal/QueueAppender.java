package io.alidade.journal;

import java.nio.file.Path;
import net.openhft.chronicle.core.Jvm;
import net.openhft.chronicle.queue.ChronicleQueue;
import net.openhft.chronicle.queue.ExcerptAppender;
import net.openhft.chronicle.queue.RollCycles;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueueBuilder;
import net.openhft.chronicle.wire.DocumentContext;

/**
 * The writing end of one session's Chronicle Queue; the only class that knows Chronicle. A record
 * is one Chronicle message that holds the record's bytes and nothing else.
 *
 * <p>The queue's clock stands still at the session's start, so the queue never rolls, whatever the
 * system's clock does: one session is one file, in the order of appending. FAST_DAILY sets the
 * limit, 2^32 messages per file.
 */
final class QueueAppender implements AutoCloseable {
  /**
   * Bytes by which the queue file grows; a quarter of it is what Chronicle wants as the bound of a
   * message. The file is sparse: what is not written takes no room on most file systems, but on
   * Windows and FAT the first record costs five quarters of this.
   */
  static final int BLOCK_SIZE = 4 * RecordLayout.MAX_LENGTH;

  private static final long NS_PER_MS = 1_000_000;

  static {
    loadChronicle();
  }

  private final ChronicleQueue queue;
  private ExcerptAppender appender;

  QueueAppender(Path directory, long startTimeNs) {
    long startMs = Math.max(0, Math.floorDiv(startTimeNs, NS_PER_MS));
    queue =
        SingleChronicleQueueBuilder.binary(directory)
            .rollCycle(RollCycles.FAST_DAILY)
            .blockSize(BLOCK_SIZE)
            .timeProvider(() -> startMs)
            .build();
  }

  /** All calls by one thread. Anything thrown here means that the queue is unusable. */
  void append(byte[] record, int offset, int length) {
    if (appender == null) {
      appender = queue.createAppender();
    }
    DocumentContext document = appender.writingDocument();
    try {
      document.wire().bytes().write(record, offset, length);
    } catch (Throwable e) {
      document.rollbackOnClose();
      throw e;
    } finally {
      document.close();
    }
  }

  @Override
  public void close() {
    if (appender != null) {
      appender.close();
    }
    queue.close();
  }

  /**
   * Loads Chronicle with our settings. It looks for a resource or file named by the property
   * "system.properties" (by default a file of that name, also in the working directory and its
   * parent) and would take any system property from it.
   */
  private static void loadChronicle() {
    String key = "system.properties";
    String given = System.getProperty(key);
    if (given != null) {
      Jvm.init();
      return;
    }
    System.setProperty(key, "io/alidade/journal/chronicle.properties");
    try {
      Jvm.init();
    } finally {
      System.clearProperty(key);
    }
  }
}
