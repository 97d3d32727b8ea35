package io.alidade.mission;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** Dwell telemetry: the packet names the parameter that it carries. */
class IndirectTest {
  private static final String TYPES =
      Xtce.unsigned("U8", 8)
          + Xtce.unsigned("U4", 4)
          + Xtce.integer("S16", "sizeInBits=\"16\" encoding=\"twosComplement\"")
          + Xtce.string("N", "<SizeInBits><Fixed><FixedValue>32</FixedValue></Fixed></SizeInBits>")
          + Xtce.string("Z", "<SizeInBits><TerminationChar>00</TerminationChar></SizeInBits>")
          + """
          <EnumeratedParameterType name="E"><IntegerDataEncoding sizeInBits="8"/><EnumerationList>
          <Enumeration value="1" label="volt"/><Enumeration value="2" label="temp"/>
          <Enumeration value="3" label="none"/></EnumerationList></EnumeratedParameterType>
          <FloatParameterType name="V"><IntegerDataEncoding sizeInBits="8"><DefaultCalibrator>
          <PolynomialCalibrator><Term coefficient="0.5" exponent="1"/></PolynomialCalibrator>
          </DefaultCalibrator></IntegerDataEncoding><DefaultAlarm minViolations="2"><StaticAlarmRanges>
          <WarningRange maxInclusive="100"/></StaticAlarmRanges></DefaultAlarm></FloatParameterType>
          <AggregateParameterType name="G"><MemberList><Member name="x" typeRef="U4"/>
          <Member name="y" typeRef="Z"/></MemberList></AggregateParameterType>
          <ArrayParameterType name="R" arrayTypeRef="S16"><DimensionList><Dimension><EndingIndex>
          <DynamicValue><ParameterInstanceRef parameterRef="n"/></DynamicValue></EndingIndex></Dimension>
          </DimensionList></ArrayParameterType>
          <IntegerParameterType name="Ground"/>
          <FloatParameterType name="Odd"><FloatDataEncoding encoding="IBM"/></FloatParameterType>
          """;

  private static final String PARAMETERS =
      Xtce.parameters(
              "name:N",
              "id:U8",
              "mark:E",
              "after:U8",
              "temp:S16",
              "grp:G",
              "arr:R",
              "n:U4",
              "made:Ground",
              "odd:Odd")
          + """
          <Parameter name="volt" parameterTypeRef="V"><AliasSet><Alias nameSpace="onboard" alias="17"/>
          <Alias nameSpace="other" alias="99"/></AliasSet></Parameter>
          <Parameter name="text" parameterTypeRef="Z"><AliasSet><Alias nameSpace="onboard" alias="18"/>
          </AliasSet></Parameter>
          """;

  private static String indirect(String by, String attributes) {
    return "<IndirectParameterRefEntry %s><ParameterInstance parameterRef=\"%s\"/></IndirectParameterRefEntry>"
        .formatted(attributes, by);
  }

  private static Decoded decoder(String... entries) throws MissionException {
    return Decoded.by(Xtce.file(TYPES, PARAMETERS, Xtce.container("C", entries)));
  }

  private static String hex(String name) {
    return HexFormat.of().formatHex(name.getBytes(US_ASCII));
  }

  private static String without(JsonNode data, String name) {
    assertThat(data.has(name)).isTrue();
    ((ObjectNode) data).remove(name);
    return data.toString();
  }

  @Test
  void aTextNamesTheParameter() throws Exception {
    Decoded decoder = decoder("name", indirect("name", ""), "after");
    assertThat(without(decoder.data(hex("temp") + "FFFE 07"), "name"))
        .isEqualTo("{\"temp\":-2,\"after\":7}");
    assertThat(without(decoder.data(hex("volt") + "08 07"), "name"))
        .isEqualTo("{\"volt\":4.0,\"after\":7}");
    assertThat(without(decoder.data(hex("text") + "414243 00 07"), "name"))
        .isEqualTo("{\"text\":\"ABC\",\"after\":7}");
    assertThat(without(decoder.data(hex("id  ") + "09 07"), "name"))
        .isEqualTo("{\"id\":9,\"after\":7}");
    assertThat(without(decoder.data(hex("grp") + "00 14 14 20 00 70"), "name"))
        .isEqualTo("{\"grp\":{\"x\":1,\"y\":\"AB\"},\"after\":7}");
  }

  @Test
  void alsoAParameterWhoseSizeIsInThePacket() throws Exception {
    Decoded decoder = decoder("name", "n", indirect("name", ""), "after");
    assertThat(without(decoder.data(hex("arr") + "00 100010002700"), "name"))
        .isEqualTo("{\"n\":1,\"arr\":[1,2],\"after\":112}");
  }

  @Test
  void aLabelNamesTheParameter() throws Exception {
    Decoded decoder = decoder("mark", indirect("mark", ""), "after");
    assertThat(decoder.data("01 08 07").toString())
        .isEqualTo("{\"mark\":\"volt\",\"volt\":4.0,\"after\":7}");
    assertThat(decoder.data("02 0008 07").toString())
        .isEqualTo("{\"mark\":\"temp\",\"temp\":8,\"after\":7}");
    assertThat(decoder.event("03 0008 07").get("flags").toString()).isEqualTo("[\"reference\"]");
    assertThat(decoder.event("04 0008 07").get("flags").toString()).isEqualTo("[\"reference\"]");
  }

  @Test
  void aNumberIsAnAliasInTheNameSpace() throws Exception {
    Decoded decoder = decoder("id", indirect("id", "aliasNameSpace=\"onboard\""), "after");
    assertThat(decoder.data("11 08 07").toString())
        .isEqualTo("{\"id\":17,\"volt\":4.0,\"after\":7}");
    assertThat(decoder.data("12 4100 07").toString())
        .isEqualTo("{\"id\":18,\"text\":\"A\",\"after\":7}");
    assertThat(decoder.event("63 08 07").get("flags").toString()).isEqualTo("[\"reference\"]");
  }

  @Test
  void afterAnUnknownNameTheRestIsAbsent() throws Exception {
    Decoded decoder = decoder("name", indirect("name", ""), "after");
    for (String name : new String[] {"none", "made", "odd ", "", "C"}) {
      JsonNode event = decoder.event((hex(name) + "00000000").substring(0, 8) + "0102030405");
      assertThat(event.get("quality").asText()).isEqualTo("suspect");
      assertThat(event.get("flags").toString()).isEqualTo("[\"reference\"]");
      assertThat(event.get("data").size()).isEqualTo(1);
    }
    assertThat(decoder.event(hex("temp") + "01").get("flags").toString()).isEqualTo("[\"length\"]");
  }

  @Test
  void pairsRepeatAndAlarmsAreOfTheParameterWhereverItIs() throws Exception {
    String repeated =
        "<ContainerRefEntry containerRef=\"Pair\"><RepeatEntry><Count><DynamicValue>"
            + "<ParameterInstanceRef parameterRef=\"n\"/></DynamicValue></Count></RepeatEntry>"
            + "</ContainerRefEntry>";
    Decoded decoder =
        Decoded.by(
            Xtce.file(
                TYPES,
                PARAMETERS,
                Xtce.container("C", "n", repeated, "volt")
                    + Xtce.container("Pair", "mark", indirect("mark", ""))));
    JsonNode event = decoder.event("3 01 FF 02 0102 01 FF C8 0".replace(" ", ""));
    assertThat(event.get("data").toString())
        .isEqualTo(
            "{\"n\":3,\"Pair\":[{\"mark\":\"volt\",\"volt\":127.5},{\"mark\":\"temp\",\"temp\":258},"
                + "{\"mark\":\"volt\",\"volt\":127.5}],\"volt\":100.0,\"limits\":{\"volt\":\"warning\"}}");
    JsonNode cut = decoder.event("3 01 FF 09 0102 01 FF C8 0".replace(" ", ""));
    assertThat(cut.get("flags").toString()).isEqualTo("[\"limit.warning\",\"reference\"]");
    assertThat(cut.get("data").get("limits").size()).isEqualTo(1);
  }

  @Test
  void whatFollowsDecidesOnTheContainer() throws Exception {
    String child =
        "<SequenceContainer name=\"D\"><EntryList/><BaseContainer containerRef=\"C\">"
            + "<RestrictionCriteria><ComparisonList><Comparison parameterRef=\"after\" value=\"7\"/>"
            + "<Comparison parameterRef=\"temp\" value=\"-2\"/></ComparisonList></RestrictionCriteria>"
            + "</BaseContainer></SequenceContainer>";
    Decoded decoder =
        Decoded.by(
            Xtce.file(
                TYPES,
                PARAMETERS,
                Xtce.container("C", "name", indirect("name", ""), "after") + child));
    assertThat(decoder.event(hex("temp") + "FFFE 07").get("msg").asText()).isEqualTo("D");
    assertThat(decoder.event(hex("temp") + "FFFF 07").get("msg").asText()).isEqualTo("C");
    assertThat(decoder.event(hex("none") + "FFFE 07").get("msg").asText()).isEqualTo("C");
  }

  @Test
  void namesAreThoseOfTheContainersOwnSystemAndPathsOfAnother() throws Exception {
    String name =
        Xtce.string("N", "<SizeInBits><TerminationChar>00</TerminationChar></SizeInBits>");
    String sub =
        "<SpaceSystem name=\"EPS\"><TelemetryMetaData><ParameterSet>"
            + "<Parameter name=\"v\" parameterTypeRef=\"U8\"/></ParameterSet></TelemetryMetaData>"
            + "</SpaceSystem></SpaceSystem>";
    String xml =
        Xtce.file(
                name + Xtce.unsigned("U8", 8),
                Xtce.parameters("name:N", "v:U8"),
                Xtce.container("C", "name", indirect("name", "")))
            .replace("</SpaceSystem>", sub);
    Decoded decoder = Decoded.by(xml);
    assertThat(without(decoder.data(hex("v") + "00 05"), "name")).isEqualTo("{\"v\":5}");
    assertThat(without(decoder.data(hex("EPS/v") + "00 05"), "name")).isEqualTo("{\"EPS/v\":5}");
    assertThat(without(decoder.data(hex("/Sat/EPS/v") + "00 05"), "name"))
        .isEqualTo("{\"EPS/v\":5}");
  }

  @Test
  void aTypeWithAFaultIsARemarkAndNoCandidate() throws Exception {
    MissionDatabase database =
        MissionDatabase.load(
            Xtce.file(TYPES, PARAMETERS, Xtce.container("C", "name", indirect("name", ""))),
            "s.xml");
    assertThat(database.warnings()).singleElement().asString().contains("encoding \"IBM\"");
    assertThat(database.containers().get(0).parameters())
        .containsExactly("name", "what name names");
  }

  @Test
  void whatIsNoNameIsRefused() {
    assertThatThrownBy(() -> decoder("grp", indirect("volt", "")))
        .hasMessageContaining("<ParameterInstance>: refers to neither");
    assertThatThrownBy(() -> decoder("<IndirectParameterRefEntry/>"))
        .hasMessageContaining("<IndirectParameterRefEntry>: has no ParameterInstance");
    String repeated =
        indirect("name", "")
            .replace(
                "</Ind",
                "<RepeatEntry><Count><FixedValue>2</FixedValue></Count></RepeatEntry></Ind");
    assertThatThrownBy(() -> decoder("name", repeated))
        .hasMessageContaining("<RepeatEntry>: is not supported in IndirectParameterRefEntry");
    String twice = PARAMETERS.replace("alias=\"18\"", "alias=\"17\"");
    String container = Xtce.container("C", "id", indirect("id", "aliasNameSpace=\"onboard\""));
    assertThatThrownBy(() -> Decoded.by(Xtce.file(TYPES, twice, container)))
        .hasMessageContaining("its alias 17 is also volt's");
  }
}
