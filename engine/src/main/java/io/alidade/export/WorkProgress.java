package io.alidade.export;

/** Is told, often, how far an export or import is. */
@FunctionalInterface
public interface WorkProgress {
  /** So much of so much; of what, events or bytes, is the work's. */
  void at(long done, long total);
}
