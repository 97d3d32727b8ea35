package io.alidade.mission;

import io.alidade.event.Event;
import io.alidade.event.Field;
import io.alidade.event.FieldWriter;
import io.alidade.event.Flag;
import io.alidade.event.TimeText;
import io.alidade.protocol.PacketContents;

/**
 * Extracts and calibrates packets by a mission database, and finds alarms. Made by {@link
 * MissionDatabase#newDecoder}, one for each link; used by one thread at a time. Nothing is
 * allocated per packet.
 *
 * <p>How values are written:
 *
 * <ul>
 *   <li>integers: as numbers; unsigned ones from 2^63 as decimal text, which no signed number holds
 *   <li>floats and all calibrated values: as 64-bit floats; a value for which a calibrator has no
 *       result (outside a spline's points without extrapolation) is absent
 *   <li>enumerations: as their label, or as the number where there is no label
 *   <li>booleans; strings as text in UTF-8, without the zeros that fill a fixed size; binary as
 *       hexadecimal, the last byte filled with zero bits
 *   <li>absolute times: as text, ISO 8601 in UTC with nanoseconds; without an epoch, or outside the
 *       years 1678 to 2261, in seconds; relative times: in seconds
 *   <li>aggregates as objects, arrays and repeated entries as arrays
 *   <li>last, where a parameter is in alarm, the object {@code limits}: for each such parameter its
 *       level, {@code watch}, {@code warning}, {@code distress}, {@code critical} or {@code
 *       severe}; an aggregate or array is in alarm at the worst level of what is in it
 * </ul>
 *
 * <p>Alarms: the most severe level that holds counts, and is flagged {@code limit.LEVEL}. Bounds
 * belong to their range unless they are exclusive; NaN is in no alarm. A value is one violation or
 * one conforming value, also of a repeated entry, whose values are successive. With {@code
 * minViolations} an alarm begins with the n-th violation in succession, and ends with the n-th
 * conforming value ({@code minConformance}, else {@code minViolations}); until then it keeps its
 * last level. Alarms of change compare with an earlier value of the link, by the times of the
 * events: the recorded time, else that of reception. In another context (ContextAlarm) counting
 * begins anew. These counts and earlier values are all that is kept from one packet to the next, so
 * what comes out depends on the link's events alone.
 *
 * <p>Where the packet names the parameter that follows (IndirectParameterRefEntry), the name is
 * that of a parameter, its path, an alias, or the label of an enumeration that is one of these; an
 * integer means what has it as its name in decimal. Spaces at the end do not count.
 *
 * <p>Flags: {@link Flag#LENGTH} when the packet ends before the container does, what follows is
 * absent; {@link Flag#RANGE} when a value is outside its validity ranges, has no calibrated value,
 * or is NaN where there are ranges; {@link Flag#GRAMMAR} for digits of BCD above nine, and strings
 * without their end; {@link Flag#DATE} for times outside the years above; {@link Flag#REFERENCE}
 * when the packet names a parameter that there is not, what follows is absent.
 */
public final class PacketDecoder implements PacketContents {
  /** A place behind the packet's end. */
  private static final int SHORT = -1;

  private static final int MAX_PACKET = 1 << 24;

  private final MissionDatabase database;
  private final Node[] roots;
  private final Values values;
  private final Alarms alarms;
  private final double[] stack = new double[Calibrator.MAX_STACK];
  private final int[] registers = new int[PlanCompiler.MAX_LEVELS + 1];
  private final int[] left = new int[2 * PlanCompiler.MAX_LEVELS];
  private final TextCopy texts = new TextCopy();
  private final TimeText timeText = new TimeText();
  private final byte[] small = new byte[8];

  private Event event;
  private FieldWriter out;
  private byte[] source;
  private int start;

  /** The packet's bits. */
  private int limit;

  private int nextBase;
  private int repetitions;

  /** Arrays and objects that are open. */
  private int nested;

  private boolean unresolved;
  private boolean violated;
  private boolean cut;
  private boolean ungrammatical;

  PacketDecoder(MissionDatabase database, Node[] roots, Values values, Alarms alarms) {
    this.database = database;
    this.roots = roots;
    this.values = values;
    this.alarms = alarms;
  }

  /** A decoder that gives parameters of these names their paths, {@code Sat/type} for one. */
  @Override
  public PacketContents beside(Field... fields) {
    return database.newDecoder(fields);
  }

  /** A callsign is the value of the local parameter {@code AX25_SRC} or {@code AX25_DST}. */
  @Override
  public void frame(Field field, byte[] text, int offset, int length) {
    values.setLocal(field, text, offset, length);
  }

  /**
   * Decodes one packet. Sets the event's message to the most derived container that matches it, and
   * flags; writes the container's fields, in the order of the packet.
   *
   * @return whether a container matches; else nothing was written
   */
  @Override
  public boolean decode(Event event, FieldWriter out, byte[] source, int offset, int length) {
    boolean found = read(event, out, source, offset, length);
    values.clearLocal();
    return found;
  }

  private boolean read(Event event, FieldWriter out, byte[] source, int offset, int length) {
    if (length < 0 || offset < 0 || offset > source.length - length) {
      return false;
    }
    this.event = event;
    this.out = out;
    limit = Math.min(length, MAX_PACKET) << 3;
    if (source.length < 8) {
      System.arraycopy(source, offset, small, 0, length);
      this.source = small;
      start = 0;
    } else {
      this.source = source;
      start = offset;
    }
    Node found = null;
    for (int i = 0; i < roots.length && found == null; i++) {
      found = match(roots[i]);
    }
    if (found == null) {
      return false;
    }
    event.msg(found.message);
    unresolved = false;
    violated = false;
    cut = false;
    repetitions = 0;
    ungrammatical = false;
    nested = 0;
    values.clear();
    execute(found.plan, 0);
    for (; nested > 0; nested--) { // of a packet that ends too early
      out.endNested();
    }
    alarms.write(event, out);
    if (violated) {
      event.suspect(Flag.RANGE);
    }
    if (cut) {
      event.suspect(Flag.LENGTH);
    }
    if (unresolved) {
      event.suspect(Flag.REFERENCE);
    }
    if (ungrammatical) {
      event.suspect(Flag.GRAMMAR);
    }
    return true;
  }

  /** The most derived container, from a node that the packet matches; null for none. */
  private Node match(Node node) {
    Plan plan = node.restrictionPlan;
    if (plan != null) {
      values.clear();
      execute(plan, 0);
      for (Node child : node.children) {
        if (child.restriction == null || child.restriction.holds(values)) {
          Node found = match(child);
          if (found != null) {
            return found;
          }
        }
      }
    }
    return node.plan == null ? null : node;
  }

  /**
   * Runs a plan. What does not change is in locals: the writes to the event's bytes would otherwise
   * make the compiler read fields again for each value. One loop with one switch costs less than a
   * loop for each run of equal operations, whose runs are short.
   *
   * @return where the plan ends, or SHORT when it could not be done to its end
   */
  private int execute(Plan plan, int from) {
    FieldWriter fields = out;
    byte[] bytes = source;
    int first = start;
    int bits = limit;
    long[] heads = plan.head;
    double[] curves = plan.curve;
    int base = from;
    int step = 0;
    while (true) {
      long head = heads[step];
      int operation = Plan.operation(head);
      int at = base + Plan.offset(head);
      if (operation > Plan.LAST_SIMPLE) {
        if (operation == Plan.END) {
          return at;
        }
        step = general(plan, operation, step, base, at);
        if (step < 0) {
          cut |= !unresolved;
          return SHORT;
        }
        base = nextBase;
        continue;
      }
      int shift = Plan.shift(head);
      if (at + 64 - shift > bits) {
        cut = true;
        return SHORT;
      }
      int field = Plan.field(head);
      long word = RawBits.word(bytes, first + (at >>> 3), at & 7);
      switch (operation) {
        case Plan.UNSIGNED -> fields.number(field, word >>> shift, 0);
        case Plan.SIGNED -> fields.number(field, word >> shift, 0);
        case Plan.LABEL -> label(field, plan.labels[plan.a[step]], word >>> shift);
        case Plan.BOOL -> fields.bool(field, word >>> shift != 0);
        default -> {
          int c = step * Plan.CURVE;
          double value;
          switch (operation) {
            case Plan.UNSIGNED_LINEAR ->
                value = curves[c + 1] * (double) (word >>> shift) + curves[c];
            case Plan.SIGNED_LINEAR -> value = curves[c + 1] * (double) (word >> shift) + curves[c];
            case Plan.UNSIGNED_CUBIC -> value = cubic(curves, c, (double) (word >>> shift));
            case Plan.SIGNED_CUBIC -> value = cubic(curves, c, (double) (word >> shift));
            case Plan.FLOAT32 -> value = Float.intBitsToFloat((int) (word >>> 32));
            default -> value = Double.longBitsToDouble(word);
          }
          fields.float64(field, value);
          if (value < curves[c + Plan.LOW] || value > curves[c + Plan.HIGH]) {
            check(plan.checks[plan.a[step]], 0, value, value);
          }
        }
      }
      step++;
    }
  }

  private static double cubic(double[] curves, int c, double x) {
    return ((curves[c + 3] * x + curves[c + 2]) * x + curves[c + 1]) * x + curves[c];
  }

  /**
   * Does a step that is not a simple value; leaves the base in {@link #nextBase}.
   *
   * @return the next step; negative when the packet ends before the container
   */
  private int general(Plan plan, int operation, int step, int before, int at) {
    int base = before;
    int next = step + 1;
    switch (operation) {
      case Plan.VALUE -> {
        if (value(plan, step, at) == SHORT) {
          return -1;
        }
      }
      case Plan.VALUE_MOVES -> base = value(plan, step, at);
      case Plan.MOVE -> base = at;
      case Plan.MOVE_BY -> base = place(at, plan.quantities[plan.a[step]], 1);
      case Plan.SEEK_START -> base = 0;
      case Plan.SEEK_END -> base = place(limit, plan.quantities[plan.a[step]], -1);
      case Plan.SAVE -> registers[plan.a[step]] = at;
      case Plan.RESTORE -> base = registers[plan.a[step]];
      case Plan.IF -> next = plan.conditions[plan.a[step]].holds(values) ? next : plan.b[step];
      case Plan.LOOP -> {
        int count = count(plan.quantities[plan.b[step]], plan.quantities[plan.a[step]]);
        if (count < 0) {
          return -1;
        }
        left[plan.field[step]] = count;
        next = count == 0 ? plan.target[step] : next;
      }
      case Plan.LOOP_END -> {
        base = at;
        if (--left[plan.field[step]] > 0) {
          base = place(base, plan.quantities[plan.a[step]], 1);
          next = plan.target[step];
          if (base > limit || ++repetitions > PlanCompiler.MAX_COUNT) {
            return -1;
          }
        }
      }
      case Plan.INDIRECT -> base = indirect(plan.indirects[plan.a[step]], at);
      case Plan.BEGIN_OBJECT -> {
        nested++;
        out.beginObject(plan.field[step]);
      }
      case Plan.BEGIN_ARRAY -> {
        nested++;
        out.beginArray(plan.field[step]);
      }
      default -> {
        nested--;
        out.endNested();
      }
    }
    nextBase = base;
    return base < 0 || base > PlanCompiler.MAX_PACKET_BITS ? -1 : next;
  }

  /** The end of a parameter that the packet names, or SHORT. */
  private int indirect(Indirect indirect, int at) {
    Plan named = indirect.find(values);
    unresolved |= named == null;
    return named == null || at < 0 ? SHORT : execute(named, at);
  }

  /** A place moved by a quantity; negative for one that is not known or before the start. */
  private int place(int from, Quantity quantity, int sign) {
    long by = quantity.get(values);
    long to = from + sign * by;
    return by == Quantity.UNKNOWN || to < 0 || to > PlanCompiler.MAX_PACKET_BITS ? SHORT : (int) to;
  }

  /** The repetitions from one index to another; negative when unknown or too many. */
  private int count(Quantity first, Quantity last) {
    long from = first.get(values);
    long to = last.get(values);
    if (from == Quantity.UNKNOWN || to == Quantity.UNKNOWN) {
      return -1;
    }
    long count = to - from + 1;
    return count < 0 || count > PlanCompiler.MAX_COUNT ? -1 : (int) count;
  }

  private void label(int field, Labels labels, long value) {
    byte[] label = labels.of(value);
    if (label == null) {
      out.number(field, value, 0);
    } else {
      out.text(field, label, 0, label.length);
    }
  }

  /** Any value; returns the bit after it, or SHORT when it does not lie inside the packet. */
  private int value(Plan plan, int step, int at) {
    ParameterType type = plan.types[plan.a[step]];
    int field = plan.field[step];
    int slot = plan.b[step];
    Check check = plan.target[step] < 0 ? null : plan.checks[plan.target[step]];
    Encoding encoding = type.encoding;
    if (at < 0) {
      return SHORT;
    }
    if (!encoding.isNumber()) {
      return encoding.form == Encoding.Form.BINARY
          ? binary(type, field, slot, check, at)
          : string(type, field, slot, check, at);
    }
    int end = at + encoding.bits;
    if (end > limit) {
      return SHORT;
    }
    long bits = RawBits.ordered(encoding, source, start + (at >>> 3), at & 7);
    long integer;
    double real;
    if (encoding.isFloat()) {
      real = RawBits.real(encoding, bits);
      integer = (long) real;
    } else {
      boolean decimal =
          encoding.form == Encoding.Form.BCD || encoding.form == Encoding.Form.PACKED_BCD;
      if (decimal && !RawBits.isDecimal(encoding, bits)) {
        ungrammatical = true;
        return end;
      }
      integer = RawBits.integer(encoding, bits);
      boolean huge = integer < 0 && encoding.form == Encoding.Form.UNSIGNED;
      real = huge ? (integer >>> 1) * 2.0 : integer;
    }
    number(type, field, slot, check, integer, real);
    return end;
  }

  private void number(
      ParameterType type, int field, int slot, Check check, long integer, double real) {
    switch (type.kind) {
      case INTEGER, FLOAT -> {
        double value = type.isCalibrated() ? calibrated(type, real) : real;
        keep(slot, integer, real, value);
        if (field >= 0) {
          check(check, integer, real, value);
          if (type.kind == ParameterType.Kind.INTEGER
              && !type.isCalibrated()
              && !type.encoding.isFloat()) {
            integer(type, field, integer);
          } else if (Double.isNaN(value) && !Double.isNaN(real)) {
            violated = true;
          } else {
            out.float64(field, value);
          }
        }
      }
      case ENUMERATED -> {
        keep(slot, integer, real, real);
        if (field >= 0) {
          check(check, integer, real, real);
          label(field, type.labels, integer);
        }
      }
      case BOOLEAN -> truth(field, slot, check, type.encoding.isFloat() ? real != 0 : integer != 0);
      default -> time(type, field, slot, check, integer, real);
    }
  }

  private void truth(int field, int slot, Check check, boolean value) {
    int number = value ? 1 : 0;
    keep(slot, number, number, number);
    if (field >= 0) {
      out.bool(field, value);
      check(check);
    }
  }

  /** Checks a number, if there is something to check. */
  private void check(Check check, long bits, double raw, double value) {
    if (check == null) {
      return;
    }
    Limits limits = check.limits();
    if (Double.isNaN(value) && limits.hasRanges()) {
      violated = true;
      return;
    }
    violated |= !limits.isValid(raw, value);
    Alarm alarm = limits.alarm(values);
    alarms.number(check, alarm, alarm.level(bits, value, values), value, event);
  }

  /** Checks a value that has nothing but criteria. */
  private void check(Check check) {
    if (check != null) {
      Alarm alarm = check.limits().alarm(values);
      alarms.other(check, alarm, alarm.ofConditions(values));
    }
  }

  private void keep(int slot, long integer, double real, double calibrated) {
    if (slot >= 0) {
      values.set(slot, integer, real, calibrated);
    }
  }

  private void integer(ParameterType type, int field, long integer) {
    if (integer < 0 && type.encoding.form == Encoding.Form.UNSIGNED) {
      int length = texts.decimal(integer);
      out.text(field, texts.bytes(), 0, length);
    } else {
      out.number(field, integer, 0);
    }
  }

  private double calibrated(ParameterType type, double raw) {
    for (int i = 0; i < type.contexts.length; i++) {
      if (type.contexts[i].holds(values)) {
        return type.contextCalibrators[i].apply(raw, values, stack);
      }
    }
    return type.calibrator == null ? raw : type.calibrator.apply(raw, values, stack);
  }

  private void time(
      ParameterType type, int field, int slot, Check check, long integer, double real) {
    double seconds = real * type.scale + type.offset;
    keep(slot, integer, real, seconds);
    if (field < 0) {
      return;
    }
    check(check, integer, real, seconds);
    Epoch epoch = type.epoch;
    if (epoch == null) {
      out.float64(field, seconds);
      return;
    }
    long whole;
    long nanos;
    if (type.divisor != 0 && integer == real && type.offset == 0) {
      whole = Math.floorDiv(integer, type.divisor);
      nanos = Math.floorMod(integer, type.divisor) * 1_000_000_000L / type.divisor;
    } else {
      double floor = Math.floor(seconds);
      whole = (long) floor;
      nanos = (long) ((seconds - floor) * 1e9);
    }
    nanos += epoch.nanos();
    long second = epoch.seconds() + nanos / 1_000_000_000L;
    if (!(Math.abs(seconds) < 2e10) || Math.abs(second + whole) > 9_200_000_000L) {
      out.float64(field, seconds);
      event.suspect(Flag.DATE);
      return;
    }
    long utc = epoch.utc(second + whole);
    int end = timeText.write(utc * 1_000_000_000L + nanos % 1_000_000_000L, texts.bytes(), 0);
    out.text(field, texts.bytes(), 0, end);
  }

  /** A size in bits from its quantity, or SHORT when unknown or behind the packet's end. */
  private int size(Quantity quantity, int at) {
    long bits = quantity.get(values);
    return bits < 0 || bits > limit - at ? SHORT : (int) bits;
  }

  private int binary(ParameterType type, int field, int slot, Check check, int at) {
    int bits = size(type.encoding.size, at);
    if (bits == SHORT) {
      return SHORT;
    }
    boolean whole = ((at | bits) & 7) == 0;
    if (type.kind == ParameterType.Kind.BOOLEAN) {
      int length = texts.copy(source, start, at, bits);
      boolean any = false;
      for (int i = 0; i < length; i++) {
        any |= texts.bytes()[i] != 0;
      }
      truth(field, slot, check, any);
    } else if (field >= 0) {
      if (whole) {
        out.hex(field, source, start + (at >>> 3), bits >>> 3);
      } else {
        int length = texts.copy(source, start, at, bits);
        out.hex(field, texts.bytes(), 0, length);
      }
      check(check);
    }
    return at + bits;
  }

  private int string(ParameterType type, int field, int slot, Check check, int at) {
    Encoding encoding = type.encoding;
    int first = at;
    int end = limit;
    if (encoding.size != null) {
      int bits = size(encoding.size, at);
      if (bits == SHORT) {
        return SHORT;
      }
      end = at + bits;
    }
    int next = end;
    int last = end - ((end - first) & 7);
    if (encoding.leadingSize > 0) {
      first += encoding.leadingSize;
      if (first > end) {
        return SHORT;
      }
      long bytes = RawBits.unsigned(source, start + (at >>> 3), at & 7, encoding.leadingSize);
      if (bytes * 8 > end - first) {
        return SHORT;
      }
      last = first + (int) bytes * 8;
      next = encoding.size == null ? last : end;
    } else if (encoding.terminator != null) {
      last = RawBits.find(encoding.terminator, source, start, first, last);
      if (last < 0) {
        last = end - ((end - first) & 7);
        ungrammatical |= encoding.size == null && field >= 0;
      } else if (encoding.size == null) {
        next = last + 8 * encoding.terminator.length;
      }
    }
    if (last - first > TypeReader.MAX_BITS) {
      return SHORT;
    }
    byte[] bytes = source;
    int offset = start + (first >>> 3);
    int length = (last - first) >>> 3;
    if ((first & 7) != 0) {
      texts.copy(source, start, first, last - first);
      bytes = texts.bytes();
      offset = 0;
    }
    if (encoding.terminator == null && encoding.leadingSize == 0) {
      length = TextCopy.withoutFill(bytes, offset, length, encoding.charset.unit());
    }
    if (encoding.charset != Encoding.Charset.UTF_8) {
      length = texts.toUtf8(encoding.charset, bytes, offset, length);
      bytes = texts.utf8();
      offset = 0;
    }
    if (type.kind == ParameterType.Kind.BOOLEAN) {
      truth(field, slot, check, TextCopy.equal(bytes, offset, length, type.oneText));
      return next;
    }
    if (slot >= 0) {
      values.setText(slot, bytes, offset, length);
    }
    if (field >= 0) {
      out.text(field, bytes, offset, length);
      if (check != null) {
        Alarm alarm = check.limits().alarm(values);
        alarms.other(check, alarm, alarm.level(bytes, offset, length, values));
      }
    }
    return next;
  }
}
