package io.alidade.event;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * The names that a session's mission database gives: of fields by id from {@link
 * Field#FIRST_DYNAMIC}, of messages by code from {@link Msg#FIRST_DYNAMIC}. Read-only once built.
 */
public final class Dictionary {
  /** No names. */
  public static final Dictionary EMPTY = new Dictionary(new String[0], new String[0]);

  private final byte[][] fields;
  private final byte[][] messages;

  /** Names in the order of their ids and codes. */
  public Dictionary(String[] fields, String[] messages) {
    this.fields = bytes(fields);
    this.messages = bytes(messages);
  }

  private static byte[][] bytes(String[] names) {
    byte[][] bytes = new byte[names.length][];
    for (int i = 0; i < names.length; i++) {
      bytes[i] = names[i].getBytes(UTF_8);
    }
    return bytes;
  }

  /** The field's name, or null for an unknown id. */
  byte[] field(int id) {
    int i = id - Field.FIRST_DYNAMIC;
    return i >= 0 && i < fields.length ? fields[i] : null;
  }

  /** The message's name, or null for an unknown code. */
  byte[] message(int code) {
    int i = code - Msg.FIRST_DYNAMIC;
    return i >= 0 && i < messages.length ? messages[i] : null;
  }
}
