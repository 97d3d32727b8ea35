package io.alidade.orbit;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Orbit Mean-Elements Messages, any number in a file: KVN and XML (CCSDS 502.0-B, 505.0-B, also
 * inside an NDM), and JSON as catalogues serve it, an object or an array of objects.
 */
final class OmmReader {
  private final String file;
  private final List<Elements> elements = new ArrayList<>();
  private OmmMessage message;

  private OmmReader(String file) {
    this.file = file;
  }

  static List<Elements> kvn(String file, String text) throws ElementsException {
    OmmReader reader = new OmmReader(file);
    int number = 0;
    for (String line : text.split("\\R", -1)) {
      reader.kvnLine(line.strip(), ++number);
    }
    reader.end();
    return reader.elements;
  }

  static List<Elements> xml(String file, String text) throws ElementsException {
    OmmReader reader = new OmmReader(file);
    reader.xml(text);
    return reader.elements;
  }

  static List<Elements> json(String file, String text) throws ElementsException {
    OmmReader reader = new OmmReader(file);
    reader.json(text);
    return reader.elements;
  }

  private void begin(int line) throws ElementsException {
    end();
    message = new OmmMessage(file, line);
  }

  private void end() throws ElementsException {
    if (message != null) {
      elements.add(message.elements());
      message = null;
    }
  }

  private void kvnLine(String line, int number) throws ElementsException {
    if (line.isEmpty() || line.startsWith("#") || line.matches("COMMENT(\\s.*)?")) {
      return;
    }
    int equals = line.indexOf('=');
    if (equals < 1) {
      throw wrong(number, "'" + OneLine.of(line) + "' is no line KEYWORD = value");
    }
    String key = line.substring(0, equals).strip();
    if (key.equals("CCSDS_OMM_VERS")) {
      begin(number);
    }
    if (message == null) {
      throw wrong(number, key + " before CCSDS_OMM_VERS, with which a message begins");
    }
    // A unit may follow in brackets.
    message.put(key, line.substring(equals + 1).replaceFirst("\\[[^\\]]*]\\s*$", ""), number);
  }

  private void xml(String text) throws ElementsException {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_COALESCING, true);
    int line = 1;
    try {
      XMLStreamReader reader = factory.createXMLStreamReader(new StringReader(text));
      StringBuilder value = new StringBuilder();
      while (reader.hasNext()) {
        int event = reader.next();
        line = Math.max(1, reader.getLocation().getLineNumber());
        if (event == XMLStreamConstants.START_ELEMENT) {
          value.setLength(0);
          if (reader.getLocalName().equals("omm")) {
            begin(line);
          }
        } else if (event == XMLStreamConstants.CHARACTERS) {
          value.append(reader.getText());
        } else if (event == XMLStreamConstants.END_ELEMENT) {
          if (reader.getLocalName().equals("omm")) {
            end();
          } else if (message != null) {
            message.put(reader.getLocalName(), value.toString(), line);
          }
          value.setLength(0);
        }
      }
    } catch (XMLStreamException malformed) {
      int at = malformed.getLocation() == null ? line : malformed.getLocation().getLineNumber();
      throw wrong(Math.max(1, at), "is no well-formed XML: " + OneLine.of(reason(malformed)));
    }
  }

  /** The parser's words without its own way of telling the place. */
  private static String reason(XMLStreamException malformed) {
    String message = String.valueOf(malformed.getMessage());
    int words = message.indexOf("Message: ");
    return words < 0 ? message : message.substring(words + "Message: ".length());
  }

  private void json(String text) throws ElementsException {
    try (JsonParser parser = new JsonFactory().createParser(text)) {
      int depth = 0;
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        int line = parser.currentTokenLocation().getLineNr();
        if (token == JsonToken.START_OBJECT && depth++ == 0) {
          begin(line);
        } else if (token == JsonToken.END_OBJECT && --depth == 0) {
          end();
        } else if (token.isScalarValue() && depth == 1 && parser.currentName() != null) {
          if (token != JsonToken.VALUE_NULL) {
            message.put(parser.currentName(), parser.getText(), line);
          }
        } else if (token.isScalarValue() && depth == 0) {
          throw wrong(line, "an object with the elements of a satellite is expected here");
        }
      }
    } catch (JsonProcessingException malformed) {
      int line = malformed.getLocation() == null ? 1 : malformed.getLocation().getLineNr();
      throw wrong(line, "is no JSON: " + OneLine.of(malformed.getOriginalMessage()));
    } catch (IOException impossible) {
      throw wrong(1, "cannot be read: " + impossible.getMessage());
    }
  }

  private ElementsException wrong(int line, String what) {
    return new ElementsException(file + ":" + line + ": " + what);
  }
}
