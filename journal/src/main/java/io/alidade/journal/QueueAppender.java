package io.alidade.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
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
   * append has returned, or end the JVM. So is all else that Chronicle stores to.
   */
  static final int CLAIM = 1 << 16;

  /** More than a message's word, padding and an index page before or behind it. */
  private static final int OVERHEAD = 1 << 16;

  /** The most that is claimed and not used, but for the room of the next record. */
  static final int CLAIMED_AHEAD = CLAIM + OVERHEAD;

  /**
   * Where Chronicle's first index lies in the file: 4,096 entries of 8 bytes, one for 256 records.
   * The pages before it are the head, and after that a hole.
   */
  private static final int INDEX = 1 << 15;

  /** After so many records the index goes on in its next page. */
  static final int RECORDS_PER_INDEX_PAGE = DiskBlocks.BLOCK / Long.BYTES * 256;

  /** The page of the first record, and the most that lies in it before that. */
  private static final int RECORDS = 1 << 16;

  private static final int BEFORE_FIRST = 512;

  /** As Chronicle names it. */
  private static final DateTimeFormatter NAME =
      DateTimeFormatter.ofPattern(RollCycles.FAST_DAILY.format(), Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private static final String METADATA = "metadata.cq4t";
  private static final int METADATA_CONTENT = 4096;

  private final Path directory;
  private final Path path;
  private final ChronicleQueue queue;
  private final ByteBuffer zeros = ByteBuffer.allocateDirect(CLAIM);
  private ExcerptAppender appender;
  private FileChannel file;
  private long recordPosition;
  private long position;
  private long claimed;
  private long records;

  QueueAppender(Path directory, long startTimeNs) throws IOException {
    this.directory = directory;
    long startMs = Math.max(0, Math.floorDiv(startTimeNs, NS_PER_MS));
    path = directory.resolve(NAME.format(Instant.ofEpochMilli(startMs)) + QueueFileReader.SUFFIX);
    try (FileChannel metadata = create(directory.resolve(METADATA))) {
      zero(metadata, 0, METADATA_CONTENT);
    }
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
      claimFirst(length);
      appender = queue.createAppender();
    } else if (position + length + OVERHEAD > claimed) {
      claim(position + length + OVERHEAD);
    }
    if (records++ % RECORDS_PER_INDEX_PAGE == RECORDS_PER_INDEX_PAGE / 2) {
      claimIndex();
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

  /** Makes the file, for Chronicle to find, with room for its heads and the first record. */
  private void claimFirst(int length) throws IOException {
    file = create(path);
    zero(file, 0, DiskBlocks.BLOCK);
    zero(file, INDEX, DiskBlocks.BLOCK);
    claimed = RECORDS + BEFORE_FIRST + length;
    zero(file, RECORDS, BEFORE_FIRST + length);
  }

  /** Only bytes behind all that Chronicle has written are touched, and they are zero already. */
  private void claim(long end) throws IOException {
    claimed = Math.max(claimed, position);
    while (claimed < end) {
      zeros.clear();
      claimed += file.write(zeros, claimed);
    }
  }

  /** Long before Chronicle gets there; later indexes lie among the records. */
  private void claimIndex() throws IOException {
    long next = INDEX + (records / RECORDS_PER_INDEX_PAGE + 1) * DiskBlocks.BLOCK;
    if (next < RECORDS) {
      zero(file, next, DiskBlocks.BLOCK);
    }
  }

  private static FileChannel create(Path file) throws IOException {
    return FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
  }

  private void zero(FileChannel channel, long from, int length) throws IOException {
    for (int done = 0; done < length; ) {
      zeros.clear().limit(Math.min(zeros.capacity(), length - done));
      done += channel.write(zeros, from + done);
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
