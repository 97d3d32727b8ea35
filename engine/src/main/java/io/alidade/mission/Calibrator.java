package io.alidade.mission;

/** A calibration curve: raw value to engineering value. Immutable. */
final class Calibrator {
  /** How deep the stack of a math operation may be. */
  static final int MAX_STACK = 16;

  /** An instruction of a math operation that pushes its argument. */
  static final int PUSH = 0;

  /** An instruction that pushes the raw value. */
  static final int PUSH_THIS = 1;

  /** An instruction that pushes the calibrated value of the slot in its argument. */
  static final int PUSH_CALIBRATED = 2;

  static final int PUSH_RAW = 3;

  /** The first operator; the rest follow in the order of {@link #OPERATORS}. */
  static final int FIRST_OPERATOR = 4;

  static final String[] OPERATORS = {
    "+", "-", "*", "/", "%", "^", "y^x", "ln", "log", "e^x", "1/x", "abs", "sin", "cos", "tan",
    "asin", "acos", "atan", "sinh", "cosh", "tanh", "sqrt", "x!", "swap", "drop", "dup", "over",
    "min", "max", ">", ">=", "<", "<=", "==", "!=", "&&", "||", "!", "x^2", "~", "&", "|", "<<",
    ">>", "div", "xor", "acosh", "asinh", "atanh", "floor", "ceil", "round", "int", "float"
  };

  /** By powers from 0; null for other kinds. */
  final double[] polynomial;

  private final double[] rawPoints;
  private final double[] calibratedPoints;
  private final int order;
  private final boolean extrapolate;

  private final int[] program;
  private final double[] arguments;

  private Calibrator(
      double[] polynomial,
      double[] rawPoints,
      double[] calibratedPoints,
      int order,
      boolean extrapolate,
      int[] program,
      double[] arguments) {
    this.polynomial = polynomial;
    this.rawPoints = rawPoints;
    this.calibratedPoints = calibratedPoints;
    this.order = order;
    this.extrapolate = extrapolate;
    this.program = program;
    this.arguments = arguments;
  }

  static Calibrator polynomial(double[] coefficients) {
    return new Calibrator(coefficients, null, null, 0, false, null, null);
  }

  /** A spline through points of ascending raw value. */
  static Calibrator spline(double[] raw, double[] calibrated, int order, boolean extrapolate) {
    return new Calibrator(null, raw, calibrated, order, extrapolate, null, null);
  }

  /** A postfix program whose stack is known not to run over or empty. */
  static Calibrator math(int[] program, double[] arguments) {
    return new Calibrator(null, null, null, 0, false, program, arguments);
  }

  /** The engineering value; NaN outside a spline that does not extrapolate. */
  double apply(double raw, Values values, double[] stack) {
    if (polynomial != null) {
      double sum = 0;
      for (int i = polynomial.length - 1; i >= 0; i--) {
        sum = sum * raw + polynomial[i];
      }
      return sum;
    }
    return rawPoints != null ? interpolate(raw) : run(raw, values, stack);
  }

  private double interpolate(double raw) {
    int last = rawPoints.length - 1;
    if (!(raw >= rawPoints[0] && raw <= rawPoints[last]) && !extrapolate) {
      return Double.NaN;
    }
    int low = 0;
    int high = last;
    while (low < high) { // the greatest point that is not above raw
      int middle = (low + high + 1) >>> 1;
      if (rawPoints[middle] <= raw) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    if (order == 0 || last == 0) {
      return calibratedPoints[low];
    }
    // Lagrange's polynomial through order + 1 points around raw.
    int points = Math.min(order, last) + 1;
    int first = Math.max(0, Math.min(low - (points - 2) / 2, last - points + 1));
    double sum = 0;
    for (int i = first; i < first + points; i++) {
      double term = calibratedPoints[i];
      for (int k = first; k < first + points; k++) {
        if (k != i) {
          term *= (raw - rawPoints[k]) / (rawPoints[i] - rawPoints[k]);
        }
      }
      sum += term;
    }
    return sum;
  }

  /** How many values an operator takes off the stack, and how many it puts back. */
  static int taken(String operator) {
    return switch (operator) {
      case "ln",
          "log",
          "e^x",
          "1/x",
          "abs",
          "sin",
          "cos",
          "tan",
          "asin",
          "acos",
          "atan",
          "sinh",
          "cosh",
          "tanh",
          "sqrt",
          "x!",
          "drop",
          "dup",
          "!",
          "x^2",
          "~",
          "acosh",
          "asinh",
          "atanh",
          "floor",
          "ceil",
          "round",
          "int",
          "float" ->
          1;
      default -> 2;
    };
  }

  static int given(String operator) {
    return switch (operator) {
      case "drop" -> 0;
      case "dup", "swap" -> 2;
      case "over" -> 3;
      default -> 1;
    };
  }

  private double run(double raw, Values values, double[] stack) {
    int top = 0;
    for (int i = 0; i < program.length; i++) {
      int code = program[i];
      if (code < FIRST_OPERATOR) {
        int slot = (int) arguments[i];
        stack[top++] =
            switch (code) {
              case PUSH -> arguments[i];
              case PUSH_THIS -> raw;
              case PUSH_CALIBRATED -> values.isKnown(slot) ? values.calibrated(slot) : Double.NaN;
              default -> values.isKnown(slot) ? values.raw(slot) : Double.NaN;
            };
      } else {
        top = operate(code - FIRST_OPERATOR, stack, top);
      }
    }
    return stack[0];
  }

  private static int operate(int operator, double[] stack, int top) {
    double x = stack[top - 1];
    double y = top > 1 ? stack[top - 2] : 0; // x is on top, y below it
    switch (operator) {
      case 23 -> { // swap
        stack[top - 2] = x;
        stack[top - 1] = y;
        return top;
      }
      case 24 -> { // drop
        return top - 1;
      }
      case 25 -> { // dup
        stack[top] = x;
        return top + 1;
      }
      case 26 -> { // over
        stack[top] = y;
        return top + 1;
      }
      default -> {}
    }
    if (taken(OPERATORS[operator]) == 1) {
      stack[top - 1] = unary(operator, x);
      return top;
    }
    stack[top - 2] = binary(operator, y, x);
    return top - 1;
  }

  private static double unary(int operator, double x) {
    return switch (OPERATORS[operator]) {
      case "ln" -> Math.log(x);
      case "log" -> Math.log10(x);
      case "e^x" -> Math.exp(x);
      case "1/x" -> 1 / x;
      case "abs" -> Math.abs(x);
      case "sin" -> Math.sin(x);
      case "cos" -> Math.cos(x);
      case "tan" -> Math.tan(x);
      case "asin" -> Math.asin(x);
      case "acos" -> Math.acos(x);
      case "atan" -> Math.atan(x);
      case "sinh" -> Math.sinh(x);
      case "cosh" -> Math.cosh(x);
      case "tanh" -> Math.tanh(x);
      case "sqrt" -> Math.sqrt(x);
      case "x!" -> factorial(x);
      case "!" -> x == 0 ? 1 : 0;
      case "x^2" -> x * x;
      case "~" -> ~(long) x;
      case "acosh" -> Math.log(x + Math.sqrt(x * x - 1));
      case "asinh" -> Math.signum(x) * Math.log(Math.abs(x) + Math.sqrt(x * x + 1));
      case "atanh" -> Math.log((1 + x) / (1 - x)) / 2;
      case "floor" -> Math.floor(x);
      case "ceil" -> Math.ceil(x);
      case "round" -> Math.rint(x);
      case "int" -> x < 0 ? Math.ceil(x) : Math.floor(x);
      default -> x;
    };
  }

  private static double binary(int operator, double y, double x) {
    return switch (OPERATORS[operator]) {
      case "+" -> y + x;
      case "-" -> y - x;
      case "*" -> y * x;
      case "/" -> y / x;
      case "%" -> y % x;
      case "^", "y^x" -> Math.pow(y, x);
      case "min" -> Math.min(y, x);
      case "max" -> Math.max(y, x);
      case ">" -> y > x ? 1 : 0;
      case ">=" -> y >= x ? 1 : 0;
      case "<" -> y < x ? 1 : 0;
      case "<=" -> y <= x ? 1 : 0;
      case "==" -> y == x ? 1 : 0;
      case "!=" -> y != x ? 1 : 0;
      case "&&" -> y != 0 && x != 0 ? 1 : 0;
      case "||" -> y != 0 || x != 0 ? 1 : 0;
      case "&" -> (long) y & (long) x;
      case "|" -> (long) y | (long) x;
      case "xor" -> (long) y ^ (long) x;
      case "<<" -> (long) y << (long) x;
      case ">>" -> (long) y >> (long) x;
      case "div" -> Math.floor(y / x);
      default -> Double.NaN;
    };
  }

  private static double factorial(double x) {
    if (!(x >= 0 && x <= 170)) {
      return Double.NaN;
    }
    double product = 1;
    for (int i = 2; i <= x; i++) {
      product *= i;
    }
    return product;
  }
}
