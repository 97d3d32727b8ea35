package io.alidade.mission;

import java.util.Map;

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

  /** The same with other ids for fields that lie in no other. */
  Node renamed(Map<Integer, Integer> ids) {
    Node[] renamed = new Node[children.length];
    for (int i = 0; i < renamed.length; i++) {
      renamed[i] = children[i].renamed(ids);
    }
    Plan other = plan == null ? null : plan.renamed(ids);
    return new Node(message, other, restrictionPlan, restriction, renamed);
  }
}
