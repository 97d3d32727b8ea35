package io.alidade.mission;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Numbers the parameters that have limits, and the memories that their alarms need. */
final class Checks {
  /** All values that a decoder may keep for alarms of change: 16 MB. */
  private static final int MAX_SAMPLES = 1 << 20;

  private final Loader loader;
  private final Map<Parameter, Integer> numbers = new HashMap<>();
  private final Map<References.Value, Check> checks = new HashMap<>();
  private final List<Integer> fields = new ArrayList<>();
  private final List<Integer> samples = new ArrayList<>();
  private int sampleCount;

  Checks(Loader loader) {
    this.loader = loader;
  }

  /** The check of a parameter, or of a member or an element of one; null where it has no limits. */
  Check of(Parameter parameter, String members, ParameterType type) throws MissionException {
    if (type.limits.isNone()) {
      return null;
    }
    References.Value key = new References.Value(parameter, members);
    Check check = checks.get(key);
    if (check == null) {
      Limits limits = type.limits;
      if (limits.hasMemory() && members.contains("[]")) {
        loader.warn(
            type.element,
            "the alarm of an array's elements",
            "is of each element by itself: violations are not counted, changes not checked");
        limits = limits.withoutMemory();
      }
      check = new Check(limits, number(parameter), limits.hasMemory() ? memory(type) : -1);
      checks.put(key, check);
    }
    return check;
  }

  private int number(Parameter parameter) {
    return numbers.computeIfAbsent(
        parameter,
        key -> {
          fields.add(loader.names.field(key.fieldName));
          return fields.size() - 1;
        });
  }

  private int memory(ParameterType type) throws MissionException {
    sampleCount += type.limits.samples();
    if (sampleCount > MAX_SAMPLES) {
      throw type.element.fault(
          "with it, alarms of change keep more than "
              + MAX_SAMPLES
              + " values; shorten their spans");
    }
    samples.add(type.limits.samples());
    return samples.size() - 1;
  }

  int[] fields() {
    return fields.stream().mapToInt(Integer::intValue).toArray();
  }

  /** How many values each memory keeps. */
  int[] samples() {
    return samples.stream().mapToInt(Integer::intValue).toArray();
  }
}
