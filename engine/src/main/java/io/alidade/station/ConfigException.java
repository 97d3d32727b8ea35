package io.alidade.station;

/** Something that a user typed is wrong; the message is one line and says what and where. */
public final class ConfigException extends Exception {
  private static final long serialVersionUID = 1L;

  public ConfigException(String message) {
    super(message);
  }
}
