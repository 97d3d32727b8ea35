package io.alidade.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32C;

/**
 * A small text file of {@code key=value} lines (UTF-8, LF). The last line is {@code crc=}, eight
 * hexadecimal digits, the CRC32C of all bytes before it. A new content replaces the old one at
 * once: readers see either the one or the other, also after a power failure.
 */
final class KeyValueFile {
  private static final int MAX_SIZE = 1 << 24;
  private static final String CRC_KEY = "crc=";

  private KeyValueFile() {}

  /** The file's pairs in their order, or null when there is no such file or it is damaged. */
  static Map<String, String> read(Path file) throws IOException {
    if (!Files.isRegularFile(file) || Files.size(file) > MAX_SIZE) {
      return null;
    }
    byte[] bytes = Files.readAllBytes(file);
    String text = new String(bytes, StandardCharsets.UTF_8);
    int at = text.lastIndexOf(CRC_KEY);
    if (at < 0) {
      return null;
    }
    String body = text.substring(0, at);
    if (!text.substring(at).equals(crcLine(body))) {
      return null;
    }
    Map<String, String> pairs = new LinkedHashMap<>();
    for (String line : body.split("\n", -1)) {
      int equals = line.indexOf('=');
      if (equals > 0) {
        pairs.put(line.substring(0, equals), line.substring(equals + 1));
      }
    }
    return pairs;
  }

  /** Replaces the file. Line breaks inside values become spaces. */
  static void write(Path file, Map<String, String> pairs) throws IOException {
    StringBuilder body = new StringBuilder();
    pairs.forEach(
        (key, value) ->
            body.append(key).append('=').append(JournalException.oneLine(value)).append('\n'));
    String text = body + crcLine(body.toString());
    Path temporary = file.resolveSibling(file.getFileName() + ".tmp");
    try (FileChannel channel =
        FileChannel.open(
            temporary,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
    Files.move(
        temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    forceDirectory(file.toAbsolutePath().getParent());
  }

  /** Makes names in a directory durable. Windows cannot, and does not need it. */
  static void forceDirectory(Path directory) {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException e) {
      // Not possible on this file system; the names become durable in their own time.
    }
  }

  private static String crcLine(String body) {
    CRC32C crc = new CRC32C();
    crc.update(body.getBytes(StandardCharsets.UTF_8));
    return CRC_KEY + String.format("%08x", crc.getValue()) + "\n";
  }
}
