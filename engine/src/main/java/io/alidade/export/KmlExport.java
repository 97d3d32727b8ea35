package io.alidade.export;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.alidade.event.Event;
import io.alidade.event.TimeText;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * Tracks as KML 2.2 with the extension {@code gx:Track}: a placemark for each, whose positions have
 * their receive times. Held in memory until the end.
 */
final class KmlExport implements EventExport {
  private static final String KML = "http://www.opengis.net/kml/2.2";
  private static final String GX = "http://www.google.com/kml/ext/2.2";

  private final OutputStream out;
  private final String title;
  private final Tracks tracks = new Tracks();
  private final TimeText timeText = new TimeText();
  private final byte[] time = new byte[TimeText.LENGTH];

  KmlExport(OutputStream out, String title) {
    this.out = out;
    this.title = title;
  }

  @Override
  public int take(Event event, boolean selected) {
    return selected && tracks.take(event) ? 1 : 0;
  }

  @Override
  public void end() throws IOException {
    try {
      XMLStreamWriter xml = XMLOutputFactory.newInstance().createXMLStreamWriter(out, UTF_8.name());
      xml.writeStartDocument(UTF_8.name(), "1.0");
      line(xml);
      xml.writeStartElement("kml");
      xml.writeDefaultNamespace(KML);
      xml.writeNamespace("gx", GX);
      line(xml);
      xml.writeStartElement("Document");
      element(xml, "name", title);
      for (Track track : tracks.all()) {
        if (track.size() > 0) {
          placemark(xml, track);
        }
      }
      xml.writeEndDocument();
      line(xml);
      xml.flush();
    } catch (XMLStreamException fault) {
      if (fault.getNestedException() instanceof IOException io) {
        throw io;
      }
      throw new IOException(fault.getMessage(), fault);
    }
  }

  private void placemark(XMLStreamWriter xml, Track track) throws XMLStreamException {
    line(xml);
    xml.writeStartElement("Placemark");
    element(xml, "name", track.label());
    xml.writeStartElement("ExtendedData");
    if (track.mmsi != 0) {
      data(xml, "mmsi", track.mmsiText());
    }
    data(xml, "class", track.vesselClass);
    data(xml, "shiptype", track.shipType);
    xml.writeEndElement();
    line(xml);
    xml.writeStartElement("gx:Track");
    line(xml);
    for (int i = 0; i < track.size(); i++) {
      timeText.write(track.timeNs(i), time, 0);
      element(xml, "when", new String(time, UTF_8));
    }
    for (int i = 0; i < track.size(); i++) {
      element(xml, "gx:coord", degrees(track.lon(i)) + " " + degrees(track.lat(i)) + " 0");
    }
    xml.writeEndElement();
    xml.writeEndElement();
  }

  /** Never with an exponent. */
  private static String degrees(double value) {
    return BigDecimal.valueOf(value).toPlainString();
  }

  private static void data(XMLStreamWriter xml, String name, String value)
      throws XMLStreamException {
    if (!value.isEmpty()) {
      xml.writeStartElement("Data");
      xml.writeAttribute("name", name);
      element(xml, "value", value);
      xml.writeEndElement();
    }
  }

  private static void element(XMLStreamWriter xml, String name, String text)
      throws XMLStreamException {
    xml.writeStartElement(name);
    xml.writeCharacters(xmlText(text));
    xml.writeEndElement();
    line(xml);
  }

  /** Without what XML 1.0 cannot say. */
  private static String xmlText(String text) {
    StringBuilder good = new StringBuilder();
    text.codePoints()
        .filter(
            c ->
                c >= 0x20 && c <= 0xD7FF
                    || c == '\t'
                    || c == '\n'
                    || c >= 0xE000 && c <= 0xFFFD
                    || c >= 0x10000)
        .forEach(good::appendCodePoint);
    return good.toString();
  }

  private static void line(XMLStreamWriter xml) throws XMLStreamException {
    xml.writeCharacters("\n");
  }
}
