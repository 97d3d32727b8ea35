package io.alidade.export;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.alidade.event.Event;
import io.alidade.event.Field;
import io.alidade.event.FieldWriter;
import io.alidade.event.Flag;
import io.alidade.event.FrameKind;
import io.alidade.event.Msg;
import java.io.ByteArrayOutputStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;

class TracksTest {
  private final Event event = new Event(4096);

  /** A position report as decoder and fuse leave it; latitude and longitude in 10^-7 degrees. */
  private Event report(long second, int mmsi, String name, int lat, int lon) {
    event.begin(FrameKind.FRAME, 1, second * 1_000_000_000L);
    event.msg(Msg.AIS + 1);
    FieldWriter decoded = event.beginDecoded();
    decoded.decimal(Field.LAT, lat, 7);
    decoded.decimal(Field.LON, lon, 7);
    event.endDecoded();
    FieldWriter fused = event.beginFused();
    fused.beginObject(Field.TRACK);
    fused.integer(Field.MMSI, mmsi);
    fused.text(Field.CLASS, "A");
    fused.text(Field.SHIPNAME, name);
    fused.decimal(Field.LAT, lat, 7);
    fused.decimal(Field.LON, lon, 7);
    fused.endNested();
    event.endFused();
    return event;
  }

  private static JsonNode features(GeoJsonExport export, ByteArrayOutputStream out)
      throws Exception {
    export.end();
    return new ObjectMapper().readTree(out.toString(UTF_8)).get("features");
  }

  /** RFC 7946, 3.1.9. */
  @Test
  void aTrackIsCutAtTheAntimeridian() throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    GeoJsonExport export = new GeoJsonExport(out);
    export.take(report(100, 211_000_001, "", -100_000_000, 1_795_000_000), true);
    export.take(report(200, 211_000_001, "", -104_000_000, -1_795_000_000), true);
    export.take(report(300, 211_000_001, "", -104_000_000, -1_790_000_000), true);
    JsonNode feature = features(export, out).get(0);
    assertThat(feature.at("/geometry").toString())
        .isEqualTo(
            "{\"type\":\"MultiLineString\",\"coordinates\":"
                + "[[[179.5,-10.0],[180.0,-10.2]],[[-180.0,-10.2],[-179.5,-10.4],[-179.0,-10.4]]]}");
    assertThat(feature.at("/properties/coordTimes").toString())
        .startsWith("[[\"1970-01-01T00:01:40.000000000Z\",\"1970-01-01T00:02:30.000000000Z\"],[");
  }

  @Test
  void positionsAreInTheOrderOfTheirTimes() throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    GeoJsonExport export = new GeoJsonExport(out);
    int[] seconds = {5, 3, 9, 1, 3, 7};
    for (int i = 0; i < seconds.length; i++) {
      export.take(report(seconds[i], 1, "", 10_000_000 * i, 10_000_000 * seconds[i]), true);
    }
    assertThat(features(export, out).get(0).at("/geometry/coordinates").toString())
        .isEqualTo("[[1.0,3.0],[3.0,1.0],[3.0,4.0],[5.0,0.0],[7.0,5.0],[9.0,2.0]]");
  }

  @Test
  void aReportHeardAgainOrOutsideTheEarthOrNotSelectedGivesNoPosition() throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    GeoJsonExport export = new GeoJsonExport(out);
    report(1, 1, "", 0, 0).remark(Flag.DUPLICATE);
    assertThat(export.take(event, true)).isZero();
    assertThat(export.take(report(1, 1, "", 910_000_000, 0), true)).isZero();
    assertThat(export.take(report(1, 1, "", 0, 0), false)).isZero();
    assertThat(features(export, out)).isEmpty();
  }

  /** The fused position of a message without one is that of the report before it. */
  @Test
  void aMessageThatDoesNotMoveItsSenderGivesNoPosition() {
    Tracks tracks = new Tracks();
    report(1, 1, "", 5, 5);
    event.begin(FrameKind.FRAME, 1, 2);
    event.msg(Msg.AIS + 5);
    event.beginDecoded();
    event.endDecoded();
    FieldWriter fused = event.beginFused();
    fused.beginObject(Field.TRACK);
    fused.integer(Field.MMSI, 1);
    fused.decimal(Field.LAT, 5, 7);
    fused.decimal(Field.LON, 5, 7);
    fused.endNested();
    event.endFused();
    assertThat(tracks.take(event)).isFalse();
  }

  @Test
  void kmlIsWellFormedWhateverAVesselIsCalled() throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    KmlExport export = new KmlExport(out, "a <session> & more");
    export.take(report(1, 1, "]]><&\"\u0001\u0000'", 1, 10_000_000), true);
    export.end();
    Document kml =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new java.io.ByteArrayInputStream(out.toByteArray()));
    assertThat(kml.getElementsByTagName("name").item(1).getTextContent()).isEqualTo("]]><&\"'");
    assertThat(kml.getElementsByTagName("value").item(0).getTextContent()).isEqualTo("000000001");
    assertThat(kml.getElementsByTagName("gx:coord").item(0).getTextContent())
        .isEqualTo("1.0 0.00000010 0");
  }
}
