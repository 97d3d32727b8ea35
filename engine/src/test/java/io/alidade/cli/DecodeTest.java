package io.alidade.cli;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.alidade.ChildJvm;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The decode command as a process of its own. */
class DecodeTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final byte[] LINES =
      ("!AIVDM,1,1,,A,15RTgt0PAso;90TKcjM8h6g208CQ,0*4A\r\n"
              + "$GPGLL,4916.45,N,12311.12,W,225444,A*31\r\n"
              + "$GPGLL,4916.45,N,12311.12,W,225444,A*32\r\n"
              + "$PGRME,15.0,M,45.0,M,25.0,M*1C\r\n"
              + "noise\r\n"
              + "!AIVDM,1,1,,A,15RTgt0PAso;90TKcjM8h6g208CQ,0")
          .getBytes(US_ASCII);

  @TempDir Path folder;

  private static List<JsonNode> output(Process process) throws Exception {
    List<JsonNode> events = new ArrayList<>();
    try (BufferedReader out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
      String line;
      while ((line = out.readLine()) != null) {
        events.add(MAPPER.readTree(line));
      }
    }
    return events;
  }

  @Test
  void aFileBecomesOneJsonObjectPerEvent() throws Exception {
    Path file = Files.write(folder.resolve("lines.nmea"), LINES);
    Process process =
        ChildJvm.alidade("decode", "--protocol", "nmea", "--raw", file.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    List<JsonNode> events = output(process);
    assertThat(process.waitFor()).isZero();

    assertThat(events)
        .extracting(e -> e.get("msg").asText())
        .containsExactly("ais.1", "nmea.GLL", "invalid", "nmea.PGRME", "noise", "invalid");
    assertThat(events)
        .extracting(e -> e.get("quality").asText())
        .containsExactly("good", "good", "invalid", "good", "good", "invalid");
    assertThat(events.get(2).get("flags").toString()).isEqualTo("[\"checksum\"]");
    assertThat(events.get(5).get("flags").toString()).isEqualTo("[\"cut\"]");
    assertThat(events.get(0).get("data").get("mmsi").asInt()).isEqualTo(371798000);
    assertThat(events.get(0).get("data").get("lon").asDouble()).isEqualTo(-123.3953833);
    assertThat(events.get(1).get("data").get("lat").asDouble())
        .isCloseTo(49.2741667, org.assertj.core.data.Offset.offset(1e-7));
    StringBuilder raw = new StringBuilder();
    for (int i = 0; i < events.size(); i++) {
      assertThat(events.get(i).get("seq").asInt()).isEqualTo(i + 1);
      raw.append(events.get(i).get("raw").asText());
    }
    assertThat(java.util.HexFormat.of().parseHex(raw)).isEqualTo(LINES);
  }

  @Test
  void whatFuseMakesOfAnEventFollowsItOnRequest() throws Exception {
    Path file = Files.write(folder.resolve("lines.nmea"), LINES);
    Process process =
        ChildJvm.alidade("decode", "--fused", file.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    List<JsonNode> events = output(process);
    assertThat(process.waitFor()).isZero();
    assertThat(events)
        .extracting(e -> e.get("seq").asInt() + e.get("msg").asText())
        .startsWith("1ais.1", "1track", "2nmea.GLL", "2own", "3invalid");
    assertThat(events.get(1).at("/data/mmsi").asInt()).isEqualTo(371798000);
  }

  @Test
  void standardInputIsDecodedAsItComes() throws Exception {
    Process process = ChildJvm.alidade("decode", "--checksum", "optional").start();
    OutputStream in = process.getOutputStream();
    BufferedReader out = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
    in.write(LINES, 0, 49);
    in.flush();
    assertThat(MAPPER.readTree(out.readLine()).get("msg").asText()).isEqualTo("ais.1");
    in.write("$GPGLL,4916.45,N,12311.12,W,225444,A\r\n".getBytes(US_ASCII));
    in.flush();
    JsonNode event = MAPPER.readTree(out.readLine());
    assertThat(event.get("msg").asText()).isEqualTo("nmea.GLL");
    assertThat(event.get("flags").toString()).isEqualTo("[\"checksum.missing\"]");
    in.close();
    assertThat(process.waitFor()).isZero();
  }

  /** A packet of APID 5 with a 16-bit voltage, 1/100 V a count, and one of an unknown APID. */
  @Test
  void packetsAreReadAsTheMissionDatabaseSays() throws Exception {
    Path mission =
        Files.writeString(
            folder.resolve("mission.xml"),
            """
            <SpaceSystem name="Sat" xmlns="http://www.omg.org/spec/XTCE/20180204">
              <TelemetryMetaData>
                <ParameterTypeSet>
                  <IntegerParameterType name="u11" signed="false">
                    <IntegerDataEncoding sizeInBits="11"/>
                  </IntegerParameterType>
                  <FloatParameterType name="volts">
                    <IntegerDataEncoding sizeInBits="16">
                      <DefaultCalibrator>
                        <PolynomialCalibrator>
                          <Term coefficient="0" exponent="0"/>
                          <Term coefficient="0.01" exponent="1"/>
                        </PolynomialCalibrator>
                      </DefaultCalibrator>
                    </IntegerDataEncoding>
                  </FloatParameterType>
                </ParameterTypeSet>
                <ParameterSet>
                  <Parameter name="id" parameterTypeRef="u11"/>
                  <Parameter name="bus" parameterTypeRef="volts"/>
                </ParameterSet>
                <ContainerSet>
                  <SequenceContainer name="header" abstract="true">
                    <EntryList>
                      <ParameterRefEntry parameterRef="id">
                        <LocationInContainerInBits referenceLocation="containerStart">
                          <FixedValue>5</FixedValue>
                        </LocationInContainerInBits>
                      </ParameterRefEntry>
                    </EntryList>
                  </SequenceContainer>
                  <SequenceContainer name="housekeeping">
                    <EntryList>
                      <ParameterRefEntry parameterRef="bus">
                        <LocationInContainerInBits referenceLocation="containerStart">
                          <FixedValue>48</FixedValue>
                        </LocationInContainerInBits>
                      </ParameterRefEntry>
                    </EntryList>
                    <BaseContainer containerRef="header">
                      <RestrictionCriteria>
                        <Comparison parameterRef="id" value="5"/>
                      </RestrictionCriteria>
                    </BaseContainer>
                  </SequenceContainer>
                </ContainerSet>
              </TelemetryMetaData>
            </SpaceSystem>
            """);
    byte[] packets = java.util.HexFormat.of().parseHex("0005c00000010303" + "0006c00000010303");
    Path file = Files.write(folder.resolve("packets"), packets);
    Process process =
        ChildJvm.alidade(
                "decode",
                "--protocol",
                "ccsds-packets",
                "--mission",
                mission.toString(),
                file.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    List<JsonNode> events = output(process);
    assertThat(process.waitFor()).isZero();
    assertThat(events).hasSize(2);
    assertThat(events.get(0).get("msg").asText()).isEqualTo("housekeeping");
    assertThat(events.get(0).get("data").get("apid").asInt()).isEqualTo(5);
    assertThat(events.get(0).get("data").get("bus").asDouble()).isEqualTo(7.71);
    assertThat(events.get(1).get("msg").asText()).isEqualTo("ccsds.packet");
    assertThat(events.get(1).get("data").get("data").asText()).isEqualTo("0303");
  }

  /**
   * The SMACK checksum of 80 01 02 03 is 6139, low byte first; that of the second frame is wrong.
   */
  @Test
  void kissFramesWithTheChecksumOfSmackAreChecked() throws Exception {
    byte[] frames = java.util.HexFormat.of().parseHex("c0800102033961c0" + "c0800103033961c0");
    Path file = Files.write(folder.resolve("frames.kiss"), frames);
    Process process =
        ChildJvm.alidade("decode", "--protocol", "kiss", "--set", "checksum=smack", file.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    List<JsonNode> events = output(process);
    assertThat(process.waitFor()).isZero();
    assertThat(events)
        .extracting(e -> e.get("msg").asText())
        .containsExactly("kiss.data", "invalid");
    assertThat(events.get(0).at("/data/info").asText()).isEqualTo("010203");
    assertThat(events.get(0).at("/data/port").asInt()).isZero();
    assertThat(events.get(1).get("flags").toString()).isEqualTo("[\"checksum\"]");
  }

  /** TM frames of 16 bytes, SCID 16, VC 1: counts 5 and 7, then another version, then 3 bytes. */
  @Test
  void statisticsTellOfEachVirtualChannel() throws Exception {
    String idle = "1ffe00000000000000000000";
    String bytes = "01020005" + idle + "01020107" + idle + "c1020208" + idle + "010203";
    Path file = Files.write(folder.resolve("frames.bin"), java.util.HexFormat.of().parseHex(bytes));
    String[] words = {
      "decode", "--protocol", "ccsds-tm", "--stats", "--set", "frame=16", "--set", "sync=none"
    };
    List<String> command = new ArrayList<>(List.of(words));
    command.add(file.toString());
    Path err = folder.resolve("err");
    Process process =
        ChildJvm.alidade(command.toArray(String[]::new)).redirectError(err.toFile()).start();
    List<JsonNode> events = output(process);
    assertThat(process.waitFor()).isZero();
    assertThat(events)
        .extracting(e -> e.get("msg").asText())
        .containsExactly("ccsds.frame", "ccsds.frame", "invalid", "invalid");
    assertThat(err).content(UTF_8).hasLineCount(1);
    JsonNode stats = MAPPER.readTree(err.toFile());
    assertThat(stats.get("bytes").asInt()).isEqualTo(51);
    assertThat(stats.get("events").toString())
        .isEqualTo("{\"good\":2,\"suspect\":0,\"invalid\":2}");
    assertThat(stats.get("flags").toString()).contains("\"gap\":1").contains("\"cut\":1");
    assertThat(stats.get("frames").toString())
        .isEqualTo(
            "{\"good\":2,\"corrected\":0,\"symbols\":0,\"failed\":1,\"missing\":1,\"gaps\":1,"
                + "\"unassigned\":1}");
    assertThat(stats.get("channels").toString())
        .isEqualTo(
            "[{\"scid\":16,\"vcid\":1,\"good\":2,\"corrected\":0,\"symbols\":0,\"failed\":0,"
                + "\"missing\":1,\"gaps\":1}]");
    assertThat(stats.has("sync")).isFalse();
  }

  @Test
  void aReaderThatLeavesEndsItQuietly() throws Exception {
    Path file = folder.resolve("many.nmea");
    try (OutputStream out = Files.newOutputStream(file)) {
      for (int i = 0; i < 100_000; i++) {
        out.write(LINES, 0, 49);
      }
    }
    Process process = ChildJvm.alidade("decode", file.toString()).start();
    process.getInputStream().close();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isZero();
    assertThat(new String(process.getErrorStream().readAllBytes(), UTF_8)).isEmpty();
  }
}
