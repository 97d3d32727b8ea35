package io.alidade.station;

import io.alidade.event.Event;
import io.alidade.event.Field;
import io.alidade.event.FieldWriter;
import io.alidade.event.FrameKind;
import io.alidade.event.Msg;
import io.alidade.journal.Journal;
import io.alidade.journal.JournalException;
import io.alidade.journal.Pruned;
import io.alidade.journal.Retention;
import io.alidade.journal.SessionInfo;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Keeps a running station's journal to its retention: the oldest ended sessions go, never the
 * running one nor one that is marked to be kept. Where the retention limits bytes or free space,
 * sessions also go before the disk is too full to journal, whatever the limits are. Used by one
 * thread, not a handler's, for deleting may take as long as the disk takes; {@link #json} is for
 * any.
 */
final class Pruner {
  /**
   * When deleting gave no room, for instance because the files are being read, it is tried again so
   * many calls of {@link #complaint} later: a file system may count what is free late.
   */
  private static final int RETRY = 10;

  private final Journal journal;
  private final Retention retention;
  private final DiskGuard guard;
  private final Consumer<String> notices;
  private final AtomicLong sessions = new AtomicLong();
  private final AtomicLong bytes = new AtomicLong();
  private volatile boolean overLimits;
  private boolean failed;
  private int retry;

  // Of sessions that are gone and of which the stream does not tell yet.
  private long untoldSessions;
  private long untoldBytes;
  private long untoldEvents;
  private long untoldFirst;
  private long untoldLast;

  /**
   * A pruner.
   *
   * @param notices takes lines for the operator
   */
  Pruner(Journal journal, Retention retention, DiskGuard guard, Consumer<String> notices) {
    this.journal = journal;
    this.retention = retention;
    this.guard = guard;
    this.notices = notices;
  }

  /** Deletes what the limits do not allow; warns once when they stay exceeded. */
  void prune(long nowNs) {
    if (retention.equals(Retention.ALL)) {
      return;
    }
    Pruned pruned = apply(retention, nowNs);
    if (pruned == null) {
      return;
    }
    if (!pruned.met() && !overLimits) {
      notices.accept(
          "the journal is over its limits, at "
              + pruned.usedBytes()
              + " bytes, and nothing more can go: what is left is running, is kept or is not ours");
    }
    overLimits = !pruned.met();
  }

  /**
   * As {@link DiskGuard#complaint}, after sessions have made room where they may.
   *
   * @param resuming as there
   */
  String complaint(boolean resuming, long nowNs) {
    String complaint = guard.complaint(resuming);
    if (complaint == null || !limitsSpace()) {
      retry = 0;
      return complaint;
    }
    if (retry > 0) {
      retry--;
      return complaint;
    }
    try {
      long least = Math.max(retention.minFreeBytes(), guard.resumeBytes());
      apply(retention.withMinFreeBytes(least), nowNs);
      complaint = guard.complaint(resuming);
    } catch (IOException fault) {
      // The guard has said it.
    }
    retry = complaint == null ? 0 : RETRY;
    return complaint;
  }

  /** Whether somebody has said that recent data may take the place of old ones. */
  private boolean limitsSpace() {
    return retention.maxBytes() != Long.MAX_VALUE || retention.minFreeBytes() > 0;
  }

  /** Null when it did not succeed. */
  private Pruned apply(Retention limits, long nowNs) {
    try {
      Pruned pruned = journal.prune(limits, nowNs);
      failed = false;
      count(pruned);
      return pruned;
    } catch (JournalException refused) {
      if (!failed) {
        failed = true;
        notices.accept("old sessions stay in the journal: " + refused.getMessage());
      }
      return null;
    } catch (IllegalStateException closed) {
      return null; // the station is ending
    }
  }

  private void count(Pruned pruned) {
    List<SessionInfo> gone = pruned.sessions();
    if (gone.isEmpty()) {
      return;
    }
    sessions.addAndGet(gone.size());
    bytes.addAndGet(pruned.freedBytes());
    untoldSessions += gone.size();
    untoldBytes += pruned.freedBytes();
    for (SessionInfo session : gone) {
      if (session.records() > 0) {
        untoldEvents += session.records();
        untoldFirst = untoldFirst == 0 ? session.firstSequence() : untoldFirst;
        untoldLast = session.lastSequence();
      }
    }
    notices.accept(
        "journal: deleted "
            + (gone.size() == 1
                ? "session " + gone.get(0).id()
                : gone.size()
                    + " sessions, "
                    + gone.get(0).id()
                    + " to "
                    + gone.get(gone.size() - 1).id())
            + ", "
            + pruned.freedBytes()
            + " bytes");
  }

  /** Whether sessions are gone of which {@link #tell} has not told. */
  boolean hasUntold() {
    return untoldSessions > 0;
  }

  /** Makes an event {@link Msg#JOURNAL_PRUNED} of the sessions that are gone. */
  void tell(Event event, long nowNs) {
    event.begin(FrameKind.STATION, 0, nowNs);
    event.receivedNs = 0;
    event.msg(Msg.JOURNAL_PRUNED);
    FieldWriter out = event.beginDecoded();
    out.integer(Field.SESSIONS, untoldSessions);
    out.integer(Field.BYTES, untoldBytes);
    out.integer(Field.EVENTS, untoldEvents);
    if (untoldEvents > 0) {
      out.integer(Field.FIRST_SEQ, untoldFirst);
      out.integer(Field.LAST_SEQ, untoldLast);
    }
    event.endDecoded();
    untoldSessions = 0;
    untoldBytes = 0;
    untoldEvents = 0;
    untoldFirst = 0;
  }

  /**
   * Appends, as members of a JSON object with a comma before each, what is gone since the start.
   */
  void json(StringBuilder out) {
    if (!retention.equals(Retention.ALL)) {
      out.append(",\"pruned\":{\"sessions\":").append(sessions.get());
      out.append(",\"bytes\":").append(bytes.get()).append('}');
      out.append(",\"over_limits\":").append(overLimits);
    }
  }
}
