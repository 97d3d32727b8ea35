package io.alidade.protocol.ais;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.alidade.event.Event;
import io.alidade.event.FieldWriter;
import io.alidade.event.FrameKind;
import io.alidade.event.Quality;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** A crude measurement, to be run by hand: nanoseconds per decoded sentence, by kind. */
final class AisDecodeTiming {
  private static final int LINES = 200_000;

  private AisDecodeTiming() {}

  public static void main(String[] args) throws IOException {
    List<byte[]> all = new ArrayList<>();
    List<byte[]> positions = new ArrayList<>();
    for (String line : Corpus.lines("dma-ais+AisLib/stream_example.txt")) {
      int bang = line.indexOf('!');
      int star = line.indexOf('*', Math.max(bang, 0));
      if (bang >= 0 && star > 0) {
        byte[] body = line.substring(bang + 1, star).getBytes(ISO_8859_1);
        all.add(body);
        if (line.matches(".*VDM,1,1,[0-9]*,[AB],[13].*")) {
          positions.add(body);
        }
      }
    }
    List<byte[]> one = List.of("AIVDM,1,1,,A,15RTgt0PAso;90TKcjM8h6g208CQ,0".getBytes(ISO_8859_1));
    for (int round = 0; round < 8; round++) {
      System.out.printf(
          "round %d: one position %.1f, positions %.1f, stream %.1f, event alone %.1f ns%n",
          round, time(one, true), time(positions, true), time(all, true), time(positions, false));
    }
  }

  private static double time(List<byte[]> lines, boolean decode) {
    Event event = new Event(8192);
    AisDecoder decoder = new AisDecoder();
    byte[][] bodies = lines.toArray(new byte[0][]);
    long start = System.nanoTime();
    int at = 0;
    for (int i = 0; i < LINES; i++) {
      byte[] body = bodies[at];
      at = at + 1 == bodies.length ? 0 : at + 1;
      event.begin(FrameKind.FRAME, 1, i * 1000L);
      event.raw(body, 0, body.length);
      FieldWriter out = event.beginDecoded();
      if (decode) {
        int from = event.rawOffset();
        decoder.decode(event, out, from, from + body.length);
      }
      if (event.quality() != Quality.INVALID) {
        event.endDecoded();
      }
    }
    return (System.nanoTime() - start) / (double) LINES;
  }
}
