package io.alidade.demo;

import java.util.PriorityQueue;

/** What is to be sent, in the order of time; of equal times, in the order of entry. */
final class Schedule {
  private final PriorityQueue<Entry> entries = new PriorityQueue<>();
  private int entered;

  /** Something that a station sends again and again. */
  @FunctionalInterface
  interface Transmission {
    /** Sends what is due now; returns when it is due again. Milliseconds since the start. */
    long send(long now, Receiver receiver);
  }

  private record Entry(long due, int order, Transmission transmission)
      implements Comparable<Entry> {
    @Override
    public int compareTo(Entry other) {
      return due != other.due ? Long.compare(due, other.due) : Integer.compare(order, other.order);
    }
  }

  void add(long firstDue, Transmission transmission) {
    entries.add(new Entry(firstDue, entered++, transmission));
  }

  /** Sends the next; returns when it was due. */
  long sendNext(Receiver receiver) {
    Entry next = entries.remove();
    long again = next.transmission.send(next.due, receiver);
    entries.add(new Entry(Math.max(again, next.due + 1), next.order, next.transmission));
    return next.due;
  }
}
