package io.alidade.demo;

import java.util.Random;

/**
 * The sentences that a shore station in a busy bay receives, without end: some 40 vessels of class
 * A and B on their ways, a base station, aids to navigation, a rescue aircraft, the own vessel's
 * GNSS receiver and compass, and now and then a sentence that the line has spoiled. Stations report
 * at the intervals of Rec. ITU-R M.1371-5.
 *
 * <p>The bytes and their times are a function of seed and start time. Not for use by several
 * threads.
 */
public final class Traffic implements Sender {
  /** No call of {@link #next} gives more bytes than this. */
  public static final int MAX_LENGTH = 128;

  private final Schedule schedule = new Schedule();
  private final Receiver receiver;
  private long due;

  /**
   * Traffic that begins at a time.
   *
   * @param startEpochMs milliseconds since 1970, UTC; what the sentences tell as time counts from
   *     it
   */
  public Traffic(long seed, long startEpochMs) {
    this(seed, startEpochMs, new LineNoise(new Random(seed)));
  }

  private Traffic(long seed, long startEpochMs, LineNoise noise) {
    receiver = new Receiver(noise);
    new Bay(schedule, new Calendar(startEpochMs), seed).populate();
  }

  /** The same over a faultless line: whole sentences only. */
  static Traffic unspoiled(long seed, long startEpochMs) {
    return new Traffic(seed, startEpochMs, new LineNoise(null));
  }

  /**
   * Gives the next bytes on the line: one sentence with its CR LF, or what is left of it.
   *
   * @param out at least {@link #MAX_LENGTH} bytes, written from 0 on
   * @return how many bytes
   */
  @Override
  public int next(byte[] out) {
    byte[] bytes = receiver.take();
    while (bytes == null) {
      due = schedule.sendNext(receiver);
      bytes = receiver.take();
    }
    System.arraycopy(bytes, 0, out, 0, bytes.length);
    return bytes.length;
  }

  /** When the bytes given last are due, milliseconds since the start; never goes back. */
  @Override
  public long dueMs() {
    return due;
  }
}
