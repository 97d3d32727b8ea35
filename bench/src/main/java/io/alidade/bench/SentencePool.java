package io.alidade.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.alidade.demo.Traffic;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;

/**
 * The sentences to decode: the pool of {@code crosscheck.jsonl.gz} where the corpus is ({@code
 * -Dalidade.corpus=DIR}), else generated traffic.
 */
final class SentencePool {
  private SentencePool() {}

  /** Blocks of whole lines, {@code perBlock} sentences each; what is left over is not used. */
  static List<byte[]> blocks(int perBlock) throws IOException {
    Path pool =
        Path.of(
            System.getProperty("alidade.corpus", "absent"), "marine/derived/crosscheck.jsonl.gz");
    List<byte[]> sentences = Files.exists(pool) ? read(pool) : generate();
    List<byte[]> blocks = new ArrayList<>();
    for (int from = 0; from + perBlock <= sentences.size(); from += perBlock) {
      ByteArrayOutputStream block = new ByteArrayOutputStream();
      for (byte[] sentence : sentences.subList(from, from + perBlock)) {
        block.write(sentence);
      }
      blocks.add(block.toByteArray());
    }
    return blocks;
  }

  private static List<byte[]> read(Path pool) throws IOException {
    ObjectMapper mapper = new ObjectMapper();
    List<byte[]> sentences = new ArrayList<>();
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(pool)), StandardCharsets.UTF_8))) {
      String line;
      while ((line = lines.readLine()) != null) {
        for (JsonNode sentence : mapper.readTree(line).get("nmea")) {
          sentences.add((sentence.asText() + "\r\n").getBytes(StandardCharsets.US_ASCII));
        }
      }
    }
    return sentences;
  }

  private static List<byte[]> generate() {
    Traffic traffic = new Traffic(1, 1_764_032_400_000L);
    List<byte[]> sentences = new ArrayList<>();
    byte[] line = new byte[4096];
    for (int i = 0; i < 20_000; i++) {
      sentences.add(java.util.Arrays.copyOf(line, traffic.next(line)));
    }
    return sentences;
  }
}
