package io.alidade.broadcast;

/**
 * The engine's part of {@code /api/state} and {@code /healthz}. Called on the gateway's thread for
 * each such request: it must be quick, must not block, and must read only what other threads may
 * read.
 */
@FunctionalInterface
public interface GatewayStatus {
  /** Appends a JSON object, or the members of one without the braces. */
  void json(StringBuilder out);

  /** Whether the engine does its work; {@code /healthz} answers 503 when not. */
  default boolean healthy() {
    return true;
  }
}
