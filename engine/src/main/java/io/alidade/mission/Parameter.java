package io.alidade.mission;

/** A parameter. */
final class Parameter {
  final String name;
  final SpaceSystem system;
  final Element element;
  ParameterType type;
  String initialValue;

  /** The field's name: the parameter's, with its path where another has the same. */
  String fieldName;

  Parameter(String name, SpaceSystem system, Element element) {
    this.name = name;
    this.system = system;
    this.element = element;
  }
}
