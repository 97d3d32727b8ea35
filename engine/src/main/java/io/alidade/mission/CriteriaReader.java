package io.alidade.mission;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.alidade.mission.ParameterType.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Reads comparisons, criteria and the integers that depend on parameters. */
final class CriteriaReader {
  private final References references;

  CriteriaReader(References references) {
    this.references = references;
  }

  /** A MatchCriteria: Comparison, ComparisonList or BooleanExpression, the only child. */
  Condition criteria(Element wrapper, SpaceSystem system) throws MissionException {
    Element element = wrapper.only();
    return switch (element.name) {
      case "Comparison" -> comparison(element, system);
      case "ComparisonList" -> {
        element.allow(Set.of("Comparison"));
        List<Condition> parts = new ArrayList<>();
        for (Element child : element.children) {
          parts.add(comparison(child, system));
        }
        yield Condition.all(parts.toArray(new Condition[0]));
      }
      case "BooleanExpression" -> expression(element.only(), system);
      default -> throw element.refused("in " + wrapper.name);
    };
  }

  private Condition expression(Element element, SpaceSystem system) throws MissionException {
    switch (element.name) {
      case "Condition" -> {
        return condition(element, system);
      }
      case "ANDedConditions", "ORedConditions" -> {
        List<Condition> parts = new ArrayList<>();
        for (Element child : element.children) {
          parts.add(expression(child, system));
        }
        Condition[] array = parts.toArray(new Condition[0]);
        return element.name.startsWith("AND") ? Condition.all(array) : Condition.any(array);
      }
      default -> throw element.refused("in a BooleanExpression");
    }
  }

  private Condition comparison(Element element, SpaceSystem system) throws MissionException {
    element.allow(Set.of());
    String value = element.attribute("value");
    if (value == null) {
      throw element.fault("the attribute value is missing; add it");
    }
    String operator = element.attribute("comparisonOperator", "==");
    return compare(element, element, system, Condition.Operator.of(element, operator), value);
  }

  private Condition condition(Element element, SpaceSystem system) throws MissionException {
    element.allow(Set.of("ParameterInstanceRef", "ComparisonOperator", "Value"));
    List<Element> operands = element.all("ParameterInstanceRef");
    Element operatorElement = element.requiredChild("ComparisonOperator");
    Condition.Operator operator = Condition.Operator.of(operatorElement, operatorElement.text);
    Element value = element.child("Value");
    if (operands.size() == 1 && value != null) {
      return compare(element, operands.get(0), system, operator, value.text);
    }
    if (operands.size() != 2 || value != null) {
      throw element.fault("compares neither two parameters nor one and a Value; give either");
    }
    References.Target left = target(operands.get(0), system);
    References.Target right = target(operands.get(1), system);
    boolean calibrated = operands.get(0).flag("useCalibratedValue", true);
    if (calibrated != operands.get(1).flag("useCalibratedValue", true)) {
      throw element.fault("compares a calibrated with a raw value; use the same for both");
    }
    if (!isNumeric(left.type()) || !isNumeric(right.type())) {
      throw element.fault("compares parameters that are not both numbers; compare with a Value");
    }
    return Condition.ofPair(left.slot(), operator, calibrated, right.slot());
  }

  private static boolean isNumeric(ParameterType type) {
    return type.encoding == null ? type.kind != Kind.STRING : type.encoding.isNumber();
  }

  /** The value that a reference to a parameter's instance means. */
  References.Target target(Element element, SpaceSystem system) throws MissionException {
    if (element.integer("instance", 0, Integer.MIN_VALUE, Integer.MAX_VALUE) != 0) {
      throw element.fault("instance other than 0 is not supported; remove it");
    }
    return references.slot(element, element.required("parameterRef"), system);
  }

  private Condition compare(
      Element element,
      Element reference,
      SpaceSystem system,
      Condition.Operator operator,
      String value)
      throws MissionException {
    References.Target target = target(reference, system);
    boolean calibrated = reference.flag("useCalibratedValue", true);
    ParameterType type = target.type();
    boolean equality =
        operator == Condition.Operator.EQUAL || operator == Condition.Operator.NOT_EQUAL;
    boolean ofString = type.encoding != null && type.encoding.form == Encoding.Form.STRING;
    if (ofString || type.kind == Kind.STRING) {
      if (!equality) {
        throw element.fault("texts can only be compared with == and !=; use one of them");
      }
      if (value.getBytes(UTF_8).length > Values.MAX_TEXT) {
        throw element.fault("value is longer than " + Values.MAX_TEXT + " bytes; shorten it");
      }
      return Condition.ofText(target.slot(), operator, value.getBytes(UTF_8));
    }
    if (type.kind == Kind.BINARY) {
      throw element.fault("binary parameters cannot be compared; use an integer");
    }
    if (type.kind == Kind.BOOLEAN || (type.kind == Kind.ENUMERATED && calibrated)) {
      long[] ranges = valuesOf(type, value.strip());
      if (ranges.length > 0 && equality) {
        return Condition.ofSet(target.slot(), operator, ranges);
      }
      if (ranges.length == 0 && !isInteger(value)) {
        throw element.fault(
            "\"" + value + "\" is no label of " + type.name + "; correct the value");
      }
    }
    boolean number = calibrated && (type.isCalibrated() || type.kind == Kind.FLOAT);
    boolean floating = type.encoding != null && type.encoding.isFloat();
    if (number || floating || type.kind == Kind.RELATIVE_TIME) {
      return Condition.ofNumber(target.slot(), operator, calibrated, element.real("value ", value));
    }
    boolean unsigned =
        type.encoding != null
            && type.encoding.form == Encoding.Form.UNSIGNED
            && type.encoding.bits == 64;
    return Condition.ofBits(target.slot(), operator, unsigned, integer(element, value, unsigned));
  }

  static boolean isInteger(String text) {
    return text.strip().matches("[-+]?(\\d{1,18}|0[xX][0-9a-fA-F]{1,15})");
  }

  static long integer(Element element, String value, boolean unsigned) throws MissionException {
    String text = value.strip();
    try {
      if (text.startsWith("0x") || text.startsWith("0X")) {
        return Long.parseUnsignedLong(text.substring(2), 16);
      }
      if (text.matches("[-+]?\\d+\\.0*")) {
        text = text.substring(0, text.indexOf('.'));
      }
      return unsigned ? Long.parseUnsignedLong(text) : Long.parseLong(text);
    } catch (NumberFormatException fault) {
      throw element.fault("\"" + value + "\" is not an integer; correct it");
    }
  }

  /** The raw values that a label of an enumeration or boolean stands for, as pairs. */
  static long[] valuesOf(ParameterType type, String label) {
    if (type.kind == Kind.ENUMERATED) {
      return type.labels.valuesOf(label);
    }
    if (label.equals(type.zero) || label.equalsIgnoreCase("false") || label.equals("0")) {
      return new long[] {0, 0};
    }
    boolean one = label.equals(type.one) || label.equalsIgnoreCase("true") || label.equals("1");
    return one ? new long[] {Long.MIN_VALUE, -1, 1, Long.MAX_VALUE} : new long[0];
  }

  /** An IntegerValue: FixedValue, DynamicValue or DiscreteLookupList, the only child. */
  Quantity quantity(Element wrapper, SpaceSystem system, long min, long max)
      throws MissionException {
    Element element = wrapper.only();
    return switch (element.name) {
      case "FixedValue" -> Quantity.fixed(element.bounded("", element.text, min, max));
      case "DynamicValue" -> dynamic(element, system);
      case "DiscreteLookupList" -> lookup(element, system, min, max);
      default -> throw element.refused("in " + wrapper.name);
    };
  }

  private Quantity dynamic(Element element, SpaceSystem system) throws MissionException {
    element.allow(Set.of("ParameterInstanceRef", "LinearAdjustment"));
    Element reference = element.requiredChild("ParameterInstanceRef");
    References.Target target = target(reference, system);
    if (!isNumeric(target.type())) {
      throw reference.fault("refers to a parameter that is no number; refer to another");
    }
    double slope = 1;
    double intercept = 0;
    Element adjustment = element.child("LinearAdjustment");
    if (adjustment != null) {
      slope = adjustment.attribute("slope") == null ? 1 : adjustment.real("slope");
      intercept = adjustment.attribute("intercept") == null ? 0 : adjustment.real("intercept");
    }
    return Quantity.ofSlot(
        target.slot(), reference.flag("useCalibratedValue", true), slope, intercept);
  }

  private Quantity lookup(Element element, SpaceSystem system, long min, long max)
      throws MissionException {
    element.allow(Set.of("DiscreteLookup"));
    int count = element.children.size();
    Condition[] conditions = new Condition[count];
    long[] results = new long[count];
    for (int i = 0; i < count; i++) {
      Element child = element.children.get(i);
      conditions[i] = criteria(child, system);
      results[i] = child.bounded("value=", child.required("value"), min, max);
    }
    String otherwise = element.attribute("defaultValue");
    return Quantity.lookup(
        conditions,
        results,
        otherwise == null ? Quantity.UNKNOWN : element.bounded("", otherwise, min, max));
  }
}
