package io.alidade.station;

import io.alidade.event.Event;
import io.alidade.event.FrameKind;
import io.alidade.journal.Journal;
import io.alidade.journal.JournalException;
import io.alidade.journal.SessionWriter;
import io.alidade.pipeline.Recording;

/**
 * Appends every event to the journal. A session event ends the session before it and begins
 * another.
 *
 * <p>When the journal cannot go on, or {@link #suspend} says that it soon could not, there is an
 * outage: events are counted and not appended, until a session event comes when it can. {@link
 * #outage} is for any thread.
 */
final class JournalStage implements Recording {
  /**
   * Events that the journal lacks.
   *
   * @param reason why, in one line
   * @param from receive time of the first one, ns since 1970
   * @param firstSequence its sequence
   * @param lastSequence that of the last one so far
   */
  record Outage(String reason, long from, long firstSequence, long lastSequence) {
    long events() {
      return lastSequence - firstSequence + 1;
    }
  }

  private final Journal journal;
  private final Durability durability;
  private volatile SessionWriter session;
  private volatile String suspended;

  // Written by the stage's thread, each before outageLast.
  private String outageReason;
  private long outageFrom;
  private long outageFirst;
  private volatile long outageLast; // 0 while there is none

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
    try {
      if (event.kind() == FrameKind.SESSION && (outageLast != 0 || session.records() > 0)) {
        begin(event);
      }
      if (outageLast == 0 && suspended == null) {
        session.append(event.array(), 0, event.length());
        return;
      }
      missed(event, suspended);
    } catch (JournalException fault) {
      missed(event, fault.getMessage());
    }
  }

  private void begin(Event event) {
    session.close();
    journal.skipTo(event.sequence() - 1);
    session = journal.beginSession(event.rxTime());
    outageLast = 0;
  }

  private void missed(Event event, String reason) {
    if (outageLast == 0) {
      outageReason = reason;
      outageFrom = event.rxTime();
      outageFirst = event.sequence();
      journal.breakOff();
      endSession();
    }
    outageLast = event.sequence();
  }

  /** What was appended is whole; that its manifest says so may have to wait for the next start. */
  private void endSession() {
    try {
      session.close();
    } catch (JournalException noRoom) {
      // Recovered when the journal is opened again.
    }
  }

  /**
   * Asks for an outage from the next event on.
   *
   * @param reason why, in one line; null to let the next session begin
   */
  void suspend(String reason) {
    suspended = reason;
  }

  /** The outage that there is, or null. */
  Outage outage() {
    long last = outageLast;
    return last == 0 ? null : new Outage(outageReason, outageFrom, outageFirst, last);
  }

  @Override
  public boolean syncsBeforeShowing() {
    return durability.batch();
  }

  @Override
  public void sync() {
    if (outageLast == 0) {
      session.force();
    }
  }

  @Override
  public void end() {
    if (outageLast == 0) {
      session.close();
    } else {
      endSession();
    }
  }

  /** The session that is being written, or was last; any thread. */
  SessionWriter session() {
    return session;
  }
}
