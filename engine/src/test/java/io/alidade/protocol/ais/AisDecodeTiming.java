package io.alidade.protocol.ais;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.alidade.event.Event;
import io.alidade.event.EventJson;
import io.alidade.event.FieldWriter;
import io.alidade.event.FrameKind;
import io.alidade.event.Links;
import io.alidade.event.Quality;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A crude measurement, to be run by hand: CPU nanoseconds per decoded sentence, by kind. */
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
    double[] best = new double[5];
    Arrays.fill(best, Double.MAX_VALUE);
    for (int round = 0; round < 40; round++) {
      best[0] = Math.min(best[0], time(one, true, false));
      best[1] = Math.min(best[1], time(positions, true, false));
      best[2] = Math.min(best[2], time(all, true, false));
      best[4] = Math.min(best[4], time(positions, true, true));
      best[3] = Math.min(best[3], time(positions, false, false));
    }
    System.out.printf(
        "best of 40: one position %.1f, positions %.1f, stream %.1f, event alone %.1f,"
            + " positions with JSON %.1f ns%n",
        best[0], best[1], best[2], best[3], best[4]);
  }

  private static double time(List<byte[]> lines, boolean decode, boolean withJson) {
    Event event = new Event(8192);
    AisDecoder decoder = new AisDecoder();
    EventJson json = new EventJson(new Links("ais0"), false, false);
    byte[][] bodies = lines.toArray(new byte[0][]);
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long start = threads.getCurrentThreadCpuTime();
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
      if (withJson) {
        json.append(event);
        if (json.length() > 60_000) {
          json.clear();
        }
      }
    }
    return (threads.getCurrentThreadCpuTime() - start) / (double) LINES;
  }
}
