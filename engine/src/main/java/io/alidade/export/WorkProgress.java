package io.alidade.export;

/** Is told, often, how far an export or import is. */
@FunctionalInterface
public interface WorkProgress {
  /** So many of so many; what they are, events or bytes, is the work's. */
  void at(long done, long total);
}
