package io.alidade.cli;

import static io.alidade.cli.Commands.journal;
import static io.alidade.cli.Commands.refused;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.alidade.ChildJvm;
import io.alidade.Corpus;
import io.alidade.demo.Traffic;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Replay as JSON lines: of what is asked for, and with another mission database. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ReplayFilterTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  @TempDir Path folder;
  private Path journal;

  @BeforeEach
  void aJournal() {
    journal = folder.resolve("journal");
  }

  private record Outcome(int code, List<JsonNode> events, String err) {}

  private Outcome run(String... options) throws Exception {
    List<String> command = new ArrayList<>(List.of("replay", journal.toString(), "--json"));
    command.addAll(List.of("--speed", "max"));
    command.addAll(List.of(options));
    Path out = folder.resolve("out");
    Path err = folder.resolve("err");
    Process process =
        ChildJvm.alidade(command.toArray(String[]::new))
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    try {
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("it ends").isTrue();
    } finally {
      process.destroyForcibly();
    }
    List<JsonNode> events = new ArrayList<>();
    for (String line : Files.readAllLines(out)) {
      events.add(MAPPER.readTree(line));
    }
    return new Outcome(process.exitValue(), events, Files.readString(err, UTF_8));
  }

  private List<JsonNode> replay(String... options) throws Exception {
    Outcome outcome = run(options);
    assertThat(outcome.code()).as(outcome.err()).isZero();
    assertThat(outcome.events()).allMatch(event -> event.path("replay").asBoolean());
    return outcome.events();
  }

  /** Events without the tracks that they are followed by. */
  private static List<Long> sequences(List<JsonNode> events, Predicate<JsonNode> which) {
    List<Long> sequences = new ArrayList<>();
    for (JsonNode event : events) {
      if (!Commands.FUSED.contains(event.path("msg").asText()) && which.test(event)) {
        sequences.add(event.path("seq").asLong());
      }
    }
    return sequences;
  }

  private void isTheSame(List<JsonNode> all, Predicate<JsonNode> which, String... options)
      throws Exception {
    List<JsonNode> shown = replay(options);
    assertThat(sequences(shown, event -> true)).isNotEmpty().isEqualTo(sequences(all, which));
  }

  @Test
  void linksMessagesAndVesselsAreChosen() throws Exception {
    Traffic traffic = new Traffic(4, 0);
    byte[] line = new byte[Traffic.MAX_LENGTH];
    List<Path> files = new ArrayList<>();
    for (String name : new String[] {"a", "b"}) {
      ByteArrayOutputStream lines = new ByteArrayOutputStream();
      for (int i = 0; i < 300; i++) {
        lines.write(line, 0, traffic.next(line));
      }
      files.add(Files.write(folder.resolve(name), lines.toByteArray()));
    }
    journal(journal, "", files);
    List<JsonNode> all = replay();
    assertThat(sequences(all, event -> true)).hasSizeGreaterThan(600);

    isTheSame(all, event -> event.path("link").asText().equals("f1"), "--link", "f1");
    isTheSame(all, event -> event.path("msg").asText().startsWith("ais."), "--msg", "ais");
    isTheSame(all, event -> event.path("msg").asText().equals("ais.1"), "--msg", "ais.1");
    isTheSame(all, event -> event.path("msg").asText().equals("session"), "--msg", "session");
    JsonNode report =
        all.stream().filter(event -> event.path("msg").asText().equals("ais.1")).findFirst().get();
    int mmsi = report.path("data").path("mmsi").asInt();
    Predicate<JsonNode> vessel = event -> event.path("data").path("mmsi").asInt() == mmsi;
    isTheSame(all, vessel, "--mmsi", "" + mmsi);
    isTheSame(
        all,
        vessel
            .and(event -> event.path("msg").asText().equals("ais.1"))
            .and(event -> event.path("link").asText().equals("f0")),
        "--mmsi",
        "" + mmsi,
        "--msg",
        "ais.1",
        "--link",
        "f0");

    String dir = journal.toString();
    refused(2, "there are: f0, f1", "replay", dir, "--json", "--link", "ais0");
    refused(2, "--mmsi", "replay", dir, "--json", "--mmsi", "-5");
    refused(2, "--mmsi", "replay", dir, "--json", "--mmsi", "1234567890");
    refused(2, "--apid", "replay", dir, "--json", "--apid", "2048");
    refused(2, "nothing was recorded", "replay", dir, "--json", "--to", "2001-01-01T00:00:00Z");
    Outcome none = run("--msg", "ais.99");
    assertThat(none.events()).isEmpty();
    assertThat(none.err()).contains("no event is what was asked for").hasLineCount(1);
    assertThat(none.code()).isZero();
  }

  /** A database of packets with a 32-bit number behind the header. */
  private Path database(String name, String container, String parameter) throws Exception {
    String xml =
        """
        <SpaceSystem name="Sat"><TelemetryMetaData>
        <ParameterTypeSet>
        <IntegerParameterType name="Header"><IntegerDataEncoding sizeInBits="48"/></IntegerParameterType>
        <IntegerParameterType name="Number"><IntegerDataEncoding sizeInBits="32"/></IntegerParameterType>
        </ParameterTypeSet>
        <ParameterSet>
        <Parameter name="header" parameterTypeRef="Header"/>
        <Parameter name="%2$s" parameterTypeRef="Number"/>
        </ParameterSet>
        <ContainerSet><SequenceContainer name="%1$s"><EntryList>
        <ParameterRefEntry parameterRef="header"/><ParameterRefEntry parameterRef="%2$s"/>
        </EntryList></SequenceContainer></ContainerSet>
        </TelemetryMetaData></SpaceSystem>
        """
            .formatted(container, parameter);
    return Files.writeString(folder.resolve(name), xml);
  }

  @Test
  void packetsAreReadAgainWithAnotherDatabase() throws Exception {
    ByteArrayOutputStream packets = new ByteArrayOutputStream();
    for (int i = 0; i < 40; i++) {
      byte apid = (byte) (i % 2 == 0 ? 0x2A : 0x2B);
      packets.write(new byte[] {0, apid, (byte) 0xC0, (byte) (i / 2), 0, 3, 0, 0, 1, (byte) i});
    }
    Path file = Files.write(folder.resolve("packets.bin"), packets.toByteArray());
    Path first = database("first.xml", "Housekeeping", "voltage");
    Path second = database("second.xml", "Beacon", "current");
    Commands.done(
        "run",
        "--exit-at-end",
        "--journal",
        journal.toString(),
        "--mission",
        first.toString(),
        "--link",
        "file:" + file + "?protocol=ccsds-packets&name=sat");
    List<JsonNode> before = replay("--raw", "--apid", "42");
    List<JsonNode> after = replay("--raw", "--apid", "42", "--mission", second.toString());
    assertThat(before).hasSize(20).hasSameSizeAs(after);
    for (int i = 0; i < 20; i++) {
      JsonNode was = before.get(i);
      JsonNode is = after.get(i);
      assertThat(was.path("msg").asText()).isEqualTo("Housekeeping");
      assertThat(is.path("msg").asText()).isEqualTo("Beacon");
      assertThat(was.path("data").path("voltage").asInt()).isEqualTo(256 + 2 * i);
      assertThat(is.path("data").path("current").asInt()).isEqualTo(256 + 2 * i);
      assertThat(is.path("data").has("voltage")).isFalse();
      for (String same : new String[] {"seq", "rx", "link", "raw"}) {
        assertThat(is.path(same)).isEqualTo(was.path(same));
      }
      assertThat(is.path("raw").asText()).startsWith("002ac0");
    }
    assertThat(replay("--msg", "Beacon", "--mission", second.toString())).hasSize(40);

    Path wrong =
        Files.writeString(
            folder.resolve("wrong.xml"),
            Files.readString(second).replace("parameterTypeRef=\"Number\"", ""));
    String dir = journal.toString();
    refused(2, wrong + ":8", "replay", dir, "--json", "--mission", wrong.toString());
    Files.writeString(wrong, "<SpaceSystem");
    refused(2, wrong + ":1", "replay", dir, "--json", "--mission", wrong.toString());
    refused(2, "no such file", "replay", dir, "--json", "--mission", folder + "/none.xml");
  }

  @Test
  void jpssIsReadAgainWithAnotherDatabase() throws Exception {
    Path jpss = Corpus.satellite().resolve("space_packet_parser/jpss");
    Path packets = jpss.resolve("J01_G011_LZ_2021-04-09T00-00-00Z_V01.DAT1");
    journal(journal, "&protocol=ccsds-packets", List.of(packets));
    List<JsonNode> without = replay("--raw", "--apid", "11");
    assertThat(without).hasSize(7200);
    assertThat(without.get(0).path("msg").asText()).isEqualTo("ccsds.packet");
    Path database = jpss.resolve("jpss1_geolocation_xtce_v1.xml");
    List<JsonNode> with = replay("--raw", "--apid", "11", "--mission", database.toString());
    assertThat(with).hasSize(7200);
    for (int i = 0; i < with.size(); i++) {
      assertThat(with.get(i).path("msg").asText()).isEqualTo("JPSS_ATT_EPHEM");
      assertThat(with.get(i).path("raw")).isEqualTo(without.get(i).path("raw"));
    }
    // The recording's own table of expected values, first row.
    JsonNode data = with.get(0).path("data");
    assertThat(data.path("ADGPSPOSX").asDouble()).isEqualTo(6389695.5);
    assertThat(data.path("ADCFAQ4").asDouble()).isEqualTo(0.5529747009277344);
    assertThat(without.get(0).path("data").has("ADGPSPOSX")).isFalse();
  }

  /** What is read of a pipe is there when its time has come, not when a buffer is full. */
  @Test
  void eachLineComesAtItsTime() throws Exception {
    String lines =
        "1764032400 $GPHDT,274.07,T*03\r\n1764032401 $GPHDT,274.07,T*03\r\n"
            + "1764042401 $GPHDT,274.07,T*03\r\n";
    Path file = Files.write(folder.resolve("timed"), lines.getBytes(US_ASCII));
    Commands.done("import", file.toString(), "--journal", journal.toString(), "--protocol", "nmea");
    Process replay =
        ChildJvm.alidade(
                "replay", journal.toString(), "--json", "--msg", "nmea.HDT", "--speed", "10")
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      var out = replay.inputReader(UTF_8);
      assertThat(out.readLine()).contains("\"rx\":\"2025-11-25T01:00:00.000000000Z\"");
      assertThat(out.readLine()).contains("\"rx\":\"2025-11-25T01:00:01.000000000Z\"");
      assertThat(out.ready()).as("the next is due in a quarter of an hour").isFalse();
    } finally {
      replay.destroyForcibly();
    }
  }
}
