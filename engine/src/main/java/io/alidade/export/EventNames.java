package io.alidade.export;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import io.alidade.event.Event;
import io.alidade.event.EventJson;
import io.alidade.event.Links;
import io.alidade.event.Msg;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/** The names of messages, as JSON has them. */
final class EventNames {
  private final JsonFactory factory = new JsonFactory();
  private final EventJson json;
  private final Map<Integer, String> known = new HashMap<>();

  EventNames(Links links) {
    json = new EventJson(links, false, false);
  }

  /** The name of an event's message, such as {@code ais.1}. */
  String of(Event event) throws IOException {
    if (event.msg() == Msg.NMEA_OTHER) {
      return read(event); // its name is in the sentence
    }
    String name = known.get(event.msg());
    if (name == null) {
      name = read(event);
      known.put(event.msg(), name);
    }
    return name;
  }

  private String read(Event event) throws IOException {
    json.clear();
    json.append(event);
    try (JsonParser parser = factory.createParser(json.array(), 0, json.length())) {
      parser.nextToken();
      while (parser.nextFieldName() != null) {
        boolean found = parser.currentName().equals("msg");
        parser.nextToken();
        if (found) {
          return parser.getText();
        }
        parser.skipChildren();
      }
    }
    throw new IllegalStateException("an event without a message");
  }
}
