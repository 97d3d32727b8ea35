package io.alidade.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.alidade.ChildJvm;
import io.alidade.journal.Sessions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** At full speed whoever watches sets the pace: nobody misses anything, nothing piles up. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ReplayPaceTest {
  /** What may wait for one client: the high watermark, and a message. */
  private static final long PENDING_LIMIT = (64 << 10) + (64 << 10);

  @TempDir Path root;

  /** Follows a page until the replay's end; the sequences of the events that it was sent. */
  private static List<Long> sequences(Page page, long last) throws Exception {
    List<Long> sequences = new ArrayList<>();
    page.await(
        message -> {
          String type = message.path("type").asText();
          assertThat(type).as(message.toString()).isNotIn("lag", "closed");
          for (JsonNode event : message.path("events")) {
            if (!Commands.FUSED.contains(event.path("msg").asText())) {
              sequences.add(event.path("seq").asLong());
            }
          }
          return !sequences.isEmpty() && sequences.get(sequences.size() - 1) == last;
        });
    return sequences;
  }

  @Test
  void everyPageSeesEveryEventHoweverSlowItIs() throws Exception {
    ShownReplay.record(root, 3600);
    long last = Sessions.list(root).get(0).lastSequence();
    assertThat(last).isGreaterThan(30_000);
    try (ShownReplay shown = ShownReplay.start(root, 0, 10_000);
        Page quick = new Page(shown.gateway.port());
        Page slow = new Page(shown.gateway.port(), 5)) {
      for (Page page : new Page[] {quick, slow}) {
        page.await(message -> message.path("more").asText().equals("false"));
      }
      shown.control("speed", "max");
      long before = shown.state().path("head").asLong();
      shown.control("play", "");
      List<Long> seen = sequences(quick, last);
      assertThat(seen).hasSize((int) (last - before));
      assertThat(sequences(slow, last)).isEqualTo(seen);
      for (int i = 0; i < seen.size(); i++) {
        assertThat(seen.get(i)).isEqualTo(before + 1 + i);
      }
      JsonNode counters = shown.state().path("counters");
      assertThat(counters.path("pending.max_bytes").asLong())
          .as(counters.toString())
          .isBetween(1L, PENDING_LIMIT);
      assertThat(counters.path("dropped.full").asLong()).isZero();
    }
  }

  @Test
  void aSeekDoesNotWaitForASlowPage() throws Exception {
    ShownReplay.record(root, 3600);
    try (ShownReplay shown = ShownReplay.start(root, 0, 10_000);
        Page slow = new Page(shown.gateway.port(), 200)) {
      slow.await(message -> message.path("more").asText().equals("false"));
      shown.control("speed", "max");
      shown.control("play", "");
      Thread.sleep(300); // until it has to wait
      assertThat(shown.replay.isAtEnd()).isFalse();
      for (int second : new int[] {1500, 100}) {
        JsonNode there = shown.control("seek", ShownReplay.time(second));
        assertThat(ShownReplay.ns(there.path("position")))
            .isBetween(
                ShownReplay.START + second * ShownReplay.SECOND,
                ShownReplay.START + (second + 200) * ShownReplay.SECOND);
      }
    }
  }

  @Test
  void aSlowReaderOfStandardOutputGetsEveryLine() throws Exception {
    ShownReplay.record(root, 3600);
    Process replay =
        ChildJvm.alidade("replay", root.toString(), "--json", "--speed", "max")
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      var out = replay.inputReader(UTF_8);
      long next = 1;
      long residentKb = 0;
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        if (line.matches(".*\"msg\":\"(track|own)\".*")) {
          continue;
        }
        assertThat(line).startsWith("{\"seq\":" + next + ",");
        if (next++ % 1000 == 0) {
          Thread.sleep(10);
          residentKb = Math.max(residentKb, residentKb(replay));
        }
      }
      assertThat(replay.waitFor(20, TimeUnit.SECONDS)).isTrue();
      assertThat(replay.exitValue()).isZero();
      assertThat(next - 1).isEqualTo(Sessions.list(root).get(0).lastSequence());
      System.out.println((next - 1) + " events to a slow pipe, at most " + residentKb + " KiB");
      assertThat(residentKb).isLessThan(256 << 10);
    } finally {
      replay.destroyForcibly();
    }
  }

  private static long residentKb(Process process) throws Exception {
    for (String line : Files.readAllLines(Path.of("/proc/" + process.pid() + "/status"))) {
      if (line.startsWith("VmRSS:")) {
        return Long.parseLong(line.replaceAll("[^0-9]", ""));
      }
    }
    return 0;
  }
}
