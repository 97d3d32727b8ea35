package io.alidade.protocol.ccsds;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.alidade.event.Event;
import io.alidade.event.Field;
import io.alidade.event.FieldWriter;
import io.alidade.event.Flag;
import io.alidade.event.Msg;
import io.alidade.protocol.PacketContents;
import java.util.Arrays;

/**
 * Space packets (CCSDS 133.0-B) and encapsulation packets (133.1-B) to the fields of their headers,
 * with the data field as it is. Not thread-safe.
 *
 * <p>A space packet is {@link Msg#CCSDS_PACKET}, or {@link Msg#CCSDS_IDLE} when its APID is 2047:
 *
 * <ul>
 *   <li>{@code apid} 0 to 2047; {@code type} 0 telemetry, 1 telecommand; {@code sechdr} whether the
 *       data field begins with a secondary header;
 *   <li>{@code seqflags} {@code continuation}, {@code first}, {@code last} or {@code unsegmented};
 *       {@code seqcount} 0 to 16383;
 *   <li>{@code length} of the data field, bytes, 1 to 65,536: one more than the header's number;
 *   <li>{@code time} of a packet with a secondary header, where a {@link PacketTime} reads it;
 *   <li>{@code data} the data field, absent in an idle packet; where {@link PacketContents} can
 *       read the packet, its parameters take its place, and its container is the message.
 * </ul>
 *
 * Sequence counts are followed for each APID of telemetry but the idle one (a telecommand may hold
 * a packet name there). A count that is not one more (modulo 16384) than the last is remarked on:
 *
 * <ul>
 *   <li>the same again: {@link Flag#DUPLICATE};
 *   <li>up to 8192 ahead of what is due: {@link Flag#GAP}, and {@code missing} says how many;
 *   <li>up to {@value #MAX_LATE} behind the last: {@link Flag#GAP} and {@code out_of_order}; the
 *       highest count stays the reference;
 *   <li>further behind: {@link Flag#GAP} alone; the counter was set anew.
 * </ul>
 *
 * An encapsulation packet is {@link Msg#CCSDS_ENCAPSULATION}, or {@link Msg#CCSDS_IDLE} when its
 * protocol is 0: {@code protocol_id} 0 to 7, {@code length} and {@code data} of what follows the
 * header. Headers of four and eight bytes also have {@code protocol_ext}, the protocol when {@code
 * protocol_id} is 6, and {@code user}, 0 to 15; those of eight {@code reserved}, 0 to 65,535. The
 * event is suspect, {@link Flag#GRAMMAR}, for a protocol other than 0 in a header of one byte,
 * protocol 6 in one that has no extension, and an extension without protocol 6. A run of equal
 * one-byte packets is one event, its length one less than the run's.
 *
 * <p>Packets found in frames have the {@code vcid} of their virtual channel.
 */
final class PacketHeaderDecoder implements PacketDecoder {
  static final int HEADER = 6;
  static final int IDLE_APID = 2047;

  private static final int COUNTS = 1 << 14;
  private static final int MAX_LATE = 64;

  private static final byte[][] SEQUENCE_FLAGS = {
    "continuation".getBytes(US_ASCII),
    "first".getBytes(US_ASCII),
    "last".getBytes(US_ASCII),
    "unsegmented".getBytes(US_ASCII)
  };

  /** All that an event with contents may have of its own. */
  private static final Field[] FIELDS = {
    Field.VCID,
    Field.APID,
    Field.TYPE,
    Field.SECHDR,
    Field.SEQFLAGS,
    Field.SEQCOUNT,
    Field.LENGTH,
    Field.OUT_OF_ORDER,
    Field.MISSING
  };

  private static final Field[] FIELDS_AND_TIME = Arrays.copyOf(FIELDS, FIELDS.length + 1);

  static {
    FIELDS_AND_TIME[FIELDS.length] = Field.TIME;
  }

  /** The highest count of each APID, -1 before the first. */
  private final short[] counts = new short[IDLE_APID + 1];

  private static final int EXTENDED = 6;

  private final PacketContents contents;

  /** Reads times, or null. */
  private final PacketTime time;

  /**
   * A decoder that gives the data field of packets as {@code data} where nobody can read it.
   *
   * @param time reads the times of packets; null for packets without
   */
  PacketHeaderDecoder(PacketContents contents, PacketTime time) {
    this.contents = time == null ? contents.beside(FIELDS) : contents.beside(FIELDS_AND_TIME);
    this.time = time;
    Arrays.fill(counts, (short) -1);
  }

  /**
   * The length of the packet that begins with these bytes; 0 when more of them are needed, -1 when
   * no packet begins so.
   */
  static long length(byte[] bytes, int offset, int available) {
    if (available == 0) {
      return 0;
    }
    int first = bytes[offset] & 0xFF;
    if (first >>> 5 == 0) {
      return available < HEADER ? 0 : HEADER + 1 + u16(bytes, offset + 4);
    }
    if (first >>> 5 != 7) {
      return -1;
    }
    int header = encapsulationHeader(first);
    if (available < header) {
      return 0;
    }
    long length =
        switch (header) {
          case 1 -> 1;
          case 2 -> bytes[offset + 1] & 0xFF;
          case 4 -> u16(bytes, offset + 2);
          default -> (long) u16(bytes, offset + 4) << 16 | u16(bytes, offset + 6);
        };
    return length < header ? -1 : length;
  }

  /** Whether a byte is an encapsulation packet of one byte, which should be idle. */
  static boolean isFill(byte first) {
    return (first & 0xE3) == 0xE0;
  }

  private static int encapsulationHeader(int first) {
    return 1 << (first & 3);
  }

  static int u16(byte[] bytes, int offset) {
    return (bytes[offset] & 0xFF) << 8 | (bytes[offset + 1] & 0xFF);
  }

  @Override
  public void decode(Event event, byte[] packet, int offset, int length, int vcid) {
    if (length > 0 && (packet[offset] & 0xE0) == 0xE0) {
      if (isFill(packet[offset]) || length(packet, offset, length) == length) {
        encapsulation(event, packet, offset, length, vcid);
        return;
      }
    } else if (length > HEADER && HEADER + 1 + u16(packet, offset + 4) == length) {
      space(event, packet, offset, length, vcid);
      return;
    }
    event.invalid(Flag.LENGTH);
  }

  private void space(Event event, byte[] packet, int offset, int length, int vcid) {
    int id = u16(packet, offset);
    int sequence = u16(packet, offset + 2);
    int apid = id & 0x7FF;
    boolean telecommand = (id & 0x1000) != 0;
    event.msg(apid == IDLE_APID ? Msg.CCSDS_IDLE : Msg.CCSDS_PACKET);
    FieldWriter fields = event.beginDecoded();
    channel(fields, vcid);
    fields.integer(Field.APID, apid);
    fields.integer(Field.TYPE, telecommand ? 1 : 0);
    fields.bool(Field.SECHDR, (id & 0x800) != 0);
    byte[] flags = SEQUENCE_FLAGS[sequence >>> 14];
    fields.text(Field.SEQFLAGS, flags, 0, flags.length);
    fields.integer(Field.SEQCOUNT, sequence & COUNTS - 1);
    fields.integer(Field.LENGTH, length - HEADER);
    if (apid != IDLE_APID) {
      if (!telecommand) {
        follow(event, fields, apid, sequence & COUNTS - 1);
      }
      if (time != null && (id & 0x800) != 0) {
        time.write(event, fields, packet, offset, length);
      }
      if (!contents.decode(event, fields, packet, offset, length)) {
        fields.hex(Field.DATA, packet, offset + HEADER, length - HEADER);
      }
    }
    event.endDecoded();
  }

  private static void channel(FieldWriter fields, int vcid) {
    if (vcid >= 0) {
      fields.integer(Field.VCID, vcid);
    }
  }

  private void follow(Event event, FieldWriter fields, int apid, int count) {
    int last = counts[apid];
    int ahead = count - last & COUNTS - 1;
    if (last < 0 || ahead == 1) {
      counts[apid] = (short) count;
    } else if (ahead == 0) {
      event.remark(Flag.DUPLICATE);
    } else if (ahead >= COUNTS - MAX_LATE) {
      event.remark(Flag.GAP);
      fields.bool(Field.OUT_OF_ORDER, true);
    } else {
      event.remark(Flag.GAP);
      if (ahead <= COUNTS / 2 + 1) {
        fields.integer(Field.MISSING, ahead - 1);
      }
      counts[apid] = (short) count;
    }
  }

  private static void encapsulation(Event event, byte[] packet, int offset, int length, int vcid) {
    int first = packet[offset] & 0xFF;
    int header = encapsulationHeader(first);
    int protocol = first >>> 2 & 7;
    event.msg(protocol == 0 ? Msg.CCSDS_IDLE : Msg.CCSDS_ENCAPSULATION);
    FieldWriter fields = event.beginDecoded();
    channel(fields, vcid);
    fields.integer(Field.PROTOCOL_ID, protocol);
    boolean odd = header == 1 ? protocol != 0 : header == 2 && protocol == EXTENDED;
    if (header >= 4) {
      int extension = packet[offset + 1] & 0xF;
      fields.integer(Field.PROTOCOL_EXT, extension);
      fields.integer(Field.USER, packet[offset + 1] >> 4 & 0xF);
      odd = protocol != EXTENDED && extension != 0;
    }
    if (header == 8) {
      fields.integer(Field.RESERVED, u16(packet, offset + 2));
    }
    fields.integer(Field.LENGTH, length - header);
    if (protocol != 0) {
      fields.hex(Field.DATA, packet, offset + header, length - header);
    }
    event.endDecoded();
    if (odd) {
      event.suspect(Flag.GRAMMAR);
    }
  }
}
