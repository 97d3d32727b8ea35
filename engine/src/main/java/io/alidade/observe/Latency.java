package io.alidade.observe;

import org.HdrHistogram.Histogram;
import org.HdrHistogram.SingleWriterRecorder;

/**
 * Time from the read that completed a frame to the end of one stage, ns, from 1 ns to one minute at
 * two significant digits. One writer thread; {@link #json} by one reader at a time.
 */
public final class Latency {
  private static final long LONGEST_NS = 60_000_000_000L;

  private final String stage;
  private final SingleWriterRecorder recorder = new SingleWriterRecorder(LONGEST_NS, 2);
  private final Histogram total = new Histogram(LONGEST_NS, 2);
  private Histogram interval;

  public Latency(String stage) {
    this.stage = stage;
  }

  /** Records one event. */
  public void record(long durationNs) {
    recorder.recordValue(Math.max(0, Math.min(LONGEST_NS, durationNs)));
  }

  /** Everything recorded so far; the histogram is the caller's. */
  public synchronized Histogram histogram() {
    interval = recorder.getIntervalHistogram(interval);
    total.add(interval);
    return total.copy();
  }

  /** Appends {@code "stage":{"count":1,"p50":...,"p90":...,"p99":...,"p999":...,"max":...}}, ns. */
  public void json(StringBuilder out) {
    Histogram all = histogram();
    out.append('"').append(stage).append("\":{\"count\":").append(all.getTotalCount());
    out.append(",\"p50\":").append(all.getValueAtPercentile(50));
    out.append(",\"p90\":").append(all.getValueAtPercentile(90));
    out.append(",\"p99\":").append(all.getValueAtPercentile(99));
    out.append(",\"p999\":").append(all.getValueAtPercentile(99.9));
    out.append(",\"max\":").append(all.getMaxValue()).append('}');
  }
}
