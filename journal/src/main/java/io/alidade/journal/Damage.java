package io.alidade.journal;

/**
 * What stopped a reader.
 *
 * @param position byte in the session's queue file at which it stopped
 * @param sequence sequence of the first record that could not be read; 0 where it is not known
 * @param reason what is wrong, in words
 */
public record Damage(long position, long sequence, String reason) {
  @Override
  public String toString() {
    return "record " + sequence + " at byte " + position + ": " + reason;
  }
}
