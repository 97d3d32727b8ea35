package io.alidade.journal;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;

/** Ways to spoil a file. */
final class DamagedFile {
  private DamagedFile() {}

  static void overwrite(Path file, long position, byte[] bytes) throws IOException {
    try (RandomAccessFile access = new RandomAccessFile(file.toFile(), "rw")) {
      access.seek(position);
      access.write(bytes);
    }
  }

  static byte[] read(Path file, long position, int count) throws IOException {
    byte[] bytes = new byte[count];
    try (RandomAccessFile access = new RandomAccessFile(file.toFile(), "r")) {
      access.seek(position);
      access.readFully(bytes);
    }
    return bytes;
  }

  static void truncate(Path file, long length) throws IOException {
    try (RandomAccessFile access = new RandomAccessFile(file.toFile(), "rw")) {
      access.setLength(length);
    }
  }
}
