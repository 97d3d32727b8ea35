package io.alidade.station;

import io.alidade.event.Event;
import io.alidade.event.FrameKind;
import io.alidade.journal.Journal;
import io.alidade.journal.SessionWriter;
import io.alidade.pipeline.Recording;

/**
 * Appends every event to the journal. A session event ends the session before it and begins
 * another.
 */
final class JournalStage implements Recording {
  private final Journal journal;
  private final Durability durability;
  private volatile SessionWriter session;

  /**
   * A stage that goes on from where the journal ends.
   *
   * @param first the session of the first events
   */
  JournalStage(Journal journal, SessionWriter first, Durability durability) {
    this.journal = journal;
    this.durability = durability;
    session = first;
  }

  @Override
  public void onEvent(Event event) {
    SessionWriter writer = session;
    if (event.kind() == FrameKind.SESSION && writer.records() > 0) {
      writer.close();
      writer = journal.beginSession(event.rxTime());
      session = writer;
    }
    writer.append(event.array(), 0, event.length());
  }

  @Override
  public boolean syncsBeforeShowing() {
    return durability.batch();
  }

  @Override
  public void sync() {
    session.force();
  }

  @Override
  public void end() {
    session.close();
  }

  /** The session that is being written; any thread. */
  SessionWriter session() {
    return session;
  }
}
