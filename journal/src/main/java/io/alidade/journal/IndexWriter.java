package io.alidade.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;

/**
 * Writes a session's index while its records are appended; see {@link IndexLayout}. One write of a
 * slot now and then, nothing allocated, nothing synced. A fault ends the index, never the session.
 * For the appending thread.
 */
final class IndexWriter implements AutoCloseable {
  private final Path file;
  private final long number;
  private final boolean sums;
  private final ByteBuffer slot =
      ByteBuffer.allocateDirect(IndexLayout.SLOT).order(ByteOrder.LITTLE_ENDIAN);
  private final CRC32C crc = new CRC32C();
  private FileChannel channel;
  private boolean failed;
  private int slots;
  private int restart;
  private long greatestTimeNs = Long.MIN_VALUE;
  private long bytes;
  private int recordsSince;
  private long lastPosition;

  /**
   * A writer of a session's index.
   *
   * @param sums whether no sequence will be missing, so that entries tell how many records there
   *     are
   */
  IndexWriter(Path directory, long number, boolean sums) {
    this.file = directory.resolve(IndexLayout.FILE_NAME);
    this.number = number;
    this.sums = sums;
  }

  /**
   * Takes note of a record that has been appended.
   *
   * @param position where its length word lies in the queue file
   * @param rolling the CRC of the records before it
   */
  void appended(byte[] record, int offset, int length, long position, int rolling) {
    int marks = RecordBytes.marks(record, offset);
    boolean restartPoint = (marks & RecordLayout.RESTART_POINT) != 0;
    if (!failed
        && (slots == 0
            || restartPoint
            || recordsSince >= IndexLayout.RECORDS
            || position - lastPosition >= IndexLayout.BYTES)) {
      try {
        enter(RecordBytes.sequence(record, offset), position, marks, restartPoint, rolling);
      } catch (IOException e) {
        failed = true;
      }
      recordsSince = 0;
      lastPosition = position;
    }
    recordsSince++;
    bytes += length;
    greatestTimeNs = Math.max(greatestTimeNs, RecordBytes.timeNs(record, offset));
  }

  private void enter(long sequence, long position, int marks, boolean restartPoint, int rolling)
      throws IOException {
    if (slots == 0) {
      open();
    }
    if (restartPoint) {
      restart = slots;
    }
    slot.clear();
    slot.putLong(IndexLayout.SEQUENCE_AT, sequence)
        .putLong(IndexLayout.TIME_AT, greatestTimeNs)
        .putLong(IndexLayout.POSITION_AT, position)
        .putLong(IndexLayout.BYTES_AT, bytes)
        .putInt(IndexLayout.MARKS_AT, marks)
        .putInt(IndexLayout.RESTART_AT, restart)
        .putInt(IndexLayout.ROLLING_AT, rolling);
    write();
  }

  private void open() throws IOException {
    channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    slot.putInt(IndexLayout.MAGIC_AT, IndexLayout.MAGIC)
        .putInt(IndexLayout.SLOT_AT, IndexLayout.SLOT)
        .putLong(IndexLayout.NUMBER_AT, number)
        .putInt(IndexLayout.SUMS_AT, sums ? 1 : 0);
    write();
  }

  private void write() throws IOException {
    slot.putInt(IndexLayout.CRC_AT, IndexLayout.crc(crc, slot));
    slot.clear();
    long at = (long) slots * IndexLayout.SLOT;
    while (slot.hasRemaining()) {
      channel.write(slot, at + slot.position());
    }
    slots++;
  }

  @Override
  public void close() {
    if (channel != null) {
      try {
        channel.close();
      } catch (IOException e) {
        // Only a hint is lost.
      }
    }
  }
}
