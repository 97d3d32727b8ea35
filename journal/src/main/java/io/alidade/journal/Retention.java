package io.alidade.journal;

/**
 * How much of a journal is kept. Each limit holds for itself: the oldest ended sessions go until
 * all of them are met. The running session and those that are marked to be kept never go, so a
 * journal may stay above a limit.
 *
 * @param maxBytes most that the whole journal may take on the disk, the running session and kept
 *     ones included; {@link Long#MAX_VALUE} = no limit
 * @param maxAgeNs greatest age of a session's last record, ns; {@link Long#MAX_VALUE} = no limit
 * @param minFreeBytes least that must stay free for this user on the journal's file system; 0 = no
 *     limit
 */
public record Retention(long maxBytes, long maxAgeNs, long minFreeBytes) {
  /** Keeps everything. */
  public static final Retention ALL = new Retention(Long.MAX_VALUE, Long.MAX_VALUE, 0);

  /**
   * Limits as stated.
   *
   * @throws IllegalArgumentException for a negative one
   */
  public Retention {
    if (maxBytes < 0 || maxAgeNs < 0 || minFreeBytes < 0) {
      throw new IllegalArgumentException("a limit is negative");
    }
  }

  /** The same with a limit on the bytes on the disk. */
  public Retention withMaxBytes(long bytes) {
    return new Retention(bytes, maxAgeNs, minFreeBytes);
  }

  /** The same with a limit on the age, ns. */
  public Retention withMaxAgeNs(long ageNs) {
    return new Retention(maxBytes, ageNs, minFreeBytes);
  }

  /** The same with a limit on the file system's free bytes. */
  public Retention withMinFreeBytes(long bytes) {
    return new Retention(maxBytes, maxAgeNs, bytes);
  }
}
