package io.alidade.station;

/**
 * What of the journal survives a power failure. The death of the process alone loses no journaled
 * event in any mode.
 *
 * <ul>
 *   <li>{@code async}: what the operating system has written by then, on Linux all but some 30 s
 *   <li>{@code interval=MS}: all but the last MS milliseconds, and what came while the disk took
 *       the sync before and the one that the failure cut short
 *   <li>{@code batch}: everything that was shown to anybody; events are held back until the disk
 *       has them, which makes them later by the time that it takes
 * </ul>
 *
 * @param intervalMs time between two syncs, ms; 0 for none
 * @param batch whether a sync comes before events are shown
 */
record Durability(int intervalMs, boolean batch) {
  static final Durability ASYNC = new Durability(0, false);

  private static final String INTERVAL = "interval=";
  private static final int MAX_MS = 3_600_000;

  static Durability parse(String text) throws ConfigException {
    if (text.equals("async")) {
      return ASYNC;
    }
    if (text.equals("batch")) {
      return new Durability(0, true);
    }
    if (text.startsWith(INTERVAL)) {
      try {
        int ms = Integer.parseInt(text.substring(INTERVAL.length()));
        if (ms >= 1 && ms <= MAX_MS) {
          return new Durability(ms, false);
        }
      } catch (NumberFormatException notANumber) {
        // Said below.
      }
      throw new ConfigException("'" + text + "': the interval is 1 to " + MAX_MS + " milliseconds");
    }
    throw new ConfigException("'" + text + "' is none of async, interval=MS, batch");
  }
}
