package io.alidade.mission;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** An XML element with its line; namespaces are left out, names are local. */
final class Element {
  final String file;
  final String name;
  final int line;
  final Map<String, String> attributes = new LinkedHashMap<>();
  final List<Element> children = new ArrayList<>();
  String text = "";

  Element(String file, String name, int line) {
    this.file = file;
    this.name = name;
    this.line = line;
  }

  MissionException fault(String what) {
    return new MissionException(file, line, name, what);
  }

  /** The attribute, or null. */
  String attribute(String key) {
    return attributes.get(key);
  }

  String attribute(String key, String otherwise) {
    return attributes.getOrDefault(key, otherwise);
  }

  String required(String key) throws MissionException {
    String value = attributes.get(key);
    if (value == null || value.isEmpty()) {
      throw fault("the attribute " + key + " is missing; add it");
    }
    return value;
  }

  boolean flag(String key, boolean otherwise) throws MissionException {
    String value = attributes.get(key);
    if (value == null) {
      return otherwise;
    }
    return switch (value) {
      case "true", "1" -> true;
      case "false", "0" -> false;
      default -> throw fault(key + "=\"" + value + "\" is neither true nor false; correct it");
    };
  }

  /** An integer attribute within a range. */
  int integer(String key, int otherwise, int min, int max) throws MissionException {
    String value = attributes.get(key);
    return value == null ? otherwise : (int) bounded(key + "=", value, min, max);
  }

  long bounded(String what, String value, long min, long max) throws MissionException {
    long number;
    try {
      number = Long.parseLong(value.strip());
    } catch (NumberFormatException fault) {
      throw fault(what + "\"" + value + "\" is not an integer; correct it");
    }
    if (number < min || number > max) {
      throw fault(what + number + " is out of range; give " + min + " to " + max);
    }
    return number;
  }

  /** A real number attribute; NaN where it is absent. */
  double real(String key) throws MissionException {
    String value = attributes.get(key);
    return value == null ? Double.NaN : real(key + "=", value);
  }

  double real(String what, String value) throws MissionException {
    try {
      return Double.parseDouble(value.strip());
    } catch (NumberFormatException fault) {
      throw fault(what + "\"" + value + "\" is not a number; correct it");
    }
  }

  /** The first child of this name, or null. */
  Element child(String childName) {
    for (Element child : children) {
      if (child.name.equals(childName)) {
        return child;
      }
    }
    return null;
  }

  Element requiredChild(String childName) throws MissionException {
    Element child = child(childName);
    if (child == null) {
      throw fault("has no " + childName + "; add it");
    }
    return child;
  }

  List<Element> all(String childName) {
    return children.stream().filter(child -> child.name.equals(childName)).toList();
  }

  /** The only child of an element that wraps one of several. */
  Element only() throws MissionException {
    if (children.size() != 1) {
      throw fault("has " + children.size() + " elements inside; give one");
    }
    return children.get(0);
  }

  /** Refuses every child that is not of these names. */
  void allow(Set<String> names) throws MissionException {
    for (Element child : children) {
      if (!names.contains(child.name)) {
        throw child.refused("in " + name);
      }
    }
  }

  /** A fault for an element that would change decoding and is not supported. */
  MissionException refused(String where) {
    return fault(
        "is not supported " + where + ", and leaving it out would change decoding; remove it");
  }
}
