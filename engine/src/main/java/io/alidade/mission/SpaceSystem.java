package io.alidade.mission;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * A SpaceSystem: a folder of names. References are paths: absolute ({@code /A/B/name}), relative,
 * with {@code .} and {@code ..}; a relative path that leads nowhere is tried from each enclosing
 * system.
 */
final class SpaceSystem {
  final String name;
  final SpaceSystem parent;
  final String path;
  final Element element;
  final Map<String, SpaceSystem> children = new LinkedHashMap<>();

  /** Elements that define types, not yet read. */
  final Map<String, Element> typeElements = new HashMap<>();

  final Map<String, Parameter> parameters = new LinkedHashMap<>();
  final Map<String, Container> containers = new LinkedHashMap<>();
  final Map<String, ParameterType> types = new HashMap<>();

  SpaceSystem(String name, SpaceSystem parent, Element element) {
    this.name = name;
    this.parent = parent;
    this.element = element;
    path = (parent == null ? "" : parent.path) + "/" + name;
  }

  private SpaceSystem root() {
    SpaceSystem system = this;
    while (system.parent != null) {
      system = system.parent;
    }
    return system;
  }

  /** What a path means here, asked from the system that its folders lead to; null for nothing. */
  <T> T resolve(String reference, Function<Place, T> lookup) {
    String[] parts = reference.strip().split("/");
    if (parts.length == 0) {
      return null;
    }
    if (reference.startsWith("/")) {
      SpaceSystem root = root();
      return parts.length > 2 && parts[1].equals(root.name) ? root.walk(parts, 2, lookup) : null;
    }
    for (SpaceSystem from = this; from != null; from = from.parent) {
      T found = from.walk(parts, 0, lookup);
      if (found != null) {
        return found;
      }
    }
    // As if the root itself lay in a system, which some files take for granted.
    SpaceSystem root = root();
    return parts.length > 1 && parts[0].equals(root.name) ? root.walk(parts, 1, lookup) : null;
  }

  private <T> T walk(String[] parts, int start, Function<Place, T> lookup) {
    SpaceSystem system = this;
    for (int i = start; i < parts.length - 1; i++) {
      if (parts[i].equals("..")) {
        system = system.parent;
      } else if (!parts[i].equals(".") && !parts[i].isEmpty()) {
        system = system.children.get(parts[i]);
      }
      if (system == null) {
        return null;
      }
    }
    return lookup.apply(new Place(system, parts[parts.length - 1]));
  }

  /** A name in a system. */
  record Place(SpaceSystem system, String name) {}
}
