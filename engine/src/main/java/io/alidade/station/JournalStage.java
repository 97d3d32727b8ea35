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
 * <p>When the journal cannot go on, the disk refuses to sync, or {@link #suspend} says that it soon
 * could not go on, there is an outage: events are counted and not appended, until a session event
 * comes when it can. {@link #outage} and {@link #sync} are for any thread.
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

  /** Why the disk did not sync; what it has of the session is not known from then on. */
  private volatile String refused;

  // Written by the stage's thread, each before outageLast.
  private String outageReason;
  private long outageFrom;
  private long outageFirst;
  private volatile long outageLast; // 0 while there is none

  /** The event that was to end the last outage; when it could not, that one goes on. */
  private long resumed;

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
      String reason = refused == null ? suspended : refused;
      if (outageLast == 0 && reason == null) {
        session.append(event.array(), 0, event.length());
        return;
      }
      missed(event, reason);
    } catch (JournalException fault) {
      missed(event, fault.getMessage());
    }
  }

  private void begin(Event event) {
    if (outageLast != 0) {
      resumed = event.sequence();
      endSession();
    } else {
      resumed = 0;
      session.close();
    }
    journal.skipTo(event.sequence() - 1);
    session = journal.beginSession(event.rxTime());
    refused = null;
    outageLast = 0;
  }

  private void missed(Event event, String reason) {
    if (outageLast == 0) {
      if (event.sequence() != resumed) {
        outageReason = reason;
        outageFrom = event.rxTime();
        outageFirst = event.sequence();
      }
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
    if (outageLast == 0 && refused == null) {
      try {
        session.force();
      } catch (JournalException fault) {
        journal.breakOff(); // a power failure may cost what is going to be shown
        refused = fault.getMessage();
      }
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
