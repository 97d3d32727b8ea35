package io.alidade.demo;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.alidade.demo.AisEncoder.Fix;
import io.alidade.demo.AisEncoder.Identity;
import io.alidade.demo.AisEncoder.Voyage;
import io.alidade.demo.AisPayload.Dimensions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Messages encoded from values against bits that others published for the same values. */
class AisEncoderTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Senders in gpsd's sample that set bits which the values do not tell. */
  private static final Map<Integer, String> UNUSUAL =
      Map.of(
          244_740_981, "a type 1 of 162 bits, cut",
          271_010_059, "blanks after the name but @ after the destination",
          4_000_003, "ones after the end of the name",
          206_914_217, "a set spare bit");

  @Test
  void aPositionReportHasTheFieldsOfTheStandardInTheirOrder() {
    Fix fix = new Fix(-1.0, 0.5, 10.2, 45.6, 511, 33, true, false);
    String bits =
        "000001" // type 1
            + "01" // repeated once
            + "001011111010111100001000000001" // 200000001
            + "0101" // moored
            + "10000000" // rate of turn -128
            + "0001100110" // 102 tenths of a knot
            + "1" // accurate
            + "1111111101101101100001000000" // -600000
            + "000000001001001001111100000" // 300000
            + "000111001000" // 456 tenths of a degree
            + "111111111" // heading unknown
            + "100001" // second 33
            + "00" // no special manoeuvre
            + "000" // spare
            + "0" // no RAIM
            + "0000000000000000111"; // radio
    AisPayload payload =
        AisEncoder.positionA(1, 1, 200_000_001, 5, AisEncoder.TURN_UNKNOWN, fix, 0, 7);

    assertThat(payload.bitCount()).isEqualTo(168);
    assertThat(new String(payload.armoured(), US_ASCII)).isEqualTo(armour(bits));
  }

  @Test
  void aBroadcastIsSixBitTextWithFillBitsAtItsEnd() {
    AisPayload payload = AisEncoder.safetyBroadcast(0, 2_000_001, "A? 0");
    String bits =
        "001110" // type 14
            + "00"
            + "000000000111101000010010000001"
            + "00" // spare
            + "000001" // A
            + "111111" // ?
            + "100000" // blank
            + "110000"; // 0

    assertThat(payload.bitCount()).isEqualTo(64);
    assertThat(payload.fillBits()).isEqualTo(2);
    assertThat(new String(payload.armoured(), US_ASCII)).isEqualTo(armour(bits + "00"));
  }

  @Test
  void eachMessageHasTheLengthOfTheStandard() {
    Fix fix = new Fix(1, 2, 3, 4, 5, 6, true, true);
    Dimensions size = new Dimensions(1, 2, 3, 4);
    Identity identity = new Identity(0, "QAL01", "NAME", 36, size, 1);
    LocalDateTime utc = LocalDateTime.of(2026, 11, 25, 1, 2, 3);

    assertThat(AisEncoder.baseStation(4, 0, 1, utc, fix, 1, 0).bitCount()).isEqualTo(168);
    assertThat(
            AisEncoder.staticA(0, 1, 0, identity, new Voyage(1, 2, 3, 4, 5, "", false)).bitCount())
        .isEqualTo(424);
    assertThat(AisEncoder.aircraft(0, 1, 1, fix, 0, false, 0).bitCount()).isEqualTo(168);
    assertThat(AisEncoder.positionB(0, 1, 0, fix, 0, 0, 0).bitCount()).isEqualTo(168);
    assertThat(AisEncoder.extendedB(0, 1, 0, fix, 0, identity).bitCount()).isEqualTo(312);
    assertThat(AisEncoder.staticBPartA(0, 1, "NAME").bitCount()).isEqualTo(160);
    assertThat(AisEncoder.staticBPartB(0, 1, identity, "ABC", 1, 2).bitCount()).isEqualTo(168);
    assertThat(AisEncoder.longRange(0, 1, 0, fix, false).bitCount()).isEqualTo(96);
    assertThat(aid("SHORT", fix, size).bitCount()).isEqualTo(272);
    assertThat(aid("A NAME OF 25 CHARACTERS..", fix, size).bitCount()).isEqualTo(272 + 30 + 2);
  }

  private static AisPayload aid(String name, Fix fix, Dimensions size) {
    return AisEncoder.aid(0, 1, 1, name, fix, size, 1, false, 0, false);
  }

  @Test
  void theTurnCodeIsTheScaledRootOfTheRate() {
    assertThat(AisEncoder.turnCode(0)).isZero();
    assertThat(AisEncoder.turnCode(10)).isEqualTo(15);
    assertThat(AisEncoder.turnCode(-720)).isEqualTo(-126);
  }

  @Test
  void aValueThatDoesNotFitIsRefused() {
    assertThatThrownBy(() -> new AisPayload(64, 0, 1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new AisPayload(1, 0, 1).text("a", 1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new AisPayload(1, 0, 1).signed(-129, 8))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void publishedSentencesAreEncodedBitByBitFromTheirPublishedValues() throws IOException {
    Path folder = Path.of(System.getProperty("alidade.corpus", ""), "marine", "ntpsec+gpsd");
    Path sentences = folder.resolve("sample.aivdm");
    assumeTrue(Files.exists(sentences), "the corpus is not here");
    List<JsonNode> values = new ArrayList<>();
    for (String line : Files.readAllLines(folder.resolve("sample.aivdm.js.chk"))) {
      values.add(JSON.readTree(line));
    }

    Set<Integer> types = new TreeSet<>();
    Set<Integer> different = new TreeSet<>();
    int equal = 0;
    for (Published message : Published.readAll(Files.readAllLines(sentences))) {
      JsonNode match = PublishedValues.take(values, message);
      if (match == null) {
        continue;
      }
      if (PublishedValues.encodings(match, message).anyMatch(message.bits()::startsWith)) {
        equal++;
        types.add(message.type());
      } else {
        different.add(message.mmsi());
      }
    }
    assertThat(different).isEqualTo(UNUSUAL.keySet());
    assertThat(types).containsExactlyElementsOf(PublishedValues.ENCODED);
    assertThat(equal).isEqualTo(24);
  }

  /** Armour by the table of IEC 61162-1: 0 to 39 are the characters 0 to W, 40 to 63 are ` to w. */
  private static String armour(String bits) {
    String alphabet = "0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVW`abcdefghijklmnopqrstuvw";
    StringBuilder characters = new StringBuilder();
    for (int i = 0; i < bits.length(); i += 6) {
      characters.append(alphabet.charAt(Integer.parseInt(bits.substring(i, i + 6), 2)));
    }
    return characters.toString();
  }
}
