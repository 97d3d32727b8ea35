package io.alidade.mission;

import java.util.Map;

/**
 * The steps that decode one container with all that it inherits, in the order of the packet. A
 * step's place is a base, which is 0 up to the first entry whose place depends on the packet, plus
 * the step's own offset. Parallel arrays by step. Immutable.
 */
final class Plan {
  /** Ends the plan. */
  static final int END = 26;

  // Simple values of at most 64 bits inside eight bytes, most significant bit first.
  static final int UNSIGNED = 1;
  static final int SIGNED = 2;
  static final int UNSIGNED_CUBIC = 3;
  static final int SIGNED_CUBIC = 4;
  static final int UNSIGNED_LINEAR = 5;
  static final int SIGNED_LINEAR = 6;
  static final int FLOAT32 = 7;
  static final int FLOAT64 = 8;
  static final int LABEL = 9;
  static final int BOOL = 10;

  /** The last of them. */
  static final int LAST_SIMPLE = BOOL;

  /** Any value of a size that is known; a is the type, b the slot or -1, target the check or -1. */
  static final int VALUE = 11;

  /** A value after which the base is its end; a, b and target as for {@link #VALUE}. */
  static final int VALUE_MOVES = 12;

  /** The base moves by the offset. */
  static final int MOVE = 13;

  /** The base moves by quantity a. */
  static final int MOVE_BY = 14;

  /** The base becomes 0. */
  static final int SEEK_START = 15;

  /** The base becomes the packet's end less quantity a. */
  static final int SEEK_END = 16;

  /** Register a remembers base and offset. */
  static final int SAVE = 17;

  /** The base becomes register a. */
  static final int RESTORE = 18;

  /** Goes to step b unless condition a holds. */
  static final int IF = 19;

  /** Repeats: quantity a - quantity b + 1 times the steps up to {@link #target}; field: level. */
  static final int LOOP = 20;

  /** Ends a repetition: moves by the offset, and by quantity a before another; field: level. */
  static final int LOOP_END = 21;

  static final int BEGIN_OBJECT = 22;
  static final int BEGIN_ARRAY = 23;
  static final int END_NESTED = 24;

  /** A parameter that the packet names, after which the base is its end; a is the table. */
  static final int INDIRECT = 25;

  final int[] operation;

  /** Field id; -1 for a value that is not written. */
  final int[] field;

  final int[] a;
  final int[] b;

  /** Where a LOOP continues after its last repetition. */
  final int[] target;

  /** Offset (bits 32 to 63), operation (24 to 31), shift (16 to 23), field id (0 to 15) in one. */
  final long[] head;

  /** For each step {@link #CURVE} doubles: coefficients by power, and limits; infinite for none. */
  final double[] curve;

  static final int CURVE = 6;
  static final int LOW = 4;
  static final int HIGH = 5;

  final ParameterType[] types;
  final Labels[] labels;
  final Quantity[] quantities;
  final Condition[] conditions;
  final Check[] checks;
  final Indirect[] indirects;

  Plan(
      int steps,
      ParameterType[] types,
      Labels[] labels,
      Quantity[] quantities,
      Condition[] conditions,
      Check[] checks,
      Indirect[] indirects) {
    operation = new int[steps];
    field = new int[steps];
    a = new int[steps];
    b = new int[steps];
    target = new int[steps];
    head = new long[steps];
    curve = new double[CURVE * steps];
    this.types = types;
    this.labels = labels;
    this.quantities = quantities;
    this.conditions = conditions;
    this.checks = checks;
    this.indirects = indirects;
  }

  /** The same, where fields that lie in no other have other ids; this one when none has. */
  Plan renamed(Map<Integer, Integer> ids) {
    Indirect[] tables = new Indirect[indirects.length];
    for (int i = 0; i < tables.length; i++) {
      tables[i] = indirects[i].renamed(ids);
    }
    Plan copy = new Plan(operation.length, types, labels, quantities, conditions, checks, tables);
    System.arraycopy(operation, 0, copy.operation, 0, operation.length);
    System.arraycopy(a, 0, copy.a, 0, a.length);
    System.arraycopy(b, 0, copy.b, 0, b.length);
    System.arraycopy(target, 0, copy.target, 0, target.length);
    System.arraycopy(curve, 0, copy.curve, 0, curve.length);
    boolean same = tables.length == 0;
    int depth = 0;
    for (int step = 0; step < operation.length; step++) {
      int code = operation[step];
      boolean begins = code == BEGIN_OBJECT || code == BEGIN_ARRAY;
      boolean isField = begins || code <= VALUE_MOVES;
      int id = depth == 0 && isField ? ids.getOrDefault(field[step], field[step]) : field[step];
      same &= id == field[step];
      copy.field[step] = id;
      copy.head[step] = head[step] & ~0xFFFFL | id & 0xFFFF;
      depth += begins ? 1 : code == END_NESTED ? -1 : 0;
    }
    return same ? this : copy;
  }

  static int offset(long head) {
    return (int) (head >> 32);
  }

  /** How far the value's bits are from the lowest, once its first is the highest. */
  static int shift(long head) {
    return (int) head >>> 16 & 0xFF;
  }

  static int operation(long head) {
    return (int) head >>> 24;
  }

  static int field(long head) {
    return (int) head & 0xFFFF;
  }
}
