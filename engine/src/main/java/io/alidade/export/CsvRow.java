package io.alidade.export;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One event's JSON as a row: values by column, in the order in which they stand there. What is
 * inside an object or array has the way to it in its column's name: {@code a.b}, {@code a[0]}.
 * Numbers stay as they are written; the flags are one value, with blanks between them.
 */
final class CsvRow {
  private final JsonFactory factory = new JsonFactory();
  private final Map<String, String> values = new LinkedHashMap<>();
  private String message = "";

  /** Takes the place of the row before. */
  void read(byte[] json, int offset, int length) throws IOException {
    values.clear();
    try (JsonParser parser = factory.createParser(json, offset, length)) {
      parser.nextToken();
      while (parser.nextFieldName() != null) {
        String name = parser.currentName();
        parser.nextToken();
        switch (name) {
          case "msg" -> message = parser.getText();
          case "flags" -> put(name, flags(parser));
          case "data" -> object(parser, "");
          default -> put(name, parser.getText());
        }
      }
    }
  }

  private static String flags(JsonParser parser) throws IOException {
    StringBuilder flags = new StringBuilder();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      flags.append(flags.isEmpty() ? "" : " ").append(parser.getText());
    }
    return flags.toString();
  }

  private void object(JsonParser parser, String before) throws IOException {
    while (parser.nextFieldName() != null) {
      String column = before + parser.currentName();
      parser.nextToken();
      value(parser, column);
    }
  }

  private void value(JsonParser parser, String column) throws IOException {
    switch (parser.currentToken()) {
      case START_OBJECT -> object(parser, column + ".");
      case START_ARRAY -> {
        for (int i = 0; parser.nextToken() != JsonToken.END_ARRAY; i++) {
          value(parser, column + "[" + i + "]");
        }
      }
      case VALUE_NULL -> put(column, "");
      default -> put(column, parser.getText());
    }
  }

  /**
   * A name that comes twice, as a data field with the name of a column of every event, gets a mark.
   */
  private void put(String column, String value) {
    String name = column;
    while (values.putIfAbsent(name, value) != null) {
      name += "'";
    }
  }

  /** The message, which is no column: every message has its own table. */
  String message() {
    return message;
  }

  Map<String, String> values() {
    return values;
  }
}
