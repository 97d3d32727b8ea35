package io.alidade.orbit;

/** Elements from which no position follows, at all or at some time. The message says why. */
public final class OrbitException extends Exception {
  private static final long serialVersionUID = 1L;

  OrbitException(String reason) {
    super(reason);
  }
}
