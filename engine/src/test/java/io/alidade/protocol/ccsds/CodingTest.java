package io.alidade.protocol.ccsds;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CodingTest {
  /** GF(256) as the standard has it, by long multiplication. */
  private static int multiply(int a, int b) {
    int product = 0;
    for (int bit = 7; bit >= 0; bit--) {
      product <<= 1;
      product ^= (product & 0x100) != 0 ? 0x187 : 0;
      product ^= (b >> bit & 1) != 0 ? a : 0;
    }
    return product;
  }

  private static int power(int base, int exponent) {
    int result = 1;
    for (int i = 0; i < exponent; i++) {
      result = multiply(result, base);
    }
    return result;
  }

  @Test
  void the_pseudo_random_sequence_is_the_standards_and_repeats_after_255_bytes() {
    byte[] bytes = new byte[510];
    Randomizer.apply(bytes, 0, bytes.length);
    assertThat(Arrays.copyOf(bytes, 8)).isEqualTo(Streams.bytes("ff480ec09a0d70bc"));
    assertThat(Arrays.copyOfRange(bytes, 255, 510)).isEqualTo(Arrays.copyOf(bytes, 255));
    Randomizer.apply(bytes, 0, bytes.length);
    assertThat(bytes).containsOnly(0);
  }

  @Test
  void the_frame_check_is_the_well_known_one() {
    byte[] digits = "123456789".getBytes(US_ASCII);
    assertThat(FrameCheck.crc(digits, 0, 9)).isEqualTo(0x29B1);
    assertThat(FrameCheck.crc(Streams.join(digits, Streams.bytes("29b1")), 0, 11)).isZero();
  }

  /** The value for the five bytes is one that others publish for a Proximity-1 frame. */
  @Test
  void the_long_frame_check_begins_with_zeros_and_inverts_nothing() {
    byte[] bytes = Streams.bytes("8000000400 bcc004e7");
    assertThat(FrameCheck.crc32(bytes, 0, 5)).isEqualTo(0xBCC004E7);
    assertThat(FrameCheck.crc32(bytes, 0, 9)).isZero();
    byte[] frame = new byte[300];
    new Random(3).nextBytes(frame);
    Transmitter.check(frame, 4);
    assertThat(FrameCheck.crc32(frame, 0, 300)).isZero();
  }

  @Test
  void the_dual_basis_is_the_one_whose_elements_the_standard_gives() {
    int[] exponents = {125, 88, 226, 163, 46, 184, 67, 242};
    for (int dual = 0; dual < 256; dual++) {
      int sum = 0;
      for (int i = 0; i < 8; i++) {
        sum ^= (dual & 0x80 >> i) != 0 ? power(2, exponents[i]) : 0;
      }
      assertThat(DualBasis.TO_CONVENTIONAL[dual] & 0xFF).isEqualTo(sum);
      assertThat(DualBasis.TO_DUAL[sum] & 0xFF).isEqualTo(dual);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {16, 8})
  void a_code_word_is_zero_at_the_roots_of_the_standards_generator(int errors) {
    ReedSolomon code = new ReedSolomon(errors);
    byte[] word = new byte[255];
    new Random(errors).nextBytes(word);
    code.encode(word, 255);
    for (int j = 128 - errors; j <= 127 + errors; j++) {
      int root = power(power(2, 11), j);
      int sum = 0;
      for (byte symbol : word) {
        sum = multiply(sum, root) ^ (symbol & 0xFF);
      }
      assertThat(sum).as("at root %d", j).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {16, 8})
  void up_to_E_wrong_symbols_are_corrected_exactly(int errors) {
    Random random = new Random(errors);
    ReedSolomon code = new ReedSolomon(errors);
    for (int round = 0; round < 3000; round++) {
      int length = round % 3 == 0 ? 255 : 2 * errors + 1 + random.nextInt(255 - 2 * errors);
      byte[] sent = new byte[length];
      random.nextBytes(sent);
      code.encode(sent, length);
      int wrong = Math.min(length, round % (errors + 1));
      byte[] received = damaged(sent, length, wrong, random);
      assertThat(code.correct(received, length)).as("round %d", round).isEqualTo(wrong);
      assertThat(received).isEqualTo(sent);
    }
  }

  /** Beyond E errors a decoder may land on another code word: about 1 in E! does. */
  @ParameterizedTest
  @ValueSource(ints = {16, 8})
  void more_than_E_wrong_symbols_are_detected_but_for_a_few_and_leave_the_word_alone(int errors) {
    Random random = new Random(errors);
    ReedSolomon code = new ReedSolomon(errors);
    byte[] sent = new byte[255];
    int miscorrected = 0;
    int rounds = 50_000;
    for (int round = 0; round < rounds; round++) {
      random.nextBytes(sent);
      code.encode(sent, 255);
      byte[] received = damaged(sent, 255, errors + 1 + round % 3, random);
      byte[] before = received.clone();
      int result = code.correct(received, 255);
      if (result == ReedSolomon.UNCORRECTABLE) {
        assertThat(received).isEqualTo(before);
      } else {
        miscorrected++;
        assertThat(received).isNotEqualTo(sent);
        assertThat(code.correct(received, 255)).as("another code word").isZero();
      }
    }
    System.out.printf("Reed-Solomon E=%d: %d of %d miscorrected%n", errors, miscorrected, rounds);
    assertThat(miscorrected).isLessThan(errors == 16 ? 1 : 10);
  }

  @Test
  void every_interleave_and_both_bases_come_back_as_they_were() {
    Random random = new Random(11);
    for (int errors : new int[] {16, 8}) {
      for (int interleave = 1; interleave <= 8; interleave++) {
        for (boolean dual : new boolean[] {true, false}) {
          ReedSolomonBlock code = new ReedSolomonBlock(errors, interleave, dual);
          int symbols = 2 * errors + 1 + random.nextInt(255 - 2 * errors);
          byte[] sent = new byte[symbols * interleave];
          random.nextBytes(sent);
          code.encode(sent, 0, sent.length);
          byte[] received = sent.clone();
          for (int burst = 0; burst < errors * interleave; burst++) {
            received[burst] ^= (byte) (1 + random.nextInt(255));
          }
          assertThat(code.correct(received, 0, sent.length)).isEqualTo(errors * interleave);
          assertThat(code.failed()).isZero();
          assertThat(received).isEqualTo(sent);
        }
      }
    }
  }

  @Test
  void dual_and_conventional_words_differ_by_the_basis_alone() {
    byte[] dual = new byte[255];
    new Random(5).nextBytes(dual);
    byte[] conventional = new byte[255];
    new ReedSolomonBlock(16, 1, true).encode(dual, 0, 255);
    for (int i = 0; i < 223; i++) {
      conventional[i] = DualBasis.TO_CONVENTIONAL[dual[i] & 0xFF];
    }
    new ReedSolomonBlock(16, 1, false).encode(conventional, 0, 255);
    for (int i = 0; i < 255; i++) {
      assertThat(DualBasis.TO_DUAL[conventional[i] & 0xFF]).isEqualTo(dual[i]);
    }
  }

  @Test
  void other_codes_are_refused() {
    assertThatThrownBy(() -> new ReedSolomon(10)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void cadus_of_suomi_npp_are_code_words() {
    byte[] cadus =
        Streams.read(Streams.satellite().resolve("ccsds-rs/snpp_synchronized_cadus.dat"));
    ReedSolomonBlock code = new ReedSolomonBlock(16, 4, true);
    for (int cadu = 0; cadu < 65; cadu++) {
      int at = cadu * 1024 + 4;
      Randomizer.apply(cadus, at, 1020);
      byte[] frame = Arrays.copyOfRange(cadus, at, at + 1020);
      assertThat(code.correct(frame, 0, 1020)).isZero();
      assertThat(code.failed()).isZero();
      Arrays.fill(frame, 892, 1020, (byte) 0);
      code.encode(frame, 0, 1020);
      assertThat(frame).isEqualTo(Arrays.copyOfRange(cadus, at, at + 1020));
    }
  }

  /** A copy with so many symbols changed, at different places. */
  static byte[] damaged(byte[] sent, int length, int wrong, Random random) {
    byte[] received = sent.clone();
    for (int done = 0; done < wrong; ) {
      int at = random.nextInt(length);
      if (received[at] == sent[at]) {
        received[at] ^= (byte) (1 + random.nextInt(255));
        done++;
      }
    }
    return received;
  }
}
