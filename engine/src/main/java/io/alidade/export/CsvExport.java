package io.alidade.export;

import io.alidade.event.Event;
import io.alidade.event.EventJson;
import io.alidade.event.Field;
import io.alidade.event.FieldReader;
import io.alidade.event.Links;
import io.alidade.event.Msg;
import java.io.IOException;
import java.io.OutputStream;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * A table for each type of message, those of the fuse stage included, as {@code TYPE.csv}; or the
 * table of one type as the only stream. A table's columns are known only when all events have been
 * seen, so these must be given to {@link #learn} first.
 */
final class CsvExport implements EventExport {
  private static final long HASH_FACTOR = 0x9E3779B97F4A7C15L;

  private final String type;
  private final EventJson json;
  private final EventNames names;
  private final CsvRow row = new CsvRow();
  private final Set<Long> shapes = new HashSet<>();
  private final Map<String, CsvTable> tables = new TreeMap<>();
  private final Map<String, OutputStream> streams = new HashMap<>();

  /** Writes the table of one type, or all when it is null. */
  CsvExport(Links links, String type) {
    this.type = type;
    json = new EventJson(links, false, false);
    names = new EventNames(links);
  }

  /** Takes note of the columns that an event needs. */
  void learn(Event event) throws IOException {
    boolean isNamedByText = event.msg() == Msg.NMEA_OTHER;
    if (isWanted(event) && (isNamedByText || shapes.add(shape(event.msg(), event.decoded())))) {
      readEvent(event);
      learnRow();
    }
    for (int at = event.messagesStart(); at < event.length(); at = event.messageEnd(at)) {
      Field message = event.message(at);
      if (isWanted(message) && shapes.add(shape(-message.id, event.messageFields(at)))) {
        readMessage(event, at);
        learnRow();
      }
    }
  }

  private void learnRow() {
    tables.computeIfAbsent(row.message(), CsvTable::new).learn(row.values());
  }

  /** The same for events of one message with the same fields, so that one of them is enough. */
  private static long shape(int message, FieldReader fields) {
    long shape = message;
    while (fields.next()) {
      long entry = (long) fields.id() << 8 | fields.depth() << 1 | (fields.isEnd() ? 1 : 0);
      shape = (shape ^ entry) * HASH_FACTOR;
      shape ^= shape >>> 29;
    }
    return shape;
  }

  private boolean isWanted(Event event) throws IOException {
    return type == null || type.equals(names.of(event));
  }

  private boolean isWanted(Field message) {
    return type == null || type.equals(message.text());
  }

  private void readEvent(Event event) throws IOException {
    json.clear();
    json.append(event);
    row.read(json.array(), 0, json.length());
  }

  private void readMessage(Event event, int at) throws IOException {
    json.clear();
    json.appendMessage(event, at);
    row.read(json.array(), 0, json.length());
  }

  /** All events were learnt from: begins the tables. */
  void begin(Destination destination) throws IOException {
    if (type != null) {
      tables.putIfAbsent(type, new CsvTable(type));
    }
    Set<String> used = new HashSet<>();
    for (Map.Entry<String, CsvTable> table : tables.entrySet()) {
      String name = type == null ? fileName(table.getKey(), used) : "";
      OutputStream out = destination.stream(name);
      streams.put(table.getKey(), out);
      if (destination.isEmpty(name)) {
        table.getValue().writeHeader(out);
      }
    }
  }

  /** A mission database may name its containers as it likes. */
  private static String fileName(String message, Set<String> used) {
    StringBuilder name = new StringBuilder();
    message
        .codePoints()
        .limit(100)
        .forEach(
            c -> {
              boolean plain = c < 128 && (Character.isLetterOrDigit(c) || "._-".indexOf(c) >= 0);
              name.append(plain ? (char) c : '_');
            });
    if (name.isEmpty() || name.charAt(0) == '.') {
      name.insert(0, '_');
    }
    while (!used.add(name.toString())) {
      name.append('_');
    }
    return name.append(".csv").toString();
  }

  @Override
  public int take(Event event, boolean selected) throws IOException {
    int rows = 0;
    if (selected && isWanted(event)) {
      readEvent(event);
      writeRow();
      rows++;
    }
    int end = selected ? event.length() : 0;
    for (int at = event.messagesStart(); at < end; at = event.messageEnd(at)) {
      if (isWanted(event.message(at))) {
        readMessage(event, at);
        writeRow();
        rows++;
      }
    }
    return rows;
  }

  private void writeRow() throws IOException {
    tables.get(row.message()).writeRow(row.values(), streams.get(row.message()));
  }
}
