package io.alidade.replay;

import io.alidade.event.Event;
import io.alidade.event.EventJson;
import io.alidade.journal.JournalException;
import io.alidade.journal.RecordLayout;
import io.alidade.journal.SessionInfo;
import io.alidade.station.ConfigException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Makes a session's events again and compares every byte with the journal's. */
public final class Verify {
  private Verify() {}

  /**
   * What came of it.
   *
   * @param events how many events were compared
   * @param difference the first difference, several lines, or null when there is none
   * @param damage why reading stopped early, or empty
   */
  public record Result(long events, String difference, String damage) {}

  /** Verifies one session; that one cannot be read is a result too, so that others are. */
  public static Result session(SessionInfo session) throws JournalException {
    long events = 0;
    try (Rederivation rederivation = new Rederivation(session)) {
      while (rederivation.next()) {
        Event again = rederivation.event();
        Event recorded = rederivation.recorded();
        int at = firstDifference(again, recorded);
        if (at >= 0) {
          return new Result(events, describe(at, again, recorded, rederivation), "");
        }
        events++;
      }
      return new Result(events, null, rederivation.damage());
    } catch (ConfigException | IllegalStateException unknown) {
      return new Result(events, unknown.getMessage(), "");
    }
  }

  /** The index of the first differing byte after the CRC (which the journal checked), or -1. */
  private static int firstDifference(Event again, Event recorded) {
    int from = RecordLayout.CRC_START;
    int at =
        Arrays.mismatch(
            again.array(), from, again.length(), recorded.array(), from, recorded.length());
    return at < 0 ? -1 : from + at;
  }

  private static String describe(int at, Event again, Event recorded, Rederivation rederivation) {
    EventJson json = new EventJson(rederivation.links(), true, false);
    return "event "
        + recorded.sequence()
        + " differs at byte "
        + at
        + " ("
        + section(at, recorded)
        + ")\n  journal: "
        + text(json, recorded)
        + "\n  again:   "
        + text(json, again);
  }

  private static String section(int at, Event event) {
    int raw = Event.HEADER_LENGTH + event.rawLength();
    int decoded = raw + event.decodedLength();
    if (at < Event.HEADER_LENGTH) {
      return "header";
    }
    return at < raw ? "raw" : at < decoded ? "decoded" : "fused";
  }

  private static String text(EventJson json, Event event) {
    json.clear();
    json.append(event);
    if (event.fusedLength() > 0) {
      json.append((byte) ' ');
      json.appendFused(event);
    }
    return new String(json.array(), 0, json.length(), StandardCharsets.UTF_8);
  }
}
