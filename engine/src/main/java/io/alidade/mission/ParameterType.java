package io.alidade.mission;

import java.util.ArrayList;
import java.util.List;

/** A parameter type with all that decoding needs. Read-only once the database is loaded. */
final class ParameterType {
  /** What a type's values are. */
  enum Kind {
    INTEGER,
    FLOAT,
    ENUMERATED,
    BOOLEAN,
    STRING,
    BINARY,
    ABSOLUTE_TIME,
    RELATIVE_TIME,
    AGGREGATE,
    ARRAY
  }

  /** A member of an aggregate. */
  record Member(String name, ParameterType type, String initialValue) {}

  /** One dimension of an array; the number of elements is last - first + 1. */
  record Dimension(Quantity first, Quantity last) {}

  final Kind kind;
  final String name;
  final SpaceSystem system;
  final Element element;

  /** Null for a type whose values are made on the ground, and for aggregates and arrays. */
  Encoding encoding;

  Calibrator calibrator;
  Condition[] contexts = {};
  Calibrator[] contextCalibrators = {};
  Limits limits = Limits.NONE;
  Labels labels;
  String zero = "False";
  String one = "True";
  String initialValue;

  final List<Member> members = new ArrayList<>();
  ParameterType elementType;
  List<Dimension> dimensions = List.of();

  /** Times: seconds = raw * scale + offset, since the epoch. */
  double scale = 1;

  double offset;
  Epoch epoch;

  /** 1 / scale where that is a whole number, for exact arithmetic; else 0. */
  long divisor;

  /** {@link #one} in UTF-8. */
  byte[] oneText = {};

  ParameterType(Kind kind, String name, SpaceSystem system, Element element) {
    this.kind = kind;
    this.name = name;
    this.system = system;
    this.element = element;
  }

  Member member(String memberName) {
    for (Member member : members) {
      if (member.name.equals(memberName)) {
        return member;
      }
    }
    return null;
  }

  /** Whether all its values have an encoding, and its arrays a size. */
  boolean isInPackets() {
    return switch (kind) {
      case ARRAY -> !dimensions.isEmpty() && elementType.isInPackets();
      case AGGREGATE -> {
        boolean all = true;
        for (Member member : members) {
          all &= member.type.isInPackets();
        }
        yield all;
      }
      default -> encoding != null;
    };
  }

  boolean isCalibrated() {
    return calibrator != null || contextCalibrators.length > 0;
  }
}
