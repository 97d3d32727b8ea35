package io.alidade.export;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.alidade.event.Event;
import io.alidade.event.FrameKind;
import io.alidade.event.Quality;
import io.alidade.link.LineTime;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Locale;

/**
 * The sentences that are not invalid, as they came, tag blocks and what receivers add included,
 * each on a line that ends in CR LF. On request each has a tag block more in front, {@code
 * \c:MILLISECONDS*hh\}, with the receive time (UTC since 1970), but for one that says the same time
 * itself. What stood between the sentences is left out.
 */
final class NmeaExport implements EventExport {
  private static final int NS_PER_MS = 1_000_000;
  private static final byte[] LINE_END = {'\r', '\n'};

  private final OutputStream out;
  private final boolean times;

  NmeaExport(OutputStream out, boolean times) {
    this.out = out;
    this.times = times;
  }

  @Override
  public int take(Event event, boolean selected) throws IOException {
    if (!selected || event.kind() != FrameKind.FRAME || event.quality() == Quality.INVALID) {
      return 0;
    }
    byte[] bytes = event.array();
    int from = event.rawOffset();
    int to = from + event.rawLength();
    while (from < to && isLineEnd(bytes[from])) {
      from++;
    }
    while (to > from && isLineEnd(bytes[to - 1])) {
      to--;
    }
    long millis = Math.floorDiv(event.rxTime(), NS_PER_MS);
    if (times && Math.floorDiv(LineTime.epochNanos(bytes, from, to), NS_PER_MS) != millis) {
      out.write(tagBlock(millis));
    }
    out.write(bytes, from, to - from);
    out.write(LINE_END);
    return 1;
  }

  private static byte[] tagBlock(long millis) {
    String text = "c:" + millis;
    int sum = 0;
    for (int i = 0; i < text.length(); i++) {
      sum ^= text.charAt(i);
    }
    return String.format(Locale.ROOT, "\\%s*%02X\\", text, sum).getBytes(US_ASCII);
  }

  private static boolean isLineEnd(byte b) {
    return b == '\r' || b == '\n';
  }
}
