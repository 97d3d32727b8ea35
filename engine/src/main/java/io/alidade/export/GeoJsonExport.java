package io.alidade.export;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.alidade.event.Event;
import io.alidade.event.TimeText;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/**
 * Tracks as a GeoJSON FeatureCollection (RFC 7946): a LineString for each, a Point where there is
 * one position. Where a track crosses the antimeridian it is cut, as section 3.1.9 has it, into the
 * lines of a MultiLineString that end and begin at 180 degrees. The property {@code coordTimes} has
 * the time of each position, nested as the coordinates are. Held in memory until the end.
 */
final class GeoJsonExport implements EventExport {
  private final OutputStream out;
  private final Tracks tracks = new Tracks();
  private final TimeText timeText = new TimeText();
  private final byte[] time = new byte[TimeText.LENGTH];

  private record Place(long timeNs, double lat, double lon) {}

  GeoJsonExport(OutputStream out) {
    this.out = out;
  }

  @Override
  public int take(Event event, boolean selected) {
    return selected && tracks.take(event) ? 1 : 0;
  }

  @Override
  public void end() throws IOException {
    JsonGenerator json = new JsonFactory().createGenerator(out);
    json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
    json.enable(JsonGenerator.Feature.WRITE_BIGDECIMAL_AS_PLAIN);
    json.writeStartObject();
    json.writeStringField("type", "FeatureCollection");
    json.writeArrayFieldStart("features");
    for (Track track : tracks.all()) {
      if (track.size() > 0) {
        json.writeRaw('\n');
        feature(json, track);
      }
    }
    json.writeEndArray();
    json.writeEndObject();
    json.writeRaw('\n');
    json.close();
  }

  private void feature(JsonGenerator json, Track track) throws IOException {
    List<List<Place>> lines = lines(track);
    json.writeStartObject();
    json.writeStringField("type", "Feature");
    json.writeObjectFieldStart("geometry");
    boolean isPoint = track.size() == 1;
    json.writeStringField(
        "type", isPoint ? "Point" : lines.size() == 1 ? "LineString" : "MultiLineString");
    json.writeFieldName("coordinates");
    if (isPoint) {
      coordinates(json, lines.get(0).get(0));
    } else {
      nested(json, lines, this::coordinates);
    }
    json.writeEndObject();
    json.writeObjectFieldStart("properties");
    json.writeStringField("name", track.label());
    if (track.mmsi != 0) {
      json.writeNumberField("mmsi", track.mmsi);
    }
    if (!track.vesselClass.isEmpty()) {
      json.writeStringField("class", track.vesselClass);
    }
    if (!track.shipType.isEmpty()) {
      json.writeNumberField("shiptype", Integer.parseInt(track.shipType));
    }
    json.writeFieldName("coordTimes");
    nested(json, lines, (to, place) -> to.writeString(text(place.timeNs)));
    json.writeEndObject();
    json.writeEndObject();
  }

  private interface PlaceWriter {
    void write(JsonGenerator json, Place place) throws IOException;
  }

  private static void nested(JsonGenerator json, List<List<Place>> lines, PlaceWriter writer)
      throws IOException {
    if (lines.size() > 1) {
      json.writeStartArray();
    }
    for (List<Place> line : lines) {
      json.writeStartArray();
      for (Place place : line) {
        writer.write(json, place);
      }
      json.writeEndArray();
    }
    if (lines.size() > 1) {
      json.writeEndArray();
    }
  }

  private void coordinates(JsonGenerator json, Place place) throws IOException {
    json.writeStartArray();
    json.writeNumber(BigDecimal.valueOf(place.lon));
    json.writeNumber(BigDecimal.valueOf(place.lat));
    json.writeEndArray();
  }

  private String text(long timeNs) {
    timeText.write(timeNs, time, 0);
    return new String(time, UTF_8);
  }

  private static List<List<Place>> lines(Track track) {
    List<List<Place>> lines = new ArrayList<>();
    List<Place> line = new ArrayList<>();
    lines.add(line);
    for (int i = 0; i < track.size(); i++) {
      Place place = new Place(track.timeNs(i), track.lat(i), track.lon(i));
      if (!line.isEmpty()) {
        Place before = line.get(line.size() - 1);
        if (Math.abs(place.lon - before.lon) > 180) {
          double edge = before.lon > 0 ? 180 : -180;
          Place crossing = crossing(before, place, edge);
          line.add(crossing);
          line = new ArrayList<>();
          lines.add(line);
          line.add(new Place(crossing.timeNs, crossing.lat, -edge));
        }
      }
      line.add(place);
    }
    return lines;
  }

  /** Where and when a straight line between two positions meets the antimeridian. */
  private static Place crossing(Place from, Place to, double edge) {
    double whole = 360 - Math.abs(to.lon - from.lon);
    double part = whole == 0 ? 0 : Math.abs(edge - from.lon) / whole;
    double lat = from.lat + part * (to.lat - from.lat);
    long timeNs = from.timeNs + (long) (part * (to.timeNs - from.timeNs));
    return new Place(timeNs, Math.rint(lat * 1e7) / 1e7, edge);
  }
}
