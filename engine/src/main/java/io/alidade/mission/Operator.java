package io.alidade.mission;

/** The operators of a math operation, over a stack of values: y is below x, which is on top. */
enum Operator {
  ADD("+", 2),
  SUBTRACT("-", 2),
  MULTIPLY("*", 2),
  DIVIDE("/", 2),
  REMAINDER("%", 2),
  POWER("^", 2),
  Y_TO_X("y^x", 2),
  LN("ln", 1),
  LOG("log", 1),
  EXP("e^x", 1),
  INVERSE("1/x", 1),
  ABS("abs", 1),
  SIN("sin", 1),
  COS("cos", 1),
  TAN("tan", 1),
  ASIN("asin", 1),
  ACOS("acos", 1),
  ATAN("atan", 1),
  SINH("sinh", 1),
  COSH("cosh", 1),
  TANH("tanh", 1),
  ASINH("asinh", 1),
  ACOSH("acosh", 1),
  ATANH("atanh", 1),
  SQRT("sqrt", 1),
  SQUARE("x^2", 1),
  FACTORIAL("x!", 1),
  FLOOR("floor", 1),
  CEIL("ceil", 1),
  ROUND("round", 1),
  INT("int", 1),
  FLOAT("float", 1),
  NOT("!", 1),
  COMPLEMENT("~", 1),
  SWAP("swap", 2),
  DROP("drop", 1),
  DUP("dup", 1),
  OVER("over", 2),
  MIN("min", 2),
  MAX("max", 2),
  GREATER(">", 2),
  NOT_LESS(">=", 2),
  LESS("<", 2),
  NOT_GREATER("<=", 2),
  EQUAL("==", 2),
  NOT_EQUAL("!=", 2),
  AND("&&", 2),
  OR("||", 2),
  BIT_AND("&", 2),
  BIT_OR("|", 2),
  BIT_XOR("xor", 2),
  SHIFT_LEFT("<<", 2),
  SHIFT_RIGHT(">>", 2),
  QUOTIENT("div", 2);

  private static final Operator[] ALL = values();

  private final String symbol;

  /** How many values it takes off the stack. */
  final int taken;

  Operator(String symbol, int taken) {
    this.symbol = symbol;
    this.taken = taken;
  }

  /** The operator with a symbol of XTCE, or null. */
  static Operator of(String symbol) {
    for (Operator operator : ALL) {
      if (operator.symbol.equals(symbol)) {
        return operator;
      }
    }
    return null;
  }

  /** How many values it puts back. */
  int given() {
    return switch (this) {
      case DROP -> 0;
      case DUP, SWAP -> 2;
      case OVER -> 3;
      default -> 1;
    };
  }

  /** Works on a stack and returns its new height. */
  int operate(double[] stack, int top) {
    double x = stack[top - 1];
    double y = taken == 2 ? stack[top - 2] : 0;
    switch (this) {
      case SWAP -> {
        stack[top - 2] = x;
        stack[top - 1] = y;
        return top;
      }
      case DROP -> {
        return top - 1;
      }
      case DUP -> {
        stack[top] = x;
        return top + 1;
      }
      case OVER -> {
        stack[top] = y;
        return top + 1;
      }
      default -> {
        stack[top - taken] = taken == 1 ? unary(x) : binary(y, x);
        return top - taken + 1;
      }
    }
  }

  private double unary(double x) {
    return switch (this) {
      case LN -> Math.log(x);
      case LOG -> Math.log10(x);
      case EXP -> Math.exp(x);
      case INVERSE -> 1 / x;
      case ABS -> Math.abs(x);
      case SIN -> Math.sin(x);
      case COS -> Math.cos(x);
      case TAN -> Math.tan(x);
      case ASIN -> Math.asin(x);
      case ACOS -> Math.acos(x);
      case ATAN -> Math.atan(x);
      case SINH -> Math.sinh(x);
      case COSH -> Math.cosh(x);
      case TANH -> Math.tanh(x);
      case ASINH -> Math.signum(x) * Math.log(Math.abs(x) + Math.sqrt(x * x + 1));
      case ACOSH -> Math.log(x + Math.sqrt(x * x - 1));
      case ATANH -> Math.log((1 + x) / (1 - x)) / 2;
      case SQRT -> Math.sqrt(x);
      case SQUARE -> x * x;
      case FACTORIAL -> factorial(x);
      case FLOOR -> Math.floor(x);
      case CEIL -> Math.ceil(x);
      case ROUND -> Math.rint(x);
      case INT -> x < 0 ? Math.ceil(x) : Math.floor(x);
      case NOT -> x == 0 ? 1 : 0;
      case COMPLEMENT -> ~(long) x;
      default -> x;
    };
  }

  private double binary(double y, double x) {
    return switch (this) {
      case ADD -> y + x;
      case SUBTRACT -> y - x;
      case MULTIPLY -> y * x;
      case DIVIDE -> y / x;
      case REMAINDER -> y % x;
      case POWER, Y_TO_X -> Math.pow(y, x);
      case MIN -> Math.min(y, x);
      case MAX -> Math.max(y, x);
      case GREATER -> y > x ? 1 : 0;
      case NOT_LESS -> y >= x ? 1 : 0;
      case LESS -> y < x ? 1 : 0;
      case NOT_GREATER -> y <= x ? 1 : 0;
      case EQUAL -> y == x ? 1 : 0;
      case NOT_EQUAL -> y != x ? 1 : 0;
      case AND -> y != 0 && x != 0 ? 1 : 0;
      case OR -> y != 0 || x != 0 ? 1 : 0;
      case BIT_AND -> (long) y & (long) x;
      case BIT_OR -> (long) y | (long) x;
      case BIT_XOR -> (long) y ^ (long) x;
      case SHIFT_LEFT -> (long) y << (long) x;
      case SHIFT_RIGHT -> (long) y >> (long) x;
      case QUOTIENT -> Math.floor(y / x);
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
