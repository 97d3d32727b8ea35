package io.alidade.cli;

import static io.alidade.cli.Commands.done;
import static io.alidade.cli.Commands.lastSession;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.alidade.ChildJvm;
import io.alidade.demo.Traffic;
import io.alidade.event.FrameKind;
import io.alidade.journal.SessionInfo;
import java.io.BufferedOutputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A day of busy traffic in one session: its size is no obstacle to any command. */
class DayTest {
  private static final Instant MIDNIGHT = Instant.parse("2026-03-01T00:00:00Z");

  @TempDir Path folder;

  private SessionInfo day(int sentences) throws Exception {
    Path file = folder.resolve("day.nmea");
    Traffic traffic = new Traffic(1, MIDNIGHT.toEpochMilli());
    byte[] bytes = new byte[Traffic.MAX_LENGTH];
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
      for (int i = 0; i < sentences; i++) {
        out.write(bytes, 0, traffic.next(bytes));
      }
    }
    long rate = Files.size(file) * 8 / Duration.ofHours(23).toSeconds();
    done(
        "import",
        file.toString(),
        "--journal",
        folder.resolve("journal").toString(),
        "--protocol=nmea",
        "--start=" + MIDNIGHT,
        "--rate=" + rate);
    return lastSession(folder.resolve("journal"));
  }

  @Test
  void noPlaceInASessionIsFarFromAStateToGoOnFrom() throws Exception {
    SessionInfo session = day(120_000);
    List<Long> states = new ArrayList<>();
    Commands.forEach(
        session,
        event -> {
          if (event.kind() == FrameKind.STATE && event.isRestartPoint()) {
            states.add(event.sequence());
          }
        });
    assertThat(states).hasSize((int) (session.records() / 50_000));
    long last = session.firstSequence();
    for (long state : states) {
      assertThat(state - last).isLessThan(50_010);
      last = state;
    }
    done("verify", folder.resolve("journal").toString());
  }

  /** What a command took: seconds to its first line and in all, CPU seconds, peak memory. */
  private record Cost(double first, double all, double cpu, long peakKb) {
    @Override
    public String toString() {
      return String.format(
          "first line after %.2f s, %.2f s in all, %.2f s CPU, %d kB", first, all, cpu, peakKb);
    }
  }

  private Cost cost(int lines, String... arguments) throws Exception {
    long start = System.nanoTime();
    Process process =
        ChildJvm.alidade(arguments).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    double first = 0;
    long peakKb = 0;
    double cpu = 0;
    try (BufferedReader out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
      for (int i = 0; i < lines && out.readLine() != null; i++) {
        if (i == 0) {
          first = (System.nanoTime() - start) / 1e9;
        }
        if (i % 10_000 == 0) {
          peakKb = peakKb(process);
          cpu = process.info().totalCpuDuration().orElse(Duration.ZERO).toMillis() / 1e3;
        }
      }
    }
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(first).as("seconds to a line of " + arguments[0]).isPositive();
    return new Cost(first, (System.nanoTime() - start) / 1e9, cpu, peakKb);
  }

  private static long peakKb(Process process) {
    try (var lines = Files.lines(Path.of("/proc", "" + process.pid(), "status"))) {
      return lines
          .filter(line -> line.startsWith("VmHWM"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
          .findFirst()
          .orElse(0);
    } catch (IOException ended) {
      return 0;
    }
  }

  @Test
  @Tag("soak")
  void fiveMillionEventsAreVerifiedSoughtAndReplayedInLittleMemory() throws Exception {
    String journal = folder.resolve("journal").toString();
    SessionInfo session = day(5_000_000);
    System.out.println(session.records() + " events");
    long start = System.nanoTime();
    System.out.println("verify: " + cost(1, "verify", journal));
    System.out.printf("        %.2f s%n", (System.nanoTime() - start) / 1e9);
    for (String time : List.of("00:00:01", "11:30:00", "22:59:00")) {
      String from = "2026-03-01T" + time + "Z";
      System.out.println(
          "replay from "
              + time
              + ": "
              + cost(1, "replay", journal, "--from", from, "--speed=max", "--json"));
      System.out.println(
          "export from "
              + time
              + ": "
              + cost(1, "export", journal, "--from", from, "--format=jsonl"));
    }
    Cost replay = cost(Integer.MAX_VALUE, "replay", journal, "--speed=max", "--json");
    System.out.println("replay of all: " + replay);
    assertThat(replay.peakKb()).isPositive().isLessThan(256 * 1024);
  }
}
