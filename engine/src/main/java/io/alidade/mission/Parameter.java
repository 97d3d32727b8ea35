package io.alidade.mission;

import io.alidade.event.Field;
import java.util.ArrayList;
import java.util.List;

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

  /** Its aliases in a name space; none in null. */
  List<String> aliases(String nameSpace) {
    List<String> aliases = new ArrayList<>();
    Element set = element.child("AliasSet");
    for (Element alias : set == null ? List.<Element>of() : set.all("Alias")) {
      if (nameSpace != null && nameSpace.equals(alias.attribute("nameSpace"))) {
        aliases.add(alias.attribute("alias", "").stripTrailing());
      }
    }
    return aliases;
  }

  /** The field of the link that a local parameter's value is, or null; only texts are. */
  Field local() {
    Element properties = element.child("ParameterProperties");
    boolean isLocal = properties != null && properties.attribute("dataSource", "").equals("local");
    if (!isLocal || type == null || type.kind != ParameterType.Kind.STRING) {
      return null;
    }
    return switch (name) {
      case "AX25_SRC" -> Field.SRC;
      case "AX25_DST" -> Field.DST;
      default -> null;
    };
  }
}
