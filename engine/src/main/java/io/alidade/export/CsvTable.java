package io.alidade.export;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The columns of one message's table, and its lines (RFC 4180). */
final class CsvTable {
  private final String message;
  private final List<String> columns = new ArrayList<>(List.of("seq", "rx", "recorded", "link"));
  private final Set<String> known = new HashSet<>(columns);

  CsvTable(String message) {
    this.message = message;
  }

  /** Adds the columns that a row has and the table lacks, each behind the one before it. */
  void learn(Map<String, String> row) {
    String before = null;
    for (String column : row.keySet()) {
      if (known.add(column)) {
        columns.add(before == null ? 0 : columns.indexOf(before) + 1, column);
      }
      before = column;
    }
  }

  /** The header: names, with units in brackets where the value has one. */
  void writeHeader(OutputStream out) throws IOException {
    StringBuilder line = new StringBuilder();
    for (String column : columns) {
      String unit = FieldUnits.of(message, column);
      cell(line, unit.isEmpty() ? column : column + " [" + unit + "]");
    }
    end(line, out);
  }

  void writeRow(Map<String, String> row, OutputStream out) throws IOException {
    StringBuilder line = new StringBuilder();
    for (String column : columns) {
      cell(line, row.getOrDefault(column, ""));
    }
    end(line, out);
  }

  private static void cell(StringBuilder line, String text) {
    boolean quoted = false;
    for (int i = 0; i < text.length() && !quoted; i++) {
      char c = text.charAt(i);
      quoted = c == ',' || c == '"' || c == '\r' || c == '\n';
    }
    if (quoted) {
      line.append('"').append(text.replace("\"", "\"\"")).append('"');
    } else {
      line.append(text);
    }
    line.append(',');
  }

  private static void end(StringBuilder line, OutputStream out) throws IOException {
    line.setLength(line.length() - 1);
    out.write(line.append("\r\n").toString().getBytes(UTF_8));
  }
}
