package io.alidade.mission;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContainersTest {
  private static final String TYPES =
      Xtce.unsigned("U4", 4)
          + Xtce.unsigned("U8", 8)
          + Xtce.unsigned("U16", 16)
          + """
          <EnumeratedParameterType name="MODE"><IntegerDataEncoding sizeInBits="8"/><EnumerationList>
          <Enumeration value="0" label="SAFE"/><Enumeration value="1" label="NOMINAL"/>
          </EnumerationList></EnumeratedParameterType>
          """;

  private static String child(String name, String base, String criteria, String... entries) {
    return "<SequenceContainer name=\"%s\">%s<BaseContainer containerRef=\"%s\">%s</BaseContainer></SequenceContainer>"
        .formatted(
            name,
            Xtce.list(entries),
            base,
            criteria.isEmpty()
                ? ""
                : "<RestrictionCriteria>" + criteria + "</RestrictionCriteria>");
  }

  private static String equal(String parameter, String value) {
    return "<Comparison parameterRef=\"" + parameter + "\" value=\"" + value + "\"/>";
  }

  private static String inTree(String... children) {
    return Xtce.file(
        TYPES,
        Xtce.parameters("id:U8", "mode:MODE", "a:U8", "b:U16"),
        Xtce.container("Base", "id", "mode").replace("name=", "abstract=\"true\" name=")
            + String.join("", children));
  }

  @Test
  void theMostDerivedContainerWhoseRestrictionsHoldIsThePacket() throws Exception {
    Decoded decoded =
        Decoded.by(
            inTree(
                child("One", "Base", equal("id", "1"), "a"),
                child("Two", "Base", equal("id", "2"), "a"),
                child("TwoSafe", "Two", equal("mode", "SAFE"), "b")));
    JsonNode event = decoded.event("02 00 07 0102");
    assertThat(event.get("msg").asText()).isEqualTo("TwoSafe");
    assertThat(event.get("data").toString())
        .isEqualTo("{\"id\":2,\"mode\":\"SAFE\",\"a\":7,\"b\":258}");
    assertThat(decoded.event("02 01 07").get("msg").asText()).isEqualTo("Two");
    assertThat(decoded.event("01 01 07").get("msg").asText()).isEqualTo("One");
    assertThat(decoded.event("03 01 07")).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "==, 5, true", "==, 6, false", "!=, 6, true", "&lt;, 5, false", "&lt;, 6, true",
    "&lt;=, 5, true", "&gt;, 4, true", "&gt;, 5, false", "&gt;=, 5, true", "==, 0x5, true",
  })
  void comparisons(String operator, String value, boolean expected) throws Exception {
    String criteria =
        "<Comparison parameterRef=\"id\" comparisonOperator=\"%s\" value=\"%s\"/>"
            .formatted(operator, value);
    Decoded decoded = Decoded.by(inTree(child("Child", "Base", criteria, "a")));
    assertThat(decoded.event("05 00 07") != null).isEqualTo(expected);
  }

  @Test
  void booleanExpressionsNest() throws Exception {
    String condition =
        "<Condition><ParameterInstanceRef parameterRef=\"%s\"/><ComparisonOperator>%s"
            + "</ComparisonOperator><Value>%s</Value></Condition>";
    String criteria =
        "<BooleanExpression><ORedConditions>"
            + condition.formatted("id", "==", "9")
            + "<ANDedConditions>"
            + condition.formatted("id", "&lt;", "3")
            + condition.formatted("mode", "==", "NOMINAL")
            + "</ANDedConditions></ORedConditions></BooleanExpression>";
    Decoded decoded = Decoded.by(inTree(child("Child", "Base", criteria)));
    assertThat(decoded.event("09 00")).isNotNull();
    assertThat(decoded.event("02 01")).isNotNull();
    assertThat(decoded.event("02 00")).isNull();
    assertThat(decoded.event("04 01")).isNull();
  }

  @Test
  void twoParametersCanBeCompared() throws Exception {
    String criteria =
        """
        <BooleanExpression><Condition><ParameterInstanceRef parameterRef="id"/>
        <ComparisonOperator>&gt;</ComparisonOperator><ParameterInstanceRef parameterRef="mode"/>
        </Condition></BooleanExpression>
        """;
    Decoded decoded = Decoded.by(inTree(child("Child", "Base", criteria)));
    assertThat(decoded.event("02 01")).isNotNull();
    assertThat(decoded.event("01 01")).isNull();
  }

  @Test
  void aPacketThatEndsEarlyGivesWhatItHasAndIsFlagged() throws Exception {
    Decoded decoded = Decoded.by(inTree(child("One", "Base", equal("id", "1"), "a", "b")));
    JsonNode event = decoded.event("01 01 07 01");
    assertThat(event.get("data").toString()).isEqualTo("{\"id\":1,\"mode\":\"NOMINAL\",\"a\":7}");
    assertThat(event.get("quality").asText()).isEqualTo("suspect");
    assertThat(event.get("flags").toString()).isEqualTo("[\"length\"]");
    assertThat(decoded.event("")).isNull();
  }

  private static String entry(String parameter, String inside) {
    return "<ParameterRefEntry parameterRef=\""
        + parameter
        + "\">"
        + inside
        + "</ParameterRefEntry>";
  }

  private static String location(String reference, int bits) {
    return "<LocationInContainerInBits referenceLocation=\"%s\"><FixedValue>%d</FixedValue></LocationInContainerInBits>"
        .formatted(reference, bits);
  }

  private static final String NAMES =
      Xtce.parameters("n:U8", "a:U8", "b:U8", "c:U8", "h:U4", "mode:MODE");

  private static JsonNode decode(String containers, String hex) throws MissionException {
    return Decoded.by(Xtce.file(TYPES, NAMES, containers)).data(hex);
  }

  @Test
  void entriesLieWhereTheirLocationSays() throws Exception {
    String container =
        Xtce.container(
            "C",
            entry("a", location("containerStart", 16)),
            entry("b", location("previousEntry", 8)),
            entry("c", location("previousEntry", -16)),
            entry("n", location("containerEnd", 8)),
            entry("h", location("containerStart", 4)));
    assertThat(decode(container, "0F 11 22 33 44 55").toString())
        .isEqualTo("{\"a\":34,\"b\":68,\"c\":51,\"n\":85,\"h\":15}");
  }

  @Test
  void anEntryIsThereWhileItsConditionHolds() throws Exception {
    String include = "<IncludeCondition>" + equal("mode", "NOMINAL") + "</IncludeCondition>";
    String container = Xtce.container("C", "mode", entry("a", include), "b");
    assertThat(decode(container, "01 07 08").toString())
        .isEqualTo("{\"mode\":\"NOMINAL\",\"a\":7,\"b\":8}");
    assertThat(decode(container, "00 07 08").toString()).isEqualTo("{\"mode\":\"SAFE\",\"b\":7}");
  }

  private static String repeat(String count, String gap) {
    return "<RepeatEntry><Count>" + count + "</Count>" + gap + "</RepeatEntry>";
  }

  private static final String N_TIMES =
      "<DynamicValue><ParameterInstanceRef parameterRef=\"n\"/></DynamicValue>";

  @Test
  void entriesRepeatAFixedOrDynamicNumberOfTimes() throws Exception {
    String fixed =
        repeat("<FixedValue>2</FixedValue>", "<Offset><FixedValue>8</FixedValue></Offset>");
    String container =
        Xtce.container("C", "n", entry("a", fixed), entry("b", repeat(N_TIMES, "")), "c");
    assertThat(decode(container, "03 0A FF 0B 01 02 03 63").toString())
        .isEqualTo("{\"n\":3,\"a\":[10,11],\"b\":[1,2,3],\"c\":99}");
    String empty = Xtce.container("C", "n", entry("b", repeat(N_TIMES, "")), "c");
    assertThat(decode(empty, "00 63").toString()).isEqualTo("{\"n\":0,\"b\":[],\"c\":99}");
  }

  @Test
  void containersAreIncludedAndRepeated() throws Exception {
    String part = Xtce.container("Part", "a", entry("b", location("containerStart", 16)));
    String times =
        "<ContainerRefEntry containerRef=\"Part\">" + repeat(N_TIMES, "") + "</ContainerRefEntry>";
    String whole = Xtce.container("Whole", "n", "<ContainerRefEntry containerRef=\"Part\"/>", "c");
    assertThat(decode(part + whole, "01 02 FF 03 04").toString())
        .isEqualTo("{\"n\":1,\"a\":2,\"b\":3,\"c\":4}");
    assertThat(
            decode(part + Xtce.container("Whole", "n", times, "c"), "02 01 FF 02 03 FF 04 05")
                .toString())
        .isEqualTo("{\"n\":2,\"Part\":[{\"a\":1,\"b\":2},{\"a\":3,\"b\":4}],\"c\":5}");
  }

  @Test
  void sizesComeFromParametersByAdjustmentOrLookUp() throws Exception {
    String binary =
        "<BinaryParameterType name=\"B\"><BinaryDataEncoding><SizeInBits>%s</SizeInBits>"
            + "</BinaryDataEncoding></BinaryParameterType>";
    String adjusted =
        "<DynamicValue><ParameterInstanceRef parameterRef=\"n\"/>"
            + "<LinearAdjustment slope=\"8\" intercept=\"-8\"/></DynamicValue>";
    String lookup =
        "<DiscreteLookupList><DiscreteLookup value=\"8\">"
            + equal("n", "3")
            + "</DiscreteLookup><DiscreteLookup value=\"24\">"
            + equal("n", "4")
            + "</DiscreteLookup></DiscreteLookupList>";
    String names = Xtce.parameters("n:U8", "v:B", "c:U8");
    String container = Xtce.container("C", "n", "v", "c");
    Decoded linear = Decoded.by(Xtce.file(TYPES + binary.formatted(adjusted), names, container));
    assertThat(linear.data("03 AABB 01").toString()).isEqualTo("{\"n\":3,\"v\":\"aabb\",\"c\":1}");
    assertThat(linear.event("00 AABB 01").get("flags").toString()).isEqualTo("[\"length\"]");
    assertThat(linear.event("FF AABB 01").get("flags").toString()).isEqualTo("[\"length\"]");
    Decoded discrete = Decoded.by(Xtce.file(TYPES + binary.formatted(lookup), names, container));
    assertThat(discrete.data("04 AABBCC 01").get("v").asText()).isEqualTo("aabbcc");
    assertThat(discrete.data("03 AA 01").get("c").asInt()).isEqualTo(1);
    assertThat(discrete.event("05 AA 01").get("flags").toString()).isEqualTo("[\"length\"]");
  }

  @Test
  void aggregatesAreObjectsAndArraysAreArrays() throws Exception {
    String types =
        TYPES
            + """
            <AggregateParameterType name="POINT"><MemberList><Member name="x" typeRef="U8"/>
            <Member name="y" typeRef="U8"/></MemberList></AggregateParameterType>
            <ArrayParameterType name="POINTS" arrayTypeRef="POINT"><DimensionList><Dimension>
            <StartingIndex><FixedValue>0</FixedValue></StartingIndex><EndingIndex><DynamicValue>
            <ParameterInstanceRef parameterRef="n"/><LinearAdjustment intercept="-1"/>
            </DynamicValue></EndingIndex></Dimension></DimensionList></ArrayParameterType>
            <ArrayParameterType name="GRID" arrayTypeRef="U4" numberOfDimensions="2"/>
            """;
    String dimension =
        "<Dimension><StartingIndex><FixedValue>0</FixedValue></StartingIndex><EndingIndex>"
            + "<FixedValue>%d</FixedValue></EndingIndex></Dimension>";
    String grid =
        "<ArrayParameterRefEntry parameterRef=\"g\"><DimensionList>"
            + dimension.formatted(1)
            + dimension.formatted(2)
            + "</DimensionList></ArrayParameterRefEntry>";
    String include = "<IncludeCondition>" + equal("p.y", "2") + "</IncludeCondition>";
    String xml =
        Xtce.file(
            types,
            Xtce.parameters("n:U8", "p:POINT", "q:POINTS", "g:GRID", "c:U8"),
            Xtce.container("C", "n", "p", "q", grid, entry("c", include)));
    assertThat(Decoded.by(xml).data("02 01 02 03 04 05 06 123456 63").toString())
        .isEqualTo(
            "{\"n\":2,\"p\":{\"x\":1,\"y\":2},\"q\":[{\"x\":3,\"y\":4},{\"x\":5,\"y\":6}],"
                + "\"g\":[[1,2,3],[4,5,6]],\"c\":99}");
  }

  @Test
  void namesAreFoundInTheSystemItselfAboveAndByPath() throws Exception {
    String xml =
        """
        <x:SpaceSystem xmlns:x="http://www.omg.org/space/xtce" name="Top">
        <x:TelemetryMetaData><x:ParameterTypeSet>%s</x:ParameterTypeSet>
        <x:ParameterSet>%s</x:ParameterSet></x:TelemetryMetaData>
        <x:SpaceSystem name="Bus"><x:TelemetryMetaData><x:ParameterSet>%s</x:ParameterSet>
        <x:ContainerSet>%s</x:ContainerSet></x:TelemetryMetaData>
        <x:SpaceSystem name="Power"><x:TelemetryMetaData><x:ParameterSet>%s</x:ParameterSet>
        </x:TelemetryMetaData></x:SpaceSystem></x:SpaceSystem></x:SpaceSystem>
        """
            .formatted(
                prefixed(Xtce.unsigned("U8", 8)),
                prefixed(Xtce.parameters("above:U8", "same:/Top/U8")),
                prefixed(Xtce.parameters("same:U8")),
                prefixed(
                    Xtce.container(
                        "C",
                        "same",
                        "above",
                        "Power/v",
                        "../same",
                        "/Top/Bus/Power/v",
                        "./Power/../same")),
                prefixed(Xtce.parameters("v:../../U8")));
    assertThat(Decoded.by(xml).data("010203040506").toString())
        .isEqualTo("{\"Bus/same\":6,\"above\":2,\"v\":5,\"same\":4}");
  }

  private static String prefixed(String xml) {
    return xml.replaceAll("<(/?)(?=[A-Z])", "<$1x:");
  }

  @Test
  void initialValuesCountUntilThePacketGivesAnother() throws Exception {
    String types =
        TYPES.replace(
            "<EnumeratedParameterType name=\"MODE\"",
            "<EnumeratedParameterType initialValue=\"NOMINAL\" name=\"MODE\"");
    String include = "<IncludeCondition>" + equal("mode", "NOMINAL") + "</IncludeCondition>";
    Decoded decoded =
        Decoded.by(
            Xtce.file(
                types,
                NAMES,
                Xtce.container("C", entry("a", include), "mode", entry("b", include))));
    assertThat(decoded.data("01 00").toString()).isEqualTo("{\"a\":1,\"mode\":\"SAFE\"}");
    assertThat(decoded.data("01 01 02").toString())
        .isEqualTo("{\"a\":1,\"mode\":\"NOMINAL\",\"b\":2}");
  }
}
