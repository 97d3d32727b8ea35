package io.alidade.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

/** Records whose bytes follow from their sequence, and what tests do with files. */
final class TestRecords {
  static final long NOON_NS = 1_795_608_000_000_000_000L; // 2026-11-25T12:00:00Z

  private TestRecords() {}

  /** 32 to 431 bytes, all remainders by 4 included. */
  static byte[] record(long sequence) {
    return record(sequence, NOON_NS + sequence * 1000, (int) (sequence * 37 % 400));
  }

  static byte[] record(long sequence, long timeNs, int payload) {
    byte[] bytes = new byte[RecordLayout.HEADER_LENGTH + payload];
    fill(bytes, sequence, timeNs);
    return bytes;
  }

  /** Makes a record as long as the array, CRC unset. */
  static void fill(byte[] bytes, long sequence, long timeNs) {
    new Random(sequence).nextBytes(bytes);
    header(bytes, sequence, timeNs);
  }

  static void header(byte[] bytes, long sequence, long timeNs) {
    ByteBuffer.wrap(bytes)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(RecordLayout.MAGIC)
        .putInt(0)
        .putInt(bytes.length)
        .putInt(0)
        .putLong(sequence)
        .putLong(timeNs);
  }

  static void mark(byte[] bytes, int marks) {
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(RecordLayout.MARKS_OFFSET, marks);
  }

  /** The record as it must come back. */
  static byte[] sealed(byte[] record) {
    CRC32C crc = new CRC32C();
    crc.update(record, 8, record.length - 8);
    byte[] copy = record.clone();
    ByteBuffer.wrap(copy).order(ByteOrder.LITTLE_ENDIAN).putInt(4, (int) crc.getValue());
    return copy;
  }

  static void append(SessionWriter session, long first, long last) {
    for (long sequence = first; sequence <= last; sequence++) {
      byte[] bytes = record(sequence);
      session.append(bytes, 0, bytes.length);
    }
  }

  /** A root with one closed session of records 1 to {@code records}. */
  static void writeSession(Path root, long records) {
    try (Journal journal = Journal.open(root);
        SessionWriter session = journal.beginSession(NOON_NS)) {
      append(session, 1, records);
    }
  }

  /** Reads on from {@code next}, comparing every byte; returns the sequence after the last. */
  static long readAll(SessionReader reader, long next) {
    long sequence = next;
    while (reader.next()) {
      assertEqual(reader, record(sequence));
      sequence++;
    }
    return sequence;
  }

  /** The reader's record is this one, sealed. */
  static void assertEqual(SessionReader reader, byte[] record) {
    byte[] sealed = sealed(record);
    if (!Arrays.equals(reader.record(), 0, reader.length(), sealed, 0, sealed.length)) {
      assertThat(Arrays.copyOf(reader.record(), reader.length())).isEqualTo(sealed);
    }
  }

  static Path queueFile(Path session) throws IOException {
    return QueueFileReader.files(session).get(0);
  }

  static Path onlySession(Path root) throws IOException {
    assertThat(RootDirectory.sessions(root)).hasSize(1);
    return RootDirectory.sessions(root).get(0);
  }

  static void copyTree(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Path target = to.resolve(from.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(target);
        } else {
          Files.copy(file, target);
        }
      }
    }
  }

  /** Every file below a directory with its SHA-256 and modification time. */
  static Map<String, String> fingerprints(Path directory) throws IOException {
    Map<String, String> prints = new TreeMap<>();
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        MessageDigest sha = MessageDigest.getInstance("SHA-256");
        String hash = HexFormat.of().formatHex(sha.digest(Files.readAllBytes(file)));
        prints.put(file.toString(), hash + " " + Files.getLastModifiedTime(file));
      }
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
    return prints;
  }
}
