package io.alidade.mission;

import java.util.List;
import java.util.Set;

/** Reads sequence containers and their entries. */
final class ContainerReader {
  private static final Set<String> IN_CONTAINERS =
      Set.of(
          "LongDescription",
          "AliasSet",
          "AncillaryDataSet",
          "DefaultRateInStream",
          "RateInStreamSet",
          "BinaryEncoding",
          "EntryList",
          "BaseContainer");

  private static final Set<String> IN_ENTRIES =
      Set.of(
          "LocationInContainerInBits",
          "RepeatEntry",
          "IncludeCondition",
          "TimeAssociation",
          "AncillaryDataSet",
          "LongDescription",
          "DimensionList");

  private static final Set<String> IN_INDIRECT_ENTRIES =
      Set.of(
          "ParameterInstance",
          "LocationInContainerInBits",
          "IncludeCondition",
          "TimeAssociation",
          "AncillaryDataSet",
          "LongDescription");

  private final Loader loader;
  private final CriteriaReader criteria;
  private final TypeReader types;

  ContainerReader(Loader loader, CriteriaReader criteria, TypeReader types) {
    this.loader = loader;
    this.criteria = criteria;
    this.types = types;
  }

  /** Reads a container, with as many of its faults as there are. */
  void read(Container container) {
    attempt(container, () -> head(container));
    Element list = container.element.child("EntryList");
    for (Element entry : list == null ? List.<Element>of() : list.children) {
      attempt(container, () -> container.entries.add(entry(entry, container)));
    }
    Element base = container.element.child("BaseContainer");
    if (base != null) {
      attempt(container, () -> base(base, container));
    }
  }

  private void attempt(Container container, Loader.Task task) {
    container.faulty |= !loader.attempt(task);
  }

  private static void head(Container container) throws MissionException {
    container.element.requiredChild("EntryList");
    container.element.allow(IN_CONTAINERS);
    Element encoding = container.element.child("BinaryEncoding");
    if (encoding != null) {
      encoding.allow(Set.of("SizeInBits"));
      Element size = encoding.requiredChild("SizeInBits");
      Element only = size.only();
      if (!only.name.equals("FixedValue")) {
        throw only.refused("in the BinaryEncoding of a container");
      }
      container.fixedBits = only.bounded("", only.text, 0, PlanCompiler.MAX_PACKET_BITS);
    }
  }

  private void base(Element base, Container container) throws MissionException {
    base.allow(Set.of("RestrictionCriteria"));
    container.base = References.container(base, base.required("containerRef"), container.system);
    Element restriction = base.child("RestrictionCriteria");
    if (restriction != null) {
      loader.references.ofRestriction = true;
      try {
        container.restriction = criteria.criteria(restriction, container.system);
      } finally {
        loader.references.ofRestriction = false;
      }
    }
  }

  private Container.Naming naming(Element element, SpaceSystem system) throws MissionException {
    Element instance = element.requiredChild("ParameterInstance");
    References.Target target = criteria.target(instance, system);
    boolean raw = !instance.flag("useCalibratedValue", true);
    ParameterType type = target.type();
    boolean isName =
        switch (type.kind) {
          case STRING -> true;
          case ENUMERATED -> true;
          case INTEGER -> raw || !type.isCalibrated();
          default -> false;
        };
    if (!isName) {
      throw instance.fault("refers to neither a text, an enumeration nor an integer; change it");
    }
    loader.namesParameters = true;
    return new Container.Naming(
        instance.required("parameterRef"), target, raw, element.attribute("aliasNameSpace"));
  }

  private Container.Entry entry(Element element, Container container) throws MissionException {
    SpaceSystem system = container.system;
    Container.Entry entry = new Container.Entry(element);
    switch (element.name) {
      case "ParameterRefEntry", "ArrayParameterRefEntry" -> {
        entry.parameter = References.parameter(element, element.required("parameterRef"), system);
        ParameterType type = loader.typeOf(entry.parameter);
        boolean array = type.kind == ParameterType.Kind.ARRAY;
        if (element.name.startsWith("Array") && !array) {
          throw element.fault(entry.parameter.name + " is no array; use ParameterRefEntry");
        }
        Element dimensions = element.child("DimensionList");
        if (dimensions != null && array) {
          entry.dimensions = types.dimensions(dimensions, system);
        } else if (dimensions != null) {
          throw dimensions.refused("in " + element.name);
        }
      }
      case "ContainerRefEntry" -> {
        entry.container = References.container(element, element.required("containerRef"), system);
        entry.container.included = true;
      }
      case "IndirectParameterRefEntry" -> {
        entry.naming = naming(element, system);
        if (element.child("RepeatEntry") != null) {
          throw element.child("RepeatEntry").refused("in " + element.name);
        }
      }
      default -> throw element.refused("in EntryList");
    }
    element.allow(entry.naming == null ? IN_ENTRIES : IN_INDIRECT_ENTRIES);
    Element location = element.child("LocationInContainerInBits");
    if (location != null) {
      entry.location = criteria.quantity(location, system, -65_536L * 8, 1L << 28);
      entry.reference =
          switch (location.attribute("referenceLocation", "previousEntry")) {
            case "previousEntry" -> Container.Reference.PREVIOUS_ENTRY;
            case "containerStart" -> Container.Reference.CONTAINER_START;
            case "containerEnd" -> Container.Reference.CONTAINER_END;
            default ->
                throw location.fault(
                    "referenceLocation \""
                        + location.attribute("referenceLocation")
                        + "\" is not supported; use previousEntry or containerStart");
          };
    }
    Element condition = element.child("IncludeCondition");
    if (condition != null) {
      entry.condition = criteria.criteria(condition, system);
    }
    Element repeat = element.child("RepeatEntry");
    if (repeat != null) {
      repeat.allow(Set.of("Count", "Offset"));
      entry.repeat =
          criteria.quantity(repeat.requiredChild("Count"), system, 0, PlanCompiler.MAX_COUNT);
      if (repeat.child("Offset") != null) {
        entry.gap = criteria.quantity(repeat.child("Offset"), system, 0, 1L << 28);
      }
    }
    if (element.child("TimeAssociation") != null) {
      loader.warn(element.child("TimeAssociation"), null, "is not used");
    }
    return entry;
  }
}
