package io.alidade.link;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileLinkTest {
  @TempDir Path directory;
  private final VirtualTime time = new VirtualTime();
  private final long start = time.nanoTime();
  private final Recorder recorder = new Recorder();

  /** What came, each read with its time in ms since the start. */
  private final List<String> reads = new ArrayList<>();

  private final LinkReceiver timed =
      new LinkReceiver() {
        @Override
        public void bytes(byte[] bytes, int offset, int length) {
          long millis = (time.nanoTime() - start) / 1_000_000;
          reads.add(millis + " " + new String(bytes, offset, length, ISO_8859_1));
          recorder.bytes(bytes, offset, length);
        }

        @Override
        public void boundary() {
          recorder.boundary();
        }

        @Override
        public void state(LinkState state, int attempt, String reason) {
          recorder.state(state, attempt, reason);
        }
      };

  private Path file(byte[] content) throws IOException {
    return Files.write(directory.resolve("pass.nmea"), content);
  }

  private Link link(Path path, String pace) {
    LinkUri uri = LinkUri.parse("file:" + path + "?pace=" + pace);
    LinkClock clock = new LinkClock(time);
    return new Link(uri, Backoff.DEFAULT, new SplittableRandom(1), clock, Source.of(uri, clock));
  }

  private void readAll(Path path, String pace) throws Exception {
    try (Link link = link(path, pace)) {
      link.start(timed);
      assertThat(link.awaitEnd(30, TimeUnit.SECONDS)).isTrue();
      assertThat(link.failed()).isFalse();
    }
  }

  private void readText(String text) throws Exception {
    readAll(file(text.getBytes(ISO_8859_1)), "recorded");
  }

  @Test
  void readsAFileAsItIs() throws Exception {
    byte[] content = new byte[300_001];
    new Random(4).nextBytes(content);
    Path path = file(content);
    readAll(path, "max");
    assertThat(recorder.bytes()).isEqualTo(content);
    assertThat(recorder.shape()).containsExactly("UP", "bytes", "boundary", "END");
    assertThat(recorder.states())
        .containsExactly("UP 1 reading " + path, "END 0 end of " + path + " after 300001 bytes");
    assertThat(time.sleepMillis()).isEmpty();
  }

  @Test
  void endsAtOnceWithAnEmptyFile() throws Exception {
    readAll(file(new byte[0]), "recorded");
    assertThat(recorder.log()).containsExactly("UP", "END");
  }

  @Test
  void takesAsLongAsASerialLine() throws Exception {
    byte[] content = new byte[4800];
    new Random(5).nextBytes(content);
    readAll(file(content), "9600bps");
    assertThat(recorder.bytes()).isEqualTo(content);
    // 48,000 bits at 9,600 per second, in pieces of about 10 ms.
    assertThat((time.nanoTime() - start) / 1_000_000).isEqualTo(5000);
    assertThat(reads).hasSizeGreaterThan(500);
    assertThat(reads.get(0)).startsWith("9 ");
  }

  @Test
  void bringsSlowLinesByteByByte() throws Exception {
    readAll(file("abc".getBytes(ISO_8859_1)), "50bps");
    assertThat(reads).containsExactly("200 a", "400 b", "600 c");
  }

  @Test
  void keepsTheRecordedDistances() throws Exception {
    readText(
        """
        # a comment
        \\c:1609841515*5B\\!AIVDM,a
        !AIVDM,follows at once
        \\c:1609841517\\!AIVDM,b
        !AIVDM,c*00,rST,1609841517
        1609841517500 !AIVDM,d
        \\c:1609841516\\!AIVDM,a little older
        1609927917 $GPGGA,a day later\
        """);
    assertThat(reads)
        .containsExactly(
            "0 # a comment\n\\c:1609841515*5B\\!AIVDM,a\n!AIVDM,follows at once\n",
            "2000 \\c:1609841517\\!AIVDM,b\n!AIVDM,c*00,rST,1609841517\n",
            "2500 1609841517500 !AIVDM,d\n\\c:1609841516\\!AIVDM,a little older\n",
            "86402000 1609927917 $GPGGA,a day later");
  }

  @Test
  void startsAnewWhereTheRecordingIsOfAnotherDay() throws Exception {
    readText("1609841515 a\n1609841525 b\n1550303566 c\n1550303567 d\n");
    assertThat(reads)
        .containsExactly(
            "0 1609841515 a\n", "10000 1609841525 b\n1550303566 c\n", "11000 1550303567 d\n");
  }

  @Test
  void readsEveryKindOfLineEndByTheClock() throws Exception {
    readText("1609841515 a\r\n1609841516 b\r1609841517 c\r\n\r\n1609841518 d");
    assertThat(reads)
        .containsExactly(
            "0 1609841515 a\r\n",
            "1000 1609841516 b\r",
            "2000 1609841517 c\r\n\r\n",
            "3000 1609841518 d");
  }

  @Test
  void losesNothingOfLongLinesAndBinaryFiles() throws Exception {
    Random random = new Random(6);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 400; i++) {
      text.append(1_609_841_515L + i).append(' ');
      for (int n = random.nextInt(i % 50 == 0 ? 200_000 : 300); n > 0; n--) {
        text.append((char) (32 + random.nextInt(200)));
      }
      text.append('\n');
    }
    readText(text.toString());
    assertThat(recorder.text()).isEqualTo(text.toString());
    assertThat((time.nanoTime() - start) / 1_000_000).isEqualTo(399_000);
  }

  @Test
  void replaysARealRecordingInItsOwnTime() throws Exception {
    Path path =
        Path.of(System.getProperty("alidade.corpus", ""), "marine/BertoldVdb+go-ais/aistest.nmea");
    Assumptions.assumeTrue(Files.exists(path), "no corpus");
    readAll(path, "recorded");
    assertThat(recorder.bytes()).isEqualTo(Files.readAllBytes(path));
    assertThat(time.nanoTime() - start).isEqualTo(1550303568261818524L - 1550303566167726840L);
    assertThat(reads).hasSizeGreaterThan(900);
  }

  @Test
  void canBeClosedInASilentGap() throws Exception {
    Path path = file("1609841515 a\n1704535915 three years on\n".getBytes(ISO_8859_1));
    Link link = Link.of(LinkUri.parse("file:" + path + "?pace=recorded"));
    link.start(recorder);
    recorder.awaitBytes(13);
    link.close();
    recorder.thread().join(1);
    assertThat(recorder.thread().isAlive()).isFalse();
    assertThat(recorder.log()).containsExactly("UP", "bytes 13", "boundary");
    assertThat(link.ended()).isFalse();
  }

  @Test
  void refusesToStartWithoutTheFile() {
    Path missing = directory.resolve("missing.nmea");
    assertThatIOException()
        .isThrownBy(() -> link(missing, "max").start(recorder))
        .withMessage("file " + missing + " does not exist");
    assertThatIOException()
        .isThrownBy(() -> link(directory, "max").start(recorder))
        .withMessage(directory + " is a directory, not a file");
    Path device = Path.of("/dev/null");
    Assumptions.assumeTrue(Files.exists(device));
    assertThatIOException()
        .isThrownBy(() -> link(device, "max").start(recorder))
        .withMessage("/dev/null is not a regular file; for a pipe use stdin:");
    assertThat(recorder.log()).isEmpty();
  }
}
