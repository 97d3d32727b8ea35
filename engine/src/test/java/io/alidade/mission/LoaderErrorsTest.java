package io.alidade.mission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a broken file says: its name, the line, the element, what is wrong. */
class LoaderErrorsTest {
  private static final String GOOD =
      """
      <SpaceSystem name="Sat">
      <TelemetryMetaData>
      <ParameterTypeSet>
      <IntegerParameterType name="U8"><IntegerDataEncoding sizeInBits="8"/></IntegerParameterType>
      <EnumeratedParameterType name="E">
      <IntegerDataEncoding sizeInBits="8"/>
      <EnumerationList><Enumeration value="0" label="OFF"/></EnumerationList>
      </EnumeratedParameterType>
      </ParameterTypeSet>
      <ParameterSet>
      <Parameter name="a" parameterTypeRef="U8"/>
      <Parameter name="e" parameterTypeRef="E"/>
      </ParameterSet>
      <ContainerSet>
      <SequenceContainer name="Base">
      <EntryList>
      <ParameterRefEntry parameterRef="a"/>
      <ParameterRefEntry parameterRef="e"/>
      </EntryList>
      </SequenceContainer>
      <SequenceContainer name="Child">
      <EntryList/>
      <BaseContainer containerRef="Base">
      <RestrictionCriteria>
      <Comparison parameterRef="a" value="1"/>
      </RestrictionCriteria>
      </BaseContainer>
      </SequenceContainer>
      </ContainerSet>
      </TelemetryMetaData>
      </SpaceSystem>
      """;

  static Stream<Arguments> faults() {
    return Stream.of(
        fault(
            "sizeInBits=\"8\"/></I",
            "sizeInBits=\"65\"/></I",
            4,
            "IntegerDataEncoding",
            "65 is out of range; give 1 to 64"),
        fault(
            "sizeInBits=\"8\"/></I",
            "sizeInBits=\"x\"/></I",
            4,
            "IntegerDataEncoding",
            "not an integer"),
        fault(
            "sizeInBits=\"8\"/></I",
            "sizeInBit=\"8\"/></I",
            4,
            "IntegerDataEncoding",
            "unknown attribute sizeInBit"),
        fault(
            "sizeInBits=\"8\"/></I",
            "encoding=\"gray\"/></I",
            4,
            "IntegerDataEncoding",
            "encoding \"gray\""),
        fault(
            "sizeInBits=\"8\"/></I",
            "sizeInBits=\"16\" byteOrder=\"0,0\"/></I",
            4,
            "IntegerDataEncoding",
            "names a byte twice"),
        fault(
            "sizeInBits=\"8\"/></I",
            "><FromBinaryTransformAlgorithm/></IntegerDataEncoding></I",
            4,
            "FromBinaryTransformAlgorithm",
            "not supported"),
        fault(
            "IntegerParameterType",
            "FixedPointParameterType",
            4,
            "FixedPointParameterType",
            "not supported"),
        fault(
            "value=\"0\" label=\"OFF\"",
            "value=\"zero\" label=\"OFF\"",
            7,
            "Enumeration",
            "\"zero\" is not an integer"),
        fault(
            "name=\"a\" parameterTypeRef=\"U8\"",
            "name=\"a\" parameterTypeRef=\"U9\"",
            11,
            "Parameter",
            "no parameter type U9"),
        fault("<Parameter name=\"e\"", "<Parameter name=\"a\"", 12, "Parameter", "a is used twice"),
        fault(
            "<Parameter name=\"e\" ", "<Parameter ", 12, "Parameter", "attribute name is missing"),
        fault(
            "Entry parameterRef=\"a\"",
            "Entry parameterRef=\"/Sat/x\"",
            17,
            "ParameterRefEntry",
            "no parameter /Sat/x"),
        fault(
            "<ParameterRefEntry parameterRef=\"e\"/>",
            "<IndirectParameterRefEntry parameterInstance=\"e\"/>",
            18,
            "IndirectParameterRefEntry",
            "unknown attribute parameterInstance"),
        fault(
            "<ParameterRefEntry parameterRef=\"e\"/>",
            "<ParameterSegmentRefEntry parameterRef=\"e\" sizeInBits=\"4\"/>",
            18,
            "ParameterSegmentRefEntry",
            "not supported"),
        fault(
            "<ParameterRefEntry parameterRef=\"e\"/>",
            "<ContainerSegmentRefEntry containerRef=\"Base\" sizeInBits=\"4\"/>",
            18,
            "ContainerSegmentRefEntry",
            "not supported"),
        fault(
            "<ParameterRefEntry parameterRef=\"e\"/>",
            "<StreamSegmentEntry streamRef=\"s\" sizeInBits=\"4\"/>",
            18,
            "StreamSegmentEntry",
            "not supported"),
        fault(
            "<ParameterRefEntry parameterRef=\"e\"/>",
            "<ParameterRefEntry parameterRef=\"e\">\n<LocationInContainerInBits"
                + " referenceLocation=\"nextEntry\"><FixedValue>0</FixedValue>"
                + "</LocationInContainerInBits></ParameterRefEntry>",
            19,
            "LocationInContainerInBits",
            "\"nextEntry\" is not supported"),
        fault(
            "<ParameterRefEntry parameterRef=\"e\"/>\n</EntryList>",
            "<ContainerRefEntry containerRef=\"In\"/>\n</EntryList>\n</SequenceContainer>\n"
                + "<SequenceContainer name=\"In\"><EntryList>\n<ParameterRefEntry parameterRef=\"e\">"
                + "<LocationInContainerInBits referenceLocation=\"containerEnd\"><FixedValue>8"
                + "</FixedValue></LocationInContainerInBits></ParameterRefEntry></EntryList>",
            22,
            "ParameterRefEntry",
            "containerEnd of an included container is not supported"),
        fault(
            "<ParameterRefEntry parameterRef=\"e\"/>",
            "<ContainerRefEntry containerRef=\"Base\"/>",
            15,
            "SequenceContainer",
            "contains itself"),
        fault(
            "containerRef=\"Base\"",
            "containerRef=\"Bass\"",
            23,
            "BaseContainer",
            "no container Bass"),
        fault(
            "containerRef=\"Base\"",
            "containerRef=\"Child\"",
            21,
            "SequenceContainer",
            "inherits from itself"),
        fault(
            "<Comparison parameterRef=\"a\" value=\"1\"/>",
            "<CustomAlgorithm name=\"x\"/>",
            25,
            "CustomAlgorithm",
            "not supported"),
        fault(
            "parameterRef=\"a\" value=\"1\"",
            "parameterRef=\"b\" value=\"1\"",
            25,
            "Comparison",
            "no parameter b"),
        fault(
            "parameterRef=\"a\" value=\"1\"",
            "parameterRef=\"e\" value=\"ON\"",
            25,
            "Comparison",
            "\"ON\" is no label of E"),
        fault(
            "parameterRef=\"a\" value=\"1\"",
            "parameterRef=\"a\" value=\"one\"",
            25,
            "Comparison",
            "\"one\" is not an integer"),
        fault(
            "parameterRef=\"a\" value=\"1\"",
            "parameterRef=\"a.b\" value=\"1\"",
            25,
            "Comparison",
            "a has no member b"),
        fault(
            "parameterRef=\"a\" value=\"1\"",
            "parameterRef=\"a\" value=\"1\" instance=\"-1\"",
            25,
            "Comparison",
            "instance"),
        fault("</ContainerSet>", "", 30, "file", "not well-formed"),
        fault("<ContainerSet>", "<Extra/><ContainerSet>", 14, "Extra", "not supported"),
        fault(
            "<SpaceSystem name=\"Sat\">",
            "<SpaceSystem>",
            1,
            "SpaceSystem",
            "attribute name is missing"));
  }

  private static Arguments fault(
      String good, String broken, int line, String element, String what) {
    return Arguments.of(good, broken, line, element, what);
  }

  @ParameterizedTest
  @MethodSource("faults")
  void aFaultIsNamedWithItsLineAndElement(
      String good, String broken, int line, String element, String what) {
    assertThat(GOOD).contains(good);
    String xml = GOOD.replace(good, broken);
    assertThatThrownBy(() -> MissionDatabase.load(xml, "sat.xml"))
        .isInstanceOf(MissionException.class)
        .hasMessageStartingWith("sat.xml:" + line + ": <" + element + ">: ")
        .hasMessageContaining(what)
        .hasMessageNotContainingAny("\n", "\r");
  }

  @Test
  void allFaultsAreToldEachOnceInTheOrderOfFinding() {
    String xml =
        GOOD.replace("sizeInBits=\"8\"/></I", "sizeInBits=\"65\"/></I")
            .replace("value=\"0\" label", "value=\"zero\" label")
            .replace("parameterRef=\"a\" value=\"1\"", "parameterRef=\"b\" value=\"1\"")
            .replace("<Parameter name=\"a\"", "<Parameter name=\"a\" bits=\"8\"")
            .replace(
                "<EntryList/>", "<EntryList><StreamSegmentEntry/><FixedValueEntry/></EntryList>")
            .replace("</ContainerSet>", "<MessageSet/></ContainerSet>");
    assertThatThrownBy(() -> MissionDatabase.load(xml, "sat.xml"))
        .isInstanceOfSatisfying(
            MissionException.class,
            fault -> {
              assertThat(fault.all().stream().map(line -> line.replaceFirst(">: .*", ">")))
                  .containsExactly(
                      "sat.xml:11: <Parameter>",
                      "sat.xml:29: <MessageSet>",
                      "sat.xml:4: <IntegerDataEncoding>",
                      "sat.xml:7: <Enumeration>",
                      "sat.xml:22: <StreamSegmentEntry>",
                      "sat.xml:22: <FixedValueEntry>",
                      "sat.xml:25: <Comparison>");
              assertThat(fault.getMessage()).isEqualTo(fault.all().get(0));
            });
  }

  @Test
  void faultsOfWholeContainersAreToldBesideOthers() {
    String containers =
        Xtce.container("Good", "v")
            + Xtce.container("Bad", "v", "<StreamSegmentEntry/>")
            + Xtce.container("HasBad", "made", "<ContainerRefEntry containerRef=\"Bad\"/>")
            + Xtce.container("Made", "v", "made")
            + Xtce.container("Loop", "<ContainerRefEntry containerRef=\"Loop\"/>");
    String xml =
        Xtce.file(
            Xtce.unsigned("T", 8) + "<IntegerParameterType name=\"Ground\"/>",
            Xtce.parameters("v:T", "made:Ground"),
            containers);
    assertThatThrownBy(() -> MissionDatabase.load(xml, "sat.xml"))
        .isInstanceOfSatisfying(
            MissionException.class,
            fault ->
                assertThat(fault.all())
                    .satisfiesExactly(
                        first ->
                            assertThat(first).contains("<StreamSegmentEntry>: is not supported"),
                        second -> assertThat(second).contains("Ground has no data encoding"),
                        third -> assertThat(third).contains("Loop contains itself")));
  }

  @Test
  void theFileWithoutFaultsLoads() throws MissionException {
    MissionDatabase database = MissionDatabase.load(GOOD, "sat.xml");
    assertThat(database.name()).isEqualTo("Sat");
    assertThat(database.warnings()).isEmpty();
    assertThat(database.parameters())
        .containsExactly(
            new MissionDatabase.ParameterInfo("a", "integer", 8, ""),
            new MissionDatabase.ParameterInfo("e", "enumerated", 8, ""));
    assertThat(database.containers())
        .containsExactly(
            new MissionDatabase.ContainerInfo("Base", null, false, List.of("a", "e")),
            new MissionDatabase.ContainerInfo("Child", "Base", false, List.of()));
  }

  @Test
  void anElectronicDataSheetIsNamedAsSuch() {
    String xml =
        "<PackageFile xmlns=\"http://www.ccsds.org/schema/sois/seds\"><Package/></PackageFile>";
    assertThatThrownBy(() -> MissionDatabase.load(xml, "cfe.xml"))
        .hasMessageStartingWith("cfe.xml:1: <PackageFile>: is a CCSDS electronic data sheet");
  }

  @Test
  void whatChangesNoDecodingIsRemarkedOnce() throws MissionException {
    String xml =
        GOOD.replace(
            "<ContainerSet>",
            "<AlgorithmSet/><StreamSet/></TelemetryMetaData><CommandMetaData/><SpaceSystem name=\"B\">"
                + "<CommandMetaData/></SpaceSystem><TelemetryMetaData><ContainerSet>");
    assertThat(MissionDatabase.load(xml, "sat.xml").warnings())
        .hasSize(3)
        .first()
        .isEqualTo("sat.xml:14: <AlgorithmSet>: is not used: derived parameters are not computed");
  }

  @Test
  void aFaultyTypeThatNoContainerHasIsARemark() throws MissionException {
    String unused =
        "<FloatParameterType name=\"F\"><FloatDataEncoding encoding=\"IBM\"/></FloatParameterType>";
    String xml = GOOD.replace("</ParameterTypeSet>", unused + "</ParameterTypeSet>");
    assertThat(MissionDatabase.load(xml, "sat.xml").warnings())
        .singleElement()
        .asString()
        .contains("sat.xml:9: <FloatDataEncoding>: encoding \"IBM\"", "in no container");
  }

  @Test
  void entitiesAreRefused() {
    StringBuilder laughs = new StringBuilder("<!DOCTYPE x [<!ENTITY l0 \"ha\">");
    for (int i = 1; i < 30; i++) {
      laughs.append("<!ENTITY l%d \"&l%d;&l%d;&l%d;\">".formatted(i, i - 1, i - 1, i - 1));
    }
    laughs.append("]><SpaceSystem name=\"&l29;\"/>");
    String external =
        "<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/hostname\">]>\n<SpaceSystem name=\"x\">&e;</SpaceSystem>";
    String subset = "<!DOCTYPE x SYSTEM \"http://127.0.0.1:1/x.dtd\"><SpaceSystem name=\"x\"/>";
    for (String xml : List.of(laughs.toString(), external, subset)) {
      assertThatThrownBy(() -> MissionDatabase.load(xml, "sat.xml"))
          .hasMessageStartingWith("sat.xml:1: <!DOCTYPE>: document types and entities are refused");
    }
    assertThatThrownBy(() -> MissionDatabase.load("<SpaceSystem name=\"x\">&e;</SpaceSystem>", "s"))
        .isInstanceOf(MissionException.class);
  }

  @Test
  void depthIsBounded() {
    String deep = "<SpaceSystem name=\"s\">".repeat(100_000);
    assertThatThrownBy(() -> MissionDatabase.load(deep, "sat.xml"))
        .hasMessageContaining("more than 64 elements inside each other");
  }

  @Test
  void containersThatMultiplyAreBounded() {
    StringBuilder containers = new StringBuilder(Xtce.container("C0", "v", "v", "v", "v"));
    for (int i = 1; i < 15; i++) {
      String entry = "<ContainerRefEntry containerRef=\"C%d\"/>".formatted(i - 1);
      containers.append(Xtce.container("C" + i, entry, entry, entry, entry));
    }
    String xml = Xtce.file(Xtce.unsigned("T", 8), Xtce.parameters("v:T"), containers.toString());
    assertThatThrownBy(() -> MissionDatabase.load(xml, "sat.xml"))
        .hasMessageContaining("has more than 100000 entries");
  }
}
