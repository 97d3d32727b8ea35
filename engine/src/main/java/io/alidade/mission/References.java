package io.alidade.mission;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.alidade.event.Field;
import io.alidade.mission.ParameterType.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Finds what references mean, and gives a slot to each value that something refers to. */
final class References {
  /** A value that a criterion or size refers to. */
  record Target(int slot, ParameterType type) {}

  /** A parameter, or a member of one by its path; the key of a slot. */
  record Value(Parameter parameter, String members) {}

  private record Found(Value value, ParameterType type, String initialValue) {}

  private final Map<Value, Integer> slots = new HashMap<>();
  private final List<Found> found = new ArrayList<>();
  private final Loader loader;

  References(Loader loader) {
    this.loader = loader;
  }

  /** Whether references that are read now are of restrictions, or of what a plan needs. */
  boolean ofRestriction;

  private final Set<Integer> neededByPlans = new HashSet<>();

  /**
   * The slot of a parameter or member of one, or -1 when nothing refers to it; with {@code
   * restrictions}, what only restrictions refer to counts too.
   */
  int slotOf(Parameter parameter, String members, boolean restrictions) {
    int slot = slots.getOrDefault(new Value(parameter, members), -1);
    return restrictions || neededByPlans.contains(slot) ? slot : -1;
  }

  static Parameter parameter(Element element, String reference, SpaceSystem system)
      throws MissionException {
    Parameter parameter =
        system.resolve(reference, place -> place.system().parameters.get(place.name()));
    if (parameter == null) {
      throw element.fault("there is no parameter " + reference + "; correct the reference");
    }
    return parameter;
  }

  static Container container(Element element, String reference, SpaceSystem system)
      throws MissionException {
    Container container =
        system.resolve(reference, place -> place.system().containers.get(place.name()));
    if (container == null) {
      throw element.fault("there is no container " + reference + "; correct the reference");
    }
    return container;
  }

  /** The slot of a parameter, or of a member of one: {@code NAME/member} or {@code NAME.member}. */
  Target slot(Element element, String reference, SpaceSystem system) throws MissionException {
    String head = reference.strip();
    String members = "";
    Parameter parameter = null;
    while (true) {
      parameter = system.resolve(head, place -> place.system().parameters.get(place.name()));
      int cut = Math.max(head.lastIndexOf('/'), head.lastIndexOf('.'));
      if (parameter != null || cut <= 0) {
        break;
      }
      members = "/" + head.substring(cut + 1) + members;
      head = head.substring(0, cut);
    }
    if (parameter == null) {
      throw element.fault("there is no parameter " + reference + "; correct the reference");
    }
    ParameterType type = loader.typeOf(parameter);
    String initial = parameter.initialValue != null ? parameter.initialValue : type.initialValue;
    for (String name : members.isEmpty() ? new String[0] : members.substring(1).split("/")) {
      ParameterType.Member member = type.member(name);
      if (member == null) {
        throw element.fault(parameter.name + " has no member " + name + "; correct the reference");
      }
      type = member.type();
      initial = member.initialValue() != null ? member.initialValue() : type.initialValue;
    }
    if (type.kind == Kind.AGGREGATE || type.kind == Kind.ARRAY) {
      throw element.fault(reference + " is not a single value; refer to a member of it");
    }
    Value key = new Value(parameter, members);
    Integer slot = slots.get(key);
    if (slot == null) {
      slot = found.size();
      slots.put(key, slot);
      found.add(new Found(key, type, initial));
    }
    if (!ofRestriction) {
      neededByPlans.add(slot);
    }
    return new Target(slot, type);
  }

  /** Initial values by slot. */
  List<Values.Initial> initialValues() {
    List<Values.Initial> values = new ArrayList<>();
    for (Found each : found) {
      Values.Initial value = Values.Initial.UNKNOWN;
      if (each.initialValue != null) {
        value = initialValue(each.type, each.initialValue.strip());
        if (!value.known()) {
          loader.warn(
              each.value.parameter.element,
              "initialValue " + each.initialValue,
              "is not a value of its type and is not used");
        }
      }
      Field local = each.value.members.isEmpty() ? each.value.parameter.local() : null;
      values.add(local == null ? value : value.givenBy(local));
    }
    return values;
  }

  private static Values.Initial initialValue(ParameterType type, String text) {
    if (type.kind == Kind.STRING) {
      return new Values.Initial(true, 0, 0, 0, text.getBytes(UTF_8), null);
    }
    if (type.kind == Kind.BOOLEAN || type.kind == Kind.ENUMERATED) {
      long[] ranges = CriteriaReader.valuesOf(type, text);
      if (ranges.length > 0) {
        long bits = ranges[ranges.length - 2];
        return new Values.Initial(true, bits, bits, bits, null, null);
      }
    }
    try {
      double number = Double.parseDouble(text);
      return new Values.Initial(true, (long) number, number, number, null, null);
    } catch (NumberFormatException notNumber) {
      return Values.Initial.UNKNOWN;
    }
  }
}
