package io.alidade.protocol.ais;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.math.BigInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages put together from the tables of M.1371, and what must come out. */
class AisDecoderTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final Sentences sentences = new Sentences();

  private static Payload classA(int turn, int speed, int lon, int lat, int course, int heading) {
    return Payload.of(1, 0, 244660274)
        .u(4, 5)
        .u(8, turn)
        .u(10, speed)
        .u(1, 1)
        .u(28, lon)
        .u(27, lat)
        .u(12, course)
        .u(9, heading)
        .u(6, 33)
        .u(2, 1)
        .u(3, 0)
        .u(1, 1)
        .u(19, 82250);
  }

  private static Payload voyage(int month, int day, int hour, int minute) {
    return Payload.of(5, 0, 351759000)
        .u(2, 0)
        .u(30, 9134270)
        .text(7, "3FOF8  ")
        .text(20, "EVER DIADEM")
        .u(8, 70)
        .u(9, 225)
        .u(9, 70)
        .u(6, 1)
        .u(6, 31)
        .u(4, 1)
        .u(4, month)
        .u(5, day)
        .u(5, hour)
        .u(6, minute)
        .u(8, 122)
        .text(20, "NEW YORK            ")
        .u(1, 0)
        .u(1, 0);
  }

  private JsonNode decode(Payload payload) {
    return sentences.decode(payload.sentence());
  }

  private static JsonNode json(String text) throws IOException {
    return MAPPER.readTree(text.replace('\'', '"'));
  }

  @Test
  void positionOfClassAIsScaled() throws IOException {
    // 600,000 parts of a degree; 4.733 * sqrt(20) = 21.2; 1/10 knot; 1/10 degree.
    JsonNode event = decode(classA(-21, 123, -1 * 600_000 - 100_000, 30_000_000, 2240, 215));
    assertThat(event.get("msg").asText()).isEqualTo("ais.1");
    assertThat(event.get("quality").asText()).isEqualTo("good");
    assertThat(event.get("data"))
        .isEqualTo(
            json(
                "{'type':1,'repeat':0,'mmsi':244660274,'channel':'A','status':5,'turn':-19.69,"
                    + "'speed':12.3,'accuracy':true,'lon':-1.1666667,'lat':50.0000000,"
                    + "'course':224.0,'heading':215,'second':33,'maneuver':1,'raim':true,"
                    + "'radio':82250}"));
  }

  @Test
  void valuesThatMeanNotAvailableAreAbsent() throws IOException {
    JsonNode event = decode(classA(-128, 1023, 181 * 600_000, 91 * 600_000, 3600, 511));
    assertThat(event.get("quality").asText()).isEqualTo("good");
    assertThat(event.get("data"))
        .isEqualTo(
            json(
                "{'type':1,'repeat':0,'mmsi':244660274,'channel':'A','status':5,'accuracy':true,"
                    + "'second':33,'maneuver':1,'raim':true,'radio':82250}"));
  }

  @ParameterizedTest
  @CsvSource({"127, fastright", "-127, fastleft"})
  void turnWithoutIndicatorIsAWord(int raw, String word) {
    assertThat(decode(classA(raw, 0, 0, 0, 0, 0)).at("/data/turn").asText()).isEqualTo(word);
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "126, 708.71", "-126, -708.71", "1, 0.04", "-5, -1.12"})
  void turnIsDegreesPerMinute(int raw, double rate) {
    assertThat(decode(classA(raw, 0, 0, 0, 0, 0)).at("/data/turn").asDouble()).isEqualTo(rate);
  }

  @Test
  void valuesOutOfRangeAreKeptAndFlagged() {
    JsonNode event = decode(classA(0, 0, 210 * 600_000, -100 * 600_000, 3601, 360));
    assertThat(event.get("quality").asText()).isEqualTo("suspect");
    assertThat(event.get("flags")).hasSize(1);
    assertThat(event.at("/flags/0").asText()).isEqualTo("range");
    assertThat(event.at("/data/lon").asDouble()).isEqualTo(210);
    assertThat(event.at("/data/lat").asDouble()).isEqualTo(-100);
    assertThat(event.at("/data/course").asDouble()).isEqualTo(360.1);
    assertThat(event.at("/data/heading").asInt()).isEqualTo(360);
  }

  @Test
  void positionsAreRoundedToTheNearestOfSevenDecimals() {
    JsonNode event = decode(classA(0, 0, -1, 1, 0, 0));
    // 1 / 600,000 degree = 0.00000166...
    assertThat(event.at("/data/lon").asText()).isEqualTo("-1.7E-6");
    assertThat(event.at("/data/lat").asText()).isEqualTo("1.7E-6");
  }

  @Test
  void staticAndVoyageDataOfClassA() throws IOException {
    JsonNode event = sentences.decodeAll(voyage(5, 15, 14, 0).sentences("AIVDM", "1", "A", 60), 0);
    assertThat(event.get("msg").asText()).isEqualTo("ais.5");
    assertThat(event.get("quality").asText()).isEqualTo("good");
    assertThat(event.get("data"))
        .isEqualTo(
            json(
                "{'type':5,'repeat':0,'mmsi':351759000,'channel':'A','ais_version':0,"
                    + "'imo':9134270,'callsign':'3FOF8','shipname':'EVER DIADEM','shiptype':70,"
                    + "'to_bow':225,'to_stern':70,'to_port':1,'to_starboard':31,'epfd':1,"
                    + "'month':5,'day':15,'hour':14,'minute':0,'eta':'05-15T14:00Z',"
                    + "'draught':12.2,'destination':'NEW YORK','dte':0}"));
  }

  @Test
  void partsOfAnArrivalTimeAreKnownOnTheirOwn() {
    JsonNode event = sentences.decodeAll(voyage(5, 0, 24, 30).sentences("AIVDM", "1", "A", 60), 0);
    assertThat(event.get("quality").asText()).isEqualTo("good");
    assertThat(event.at("/data/month").asInt()).isEqualTo(5);
    assertThat(event.at("/data/minute").asInt()).isEqualTo(30);
    assertThat(event.get("data").has("day")).isFalse();
    assertThat(event.get("data").has("hour")).isFalse();
    assertThat(event.get("data").has("eta")).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"2, 30, 0, 0", "13, 1, 0, 0", "4, 31, 0, 0", "1, 1, 25, 0", "1, 1, 0, 61"})
  void impossibleArrivalTimeIsFlagged(int month, int day, int hour, int minute) {
    JsonNode event =
        sentences.decodeAll(voyage(month, day, hour, minute).sentences("AIVDM", "1", "A", 60), 0);
    assertThat(event.at("/flags/0").asText()).isEqualTo("date");
    assertThat(event.get("data").has("eta")).isFalse();
    assertThat(event.at("/data/month").asInt()).isEqualTo(month);
  }

  @ParameterizedTest
  @CsvSource({
    "420, suspect, '', false",
    "422, suspect, NEW YORK, false",
    "423, good, NEW YORK, true",
    "424, good, NEW YORK, true",
    "426, good, NEW YORK, true",
    "432, suspect, NEW YORK, true"
  })
  void staticDataOfOtherLengthsIsDecodedAsFarAsItGoes(
      int length, String quality, String destination, boolean dte) {
    Payload payload = voyage(5, 15, 14, 0).u(8, 0).cutTo(length);
    JsonNode event = sentences.decodeAll(payload.sentences("AIVDM", "1", "A", 60), 0);
    assertThat(event.get("msg").asText()).isEqualTo("ais.5");
    assertThat(event.get("quality").asText()).isEqualTo(quality);
    assertThat(event.at("/data/destination").asText()).startsWith(destination);
    assertThat(event.get("data").has("dte")).isEqualTo(dte);
  }

  @Test
  void staticDataThatIsTooShortIsInvalid() {
    Payload payload = voyage(5, 15, 14, 0).cutTo(419);
    JsonNode event = sentences.decodeAll(payload.sentences("AIVDM", "1", "A", 60), 0);
    assertThat(event.get("msg").asText()).isEqualTo("invalid");
    assertThat(event.at("/flags/0").asText()).isEqualTo("length");
  }

  @Test
  void nothingOfTheMessageBeforeIsRead() {
    Payload first = Payload.of(14, 3, (1 << 30) - 1).u(2, 3).text(40, "_".repeat(40));
    assertThat(decode(first).at("/data/text").asText()).hasSize(40);
    JsonNode event = decode(Payload.of(14, 0, 0).u(2, 0).text(2, "AB").u(3, 0));
    assertThat(event.at("/data/text").asText()).isEqualTo("AB");
  }

  @Test
  void positionOfClassB() throws IOException {
    Payload payload =
        Payload.of(18, 0, 338087471)
            .u(8, 0)
            .u(10, 1)
            .u(1, 0)
            .u(28, -44_443_279)
            .u(27, 24_410_724)
            .u(12, 796)
            .u(9, 511)
            .u(6, 49)
            .u(2, 0)
            .u(1, 1)
            .u(1, 0)
            .u(1, 1)
            .u(1, 1)
            .u(1, 1)
            .u(1, 0)
            .u(1, 1)
            .u(20, 917510);
    assertThat(decode(payload).get("data"))
        .isEqualTo(
            json(
                "{'type':18,'repeat':0,'mmsi':338087471,'channel':'A','reserved':0,'speed':0.1,"
                    + "'accuracy':false,'lon':-74.0721317,'lat':40.6845400,'course':79.6,"
                    + "'second':49,'regional':0,'cs':true,'display':false,'dsc':true,"
                    + "'band':true,'msg22':true,'assigned':false,'raim':true,'radio':917510}"));
  }

  private static Payload partB(int mmsi) {
    return Payload.of(24, 0, mmsi)
        .u(2, 1)
        .u(8, 60)
        .text(3, "1D0")
        .u(4, 12)
        .u(20, 199796)
        .text(7, "TC6163");
  }

  @Test
  void partsOfStaticDataOfClassBAreMessagesOfTheirOwn() throws IOException {
    JsonNode a = decode(Payload.of(24, 0, 271041815).u(2, 0).text(20, "PROGUY"));
    assertThat(a.get("quality").asText()).isEqualTo("good");
    assertThat(a.get("data"))
        .isEqualTo(
            json(
                "{'type':24,'repeat':0,'mmsi':271041815,'channel':'A','partno':0,"
                    + "'shipname':'PROGUY'}"));
    JsonNode b = decode(partB(271041815).u(9, 0).u(9, 15).u(6, 0).u(6, 5).u(4, 1).u(2, 0));
    assertThat(b.get("quality").asText()).isEqualTo("good");
    assertThat(b.get("data"))
        .isEqualTo(
            json(
                "{'type':24,'repeat':0,'mmsi':271041815,'channel':'A','partno':1,'shiptype':60,"
                    + "'vendorid':'1D0','model':12,'serial':199796,'callsign':'TC6163',"
                    + "'to_bow':0,'to_stern':15,'to_port':0,'to_starboard':5,'epfd':1}"));
  }

  @Test
  void auxiliaryCraftNamesItsMotherShip() {
    JsonNode event = decode(partB(982442345).u(30, 244660274).u(6, 0));
    assertThat(event.at("/data/mothership_mmsi").asInt()).isEqualTo(244660274);
    assertThat(event.get("data").has("to_bow")).isFalse();
  }

  @Test
  void shortPartBLacksItsDimensions() {
    JsonNode event = decode(partB(271041815).u(26, -1));
    assertThat(event.at("/flags/0").asText()).isEqualTo("length");
    assertThat(event.at("/data/callsign").asText()).isEqualTo("TC6163");
    assertThat(event.get("data").has("to_bow")).isFalse();
  }

  private static Payload baseStation(
      int year, int month, int day, int hour, int minute, int second) {
    return Payload.of(4, 0, 3669702)
        .u(14, year)
        .u(4, month)
        .u(5, day)
        .u(5, hour)
        .u(6, minute)
        .u(6, second)
        .u(1, 1)
        .u(28, 0)
        .u(27, 0)
        .u(4, 7)
        .u(10, 0)
        .u(1, 0)
        .u(19, 0);
  }

  @ParameterizedTest
  @CsvSource({
    "2007, 5, 14, 19, 57, 39, 2007-05-14T19:57:39Z",
    "2024, 2, 29, 0, 0, 0, 2024-02-29T00:00:00Z",
    "2000, 2, 29, 23, 59, 59, 2000-02-29T23:59:59Z",
    "4161, 1, 31, 1, 2, 3, 4161-01-31T01:02:03Z"
  })
  void baseStationTellsTheTime(int y, int mo, int d, int h, int mi, int s, String timestamp) {
    JsonNode event = decode(baseStation(y, mo, d, h, mi, s));
    assertThat(event.get("flags")).isEmpty();
    assertThat(event.at("/data/timestamp").asText()).isEqualTo(timestamp);
    assertThat(event.at("/data/second").asInt()).isEqualTo(s);
  }

  @ParameterizedTest
  @CsvSource({
    "2023, 2, 29, 0, 0, 0",
    "1900, 2, 29, 0, 0, 0",
    "2024, 4, 31, 0, 0, 0",
    "2024, 15, 1, 0, 0, 0",
    "2024, 1, 1, 25, 0, 0",
    "2024, 1, 1, 0, 0, 61",
    "10196, 0, 24, 9, 57, 37"
  })
  void impossibleTimeIsFlagged(int y, int mo, int d, int h, int mi, int s) {
    JsonNode event = decode(baseStation(y, mo, d, h, mi, s));
    assertThat(event.at("/flags/0").asText()).isEqualTo("date");
    assertThat(event.get("data").has("timestamp")).isFalse();
    assertThat(event.at("/data/year").asInt()).isEqualTo(y);
  }

  @Test
  void unknownTimeIsAbsentWithoutAFlag() {
    JsonNode event = decode(baseStation(0, 0, 0, 24, 60, 60));
    assertThat(event.get("flags")).isEmpty();
    for (String name : new String[] {"year", "month", "day", "hour", "minute", "second"}) {
      assertThat(event.get("data").has(name)).as(name).isFalse();
    }
  }

  @Test
  void aidToNavigationHasALongName() {
    Payload payload =
        Payload.of(21, 0, 992351000)
            .u(5, 20)
            .text(20, "CHINA ROSE MURPHY EX")
            .u(1, 0)
            .u(28, 0)
            .u(27, 0)
            .u(30, 0)
            .u(4, 1)
            .u(6, 50)
            .u(1, 0)
            .u(8, 165)
            .u(4, 0)
            .text(11, "PRESS ALERT")
            .u(6, 0);
    JsonNode event = sentences.decodeAll(payload.sentences("AIVDM", "3", "B", 60), 0);
    assertThat(event.at("/data/name").asText()).isEqualTo("CHINA ROSE MURPHY EXPRESS ALERT");
    assertThat(event.get("data").has("to_bow")).isFalse();
  }

  @Test
  void nameThatEndsEarlyHasNoExtension() {
    Payload payload =
        Payload.of(21, 0, 992351000)
            .u(5, 20)
            .text(20, "BUOY@QUATSCH")
            .u(110, 0)
            .text(3, "XYZ")
            .u(1, 0);
    assertThat(decode(payload).at("/data/name").asText()).isEqualTo("BUOY");
  }

  @Test
  void singleSlotAidToNavigation() throws IOException {
    Payload payload =
        Payload.of(28, 1, 992351000)
            .u(6, 32)
            .u(28, 6_000_000)
            .u(27, -6_000_000)
            .u(2, 3)
            .u(3, 5)
            .u(7, 44)
            .u(17, 70000)
            .u(4, 2)
            .u(9, 300)
            .u(11, 2000)
            .u(1, 1)
            .u(1, 0)
            .u(4, 9)
            .u(8, 170)
            .u(1, 0)
            .u(1, 1);
    assertThat(payload.length()).isEqualTo(168);
    JsonNode event = decode(payload);
    assertThat(event.get("quality").asText()).isEqualTo("good");
    assertThat(event.get("data"))
        .isEqualTo(
            json(
                "{'type':28,'repeat':1,'mmsi':992351000,'channel':'A','second':32,"
                    + "'lon':10.0000000,'lat':-10.0000000,'restricted_use':3,'stationtype':5,"
                    + "'aid_type':44,'mrn':70000,'dim_type':2,'dim_a':300,'dim_b':2000,"
                    + "'additional_data':true,'charted':false,'on_station':9,"
                    + "'aton_status':170,'authenticated':true}"));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 29, 30, 63})
  void typesThatTheStandardDoesNotHaveAreInvalid(int type) {
    JsonNode event = decode(Payload.of(type, 0, 1).u(30, 0).u(30, 0).u(30, 0));
    assertThat(event.get("msg").asText()).isEqualTo("invalid");
    assertThat(event.at("/flags/0").asText()).isEqualTo("type");
  }

  @Test
  void ownReportSaysSo() {
    JsonNode event = sentences.decode("!AIVDO,1,1,,,15RTgt0PAso;90TKcjM8h6g208CQ,0*09");
    assertThat(event.at("/data/own").asBoolean()).isTrue();
    assertThat(event.get("data").has("channel")).isFalse();
    assertThat(event.at("/data/lon").asDouble()).isEqualTo(-123.3953833);
  }

  @ParameterizedTest
  @ValueSource(strings = {"A", "B", "1", "2", "C", "A1", "VHF"})
  void channelIsKeptAsItIs(String channel) {
    sentences.decodeBody("ABVDM,1,1,," + channel + ",15RTgt0PAso;90TKcjM8h6g208CQ,0", 0);
    assertThat(sentences.json().at("/data/channel").asText()).isEqualTo(channel);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "AIVDM,1,1,,A,15RTgt0PAso;90TKcjM8h6g208CQ,0,0",
        "AIVDM,1,1,,A,15RTgt0PAso;90TKcjM8h6g208CQ,0,",
        "AIVDM,1,1,,A,15RTgt0PAso;90TKcjM8h6g208CQ,0,s1,7",
        "AIVDM,1,1,,A,15RTgt0PAso;90TKcjM8h6g208CQ,0,abc,def",
        "AIVDM,1,1,5,A,15RTgt0PAso;90TKcjM8h6g208CQ,0",
        "AIVDM,01,001,0005,A,15RTgt0PAso;90TKcjM8h6g208CQ,0"
      })
  void harmlessVariantsAreAccepted(String body) {
    sentences.decodeBody(body, 0);
    JsonNode event = sentences.json();
    assertThat(event.get("quality").asText()).isEqualTo("good");
    assertThat(event.at("/data/mmsi").asInt()).isEqualTo(371798000);
    assertThat(event.at("/data/radio").asInt()).isEqualTo(34017);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "AIVDM,1,2,,A,15RTgt0PAso;90TKcjM8h6g208CQ,0 | fragment",
        "AIVDM,1,0,,A,15RTgt0PAso;90TKcjM8h6g208CQ,0 | fragment",
        "AIVDM,0,0,,A,15RTgt0PAso;90TKcjM8h6g208CQ,0 | fragment",
        "AIVDM,10,1,1,A,15RTgt0PAso;90TKcjM8h6g208CQ,0 | fragment",
        "AIVDM,99999999999,1,1,A,15RTgt0PAso;90TKcjM8h6g208CQ,0 | grammar",
        "AIVDM,1,x,,A,15RTgt0PAso;90TKcjM8h6g208CQ,0 | grammar",
        "AIVDM,,1,,A,15RTgt0PAso;90TKcjM8h6g208CQ,0 | grammar",
        "AIVDM,1,1,,A,15RTgt0PAso;90TKcjM8h6g208CQ | grammar",
        "AIVDM,1,1,,A,15RTgt0PAso;90TKcjM8h6g208CQ, | grammar",
        "AIVDM,1,1,,A,15RTgt0PAso;90TKcjM8h6g208CQ,x | grammar",
        "AIVDM,1,1 | grammar",
        "AIVDX,1,1,,A,15RTgt0PAso;90TKcjM8h6g208CQ,0 | grammar",
        "AIVDM,1,1,,A,15RTgt0PAso;90TKcjM8h6g208CQ,6 | fill",
        "AIVDM,1,1,,A,15RTgt0PAso;90TKcjM8h6g208CQ,10 | fill",
        "AIVDM,1,1,,A,,0 | length",
        "AIVDM,1,1,,A,1,0 | length",
        "AIVDM,1,1,,A,1,3 | length",
        "AIVDM,1,1,,A,15RTgt0PAso;90TKcjM8h6g208C/,0 | character",
        "AIVDM,1,1,,A,X5RTgt0PAso;90TKcjM8h6g208CQ,0 | character",
        "AIVDM,1,1,,A,15RTgt0PAso;90TKcjM_h6g208CQ,0 | character",
        "AIVDM,1,1,,A,15RTgt0PAso;90TKcjMxh6g208CQ,0 | character",
        "AIVDM,1,1,,A,15RTgt0PAso;90TKcjM\u00808h6g208CQ,0 | character",
        "AIVDM,2,1,1,A,x5RTgt0PAso;90TKcjM8h6g208CQ,0 | character",
        "AIVDM,2,1,1,A,,0 | length"
      })
  void brokenSentencesAreInvalidWithAReason(String body, String flag) {
    sentences.decodeBody(body, 0);
    JsonNode event = sentences.json();
    assertThat(event.get("msg").asText()).isEqualTo("invalid");
    assertThat(event.at("/flags/0").asText()).isEqualTo(flag);
    assertThat(event.get("data")).isEmpty();
  }

  @Test
  void everyLegalCharacterStandsForItsSixBits() {
    Payload payload = Payload.of(8, 0, 1).u(2, 0).u(10, 366).u(6, 0).u(4, 0);
    StringBuilder expected = new StringBuilder("0");
    for (int six = 0; six < 64; six++) {
      payload.u(6, six);
    }
    BigInteger bits = BigInteger.ZERO;
    for (int six = 0; six < 64; six++) {
      bits = bits.shiftLeft(6).or(BigInteger.valueOf(six));
    }
    expected.append(String.format("%096x", bits));
    JsonNode event = sentences.decodeAll(payload.sentences("AIVDM", "1", "A", 48), 0);
    // 388 bits: four zeros, the 64 numbers, and four more zeros to fill the last byte.
    assertThat(event.at("/data/data").asText()).isEqualTo("388:" + expected + "0");
  }

  @Test
  void messageOfMoreBitsThanAnyHasIsInvalid() {
    sentences.decodeBody("AIVDM,1,1,,A," + "8".repeat(250) + ",0", 0);
    assertThat(sentences.json().get("msg").asText()).isEqualTo("ais.8");
    sentences.decodeBody("AIVDM,1,1,,A," + "8".repeat(251) + ",0", 0);
    assertThat(sentences.json().at("/flags/0").asText()).isEqualTo("length");
  }
}
