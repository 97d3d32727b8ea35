package io.alidade.mission;

/**
 * The steps that decode one container with all that it inherits, in the order of the packet. A
 * step's place is a base, which is 0 up to the first entry whose place depends on the packet, plus
 * the step's own offset. Parallel arrays by step; steps of the same simple operation that follow
 * each other are a run. Immutable.
 */
final class Plan {
  /** Ends the plan. */
  static final int END = 0;

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

  /** The last operation that forms runs. */
  static final int LAST_SIMPLE = BOOL;

  /** Any value of a size that is known; a is the type, b the slot or -1. */
  static final int VALUE = 11;

  /** A value after which the base is its end; a is the type, b the slot or -1. */
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

  final int[] operation;

  /** Bits from the base. */
  final int[] offset;

  /** 64 less the bits of a simple value; the bits of others. */
  final int[] size;

  /** Field id; -1 for a value that is not written. */
  final int[] field;

  final int[] a;
  final int[] b;

  /** Where a LOOP continues after its last repetition. */
  final int[] target;

  /** The step after the run that a step starts. */
  final int[] runEnd;

  /** The bits from the base that the run from a step needs. */
  final int[] reach;

  /** Polynomial coefficients by power. */
  final double[] c0;

  final double[] c1;
  final double[] c2;
  final double[] c3;

  /** Limits of simple values; limited says whether there are any. */
  final double[] low;

  final double[] high;
  final boolean[] limited;

  final ParameterType[] types;
  final Labels[] labels;
  final Quantity[] quantities;
  final Condition[] conditions;

  Plan(
      int steps,
      ParameterType[] types,
      Labels[] labels,
      Quantity[] quantities,
      Condition[] conditions) {
    operation = new int[steps];
    offset = new int[steps];
    size = new int[steps];
    field = new int[steps];
    a = new int[steps];
    b = new int[steps];
    target = new int[steps];
    runEnd = new int[steps];
    reach = new int[steps];
    c0 = new double[steps];
    c1 = new double[steps];
    c2 = new double[steps];
    c3 = new double[steps];
    low = new double[steps];
    high = new double[steps];
    limited = new boolean[steps];
    this.types = types;
    this.labels = labels;
    this.quantities = quantities;
    this.conditions = conditions;
  }
}
