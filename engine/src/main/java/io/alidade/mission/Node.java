package io.alidade.mission;

/** A container in the tree of inheritance, compiled. Immutable. */
final class Node {
  final int message;

  /** Null for an abstract container, which no packet is. */
  final Plan plan;

  /** Gets the values that the children's restrictions ask for; null without children. */
  final Plan restrictionPlan;

  /** Null where every packet of the base is one of this. */
  final Condition restriction;

  final Node[] children;

  Node(int message, Plan plan, Plan restrictionPlan, Condition restriction, Node[] children) {
    this.message = message;
    this.plan = plan;
    this.restrictionPlan = restrictionPlan;
    this.restriction = restriction;
    this.children = children;
  }
}
