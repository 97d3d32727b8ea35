package io.alidade.mission;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.alidade.event.Event;
import io.alidade.event.EventJson;
import io.alidade.event.Field;
import io.alidade.event.FrameKind;
import io.alidade.event.Links;
import io.alidade.protocol.Decoder;
import io.alidade.protocol.ccsds.SpacePacketDecoder;
import io.alidade.protocol.kiss.KissChecksum;
import io.alidade.protocol.kiss.KissDecoder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** No name comes twice in an event, whatever a database calls its parameters. */
class NamesTest {
  /** A data frame of SRC-1 to DST via RELAY with an AX.25 UI header and PID. */
  private static final String UI = "C0 00 88A6A840404060 A6A48640404062 A48A9882B24061 03 F0 %s C0";

  private static final String DISCONNECT = "C0 00 88A6A840404060 A6A48640404063 53 %s C0";
  private static final String SPACE_PACKET = "0864 C001 %04X %s";

  private static JsonNode json(MissionDatabase database, Decoder decoder, String... frames)
      throws IOException {
    Event event = new Event(300_000);
    EventJson json = new EventJson(new Links(database.dictionary(), "sat0"), false, false);
    for (String frame : frames) {
      byte[] bytes = HexFormat.of().parseHex(frame.replace(" ", ""));
      event.begin(FrameKind.FRAME, 1, 0);
      event.raw(bytes, 0, bytes.length);
      json.clear();
      decoder.decode(event);
      json.append(event);
    }
    return JsonMapper.builder()
        .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
        .build()
        .readTree(new String(json.array(), 0, json.length(), UTF_8));
  }

  private static JsonNode kiss(MissionDatabase database, String... frames) throws IOException {
    return json(database, new KissDecoder(KissChecksum.NONE, database.newDecoder()), frames);
  }

  private static JsonNode packets(MissionDatabase database, String... frames) throws IOException {
    return json(
        database,
        new SpacePacketDecoder(0, SpacePacketDecoder.headers(database.newDecoder())),
        frames);
  }

  /** A database with a byte for each name, all in one container. */
  private static MissionDatabase database(List<String> names) throws MissionException {
    String alarm =
        "<IntegerParameterType name=\"T\"><IntegerDataEncoding sizeInBits=\"8\"/><DefaultAlarm>"
            + "<StaticAlarmRanges><WarningRange maxInclusive=\"9\"/></StaticAlarmRanges></DefaultAlarm>"
            + "</IntegerParameterType>";
    String parameters =
        Xtce.parameters(names.stream().map(name -> name + ":T").toArray(String[]::new));
    return MissionDatabase.load(
        Xtce.file(alarm, parameters, Xtce.container("C", names.toArray(new String[0]))), "sat.xml");
  }

  @Test
  void noParameterHasTheNameOfAFieldThatTheLinksDecoderWrites() throws Exception {
    List<String> names = new ArrayList<>();
    for (Field field : Field.values()) {
      if (!names.contains(field.text())) {
        names.add(field.text());
      }
    }
    MissionDatabase database = database(names);
    String info = "01".repeat(names.size());
    JsonNode stamped =
        kiss(database, "C009 0000018F00000000 C0", UI.formatted("41".repeat(names.size())));
    assertThat(stamped.get("data").get("src").asText()).isEqualTo("SRC-1");
    assertThat(stamped.get("data").get("Sat/src").asInt()).isEqualTo(0x41);
    assertThat(stamped.get("data").has("Sat/apid")).isFalse();
    assertThat(stamped.get("data").get("apid").asInt()).isEqualTo(0x41);
    assertThat(stamped.get("data").get("limits").get("Sat/src").asText()).isEqualTo("warning");
    assertThat(stamped.get("data").size()).isEqualTo(names.size() + 11);
    assertThat(kiss(database, DISCONNECT.formatted(info)).get("data").get("type").asText())
        .isEqualTo("DISC");
    assertThat(kiss(database, "C000" + "00" + info + "C0").get("data").has("Sat/info")).isTrue();
    JsonNode packet =
        packets(database, packet(info + "01"), packet(info + "02").replace("C001", "C009"));
    assertThat(packet.get("data").get("missing").asInt()).isEqualTo(7);
    assertThat(packet.get("data").get("Sat/missing").asInt()).isEqualTo(1);
    assertThat(packet.get("data").get("src").asInt()).isEqualTo(1);
    assertThat(packet.get("data").get("Sat/limits").asInt()).isEqualTo(1);
  }

  private static String packet(String data) {
    return SPACE_PACKET.formatted(data.length() / 2 - 1, data);
  }

  @Test
  void otherNamesStayAsTheyAre() throws Exception {
    JsonNode data =
        kiss(database(List.of("length", "apid", "src")), UI.formatted("010203")).get("data");
    assertThat(data.get("length").asInt()).isEqualTo(1);
    assertThat(data.get("apid").asInt()).isEqualTo(2);
    assertThat(data.get("Sat/src").asInt()).isEqualTo(3);
  }

  @Test
  void membersAndValuesInObjectsKeepTheirNames() throws Exception {
    String types =
        Xtce.unsigned("U8", 8)
            + "<AggregateParameterType name=\"G\"><MemberList><Member name=\"type\" typeRef=\"U8\"/>"
            + "<Member name=\"src\" typeRef=\"U8\"/></MemberList></AggregateParameterType>";
    String repeated =
        "<ContainerRefEntry containerRef=\"Part\"><RepeatEntry><Count><FixedValue>2</FixedValue></Count>"
            + "</RepeatEntry></ContainerRefEntry>";
    MissionDatabase database =
        MissionDatabase.load(
            Xtce.file(
                types,
                Xtce.parameters("g:G", "port:U8", "src:U8"),
                Xtce.container("C", "g", repeated, "src") + Xtce.container("Part", "port")),
            "sat.xml");
    JsonNode data = kiss(database, UI.formatted("01 02 03 04 05")).get("data");
    assertThat(data.get("g").toString()).isEqualTo("{\"type\":1,\"src\":2}");
    assertThat(data.get("Part").toString()).isEqualTo("[{\"port\":3},{\"port\":4}]");
    assertThat(data.get("Sat/src").asInt()).isEqualTo(5);
  }

  @Test
  void arraysOfContainersHaveNamesOfTheirOwn() throws Exception {
    String repeated =
        "<ContainerRefEntry containerRef=\"%s\"><RepeatEntry><Count><FixedValue>2</FixedValue></Count>"
            + "</RepeatEntry></ContainerRefEntry>";
    MissionDatabase database =
        MissionDatabase.load(
            Xtce.file(
                Xtce.unsigned("U8", 8),
                Xtce.parameters("x:U8", "y:U8"),
                Xtce.container("C", "x", repeated.formatted("x"), repeated.formatted("text"))
                    + Xtce.container("x", "y")
                    + Xtce.container("text", "y")),
            "sat.xml");
    JsonNode data = kiss(database, UI.formatted("21 22 23 24 25")).get("data");
    assertThat(data.get("x").asInt()).isEqualTo(0x21);
    assertThat(data.get("Sat/x").toString()).isEqualTo("[{\"y\":34},{\"y\":35}]");
    assertThat(data.get("text").asText()).isEqualTo("!\"#$%");
    assertThat(data.get("Sat/text").toString()).isEqualTo("[{\"y\":36},{\"y\":37}]");
  }

  @Test
  void pathsOfSubsystemsLeaveOutTheRoot() throws Exception {
    String sub =
        "<SpaceSystem name=\"Sat\"><TelemetryMetaData><ParameterSet>"
            + "<Parameter name=\"src\" parameterTypeRef=\"U8\"/></ParameterSet></TelemetryMetaData>"
            + "</SpaceSystem></SpaceSystem>";
    String xml =
        Xtce.file(
                Xtce.unsigned("U8", 8),
                Xtce.parameters("src:U8", "port:U8"),
                Xtce.container("C", "src", "Sat/src", "port"))
            .replace("</SpaceSystem>", sub);
    JsonNode data =
        kiss(MissionDatabase.load(xml, "sat.xml"), UI.formatted("01 02 03")).get("data");
    assertThat(data.get("src").asText()).isEqualTo("SRC-1");
    assertThat(data.get("/Sat/src").asInt()).isEqualTo(1);
    assertThat(data.get("Sat/src").asInt()).isEqualTo(2);
    assertThat(data.get("Sat/port").asInt()).isEqualTo(3);
  }
}
