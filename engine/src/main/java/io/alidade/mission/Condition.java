package io.alidade.mission;

/**
 * A criterion over values of the packet: a comparison, or several joined by and/or. A comparison
 * with a value that is unknown does not hold, whatever its operator.
 */
final class Condition {
  private enum Kind {
    ALL,
    ANY,
    BITS,
    NUMBER,
    SET,
    TEXT,
    PAIR
  }

  /** How two values are compared. */
  enum Operator {
    EQUAL,
    NOT_EQUAL,
    LESS,
    NOT_GREATER,
    GREATER,
    NOT_LESS;

    static Operator of(Element element, String text) throws MissionException {
      return switch (text) {
        case "==", "=" -> EQUAL;
        case "!=" -> NOT_EQUAL;
        case "<" -> LESS;
        case "<=" -> NOT_GREATER;
        case ">" -> GREATER;
        case ">=" -> NOT_LESS;
        default -> throw element.fault("operator \"" + text + "\" is unknown; use == != < <= > >=");
      };
    }

    boolean holds(int order) {
      return switch (this) {
        case EQUAL -> order == 0;
        case NOT_EQUAL -> order != 0;
        case LESS -> order < 0;
        case NOT_GREATER -> order <= 0;
        case GREATER -> order > 0;
        case NOT_LESS -> order >= 0;
      };
    }

    boolean holds(double left, double right) {
      return switch (this) {
        case EQUAL -> left == right;
        case NOT_EQUAL -> left != right;
        case LESS -> left < right;
        case NOT_GREATER -> left <= right;
        case GREATER -> left > right;
        case NOT_LESS -> left >= right;
      };
    }
  }

  private final Kind kind;
  private final int slot;
  private final Operator operator;
  private final boolean calibrated;
  private final boolean unsigned;
  private final long bits;
  private final double number;
  private final byte[] text;
  private final long[] ranges;
  private final int other;
  private final Condition[] parts;

  private Condition(
      Kind kind,
      int slot,
      Operator operator,
      boolean calibrated,
      boolean unsigned,
      long bits,
      double number,
      byte[] text,
      long[] ranges,
      int other,
      Condition[] parts) {
    this.kind = kind;
    this.slot = slot;
    this.operator = operator;
    this.calibrated = calibrated;
    this.unsigned = unsigned;
    this.bits = bits;
    this.number = number;
    this.text = text;
    this.ranges = ranges;
    this.other = other;
    this.parts = parts;
  }

  static Condition all(Condition... parts) {
    return parts.length == 1 ? parts[0] : joined(Kind.ALL, parts);
  }

  static Condition any(Condition... parts) {
    return parts.length == 1 ? parts[0] : joined(Kind.ANY, parts);
  }

  private static Condition joined(Kind kind, Condition... parts) {
    return new Condition(kind, -1, null, false, false, 0, 0, null, null, -1, parts);
  }

  static Condition ofBits(int slot, Operator operator, boolean unsigned, long bits) {
    return new Condition(Kind.BITS, slot, operator, false, unsigned, bits, 0, null, null, -1, null);
  }

  static Condition ofNumber(int slot, Operator operator, boolean calibrated, double number) {
    return new Condition(
        Kind.NUMBER, slot, operator, calibrated, false, 0, number, null, null, -1, null);
  }

  /** Whether the integer lies in (or out of) pairs of least and greatest values. */
  static Condition ofSet(int slot, Operator operator, long[] ranges) {
    return new Condition(Kind.SET, slot, operator, false, false, 0, 0, null, ranges, -1, null);
  }

  static Condition ofText(int slot, Operator operator, byte[] text) {
    return new Condition(Kind.TEXT, slot, operator, false, false, 0, 0, text, null, -1, null);
  }

  /** Compares two parameters as numbers. */
  static Condition ofPair(int slot, Operator operator, boolean calibrated, int other) {
    return new Condition(
        Kind.PAIR, slot, operator, calibrated, false, 0, 0, null, null, other, null);
  }

  boolean holds(Values values) {
    switch (kind) {
      case ALL -> {
        for (Condition part : parts) {
          if (!part.holds(values)) {
            return false;
          }
        }
        return true;
      }
      case ANY -> {
        for (Condition part : parts) {
          if (part.holds(values)) {
            return true;
          }
        }
        return false;
      }
      default -> {
        return values.isKnown(slot) && compare(values);
      }
    }
  }

  private boolean compare(Values values) {
    switch (kind) {
      case BITS -> {
        long value = values.bits(slot);
        return operator.holds(
            unsigned ? Long.compareUnsigned(value, bits) : Long.compare(value, bits));
      }
      case NUMBER -> {
        return operator.holds(calibrated ? values.calibrated(slot) : values.raw(slot), number);
      }
      case SET -> {
        long value = values.bits(slot);
        boolean inside = false;
        for (int i = 0; i < ranges.length; i += 2) {
          inside |= value >= ranges[i] && value <= ranges[i + 1];
        }
        return inside == (operator == Operator.EQUAL);
      }
      case TEXT -> {
        return values.textEquals(slot, text) == (operator == Operator.EQUAL);
      }
      default -> {
        if (!values.isKnown(other)) {
          return false;
        }
        return calibrated
            ? operator.holds(values.calibrated(slot), values.calibrated(other))
            : operator.holds(values.raw(slot), values.raw(other));
      }
    }
  }
}
