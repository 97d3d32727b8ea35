package io.alidade.mission;

import io.alidade.mission.ParameterType.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** Reads calibrators and limits. */
final class CalibrationReader {
  private static final int MAX_TERMS = 64;
  private static final int MAX_INSTRUCTIONS = 1000;

  private final Loader loader;
  private final CriteriaReader criteria;

  CalibrationReader(Loader loader, CriteriaReader criteria) {
    this.loader = loader;
    this.criteria = criteria;
  }

  /** Reads the calibrators of a data encoding into its type. */
  void calibrators(ParameterType type, Element encoding) throws MissionException {
    Element standard = encoding.child("DefaultCalibrator");
    Element list = encoding.child("ContextCalibratorList");
    if (standard == null && list == null) {
      return;
    }
    if (!type.encoding.isNumber()) {
      throw encoding.fault("is no number and has a calibrator; remove it");
    }
    if (type.kind != Kind.INTEGER && type.kind != Kind.FLOAT) {
      throw encoding.fault("a calibrator is for integers and floats only; remove it");
    }
    if (standard != null && !isEmpty(standard)) {
      type.calibrator = Calibrator.polynomial(new double[] {0, 1}); // read below
      loader.later(() -> type.calibrator = calibrator(standard, type.system));
    }
    if (list != null) {
      list.allow(Set.of("ContextCalibrator"));
      int count = list.children.size();
      type.contexts = new Condition[count];
      type.contextCalibrators = new Calibrator[count];
      for (int i = 0; i < count; i++) {
        Element each = list.children.get(i);
        each.allow(Set.of("ContextMatch", "Calibrator"));
        int index = i;
        loader.later(
            () -> {
              type.contexts[index] =
                  criteria.criteria(each.requiredChild("ContextMatch"), type.system);
              type.contextCalibrators[index] =
                  calibrator(each.requiredChild("Calibrator"), type.system);
            });
      }
    }
  }

  /** A math operation without operations leaves the value as it is. */
  private static boolean isEmpty(Element wrapper) {
    return wrapper.children.size() == 1
        && wrapper.children.get(0).name.equals("MathOperationCalibrator")
        && wrapper.children.get(0).children.isEmpty();
  }

  private Calibrator calibrator(Element wrapper, SpaceSystem system) throws MissionException {
    List<Element> inside =
        wrapper.children.stream().filter(child -> !child.name.equals("AncillaryDataSet")).toList();
    if (inside.size() != 1) {
      throw wrapper.fault("has " + inside.size() + " calibrators inside; give one");
    }
    Element element = inside.get(0);
    return switch (element.name) {
      case "PolynomialCalibrator" -> polynomial(element);
      case "SplineCalibrator" -> spline(element);
      case "MathOperationCalibrator" -> math(element, system);
      default -> throw element.refused("in " + wrapper.name);
    };
  }

  private static Calibrator polynomial(Element element) throws MissionException {
    element.allow(Set.of("Term"));
    double[] coefficients = new double[1];
    for (Element term : element.children) {
      term.required("coefficient");
      term.required("exponent");
      int exponent = term.integer("exponent", 0, 0, MAX_TERMS);
      if (exponent >= coefficients.length) {
        coefficients = Arrays.copyOf(coefficients, exponent + 1);
      }
      coefficients[exponent] += term.real("coefficient");
    }
    if (element.children.isEmpty()) {
      throw element.fault("has no Term; add one");
    }
    return Calibrator.polynomial(coefficients);
  }

  private static Calibrator spline(Element element) throws MissionException {
    element.allow(Set.of("SplinePoint"));
    int order = element.integer("order", 1, 0, 3);
    List<double[]> points = new ArrayList<>();
    for (Element point : element.children) {
      point.required("raw");
      point.required("calibrated");
      if (point.integer("order", order, 0, 3) != order) {
        throw point.fault("order differs from its spline's, which is not supported; remove it");
      }
      points.add(new double[] {point.real("raw"), point.real("calibrated")});
    }
    if (points.size() < Math.min(2, order + 1)) {
      throw element.fault("has " + points.size() + " points; give at least " + (order + 1));
    }
    points.sort((left, right) -> Double.compare(left[0], right[0]));
    double[] raw = points.stream().mapToDouble(point -> point[0]).toArray();
    for (int i = 1; i < raw.length; i++) {
      if (raw[i] == raw[i - 1]) {
        throw element.fault("has two points at raw " + raw[i] + "; leave one");
      }
    }
    return Calibrator.spline(
        raw,
        points.stream().mapToDouble(point -> point[1]).toArray(),
        order,
        element.flag("extrapolate", false));
  }

  private Calibrator math(Element element, SpaceSystem system) throws MissionException {
    int count = element.children.size();
    if (count > MAX_INSTRUCTIONS) {
      throw element.fault("has more than " + MAX_INSTRUCTIONS + " operations; shorten it");
    }
    int[] program = new int[count];
    double[] arguments = new double[count];
    Operator[] operators = new Operator[count];
    int depth = 0;
    for (int i = 0; i < count; i++) {
      Element each = element.children.get(i);
      int taken = 0;
      int given = 1;
      switch (each.name) {
        case "ValueOperand" -> {
          program[i] = Calibrator.PUSH;
          arguments[i] = each.real("", each.text);
        }
        case "ThisParameterOperand" -> program[i] = Calibrator.PUSH_THIS;
        case "ParameterInstanceRefOperand" -> {
          boolean calibrated = each.flag("useCalibratedValue", true);
          program[i] = calibrated ? Calibrator.PUSH_CALIBRATED : Calibrator.PUSH_RAW;
          String reference = each.required("parameterRef");
          arguments[i] = loader.references.slot(each, reference, system).slot();
        }
        case "Operator" -> {
          Operator operator = Operator.of(each.text);
          if (operator == null) {
            throw each.fault("the operator " + each.text + " is not supported; change it");
          }
          program[i] = Calibrator.OPERATE;
          operators[i] = operator;
          taken = operator.taken;
          given = operator.given();
        }
        default -> throw each.refused("in " + element.name);
      }
      if (depth < taken) {
        throw each.fault("takes " + taken + " values where there are " + depth + "; correct it");
      }
      depth += given - taken;
      if (depth > Calibrator.MAX_STACK - 2) {
        throw each.fault("needs more than " + Calibrator.MAX_STACK + " values; shorten it");
      }
    }
    if (depth != 1) {
      throw element.fault("leaves " + depth + " values instead of one; correct it");
    }
    return Calibrator.math(program, arguments, operators);
  }

  /** The limits of a type: its validity ranges and alarms. */
  Limits limits(ParameterType type) throws MissionException {
    Element element = type.element;
    Element valid = element.child("ValidRange");
    Element set = element.child("ValidRangeSet");
    if (valid == null && set != null && set.children.size() == 1) {
      valid = set.children.get(0);
    } else if (set != null && set.children.size() > 1) {
      loader.warn(set, null, "of several ranges is not checked");
    }
    Element alarm = element.child("DefaultAlarm");
    Element contexts = element.child("ContextAlarmList");
    if (valid == null && alarm == null && contexts == null) {
      return Limits.NONE;
    }
    if (type.kind != Kind.INTEGER && type.kind != Kind.FLOAT && type.kind != Kind.ENUMERATED) {
      loader.warn(
          alarm != null ? alarm : element, null, "of a " + element.name + " is not checked");
      return Limits.NONE;
    }
    Limits limits = alarm(type, alarm, valid);
    if (contexts != null) {
      contexts.allow(Set.of("ContextAlarm"));
      int count = contexts.children.size();
      limits = limits.copy();
      limits.contexts = new Condition[count];
      limits.contextLimits = new Limits[count];
      for (int i = 0; i < count; i++) {
        Element each = contexts.children.get(i);
        limits.contexts[i] = criteria.criteria(each.requiredChild("ContextMatch"), type.system);
        limits.contextLimits[i] = alarm(type, each, valid);
      }
    }
    return limits;
  }

  private Limits alarm(ParameterType type, Element alarm, Element valid) throws MissionException {
    double low = Double.NEGATIVE_INFINITY;
    double high = Double.POSITIVE_INFINITY;
    boolean calibrated = true;
    if (valid != null) {
      low = least(valid);
      high = greatest(valid);
      calibrated =
          (valid.flag("validRangeAppliesToCalibrated", true)
                  && valid.flag("rangeAppliesToCalibrated", true))
              || !type.isCalibrated();
    }
    List<double[]> inside = new ArrayList<>();
    List<long[]> alarmed = new ArrayList<>();
    for (Element child : alarm == null ? List.<Element>of() : alarm.children) {
      switch (child.name) {
        case "StaticAlarmRanges", "AlarmRanges", "AlarmMultiRanges", "StaticAlarmMultiRanges" -> {
          boolean outside = !child.attribute("rangeForm", "outside").equals("inside");
          for (Element range : child.children) {
            if (!range.name.endsWith("Range")) {
              continue;
            }
            boolean multi = child.name.contains("Multi");
            boolean normal = range.attribute("level", "").equals("normal");
            boolean form =
                range.attribute("rangeForm", multi ? "inside" : "outside").equals("inside");
            if (normal) {
              continue;
            }
            if (outside && !form) {
              if (!calibrated) { // alarms are of calibrated values
                inside.add(new double[] {Double.NEGATIVE_INFINITY, Math.nextDown(least(range))});
                inside.add(new double[] {Math.nextUp(greatest(range)), Double.POSITIVE_INFINITY});
              } else {
                low = Math.max(low, least(range));
                high = Math.min(high, greatest(range));
              }
            } else {
              inside.add(new double[] {least(range), greatest(range)});
            }
          }
        }
        case "EnumerationAlarmList" -> {
          for (Element each : child.all("EnumerationAlarm")) {
            String label = each.attribute("enumerationLabel", each.attribute("enumerationValue"));
            if (type.labels == null || label == null || type.labels.valuesOf(label).length == 0) {
              throw each.fault("\"" + label + "\" is no label of " + type.name + "; correct it");
            }
            if (!each.attribute("alarmLevel", "normal").equals("normal")) {
              alarmed.add(type.labels.valuesOf(label));
            }
          }
        }
        case "ContextMatch", "AncillaryDataSet" -> {}
        default -> loader.warn(child, null, "is not checked");
      }
    }
    if (alarm != null && alarm.integer("minViolations", 1, 1, Integer.MAX_VALUE) > 1) {
      loader.warn(alarm, "minViolations", "is not counted: each violation is flagged");
    }
    if (alarm != null && !alarm.attribute("defaultAlarmLevel", "normal").equals("normal")) {
      loader.warn(alarm, "defaultAlarmLevel", "is not used: other values are no alarms");
    }
    Limits limits = new Limits(low, high, calibrated);
    limits.inside = inside.stream().flatMapToDouble(Arrays::stream).toArray();
    limits.alarmed = alarmed.stream().flatMapToLong(Arrays::stream).toArray();
    return limits;
  }

  private static double least(Element range) throws MissionException {
    double inclusive = range.real("minInclusive");
    double exclusive = range.real("minExclusive");
    double least = Double.NEGATIVE_INFINITY;
    least = Double.isNaN(inclusive) ? least : Math.max(least, inclusive);
    return Double.isNaN(exclusive) ? least : Math.max(least, Math.nextUp(exclusive));
  }

  private static double greatest(Element range) throws MissionException {
    double inclusive = range.real("maxInclusive");
    double exclusive = range.real("maxExclusive");
    double greatest = Double.POSITIVE_INFINITY;
    greatest = Double.isNaN(inclusive) ? greatest : Math.min(greatest, inclusive);
    return Double.isNaN(exclusive) ? greatest : Math.min(greatest, Math.nextDown(exclusive));
  }
}
