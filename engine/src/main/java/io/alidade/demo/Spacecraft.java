package io.alidade.demo;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.util.Random;

/**
 * A small satellite that measures itself: a battery that the sun charges and the eclipse drains,
 * panels, a transmitter, a payload, and an attitude that turns. Every 40 seconds something leaves
 * its limits for some seconds: in turn the transmitter grows too warm, and the payload, which is
 * off in the eclipse, pulls the battery's voltage down, every other time to the critical level. It
 * gives CCSDS space packets (133.0-B) as the mission database {@code demo/sextant.xml} describes
 * them.
 *
 * <p>A function of seed and start time. It comes out of the Earth's shadow a quarter of a minute
 * after the start, so that there is something to see.
 */
final class Spacecraft {
  static final int HOUSEKEEPING = 10;
  static final int ATTITUDE = 11;
  static final int RADIO = 12;
  static final int EVENT = 13;

  /** Something is out of limits in each such period. */
  private static final int STRAIN_EVERY_S = 40;

  private static final int STRAIN_FROM_S = 24;
  private static final int STRAIN_FOR_S = 7;

  /** What the battery's voltage falls to under load: below its warning and critical limits. */
  private static final double LOW_V = 6.62;

  private static final double VERY_LOW_V = 6.31;

  private static final double LOAD_MA = 1_480;

  private static final double ORBIT_S = 5_640;
  private static final double SUNRISE_S = 15;
  private static final double SUNLIT_S = 3_600;

  private static final long EPOCH_2000_MS = 946_684_800_000L;
  private static final int PRIMARY_HEADER = 6;

  private final Random random;
  private final long startMs;
  private final int[] counts = new int[EVENT + 1];
  private final ByteBuffer packet = ByteBuffer.allocate(256);
  private double charge = 0.55;
  private boolean wasHot;
  private boolean wasLoaded;
  private boolean wasSunlit;

  Spacecraft(long seed, long startMs) {
    random = new Random(seed);
    this.startMs = startMs;
  }

  private static boolean isStrained(double t) {
    double phase = t % STRAIN_EVERY_S;
    return phase >= STRAIN_FROM_S && phase < STRAIN_FROM_S + STRAIN_FOR_S;
  }

  private static int period(double t) {
    return (int) (t / STRAIN_EVERY_S);
  }

  private static boolean isHot(double t) {
    return isStrained(t) && period(t) % 2 == 0;
  }

  private static boolean isLoaded(double t) {
    return isStrained(t) && period(t) % 2 == 1 && sun(t) > 0;
  }

  /** How much of the sun the panels see, 0 to 1. */
  private static double sun(double t) {
    double phase = ((t - SUNRISE_S) % ORBIT_S + ORBIT_S) % ORBIT_S;
    return phase > SUNLIT_S ? 0 : Math.min(1, Math.min(phase, SUNLIT_S - phase) / 20);
  }

  private double noise(double scale) {
    return random.nextGaussian() * scale;
  }

  /** Once a second. */
  byte[] housekeeping(long ms) {
    double t = ms / 1000.0;
    double sun = sun(t);
    boolean loaded = isLoaded(t);
    double current = 900 * sun - 420 - (loaded ? LOAD_MA : 0) + noise(4); // into the battery, mA
    charge = Math.max(0, Math.min(1, charge + current / 3_600_000 * 3));
    begin(HOUSEKEEPING, ms);
    packet.put((byte) (sun == 0 ? 1 : isHot(t) ? 3 : loaded ? 4 : 2));
    packet.putInt((int) (ms / 1000) + 86_400);
    packet.putShort((short) 17);
    double voltage = 6.4 + 1.7 * charge + 0.1 * sun; // full it is 8.2 V, well within its limits
    if (loaded) {
      voltage = period(t) % 4 == 1 ? LOW_V : VERY_LOW_V;
    }
    packet.putShort((short) Math.round((voltage + noise(0.004)) * 1000));
    packet.putShort((short) Math.round(current));
    packet.putShort((short) Math.round(2048 - 22 * (8 + 6 * Math.sin(t / 300) + noise(0.1))));
    for (int panel = 0; panel < 6; panel++) {
      double facing = Math.max(0, Math.sin(t / 17 + panel * Math.PI / 3));
      packet.putShort((short) Math.round(Math.max(0, 480 * sun * facing + noise(2)) * 2));
    }
    for (int panel = 0; panel < 6; panel++) {
      packet.put((byte) Math.round(-18 + 45 * sun * (0.7 + 0.05 * panel) + noise(0.4)));
    }
    return end();
  }

  /** Four times a second. */
  byte[] attitude(long ms) {
    double t = ms / 1000.0;
    double half = t / 34;
    begin(ATTITUDE, ms);
    packet.putFloat((float) Math.cos(half));
    packet.putFloat((float) (Math.sin(half) * 0.6));
    packet.putFloat(0f);
    packet.putFloat((float) (Math.sin(half) * 0.8));
    for (double rate : new double[] {2.02, 0, 2.7}) { // degrees a second
      packet.putShort((short) Math.round((rate + noise(0.02)) * 1000));
    }
    packet.put((byte) (sun(t) > 0 ? 0x80 : 0));
    return end();
  }

  /** Once a second. */
  byte[] radio(long ms) {
    double t = ms / 1000.0;
    begin(RADIO, ms);
    packet.put((byte) Math.round(2 * (104 + 6 * Math.sin(t / 40) + noise(0.5)))); // -dBm
    packet.putShort((short) Math.round(9_000 * Math.cos(Math.PI * (t % 720) / 720) + noise(30)));
    packet.putInt(counts[RADIO] * 3);
    packet.put((byte) (isHot(t) ? 2 : 1)); // high power, low power
    packet.putShort((short) Math.round((isHot(t) ? 66 : 41 + noise(0.6)) * 100));
    return end();
  }

  /** What happened since it was last asked, or null. */
  byte[] event(long ms) {
    double t = ms / 1000.0;
    boolean hot = isHot(t);
    boolean loaded = isLoaded(t);
    boolean sunlit = sun(t) > 0;
    String text = null;
    int severity = 0;
    if (hot != wasHot) {
      severity = hot ? 2 : 1;
      text = hot ? "Transmitter at high power for the pass" : "Transmitter back at low power";
    } else if (loaded != wasLoaded) {
      severity = loaded ? 2 : 1;
      text = loaded ? "Payload on, battery under load" : "Payload off";
    } else if (sunlit != wasSunlit) {
      severity = 1;
      text = sunlit ? "Out of eclipse" : "Into eclipse";
    }
    wasHot = hot;
    wasLoaded = loaded;
    wasSunlit = sunlit;
    if (text == null) {
      return null;
    }
    begin(EVENT, ms);
    packet.put((byte) severity);
    byte[] ascii = text.getBytes(US_ASCII);
    packet.putShort((short) ascii.length);
    packet.put(ascii);
    return end();
  }

  /** Header, and the time on board: CUC of 4 and 2 octets from 2000 on, without leap seconds. */
  private void begin(int apid, long ms) {
    long now = startMs + ms - EPOCH_2000_MS;
    packet.clear();
    packet.putShort((short) (0x0800 | apid));
    packet.putShort((short) (0xC000 | counts[apid]++ & 0x3FFF));
    packet.putShort((short) 0);
    packet.putInt((int) (now / 1000));
    packet.putShort((short) ((now % 1000 << 16) / 1000));
  }

  private byte[] end() {
    packet.putShort(4, (short) (packet.position() - PRIMARY_HEADER - 1));
    byte[] bytes = new byte[packet.position()];
    packet.flip();
    packet.get(bytes);
    return bytes;
  }
}
