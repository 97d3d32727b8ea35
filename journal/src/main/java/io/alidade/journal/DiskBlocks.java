package io.alidade.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;

/**
 * What files take on the disk. Java does not tell how many blocks a file has, so holes are found
 * where the journal's files have them: a block of zeros in the file's head (Chronicle's index
 * pages) or behind the last byte that is not zero is one. Of a file that is being written, zeros
 * that were claimed ahead count as a hole although they are none, which is less than {@link
 * QueueAppender#CLAIMED_AHEAD}.
 */
final class DiskBlocks {
  /** Of the usual file systems. */
  static final int BLOCK = 4096;

  private static final int HEAD = 1 << 17;
  private static final ByteBuffer ZEROS = ByteBuffer.allocate(BLOCK).asReadOnlyBuffer();

  private DiskBlocks() {}

  /** Bytes that a directory and the files in it take; 0 where it is gone. */
  static long usedBelow(Path directory) throws IOException {
    List<Path> entries;
    try (Stream<Path> list = Files.list(directory)) {
      entries = list.toList();
    } catch (NoSuchFileException e) {
      return 0;
    }
    long sum = BLOCK;
    for (Path entry : entries) {
      try {
        sum += Files.isDirectory(entry) ? usedBelow(entry) : used(entry);
      } catch (NoSuchFileException e) {
        // Replaced or deleted meanwhile.
      }
    }
    return sum;
  }

  /** Bytes that a file takes. */
  static long used(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      ByteBuffer block = ByteBuffer.allocate(BLOCK);
      long end = roundUp(channel.size());
      while (end > HEAD && isHole(channel, block, end - BLOCK)) {
        end -= BLOCK;
      }
      long used = end;
      for (long at = 0; at < Math.min(end, HEAD); at += BLOCK) {
        used -= isHole(channel, block, at) ? BLOCK : 0;
      }
      return used;
    }
  }

  private static boolean isHole(FileChannel channel, ByteBuffer block, long at) throws IOException {
    block.clear();
    while (block.hasRemaining()) {
      int n = channel.read(block, at + block.position());
      if (n <= 0) {
        break;
      }
    }
    block.flip();
    int different = block.mismatch(ZEROS.duplicate());
    return different < 0 || different == block.limit();
  }

  static long roundUp(long bytes) {
    return (bytes + BLOCK - 1) / BLOCK * BLOCK;
  }

  /**
   * Cuts off the zeros behind a file's content, whole blocks of them. Where that cannot be done
   * (Windows, while a mapping lasts) the file stays as it is.
   */
  static void trim(Path file, long content) {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      if (roundUp(content) < channel.size()) {
        channel.truncate(roundUp(content));
      }
    } catch (IOException e) {
      // It only takes more room than it must.
    }
  }
}
