package io.alidade.mission;

import io.alidade.mission.Encoding.Form;
import io.alidade.mission.ParameterType.Kind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Makes a {@link Plan} of a container and its bases. A silent plan keeps only the values that
 * something refers to, for finding out which container a packet is.
 */
final class PlanCompiler {
  /** The most elements of an array and repetitions of an entry. */
  static final int MAX_COUNT = 65_536;

  static final int MAX_STEPS = 100_000;
  static final int MAX_LEVELS = 16;
  static final int MAX_NESTED = 8;
  static final long MAX_PACKET_BITS = 1L << 28;

  private static final class Step {
    int operation;
    int offset;
    int size;
    int field = -1;
    int a;
    int b;
    int target;
    Calibrator calibrator;
    Limits limits = Limits.NONE;
  }

  private final Loader loader;
  private final References references;
  private final Names names;
  private final boolean silent;

  private final List<Step> steps = new ArrayList<>();
  private final List<ParameterType> types = new ArrayList<>();
  private final List<Labels> labels = new ArrayList<>();
  private final List<Quantity> quantities = new ArrayList<>();
  private final List<Condition> conditions = new ArrayList<>();
  private final List<Check> checks = new ArrayList<>();
  private final List<Indirect> indirects = new ArrayList<>();
  private final Deque<Container> open = new ArrayDeque<>();

  /** The place of the next entry: bits from the base, which is 0 while not moved. */
  private long offset;

  private boolean moved;
  private int levels;
  private int maxLevels = MAX_LEVELS;
  private int nested;

  private PlanCompiler(Loader loader, boolean silent) {
    this.loader = loader;
    references = loader.references;
    names = loader.names;
    this.silent = silent;
  }

  static Plan compile(Container container, Loader loader, boolean silent) throws MissionException {
    PlanCompiler compiler = new PlanCompiler(loader, silent);
    compiler.container(container);
    compiler.step(container.element, Plan.END);
    return compiler.plan();
  }

  /** The plan of a parameter that a packet names; its repetitions are those of further levels. */
  static Plan compile(Parameter parameter, Loader loader, boolean silent) throws MissionException {
    PlanCompiler compiler = new PlanCompiler(loader, silent);
    compiler.levels = MAX_LEVELS;
    compiler.maxLevels = 2 * MAX_LEVELS;
    compiler.moved = true;
    Container.Entry entry = new Container.Entry(parameter.element);
    entry.parameter = parameter;
    compiler.entry(entry);
    compiler.step(parameter.element, Plan.END);
    return compiler.plan();
  }

  private Step step(Element element, int operation) throws MissionException {
    if (steps.size() >= MAX_STEPS) {
      throw element.fault("its container has more than " + MAX_STEPS + " entries; split it");
    }
    Step step = new Step();
    step.operation = operation;
    step.offset = (int) offset;
    steps.add(step);
    return step;
  }

  private void advance(Element element, long bits) throws MissionException {
    offset += bits;
    if (offset > MAX_PACKET_BITS || (offset < 0 && !moved)) {
      throw element.fault("lies " + offset + " bits from its container's start; correct it");
    }
    if (offset < 0) {
      settle(element);
    }
  }

  /** Brings the base to the present place. */
  private void settle(Element element) throws MissionException {
    if (offset != 0 || !moved) {
      step(element, Plan.MOVE);
      offset = 0;
    }
    moved = true;
  }

  private int quantity(Quantity quantity) {
    quantities.add(quantity);
    return quantities.size() - 1;
  }

  /** The entries of a container, its bases' first. */
  private void container(Container container) throws MissionException {
    if (open.contains(container)) {
      throw container.element.fault(container.name + " contains itself; break the cycle");
    }
    if (open.size() >= MAX_LEVELS) {
      throw container.element.fault("more than " + MAX_LEVELS + " containers inside each other");
    }
    open.push(container);
    boolean startMoved = moved;
    long start = offset;
    int register = open.size();
    if (startMoved) {
      step(container.element, Plan.SAVE).a = register;
    }
    List<Container> chain = new ArrayList<>();
    for (Container each = container; each != null; each = each.base) {
      chain.add(0, each);
    }
    for (Container each : chain) {
      for (Container.Entry entry : each.entries) {
        locate(entry, startMoved, start, register);
        entry(entry);
      }
    }
    if (container.fixedBits >= 0 && open.size() > 1) {
      toStart(container.element, startMoved, start, register);
      advance(container.element, container.fixedBits);
    }
    open.pop();
  }

  private void toStart(Element element, boolean startMoved, long start, int register)
      throws MissionException {
    if (startMoved) {
      step(element, Plan.RESTORE).a = register;
      offset = 0;
      moved = true;
    } else {
      if (moved) {
        step(element, Plan.SEEK_START);
      }
      moved = false;
      offset = start;
    }
  }

  private void locate(Container.Entry entry, boolean startMoved, long start, int register)
      throws MissionException {
    if (entry.location == null) {
      return;
    }
    if (entry.reference == Container.Reference.CONTAINER_END) {
      if (open.size() > 1) {
        throw entry.element.fault("containerEnd of an included container is not supported");
      }
      Step step = step(entry.element, Plan.SEEK_END);
      step.a = quantity(entry.location);
      moved = true;
      offset = 0;
      return;
    }
    if (entry.reference == Container.Reference.CONTAINER_START) {
      toStart(entry.element, startMoved, start, register);
    }
    if (entry.location.isFixed()) {
      advance(entry.element, entry.location.fixed());
    } else {
      settle(entry.element);
      step(entry.element, Plan.MOVE_BY).a = quantity(entry.location);
    }
  }

  private void entry(Container.Entry entry) throws MissionException {
    Step jump = null;
    if (entry.condition != null) {
      settle(entry.element);
      conditions.add(entry.condition);
      jump = step(entry.element, Plan.IF);
      jump.a = conditions.size() - 1;
    }
    if (entry.repeat != null) {
      begin(entry.element, Plan.BEGIN_ARRAY, names.field(nameOf(entry)));
      Step loop = loop(entry.element, Quantity.fixed(1), entry.repeat);
      if (entry.container != null) {
        begin(entry.element, Plan.BEGIN_OBJECT, 0);
        container(entry.container);
        end(entry.element);
      } else {
        parameter(entry, 0);
      }
      endLoop(entry.element, loop, entry.gap);
      end(entry.element);
    } else if (entry.container != null) {
      container(entry.container);
    } else if (entry.naming != null) {
      settle(entry.element);
      indirects.add(loader.indirect(entry, open.peek().system, silent));
      step(entry.element, Plan.INDIRECT).a = indirects.size() - 1;
    } else {
      parameter(entry, names.field(entry.parameter.fieldName));
    }
    if (jump != null) {
      settle(entry.element);
      jump.b = steps.size();
    }
  }

  private String nameOf(Container.Entry entry) {
    return entry.container != null ? loader.arrayName(entry.container) : entry.parameter.fieldName;
  }

  private void parameter(Container.Entry entry, int field) throws MissionException {
    ParameterType type = entry.parameter.type;
    if (type.kind == Kind.ARRAY) {
      List<ParameterType.Dimension> dimensions =
          entry.dimensions.isEmpty() ? type.dimensions : entry.dimensions;
      array(entry.element, type, dimensions, field, entry.parameter, "");
    } else {
      value(entry.element, type, field, entry.parameter, "");
    }
  }

  private void begin(Element element, int operation, int field) throws MissionException {
    if (++nested > MAX_NESTED) {
      throw element.fault("more than " + MAX_NESTED + " values inside each other; flatten it");
    }
    if (!silent) {
      step(element, operation).field = field;
    }
  }

  private void end(Element element) throws MissionException {
    nested--;
    if (!silent) {
      step(element, Plan.END_NESTED);
    }
  }

  private Step loop(Element element, Quantity first, Quantity last) throws MissionException {
    if (levels >= maxLevels) {
      throw element.fault("more than " + MAX_LEVELS + " repetitions inside each other");
    }
    settle(element);
    Step loop = step(element, Plan.LOOP);
    loop.a = quantity(last);
    loop.b = quantity(first);
    loop.field = levels++;
    loop.target = steps.size(); // where its body starts, for endLoop
    return loop;
  }

  private void endLoop(Element element, Step loop, Quantity gap) throws MissionException {
    Step end = step(element, Plan.LOOP_END);
    end.a = quantity(gap);
    end.target = loop.target;
    end.field = loop.field;
    loop.target = steps.size();
    levels--;
    offset = 0;
    moved = true;
  }

  private void array(
      Element element,
      ParameterType type,
      List<ParameterType.Dimension> dimensions,
      int field,
      Parameter parameter,
      String members)
      throws MissionException {
    if (dimensions.isEmpty()) {
      throw element.fault(
          "the array " + parameter.name + members + " has no dimensions; add a DimensionList");
    }
    ParameterType.Dimension dimension = dimensions.get(0);
    begin(element, Plan.BEGIN_ARRAY, field);
    Step loop = loop(element, dimension.first(), dimension.last());
    if (dimensions.size() > 1) {
      array(element, type, dimensions.subList(1, dimensions.size()), 0, parameter, members);
    } else {
      value(element, type.elementType, 0, parameter, members + "[]");
    }
    endLoop(element, loop, Quantity.fixed(0));
    end(element);
  }

  private void value(
      Element element, ParameterType type, int field, Parameter parameter, String members)
      throws MissionException {
    switch (type.kind) {
      case AGGREGATE -> {
        begin(element, Plan.BEGIN_OBJECT, field);
        for (ParameterType.Member member : type.members) {
          value(
              element,
              member.type(),
              names.field(member.name()),
              parameter,
              members + "/" + member.name());
        }
        end(element);
      }
      case ARRAY -> array(element, type, type.dimensions, field, parameter, members);
      default -> {
        int slot = references.slotOf(parameter, members, silent);
        leaf(
            element, type, field, slot, silent ? null : loader.checks.of(parameter, members, type));
      }
    }
  }

  private void leaf(Element element, ParameterType type, int field, int slot, Check check)
      throws MissionException {
    if (type.encoding == null) {
      throw element.fault("its type " + type.name + " has no data encoding; add one");
    }
    long bits = type.encoding.staticBits();
    if (silent && slot < 0 && bits >= 0) {
      advance(element, bits);
      return;
    }
    Step step = step(element, slot < 0 && !silent ? simple(type, bits) : Plan.VALUE);
    step.field = silent ? -1 : field;
    int checked = -1;
    if (check != null) {
      checks.add(check);
      checked = checks.size() - 1;
    }
    if (step.operation <= Plan.LAST_SIMPLE) {
      step.size = (int) (64 - bits);
      step.calibrator = type.calibrator;
      step.limits = type.limits;
      step.a = checked;
      if (step.operation == Plan.LABEL) {
        labels.add(type.labels);
        step.a = labels.size() - 1;
      }
      advance(element, bits);
      return;
    }
    types.add(type);
    step.a = types.size() - 1;
    step.b = slot;
    step.target = checked;
    if (bits >= 0) {
      step.size = (int) bits;
      advance(element, bits);
    } else {
      step.operation = Plan.VALUE_MOVES;
      offset = 0;
      moved = true;
    }
  }

  /** The operation for a value that needs nothing but its bits; VALUE for any other. */
  private int simple(ParameterType type, long bits) {
    Encoding encoding = type.encoding;
    boolean insideEightBytes = bits + (moved ? 7 : offset & 7) <= 64;
    if (!insideEightBytes
        || !encoding.isNumber()
        || !encoding.isPlain()
        || type.contextCalibrators.length > 0
        || !type.limits.isInterval()) {
      return Plan.VALUE;
    }
    boolean unsigned = encoding.form == Form.UNSIGNED && bits < 64;
    boolean signed = encoding.form == Form.TWOS_COMPLEMENT;
    boolean number = type.kind == Kind.INTEGER || type.kind == Kind.FLOAT;
    if (encoding.form == Form.IEEE_754 && type.kind == Kind.FLOAT && type.calibrator == null) {
      if (!type.limits.isNone()) { // NaN is outside of limits, which the simple operations leave
        return Plan.VALUE;
      }
      return bits == 32 ? Plan.FLOAT32 : bits == 64 ? Plan.FLOAT64 : Plan.VALUE;
    }
    if (number && (unsigned || signed)) {
      if (type.calibrator == null && type.kind == Kind.INTEGER) {
        return !type.limits.isNone() ? Plan.VALUE : unsigned ? Plan.UNSIGNED : Plan.SIGNED;
      }
      double[] polynomial = type.calibrator == null ? new double[2] : type.calibrator.polynomial;
      if (polynomial != null && polynomial.length <= 2) {
        return unsigned ? Plan.UNSIGNED_LINEAR : Plan.SIGNED_LINEAR;
      }
      if (polynomial != null && polynomial.length <= 4) {
        return unsigned ? Plan.UNSIGNED_CUBIC : Plan.SIGNED_CUBIC;
      }
    }
    if (unsigned && type.limits.isNone()) {
      return switch (type.kind) {
        case ENUMERATED -> Plan.LABEL;
        case BOOLEAN -> Plan.BOOL;
        default -> Plan.VALUE;
      };
    }
    return Plan.VALUE;
  }

  private Plan plan() {
    int count = steps.size();
    Plan plan =
        new Plan(
            count,
            types.toArray(new ParameterType[0]),
            labels.toArray(new Labels[0]),
            quantities.toArray(new Quantity[0]),
            conditions.toArray(new Condition[0]),
            checks.toArray(new Check[0]),
            indirects.toArray(new Indirect[0]));
    for (int i = 0; i < count; i++) {
      Step step = steps.get(i);
      plan.operation[i] = step.operation;
      plan.field[i] = step.field;
      plan.a[i] = step.a;
      plan.b[i] = step.b;
      plan.target[i] = step.target;
      int shift = step.operation <= Plan.LAST_SIMPLE ? step.size : 0;
      int low = (step.operation << 24) | (shift << 16) | (step.field & 0xFFFF);
      plan.head[i] = ((long) step.offset << 32) | low;
      double[] powers = step.calibrator == null ? null : step.calibrator.polynomial;
      for (int power = 0; power < Plan.LOW; power++) {
        plan.curve[i * Plan.CURVE + power] = power(powers, power);
      }
      plan.curve[i * Plan.CURVE + Plan.LOW] = step.limits.low();
      plan.curve[i * Plan.CURVE + Plan.HIGH] = step.limits.high();
    }
    return plan;
  }

  /** A coefficient; without a polynomial those that leave a value as it is. */
  private static double power(double[] powers, int power) {
    if (powers == null) {
      return power == 1 ? 1 : 0;
    }
    return power < powers.length ? powers[power] : 0;
  }
}
