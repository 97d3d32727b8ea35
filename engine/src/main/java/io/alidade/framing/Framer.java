package io.alidade.framing;

/** Cuts one link's byte stream into frames; see the package's contract. */
public interface Framer {
  /** Takes the bytes of one read; frames that they complete go to the sink before this returns. */
  void feed(byte[] bytes, int offset, int length, FrameSink sink);

  /** The stream ends, or a datagram does: what is held back goes to the sink. */
  void end(FrameSink sink);

  /**
   * Appends the state of synchronisation as members of a JSON object, each with a comma before it;
   * nothing by default. May be called by any thread at any time, and then shows values a moment
   * old.
   */
  default void json(StringBuilder out) {}
}
