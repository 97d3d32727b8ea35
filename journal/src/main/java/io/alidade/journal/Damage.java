package io.alidade.journal;

/**
 * What stopped a reader.
 *
 * @param position byte in the session's queue file at which it stopped
 * @param sequence sequence of the first record that could not be read, or the least that it can be
 *     where the session's first one is concerned and its manifest does not tell
 * @param reason what is wrong, in words
 */
public record Damage(long position, long sequence, String reason) {
  @Override
  public String toString() {
    return "record " + sequence + " at byte " + position + ": " + reason;
  }
}
