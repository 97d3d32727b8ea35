package io.alidade.mission;

import io.alidade.event.Field;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads and checks an XTCE file, and compiles it. Used once. */
final class Loader {
  /** A task that waits until all types and parameters are known. */
  interface Task {
    void run() throws MissionException;
  }

  /** How many faults are told of. */
  private static final int MAX_FAULTS = 1000;

  /** How many containers are found not to compile. */
  private static final int MAX_COMPILED_FAULTS = 20;

  private static final Set<String> TYPE_SETS = Set.of("ParameterTypeSet", "ParameterSet");

  final References references = new References(this);
  private final CriteriaReader criteria = new CriteriaReader(references);
  private final TypeReader types = new TypeReader(this, criteria);
  private final ContainerReader containerReader = new ContainerReader(this, criteria, types);
  private final Map<String, MissionException> faults = new LinkedHashMap<>();
  private final Map<String, String> warnings = new LinkedHashMap<>();
  private final Deque<Task> later = new ArrayDeque<>();
  private final Set<Element> reading = new HashSet<>();
  private final List<SpaceSystem> systems = new ArrayList<>();
  final List<Parameter> parameters = new ArrayList<>();
  final List<Container> containers = new ArrayList<>();
  final Names names = new Names();
  final Checks checks = new Checks(this);

  /** The compiled trees of inheritance that a packet is tried against, in this order. */
  final List<Node> roots = new ArrayList<>();

  /** A field's id, and that of its path, for where the link's decoder has a field of its name. */
  record PathName(int id, int pathId) {}

  /** By the names of parameters and arrays that some field of ours has too. */
  final Map<String, PathName> pathNames = new LinkedHashMap<>();

  private final Set<String> parameterNames = new HashSet<>();

  /** Whether some packet names parameters, so that any may be in it. */
  boolean namesParameters;

  /** Which names mean which parameters depends on where and on the name space of aliases. */
  private record Scope(SpaceSystem system, String nameSpace, boolean silent) {}

  private final Map<Scope, Indirect.Table> tables = new HashMap<>();
  private final Map<Parameter, Plan> parameterPlans = new HashMap<>();
  private final Map<Parameter, Plan> silentParameterPlans = new HashMap<>();

  /** Types read since the last that was whole. */
  private final List<SpaceSystem.Place> fresh = new ArrayList<>();

  private final Map<Container, Node> nodes = new HashMap<>();
  private final Map<Container, Integer> messages = new HashMap<>();
  private int steps;

  void load(String xml, String file) throws MissionException {
    Element root = XmlTree.read(xml, file);
    if (root.name.equals("PackageFile") || root.name.equals("DataSheet")) {
      throw root.fault(
          "is a CCSDS electronic data sheet (SEDS, 876.0), not XTCE; give an XTCE SpaceSystem");
    }
    if (!root.name.equals("SpaceSystem")) {
      throw root.fault("is not XTCE; give a file whose root is a SpaceSystem");
    }
    index(root, null);
    for (Parameter parameter : parameters) {
      attempt(() -> checkParameter(parameter));
    }
    for (Container container : containers) {
      containerReader.read(container);
    }
    while (!later.isEmpty()) {
      attempt(later.poll());
    }
    boolean cyclic = !attempt(this::inheritance);
    if (faults.isEmpty()) {
      if (namesParameters) {
        typesOfAllParameters();
      }
      unusedTypes();
      fieldNames();
      attempt(this::compile);
    }
    if (!faults.isEmpty()) {
      if (!cyclic) {
        compileAlone();
      }
      throw MissionException.of(faults.values());
    }
  }

  /** Runs a task; false when it found a fault, which is kept. */
  boolean attempt(Task task) {
    try {
      task.run();
      return true;
    } catch (MissionException fault) {
      fault(fault);
      reading.clear();
      return false;
    }
  }

  private void fault(MissionException fault) {
    if (faults.size() < MAX_FAULTS) {
      faults.putIfAbsent(fault.getMessage(), fault);
    }
  }

  /** Looks for further faults in the containers that have none so far, and no faulty parts. */
  private void compileAlone() {
    if (!parameters.isEmpty() && parameters.get(0).fieldName == null) {
      attempt(this::fieldNames);
    }
    boolean spreads = true;
    while (spreads) {
      spreads = false;
      for (Container container : containers) {
        spreads |= !container.faulty && container.usesFaulty();
        container.faulty |= container.usesFaulty();
      }
    }
    int found = 0;
    for (Container container : containers) {
      if (!container.faulty && found < MAX_COMPILED_FAULTS) {
        found += attempt(() -> plan(container, false)) ? 0 : 1;
      }
    }
  }

  String rootName() {
    return systems.get(0).name;
  }

  List<String> warnings() {
    return List.copyOf(warnings.values());
  }

  /** Remarks once that something is not used; {@code what} names it, null for the element. */
  void warn(Element element, String what, String remark) {
    String subject = what == null ? element.name : what;
    warnings.putIfAbsent(
        subject + remark,
        (element.file + ":" + element.line + ": <" + element.name + ">: ")
            + (what == null ? "" : what + " ")
            + remark);
  }

  void later(Task task) {
    later.add(task);
  }

  private void index(Element element, SpaceSystem parent) throws MissionException {
    String name = name(element);
    SpaceSystem system = new SpaceSystem(name, parent, element);
    if (parent != null && parent.children.put(name, system) != null) {
      throw element.fault("the name " + name + " is used twice; give another");
    }
    systems.add(system);
    for (Element child : element.children) {
      attempt(() -> index(child, child.name, system));
    }
  }

  private void index(Element child, String kind, SpaceSystem system) throws MissionException {
    switch (kind) {
      case "TelemetryMetaData" -> {
        for (Element set : child.children) {
          attempt(() -> telemetry(set, system));
        }
      }
      case "CommandMetaData" -> {
        warn(child, null, "is not used: this engine does not send commands");
        for (Element set : child.children) {
          if (TYPE_SETS.contains(set.name)) {
            definitions(set, system);
          }
        }
      }
      case "ServiceSet" -> warn(child, null, "is not used");
      case "SpaceSystem" -> index(child, system);
      case "Header", "LongDescription", "AliasSet", "AncillaryDataSet" -> {}
      default -> throw child.refused("in SpaceSystem");
    }
  }

  private static String name(Element element) throws MissionException {
    String name = element.required("name");
    if (name.contains("/") || name.equals(".") || name.equals("..")) {
      throw element.fault("the name " + name + " is also a path; give another");
    }
    return name;
  }

  private void telemetry(Element set, SpaceSystem system) throws MissionException {
    switch (set.name) {
      case "ParameterTypeSet", "ParameterSet", "ContainerSet" -> definitions(set, system);
      case "AlgorithmSet" -> warn(set, null, "is not used: derived parameters are not computed");
      case "MessageSet", "StreamSet" ->
          warn(set, null, "is not used: a packet's container is found by its restrictions");
      default -> throw set.refused("in TelemetryMetaData");
    }
  }

  private void definitions(Element set, SpaceSystem system) {
    XmlTree.checkAttributes(set, this::fault);
    for (Element element : set.children) {
      attempt(() -> definition(set, element, system));
    }
  }

  private void definition(Element set, Element element, SpaceSystem system)
      throws MissionException {
    switch (set.name) {
      case "ParameterTypeSet" -> unique(element, system.typeElements.put(name(element), element));
      case "ParameterSet" -> {
        if (element.name.equals("ParameterRef")) {
          warn(element, null, "is not used: references find the parameter where it is defined");
        } else if (element.name.equals("Parameter")) {
          Parameter parameter = new Parameter(name(element), system, element);
          unique(element, system.parameters.put(parameter.name, parameter));
          parameters.add(parameter);
        } else {
          throw element.refused("in ParameterSet");
        }
      }
      default -> {
        if (!element.name.equals("SequenceContainer")) {
          throw element.refused("in ContainerSet");
        }
        boolean isAbstract = element.flag("abstract", false);
        Container container = new Container(name(element), system, element, isAbstract);
        unique(element, system.containers.put(container.name, container));
        containers.add(container);
      }
    }
  }

  private static void unique(Element element, Object before) throws MissionException {
    if (before != null) {
      throw element.fault("the name " + element.attribute("name") + " is used twice; give another");
    }
  }

  private static void checkParameter(Parameter parameter) throws MissionException {
    Element element = parameter.element;
    element.allow(Set.of("LongDescription", "AliasSet", "AncillaryDataSet", "ParameterProperties"));
    parameter.initialValue = element.attribute("initialValue");
    String reference = element.required("parameterTypeRef");
    if (parameter.system.resolve(reference, place -> place.system().typeElements.get(place.name()))
        == null) {
      throw element.fault("there is no parameter type " + reference + "; correct parameterTypeRef");
    }
  }

  /** The type of a parameter, read when it is first asked for. */
  ParameterType typeOf(Parameter parameter) throws MissionException {
    if (parameter.type == null) {
      Element element = parameter.element;
      parameter.type = type(element, element.required("parameterTypeRef"), parameter.system);
    }
    return parameter.type;
  }

  ParameterType type(Element user, String reference, SpaceSystem from) throws MissionException {
    SpaceSystem.Place place =
        from.resolve(
            reference,
            found -> found.system().typeElements.containsKey(found.name()) ? found : null);
    if (place == null) {
      throw user.fault("there is no parameter type " + reference + "; correct the reference");
    }
    SpaceSystem system = place.system();
    ParameterType type = system.types.get(place.name());
    if (type == null) {
      Element element = system.typeElements.get(place.name());
      if (reading.size() > PlanCompiler.MAX_LEVELS || !reading.add(element)) {
        throw element.fault(place.name() + " contains itself or is too deep; break the cycle");
      }
      type = types.read(element, system);
      reading.remove(element);
      system.types.put(place.name(), type);
      fresh.add(place);
    }
    return type;
  }

  /** A type that no packet has cannot change decoding, so its faults are warnings. */
  private void unusedTypes() {
    for (SpaceSystem system : systems) {
      for (Map.Entry<String, Element> each : system.typeElements.entrySet()) {
        if (!system.types.containsKey(each.getKey())) {
          isWhole(() -> type(each.getValue(), each.getKey(), system));
        }
      }
    }
  }

  private void typesOfAllParameters() {
    for (Parameter parameter : parameters) {
      if (parameter.type == null && !isWhole(() -> typeOf(parameter))) {
        parameter.type = null;
      }
    }
  }

  /** Reads a type with all that belongs to it; a fault is a warning, and the type unread. */
  private boolean isWhole(Task task) {
    fresh.clear();
    try {
      task.run();
      while (!later.isEmpty()) {
        later.poll().run();
      }
      return true;
    } catch (MissionException fault) {
      warnings.put(fault.getMessage(), fault.getMessage() + " (the type is in no container)");
      reading.clear();
      later.clear();
      for (SpaceSystem.Place place : fresh) {
        place.system().types.remove(place.name());
      }
      return false;
    }
  }

  /** The table of an entry whose parameter the packet names. */
  Indirect indirect(Container.Entry entry, SpaceSystem system, boolean silent)
      throws MissionException {
    Container.Naming naming = entry.naming;
    Scope scope = new Scope(system, naming.nameSpace(), silent);
    Indirect.Table table = tables.get(scope);
    if (table == null) {
      table = table(entry.element, scope);
      tables.put(scope, table);
    }
    ParameterType type = naming.target().type();
    boolean isNumber =
        type.kind != ParameterType.Kind.STRING && (type.labels == null || naming.raw());
    return new Indirect(naming.target().slot(), isNumber ? null : type.labels, isNumber, table);
  }

  /** Plans by every name that parameters have: their own, their paths, and aliases before these. */
  private Indirect.Table table(Element element, Scope scope) throws MissionException {
    Map<String, Parameter> named = new HashMap<>();
    for (Parameter parameter : parameters) {
      named.put(parameter.system.path + "/" + parameter.name, parameter);
      named.putIfAbsent(parameter.fieldName, parameter);
    }
    for (Parameter parameter : parameters) {
      Parameter here =
          scope.system.resolve(
              parameter.name, place -> place.system().parameters.get(place.name()));
      if (here != null) {
        named.put(parameter.name, here);
      }
    }
    Map<String, Parameter> aliases = new HashMap<>();
    for (Parameter parameter : parameters) {
      for (String alias : parameter.aliases(scope.nameSpace)) {
        Parameter other = aliases.put(alias, parameter);
        if (other != null && other != parameter) {
          throw parameter.element.fault(
              "its alias "
                  + alias
                  + " is also "
                  + other.name
                  + "'s, and packets give it; change it");
        }
      }
    }
    named.putAll(aliases);
    Map<String, Plan> plans = new HashMap<>();
    for (Map.Entry<String, Parameter> each : named.entrySet()) {
      Plan plan = parameterPlan(each.getValue(), scope.silent);
      if (plan != null) {
        plans.put(each.getKey(), plan);
      }
    }
    if (plans.isEmpty()) {
      throw element.fault("there is no parameter that a packet could name; add one");
    }
    return Indirect.Table.of(plans);
  }

  /** The plan of a parameter that stands anywhere; null when it cannot be in a packet. */
  private Plan parameterPlan(Parameter parameter, boolean silent) throws MissionException {
    Map<Parameter, Plan> plans = silent ? silentParameterPlans : parameterPlans;
    if (!plans.containsKey(parameter)) {
      Plan plan = null;
      if (parameter.type != null && parameter.type.isInPackets()) {
        plan = counted(parameter.element, PlanCompiler.compile(parameter, this, silent));
      }
      plans.put(parameter, plan);
    }
    return plans.get(parameter);
  }

  private void inheritance() throws MissionException {
    for (Container container : containers) {
      int depth = 0;
      for (Container base = container.base; base != null; base = base.base) {
        if (base == container || ++depth > 64) {
          throw container.element.fault(
              container.name + " inherits from itself or too deeply; break the cycle");
        }
      }
      if (container.base != null) {
        container.base.children.add(container);
      }
    }
  }

  /** Simple names where they are unique, else paths below the root system. */
  private void fieldNames() throws MissionException {
    Map<String, Integer> uses = new HashMap<>();
    for (Parameter parameter : parameters) {
      uses.merge(parameter.name, 1, Integer::sum);
    }
    for (Parameter parameter : parameters) {
      boolean unique = uses.get(parameter.name) == 1;
      parameter.fieldName = unique ? parameter.name : path(parameter.system, parameter.name);
      parameterNames.add(parameter.fieldName);
    }
    uses.clear();
    for (Container container : containers) {
      uses.merge(container.name, 1, Integer::sum);
    }
    for (Container container : containers) {
      boolean unique = uses.get(container.name) == 1;
      container.messageName = unique ? container.name : path(container.system, container.name);
      messages.put(container, names.message(container.messageName));
      if (names.isFull()) {
        throw container.element.fault("is one container too many; leave out what is not used");
      }
    }
  }

  private static String path(SpaceSystem system, String name) {
    int root = system.path.indexOf('/', 1);
    return root < 0 ? name : system.path.substring(root + 1) + "/" + name;
  }

  /**
   * The name of the array that repetitions of a container are: the container's, or its path where a
   * parameter has that name.
   */
  String arrayName(Container container) {
    return parameterNames.contains(container.messageName)
        ? wholePath(container.system, container.name)
        : container.messageName;
  }

  /** A path that is no simple name: below the root system, or with it. */
  private String wholePath(SpaceSystem system, String name) {
    String below = path(system, name);
    String path = below.contains("/") ? below : rootName() + "/" + name;
    return names.hasField(path) ? system.path + "/" + name : path;
  }

  /** Gives ids, after all others, to the paths of what has the name of some field of ours. */
  private void pathNames() {
    Set<String> ours = new HashSet<>();
    for (Field field : Field.values()) {
      ours.add(field.text());
    }
    for (Parameter parameter : parameters) {
      pathName(ours, parameter.fieldName, parameter.system, parameter.name);
    }
    for (Container container : containers) {
      pathName(ours, arrayName(container), container.system, container.name);
    }
  }

  private void pathName(Set<String> ours, String name, SpaceSystem system, String simpleName) {
    if (ours.contains(name) && names.hasField(name) && !pathNames.containsKey(name)) {
      int id = names.field(name);
      pathNames.put(name, new PathName(id, names.field(wholePath(system, simpleName))));
    }
  }

  private void compile() throws MissionException {
    List<Container> standing = new ArrayList<>();
    for (Container container : containers) {
      Node node = node(container);
      if (container.base == null && !container.included) {
        if (container.children.isEmpty()) {
          standing.add(container);
        } else {
          roots.add(node);
        }
      }
    }
    boolean trees = !roots.isEmpty();
    for (Container container : standing) {
      if (!trees) {
        roots.add(nodes.get(container));
      } else if (!container.isAbstract) {
        warn(
            container.element,
            "container " + container.name,
            "is of no tree of inheritance: packets are tried against the others only");
      }
    }
    if (roots.isEmpty() && !containers.isEmpty()) {
      roots.add(nodes.get(containers.get(0)));
    }
    pathNames();
    if (names.isFull()) {
      throw new MissionException(
          systems.get(0).element.file,
          systems.get(0).element.line,
          "SpaceSystem",
          "has more than " + Names.MAX + " names; leave out what is not used");
    }
  }

  private Node node(Container container) throws MissionException {
    Node node = nodes.get(container);
    if (node == null) {
      List<Container> ordered = new ArrayList<>();
      for (Container child : container.children) {
        if (child.restriction != null) {
          ordered.add(child);
        }
      }
      for (Container child : container.children) {
        if (child.restriction == null) {
          ordered.add(child);
        }
      }
      Node[] children = new Node[ordered.size()];
      for (int i = 0; i < children.length; i++) {
        children[i] = node(ordered.get(i));
      }
      Plan plan = plan(container, false);
      Plan restrictions = children.length == 0 ? null : plan(container, true);
      node =
          new Node(
              messages.get(container),
              container.isAbstract ? null : plan,
              restrictions,
              container.restriction,
              children);
      nodes.put(container, node);
    }
    return node;
  }

  private Plan plan(Container container, boolean silent) throws MissionException {
    return counted(container.element, PlanCompiler.compile(container, this, silent));
  }

  private Plan counted(Element element, Plan plan) throws MissionException {
    steps += plan.operation.length;
    if (steps > 20 * PlanCompiler.MAX_STEPS) {
      throw element.fault("the containers together have too many entries; split them");
    }
    return plan;
  }
}
