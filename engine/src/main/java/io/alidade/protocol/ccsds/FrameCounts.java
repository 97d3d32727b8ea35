package io.alidade.protocol.ccsds;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * What became of frames. Written by one thread; any other may read, and sees values a moment old.
 */
public final class FrameCounts {
  private static final int GOOD = 0;
  private static final int CORRECTED = 1;
  private static final int SYMBOLS = 2;
  private static final int FAILED = 3;
  private static final int MISSING = 4;
  private static final int GAPS = 5;

  private final AtomicLongArray counts = new AtomicLongArray(GAPS + 1);

  FrameCounts() {}

  /** Frames that were read, corrected ones included. */
  public long good() {
    return counts.get(GOOD);
  }

  /** Frames that were read after symbols of their code words or header were corrected. */
  public long corrected() {
    return counts.get(CORRECTED);
  }

  /** The symbols that were corrected in these. */
  public long symbols() {
    return counts.get(SYMBOLS);
  }

  /** Frames that could not be read. */
  public long failed() {
    return counts.get(FAILED);
  }

  /**
   * Frames that counters say are missing, those among them that came and failed; gaps of unknown
   * size are not in it.
   */
  public long missing() {
    return counts.get(MISSING);
  }

  /** How often a counter was not the one due, duplicates left out. */
  public long gaps() {
    return counts.get(GAPS);
  }

  /** Counts a frame that was read. */
  void read(int symbolsCorrected) {
    add(GOOD, 1);
    if (symbolsCorrected > 0) {
      add(CORRECTED, 1);
      add(SYMBOLS, symbolsCorrected);
    }
  }

  /** Counts a frame that could not be read. */
  void fail() {
    add(FAILED, 1);
  }

  /** Counts a gap of so many frames, 0 where their number is unknown. */
  void gap(long frames) {
    add(GAPS, 1);
    add(MISSING, frames);
  }

  private void add(int index, long amount) {
    counts.lazySet(index, counts.getPlain(index) + amount);
  }

  /** Appends the counts as members of a JSON object. */
  void json(StringBuilder out) {
    out.append("\"good\":").append(good());
    out.append(",\"corrected\":").append(corrected());
    out.append(",\"symbols\":").append(symbols());
    out.append(",\"failed\":").append(failed());
    out.append(",\"missing\":").append(missing());
    out.append(",\"gaps\":").append(gaps());
  }
}
