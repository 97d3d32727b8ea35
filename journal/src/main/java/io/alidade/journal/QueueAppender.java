package io.alidade.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
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
final class QueueAppender {
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

  /**
   * Disk space is claimed ahead in steps of this many bytes by writing zeros, which a full disk
   * answers with an exception; a store into the mapping would fault, on Java 17 even after the
   * append has returned.
   */
  static final int CLAIM = 1 << 16;

  /** More than a message's word, padding and an index page before or behind it. */
  private static final int OVERHEAD = 1 << 16;

  /** The most that is claimed and not used, but for the room of the next record. */
  static final int CLAIMED_AHEAD = CLAIM + OVERHEAD;

  private static final String METADATA = "metadata.cq4t";
  private static final int METADATA_CONTENT = 4096;

  private final Path directory;
  private final ChronicleQueue queue;
  private final ByteBuffer zeros = ByteBuffer.allocateDirect(CLAIM);
  private ExcerptAppender appender;
  private FileChannel file;
  private long recordPosition;
  private long position;
  private long claimed;

  QueueAppender(Path directory, long startTimeNs) {
    this.directory = directory;
    long startMs = Math.max(0, Math.floorDiv(startTimeNs, NS_PER_MS));
    queue =
        SingleChronicleQueueBuilder.binary(directory)
            .rollCycle(RollCycles.FAST_DAILY)
            .blockSize(BLOCK_SIZE)
            .timeProvider(() -> startMs)
            .build();
  }

  /** Anything thrown here means that the queue is unusable. */
  void append(byte[] record, int offset, int length) throws IOException {
    if (appender == null) {
      appender = queue.createAppender();
    } else if (position + length + OVERHEAD > claimed) {
      claim(position + length + OVERHEAD);
    }
    DocumentContext document = appender.writingDocument();
    try {
      recordPosition = document.wire().bytes().writePosition() - Integer.BYTES;
      document.wire().bytes().write(record, offset, length);
      position = document.wire().bytes().writePosition();
    } catch (Throwable e) {
      document.rollbackOnClose();
      throw e;
    } finally {
      document.close();
    }
  }

  /** Where the length word of the last record lies in the file. */
  long recordPosition() {
    return recordPosition;
  }

  /** Only bytes behind all that Chronicle has written are touched, and they are zero already. */
  private void claim(long end) throws IOException {
    if (file == null) {
      file = FileChannel.open(QueueFileReader.files(directory).get(0), StandardOpenOption.WRITE);
      claimed = position;
    }
    while (claimed < end) {
      zeros.clear();
      claimed += file.write(zeros, claimed);
    }
  }

  void close() throws IOException {
    try {
      if (appender != null) {
        appender.close();
      }
      queue.close();
    } finally {
      if (file != null) {
        file.close();
      }
    }
    // Of 128 KiB Chronicle uses the first two hundred bytes.
    DiskBlocks.trim(directory.resolve(METADATA), METADATA_CONTENT);
  }

  /** Where the last record ends. */
  long position() {
    return position;
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
