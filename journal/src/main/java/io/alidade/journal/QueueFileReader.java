package io.alidade.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

/**
 * Walks over the records of one queue file with plain positional reads: no mapping, so nothing in
 * the file can fault, and no Chronicle. May run while the file is written. Not thread-safe.
 *
 * <p>Every message starts at a multiple of 4 with one little-endian word:
 *
 * <pre>
 *   31           30         29..0
 *   +------------+----------+---------+--------------------+-----------------+
 *   | not ready  | metadata | length  | length bytes       | 0 to 3 zeros    |
 *   +------------+----------+---------+--------------------+-----------------+
 * </pre>
 *
 * <p>A word that is zero or not ready is the end so far: Chronicle writes the message first, then
 * the word, so that a ready message is whole unless the machine lost power. Metadata (Chronicle's
 * head and index) is skipped.
 */
final class QueueFileReader implements AutoCloseable {
  private static final int METADATA = 1 << 30;
  private static final int LENGTH_MASK = METADATA - 1;
  private static final int WORD = Integer.BYTES;
  private static final int WINDOW = 1 << 17;
  private static final int PEEK = 64;
  static final String SUFFIX = ".cq4";

  /** What lies behind the place where reading stopped. */
  record Beyond(boolean empty, long records, long firstSequence, long lastSequence) {}

  private final Path file;
  private final Manifest manifest;
  private final FileChannel channel;
  private final ByteBuffer window =
      ByteBuffer.allocateDirect(WINDOW).order(ByteOrder.LITTLE_ENDIAN);
  private final CRC32C crc = new CRC32C();
  private final long least;
  private final boolean leastIsExact;
  private long windowStart;
  private int windowLength;

  private byte[] record = new byte[4096];
  private int length;
  private long position;
  private long expected;
  private boolean exact;
  private long headLength = -1;
  private boolean waiting;
  private Damage damage;

  /** A reader that expects what the manifest states; the manifest may be null. */
  QueueFileReader(Path file, Manifest manifest) throws IOException {
    this.file = file;
    this.manifest = manifest;
    channel = FileChannel.open(file, StandardOpenOption.READ);
    least = manifest == null ? 1 : Math.max(1, manifest.firstSequence());
    leastIsExact = manifest != null && manifest.ended();
    rewind();
  }

  /** The session's queue files, in the order of their names; one, once a record was written. */
  static List<Path> files(Path session) throws IOException {
    try (Stream<Path> files = Files.list(session)) {
      return files.filter(f -> f.getFileName().toString().endsWith(SUFFIX)).sorted().toList();
    }
  }

  /** Goes to a place where the record with this sequence should begin; forgets any damage. */
  void seek(long place, long sequence) {
    begin(place, sequence, true);
  }

  /** Goes back to the beginning of the file; forgets any damage. */
  void rewind() {
    begin(0, least, leastIsExact);
  }

  private void begin(long place, long sequence, boolean isExact) {
    position = place + (-place & (WORD - 1));
    expected = sequence;
    exact = isExact;
    waiting = false;
    damage = null;
  }

  /**
   * Behind a damage or an early end: stands before the next sound record that a queue's reader can
   * reach and that the expected sequence or a later one leads to. False, and nothing changed, where
   * there is none. The current record is lost.
   */
  boolean pass() throws IOException {
    long bound = greatestSequence();
    long from = position;
    for (long p = nextSound(from, expected, bound); p >= 0; p = nextSound(from, expected, bound)) {
      if (p >= WORD && word(p - WORD) == length) {
        seek(p - WORD, RecordBytes.sequence(record, 0));
        return true;
      }
      from = p + WORD;
    }
    return false;
  }

  /** Goes to the next record. False at the end so far, and from the first damage on. */
  boolean next() throws IOException {
    return damage == null && atRecord() && accept(word(position) & LENGTH_MASK);
  }

  /** Goes past index pages to the next record or the end; true at a record. */
  boolean atRecord() throws IOException {
    if (waiting) {
      load(position, PEEK); // Cheap for those who ask again and again.
      if (!ready(word(position))) {
        return false;
      }
    }
    while (true) {
      int word = word(position);
      if (!ready(word)) {
        load(position, WINDOW); // The window may be older than what is asked for.
        word = word(position);
      }
      waiting = !ready(word);
      if (waiting) {
        return false;
      }
      if ((word & METADATA) == 0) {
        return true;
      }
      int size = word & LENGTH_MASK;
      long after = after(size);
      if (word(position + WORD) == RecordLayout.MAGIC) {
        return stop("a record is marked as an index page");
      }
      if (after > channel.size()) {
        return stop("an index page of " + size + " bytes ends beyond the end of the file");
      }
      position = after;
    }
  }

  /** Neither zero nor marked as not ready. */
  private static boolean ready(int word) {
    return word > 0;
  }

  private boolean accept(int size) throws IOException {
    if (headLength < 0) {
      headLength = position;
    }
    String wrong = load(size);
    if (wrong != null) {
      // The window may hold the word, but not yet the bytes that were written before it.
      windowLength = 0;
      wrong = load(size);
    }
    if (wrong != null) {
      return stop(wrong);
    }
    expected = RecordBytes.sequence(record, 0) + 1;
    exact = true;
    length = size;
    position = after(size);
    return true;
  }

  /** Copies and checks the message at the position. Returns what is wrong with it, or null. */
  private String load(int size) throws IOException {
    if (size < RecordLayout.HEADER_LENGTH || size > RecordLayout.MAX_LENGTH) {
      return "a length of " + size + " bytes is no record's";
    }
    if (record.length < size) {
      record = new byte[Math.max(size, Math.min(2 * record.length, RecordLayout.MAX_LENGTH))];
    }
    if (!copy(position + WORD, size)) {
      return "the file ends inside the record";
    }
    String wrong = check(size);
    if (wrong != null) {
      return wrong;
    }
    long sequence = RecordBytes.sequence(record, 0);
    boolean follows =
        exact ? sequence == expected || leadsOverAGap(sequence) : sequence >= expected;
    if (!follows) {
      return "the record has sequence " + sequence;
    }
    return null;
  }

  private boolean leadsOverAGap(long sequence) {
    return manifest != null && manifest.gaps().leadTo(expected, sequence);
  }

  private String check(int size) {
    if (RecordBytes.magic(record, 0) != RecordLayout.MAGIC) {
      return "the record's magic is wrong";
    }
    if (RecordBytes.length(record, 0) != size) {
      return "the record states another length than the queue";
    }
    if (RecordBytes.computeCrc(crc, record, 0, size) != RecordBytes.crc(record, 0)) {
      return "the record's CRC does not match";
    }
    return null;
  }

  /** The record that {@code next} found, from index 0. Reused by the next call; it may grow. */
  byte[] record() {
    return record;
  }

  int length() {
    return length;
  }

  /** Where the next message starts. */
  long position() {
    return position;
  }

  /** Sequence of the next record; before the first one, where it is not known, the least. */
  long expected() {
    return expected;
  }

  /** Bytes before the first record; -1 before that was reached. */
  long headLength() {
    return headLength;
  }

  Damage damage() {
    return damage;
  }

  /**
   * Cuts off the free rest of the file behind the last record, where nobody writes any more.
   * Nothing is cut where there is more than zeros.
   */
  void trim() throws IOException {
    if (!atRecord() && damage == null && restIsZero(position)) {
      DiskBlocks.trim(file, position + WORD); // Chronicle wants to see that nothing follows.
    }
  }

  /** Whether the bytes that fill up the last record to a multiple of 4 are zero. */
  boolean paddingIsZero() throws IOException {
    for (long p = position - (-length & (WORD - 1)); p < position; p++) {
      if (available(p, 1) && window.get((int) (p - windowStart)) != 0) {
        return false;
      }
    }
    return true;
  }

  /** CRC32C over the file's first bytes. */
  int headCrc(long bytes) throws IOException {
    CRC32C head = new CRC32C();
    long p = 0;
    while (p < bytes && available(p, 1)) {
      int from = (int) (p - windowStart);
      int count = (int) Math.min(bytes - p, windowLength - from);
      head.update(window.duplicate().position(from).limit(from + count));
      p += count;
    }
    return (int) head.getValue();
  }

  /**
   * Looks at the rest of the file after the reading has stopped; the current record is lost. Only
   * records with a plausible sequence count, since a payload may itself look like a record.
   */
  Beyond beyond() throws IOException {
    long bound = greatestSequence();
    long records = 0;
    long first = 0;
    long last = 0;
    long p = nextSound(position, expected, bound);
    boolean empty = p < 0 && restIsZero(position);
    while (p >= 0) {
      last = RecordBytes.sequence(record, 0);
      first = records == 0 ? last : first;
      records++;
      p = nextSound(p + length + (-length & (WORD - 1)), last + 1, bound);
    }
    return new Beyond(empty, records, first, last);
  }

  /** No record in the rest of the file can have a greater one. */
  private long greatestSequence() throws IOException {
    return expected + greatestRecordCount();
  }

  /** How many sequences the file can span. */
  long greatestRecordCount() throws IOException {
    long missing = manifest == null ? 0 : manifest.gaps().missing();
    return channel.size() / RecordLayout.HEADER_LENGTH + missing;
  }

  /**
   * Finds the next sound record, whatever precedes it, and makes it the current one.
   *
   * @return where it lies (not its word), or -1
   */
  long nextSound(long from, long leastSequence, long greatestSequence) throws IOException {
    long p = from + (-from & (WORD - 1));
    while (true) {
      p = skipZeros(p);
      if (!available(p, WORD)) {
        return -1;
      }
      if (window.getInt((int) (p - windowStart)) == RecordLayout.MAGIC && wholeRecordAt(p)) {
        long sequence = RecordBytes.sequence(record, 0);
        if (sequence >= leastSequence && sequence <= greatestSequence) {
          return p;
        }
      }
      p += WORD;
    }
  }

  private boolean restIsZero(long from) throws IOException {
    for (long p = skipZeros(from); available(p, 1); p++) {
      if (window.get((int) (p - windowStart)) != 0) {
        return false;
      }
    }
    return true;
  }

  /** The free rest of a file is megabytes of zeros. */
  private long skipZeros(long from) throws IOException {
    long p = from;
    while (available(p, Long.BYTES)) {
      int i = (int) (p - windowStart);
      while (i <= windowLength - Long.BYTES && window.getLong(i) == 0) {
        i += Long.BYTES;
      }
      p = windowStart + i;
      if (i <= windowLength - Long.BYTES) {
        break;
      }
    }
    return p;
  }

  private boolean wholeRecordAt(long at) throws IOException {
    if (!copy(at, RecordLayout.HEADER_LENGTH)) {
      return false;
    }
    int size = RecordBytes.length(record, 0);
    if (size < RecordLayout.HEADER_LENGTH || size > RecordLayout.MAX_LENGTH) {
      return false;
    }
    if (record.length < size) {
      record = new byte[size];
    }
    length = size;
    return copy(at, size) && check(size) == null;
  }

  private boolean stop(String reason) {
    damage = new Damage(position, expected, reason);
    return false;
  }

  private long after(int size) {
    return position + WORD + size + (-size & (WORD - 1));
  }

  /** The word at a position; 0 behind the end of the file. */
  private int word(long at) throws IOException {
    return available(at, WORD) ? window.getInt((int) (at - windowStart)) : 0;
  }

  private boolean copy(long at, int count) throws IOException {
    int done = 0;
    while (done < count) {
      if (!available(at + done, 1)) {
        return false;
      }
      int from = (int) (at + done - windowStart);
      int part = Math.min(count - done, windowLength - from);
      window.get(from, record, done, part);
      done += part;
    }
    return true;
  }

  /** Sees to it that the window holds these bytes; false where the file ends before them. */
  private boolean available(long at, int count) throws IOException {
    if (at < windowStart || at + count > windowStart + windowLength) {
      load(at, WINDOW);
    }
    return count <= windowLength;
  }

  private void load(long at, int limit) throws IOException {
    windowStart = at;
    windowLength = 0;
    window.clear().limit(limit);
    while (window.hasRemaining()) {
      int n = channel.read(window, at + windowLength);
      if (n <= 0) {
        break;
      }
      windowLength += n;
    }
    window.clear();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
