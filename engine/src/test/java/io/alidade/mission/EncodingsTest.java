package io.alidade.mission;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EncodingsTest {
  private static JsonNode value(String type, String hex) throws MissionException {
    return Decoded.by(Xtce.of(type)).data(hex).get("v");
  }

  @ParameterizedTest
  @CsvSource({
    "unsigned, 8, FF, 255",
    "unsigned, 32, FFFFFFFE, 4294967294",
    "unsigned, 63, FFFFFFFFFFFFFFFF, 9223372036854775807",
    "unsigned, 12, ABCD, 2748",
    "twosComplement, 8, FF, -1",
    "twosComplement, 16, 8000, -32768",
    "twosComplement, 12, 8010, -2047",
    "twosComplement, 64, 8000000000000000, -9223372036854775808",
    "onesComplement, 8, FE, -1",
    "onesComplement, 8, FF, 0",
    "onesComplement, 8, 80, -127",
    "onesComplement, 16, 7FFF, 32767",
    "signMagnitude, 8, 81, -1",
    "signMagnitude, 8, 7F, 127",
    "signMagnitude, 16, FFFF, -32767",
    "packedBCD, 32, 20261125, 20261125",
    "packedBCD, 12, 9870, 987",
    "BCD, 32, 01020304, 1234",
    "BCD, 16, 0909, 99",
  })
  void integers(String encoding, int bits, String hex, long expected) throws Exception {
    String type = Xtce.integer("T", "encoding=\"" + encoding + "\" sizeInBits=\"" + bits + "\"");
    assertThat(value(type, hex).asLong()).isEqualTo(expected);
  }

  @Test
  void anUnsignedIntegerAboveTheSignedRangeIsDecimalText() throws Exception {
    assertThat(value(Xtce.unsigned("T", 64), "FFFFFFFFFFFFFFFF").asText())
        .isEqualTo("18446744073709551615");
    assertThat(value(Xtce.unsigned("T", 64), "7FFFFFFFFFFFFFFF").isNumber()).isTrue();
  }

  @Test
  void aDigitAboveNineIsLeftOutAndFlagged() throws Exception {
    String type = Xtce.integer("T", "encoding=\"packedBCD\" sizeInBits=\"8\"");
    JsonNode event = Decoded.by(Xtce.of(type)).event("1A");
    assertThat(event.get("data").has("v")).isFalse();
    assertThat(event.get("flags").toString()).isEqualTo("[\"grammar\"]");
  }

  @ParameterizedTest
  @CsvSource({
    "IEEE754_1985, 32, 40490FDB, 3.1415927410125732",
    "IEEE754, 64, 400921FB54442D18, 3.141592653589793",
    "IEEE754, 16, 3C00, 1.0",
    "IEEE754, 16, C000, -2.0",
    "IEEE754, 16, 7BFF, 65504.0",
    "IEEE754, 16, 0001, 5.960464477539063E-8",
    // MIL-STD-1750A, table of 32-bit examples: mantissa, then exponent.
    "MILSTD_1750A, 32, 7FFFFF7F, 1.7014116317805963E38",
    "MILSTD_1750A, 32, 4000007F, 8.507059173023462E37",
    "MILSTD_1750A, 32, 50000004, 10.0",
    "MILSTD_1750A, 32, 40000001, 1.0",
    "MILSTD_1750A, 32, 40000000, 0.5",
    "MILSTD_1750A, 32, 400000FF, 0.25",
    "MILSTD_1750A, 32, 40000080, 1.4693679385278594E-39",
    "MILSTD_1750A, 32, 00000000, 0.0",
    "MILSTD_1750A, 32, 80000000, -1.0",
    "MILSTD_1750A, 32, BFFFFF80, -1.4693682888524755E-39",
    "MILSTD_1750A, 32, 9FFFFF04, -12.000001907348633",
    // and of 48 bits: upper mantissa, exponent, lower mantissa
    "MILSTD_1750A, 48, 4000007F0000, 8.507059173023462E37",
    "MILSTD_1750A, 48, 400000000000, 0.5",
    "MILSTD_1750A, 48, A00000FF0000, -0.375",
    "MILSTD_1750A, 48, 400000000001, 0.5000000000018190",
  })
  void floats(String encoding, int bits, String hex, double expected) throws Exception {
    String type = Xtce.real("T", "encoding=\"" + encoding + "\" sizeInBits=\"" + bits + "\"");
    assertThat(value(type, hex).asDouble()).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "16, leastSignificantByteFirst, 3412, 4660",
    "32, leastSignificantByteFirst, 78563412, 305419896",
    "64, leastSignificantByteFirst, 0807060504030201, 72623859790382856",
    "24, leastSignificantByteFirst, 030201, 66051",
    "12, leastSignificantByteFirst, AB1C, 427",
    "32, '1,0,3,2', 34127856, 2018915346",
    "32, '2,3,0,1', 34127856, 305419896",
  })
  void byteOrders(int bits, String order, String hex, long expected) throws Exception {
    String type = Xtce.integer("T", "sizeInBits=\"%d\" byteOrder=\"%s\"".formatted(bits, order));
    assertThat(value(type, hex).asLong()).isEqualTo(expected);
  }

  @Test
  void theLeastSignificantBitFirst() throws Exception {
    String type = Xtce.integer("T", "sizeInBits=\"8\" bitOrder=\"leastSignificantBitFirst\"");
    assertThat(value(type, "13").asInt()).isEqualTo(0xC8);
  }

  @Test
  void valuesLieAtAnyBitAndMayTakeNineBytes() throws Exception {
    String xml =
        Xtce.file(
            Xtce.unsigned("U3", 3)
                + Xtce.integer("S64", "sizeInBits=\"64\" encoding=\"twosComplement\""),
            Xtce.parameters("a:U3", "b:S64"),
            Xtce.container("C", "a", "b"));
    JsonNode data = Decoded.by(xml).data("BF FF FF FF FF FF FF FF C0");
    assertThat(data.get("a").asInt()).isEqualTo(5);
    assertThat(data.get("b").asLong()).isEqualTo(-2);
  }

  @ParameterizedTest
  @CsvSource({
    "UTF-8, <SizeInBits><Fixed><FieldValue/></Fixed></SizeInBits>, 4142430000, ABC",
    "UTF-8, <SizeInBits><Fixed><FieldValue/></Fixed><TerminationChar>2C</TerminationChar></SizeInBits>, 41422C4344, AB",
    "UTF-8, <SizeInBits><TerminationChar>00</TerminationChar></SizeInBits>, 414243440000, ABCD",
    "UTF-8, <SizeInBits><LeadingSize sizeInBitsOfSizeTag='8'/></SizeInBits>, 0341424344, ABC",
    "UTF-8, <Variable maxSizeInBits='64'><LeadingSize sizeInBitsOfSizeTag='16'/></Variable>, 0002C3A9, é",
    "ISO-8859-1, <SizeInBits><Fixed><FieldValue/></Fixed></SizeInBits>, E941000000, éA",
    "Windows-1252, <SizeInBits><Fixed><FieldValue/></Fixed></SizeInBits>, 8041000000, €A",
    "UTF-16BE, <SizeInBits><TerminationChar>0000</TerminationChar></SizeInBits>, 20ACD83DDEF0000000, €🛰",
    "UTF-16LE, <SizeInBits><TerminationChar>0000</TerminationChar></SizeInBits>, AC200000, €",
    "UTF-32BE, <SizeInBits><LeadingSize sizeInBitsOfSizeTag='8'/></SizeInBits>, 040001F6F0, 🛰",
  })
  void strings(String encoding, String size, String hex, String expected) throws Exception {
    String inside = size.replace("<FieldValue/>", "<FixedValue>40</FixedValue>").replace('\'', '"');
    assertThat(value(Xtce.string("T", encoding, inside), hex).asText()).isEqualTo(expected);
  }

  @Test
  void whatFollowsAStringStartsWhereItEnds() throws Exception {
    String xml =
        Xtce.file(
            Xtce.string("Z", "<SizeInBits><TerminationChar>00</TerminationChar></SizeInBits>")
                + Xtce.unsigned("U4", 4)
                + Xtce.unsigned("U8", 8),
            Xtce.parameters("n:U4", "s:Z", "m:U4", "k:U8"),
            Xtce.container("C", "n", "s", "m", "k"));
    JsonNode data = Decoded.by(xml).data("F4 14 20 01 7F");
    assertThat(data.toString()).isEqualTo("{\"n\":15,\"s\":\"AB\",\"m\":1,\"k\":127}");
  }

  @Test
  void aStringWithoutItsEndIsFlagged() throws Exception {
    String type =
        Xtce.string("T", "<SizeInBits><TerminationChar>00</TerminationChar></SizeInBits>");
    JsonNode event = Decoded.by(Xtce.of(type)).event("4142");
    assertThat(event.get("data").get("v").asText()).isEqualTo("AB");
    assertThat(event.get("flags").toString()).isEqualTo("[\"grammar\"]");
  }

  @Test
  void binaryIsHexadecimalAtAnyBit() throws Exception {
    String xml =
        Xtce.file(
            """
            <BinaryParameterType name="B"><BinaryDataEncoding><SizeInBits>
            <FixedValue>12</FixedValue></SizeInBits></BinaryDataEncoding></BinaryParameterType>
            """
                + Xtce.unsigned("U4", 4),
            Xtce.parameters("b:B", "c:B", "n:U4"),
            Xtce.container("C", "b", "c", "n"));
    assertThat(Decoded.by(xml).data("ABCDEF 70").toString())
        .isEqualTo("{\"b\":\"abc0\",\"c\":\"def0\",\"n\":7}");
  }

  @Test
  void enumerationsAreLabelsAndNumbersWhereThereIsNone() throws Exception {
    String type =
        """
        <EnumeratedParameterType name="T"><IntegerDataEncoding sizeInBits="8" encoding="twosComplement"/>
        <EnumerationList><Enumeration value="0" label="OFF"/>
        <Enumeration value="2" maxValue="4" label="ON"/><Enumeration value="-1" label="LOST"/>
        </EnumerationList></EnumeratedParameterType>
        """;
    assertThat(value(type, "00").asText()).isEqualTo("OFF");
    assertThat(value(type, "03").asText()).isEqualTo("ON");
    assertThat(value(type, "FF").asText()).isEqualTo("LOST");
    assertThat(value(type, "01").isNumber()).isTrue();
  }

  @Test
  void booleansAreTrueUnlessZero() throws Exception {
    String type =
        "<BooleanParameterType name=\"T\"><IntegerDataEncoding sizeInBits=\"2\"/></BooleanParameterType>";
    assertThat(value(type, "80").asBoolean()).isTrue();
    assertThat(value(type, "3F").asBoolean()).isFalse();
    String text =
        """
        <BooleanParameterType name="T" oneStringValue="YES"><StringDataEncoding><SizeInBits><Fixed>
        <FixedValue>24</FixedValue></Fixed></SizeInBits></StringDataEncoding></BooleanParameterType>
        """;
    assertThat(value(text, "594553").asBoolean()).isTrue();
    assertThat(value(text, "4E4F00").asBoolean()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    // epoch, scale, offset, bits, packet, expected
    "UNIX, 1, 0, 32, 6743D5AB, 2024-11-25T01:40:59.000000000Z",
    "1970-01-01, 0.001, 0, 64, 000001936149CC55, 2024-11-25T03:07:26.677000000Z",
    // GPS week 2342 starts 2024-11-24 00:00:00 GPS, 18 s ahead of UTC
    "GPS, 1, 0, 32, 546D2F00, 2024-11-23T23:59:42.000000000Z",
    // CCSDS CUC with 4 + 2 octets, TAI from 1958, 37 s ahead of UTC in 2024
    "TAI, 0.0000152587890625, 0, 48, 7DB13C008000, 2024-10-28T00:39:55.500000000Z",
    "2000-01-01T12:00:00Z, 1, 0.25, 32, 00000001, 2000-01-01T12:00:01.250000000Z",
    "J2000, 1, 0, 32, 00000000, 2000-01-01T11:58:55.816000000Z",
  })
  void absoluteTimes(
      String epoch, String scale, String offset, int bits, String hex, String expected)
      throws Exception {
    String type =
        """
        <AbsoluteTimeParameterType name="T"><Encoding scale="%s" offset="%s">
        <IntegerDataEncoding sizeInBits="%d"/></Encoding>
        <ReferenceTime><Epoch>%s</Epoch></ReferenceTime></AbsoluteTimeParameterType>
        """
            .formatted(scale, offset, bits, epoch);
    assertThat(value(type, hex).asText()).isEqualTo(expected);
  }

  @Test
  void timesOutOfReachAreSecondsAndFlagged() throws Exception {
    String type =
        """
        <AbsoluteTimeParameterType name="T"><Encoding><IntegerDataEncoding sizeInBits="64"/></Encoding>
        <ReferenceTime><Epoch>1970-01-01</Epoch></ReferenceTime></AbsoluteTimeParameterType>
        """;
    JsonNode event = Decoded.by(Xtce.of(type)).event("7FFFFFFFFFFFFFFF");
    assertThat(event.get("data").get("v").isNumber()).isTrue();
    assertThat(event.get("flags").toString()).isEqualTo("[\"date\"]");
  }

  @Test
  void relativeTimesAreSeconds() throws Exception {
    String type =
        """
        <RelativeTimeParameterType name="T"><Encoding scale="0.5" offset="-1">
        <IntegerDataEncoding sizeInBits="8"/></Encoding></RelativeTimeParameterType>
        """;
    assertThat(value(type, "07").asDouble()).isEqualTo(2.5);
  }
}
