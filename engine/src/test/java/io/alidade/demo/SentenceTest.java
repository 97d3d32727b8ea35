package io.alidade.demo;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SentenceTest {
  @Test
  void theChecksumIsTheExclusiveOrBetweenStartAndAsterisk() {
    // '$' and 'A' ^ 'B' ^ ',' worked by hand: 41 ^ 42 = 03, 03 ^ 2C = 2F
    assertThat(text(Sentence.of("$AB,"))).isEqualTo("$AB,*2F\r\n");
  }

  @Test
  void anglesHaveFourDecimalsOfAMinute() {
    assertThat(Sentence.latitude(50.5)).isEqualTo("5030.0000,N");
    assertThat(Sentence.latitude(-0.000_01)).isEqualTo("0000.0006,S");
    assertThat(Sentence.longitude(-3.099_999_999)).isEqualTo("00306.0000,W");
    assertThat(Sentence.longitude(9.25)).isEqualTo("00915.0000,E");
  }

  @Test
  void aShortMessageIsOneSentenceWithoutSequenceId() {
    List<byte[]> sentences =
        Sentence.ofAis("!AIVDM", 'B', 7, AisEncoder.safetyBroadcast(0, 1, "HELLO"));

    assertThat(sentences).hasSize(1);
    assertThat(text(sentences.get(0))).startsWith("!AIVDM,1,1,,B,>").contains(",2*");
  }

  @Test
  void aLongMessageIsCutIntoNumberedSentencesOfTheStandardsLength() {
    AisPayload payload = AisEncoder.safetyBroadcast(0, 1, "A".repeat(156));
    List<byte[]> sentences = Sentence.ofAis("!AIVDM", 'A', 3, payload);

    assertThat(sentences).hasSize(3);
    StringBuilder joined = new StringBuilder();
    for (int part = 1; part <= 3; part++) {
      String sentence = text(sentences.get(part - 1));
      assertThat(sentence).hasSizeLessThanOrEqualTo(82).startsWith("!AIVDM,3," + part + ",3,A,");
      assertThat(sentence).contains((part == 3 ? "," + payload.fillBits() : ",0") + "*");
      joined.append(sentence.split(",", -1)[5]);
    }
    assertThat(joined.toString()).isEqualTo(text(payload.armoured()));
  }

  private static String text(byte[] bytes) {
    return new String(bytes, US_ASCII);
  }
}
