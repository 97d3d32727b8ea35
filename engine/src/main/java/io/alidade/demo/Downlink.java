package io.alidade.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Random;

/**
 * What a ground station's demodulator delivers of a {@link Spacecraft}, without end: TM transfer
 * frames (132.0-B) of {@value #FRAME} bytes with a CRC, Reed-Solomon (255,223), randomised, each
 * behind its sync marker. Packets run on from frame to frame on virtual channel 0; frames without
 * data are idle ones on channel 7.
 *
 * <p>The radio link is not perfect: some frames have a few wrong symbols, which the code corrects,
 * now and then one has too many, or is missing, or noise comes between two.
 *
 * <p>The bytes and their times are a function of seed and start time. Not for several threads.
 */
public final class Downlink implements Sender {
  /** Transfer frame, bytes. */
  public static final int FRAME = ReedSolomonEncoder.DATA;

  /** A line's rate at which the frames are due, bits a second. */
  public static final int BAUD = 19_200;

  /** How its frames are to be read, as in a link's URI. */
  public static final String LINK =
      "protocol=ccsds-tm&frame=" + FRAME + "&rs=16&interleave=1&randomized=yes&fecf=yes";

  private static final String DATABASE = "/demo/sextant.xml";

  private static final int SPACECRAFT_ID = 0x15A;
  private static final int IDLE_CHANNEL = 7;
  private static final int HEADER = 6;
  private static final int CRC = 2;
  private static final int ZONE = FRAME - HEADER - CRC;
  private static final int NO_PACKET_STARTS = 0x7FF;
  private static final int ONLY_IDLE = 0x7FE;
  private static final int IDLE_APID = 0x7FF;
  private static final int SHORTEST_PACKET = 7;
  private static final byte[] MARKER = {0x1A, (byte) 0xCF, (byte) 0xFC, 0x1D};
  private static final int CADU = MARKER.length + FRAME + ReedSolomonEncoder.PARITY;

  /** Milliseconds that a CADU takes on a line with ten bits a byte, and a little to spare. */
  private static final double CADU_MS = CADU * 10_000.0 / BAUD * 1.02;

  /** Data waits so long for a frame to become full, ms: as long as that takes, or less. */
  private static final long FULL_WAIT_MS = 1_200;

  private static final long FLUSH_WAIT_MS = 400;

  /** One frame with data in so many does not wait, but is filled up with idle packets. */
  private static final int FLUSH_EVERY = 3;

  /** Idle packets are so long and take no heed of the frame, so they too run on into the next. */
  private static final int IDLE_PACKET = 64;

  // Every so many frames, something is wrong.
  private static final int FEW_ERRORS_EVERY = 9;
  private static final int MANY_ERRORS_EVERY = 151;
  private static final int LOST_EVERY = 233;
  private static final int NOISE_EVERY = 389;

  /** What became of a frame on the way. */
  enum Fate {
    GOOD,
    CORRECTABLE,
    SPOILT,
    LOST
  }

  /** What was sent, for tests. */
  record Sent(List<byte[]> packets, List<Fate> fates) {}

  private final Spacecraft spacecraft;
  private final Random random;
  private final ReedSolomonEncoder code = new ReedSolomonEncoder();
  private final byte[] randomizer = randomizer();

  /** Packets with bytes still to be sent; of the first, some may be. */
  private final Deque<byte[]> queue = new ArrayDeque<>();

  private int sentOfFirst;
  private int queued;
  private long waitingSinceMs;

  private final byte[] zone = new byte[ZONE];
  private int masterCount;
  private final int[] channelCounts = new int[8];
  private long frames;
  private long nextMs;
  private long dueMs;
  private byte[] line = {};
  private int taken;
  private Sent sent = new Sent(null, null);

  /**
   * A downlink that begins at a time.
   *
   * @param startEpochMs milliseconds since 1970, UTC, from which the clock on board counts
   */
  public Downlink(long seed, long startEpochMs) {
    spacecraft = new Spacecraft(seed, startEpochMs);
    random = new Random(seed);
  }

  /** One that keeps what it sent. */
  static Downlink recorded(long seed, long startEpochMs) {
    Downlink downlink = new Downlink(seed, startEpochMs);
    downlink.sent = new Sent(new ArrayList<>(), new ArrayList<>());
    return downlink;
  }

  /** The text of the mission database that describes its packets. */
  public static String database() {
    try (InputStream in = Downlink.class.getResourceAsStream(DATABASE)) {
      return new String(in.readAllBytes(), UTF_8);
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  Sent sent() {
    return sent;
  }

  @Override
  public int next(byte[] out) {
    while (taken == line.length) {
      line = transmit();
      taken = 0;
    }
    int count = Math.min(out.length, line.length - taken);
    System.arraycopy(line, taken, out, 0, count);
    taken += count;
    return count;
  }

  @Override
  public long dueMs() {
    return dueMs;
  }

  /** The bytes of one frame's time, none when it is lost. */
  private byte[] transmit() {
    dueMs = Math.round(frames * CADU_MS);
    measure();
    byte[] cadu = cadu();
    frames++;
    Fate fate = Fate.GOOD;
    if (frames % LOST_EVERY == 0) {
      fate = Fate.LOST;
    } else if (frames % MANY_ERRORS_EVERY == 0) {
      fate = Fate.SPOILT;
      spoil(cadu, 40);
    } else if (frames % FEW_ERRORS_EVERY == 0) {
      fate = Fate.CORRECTABLE;
      spoil(cadu, 1 + random.nextInt(6));
    }
    if (sent.fates != null) {
      sent.fates.add(fate);
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    if (frames % NOISE_EVERY == 0) {
      byte[] noise = new byte[1 + random.nextInt(20)];
      random.nextBytes(noise);
      out.writeBytes(noise);
    }
    if (fate != Fate.LOST) {
      out.writeBytes(cadu);
    }
    return out.toByteArray();
  }

  /** Takes the spacecraft's packets that are due by now, four times a second. */
  private void measure() {
    for (; nextMs <= dueMs; nextMs += 250) {
      add(spacecraft.attitude(nextMs));
      if (nextMs % 1000 == 0) {
        add(spacecraft.housekeeping(nextMs));
      } else if (nextMs % 1000 == 500) {
        add(spacecraft.radio(nextMs));
      }
      byte[] event = spacecraft.event(nextMs);
      if (event != null) {
        add(event);
      }
    }
  }

  private void add(byte[] packet) {
    if (queued == 0) {
      waitingSinceMs = dueMs;
    }
    queue.add(packet);
    queued += packet.length;
    if (sent.packets != null && (packet[1] & 0xFF) != 0xFF) {
      sent.packets.add(packet);
    }
  }

  private byte[] cadu() {
    int firstHeader = fill();
    byte[] cadu = new byte[CADU];
    System.arraycopy(MARKER, 0, cadu, 0, MARKER.length);
    int at = MARKER.length;
    int channel = firstHeader == ONLY_IDLE ? IDLE_CHANNEL : 0;
    put16(cadu, at, SPACECRAFT_ID << 4 | channel << 1);
    cadu[at + 2] = (byte) masterCount++;
    cadu[at + 3] = (byte) channelCounts[channel]++;
    put16(cadu, at + 4, 0x1800 | firstHeader); // packets in order, not segmented
    System.arraycopy(zone, 0, cadu, at + HEADER, ZONE);
    put16(cadu, at + FRAME - CRC, crc(cadu, at, FRAME - CRC));
    code.encode(cadu, at);
    for (int i = 0; i < CADU - at; i++) {
      cadu[at + i] ^= randomizer[i];
    }
    return cadu;
  }

  /** Fills the data zone; the first header pointer that belongs to it. */
  private int fill() {
    long wait = channelCounts[0] % FLUSH_EVERY == 0 ? FLUSH_WAIT_MS : FULL_WAIT_MS;
    if (queued < ZONE && (queued == 0 || dueMs - waitingSinceMs < wait)) {
      Arrays.fill(zone, (byte) 0x55);
      return ONLY_IDLE;
    }
    while (queued < ZONE) {
      add(idlePacket(IDLE_PACKET));
    }
    int first = NO_PACKET_STARTS;
    for (int at = 0; at < ZONE; ) {
      byte[] packet = queue.getFirst();
      if (sentOfFirst == 0 && first == NO_PACKET_STARTS) {
        first = at;
      }
      int count = Math.min(ZONE - at, packet.length - sentOfFirst);
      System.arraycopy(packet, sentOfFirst, zone, at, count);
      at += count;
      sentOfFirst += count;
      if (sentOfFirst == packet.length) {
        queue.removeFirst();
        sentOfFirst = 0;
      }
    }
    queued -= ZONE;
    waitingSinceMs = dueMs;
    return first;
  }

  private static byte[] idlePacket(int length) {
    byte[] packet = new byte[length];
    put16(packet, 0, IDLE_APID);
    put16(packet, 2, 0xC000);
    put16(packet, 4, length - SHORTEST_PACKET);
    return packet;
  }

  private void spoil(byte[] cadu, int symbols) {
    for (int i = 0; i < symbols; i++) {
      int at = MARKER.length + random.nextInt(CADU - MARKER.length);
      cadu[at] ^= (byte) (1 + random.nextInt(255));
    }
  }

  private static void put16(byte[] bytes, int at, int value) {
    bytes[at] = (byte) (value >>> 8);
    bytes[at + 1] = (byte) value;
  }

  /** The CRC-16 of frames: x^16 + x^12 + x^5 + 1 from all ones. */
  private static int crc(byte[] bytes, int offset, int length) {
    int crc = 0xFFFF;
    for (int i = offset; i < offset + length; i++) {
      crc ^= (bytes[i] & 0xFF) << 8;
      for (int bit = 0; bit < 8; bit++) {
        crc = (crc & 0x8000) != 0 ? crc << 1 ^ 0x1021 : crc << 1;
      }
      crc &= 0xFFFF;
    }
    return crc;
  }

  /** The sequence of x^8 + x^7 + x^5 + x^3 + 1 from all ones (131.0-B). */
  static byte[] randomizer() {
    byte[] sequence = new byte[FRAME + ReedSolomonEncoder.PARITY];
    boolean[] bits = new boolean[8 * sequence.length];
    for (int n = 0; n < bits.length; n++) {
      bits[n] = n < 8 || bits[n - 1] ^ bits[n - 3] ^ bits[n - 5] ^ bits[n - 8];
      if (bits[n]) {
        sequence[n >> 3] |= (byte) (0x80 >>> (n & 7));
      }
    }
    return sequence;
  }
}
