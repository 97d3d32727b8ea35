package io.alidade.broadcast;

import io.alidade.event.Event;
import io.alidade.event.EventJson;
import io.alidade.event.Field;
import io.alidade.event.FieldReader;
import io.alidade.event.FrameKind;
import io.alidade.event.Msg;
import io.alidade.event.Quality;
import io.alidade.event.TimeText;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.agrona.collections.Int2ObjectHashMap;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * What a client that comes now has to know: the latest of each vessel, of own ship and of each
 * link, the last invalid events, and whether the journal has an outage.
 *
 * <p>Vessels are in a list by the time of their last change. So what changed since any position is
 * the list's end, and a client that reads slowly costs no more than one number, however many
 * vessels there are.
 */
final class LatestState {
  /** The longest fused section that is kept, bytes; the fuse stage writes some 250. */
  static final int MAX_FUSED = 4096;

  private static final int MAX_LINKS = 256;
  private static final int MAX_INVALID = 16;

  private final int maxVessels;
  private final GatewayCounters counters;
  private final EventJson json;
  private final Int2ObjectHashMap<VesselState> byMmsi = new Int2ObjectHashMap<>();
  private final Int2ObjectHashMap<byte[]> linkEvents = new Int2ObjectHashMap<>();
  private final byte[][] invalidHeaders = new byte[MAX_INVALID][Event.HEADER_LENGTH];
  private byte[] outageEvent = new byte[0];
  private long invalidCount;
  private final byte[] record = new byte[Event.HEADER_LENGTH + MAX_FUSED];
  private final UnsafeBuffer recordLengths = new UnsafeBuffer(record);
  private final Event scratch = new Event(0).wrap(record);
  private final Event header = new Event(0);
  private final TimeText timeText = new TimeText();
  private final byte[] time = new byte[TimeText.LENGTH];
  private VesselState oldest;
  private VesselState newest;
  private final VesselState ownShip = new VesselState();
  private long position;
  private long clearedAt;
  private long head;
  private String epoch;

  /**
   * A state with nothing known.
   *
   * @param json an encoder to use; the caller may use it too, between calls
   */
  LatestState(int maxVessels, EventJson json, GatewayCounters counters) {
    this.maxVessels = maxVessels;
    this.json = json;
    this.counters = counters;
    scratch.begin(FrameKind.FRAME, 0, 0);
  }

  /** Grows with every event and change; positions count from 1. */
  long position() {
    return position;
  }

  /** The position at which everything was forgotten, for a new session. */
  long clearedAt() {
    return clearedAt;
  }

  /** The sequence of the last event taken. */
  long head() {
    return head;
  }

  int vesselCount() {
    return byMmsi.size();
  }

  /** The journal's id, or null while none was told. */
  String epoch() {
    return epoch;
  }

  void epoch(String newEpoch) {
    epoch = newEpoch;
  }

  /** Takes one event, in the journal's order. */
  void apply(Event event) {
    Quality quality = event.quality();
    counters.increment(Count.EVENTS);
    counters.increment(
        switch (quality) {
          case GOOD -> Count.GOOD;
          case SUSPECT -> Count.SUSPECT;
          case INVALID -> Count.INVALID;
        });
    know(event);
  }

  /** The same for one that is not counted, since it only says what was known before. */
  void know(Event event) {
    position++;
    head = event.sequence();
    if (event.kind() == FrameKind.SESSION) {
      startSession(event);
    } else if (event.quality() == Quality.INVALID) {
      takeInvalid(event);
    } else if (event.msg() == Msg.LINK) {
      takeLink(event);
    } else if (event.msg() == Msg.JOURNAL_OUTAGE) {
      takeOutage(event);
    }
    if (event.kind() == FrameKind.STATE) {
      takeState(event);
    } else if (event.fusedLength() > 0) {
      takeFused(event);
    }
  }

  /** Takes the vessels and own ship that a state event tells of. */
  private void takeState(Event event) {
    FieldReader fields = event.fused();
    while (fields.next()) {
      boolean own = fields.id() == Field.OWN_STATE.id;
      if (fields.isEnd() || (own ? fields.depth() != 0 : fields.depth() != 1)) {
        continue; // what is taken is the object own, and those in the array of vessels
      }
      int start = fields.index() + 4;
      int end = start;
      int mmsi = -1;
      long heard = event.rxTime();
      while (fields.next() && !fields.isEnd()) {
        if (fields.id() == Field.MMSI.id) {
          mmsi = (int) fields.mantissa();
        } else if (fields.id() == Field.HEARD.id) {
          heard = fields.mantissa();
          end = fields.index(); // the last entry
        }
      }
      if (own) {
        ownShip.take(event, start, end - start, heard, position);
      } else if (mmsi >= 0) {
        VesselState vessel = moved(mmsi);
        position++; // positions order the list: no two vessels have the same
        vessel.take(event, start, end - start, heard, position);
        append(vessel);
      }
    }
  }

  /** A vessel's state, new or taken out of the list, to be appended again. */
  private VesselState moved(int mmsi) {
    VesselState vessel = byMmsi.get(mmsi);
    if (vessel == null) {
      return newVessel(mmsi);
    }
    unlink(vessel);
    return vessel;
  }

  private void startSession(Event event) {
    byMmsi.clear();
    for (VesselState vessel = oldest; vessel != null; vessel = vessel.newer) {
      vessel.position = -1;
    }
    oldest = null;
    newest = null;
    ownShip.length = 0;
    linkEvents.clear();
    invalidCount = 0;
    clearedAt = position;
    FieldReader fields = event.decoded();
    if (fields.find(Field.EPOCH)) {
      epoch = fields.isNumber() ? Long.toString(fields.mantissa()) : fields.text();
    }
  }

  private void takeInvalid(Event event) {
    byte[] slot = invalidHeaders[(int) (invalidCount++ % MAX_INVALID)];
    System.arraycopy(event.array(), 0, slot, 0, Event.HEADER_LENGTH);
    // The lengths of the three sections, which are left out.
    Arrays.fill(slot, Event.RAW_LENGTH_OFFSET, Event.FUSED_LENGTH_OFFSET + 4, (byte) 0);
  }

  private void takeLink(Event event) {
    int link = event.link();
    if (linkEvents.size() >= MAX_LINKS && !linkEvents.containsKey(link)) {
      return;
    }
    json.clear();
    json.append(event);
    linkEvents.put(link, Arrays.copyOf(json.array(), json.length()));
  }

  /** Kept until another one says that it is over. */
  private void takeOutage(Event event) {
    FieldReader fields = event.decoded();
    outageEvent = new byte[0];
    if (fields.find(Field.OVER) && !fields.bool()) {
      json.clear();
      json.append(event);
      outageEvent = Arrays.copyOf(json.array(), json.length());
    }
  }

  private void takeFused(Event event) {
    for (int at = event.messagesStart(); at < event.length(); at = event.messageEnd(at)) {
      Field message = event.message(at);
      int start = at + 4;
      int length = event.messageEnd(at) - 4 - start;
      if (length > MAX_FUSED) {
        counters.increment(Count.VESSELS_OVERSIZE);
      } else if (message == Field.OWN_STATE) {
        ownShip.take(event, start, length, event.rxTime(), position);
      } else if (message == Field.TRACK) {
        FieldReader fields = event.messageFields(at);
        if (fields.find(Field.MMSI) && fields.isNumber()) {
          VesselState vessel = moved((int) fields.mantissa());
          position++; // positions order the list: no two vessels have the same
          vessel.take(event, start, length, event.rxTime(), position);
          append(vessel);
        }
      }
    }
  }

  private VesselState newVessel(int mmsi) {
    VesselState vessel;
    if (byMmsi.size() >= maxVessels) {
      vessel = oldest;
      byMmsi.remove(vessel.mmsi);
      unlink(vessel);
      counters.increment(Count.VESSELS_EVICTED);
    } else {
      vessel = new VesselState();
    }
    vessel.mmsi = mmsi;
    byMmsi.put(mmsi, vessel);
    return vessel;
  }

  private void unlink(VesselState vessel) {
    if (vessel.older == null) {
      oldest = vessel.newer;
    } else {
      vessel.older.newer = vessel.newer;
    }
    if (vessel.newer == null) {
      newest = vessel.older;
    } else {
      vessel.newer.older = vessel.older;
    }
    vessel.older = null;
    vessel.newer = null;
  }

  private void append(VesselState vessel) {
    vessel.older = newest;
    if (newest == null) {
      oldest = vessel;
    } else {
      newest.newer = vessel;
    }
    newest = vessel;
  }

  /**
   * The vessel that changed first after a position, or null.
   *
   * @param last the vessel that was at that position when last asked, or null; saves the search
   */
  VesselState firstAfter(long after, VesselState last) {
    if (last != null && last.position == after) {
      return last.newer;
    }
    if (oldest == null || oldest.position > after) {
      return oldest;
    }
    VesselState first = null;
    for (VesselState v = newest; v != null && v.position > after; v = v.older) {
      first = v;
    }
    return first;
  }

  /** The vessel that changed last, or null. */
  VesselState newest() {
    return newest;
  }

  /** Appends a vessel's fused fields with {@code seq} and {@code rx}, as an object. */
  void appendVessel(VesselState vessel, TextMessage out) {
    System.arraycopy(vessel.fused, 0, record, Event.HEADER_LENGTH, vessel.length);
    recordLengths.putInt(Event.FUSED_LENGTH_OFFSET, vessel.length);
    json.clear();
    json.appendFused(scratch);
    timeText.write(vessel.rxTime, time, 0);
    out.ascii("{\"seq\":").number(vessel.seq).ascii(",\"rx\":\"").bytes(time, 0, time.length);
    out.ascii("\",").bytes(json.array(), 1, json.length() - 1);
  }

  /** Appends own ship's fused fields, or null. */
  void appendOwn(TextMessage out) {
    if (ownShip.length == 0) {
      out.ascii("null");
    } else {
      appendVessel(ownShip, out);
    }
  }

  /** Appends an array of the latest link event of each link. */
  void appendLinks(TextMessage out) {
    out.ascii('[');
    boolean first = true;
    for (byte[] event : linkEvents.values()) {
      if (!first) {
        out.ascii(',');
      }
      first = false;
      out.bytes(event, 0, event.length);
    }
    out.ascii(']');
  }

  /** Appends the event that told of the outage that there is, or null. */
  void appendOutage(TextMessage out) {
    if (outageEvent.length == 0) {
      out.ascii("null");
    } else {
      out.bytes(outageEvent, 0, outageEvent.length);
    }
  }

  /** Appends an array of the last invalid events, oldest first. */
  void appendInvalid(TextMessage out) {
    out.ascii('[');
    for (long i = Math.max(0, invalidCount - MAX_INVALID); i < invalidCount; i++) {
      json.clear();
      json.append(header.wrap(invalidHeaders[(int) (i % MAX_INVALID)]));
      out.bytes(json.array(), 0, json.length());
      if (i + 1 < invalidCount) {
        out.ascii(',');
      }
    }
    out.ascii(']');
  }

  /** Appends the epoch as a JSON string, or null. */
  void appendEpoch(TextMessage out) {
    if (epoch == null) {
      out.ascii("null");
      return;
    }
    out.ascii('"');
    byte[] utf8 = epoch.getBytes(StandardCharsets.UTF_8);
    for (byte b : utf8) {
      // An id of ours; anything that would need an escape is left out rather than escaped.
      if (b >= 0x20 && b != '"' && b != '\\' && b != 0x7F) {
        out.ascii((char) b);
      }
    }
    out.ascii('"');
  }
}
