package io.alidade.station;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.alidade.demo.Traffic;
import io.alidade.event.Event;
import io.alidade.event.Flag;
import io.alidade.event.Msg;
import io.alidade.journal.SessionInfo;
import io.alidade.journal.SessionReader;
import io.alidade.journal.Sessions;
import io.alidade.replay.Verify;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A running station hears the same traffic over two TCP links, each with losses of its own. */
class TwoLinksTest {
  @TempDir Path root;

  @Test
  void journalHoldsEachMessageOfTheUnionOnceAsFirstAndVerifies() throws Exception {
    List<String> sentences = sentences(4000);
    Random random = new Random(11);
    Set<String> union = new HashSet<>();
    try (ServerSocket north = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        ServerSocket south = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      StationConfig config = new StationConfig();
      config.journal(root);
      config.addLink("tcp://127.0.0.1:" + north.getLocalPort() + "?name=north");
      config.addLink("tcp://127.0.0.1:" + south.getLocalPort() + "?name=south");
      try (Station station = Station.start(config, "test", notice -> {});
          Socket first = north.accept();
          Socket second = south.accept()) {
        long bytes = 0;
        for (int i = 0; i < sentences.size(); i++) {
          byte[] line = (sentences.get(i) + "\r\n").getBytes(US_ASCII);
          for (Socket socket :
              random.nextBoolean() ? List.of(first, second) : List.of(second, first)) {
            if (random.nextInt(5) > 0) {
              OutputStream out = socket.getOutputStream();
              out.write(line);
              bytes += line.length;
              union.add(sentences.get(i));
            }
          }
          if (i == sentences.size() / 2) {
            await(station, bytes);
            station.turnOver();
          }
        }
        await(station, bytes);
        station.close();
        assertThat(station.failure()).isNull();
      }
    }

    List<SessionInfo> sessions = Sessions.list(root);
    assertThat(sessions).hasSize(2);
    List<String> once = new ArrayList<>();
    int copies = 0;
    Event event = new Event(0);
    for (SessionInfo session : sessions) {
      Verify.Result result = Verify.session(session);
      assertThat(result.difference()).isNull();
      assertThat(result.events()).isEqualTo(session.records());
      try (SessionReader reader = SessionReader.open(session)) {
        while (reader.next()) {
          event.wrap(reader.record());
          if (Msg.isAis(event.msg())) {
            String raw =
                new String(event.array(), event.rawOffset(), event.rawLength(), US_ASCII).trim();
            if (event.has(Flag.DUPLICATE)) {
              copies++;
            } else {
              once.add(raw);
            }
          }
        }
      }
    }
    assertThat(once).doesNotHaveDuplicates().hasSameElementsAs(union);
    assertThat(copies).isGreaterThan(sentences.size() / 2);
  }

  private static void await(Station station, long bytes) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (station.byteCount() < bytes && System.nanoTime() < deadline) {
      Thread.onSpinWait();
    }
    assertThat(station.byteCount()).isEqualTo(bytes);
  }

  /** Good AIS sentences that are whole messages, each but once. */
  private static List<String> sentences(int count) {
    Traffic traffic = new Traffic(3, 1_764_032_400_000L);
    byte[] buffer = new byte[Traffic.MAX_LENGTH];
    Set<String> payloads = new HashSet<>();
    List<String> sentences = new ArrayList<>();
    while (sentences.size() < count) {
      String line = new String(buffer, 0, traffic.next(buffer), US_ASCII).trim();
      if (line.matches("!AIVDM,1,1,,[AB],[0-W`-w]+,[0-5]\\*[0-9A-F]{2}")
          && line.endsWith(
              "%02X"
                  .formatted(
                      line.substring(1, line.length() - 3).chars().reduce(0, (a, b) -> a ^ b)))
          && payloads.add(line.split(",")[5])) {
        sentences.add(line);
      }
    }
    return sentences;
  }
}
