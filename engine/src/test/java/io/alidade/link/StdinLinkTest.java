package io.alidade.link;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

@ResourceLock("java.lang.System.in")
@SuppressWarnings("try") // closed early, or there to be closed
class StdinLinkTest {
  private final InputStream original = System.in;
  private final Recorder recorder = new Recorder();

  @AfterEach
  void restore() {
    System.setIn(original);
  }

  @Test
  void readsToTheEnd() throws Exception {
    System.setIn(new ByteArrayInputStream("$GPGGA\r\nrest".getBytes(US_ASCII)));
    try (Link link = Link.of(LinkUri.parse("stdin:"))) {
      link.start(recorder);
      assertThat(link.awaitEnd(20, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(recorder.text()).isEqualTo("$GPGGA\r\nrest");
    assertThat(recorder.log()).containsExactly("UP", "bytes 12", "boundary", "END");
    assertThat(recorder.states())
        .containsExactly("UP 1 reading standard input", "END 0 end of standard input");
    assertThat(recorder.thread().getName()).isEqualTo("link-stdin");
  }

  @Test
  void bringsBytesAsTheyCome() throws Exception {
    try (PipedOutputStream out = new PipedOutputStream()) {
      System.setIn(new PipedInputStream(out));
      try (Link link = Link.of(LinkUri.parse("stdin:"))) {
        link.start(recorder);
        out.write("a".getBytes(US_ASCII));
        out.flush();
        recorder.awaitBytes(1);
        assertThat(link.ended()).isFalse();
        out.close();
        assertThat(link.awaitEnd(20, TimeUnit.SECONDS)).isTrue();
      }
    }
  }

  @Test
  void tellsNothingAfterItWasClosedInABlockedRead() throws Exception {
    CountDownLatch reading = new CountDownLatch(1);
    CountDownLatch late = new CountDownLatch(1);
    CountDownLatch read = new CountDownLatch(1);
    System.setIn(
        new InputStream() {
          @Override
          public int read() throws IOException {
            reading.countDown();
            try {
              late.await();
            } catch (InterruptedException e) {
              throw new IOException(e);
            }
            read.countDown();
            return 'x';
          }

          @Override
          public int read(byte[] bytes, int offset, int length) throws IOException {
            bytes[offset] = (byte) read();
            return 1;
          }
        });
    Link link = Link.of(LinkUri.parse("stdin:"));
    link.start(recorder);
    reading.await();
    link.close();
    late.countDown();
    read.await();
    assertThat(link.awaitEnd(20, TimeUnit.SECONDS)).isFalse();
    assertThat(recorder.log()).containsExactly("UP");
  }
}
