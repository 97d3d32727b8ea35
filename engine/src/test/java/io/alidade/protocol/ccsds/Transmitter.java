package io.alidade.protocol.ccsds;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Makes the frames of one virtual channel from packets, as a spacecraft would; for tests. */
public final class Transmitter {
  private static final byte[] MARKER = Streams.bytes("1acffc1d");

  private final TransferFrameFormat format;
  private final int scid;
  private final int vcid;

  /** The next frame count. */
  public long count;

  /** USLP: octets of the frame count. */
  public int countLength = 3;

  public Transmitter(TransferFrameFormat format, int scid, int vcid) {
    this.format = format;
    this.scid = scid;
    this.vcid = vcid;
  }

  private int headerLength() {
    return switch (format.type()) {
      case TM -> 6;
      case AOS -> 8 + format.aos().insertZone() + (format.aos().headerCheck() ? 2 : 0);
      case USLP -> 7 + countLength + format.aos().insertZone() + 3;
    };
  }

  private int zoneLength() {
    int trailer = (format.frameCheck() ? 2 : 0) + (format.aos().controlField() ? 4 : 0);
    return format.length() - headerLength() - trailer;
  }

  /** Coded frames, with their marker if the format has it, that hold the packets and idle data. */
  public List<byte[]> frames(List<byte[]> packets) {
    byte[] stream = Streams.join(packets.toArray(byte[][]::new));
    List<Integer> starts = new ArrayList<>();
    int at = 0;
    for (byte[] packet : packets) {
      starts.add(at);
      at += packet.length;
    }
    int zone = zoneLength();
    int room = (stream.length + zone - 1) / zone * zone;
    byte[] filled = Arrays.copyOf(stream, room);
    if (room > stream.length) {
      starts.add(stream.length);
      Arrays.fill(filled, stream.length, room, (byte) 0xE0);
    }
    List<byte[]> frames = new ArrayList<>();
    for (int from = 0; from < room; from += zone) {
      int first = -1;
      for (int start : starts) {
        if (start >= from && start < from + zone) {
          first = start - from;
          break;
        }
      }
      frames.add(coded(frame(first, Arrays.copyOfRange(filled, from, from + zone))));
    }
    return frames;
  }

  /** A frame whose data zone is idle. */
  public byte[] idle() {
    return coded(frame(-2, new byte[zoneLength()]));
  }

  private byte[] frame(int first, byte[] zone) {
    byte[] frame = new byte[format.length()];
    int header = headerLength();
    switch (format.type()) {
      case TM -> {
        frame[0] = (byte) (scid >> 4);
        frame[1] = (byte) (scid << 4 | vcid << 1 | (format.aos().controlField() ? 1 : 0));
        frame[2] = (byte) count;
        frame[3] = (byte) count;
        int pointer = 0x1800 | (first == -1 ? 0x7FF : first == -2 ? 0x7FE : first);
        frame[4] = (byte) (pointer >> 8);
        frame[5] = (byte) pointer;
      }
      case AOS -> {
        frame[0] = (byte) (0x40 | (scid >> 2 & 0x3F));
        frame[1] = (byte) (scid << 6 | vcid);
        frame[2] = (byte) (count >> 16);
        frame[3] = (byte) (count >> 8);
        frame[4] = (byte) count;
        frame[5] = (byte) (scid >> 8 << 4);
        int pointer = first == -1 ? 0x7FF : first == -2 ? 0x7FE : first;
        frame[header - 2] = (byte) (pointer >> 8);
        frame[header - 1] = (byte) pointer;
      }
      case USLP -> {
        frame[0] = (byte) (0xC0 | scid >> 12);
        frame[1] = (byte) (scid >> 4);
        frame[2] = (byte) (scid << 4 | vcid >> 3);
        frame[3] = (byte) (vcid << 5);
        frame[4] = (byte) (format.length() - 1 >> 8);
        frame[5] = (byte) (format.length() - 1);
        frame[6] = (byte) ((format.aos().controlField() ? 8 : 0) | countLength);
        for (int i = 0; i < countLength; i++) {
          frame[7 + i] = (byte) (count >> 8 * (countLength - 1 - i));
        }
        frame[header - 3] = (byte) (first == -2 ? 31 : 0);
        frame[header - 2] = (byte) (first < 0 ? 0xFF : first >> 8);
        frame[header - 1] = (byte) (first < 0 ? 0xFF : first);
      }
    }
    count++;
    System.arraycopy(zone, 0, frame, header, zone.length);
    if (format.aos().controlField()) {
      int at = header + zone.length;
      frame[at] = (byte) 0xC0;
      frame[at + 3] = 5;
    }
    if (format.frameCheck()) {
      int crc = FrameCheck.crc(frame, 0, frame.length - 2);
      frame[frame.length - 2] = (byte) (crc >> 8);
      frame[frame.length - 1] = (byte) crc;
    }
    return frame;
  }

  private byte[] coded(byte[] frame) {
    byte[] coded = Arrays.copyOf(frame, format.codedLength());
    if (format.code().errors() > 0) {
      new ReedSolomonBlock(
              format.code().errors(), format.code().interleave(), format.code().dualBasis())
          .encode(coded, 0, coded.length);
    }
    if (format.randomized()) {
      Randomizer.apply(coded, 0, coded.length);
    }
    return format.marker() ? Streams.join(MARKER, coded) : coded;
  }
}
