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
      case AOS -> 8 + format.options().insertZone() + (format.options().headerCheck() ? 2 : 0);
      case USLP -> 7 + countLength + format.options().insertZone() + 3;
    };
  }

  private int zoneLength() {
    int trailer = format.frameCheck() + (format.options().controlField() ? 4 : 0);
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
        frame[1] = (byte) (scid << 4 | vcid << 1 | (format.options().controlField() ? 1 : 0));
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
        frame[6] = (byte) ((format.options().controlField() ? 8 : 0) | countLength);
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
    if (format.options().controlField()) {
      int at = header + zone.length;
      frame[at] = (byte) 0xC0;
      frame[at + 3] = 5;
    }
    if (format.options().headerCheck()) {
      protect(frame);
    }
    check(frame, format.frameCheck());
    return frame;
  }

  /** Writes the check field, of 0, 2 or 4 octets, at a frame's end, by division bit by bit. */
  static void check(byte[] frame, int octets) {
    int top = 8 * octets - 1;
    long generator = octets == 2 ? 0x1021 : 0x00A00805;
    long remainder = octets == 2 ? 0xFFFF : 0;
    for (int bit = 0; octets > 0 && bit < 8 * (frame.length - octets); bit++) {
      long out = remainder >> top & 1 ^ frame[bit >> 3] >> 7 - (bit & 7) & 1;
      remainder = (remainder << 1 ^ out * generator) & (2L << top) - 1;
    }
    for (int i = 0; i < octets; i++) {
      frame[frame.length - 1 - i] = (byte) (remainder >> 8 * i);
    }
  }

  /** Coefficients of the generator that 732.0-B gives: x^4 + a^3 x^3 + a x^2 + a^3 x + 1. */
  private static final int[] GENERATOR = {1, 8, 2, 8, 1};

  /** Writes an AOS header's check symbols, by long division over GF(16). */
  static void protect(byte[] frame) {
    int[] octets = {0, 1, 5};
    int[] symbols = new int[10];
    for (int i = 0; i < 6; i++) {
      symbols[i] = frame[octets[i / 2]] >> (i % 2 == 0 ? 4 : 0) & 0xF;
    }
    for (int i = 0; i < 6; i++) {
      int quotient = symbols[i];
      for (int j = 0; j < 5; j++) {
        symbols[i + j] ^= product(quotient, GENERATOR[j]);
      }
    }
    frame[6] = (byte) (symbols[6] << 4 | symbols[7]);
    frame[7] = (byte) (symbols[8] << 4 | symbols[9]);
  }

  /** The product in GF(2)[x] / x^4 + x + 1. */
  private static int product(int a, int b) {
    int product = 0;
    for (int bit = 3; bit >= 0; bit--) {
      product <<= 1;
      product ^= (product & 0x10) != 0 ? 0x13 : 0;
      product ^= (b >> bit & 1) != 0 ? a : 0;
    }
    return product;
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
