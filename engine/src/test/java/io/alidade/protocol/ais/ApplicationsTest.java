package io.alidade.protocol.ais;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Application data of messages 6 and 8, put together from their tables. */
class ApplicationsTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final Sentences sentences = new Sentences();

  private JsonNode decode(Payload payload) {
    return sentences.decode(payload.sentence());
  }

  private static JsonNode json(String text) throws IOException {
    return MAPPER.readTree(text.replace('\'', '"'));
  }

  @Test
  void dataOfAnUnknownApplicationIsPassedOnToTheBit() throws IOException {
    JsonNode event = decode(Payload.of(8, 0, 366999712).u(2, 0).u(10, 366).u(6, 56).u(13, 0x1ABC));
    assertThat(event.get("data"))
        .isEqualTo(
            json(
                "{'type':8,'repeat':0,'mmsi':366999712,'channel':'A','dac':366,'fid':56,"
                    + "'data':'13:d5e0'}"));
  }

  /** Circ.236: "the highest available binary value for that particular data field". */
  @Test
  void weatherOfCircular236WithoutAnyDataHasOnlyItsHead() throws IOException {
    Payload payload =
        Payload.of(8, 0, 2655619).u(2, 0).u(10, 1).u(6, 11).u(24, 0x7F_FFFF).u(25, 0xFF_FFFF);
    for (int bits = 49; bits < 290; bits++) {
      payload.u(1, 1);
    }
    payload.u(6, 0);
    JsonNode event = sentences.decodeAll(payload.sentences("AIVDM", "4", "A", 56), 0);
    assertThat(event.get("flags")).isEmpty();
    assertThat(event.get("data"))
        .isEqualTo(json("{'type':8,'repeat':0,'mmsi':2655619,'channel':'A','dac':1,'fid':11}"));
  }

  @Test
  void lastDayOfAMonthIsNotTakenForAnUnknownOne() {
    JsonNode data = weather289(31, 24, 60);
    assertThat(data.get("day").asInt()).isEqualTo(31);
    assertThat(data.has("hour")).isFalse();
    assertThat(data.has("minute")).isFalse();
    assertThat(weather289(31, 23, 59).get("timestamp").asText()).isEqualTo("31T23:59Z");
    assertThat(weather289(0, 24, 60).has("day")).isFalse();
  }

  private JsonNode weather289(int day, int hour, int minute) {
    Payload payload =
        Payload.of(8, 0, 2655619).u(2, 0).u(10, 1).u(6, 31).u(25, 60_000).u(24, 60_000).u(1, 0);
    payload.u(5, day).u(5, hour).u(6, minute);
    while (payload.length() < 360) {
      payload.u(1, 0);
    }
    return sentences.decodeAll(payload.sentences("AIVDM", "4", "A", 56), 0).get("data");
  }

  /** Inland AIS: hazard 0 to 4, 5 unknown; gpsd, too, takes others for someone else's data. */
  @Test
  void dataThatCannotBeAnInlandShipsIsPassedOnAsItIs() {
    assertThat(inlandShip(5).get("hazard").asInt()).isEqualTo(5);
    for (int hazard = 6; hazard <= 7; hazard++) {
      JsonNode data = inlandShip(hazard);
      assertThat(data.has("hazard")).isFalse();
      assertThat(data.has("length")).isFalse();
      assertThat(data.get("data").asText()).startsWith("112:0420");
    }
  }

  private JsonNode inlandShip(int hazard) {
    return sentences
        .decode(
            Payload.of(8, 0, 211_000_001)
                .u(2, 0)
                .u(10, 200)
                .u(6, 10)
                .text(8, "ABCDEFGH")
                .u(13, 1100)
                .u(10, 114)
                .u(14, 8030)
                .u(3, hazard)
                .u(11, 280)
                .u(2, 1)
                .u(3, 7)
                .u(8, 0)
                .sentence())
        .get("data");
  }

  /** IALA A-126: an analogue input's 0 means "not used". */
  @Test
  void analogueInputOfABuoyThatIsNotUsedIsAbsent() throws IOException {
    Payload payload = Payload.of(6, 0, 2_655_619).u(2, 1).u(30, 123_456_789).u(2, 0).u(10, 235);
    payload.u(6, 10).u(10, 240).u(10, 0).u(10, 1).u(2, 2).u(2, 1).u(1, 1).u(8, 165).u(1, 1);
    JsonNode event = sentences.decode(payload.u(4, 0).sentence());
    assertThat(event.get("data"))
        .isEqualTo(
            json(
                "{'type':6,'repeat':0,'mmsi':2655619,'channel':'A','seqno':1,"
                    + "'dest_mmsi':123456789,'retransmit':false,'dac':235,'fid':10,"
                    + "'ana_int':12.00,'ana_ext2':0.05,'racon':2,'light':1,'alarm':true,"
                    + "'stat_ext':165,'off_pos':true}"));
  }

  @Test
  void polylineOfAnAreaNoticeEndsWhereNoDistanceIsGiven() throws IOException {
    Payload payload =
        Payload.of(8, 0, 3669739)
            .u(2, 0)
            .u(10, 1)
            .u(6, 22)
            .u(10, 10)
            .u(7, 1)
            .u(4, 0)
            .u(5, 0)
            .u(5, 24)
            .u(6, 60)
            .u(18, 262_143)
            .u(3, 3)
            .u(2, 0)
            .u(10, 90)
            .u(10, 5)
            .u(62, 0);
    JsonNode event = sentences.decodeAll(payload.sentences("AIVDM", "4", "A", 56), 0);
    assertThat(event.get("data"))
        .isEqualTo(
            json(
                "{'type':8,'repeat':0,'mmsi':3669739,'channel':'A','dac':1,'fid':22,'linkage':10,"
                    + "'notice':1,'areas':[{'shape':3,"
                    + "'waypoints':[{'bearing':45.0,'distance':5}]}]}"));
  }

  @Test
  void signalStationAndLockTellTheirStatus() {
    Payload signal =
        Payload.of(8, 0, 4310001)
            .u(2, 0)
            .u(10, 1)
            .u(6, 19)
            .u(10, 3)
            .text(20, "KANMON")
            .u(25, 60_000)
            .u(24, 60_000)
            .u(2, 1)
            .u(5, 8)
            .u(5, 24)
            .u(6, 60)
            .u(5, 9)
            .u(51, 0)
            .u(51, 0);
    JsonNode data = sentences.decodeAll(signal.sentences("AIVDM", "4", "A", 56), 0).get("data");
    assertThat(data.get("status").asInt()).isEqualTo(1);
    Payload lock =
        Payload.of(6, 0, 2_111_111)
            .u(2, 1)
            .u(30, 211_000_001)
            .u(2, 0)
            .u(10, 200)
            .u(6, 22)
            .text(20, "DEABCD0001000LOCK001")
            .u(4, 2)
            .u(5, 10)
            .u(5, 13)
            .u(6, 48)
            .u(2, 2)
            .u(2, 0);
    data = sentences.decodeAll(lock.sentences("AIVDM", "5", "A", 56), 0).get("data");
    assertThat(data.get("status").asInt()).isEqualTo(2);
  }

  @Test
  void areaNoticeHasItsSubAreas() throws IOException {
    Payload payload =
        Payload.of(8, 0, 3669739)
            .u(2, 0)
            .u(10, 1)
            .u(6, 22)
            .u(10, 10)
            .u(7, 1)
            .u(4, 7)
            .u(5, 9)
            .u(5, 23)
            .u(6, 15)
            .u(18, 60)
            // A circle of 926 * 10 m, a polygon in steps of 100 m, and a text.
            .u(3, 0)
            .u(2, 1)
            .u(25, -70 * 60_000)
            .u(24, 42 * 60_000)
            .u(3, 4)
            .u(12, 926)
            .u(18, 0)
            .u(3, 4)
            .u(2, 2)
            .u(10, 91)
            .u(10, 5)
            .u(10, 719)
            .u(10, 6)
            .u(10, 720)
            .u(10, 0)
            .u(10, 720)
            .u(10, 0)
            .u(2, 0)
            .u(3, 5)
            .text(14, "WHALES");
    JsonNode event = sentences.decodeAll(payload.sentences("AIVDM", "4", "A", 56), 0);
    assertThat(event.get("data"))
        .isEqualTo(
            json(
                "{'type':8,'repeat':0,'mmsi':3669739,'channel':'A','dac':1,'fid':22,'linkage':10,"
                    + "'notice':1,'timestamp':'07-09T23:15Z','duration':60,'areas':["
                    + "{'shape':0,'lon':-70.0000000,'lat':42.0000000,'precision':4,"
                    + "'radius':9260},{'shape':4,'vertices':[{'bearing':45.5,'distance':500},"
                    + "{'bearing':359.5,'distance':600}]},{'shape':5,'text':'WHALES'}]}"));
  }
}
