package io.alidade.event;

import static java.nio.charset.StandardCharsets.UTF_8;

/** The names of a session's links by id; id 0 is the engine itself. Read-only once built. */
public final class Links {
  private final byte[][] names;

  /** Names for the ids 1, 2, 3 and so on. */
  public Links(String... names) {
    this.names = new byte[names.length + 1][];
    this.names[0] = "alidade".getBytes(UTF_8);
    for (int i = 0; i < names.length; i++) {
      this.names[i + 1] = names[i].getBytes(UTF_8);
    }
  }

  /** The name, or an empty one for an unknown id. */
  byte[] name(int id) {
    return id < names.length ? names[id] : EMPTY;
  }

  private static final byte[] EMPTY = {};
}
