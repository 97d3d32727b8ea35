package io.alidade.mission;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * An entry whose parameter the packet names (XTCE 1.2, IndirectParameterRefEntryType): finds the
 * plan of the parameter that a slot's value names. Immutable.
 *
 * @param slot where the name is
 * @param labels the labels of the slot's value, which are names; null for a text or a number
 * @param isNumber whether the value itself is the name, in decimal
 */
record Indirect(int slot, Labels labels, boolean isNumber, Table table) {
  /** Plans by name. */
  static final class Table {
    private final byte[][] names;
    private final Plan[] plans;
    private final long[] numbers;
    private final Plan[] plansOfNumbers;

    private Table(byte[][] names, Plan[] plans, long[] numbers, Plan[] plansOfNumbers) {
      this.names = names;
      this.plans = plans;
      this.numbers = numbers;
      this.plansOfNumbers = plansOfNumbers;
    }

    /** Names that are integers in decimal are found as numbers too. */
    static Table of(Map<String, Plan> byName) {
      List<byte[]> names = new ArrayList<>();
      Map<Long, Plan> byNumber = new TreeMap<>();
      for (Map.Entry<String, Plan> each : byName.entrySet()) {
        names.add(each.getKey().getBytes(UTF_8));
        if (each.getKey().matches("0|-?[1-9]\\d{0,17}")) {
          byNumber.put(Long.parseLong(each.getKey()), each.getValue());
        }
      }
      names.sort(Arrays::compare);
      Plan[] plans = new Plan[names.size()];
      for (int i = 0; i < plans.length; i++) {
        plans[i] = byName.get(new String(names.get(i), UTF_8));
      }
      return new Table(
          names.toArray(new byte[0][]),
          plans,
          byNumber.keySet().stream().mapToLong(Long::longValue).toArray(),
          byNumber.values().toArray(new Plan[0]));
    }

    private Plan find(byte[] text, int length) {
      int end = length;
      while (end > 0 && text[end - 1] == ' ') {
        end--;
      }
      int low = 0;
      int high = names.length - 1;
      while (low <= high) {
        int middle = (low + high) >>> 1;
        int order = Arrays.compare(names[middle], 0, names[middle].length, text, 0, end);
        if (order == 0) {
          return plans[middle];
        }
        if (order < 0) {
          low = middle + 1;
        } else {
          high = middle - 1;
        }
      }
      return null;
    }

    private Plan find(long number) {
      int at = Arrays.binarySearch(numbers, number);
      return at < 0 ? null : plansOfNumbers[at];
    }

    private Table renamed(Map<Integer, Integer> ids) {
      return new Table(names, renamed(plans, ids), numbers, renamed(plansOfNumbers, ids));
    }

    private static Plan[] renamed(Plan[] plans, Map<Integer, Integer> ids) {
      Plan[] renamed = new Plan[plans.length];
      for (int i = 0; i < plans.length; i++) {
        renamed[i] = plans[i].renamed(ids);
      }
      return renamed;
    }
  }

  /** The plan of the parameter that the packet names, or null for none. */
  Plan find(Values values) {
    if (!values.isKnown(slot)) {
      return null;
    }
    if (isNumber) {
      return table.find(values.bits(slot));
    }
    if (labels != null) {
      byte[] label = labels.of(values.bits(slot));
      return label == null ? null : table.find(label, label.length);
    }
    byte[] text = values.text(slot);
    return text == null ? null : table.find(text, values.textLength(slot));
  }

  Indirect renamed(Map<Integer, Integer> ids) {
    return new Indirect(slot, labels, isNumber, table.renamed(ids));
  }
}
