package io.alidade.export;

import io.alidade.event.Event;
import io.alidade.event.Field;
import io.alidade.event.FieldWriter;
import io.alidade.event.FrameKind;
import io.alidade.event.Msg;
import io.alidade.framing.FrameSink;
import io.alidade.fuse.Fuse;
import io.alidade.fuse.FuseSettings;
import io.alidade.journal.Journal;
import io.alidade.journal.SessionWriter;
import io.alidade.link.LinkState;
import io.alidade.pipeline.Faults;
import io.alidade.pipeline.Stage;
import io.alidade.protocol.Decoder;
import io.alidade.station.SessionStart;
import io.alidade.validate.Validate;
import java.util.Locale;

/**
 * What a station's receiver and stages do with the frames of one link, on one thread: decode,
 * validate, fuse, journal. The link has the id 1.
 */
final class SessionRecorder implements FrameSink {
  private static final int LINK = 1;

  private final Journal journal;
  private final SessionWriter writer;
  private final Decoder decoder;
  private final int slotBytes;
  private final Event event;
  private final Stage validate = new Validate()::onEvent;
  private final Fuse fuse;
  private final Stage fuseStage;
  private FrameTimes times;
  private long lastNs;
  private long count;
  private long nextState;

  /**
   * A recorder for a session that holds nothing yet.
   *
   * @param slotBytes the longest event, bytes
   * @param settings the fuse stage's
   */
  SessionRecorder(
      Journal journal,
      SessionWriter writer,
      Decoder decoder,
      int slotBytes,
      FuseSettings settings) {
    this.journal = journal;
    this.writer = writer;
    this.decoder = decoder;
    this.slotBytes = slotBytes;
    event = new Event(slotBytes);
    fuse = new Fuse(settings);
    fuseStage = fuse::onEvent;
    nextState = fuse.eventsToNextState();
  }

  /** The session's first event; frames that have no time before the first that has take this. */
  void begin(SessionStart start, long timeNs, FrameTimes frameTimes) {
    lastNs = timeNs;
    times = frameTimes;
    start.write(event, timeNs);
    append();
  }

  /** The link came up, or ended. */
  void link(LinkState state, String reason) {
    event.begin(FrameKind.LINK, LINK, lastNs);
    event.msg(Msg.LINK);
    FieldWriter out = event.beginDecoded();
    out.text(Field.STATE, state.name().toLowerCase(Locale.ROOT));
    out.integer(Field.ATTEMPT, 0);
    out.text(Field.REASON, reason);
    event.endDecoded();
    append();
  }

  @Override
  public void frame(FrameKind kind, byte[] bytes, int offset, int length) {
    long timeNs = times.of(kind, bytes, offset, length);
    lastNs = timeNs == Event.NO_TIME ? lastNs : timeNs;
    event.begin(kind, LINK, lastNs);
    event.raw(bytes, offset, length);
    Faults.decode(decoder, event);
    append();
    while (decoder.hasDerived()) {
      event.begin(FrameKind.DERIVED, LINK, lastNs);
      Faults.derive(decoder, event);
      append();
    }
    if (count >= nextState) {
      state();
    }
  }

  private void state() {
    nextState = count + fuse.eventsToNextState();
    int parts = fuse.isEmpty() ? 0 : fuse.stateParts(slotBytes);
    for (int part = 0; part < parts; part++) {
      Fuse.beginState(event, lastNs, part, parts, slotBytes);
      append();
    }
  }

  private void append() {
    event.sequence(journal.lastSequence() + 1);
    Faults.run(validate, event);
    Faults.run(fuseStage, event);
    writer.append(event.array(), 0, event.length());
    count++;
  }

  /** Events so far. */
  long count() {
    return count;
  }
}
