package io.alidade.mission;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The levels of one-byte values; each packet is one value unless a test says otherwise. */
class AlarmsTest {
  private static final String NESTED =
      """
      <WatchRange minInclusive="20" maxExclusive="30"/><WarningRange minExclusive="15"/>
      <DistressRange maxInclusive="40"/><CriticalRange minInclusive="10" maxInclusive="50"/>
      <SevereRange minInclusive="5" maxInclusive="60"/>
      """;

  private static String integer(String alarms) {
    return "<IntegerParameterType name=\"T\"><IntegerDataEncoding sizeInBits=\"8\"/>%s</IntegerParameterType>"
        .formatted(alarms);
  }

  /** A calibrated value, which is what the fast path decodes. */
  private static String calibrated(String alarms) {
    return ("<FloatParameterType name=\"T\"><IntegerDataEncoding sizeInBits=\"8\"><DefaultCalibrator>"
            + "<PolynomialCalibrator><Term coefficient=\"0.5\" exponent=\"1\"/></PolynomialCalibrator>"
            + "</DefaultCalibrator></IntegerDataEncoding>%s</FloatParameterType>")
        .formatted(alarms);
  }

  private static String ranges(String ranges) {
    return "<DefaultAlarm><StaticAlarmRanges>" + ranges + "</StaticAlarmRanges></DefaultAlarm>";
  }

  private static Decoded decoder(String type) throws MissionException {
    return Decoded.by(Xtce.of(type));
  }

  /** The level of {@code v}, {@code normal} when the event has none; flags say the same. */
  private static String level(JsonNode event) {
    JsonNode limits = event.get("data").get("limits");
    String flags = event.get("flags").toString();
    if (limits == null) {
      assertThat(flags).isEqualTo("[]");
      assertThat(event.get("quality").asText()).isEqualTo("good");
      return "normal";
    }
    assertThat(limits.size()).isEqualTo(1);
    String level = limits.get("v").asText();
    assertThat(flags).isEqualTo("[\"limit." + level + "\"]");
    assertThat(event.get("quality").asText()).isEqualTo("suspect");
    return level;
  }

  /** The levels of bytes in hexadecimal, one packet each, a second apart. */
  private static List<String> levels(Decoded decoder, String bytes) {
    List<String> levels = new ArrayList<>();
    for (String each : bytes.split(" ", -1)) {
      levels.add(level(decoder.received(levels.size()).event(each)));
    }
    return levels;
  }

  @ParameterizedTest
  @CsvSource({
    "25, normal",
    "20, normal",
    "30, watch",
    "29, normal",
    "19, watch",
    "16, watch",
    "15, warning",
    "40, watch",
    "41, distress",
    "10, warning",
    "9, critical",
    "50, distress",
    "51, critical",
    "5, critical",
    "4, severe",
    "60, critical",
    "61, severe",
    "255, severe"
  })
  void theMostSevereRangeThatAValueIsOutsideOfCounts(int value, String level) throws Exception {
    assertThat(level(decoder(integer(ranges(NESTED))).event("%02X".formatted(value))))
        .isEqualTo(level);
    if (value < 128) {
      Decoded fast = decoder(calibrated(ranges(NESTED)));
      assertThat(level(fast.event("%02X".formatted(2 * value)))).isEqualTo(level);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "9, normal",
    "10, warning",
    "19, warning",
    "20, critical",
    "29, critical",
    "30, warning",
    "40, warning",
    "41, normal"
  })
  void theInsideFormIsOfTheValuesInside(int value, String level) throws Exception {
    String alarm =
        "<DefaultAlarm><StaticAlarmRanges rangeForm=\"inside\"><WarningRange minInclusive=\"10\""
            + " maxInclusive=\"40\"/><CriticalRange minInclusive=\"20\" maxExclusive=\"30\"/>"
            + "</StaticAlarmRanges></DefaultAlarm>";
    assertThat(level(decoder(integer(alarm)).event("%02X".formatted(value)))).isEqualTo(level);
  }

  @ParameterizedTest
  @CsvSource({"5, severe", "10, normal", "15, watch", "20, watch", "21, severe"})
  void multipleRangesEachHaveAFormAndALevel(int value, String level) throws Exception {
    String alarm =
        """
        <DefaultAlarm><AlarmMultiRanges><Range level="normal" minInclusive="0"/>
        <Range level="severe" minInclusive="10" maxInclusive="20"/>
        <Range level="watch" rangeForm="inside" minExclusive="14" maxInclusive="20"/>
        </AlarmMultiRanges></DefaultAlarm>
        """;
    assertThat(level(decoder(integer(alarm)).event("%02X".formatted(value)))).isEqualTo(level);
  }

  @Test
  void labelsHaveLevelsAndOthersTheDefaultOne() throws Exception {
    String type =
        """
        <EnumeratedParameterType name="T"><IntegerDataEncoding sizeInBits="8"/><EnumerationList>
        <Enumeration value="0" label="OK"/><Enumeration value="1" label="BAD"/>
        <Enumeration value="2" maxValue="4" label="WORSE"/><Enumeration value="5" label="IDLE"/>
        </EnumerationList><DefaultAlarm defaultAlarmLevel="watch"><EnumerationAlarmList>
        <EnumerationAlarm alarmLevel="warning" enumerationLabel="BAD"/>
        <EnumerationAlarm alarmLevel="severe" enumerationLabel="WORSE"/>
        <EnumerationAlarm alarmLevel="normal" enumerationLabel="OK"/>
        </EnumerationAlarmList></DefaultAlarm></EnumeratedParameterType>
        """;
    assertThat(levels(decoder(type), "00 01 02 04 05 06"))
        .containsExactly("normal", "warning", "severe", "severe", "watch", "watch");
  }

  @Test
  void plainTextsHaveLevels() throws Exception {
    String text =
        """
        <StringParameterType name="T"><StringDataEncoding><SizeInBits><Fixed><FixedValue>16</FixedValue></Fixed>
        </SizeInBits></StringDataEncoding><DefaultAlarm minViolations="2"><StringAlarmList>
        <StringAlarm alarmLevel="critical" matchPattern="NO"/><StringAlarm alarmLevel="severe" matchPattern="N."/>
        </StringAlarmList></DefaultAlarm></StringParameterType>
        """;
    MissionDatabase database = MissionDatabase.load(Xtce.of(text), "sat.xml");
    assertThat(database.warnings())
        .singleElement()
        .asString()
        .contains("<StringAlarm>: matchPattern N. is not checked");
    assertThat(levels(new Decoded(database), "4F4B 4E4F 4E4F 4F4B 4F4B"))
        .containsExactly("normal", "normal", "critical", "critical", "normal");
  }

  @Test
  void anAlarmBeginsAndEndsWithItsNthValueInSuccession() throws Exception {
    String alarm =
        "<DefaultAlarm minViolations=\"3\"><StaticAlarmRanges><WarningRange maxInclusive=\"10\"/>"
            + "<CriticalRange maxInclusive=\"20\"/></StaticAlarmRanges></DefaultAlarm>";
    assertThat(levels(decoder(integer(alarm)), "0B 0B 01 0B 0B 15 0B 01 01 0B 01 01 01 0B"))
        .containsExactly(
            "normal",
            "normal",
            "normal",
            "normal",
            "normal",
            "critical",
            "warning",
            "warning",
            "warning",
            "warning",
            "warning",
            "warning",
            "normal",
            "normal");
  }

  @Test
  void anAlarmMayEndEarlierThanItBegins() throws Exception {
    String alarm =
        "<DefaultAlarm minViolations=\"2\" minConformance=\"1\"><StaticAlarmRanges>"
            + "<WarningRange maxInclusive=\"10\"/></StaticAlarmRanges></DefaultAlarm>";
    assertThat(levels(decoder(integer(alarm)), "0B 0B 01 0B 0B"))
        .containsExactly("normal", "warning", "normal", "normal", "warning");
    String held =
        "<DefaultAlarm minConformance=\"2\"><StaticAlarmRanges>"
            + "<WarningRange maxInclusive=\"10\"/></StaticAlarmRanges></DefaultAlarm>";
    assertThat(levels(decoder(integer(held)), "0B 01 0B 01 01"))
        .containsExactly("warning", "warning", "warning", "warning", "normal");
  }

  private static String change(String attributes, String ranges) {
    return integer(
        "<DefaultAlarm><ChangeAlarmRanges %s>%s</ChangeAlarmRanges></DefaultAlarm>"
            .formatted(attributes, ranges));
  }

  @Test
  void aChangeFromSampleToSample() throws Exception {
    String type =
        change(
            "changeType=\"changePerSample\"",
            "<WatchRange minInclusive=\"-2\" maxInclusive=\"2\"/><SevereRange maxInclusive=\"9\"/>");
    assertThat(levels(decoder(type), "50 52 4F 59 59"))
        .containsExactly("normal", "normal", "watch", "severe", "normal");
  }

  @Test
  void aChangeOverSeveralSamplesIsTheMeanOne() throws Exception {
    String type =
        change(
            "changeType=\"changePerSample\" spanOfInterestInSamples=\"3\"",
            "<WarningRange maxInclusive=\"2\"/>");
    assertThat(levels(decoder(type), "00 10 20 06 16 06"))
        .containsExactly("normal", "normal", "normal", "normal", "normal", "normal");
    assertThat(levels(decoder(type), "00 10 20 07 17 26"))
        .containsExactly("normal", "normal", "normal", "warning", "warning", "normal");
  }

  @Test
  void aChangePerSecondIsByTheEventsTimes() throws Exception {
    Decoded decoder = decoder(change("", "<WarningRange minExclusive=\"-2\" maxExclusive=\"2\"/>"));
    assertThat(level(decoder.received(10).event("00"))).isEqualTo("normal");
    assertThat(level(decoder.received(20).event("10"))).isEqualTo("normal");
    assertThat(level(decoder.received(21).event("12"))).isEqualTo("warning");
    assertThat(level(decoder.received(21).event("40"))).isEqualTo("normal"); // no time has passed
    assertThat(level(decoder.received(19).event("80"))).isEqualTo("normal"); // out of order
    assertThat(level(decoder.recorded(20).event("00"))).isEqualTo("warning"); // recorded counts
    assertThat(level(decoder.recorded(220).event("FF"))).isEqualTo("normal");
  }

  @Test
  void aSpanInSecondsHasToHavePassed() throws Exception {
    String type = change("spanOfInterestInSeconds=\"3\"", "<WarningRange maxInclusive=\"1\"/>");
    assertThat(levels(decoder(type), "00 30 30 03 34 34 05"))
        .containsExactly("normal", "normal", "normal", "normal", "warning", "warning", "normal");
  }

  @Test
  void aSpanWithMoreValuesThanAreKeptIsShorter() throws Exception {
    Decoded decoder =
        decoder(change("spanOfInterestInSeconds=\"10\"", "<WarningRange maxInclusive=\"1\"/>"));
    for (int i = 0; i < 256; i++) {
      assertThat(level(decoder.received(i / 100.0).event("00"))).isEqualTo("normal");
    }
    assertThat(level(decoder.received(2.56).event("05"))).isEqualTo("warning");
  }

  @Test
  void aChangeInPercentIsOfTheEarlierValue() throws Exception {
    String type =
        change(
            "changeType=\"changePerSample\" changeBasis=\"percentageChange\"",
            "<WarningRange minInclusive=\"-25\" maxInclusive=\"50\"/>");
    assertThat(levels(decoder(type), "64 96 64 97 4C 00 00 01"))
        .containsExactly(
            "normal", "normal", "warning", "warning", "warning", "warning", "normal", "warning");
  }

  private static final String IN_CONTEXT =
      """
      <DefaultAlarm minViolations="2"><StaticAlarmRanges><WarningRange maxInclusive="10"/>
      </StaticAlarmRanges></DefaultAlarm><ContextAlarmList><ContextAlarm><StaticAlarmRanges>
      <CriticalRange maxInclusive="50"/></StaticAlarmRanges><ContextMatch>
      <Comparison parameterRef="m" value="1"/></ContextMatch></ContextAlarm>
      <ContextAlarm disabled="true"><ContextMatch><Comparison parameterRef="m" value="2"/></ContextMatch>
      </ContextAlarm></ContextAlarmList>
      """;

  @Test
  void theFirstContextThatMatchesDecidesAndCountsAnew() throws Exception {
    Decoded decoder =
        Decoded.by(
            Xtce.file(
                integer(IN_CONTEXT) + Xtce.unsigned("U8", 8),
                Xtce.parameters("m:U8", "v:T"),
                Xtce.container("C", "m", "v")));
    assertThat(levels(decoder, "00FF 00FF 0120 0133 00FF 00FF 02FF 00FF 00FF"))
        .containsExactly(
            "normal",
            "warning",
            "normal",
            "critical",
            "normal",
            "warning",
            "normal",
            "normal",
            "warning");
  }

  @Test
  void criteriaAreAlarmsOfAnyType() throws Exception {
    String alarm =
        """
        <DefaultAlarm><AlarmConditions><WatchAlarm><Comparison parameterRef="v" value="true"/></WatchAlarm>
        <SevereAlarm><ComparisonList><Comparison parameterRef="v" value="true"/><Comparison parameterRef="m"
        value="7" comparisonOperator="&gt;"/></ComparisonList></SevereAlarm></AlarmConditions></DefaultAlarm>
        """;
    String type =
        "<BooleanParameterType name=\"T\"><IntegerDataEncoding sizeInBits=\"8\"/>%s</BooleanParameterType>";
    Decoded decoder =
        Decoded.by(
            Xtce.file(
                type.formatted(alarm) + Xtce.unsigned("U8", 8),
                Xtce.parameters("m:U8", "v:T"),
                Xtce.container("C", "m", "v")));
    assertThat(levels(decoder, "0000 0001 0801 0800"))
        .containsExactly("normal", "watch", "severe", "normal");
    String binary =
        "<BinaryParameterType name=\"T\"><BinaryDataEncoding><SizeInBits><FixedValue>8</FixedValue>"
            + "</SizeInBits></BinaryDataEncoding>%s</BinaryParameterType>";
    String onAnother =
        "<DefaultAlarm><AlarmConditions><WarningAlarm><Comparison parameterRef=\"m\" value=\"1\"/>"
            + "</WarningAlarm></AlarmConditions></DefaultAlarm>";
    Decoded blob =
        Decoded.by(
            Xtce.file(
                binary.formatted(onAnother) + Xtce.unsigned("U8", 8),
                Xtce.parameters("m:U8", "v:T"),
                Xtce.container("C", "m", "v")));
    assertThat(levels(blob, "0000 0100")).containsExactly("normal", "warning");
  }

  @Test
  void timesHaveAlarmsInTheirUnits() throws Exception {
    String type =
        """
        <RelativeTimeParameterType name="T"><Encoding><IntegerDataEncoding sizeInBits="32"/></Encoding>
        <DefaultAlarm><StaticAlarmRanges timeUnits="days"><WarningRange maxInclusive="2"/></StaticAlarmRanges>
        <ChangePerSecondAlarmRanges><SevereRange minInclusive="0"/></ChangePerSecondAlarmRanges>
        </DefaultAlarm></RelativeTimeParameterType>
        """;
    assertThat(levels(decoder(type), "0002A300 0002A301 00000001"))
        .containsExactly("normal", "warning", "severe");
  }

  @Test
  void validRangesAreNoAlarmsButRange() throws Exception {
    String valid =
        "<ValidRangeSet><ValidRange minInclusive=\"2\" maxInclusive=\"9\"/><ValidRange"
            + " minInclusive=\"20\" maxInclusive=\"30\"/></ValidRangeSet>";
    Decoded decoder = decoder(integer(valid + ranges("<WatchRange maxInclusive=\"28\"/>")));
    assertThat(decoder.event("09").get("flags")).isEmpty();
    assertThat(decoder.event("0A").get("flags").toString()).isEqualTo("[\"range\"]");
    assertThat(decoder.event("1E").get("flags").toString()).isEqualTo("[\"limit.watch\"]");
    assertThat(decoder.event("1F").get("flags").toString())
        .isEqualTo("[\"range\",\"limit.watch\"]");
    Decoded fast = decoder(calibrated("<ValidRange minInclusive=\"2\"/>" + ranges(NESTED)));
    assertThat(fast.event("02").get("flags").toString()).isEqualTo("[\"range\",\"limit.severe\"]");
    assertThat(fast.event("06").get("flags").toString()).isEqualTo("[\"limit.severe\"]");
    String raw =
        "<ValidRangeSet validRangeAppliesToCalibrated=\"false\"><ValidRange minInclusive=\"100\"/>"
            + "</ValidRangeSet>";
    assertThat(decoder(calibrated(raw)).event("64").get("flags")).isEmpty();
    assertThat(decoder(calibrated(raw)).event("63").get("flags")).hasSize(1);
  }

  @Test
  void notANumberIsOutOfRangeAndInNoAlarm() throws Exception {
    String type =
        "<FloatParameterType name=\"T\"><FloatDataEncoding sizeInBits=\"32\"/>%s</FloatParameterType>";
    Decoded decoder = decoder(type.formatted(ranges(NESTED)));
    assertThat(decoder.event("7FC00000").get("flags").toString()).isEqualTo("[\"range\"]");
    assertThat(decoder.event("7F800000").get("flags").toString()).isEqualTo("[\"limit.severe\"]");
    assertThat(decoder.event("41C80000").get("flags")).isEmpty();
  }

  @Test
  void anEventNamesEachParameterInAlarmOnceAtItsWorst() throws Exception {
    String types =
        integer(ranges(NESTED))
            + Xtce.unsigned("U8", 8)
            + """
            <AggregateParameterType name="G"><MemberList><Member name="x" typeRef="T"/>
            <Member name="y" typeRef="T"/></MemberList></AggregateParameterType>
            <ArrayParameterType name="R" arrayTypeRef="T"><DimensionList><Dimension><EndingIndex>
            <FixedValue>2</FixedValue></EndingIndex></Dimension></DimensionList></ArrayParameterType>
            """;
    Decoded decoder =
        Decoded.by(
            Xtce.file(
                types,
                Xtce.parameters("g:G", "v:T", "r:R", "w:T"),
                Xtce.container("C", "g", "v", "r", "w")));
    JsonNode event = decoder.event("1E 29 19 33 3D 1E 1E");
    assertThat(event.get("data").get("limits").toString())
        .isEqualTo("{\"g\":\"distress\",\"r\":\"severe\",\"w\":\"watch\"}");
    assertThat(event.get("data").get("g").has("limits")).isFalse();
    assertThat(event.get("flags").toString())
        .isEqualTo("[\"limit.watch\",\"limit.distress\",\"limit.severe\"]");
    assertThat(decoder.event("19 19 19 19 19 19 19").get("data").has("limits")).isFalse();
    JsonNode cut = decoder.event("19 19 19 19 3D"); // ends inside of an array
    assertThat(cut.get("data").get("limits").toString()).isEqualTo("{\"r\":\"severe\"}");
    assertThat(cut.get("flags").toString()).isEqualTo("[\"length\",\"limit.severe\"]");
  }

  @Test
  void repeatedValuesAreSuccessiveButElementsAreNot() throws Exception {
    String alarm =
        "<DefaultAlarm minViolations=\"2\"><StaticAlarmRanges><WarningRange maxInclusive=\"10\"/>"
            + "</StaticAlarmRanges></DefaultAlarm>";
    String repeated =
        "<ParameterRefEntry parameterRef=\"v\"><RepeatEntry><Count><FixedValue>2</FixedValue></Count>"
            + "</RepeatEntry></ParameterRefEntry>";
    Decoded decoder =
        Decoded.by(
            Xtce.file(integer(alarm), Xtce.parameters("v:T"), Xtce.container("C", repeated)));
    assertThat(levels(decoder, "010B 0B01 0101")).containsExactly("normal", "warning", "normal");
    String array =
        """
        <ArrayParameterType name="R" arrayTypeRef="T"><DimensionList><Dimension><EndingIndex>
        <FixedValue>1</FixedValue></EndingIndex></Dimension></DimensionList></ArrayParameterType>
        """;
    MissionDatabase database =
        MissionDatabase.load(
            Xtce.file(integer(alarm) + array, Xtce.parameters("v:R"), Xtce.container("C", "v")),
            "sat.xml");
    assertThat(database.warnings())
        .singleElement()
        .asString()
        .contains("the alarm of an array's elements");
    assertThat(levels(new Decoded(database), "010B 0101")).containsExactly("warning", "normal");
  }

  @Test
  void whatIsRememberedIsOfOneDecoder() throws Exception {
    String alarm =
        "<DefaultAlarm minViolations=\"2\"><StaticAlarmRanges><WarningRange maxInclusive=\"10\"/>"
            + "</StaticAlarmRanges></DefaultAlarm>";
    MissionDatabase database = MissionDatabase.load(Xtce.of(integer(alarm)), "sat.xml");
    Decoded first = new Decoded(database);
    Decoded second = new Decoded(database);
    assertThat(levels(first, "0B 0B")).containsExactly("normal", "warning");
    assertThat(levels(second, "0B 0B")).containsExactly("normal", "warning");
    assertThat(levels(first, "0B")).containsExactly("warning");
  }

  @Test
  void choosingTheContainerCountsNothing() throws Exception {
    String alarm =
        "<DefaultAlarm minViolations=\"2\"><StaticAlarmRanges><WarningRange maxInclusive=\"10\"/>"
            + "</StaticAlarmRanges></DefaultAlarm>";
    String child =
        "<SequenceContainer name=\"D\"><EntryList/><BaseContainer containerRef=\"C\">"
            + "<RestrictionCriteria><Comparison parameterRef=\"v\" value=\"11\"/></RestrictionCriteria>"
            + "</BaseContainer></SequenceContainer>";
    Decoded decoder =
        Decoded.by(
            Xtce.file(integer(alarm), Xtce.parameters("v:T"), Xtce.container("C", "v") + child));
    assertThat(levels(decoder, "0B 0B")).containsExactly("normal", "warning");
  }

  @Test
  void whatIsNotCheckedIsRemarkedOnce() throws Exception {
    String alarms =
        "<DefaultAlarm><CustomAlarm name=\"x\"/></DefaultAlarm><ContextAlarmList><ContextAlarm>"
            + "<CustomAlarm name=\"y\"/><ContextMatch><CustomAlgorithm name=\"z\"/></ContextMatch>"
            + "</ContextAlarm></ContextAlarmList>";
    assertThat(MissionDatabase.load(Xtce.of(integer(alarms)), "sat.xml").warnings())
        .satisfiesExactly(
            first -> assertThat(first).contains("<CustomAlarm>: is not checked"),
            second -> assertThat(second).contains("<CustomAlgorithm>: is not run"));
  }

  @Test
  void alarmsAllocateNothing() throws Exception {
    String alarm =
        "<DefaultAlarm minViolations=\"2\"><StaticAlarmRanges><WarningRange maxInclusive=\"100\"/>"
            + "</StaticAlarmRanges><ChangeAlarmRanges spanOfInterestInSamples=\"5\""
            + " spanOfInterestInSeconds=\"0.001\"><WatchRange maxInclusive=\"9\"/></ChangeAlarmRanges>"
            + "</DefaultAlarm>";
    Decoded decoder = decoder(calibrated(alarm));
    byte[] bytes = new byte[4096];
    new java.util.Random(5).nextBytes(bytes);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    run(decoder, bytes);
    long before = threads.getCurrentThreadAllocatedBytes();
    run(decoder, bytes);
    long allocated = threads.getCurrentThreadAllocatedBytes() - before;
    assertThat(allocated).isLessThan(bytes.length);
  }

  private static void run(Decoded decoder, byte[] bytes) {
    for (int i = 0; i < 10 * bytes.length; i++) {
      decoder.received(i / 4000.0).decode(bytes, i % bytes.length, 1);
    }
  }
}
