package io.alidade.mission;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.alidade.event.Event;
import io.alidade.event.EventJson;
import io.alidade.event.FrameKind;
import io.alidade.event.Links;
import io.alidade.protocol.kiss.KissChecksum;
import io.alidade.protocol.kiss.KissDecoder;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** Several satellites on one AX.25 link, told apart by their callsigns. */
class LocalParametersTest {
  private static final String LOCAL =
      "<Parameter name=\"%s\" parameterTypeRef=\"Call\"><ParameterProperties dataSource=\"%s\"/></Parameter>";

  private static String child(String name, String parameter, String callsign) {
    return """
        <SequenceContainer name="%s"><EntryList><ParameterRefEntry parameterRef="%s"/></EntryList>
        <BaseContainer containerRef="Frame"><RestrictionCriteria><Comparison parameterRef="AX25_SRC"
        value="%s"/></RestrictionCriteria></BaseContainer></SequenceContainer>
        """
        .formatted(name, parameter, callsign);
  }

  private static String xml(String source) {
    String toGround =
        "<ParameterRefEntry parameterRef=\"c\"><IncludeCondition><Comparison parameterRef=\"AX25_DST\""
            + " value=\"DST\"/></IncludeCondition></ParameterRefEntry>";
    return Xtce.file(
        Xtce.unsigned("U8", 8) + "<StringParameterType name=\"Call\"/>",
        Xtce.parameters("a:U8", "b:U8", "c:U8")
            + LOCAL.formatted("AX25_SRC", source)
            + LOCAL.formatted("AX25_DST", "local"),
        Xtce.container("Frame", toGround) + child("One", "a", "SRC") + child("Two", "b", "SRC-1"));
  }

  private final Event event = new Event(4096);
  private KissDecoder decoder;
  private EventJson json;

  private void load(String xml) throws MissionException {
    MissionDatabase database = MissionDatabase.load(xml, "sat.xml");
    assertThat(database.warnings()).isEmpty();
    decoder = new KissDecoder(KissChecksum.NONE, database.newDecoder());
    json = new EventJson(new Links(database.dictionary(), "sat0"), false, false);
  }

  private JsonNode event(String hex) throws Exception {
    byte[] bytes = HexFormat.of().parseHex(hex.replace(" ", ""));
    event.begin(FrameKind.FRAME, 1, 0);
    event.raw(bytes, 0, bytes.length);
    decoder.decode(event);
    json.clear();
    json.append(event);
    return new ObjectMapper().readTree(new String(json.array(), 0, json.length(), UTF_8));
  }

  private JsonNode frame(String destination, String source) throws Exception {
    return event("C000" + destination + source + "03F0 0708 C0");
  }

  private static final String DST = "88A6A840404060";
  private static final String OTHER = "9EA89040404060";
  private static final String SRC = "A6A48640404061";
  private static final String SRC_1 = "A6A48640404063";

  @Test
  void aCallsignDecidesOnTheContainerAndOnEntries() throws Exception {
    load(xml("local"));
    JsonNode one = frame(DST, SRC);
    assertThat(one.get("msg").asText()).isEqualTo("One");
    assertThat(one.get("data").get("src").asText()).isEqualTo("SRC");
    assertThat(one.get("data").get("c").asInt()).isEqualTo(7);
    assertThat(one.get("data").get("a").asInt()).isEqualTo(8);
    assertThat(one.get("data").has("AX25_SRC")).isFalse();
    JsonNode two = frame(OTHER, SRC_1);
    assertThat(two.get("msg").asText()).isEqualTo("Two");
    assertThat(two.get("data").has("c")).isFalse();
    assertThat(two.get("data").get("b").asInt()).isEqualTo(7);
    assertThat(frame(DST, OTHER.replace("60", "61")).get("msg").asText()).isEqualTo("Frame");
  }

  @Test
  void aFrameWithoutCallsignsHasNoneNotThoseBefore() throws Exception {
    load(xml("local"));
    assertThat(frame(DST, SRC).get("msg").asText()).isEqualTo("One");
    JsonNode plain = event("C000 0102 C0");
    assertThat(plain.get("msg").asText()).isEqualTo("Frame");
    assertThat(plain.get("data").has("c")).isFalse();
  }

  @Test
  void aParameterThatIsNotLocalIsNotTheLinks() throws Exception {
    load(xml("telemetered"));
    assertThat(frame(DST, SRC).get("msg").asText()).isEqualTo("Frame");
  }

  @Test
  void withoutACallsignTheInitialValueCounts() throws Exception {
    String call = "<StringParameterType name=\"Call\"";
    load(xml("local").replace(call, call + " initialValue=\"SRC-1\""));
    assertThat(frame(DST, SRC).get("msg").asText()).isEqualTo("One");
    assertThat(event("C000 0102 C0").get("msg").asText()).isEqualTo("Two");
  }
}
