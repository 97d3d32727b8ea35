package io.alidade.mission;

import static org.assertj.core.api.Assertions.assertThat;

import io.alidade.Corpus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class MissionFuzzTest {
  /** Every kind of step, so that it means something without the corpus. */
  static final String EVERYTHING =
      Xtce.file(
          Xtce.unsigned("U3", 3)
              + Xtce.unsigned("U8", 8)
              + Xtce.unsigned("U64", 64)
              + Xtce.integer("S16", "sizeInBits=\"16\" encoding=\"twosComplement\"")
              + Xtce.integer("L24", "sizeInBits=\"24\" byteOrder=\"1,0,2\"")
              + Xtce.integer("D", "sizeInBits=\"16\" encoding=\"packedBCD\"")
              + Xtce.real("F", "sizeInBits=\"32\"")
              + Xtce.real("M", "sizeInBits=\"48\" encoding=\"MILSTD_1750A\"")
              + Xtce.string("Z", "<SizeInBits><TerminationChar>00</TerminationChar></SizeInBits>")
              + Xtce.string(
                  "P",
                  "UTF-16BE",
                  "<SizeInBits><LeadingSize sizeInBitsOfSizeTag=\"5\"/></SizeInBits>")
              + """
              <BinaryParameterType name="B"><BinaryDataEncoding><SizeInBits><DynamicValue>
              <ParameterInstanceRef parameterRef="n"/><LinearAdjustment slope="3" intercept="-9"/>
              </DynamicValue></SizeInBits></BinaryDataEncoding></BinaryParameterType>
              <AbsoluteTimeParameterType name="W"><Encoding scale="1e-3"><IntegerDataEncoding sizeInBits="48"/>
              </Encoding><ReferenceTime><Epoch>GPS</Epoch></ReferenceTime></AbsoluteTimeParameterType>
              <EnumeratedParameterType name="E"><IntegerDataEncoding sizeInBits="4"/><EnumerationList>
              <Enumeration value="0" label="A"/><Enumeration value="3" label="B"/></EnumerationList>
              </EnumeratedParameterType>
              <AggregateParameterType name="G"><MemberList><Member name="x" typeRef="S16"/>
              <Member name="z" typeRef="Z"/></MemberList></AggregateParameterType>
              <ArrayParameterType name="R" arrayTypeRef="G"><DimensionList><Dimension><EndingIndex>
              <DynamicValue><ParameterInstanceRef parameterRef="n"/></DynamicValue></EndingIndex>
              </Dimension></DimensionList></ArrayParameterType>
              <FloatParameterType name="C"><IntegerDataEncoding sizeInBits="12"><DefaultCalibrator>
              <SplineCalibrator order="3"><SplinePoint raw="0" calibrated="1"/>
              <SplinePoint raw="100" calibrated="2"/><SplinePoint raw="3000" calibrated="-2"/>
              </SplineCalibrator></DefaultCalibrator></IntegerDataEncoding></FloatParameterType>
              <IntegerParameterType name="A"><IntegerDataEncoding sizeInBits="8"/>
              <ValidRangeSet><ValidRange maxInclusive="90"/></ValidRangeSet>
              <DefaultAlarm minViolations="2" minConformance="3"><StaticAlarmRanges>
              <WatchRange minInclusive="3" maxExclusive="12"/><SevereRange maxInclusive="70"/></StaticAlarmRanges>
              <ChangeAlarmRanges changeType="changePerSample" changeBasis="percentageChange"
              spanOfInterestInSamples="3" spanOfInterestInSeconds="2"><CriticalRange maxInclusive="50"/>
              </ChangeAlarmRanges></DefaultAlarm><ContextAlarmList><ContextAlarm><AlarmMultiRanges>
              <Range level="distress" rangeForm="inside" minInclusive="5"/></AlarmMultiRanges><ContextMatch>
              <Comparison parameterRef="n" value="3"/></ContextMatch></ContextAlarm></ContextAlarmList>
              </IntegerParameterType>
              """,
          Xtce.parameters(
                  "id:U8", "n:U8", "h:U3", "u:U64", "s:S16", "l:L24", "d:D", "f:F", "m:M", "z:Z",
                  "p:P", "b:B", "w:W", "e:E", "g:G", "r:R", "c:C", "a:A")
              + """
              <Parameter name="i" parameterTypeRef="A"><AliasSet><Alias nameSpace="id" alias="0"/></AliasSet></Parameter>
              <Parameter name="j" parameterTypeRef="G"><AliasSet><Alias nameSpace="id" alias="1"/></AliasSet></Parameter>
              <Parameter name="k" parameterTypeRef="R"><AliasSet><Alias nameSpace="id" alias="2"/></AliasSet></Parameter>
              """,
          Xtce.container("Base", "id", "n", "e", "h")
              + """
              <SequenceContainer name="Child"><EntryList>
              <ParameterRefEntry parameterRef="a"/><ParameterRefEntry parameterRef="u"/>
              <ParameterRefEntry parameterRef="s"/><ParameterRefEntry parameterRef="l"/><ParameterRefEntry parameterRef="d"/>
              <ParameterRefEntry parameterRef="f"/><ParameterRefEntry parameterRef="m">
              <IncludeCondition><Comparison parameterRef="e" value="B" comparisonOperator="!="/></IncludeCondition>
              </ParameterRefEntry><ParameterRefEntry parameterRef="w"/><ParameterRefEntry parameterRef="c"/>
              <ParameterRefEntry parameterRef="p"/><ParameterRefEntry parameterRef="b"/>
              <ContainerRefEntry containerRef="Part"><RepeatEntry><Count><DynamicValue>
              <ParameterInstanceRef parameterRef="h"/></DynamicValue></Count><Offset><FixedValue>2</FixedValue>
              </Offset></RepeatEntry></ContainerRefEntry>
              <IndirectParameterRefEntry aliasNameSpace="id"><ParameterInstance parameterRef="h"/>
              </IndirectParameterRefEntry>
              <ParameterRefEntry parameterRef="g"/><ParameterRefEntry parameterRef="r"/>
              </EntryList><BaseContainer containerRef="Base"><RestrictionCriteria>
              <Comparison parameterRef="id" value="9" comparisonOperator="&gt;"/></RestrictionCriteria>
              </BaseContainer></SequenceContainer>
              <SequenceContainer name="Part"><EntryList><ParameterRefEntry parameterRef="z"/>
              <ParameterRefEntry parameterRef="s"><LocationInContainerInBits referenceLocation="containerStart">
              <FixedValue>3</FixedValue></LocationInContainerInBits></ParameterRefEntry>
              </EntryList></SequenceContainer>
              """);

  private static List<String> databases() throws IOException {
    List<String> all = new ArrayList<>();
    all.add(EVERYTHING);
    Path corpus = Path.of(System.getProperty("alidade.corpus", ""), "satellite");
    if (Files.isDirectory(corpus)) {
      for (Path file : Corpus.files(corpus, ".xml")) {
        all.add(Files.readString(file));
      }
    }
    return all;
  }

  @Test
  void anyPacketIsDecodedWithoutException() throws Exception {
    Random random = new Random(3);
    for (String xml : databases()) {
      Decoded decoded = Decoded.by(xml);
      byte[] bytes = new byte[600];
      int found = 0;
      for (int i = 0; i < 20_000; i++) {
        random.nextBytes(bytes);
        if (i % 2 == 0) { // small numbers, so that counts and sizes are often possible
          for (int k = 0; k < bytes.length; k++) {
            bytes[k] &= 15;
          }
        }
        int offset = random.nextInt(bytes.length);
        int length = random.nextInt(bytes.length - offset + 1);
        found += decoded.decode(bytes, offset, length) ? 1 : 0;
        if (i % 16 == 0) {
          decoded.json();
        }
        assertThat(decoded.event.isWellFormed()).isTrue();
      }
      byte[] tiny = {10, 1, 2};
      decoded.decode(tiny, 1, 2);
      decoded.decode(new byte[0], 0, 0);
      assertThat(decoded.decode(tiny, 2, 2)).isFalse();
      assertThat(decoded.decode(tiny, 0, -1)).isFalse();
      assertThat(found).isNotNegative();
    }
  }

  @Test
  @Timeout(120)
  void aMutatedFileIsLoadedOrRefusedInOneLine() throws Exception {
    Random random = new Random(7);
    List<String> seeds = databases();
    byte[] packet = new byte[200];
    int refused = 0;
    int loaded = 0;
    for (int i = 0; i < 1500; i++) {
      String seed = seeds.get(i % 4 != 0 ? 0 : random.nextInt(seeds.size()));
      String xml = mutated(seed, random);
      try {
        MissionDatabase database = MissionDatabase.load(xml, "fuzz.xml");
        loaded++;
        Decoded decoded = new Decoded(database);
        for (int k = 0; k < 20; k++) {
          random.nextBytes(packet);
          decoded.decode(packet, 0, packet.length);
        }
      } catch (MissionException fault) {
        refused++;
        assertThat(fault.getMessage()).startsWith("fuzz.xml:").doesNotContain("\n");
      }
    }
    assertThat(loaded).isPositive();
    assertThat(refused).isPositive();
  }

  private static String mutated(String seed, Random random) {
    StringBuilder xml = new StringBuilder(seed);
    int changes = 1 + random.nextInt(3);
    for (int i = 0; i < changes; i++) {
      int at = random.nextInt(xml.length() - 1);
      switch (random.nextInt(6)) {
        case 0 -> xml.setCharAt(at, (char) random.nextInt(128));
        case 1 -> xml.delete(at, Math.min(xml.length(), at + 1 + random.nextInt(40)));
        case 2 ->
            xml.insert(at, xml.substring(at, Math.min(xml.length(), at + random.nextInt(400))));
        case 3 -> xml.setLength(Math.max(2, at));
        case 4 -> number(xml, at, random);
        default -> swap(xml, at, random);
      }
    }
    return xml.toString();
  }

  /** Gives another number in place of the next one. */
  private static void number(StringBuilder xml, int from, Random random) {
    String[] numbers = {
      "0",
      "-1",
      "1",
      "63",
      "64",
      "65",
      "65536",
      "2147483647",
      "-2147483648",
      "9223372036854775807",
      "1e308",
      "NaN",
      "99999999999999999999",
      ""
    };
    for (int at = from; at < xml.length(); at++) {
      if (Character.isDigit(xml.charAt(at))) {
        int end = at;
        while (end < xml.length() && Character.isDigit(xml.charAt(end))) {
          end++;
        }
        xml.replace(at, end, numbers[random.nextInt(numbers.length)]);
        return;
      }
    }
  }

  /** Gives another quoted value of the file in place of the next one. */
  private static void swap(StringBuilder xml, int from, Random random) {
    int first = xml.indexOf("\"", from);
    int end = first < 0 ? -1 : xml.indexOf("\"", first + 1);
    int other = xml.indexOf("\"", random.nextInt(xml.length()));
    int otherEnd = other < 0 ? -1 : xml.indexOf("\"", other + 1);
    if (end > 0 && otherEnd > 0) {
      xml.replace(first, end, xml.substring(other, otherEnd));
    }
  }
}
