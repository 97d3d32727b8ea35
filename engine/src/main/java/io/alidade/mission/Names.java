package io.alidade.mission;

import io.alidade.event.Dictionary;
import io.alidade.event.Field;
import io.alidade.event.Msg;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Field ids and message codes by name, in the order in which they are first asked for. */
final class Names {
  /** Ids and codes are 16 bits. */
  static final int MAX = 65_536 - Math.max(Field.FIRST_DYNAMIC, Msg.FIRST_DYNAMIC);

  private final Map<String, Integer> fields = new HashMap<>();
  private final List<String> fieldNames = new ArrayList<>();
  private final List<String> messages = new ArrayList<>();

  int field(String name) {
    return fields.computeIfAbsent(
        name,
        key -> {
          fieldNames.add(key);
          return Field.FIRST_DYNAMIC + fieldNames.size() - 1;
        });
  }

  boolean hasField(String name) {
    return fields.containsKey(name);
  }

  int message(String name) {
    messages.add(name);
    return Msg.FIRST_DYNAMIC + messages.size() - 1;
  }

  boolean isFull() {
    return fieldNames.size() > MAX || messages.size() > MAX;
  }

  Dictionary dictionary() {
    return new Dictionary(fieldNames.toArray(new String[0]), messages.toArray(new String[0]));
  }
}
