package io.alidade.mission;

import io.alidade.mission.ParameterType.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** Reads calibrators. */
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
}
