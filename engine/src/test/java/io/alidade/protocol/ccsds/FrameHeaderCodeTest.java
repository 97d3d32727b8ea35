package io.alidade.protocol.ccsds;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FrameHeaderCodeTest {
  private static final int[] OCTETS = {0, 1, 5, 6, 7};

  /** A header with check symbols that the test itself computes, and two bytes more. */
  private static byte[] header(Random random) {
    byte[] header = new byte[10];
    random.nextBytes(header);
    Transmitter.protect(header);
    return header;
  }

  private static void spoil(byte[] header, int symbol, int error) {
    header[OCTETS[symbol / 2]] ^= (byte) (symbol % 2 == 0 ? error << 4 : error);
  }

  /** Values that another implementation publishes. */
  @ParameterizedTest
  @CsvSource({"1234 56, 94dc", "369c fa, 457c"})
  void check_symbols_are_those_that_others_compute(String fields, String check) {
    String channel = fields.substring(0, 4);
    byte[] header = Streams.bytes(channel + "aabbcc" + fields.substring(5) + check);
    assertThat(FrameHeaderCode.correct(header)).isZero();
    byte[] own = header.clone();
    Transmitter.protect(own);
    assertThat(own).isEqualTo(header);
  }

  @Test
  void every_pattern_of_one_and_two_wrong_symbols_is_corrected() {
    Random random = new Random(1);
    for (int round = 0; round < 20; round++) {
      byte[] sent = header(random);
      assertThat(FrameHeaderCode.correct(sent.clone())).isZero();
      for (int first = 0; first < 10; first++) {
        for (int error = 1; error < 16; error++) {
          byte[] one = sent.clone();
          spoil(one, first, error);
          byte[] received = one.clone();
          assertThat(FrameHeaderCode.correct(received)).isEqualTo(1);
          assertThat(received).isEqualTo(sent);
          for (int second = first + 1; second < 10; second++) {
            for (int other = 1; other < 16; other++) {
              byte[] two = one.clone();
              spoil(two, second, other);
              if (FrameHeaderCode.correct(two) != 2 || !java.util.Arrays.equals(two, sent)) {
                throw new AssertionError(first + ":" + error + " " + second + ":" + other);
              }
            }
          }
        }
      }
    }
  }

  /** The distance is five: three wrong symbols may be near another word, but never are one. */
  @Test
  void three_wrong_symbols_are_noticed_and_what_cannot_be_corrected_is_left_alone() {
    Random random = new Random(2);
    int uncorrectable = 0;
    for (int round = 0; round < 50_000; round++) {
      byte[] received = header(random);
      int first = random.nextInt(8);
      int second = first + 1 + random.nextInt(8 - first);
      spoil(received, first, 1 + random.nextInt(15));
      spoil(received, second, 1 + random.nextInt(15));
      spoil(received, 9, 1 + random.nextInt(15));
      byte[] before = received.clone();
      int result = FrameHeaderCode.correct(received);
      assertThat(result).isNotZero();
      if (result == FrameHeaderCode.UNCORRECTABLE) {
        uncorrectable++;
        assertThat(received).isEqualTo(before);
      }
    }
    assertThat(uncorrectable).isGreaterThan(40_000);
  }

  @Test
  void the_frame_count_is_not_protected() {
    byte[] header = header(new Random(3));
    header[2] ^= (byte) 0xFF;
    header[4] ^= 0x55;
    byte[] before = header.clone();
    assertThat(FrameHeaderCode.correct(header)).isZero();
    assertThat(header).isEqualTo(before);
  }
}
