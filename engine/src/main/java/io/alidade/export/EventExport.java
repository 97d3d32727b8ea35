package io.alidade.export;

import io.alidade.event.Event;
import java.io.IOException;

/** Writes the events of a session in one format. */
interface EventExport {
  /**
   * Takes the next event of the session.
   *
   * @param selected whether it is to be written; the others come too, for what they leave behind
   * @return how many records (lines, frames, positions) were written or kept
   */
  int take(Event event, boolean selected) throws IOException;

  /** All events were given: writes what was kept. */
  default void end() throws IOException {}
}
