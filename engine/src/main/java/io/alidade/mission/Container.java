package io.alidade.mission;

import java.util.ArrayList;
import java.util.List;

/** A sequence container and its entries. */
final class Container {
  /** What an entry's place is counted from. */
  enum Reference {
    PREVIOUS_ENTRY,
    CONTAINER_START,
    CONTAINER_END
  }

  /**
   * What names an indirect entry's parameter.
   *
   * @param reference to the parameter whose value is the name
   * @param raw whether it is the value before calibration
   * @param nameSpace of aliases that are names too, or null
   */
  record Naming(String reference, References.Target target, boolean raw, String nameSpace) {}

  /** An entry of a container: a parameter or another container, where, if and how often. */
  static final class Entry {
    final Element element;
    Parameter parameter;
    Container container;

    /** Instead of either: who names the parameter. */
    Naming naming;

    Reference reference = Reference.PREVIOUS_ENTRY;
    Quantity location;
    Condition condition;
    Quantity repeat;
    Quantity gap = Quantity.fixed(0);

    /** An array's dimensions, where the entry gives them. */
    List<ParameterType.Dimension> dimensions = List.of();

    Entry(Element element) {
      this.element = element;
    }
  }

  final String name;
  final SpaceSystem system;
  final Element element;
  final boolean isAbstract;
  final List<Entry> entries = new ArrayList<>();
  Container base;
  Condition restriction;

  /** The size that BinaryEncoding gives, bits; -1 for none. */
  long fixedBits = -1;

  final List<Container> children = new ArrayList<>();

  /** Whether something in it is not supported. */
  boolean faulty;

  /** Whether another container has this one as an entry. */
  boolean included;

  /** The message's name: the container's, with its path where another has the same. */
  String messageName;

  Container(String name, SpaceSystem system, Element element, boolean isAbstract) {
    this.name = name;
    this.system = system;
    this.element = element;
    this.isAbstract = isAbstract;
  }

  /** Whether something that is not supported is in what it inherits from or includes. */
  boolean usesFaulty() {
    boolean any = base != null && base.faulty;
    for (Entry entry : entries) {
      any |= entry.container != null && entry.container.faulty;
    }
    return any;
  }
}
