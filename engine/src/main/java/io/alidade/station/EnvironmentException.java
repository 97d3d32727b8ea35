package io.alidade.station;

/**
 * A port, disk, file or permission is not as needed; the message is one line and says what to do.
 */
public final class EnvironmentException extends Exception {
  private static final long serialVersionUID = 1L;

  public EnvironmentException(String message, Throwable cause) {
    super(message, cause);
  }
}
