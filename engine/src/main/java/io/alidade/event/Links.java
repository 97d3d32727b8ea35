package io.alidade.event;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * The names that a session has: of its links by id, where id 0 is the engine itself, and those of
 * its mission database. Read-only once built.
 */
public final class Links {
  private static final byte[] UNKNOWN = {};

  private final byte[][] names;
  private final Dictionary dictionary;

  /** Names for the ids 1, 2, 3 and so on, without a mission database. */
  public Links(String... names) {
    this(Dictionary.EMPTY, names);
  }

  /** Names for the ids 1, 2, 3 and so on, and the mission database's. */
  public Links(Dictionary dictionary, String... names) {
    this.dictionary = dictionary;
    this.names = new byte[names.length + 1][];
    this.names[0] = "alidade".getBytes(UTF_8);
    for (int i = 0; i < names.length; i++) {
      this.names[i + 1] = names[i].getBytes(UTF_8);
    }
  }

  /** The name, or an empty one for an unknown id. */
  byte[] name(int id) {
    return id < names.length ? names[id] : UNKNOWN;
  }

  /** The name of an event's link, for cold paths; allocates. */
  public String nameOf(Event event) {
    return new String(name(event.link()), UTF_8);
  }

  /** The name of an event's message, for cold paths; allocates. */
  public String msgOf(Event event) {
    int msg = event.msg();
    byte[] known = Msg.name(msg);
    if (known != null) {
      return new String(known, UTF_8);
    }
    if (msg >= Msg.FIRST_DYNAMIC) {
      byte[] container = dictionary.message(msg);
      return container == null ? "" : new String(container, UTF_8);
    }
    FieldReader fields = event.decoded();
    return "nmea." + (fields.find(Field.SENTENCE) ? fields.text() : "");
  }

  Dictionary dictionary() {
    return dictionary;
  }
}
