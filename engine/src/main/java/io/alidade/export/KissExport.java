package io.alidade.export;

import io.alidade.event.Event;
import io.alidade.event.FrameKind;
import io.alidade.event.Quality;
import java.io.IOException;
import java.io.OutputStream;

/**
 * The frames that are not invalid, with their escapes as they came. Before each data frame stands a
 * {@link TimeStampFrame}: the one that came with it or, where none did, its receive time. Time
 * stamps that belong to no data frame are left out.
 */
final class KissExport implements EventExport {
  private static final byte FEND = (byte) 0xC0;
  private static final int DATA = 0;
  private static final int TIME_STAMP = 9;

  private final OutputStream out;

  KissExport(OutputStream out) {
    this.out = out;
  }

  @Override
  public int take(Event event, boolean selected) throws IOException {
    if (!selected || event.kind() != FrameKind.FRAME || event.quality() == Quality.INVALID) {
      return 0;
    }
    byte[] bytes = event.array();
    int from = event.rawOffset();
    int to = from + event.rawLength();
    int command = TimeStampFrame.command(bytes, from, to - from);
    if (command == TIME_STAMP) {
      return 0;
    }
    if (command == DATA) {
      long recorded = event.recordedTime();
      out.write(TimeStampFrame.of(recorded == Event.NO_TIME ? event.rxTime() : recorded));
    }
    while (from < to && bytes[from] == FEND) {
      from++;
    }
    out.write(FEND);
    out.write(bytes, from, to - from);
    return 1;
  }
}
