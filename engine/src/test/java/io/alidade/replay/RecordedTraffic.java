package io.alidade.replay;

import io.alidade.demo.Traffic;
import io.alidade.event.Event;
import io.alidade.event.Field;
import io.alidade.event.FrameKind;
import io.alidade.event.Msg;
import io.alidade.fuse.Fuse;
import io.alidade.fuse.FuseSettings;
import io.alidade.journal.Journal;
import io.alidade.journal.SessionWriter;
import io.alidade.link.LinkUri;
import io.alidade.protocol.nmea.NmeaDecoder;
import io.alidade.station.SessionStart;
import io.alidade.validate.Validate;
import java.util.List;

/** Sessions of made-up vessel traffic with its own times, as a station would have written them. */
public final class RecordedTraffic {
  private final Journal journal;
  private final SessionWriter session;
  private final Event event = new Event(64 * 1024);
  private final Validate validate = new Validate();
  private final Fuse fuse = new Fuse(1000);

  private RecordedTraffic(Journal journal, SessionWriter session) {
    this.journal = journal;
    this.session = session;
  }

  /**
   * Writes a session of one link, {@code ais0}.
   *
   * @param startNs receive time of its first event, ns since 1970
   * @param stateEvery after how many sentences what is known is written down
   */
  public static void session(Journal journal, long startNs, int seconds, int stateEvery)
      throws Exception {
    try (SessionWriter session = journal.beginSession(startNs)) {
      new RecordedTraffic(journal, session).write(startNs, seconds, stateEvery);
    }
  }

  private void write(long start, int seconds, int stateEvery) throws Exception {
    List<LinkUri> links = List.of(LinkUri.parse("tcp://127.0.0.1:1?name=ais0"));
    new SessionStart(
            "test", journal.epoch(), session.id(), links, FuseSettings.ofVessels(1000), "", "")
        .write(event, start);
    append();
    event.begin(FrameKind.LINK, 1, start);
    event.msg(Msg.LINK);
    event.beginDecoded().text(Field.STATE, "up");
    event.endDecoded();
    append();
    Traffic traffic = new Traffic(3, start / 1_000_000);
    NmeaDecoder decoder = new NmeaDecoder(true);
    byte[] line = new byte[Traffic.MAX_LENGTH];
    for (int count = 1; true; count++) {
      int length = traffic.next(line);
      if (traffic.dueMs() > seconds * 1000L) {
        return;
      }
      long now = start + traffic.dueMs() * 1_000_000;
      if (count % stateEvery == 0) {
        Fuse.beginState(event, now, 0, 1, 64 * 1024);
        append();
      }
      event.begin(FrameKind.FRAME, 1, now);
      event.raw(line, 0, length);
      decoder.decode(event);
      append();
    }
  }

  private void append() throws Exception {
    event.sequence(journal.lastSequence() + 1);
    validate.onEvent(event);
    fuse.onEvent(event);
    session.append(event.array(), 0, event.length());
  }
}
