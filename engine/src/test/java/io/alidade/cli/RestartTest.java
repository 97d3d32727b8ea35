package io.alidade.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.alidade.ChildJvm;
import io.alidade.demo.Traffic;
import io.alidade.event.Event;
import io.alidade.event.FrameKind;
import io.alidade.event.Msg;
import io.alidade.journal.Journal;
import io.alidade.journal.SessionInfo;
import io.alidade.journal.SessionWriter;
import io.alidade.journal.Sessions;
import java.io.BufferedOutputStream;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How long a station takes to be there again. Prints what it measures. */
class RestartTest {
  @TempDir Path folder;

  /** Seconds from the command to a session that has begun. */
  private double start(Path journal, Path data) throws Exception {
    long start = System.nanoTime();
    Process engine =
        ChildJvm.alidade(
                "run", "--link", "file:" + data + "?pace=max", "--journal", journal.toString())
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (BufferedReader said =
        new BufferedReader(new InputStreamReader(engine.getErrorStream(), UTF_8))) {
      String line = said.readLine();
      assertThat(line).contains("session");
      return (System.nanoTime() - start) / 1e9;
    } finally {
      engine.destroy();
      assertThat(engine.waitFor(60, TimeUnit.SECONDS)).isTrue();
    }
  }

  /** Takes a session's files out of the page cache, where the machine can. */
  private static void forget(SessionInfo session) throws Exception {
    try (Stream<Path> files = Files.list(session.directory())) {
      for (Path file : files.toList()) {
        new ProcessBuilder("dd", "of=" + file, "oflag=nocache", "conv=notrunc,fdatasync", "count=0")
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start()
            .waitFor();
      }
    }
  }

  private Path traffic(int sentences) throws Exception {
    Path file = folder.resolve("traffic-" + sentences);
    Traffic traffic = new Traffic(1, 1_764_032_400_000L);
    byte[] bytes = new byte[Traffic.MAX_LENGTH];
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
      for (int i = 0; i < sentences; i++) {
        out.write(bytes, 0, traffic.next(bytes));
      }
    }
    return file;
  }

  @Test
  @Tag("soak")
  void aThousandSessions() throws Exception {
    Path data = traffic(100);
    Path journal = folder.resolve("journal");
    System.out.printf("no session: %.2f s%n", start(journal, data));
    try (Journal sessions = Journal.open(journal)) {
      Event tick = new Event(Event.HEADER_LENGTH);
      for (int i = 0; i < 1000; i++) {
        try (SessionWriter session = sessions.beginSession(i * 86_400_000_000_000L)) {
          for (int each = 0; each < 10; each++) {
            tick.begin(FrameKind.TICK, 0, i * 86_400_000_000_000L);
            tick.msg(Msg.TICK);
            tick.sequence(sessions.lastSequence() + 1);
            session.append(tick.array(), 0, tick.length());
          }
        }
      }
    }
    System.out.printf("1,000 sessions: %.2f s%n", start(journal, data));
    System.out.printf("and again: %.2f s%n", start(journal, data));
  }

  @Test
  @Tag("soak")
  void fiveMillionEventsOfASessionThatWasKilled() throws Exception {
    Path few = traffic(100);
    Path data = traffic(5_000_000);
    Path journal = folder.resolve("journal");
    System.out.printf("no session: %.2f s%n", start(journal, few));
    Process engine =
        ChildJvm.alidade(
                "run", "--link", "file:" + data + "?pace=max", "--journal", journal.toString())
            .inheritIO()
            .start();
    long records = 0;
    long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(5);
    while (records < 5_000_000 && System.nanoTime() < deadline) {
      TimeUnit.SECONDS.sleep(1);
      List<SessionInfo> sessions = Sessions.list(journal);
      records = sessions.get(sessions.size() - 1).records();
    }
    engine.destroyForcibly();
    engine.waitFor();
    SessionInfo killed = Sessions.list(journal).get(1);
    assertThat(killed.closed()).isFalse();
    System.out.printf("%d events, %d bytes, killed%n", killed.records(), killed.bytes());
    forget(killed);
    System.out.printf("restart, from the disk: %.2f s%n", start(journal, few));
    System.out.printf("and again: %.2f s%n", start(journal, few));
  }
}
