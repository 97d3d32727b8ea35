package io.alidade.fuse;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.alidade.event.Event;
import io.alidade.event.Field;
import io.alidade.event.FieldReader;
import io.alidade.event.FieldWriter;
import io.alidade.event.Flag;
import io.alidade.event.Msg;
import java.util.Arrays;

/**
 * What is known of one MMSI: identity from types 5, 19, 21, 24A and 24B, motion from the position
 * reports. A field that a later message leaves out keeps its value, but for the fields of motion: a
 * position report without a speed means that the speed is not known now. A report with a value out
 * of range moves nothing.
 */
final class Vessel {
  private static final byte[] CLASS_A = "A".getBytes(US_ASCII);
  private static final byte[] CLASS_B = "B".getBytes(US_ASCII);
  private static final byte[] BASE = "base".getBytes(US_ASCII);
  private static final byte[] SAR = "sar".getBytes(US_ASCII);
  private static final byte[] ATON = "aton".getBytes(US_ASCII);

  /** Texts of identity in the order of their slots. */
  private static final Field[] TEXTS = {
    Field.SHIPNAME, Field.CALLSIGN, Field.DESTINATION, Field.NAME, Field.VENDORID
  };

  /** Numbers of identity in the order of their slots. */
  private static final Field[] IDENTITY = {
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

  /** Numbers of motion in the order of their slots. */
  private static final Field[] MOTION = {
    Field.LAT, Field.LON, Field.SPEED, Field.COURSE, Field.HEADING, Field.STATUS, Field.ALT
  };

  /** Field id to 1 + slot: texts from 1, identity from 32, motion from 64; 0 for the others. */
  private static final byte[] SLOTS = new byte[Field.FIRST_DYNAMIC];

  private static final int IDENTITY_BASE = 32;
  private static final int MOTION_BASE = 64;
  private static final int TEXT_ROOM = 36;

  static {
    for (int i = 0; i < TEXTS.length; i++) {
      SLOTS[TEXTS[i].id] = (byte) (1 + i);
    }
    for (int i = 0; i < IDENTITY.length; i++) {
      SLOTS[IDENTITY[i].id] = (byte) (IDENTITY_BASE + i);
    }
    for (int i = 0; i < MOTION.length; i++) {
      SLOTS[MOTION[i].id] = (byte) (MOTION_BASE + i);
    }
  }

  private final byte[] texts = new byte[TEXTS.length * TEXT_ROOM];
  private final byte[] textLengths = new byte[TEXTS.length];

  /** Whole entries as the decoder wrote them; 0 where nothing is known. */
  private final long[] identity = new long[IDENTITY.length];

  private final long[] motion = new long[MOTION.length];
  private int mmsi;
  private byte[] vesselClass;
  private int messages;

  int mmsi() {
    return mmsi;
  }

  void clear(int newMmsi) {
    mmsi = newMmsi;
    Arrays.fill(textLengths, (byte) 0);
    Arrays.fill(identity, 0);
    Arrays.fill(motion, 0);
    vesselClass = null;
    messages = 0;
  }

  void merge(Event event) {
    int type = event.msg() - Msg.AIS;
    messages++;
    boolean hasMotion = isPositionReport(type) && !event.has(Flag.RANGE);
    boolean hasIdentity = type == 5 || type == 19 || type == 21 || type == 24;
    byte[] newClass = classOf(type);
    if (newClass != null) {
      vesselClass = newClass;
    }
    if (!hasMotion && !hasIdentity) {
      return;
    }
    if (hasMotion) {
      Arrays.fill(motion, 0);
    }
    FieldReader fields = event.decoded();
    while (fields.next()) {
      int slot = fields.depth() == 0 ? SLOTS[fields.id() & Field.FIRST_DYNAMIC - 1] : 0;
      if (slot == 0) {
        continue;
      }
      if (slot >= MOTION_BASE) {
        if (hasMotion) {
          motion[slot - MOTION_BASE] = fields.entry();
        }
      } else if (hasIdentity) {
        if (slot >= IDENTITY_BASE) {
          identity[slot - IDENTITY_BASE] = fields.entry();
        } else {
          int i = slot - 1;
          int length = Math.min(fields.bytesLength(), TEXT_ROOM);
          System.arraycopy(event.array(), fields.bytesOffset(), texts, i * TEXT_ROOM, length);
          textLengths[i] = (byte) length;
        }
      }
    }
  }

  void write(FieldWriter out) {
    out.integer(Field.MMSI, mmsi);
    if (vesselClass != null) {
      out.text(Field.CLASS, vesselClass, 0, vesselClass.length);
    }
    for (int i = 0; i < TEXTS.length; i++) {
      if (textLengths[i] > 0) {
        out.text(TEXTS[i], texts, i * TEXT_ROOM, textLengths[i]);
      }
    }
    for (long entry : identity) {
      if (entry != 0) {
        out.entry(entry);
      }
    }
    for (long entry : motion) {
      if (entry != 0) {
        out.entry(entry);
      }
    }
    out.integer(Field.MESSAGES, messages);
  }

  /** The types whose position is the sender's own (a type 8 carries a weather station's, say). */
  private static boolean isPositionReport(int type) {
    return switch (type) {
      case 1, 2, 3, 4, 9, 11, 18, 19, 21, 27 -> true;
      default -> false;
    };
  }

  private byte[] classOf(int type) {
    return switch (type) {
      case 1, 2, 3, 5 -> CLASS_A;
      case 18, 19, 24 -> CLASS_B;
      case 4, 17, 20, 22 -> BASE;
      case 9 -> SAR;
      case 21 -> ATON;
      default -> null;
    };
  }
}
