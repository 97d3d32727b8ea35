package io.alidade.export;

import io.alidade.event.Event;
import io.alidade.event.EventJson;
import io.alidade.event.Links;
import java.io.IOException;
import java.io.OutputStream;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * A table for each type of message, {@code track} included, as {@code TYPE.csv}; or the table of
 * one type as the only stream. A table's columns are known only when all events have been seen, so
 * these must be given to {@link #learn} first.
 */
final class CsvExport implements EventExport {
  private static final String TRACK = "track";

  private final String type;
  private final EventJson json;
  private final EventNames names;
  private final CsvRow row = new CsvRow();
  private final Map<String, CsvTable> tables = new TreeMap<>();
  private final Map<String, OutputStream> streams = new HashMap<>();

  /** Writes the table of one type, or all when it is null. */
  CsvExport(Links links, String type) {
    this.type = type;
    json = new EventJson(links, false, false);
    names = new EventNames(links);
  }

  private interface Rows {
    void row() throws IOException;
  }

  private int rows(Event event, Rows each) throws IOException {
    int count = 0;
    if (type == null || type.equals(names.of(event))) {
      json.clear();
      json.append(event);
      row.read(json.array(), 0, json.length());
      each.row();
      count++;
    }
    if (event.fusedLength() > 0 && (type == null || type.equals(TRACK))) {
      json.clear();
      json.appendTrack(event);
      row.read(json.array(), 0, json.length());
      each.row();
      count++;
    }
    return count;
  }

  /** Takes note of the columns that an event needs. */
  void learn(Event event) throws IOException {
    rows(event, () -> tables.computeIfAbsent(row.message(), CsvTable::new).learn(row.values()));
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
    return selected ? rows(event, this::write) : 0;
  }

  private void write() throws IOException {
    tables.get(row.message()).writeRow(row.values(), streams.get(row.message()));
  }
}
