package io.alidade.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.alidade.ChildJvm;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The mission check command as a process of its own. */
class MissionCheckTest {
  private static final String FILE =
      """
      <SpaceSystem name="Sat"><TelemetryMetaData><ParameterTypeSet>
      <IntegerParameterType name="U8"><IntegerDataEncoding sizeInBits="8"/>
      <ValidRange minInclusive="1" maxInclusive="200"/><DefaultAlarm minViolations="3"><StaticAlarmRanges>
      <WarningRange maxInclusive="90.5"/><CriticalRange minInclusive="2" maxInclusive="100"/></StaticAlarmRanges>
      <ChangeAlarmRanges changeBasis="percentageChange"><WatchRange maxInclusive="5"/></ChangeAlarmRanges>
      </DefaultAlarm></IntegerParameterType>
      </ParameterTypeSet><ParameterSet><Parameter name="a" parameterTypeRef="U8"/></ParameterSet><ContainerSet>
      <SequenceContainer name="C"><EntryList><ParameterRefEntry parameterRef="a"/></EntryList></SequenceContainer>
      </ContainerSet><AlgorithmSet/></TelemetryMetaData></SpaceSystem>
      """;

  @TempDir Path folder;

  private record Outcome(int code, String out, String err) {}

  private Outcome check(String xml) throws Exception {
    Files.writeString(folder.resolve("sat.xml"), xml);
    Path out = folder.resolve("out");
    Path err = folder.resolve("err");
    Process process =
        ChildJvm.alidade("mission", "check", "sat.xml")
            .directory(folder.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return new Outcome(process.exitValue(), Files.readString(out), Files.readString(err));
  }

  @Test
  void aDatabaseIsListedWithSizesAndLimits() throws Exception {
    Outcome outcome = check(FILE);
    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.code()).isZero();
    assertThat(outcome.out())
        .isEqualTo(
            """
            C
              a: integer, 8 bits; valid 1 to 200, warning outside up to 90.5, critical outside 2 to 100, \
            watch on a change outside up to 5% per second, 3 violations begin it, 3 others end it
            not used: sat.xml:9: <AlgorithmSet>: is not used: derived parameters are not computed
            1 containers, 1 parameters
            """);
  }

  @Test
  void allThatIsRefusedIsListed() throws Exception {
    Outcome outcome =
        check(
            FILE.replace("sizeInBits=\"8\"", "sizeInBits=\"80\"")
                .replace("<EntryList>", "<EntryList><StreamSegmentEntry/>"));
    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.out().lines())
        .satisfiesExactly(
            first ->
                assertThat(first)
                    .isEqualTo(
                        "refused: sat.xml:8: <StreamSegmentEntry>: is not supported in EntryList, and"
                            + " leaving it out would change decoding; remove it"),
            second ->
                assertThat(second)
                    .startsWith("refused: sat.xml:2: <IntegerDataEncoding>: sizeInBits=80"));
    assertThat(outcome.err())
        .isEqualTo("alidade: sat.xml: 2 refused, listed on standard output; correct them\n");
  }
}
