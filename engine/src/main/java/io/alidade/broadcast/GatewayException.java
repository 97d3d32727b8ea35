package io.alidade.broadcast;

/** The gateway could not start; the message is one line that says what to do. */
public final class GatewayException extends Exception {
  private static final long serialVersionUID = 1L;

  GatewayException(String message, Throwable cause) {
    super(message, cause);
  }
}
