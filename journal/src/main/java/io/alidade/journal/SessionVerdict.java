package io.alidade.journal;

import java.nio.file.Path;

/**
 * What {@link JournalCheck} found in one session.
 *
 * @param id the session's id
 * @param directory where it lies
 * @param state the verdict
 * @param ended whether it has ended (closed or recovered)
 * @param records whole records from its beginning
 * @param bytes sum of their lengths
 * @param lastSequence the last of them; 0 = none
 * @param badSequence the first record that cannot be read; 0 where no record is concerned
 * @param detail what is wrong, in words; empty when it is whole
 */
public record SessionVerdict(
    String id,
    Path directory,
    State state,
    boolean ended,
    long records,
    long bytes,
    long lastSequence,
    long badSequence,
    String detail) {

  /** From best to worst. */
  public enum State {
    /** Every record is there, and nothing else. */
    WHOLE,
    /** Every record whose append returned is there; a last one was begun and not finished. */
    TORN_TAIL,
    /** The bytes are not what was written. */
    DAMAGED
  }
}
