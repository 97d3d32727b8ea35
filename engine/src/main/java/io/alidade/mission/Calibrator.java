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

  /** An instruction that is an {@link Operator}. */
  static final int OPERATE = 4;

  /** By powers from 0; null for other kinds. */
  final double[] polynomial;

  private final double[] rawPoints;
  private final double[] calibratedPoints;
  private final int order;
  private final boolean extrapolate;

  private final int[] program;
  private final double[] arguments;
  private final Operator[] operators;

  private Calibrator(
      double[] polynomial,
      double[] rawPoints,
      double[] calibratedPoints,
      int order,
      boolean extrapolate,
      int[] program,
      double[] arguments,
      Operator[] operators) {
    this.polynomial = polynomial;
    this.rawPoints = rawPoints;
    this.calibratedPoints = calibratedPoints;
    this.order = order;
    this.extrapolate = extrapolate;
    this.program = program;
    this.arguments = arguments;
    this.operators = operators;
  }

  static Calibrator polynomial(double[] coefficients) {
    return new Calibrator(coefficients, null, null, 0, false, null, null, null);
  }

  /** A spline through points of ascending raw value. */
  static Calibrator spline(double[] raw, double[] calibrated, int order, boolean extrapolate) {
    return new Calibrator(null, raw, calibrated, order, extrapolate, null, null, null);
  }

  /** A postfix program whose stack is known not to run over or empty. */
  static Calibrator math(int[] program, double[] arguments, Operator[] operators) {
    return new Calibrator(null, null, null, 0, false, program, arguments, operators);
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

  private double run(double raw, Values values, double[] stack) {
    int top = 0;
    for (int i = 0; i < program.length; i++) {
      int code = program[i];
      if (code != OPERATE) {
        int slot = (int) arguments[i];
        stack[top++] =
            switch (code) {
              case PUSH -> arguments[i];
              case PUSH_THIS -> raw;
              case PUSH_CALIBRATED -> values.isKnown(slot) ? values.calibrated(slot) : Double.NaN;
              default -> values.isKnown(slot) ? values.raw(slot) : Double.NaN;
            };
      } else {
        top = operators[i].operate(stack, top);
      }
    }
    return stack[0];
  }
}
