package io.alidade.fuse;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.alidade.event.Event;
import io.alidade.event.Field;
import io.alidade.event.FieldReader;
import io.alidade.event.FieldWriter;
import io.alidade.event.Flag;
import io.alidade.event.Msg;
import java.util.Arrays;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * What is known of one MMSI: identity from types 5, 19, 21, 24A and 24B, motion from the position
 * reports. A field that a later message leaves out keeps its value, but for the fields of motion: a
 * position report without a speed means that the speed is not known now. A report with a value out
 * of range moves nothing.
 *
 * <p>A flyweight over the table's memory. A vessel lies together, so that meeting one that is not
 * in the cache costs few misses:
 *
 * <pre>
 *     0  i32  MMSI
 *     4  i32  messages heard
 *     8  u8   class, an index into CLASSES; 0 unknown
 *     9  u8   5 lengths of texts
 *    16  i64  7 entries of motion as the decoder wrote them; 0 where nothing is known
 *    72  i64  9 entries of identity
 *   144       texts: 36 bytes of ship's name, 8 of call sign, 20 of destination, 36 of name, 4 of
 *             vendor id
 *   248  i64  receive time of the last message, ns since 1970
 * </pre>
 */
final class Vessel {
  private static final int MMSI = 0;
  private static final int MESSAGES = 4;
  private static final int CLASS = 8;
  private static final int TEXT_LENGTHS = 9;
  private static final int MOTION = 16;
  private static final int IDENTITY = 72;

  private static final int HEARD = 248;

  /** Bytes of one vessel. */
  static final int LENGTH = 256;

  private static final byte[][] CLASSES = {
    {},
    "A".getBytes(US_ASCII),
    "B".getBytes(US_ASCII),
    "base".getBytes(US_ASCII),
    "sar".getBytes(US_ASCII),
    "aton".getBytes(US_ASCII)
  };

  private static final Field[] TEXTS = {
    Field.SHIPNAME, Field.CALLSIGN, Field.DESTINATION, Field.NAME, Field.VENDORID
  };

  private static final int[] TEXT_OFFSETS = {144, 180, 188, 208, 244, 248};

  private static final Field[] MOTION_FIELDS = {
    Field.LAT, Field.LON, Field.SPEED, Field.COURSE, Field.HEADING, Field.STATUS, Field.ALT
  };

  private static final Field[] IDENTITY_FIELDS = {
    Field.IMO,
    Field.SHIPTYPE,
    Field.AID_TYPE,
    Field.TO_BOW,
    Field.TO_STERN,
    Field.TO_PORT,
    Field.TO_STARBOARD,
    Field.DRAUGHT,
    Field.MOTHERSHIP_MMSI
  };

  /**
   * More than a vessel takes as an object of a state event: head and end, MMSI, class, five texts
   * of 104 bytes in all, sixteen entries, count and time.
   */
  static final int MAX_WRITTEN = 8 + 8 + 12 + 5 * 11 + 104 + 16 * 8 + 8 + 12;

  /** Field id to the offset of its entry, negative 1 + index for texts, 0 for the others. */
  private static final short[] PLACES = new short[Field.FIRST_DYNAMIC];

  static {
    for (int i = 0; i < TEXTS.length; i++) {
      PLACES[TEXTS[i].id] = (short) -(1 + i);
    }
    for (int i = 0; i < MOTION_FIELDS.length; i++) {
      PLACES[MOTION_FIELDS[i].id] = (short) (MOTION + 8 * i);
    }
    for (int i = 0; i < IDENTITY_FIELDS.length; i++) {
      PLACES[IDENTITY_FIELDS[i].id] = (short) (IDENTITY + 8 * i);
    }
  }

  private final UnsafeBuffer buffer;
  private final byte[] memory;
  private int base;

  Vessel(UnsafeBuffer buffer, byte[] memory) {
    this.buffer = buffer;
    this.memory = memory;
  }

  /** Moves to a slot of the table. */
  void at(int slot) {
    base = slot * LENGTH;
  }

  void clear(int mmsi) {
    Arrays.fill(memory, base, base + LENGTH, (byte) 0);
    buffer.putInt(base + MMSI, mmsi);
  }

  void merge(Event event) {
    int type = event.msg() - Msg.AIS;
    buffer.putLong(base + HEARD, event.rxTime());
    buffer.putInt(base + MESSAGES, buffer.getInt(base + MESSAGES) + 1);
    int newClass = classOf(type);
    if (newClass != 0) {
      memory[base + CLASS] = (byte) newClass;
    }
    boolean hasMotion = isPositionReport(type) && !event.has(Flag.RANGE);
    boolean hasIdentity = type == 5 || type == 19 || type == 21 || type == 24;
    if (!hasMotion && !hasIdentity) {
      return;
    }
    if (hasMotion) {
      Arrays.fill(memory, base + MOTION, base + IDENTITY, (byte) 0);
    }
    FieldReader fields = event.decoded();
    while (fields.next()) {
      int place = fields.depth() == 0 ? PLACES[fields.id() & Field.FIRST_DYNAMIC - 1] : 0;
      if (place > 0 && place < IDENTITY ? hasMotion : hasIdentity) {
        put(place, fields, event.array());
      }
    }
  }

  /** Keeps an entry at its place; does nothing at place 0. */
  private void put(int place, FieldReader fields, byte[] source) {
    if (place > 0) {
      buffer.putLong(base + place, fields.entry());
    } else if (place < 0) {
      int i = -place - 1;
      int room = TEXT_OFFSETS[i + 1] - TEXT_OFFSETS[i];
      int length = Math.min(fields.bytesLength(), room);
      System.arraycopy(source, fields.bytesOffset(), memory, base + TEXT_OFFSETS[i], length);
      memory[base + TEXT_LENGTHS + i] = (byte) length;
    }
  }

  void write(FieldWriter out) {
    out.integer(Field.MMSI, buffer.getInt(base + MMSI));
    byte[] vesselClass = CLASSES[memory[base + CLASS]];
    if (vesselClass.length > 0) {
      out.text(Field.CLASS, vesselClass, 0, vesselClass.length);
    }
    for (int i = 0; i < TEXTS.length; i++) {
      int length = memory[base + TEXT_LENGTHS + i];
      if (length > 0) {
        out.text(TEXTS[i], memory, base + TEXT_OFFSETS[i], length);
      }
    }
    for (int at = base + IDENTITY; at < base + IDENTITY + 8 * IDENTITY_FIELDS.length; at += 8) {
      long entry = buffer.getLong(at);
      if (entry != 0) {
        out.entry(entry);
      }
    }
    for (int at = base + MOTION; at < base + IDENTITY; at += 8) {
      long entry = buffer.getLong(at);
      if (entry != 0) {
        out.entry(entry);
      }
    }
    out.integer(Field.MESSAGES, buffer.getInt(base + MESSAGES));
  }

  /** Writes all that is known as an object, for {@link #read}. */
  void writeState(FieldWriter out) {
    out.beginObject(Field.VESSELS);
    write(out);
    out.integer(Field.HEARD, buffer.getLong(base + HEARD));
    out.endNested();
  }

  /** Reads the rest of such an object, whose MMSI has been read, into this cleared vessel. */
  void read(FieldReader fields, byte[] source) {
    while (fields.next() && !fields.isEnd()) {
      int id = fields.id();
      if (id == Field.CLASS.id) {
        memory[base + CLASS] = (byte) classNamed(source, fields);
      } else if (id == Field.MESSAGES.id) {
        buffer.putInt(base + MESSAGES, (int) fields.mantissa());
      } else if (id == Field.HEARD.id) {
        buffer.putLong(base + HEARD, fields.mantissa());
      } else {
        put(PLACES[id & Field.FIRST_DYNAMIC - 1], fields, source);
      }
    }
  }

  private static int classNamed(byte[] source, FieldReader fields) {
    int from = fields.bytesOffset();
    int to = from + fields.bytesLength();
    for (int i = 1; i < CLASSES.length; i++) {
      if (Arrays.equals(CLASSES[i], 0, CLASSES[i].length, source, from, to)) {
        return i;
      }
    }
    return 0;
  }

  /** The types whose position is the sender's own (a type 8 carries a weather station's, say). */
  private static boolean isPositionReport(int type) {
    return switch (type) {
      case 1, 2, 3, 4, 9, 11, 18, 19, 21, 27 -> true;
      default -> false;
    };
  }

  /** The class that a message type gives its sender, an index into CLASSES; 0 for none. */
  private static int classOf(int type) {
    return switch (type) {
      case 1, 2, 3, 5 -> 1;
      case 18, 19, 24 -> 2;
      case 4, 17, 20, 22 -> 3;
      case 9 -> 4;
      case 21 -> 5;
      default -> 0;
    };
  }
}
