package io.alidade.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;

/**
 * Looks up a session's index by bisection, with one small read for each step; see {@link
 * IndexLayout}. The index may be written meanwhile. Not thread-safe.
 */
final class IndexReader implements AutoCloseable {
  private final FileChannel channel;
  private final ByteBuffer slot =
      ByteBuffer.allocateDirect(IndexLayout.SLOT).order(ByteOrder.LITTLE_ENDIAN);
  private final CRC32C crc = new CRC32C();
  private boolean sums;

  private IndexReader(FileChannel channel) {
    this.channel = channel;
  }

  /** The index of the session in this directory, or null where there is none that can be used. */
  static IndexReader open(Path session) {
    try {
      FileChannel channel =
          FileChannel.open(session.resolve(IndexLayout.FILE_NAME), StandardOpenOption.READ);
      IndexReader reader = new IndexReader(channel);
      if (reader.load(0)
          && reader.slot.getInt(IndexLayout.MAGIC_AT) == IndexLayout.MAGIC
          && reader.slot.getInt(IndexLayout.SLOT_AT) == IndexLayout.SLOT
          && reader.slot.getLong(IndexLayout.NUMBER_AT) == RootDirectory.number(session)) {
        reader.sums = reader.slot.getInt(IndexLayout.SUMS_AT) == 1;
        return reader;
      }
      reader.close();
      return null;
    } catch (NoSuchFileException e) {
      return null; // Before the first record.
    } catch (IOException e) {
      return null; // A hint that cannot be read is none.
    }
  }

  /** The sequence of the last sound entry in a session's index; 0 = none. */
  static long lastSequence(Path session) throws IOException {
    try (IndexReader reader = open(session)) {
      for (int i = reader == null ? 0 : reader.last(); i > 0; i--) {
        if (reader.entry(i)) {
          return reader.sequence();
        }
      }
    }
    return 0;
  }

  /** The highest slot so far; 0 without entries. */
  int last() throws IOException {
    return (int) Math.min(Integer.MAX_VALUE, channel.size() / IndexLayout.SLOT - 1);
  }

  /** Makes this slot the current one; false where it holds no sound entry. */
  boolean entry(int number) throws IOException {
    return number > 0 && load(number);
  }

  private boolean load(int number) throws IOException {
    slot.clear();
    long at = (long) number * IndexLayout.SLOT;
    while (slot.hasRemaining()) {
      int n = channel.read(slot, at + slot.position());
      if (n <= 0) {
        return false;
      }
    }
    return IndexLayout.crc(crc, slot) == slot.getInt(IndexLayout.CRC_AT);
  }

  /** Slot of the last entry for a sequence up to this one; 0 = none. */
  int lastUpTo(long sequence) throws IOException {
    return last(IndexLayout.SEQUENCE_AT, sequence);
  }

  /** Slot of the last entry before which all times are less than this one; 0 = none. */
  int lastBefore(long timeNs) throws IOException {
    return timeNs == Long.MIN_VALUE ? 0 : last(IndexLayout.TIME_AT, timeNs - 1);
  }

  /** The last sound entry whose value is at most {@code most}; the values never fall. */
  private int last(int offset, long most) throws IOException {
    int found = 0;
    int low = 0;
    int high = last();
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      int sound = middle;
      while (sound > low && !entry(sound)) {
        sound--;
      }
      if (sound == low) {
        low = middle; // Nothing to be learnt from what lies between.
      } else if (slot.getLong(offset) <= most) {
        found = sound;
        low = middle;
      } else {
        high = sound - 1;
      }
    }
    return found;
  }

  long sequence() {
    return slot.getLong(IndexLayout.SEQUENCE_AT);
  }

  long position() {
    return slot.getLong(IndexLayout.POSITION_AT);
  }

  /** Sum of the lengths of the session's records before the entry's. */
  long bytes() {
    return slot.getLong(IndexLayout.BYTES_AT);
  }

  /** The greatest time of the session's records before the entry's. */
  long timeNs() {
    return slot.getLong(IndexLayout.TIME_AT);
  }

  /** Whether entries have a rolling CRC, and no sequence is missing before them. */
  boolean hasSums() {
    return sums;
  }

  /** CRC of the session's records before the entry's; see {@link SessionTotals}. */
  int rollingCrc() {
    return slot.getInt(IndexLayout.ROLLING_AT);
  }

  boolean isRestartPoint() {
    return (slot.getInt(IndexLayout.MARKS_AT) & RecordLayout.RESTART_POINT) != 0;
  }

  /** Slot of the last restart point up to the current entry; 0 = none. */
  int restart() {
    return slot.getInt(IndexLayout.RESTART_AT);
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      // It was only read.
    }
  }
}
