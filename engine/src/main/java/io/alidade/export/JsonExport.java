package io.alidade.export;

import io.alidade.event.Event;
import io.alidade.event.EventJson;
import io.alidade.event.Links;
import java.io.IOException;
import java.io.OutputStream;

/** Each event as JSON and the messages that the fuse stage made of it; one a line. */
final class JsonExport implements EventExport {
  private final OutputStream out;
  private final EventJson json;
  private final EventNames names;
  private final String type;

  /** Writes one type of message, or all when it is null. */
  JsonExport(OutputStream out, Links links, String type) {
    this.out = out;
    json = new EventJson(links, false, false);
    names = new EventNames(links);
    this.type = type;
  }

  @Override
  public int take(Event event, boolean selected) throws IOException {
    if (!selected) {
      return 0;
    }
    int lines = 0;
    json.clear();
    if (type == null || type.equals(names.of(event))) {
      json.append(event);
      json.append((byte) '\n');
      lines++;
    }
    for (int at = event.messagesStart(); at < event.length(); at = event.messageEnd(at)) {
      if (type == null || type.equals(event.message(at).text())) {
        json.appendMessage(event, at);
        json.append((byte) '\n');
        lines++;
      }
    }
    out.write(json.array(), 0, json.length());
    return lines;
  }
}
