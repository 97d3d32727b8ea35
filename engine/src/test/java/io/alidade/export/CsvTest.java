package io.alidade.export;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import org.junit.jupiter.api.Test;

class CsvTest {
  private static CsvRow row(String data) throws Exception {
    CsvRow row = new CsvRow();
    String json =
        "{\"seq\":7,\"rx\":\"t\",\"link\":\"l\",\"msg\":\"ais.1\",\"quality\":\"good\","
            + "\"flags\":[\"range\",\"gap\"],\"data\":"
            + data
            + "}";
    byte[] bytes = json.getBytes(UTF_8);
    row.read(bytes, 0, bytes.length);
    return row;
  }

  @Test
  void nestedValuesHaveTheWayToThemInTheirNames() throws Exception {
    CsvRow row = row("{\"a\":{\"b\":1.50,\"c\":[true,{\"d\":\"x\"},[2]]},\"e\":null,\"seq\":9}");
    assertThat(row.message()).isEqualTo("ais.1");
    assertThat(row.values())
        .containsEntry("a.b", "1.50")
        .containsEntry("a.c[0]", "true")
        .containsEntry("a.c[1].d", "x")
        .containsEntry("a.c[2][0]", "2")
        .containsEntry("flags", "range gap")
        .containsEntry("seq", "7")
        .containsEntry("seq'", "9")
        .containsEntry("e", "")
        .doesNotContainKey("msg");
  }

  /** RFC 4180, 2.5 to 2.7. */
  @Test
  void valuesAreQuotedWhereTheyMustBe() throws Exception {
    CsvRow row =
        row("{\"t\":\"a,b\",\"u\":\"say \\\"hi\\\"\",\"v\":\"two\\r\\nlines\",\"w\":\" \"}");
    CsvTable table = new CsvTable("x");
    table.learn(row.values());
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    table.writeHeader(out);
    table.writeRow(row.values(), out);
    assertThat(out.toString(UTF_8))
        .isEqualTo(
            "seq,rx,recorded,link,quality,flags,t,u,v,w\r\n"
                + "7,t,,l,good,range gap,\"a,b\",\"say \"\"hi\"\"\",\"two\r\nlines\", \r\n");
  }

  @Test
  void aColumnThatComesLaterStandsBesideItsNeighbours() throws Exception {
    CsvTable table = new CsvTable("ais.1");
    table.learn(row("{\"lat\":1,\"z\":3}").values());
    table.learn(row("{\"lat\":1,\"speed\":2,\"turn\":0,\"z\":3}").values());
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    table.writeHeader(out);
    table.writeRow(row("{\"z\":3}").values(), out);
    assertThat(out.toString(UTF_8))
        .isEqualTo(
            "seq,rx,recorded,link,quality,flags,lat [deg],speed [kn],turn [deg/min],z\r\n"
                + "7,t,,l,good,range gap,,,,3\r\n");
  }

  @Test
  void theSameNameHasTheUnitOfItsProtocol() {
    assertThat(FieldUnits.of("ais.8", "length")).isEqualTo("m");
    assertThat(FieldUnits.of("ccsds.packet", "length")).isEqualTo("bytes");
    assertThat(FieldUnits.of("nmea.GSV", "sky[3].elevation")).isEqualTo("deg");
    assertThat(FieldUnits.of("HK_PACKET", "speed")).isEmpty();
    assertThat(FieldUnits.of("ais.8", "signal")).isEmpty();
    assertThat(FieldUnits.of("ais.1", "signal")).isEqualTo("dBm");
  }
}
