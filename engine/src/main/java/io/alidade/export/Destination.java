package io.alidade.export;

import java.io.IOException;
import java.io.OutputStream;

/** Where an export goes: one stream, or several with names. */
abstract class Destination implements AutoCloseable {
  /** How far an export has come. */
  static final class Progress {
    /** The last event that went in, 0 before the first. */
    long sequence;

    /** What was written of all events up to there. */
    long records;

    /** The last event to take: what a session that goes on gets later is not part of it. */
    long until;
  }

  /** The stream with a name; an export to one file has one, named "". */
  abstract OutputStream stream(String name) throws IOException;

  /** Whether nothing stands in a stream yet. */
  abstract boolean isEmpty(String name) throws IOException;

  /** Where to begin: at the start, or where an export that was cut short stands. */
  abstract Progress progress();

  /** Everything up to the progress's event is written: remember that, should we be cut short. */
  abstract void checkpoint() throws IOException;

  /** All is written. */
  abstract void finish() throws IOException;

  /** Bytes written to all streams, what a resumed export found included. */
  abstract long bytes();

  @Override
  public abstract void close();
}
