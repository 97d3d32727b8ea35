package io.alidade.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoFeedTest {
  private static final long START = 1_795_568_523_250L;
  private static final long SECOND = 1_000_000_000L;

  /** Time that passes only while somebody waits for it. */
  private static final class Clock implements LineClock {
    private long now = 5 * SECOND;
    private final long end;
    private boolean stopped;

    Clock(long seconds) {
      end = now + seconds * SECOND;
    }

    @Override
    public long now() {
      return now;
    }

    @Override
    public boolean sleepUntil(long time) {
      now = Math.max(now, time);
      return now < end && !stopped;
    }

    @Override
    public void stop() {
      stopped = true;
    }

    @Override
    public boolean isStopped() {
      return stopped;
    }
  }

  @Test
  void aRecordingIsPlayedOnceByteForByteAtTheRateOfTheLine() throws IOException {
    byte[] recording = new byte[9_600];
    new Random(1).nextBytes(recording);
    Clock clock = new Clock(1_000);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    DemoFeed feed = new DemoFeed(new ByteArrayInputStream(recording), out, 9_600, clock);

    assertThat(feed.play()).isTrue();
    assertThat(out.toByteArray()).isEqualTo(recording);
    assertThat(feed.bytes()).isEqualTo(9_600);
    assertThat(clock.now - 5 * SECOND).isBetween(10 * SECOND - 1_000, 10 * SECOND + 1_000);
  }

  @Test
  void trafficLeavesWhenItIsDueAndNeverFasterThanTheLine() throws IOException {
    Clock clock = new Clock(60);
    List<Long> times = new ArrayList<>();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    OutputStream out =
        new OutputStream() {
          @Override
          public void write(int value) {
            throw new UnsupportedOperationException();
          }

          @Override
          public void write(byte[] buffer, int offset, int length) {
            bytes.write(buffer, offset, length);
            times.add(clock.now);
            assertThat(length).isLessThanOrEqualTo(38);
          }
        };
    assertThat(new DemoFeed(new Traffic(1, START), out, DemoFeed.AIS_BAUD, clock).play()).isFalse();

    Traffic same = new Traffic(1, START);
    byte[] sentence = new byte[Traffic.MAX_LENGTH];
    ByteArrayOutputStream expected = new ByteArrayOutputStream();
    for (int n = same.next(sentence); same.dueMs() < 59_000; n = same.next(sentence)) {
      expected.write(sentence, 0, n);
    }
    assertThat(bytes.toByteArray()).startsWith(expected.toByteArray());
    for (int i = 1; i < times.size(); i++) {
      assertThat(times.get(i)).isGreaterThan(times.get(i - 1));
    }
    assertThat(bytes.size()).isLessThan(60 * 3_840 / 2);
  }

  @Test
  void trafficThatNobodyTookForSecondsIsLostAndTheRestIsInTime() throws IOException {
    Clock clock = new Clock(60);
    OutputStream stalls =
        new OutputStream() {
          private int writes;

          @Override
          public void write(int value) {
            if (++writes == 1_000) {
              clock.now += 30 * SECOND;
            }
          }
        };
    DemoFeed feed = new DemoFeed(new Traffic(1, START), stalls, DemoFeed.AIS_BAUD, clock);
    feed.play();

    assertThat(feed.discarded()).isBetween(8_000L, 20_000L);
    assertThat(feed.bytes()).isBetween(8_000L, 30_000L);
  }

  @Test
  void closingFromAnotherThreadEndsThePlay() throws Exception {
    DemoFeed feed = DemoFeed.of(new Traffic(1, START), new ByteArrayOutputStream(), 38_400);
    List<Boolean> ended = new ArrayList<>();
    Thread player =
        new Thread(
            () -> {
              try {
                ended.add(feed.play());
              } catch (IOException e) {
                throw new AssertionError(e);
              }
            });
    player.start();
    feed.close();
    player.join(10_000);

    assertThat(ended).containsExactly(false);
  }

  @Test
  void aStreamThatFailsEndsThePlayWithItsErrorUnlessItWasStopped() {
    OutputStream broken =
        new OutputStream() {
          @Override
          public void write(int value) throws IOException {
            throw new IOException("gone");
          }
        };
    DemoFeed feed = new DemoFeed(new Traffic(1, START), broken, 38_400, new Clock(60));

    assertThatThrownBy(feed::play).isInstanceOf(IOException.class).hasMessage("gone");
  }

  @Test
  void aFileThatIsAbsentIsToldAtOnce(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("night.nmea");

    assertThatThrownBy(() -> DemoFeed.of(file, OutputStream.nullOutputStream(), 38_400))
        .isInstanceOf(NoSuchFileException.class);

    Files.writeString(file, "$GPTXT,01,01,02,X*2B\r\n");
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (DemoFeed feed = DemoFeed.of(file, out, 115_200)) {
      assertThat(feed.play()).isTrue();
    }
    assertThat(out.toByteArray()).isEqualTo(Files.readAllBytes(file));
  }
}
