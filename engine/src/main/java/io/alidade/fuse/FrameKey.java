package io.alidade.fuse;

import io.alidade.event.Event;
import io.alidade.event.Field;
import io.alidade.event.FieldReader;
import io.alidade.event.Msg;
import io.alidade.event.Origin;
import io.alidade.event.Quality;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * What was transmitted, as 64 bits of hash over the decoded section without what each receiver adds
 * to it of its own. One pass also gives who received it, and how well.
 *
 * <ul>
 *   <li>AIS: all but radio channel, VDO or VDM, repeat indicator (a repeater's copy is a copy),
 *       fragment counts and sequence id, source, group, signal strength, slot and time of arrival;
 *       the fragments of a message that is not whole: number, count and payload;
 *   <li>KISS and AX.25: all but port and time stamp;
 *   <li>CCSDS frames: spacecraft, channel and the digest of the frame's corrected bytes;
 *   <li>CCSDS packets, and what a mission database reads in them: all but virtual channel, missing
 *       and order, which depend on what else was received, and alarm levels, which do too.
 * </ul>
 *
 * NMEA sentences other than AIS have no key: each receiver and instrument has its own. Nor have
 * KISS commands, and invalid events, of which nobody knows what they were.
 */
final class FrameKey {
  /** What an event has that no copy can be of. */
  static final long NONE = 0;

  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long FACTOR = 0x9E3779B97F4A7C15L;

  private static final int MAX_CORRECTED = 0xFFFF;

  /** By field id; for all messages that have a key, at the section's first level. */
  private static final boolean[] RECEIVERS_OWN = new boolean[Field.FIRST_DYNAMIC];

  static {
    Field[] fields = {
      Field.CHANNEL,
      Field.OWN,
      Field.REPEAT,
      Field.SEQUENCE_ID,
      Field.SOURCE,
      Field.GROUP,
      Field.SLOT,
      Field.TOA,
      Field.PORT,
      Field.T_MS,
      Field.VCID,
      Field.MISSING,
      Field.OUT_OF_ORDER,
      Field.LIMITS
    };
    for (Field field : fields) {
      RECEIVERS_OWN[field.id] = true;
    }
  }

  private long receiver;
  private int corrected;

  /** The event's key, or {@link #NONE}. */
  long of(Event event) {
    receiver = event.link();
    corrected = 0;
    int msg = event.msg();
    if (event.quality() == Quality.INVALID || !hasKey(msg)) {
      return NONE;
    }
    boolean isFrame = msg == Msg.CCSDS_FRAME;
    byte[] array = event.array();
    long hash = mix(FACTOR, msg);
    FieldReader fields = event.decoded();
    int from = Event.HEADER_LENGTH + event.rawLength();
    int end = from + event.decodedLength();
    boolean counts = false;
    while (fields.next()) {
      if (fields.depth() > 0 || fields.isEnd()) {
        continue; // of what the entry before begins
      }
      int at = fields.index();
      hash = counts ? mix(hash, array, from, at) : hash;
      from = at;
      counts = isFrame ? ofFrame(fields) : counts(fields);
      if (fields.id() == Field.SOURCE.id && fields.bytesLength() > 0) {
        receiver = Origin.of(event.link(), array, fields.bytesOffset(), fields.bytesLength());
      }
    }
    hash = counts ? mix(hash, array, from, end) : hash;
    if (msg == Msg.AIS_FRAGMENT) {
      hash = mixPayload(hash, event);
    }
    hash = mix(hash, 0);
    return hash == NONE ? 1 : hash;
  }

  /**
   * Who received the event that was looked at last: its link, in the low 16 bits, and a station
   * that a tag block or the like names, hashed.
   */
  long receiver() {
    return receiver;
  }

  /** How many symbols of it were corrected. */
  int corrected() {
    return corrected;
  }

  private static boolean hasKey(int msg) {
    return Msg.isAis(msg)
        || msg == Msg.AIS_FRAGMENT
        || msg == Msg.KISS_DATA
        || (msg >= Msg.AX25_UI && msg <= Msg.CCSDS_ENCAPSULATION)
        || msg >= Msg.FIRST_DYNAMIC;
  }

  private boolean ofFrame(FieldReader fields) {
    int id = fields.id();
    if (id == Field.CORRECTED.id || id == Field.HEADER_CORRECTED.id) {
      corrected = (int) Math.min(MAX_CORRECTED, corrected + fields.mantissa());
    }
    return id == Field.SCID.id || id == Field.VCID.id || id == Field.DIGEST.id;
  }

  private static boolean counts(FieldReader fields) {
    int id = fields.id();
    if (id == Field.SIGNAL.id && fields.isNumber()) {
      return fields.mantissa() >= 0; // a traffic signal's state; a signal strength is in dBm
    }
    return id >= Field.FIRST_DYNAMIC || !RECEIVERS_OWN[id];
  }

  /** The payload and fill bits of a sentence: what follows its fifth comma, up to the checksum. */
  private static long mixPayload(long hash, Event event) {
    byte[] array = event.array();
    int end = event.rawOffset() + event.rawLength();
    int i = event.rawOffset();
    while (i < end && array[i] != '!') {
      i++;
    }
    int commas = 0;
    long mixed = hash;
    for (; i < end && array[i] != '*' && array[i] != '\r'; i++) {
      if (commas >= 5) {
        mixed = mix(mixed, array[i]);
      }
      commas += array[i] == ',' ? 1 : 0;
    }
    return mixed;
  }

  private static long mix(long hash, byte[] array, int from, int to) {
    long mixed = hash;
    int i = from;
    for (; i + 8 <= to; i += 8) {
      mixed = mix(mixed, (long) LONG.get(array, i));
    }
    return i < to ? mix(mixed, (int) INT.get(array, i)) : mixed; // entries are words of four bytes
  }

  private static long mix(long hash, long word) {
    long mixed = (hash ^ word) * FACTOR;
    return mixed ^ mixed >>> 29;
  }
}
