package io.alidade.export;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.alidade.event.Event;
import io.alidade.event.FrameKind;
import io.alidade.framing.Framer;
import io.alidade.framing.KissFramer;
import io.alidade.framing.NmeaFramer;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class FrameTimesTest {
  private static final String SENTENCE = "!AIVDM,1,1,,A,15RTgt0PAso;90TKcjM8h6g208CQ,0*4A";

  private static List<Long> times(Framer framer, FrameTimes times, byte[] bytes) {
    List<Long> found = new ArrayList<>();
    SplittableRandom random = new SplittableRandom(bytes.length);
    for (int at = 0; at < bytes.length; ) {
      int length = Math.min(random.nextInt(1, 40), bytes.length - at);
      framer.feed(
          bytes,
          at,
          length,
          (kind, frame, offset, count) -> {
            if (kind != FrameKind.NOISE) {
              found.add(times.of(kind, frame, offset, count));
            } else {
              times.of(kind, frame, offset, count);
            }
          });
      at += length;
    }
    framer.end((kind, frame, offset, count) -> found.add(times.of(kind, frame, offset, count)));
    return found;
  }

  @Test
  void aLineWithoutATimeHasThatOfTheLineBefore() {
    String lines =
        SENTENCE
            + "\r\n"
            + ("\\c:1565218798*53\\" + SENTENCE + "\r\n")
            + (SENTENCE + "\r\n")
            + ("1550303566167726840 " + SENTENCE + "\n")
            + (SENTENCE + ",rSTATION,1268300000\n")
            + (SENTENCE + ",1268300000.25\r")
            + (SENTENCE + "\r\n")
            + "1550303567 a note\r\n"
            + ("\\c:1*0B\\" + SENTENCE + "\r\n");
    assertThat(times(new NmeaFramer(), new NmeaTimes(), lines.getBytes(US_ASCII)))
        .containsExactly(
            Event.NO_TIME,
            1_565_218_798_000_000_000L,
            1_565_218_798_000_000_000L,
            1_550_303_566_167_726_840L,
            1_268_300_000_000_000_000L,
            1_268_300_000_250_000_000L,
            1_268_300_000_250_000_000L,
            1_268_300_000_250_000_000L);
  }

  @Test
  void aTimeStampFrameIsForItselfAndWhatFollows() {
    byte[] first = TimeStampFrame.of(1_577_836_800_156_999_999L);
    byte[] second = TimeStampFrame.of(0xC0DBL * 1_000_000);
    byte[] data = {(byte) 0xC0, 0, 'x', (byte) 0xC0};
    byte[] stream = new byte[0];
    for (byte[] part : List.of(data, first, data, data, second, data)) {
      stream = Captures.behind(stream, part);
    }
    assertThat(times(new KissFramer(), new KissTimes(), stream))
        .containsExactly(
            Event.NO_TIME,
            1_577_836_800_156_000_000L,
            1_577_836_800_156_000_000L,
            1_577_836_800_156_000_000L,
            0xC0DBL * 1_000_000,
            0xC0DBL * 1_000_000);
  }

  @Test
  void aTimeStampIsReadAsItIsWritten() {
    SplittableRandom random = new SplittableRandom(3);
    for (int i = 0; i < 1000; i++) {
      long millis = random.nextLong(Long.MAX_VALUE / 1_000_000) >>> random.nextInt(40);
      byte[] frame = TimeStampFrame.of(millis * 1_000_000);
      assertThat(TimeStampFrame.timeNs(frame, 0, frame.length)).isEqualTo(millis * 1_000_000);
      assertThat(TimeStampFrame.command(frame, 0, frame.length)).isEqualTo(9);
    }
    byte[] data = {(byte) 0xC0, (byte) 0xDB, (byte) 0xDC, 'x', (byte) 0xC0};
    assertThat(TimeStampFrame.command(data, 0, data.length)).as("port 12").isZero();
    assertThat(TimeStampFrame.timeNs(data, 0, data.length)).isEqualTo(Event.NO_TIME);
    assertThat(TimeStampFrame.timeNs(new byte[] {(byte) 0xC0}, 0, 1)).isEqualTo(Event.NO_TIME);
  }

  @Test
  void aRateSaysWhenTheLastBitOfAFrameCame() {
    RateTimes times = new RateTimes(5, 3_000_000);
    assertThat(times.of(FrameKind.NOISE, new byte[0], 0, 375_000)).isEqualTo(1_000_000_005L);
    assertThat(times.of(FrameKind.FRAME, new byte[0], 0, 1)).isEqualTo(1_000_002_671L);
  }
}
