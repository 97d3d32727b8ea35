package io.alidade.export;

import io.alidade.event.Event;
import java.io.IOException;
import java.io.OutputStream;

/** The bytes of every event that comes from a link: what the link delivered. */
final class RawExport implements EventExport {
  private final OutputStream out;

  RawExport(OutputStream out) {
    this.out = out;
  }

  @Override
  public int take(Event event, boolean selected) throws IOException {
    if (!selected || !event.kind().isFromLink()) {
      return 0;
    }
    out.write(event.array(), event.rawOffset(), event.rawLength());
    return 1;
  }
}
