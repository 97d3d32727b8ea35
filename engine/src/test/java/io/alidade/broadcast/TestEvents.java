package io.alidade.broadcast;

import io.alidade.event.Event;
import io.alidade.event.Field;
import io.alidade.event.FieldWriter;
import io.alidade.event.Flag;
import io.alidade.event.FrameKind;
import io.alidade.event.Msg;
import java.nio.charset.StandardCharsets;

/** Events as the fuse stage leaves them, with sequences from 1. */
final class TestEvents {
  /** 2026-11-25T00:00:00Z. */
  static final long START_NS = 1_795_564_800_000_000_000L;

  private static final byte[] RAW =
      "!AIVDM,1,1,,A,13u?etPv2;0n:dDPwUM1U1Cb069D,0*24\r\n".getBytes(StandardCharsets.US_ASCII);

  private final Event event = new Event(16 << 10);
  private long sequence;
  private long timeNs = START_NS;

  long sequence() {
    return sequence;
  }

  TestEvents at(long newTimeNs) {
    timeNs = newTimeNs;
    return this;
  }

  private void begin(FrameKind kind, int link) {
    event.begin(kind, link, timeNs);
    event.sequence(++sequence);
    timeNs += 1_000_000;
  }

  /** A position report; the fused section counts {@code messages} and moves north with it. */
  Event vessel(int mmsi, int messages) {
    return vessel(mmsi, "VESSEL " + mmsi % 1000, "A", 70, 0, 52.0, 4.0, messages);
  }

  Event vessel(
      int mmsi,
      String name,
      String vesselClass,
      int shipType,
      int status,
      double lat,
      double lon,
      int messages) {
    begin(FrameKind.FRAME, 1);
    event.msg(Msg.AIS + 1);
    event.raw(RAW, 0, RAW.length);
    FieldWriter out = event.beginDecoded();
    out.integer(Field.TYPE, 1);
    out.integer(Field.MMSI, mmsi);
    event.endDecoded();
    out = event.beginFused();
    out.beginObject(Field.TRACK);
    out.integer(Field.MMSI, mmsi);
    out.text(Field.CLASS, vesselClass);
    if (name != null) {
      out.text(Field.SHIPNAME, name);
      out.text(Field.CALLSIGN, "PH" + mmsi % 10000);
      out.text(Field.DESTINATION, "ROTTERDAM");
    }
    if (shipType > 0) {
      out.integer(Field.SHIPTYPE, shipType);
    }
    out.decimal(Field.LAT, Math.round(lat * 1e6) + 17L * messages, 6);
    out.decimal(Field.LON, Math.round(lon * 1e6) + 29L * messages, 6);
    out.decimal(Field.SPEED, 103 + mmsi % 90, 1);
    out.decimal(Field.COURSE, (mmsi * 37L + messages) % 3600, 1);
    if (vesselClass.equals("A")) {
      out.integer(Field.STATUS, status);
      out.integer(Field.HEADING, mmsi * 37L / 10 % 360);
    }
    out.integer(Field.MESSAGES, messages);
    out.endNested();
    event.endFused();
    return event;
  }

  Event own(double lat, double lon) {
    begin(FrameKind.FRAME, 2);
    event.msg(Msg.RMC);
    event.raw(RAW, 0, RAW.length);
    event.beginDecoded().decimal(Field.LAT, Math.round(lat * 1e7), 7);
    event.endDecoded();
    FieldWriter out = event.beginFused();
    out.beginObject(Field.OWN_STATE);
    out.decimal(Field.LAT, Math.round(lat * 1e7), 7);
    out.decimal(Field.LON, Math.round(lon * 1e7), 7);
    out.decimal(Field.SPEED, 62, 1);
    out.decimal(Field.COURSE, 2871, 1);
    out.integer(Field.SOURCE, 2);
    out.endNested();
    event.endFused();
    return event;
  }

  Event invalid(Flag flag) {
    begin(FrameKind.FRAME, 1);
    event.raw(RAW, 0, RAW.length);
    event.invalid(flag);
    return event;
  }

  Event suspect(Flag flag) {
    Event suspect = vessel(244_000_001, 1);
    suspect.clearFused();
    suspect.suspect(flag);
    return suspect;
  }

  Event link(int link, String state, int attempt) {
    begin(FrameKind.LINK, link);
    event.msg(Msg.LINK);
    FieldWriter out = event.beginDecoded();
    out.text(Field.STATE, state);
    out.integer(Field.ATTEMPT, attempt);
    event.endDecoded();
    return event;
  }

  Event outage(boolean over) {
    begin(FrameKind.STATION, 0);
    event.msg(Msg.JOURNAL_OUTAGE);
    FieldWriter out = event.beginDecoded();
    out.bool(Field.OVER, over);
    out.text(Field.REASON, "the disk is full");
    out.text(Field.SINCE, "2026-11-25T12:34:56.000000000Z");
    event.endDecoded();
    return event;
  }

  Event tick() {
    begin(FrameKind.TICK, 0);
    event.msg(Msg.TICK);
    return event;
  }

  Event session(String epoch) {
    begin(FrameKind.SESSION, 0);
    event.msg(Msg.SESSION);
    event.beginDecoded().text(Field.EPOCH, epoch);
    event.endDecoded();
    return event;
  }
}
