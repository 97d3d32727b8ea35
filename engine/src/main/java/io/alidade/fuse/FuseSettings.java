package io.alidade.fuse;

import io.alidade.event.Field;
import io.alidade.event.FieldReader;
import io.alidade.event.FieldWriter;
import java.util.ArrayList;
import java.util.List;

/**
 * What the fuse stage is set to. A session's first event holds it, so that replay fuses as the
 * station did.
 *
 * @param vessels how many vessels are remembered, 1 to 1,000,000
 * @param ownMmsi own ship's MMSI; 0 where it has none, or where VDO sentences tell it
 * @param duplicateMs how long after a frame the same one from another link is a copy, ms; 0: never
 * @param cpaMetres a vessel that will come nearer than this to own ship, m, raises an alarm; 0:
 *     none
 * @param tcpaSeconds when it comes so near within this time, s
 * @param derived derived parameters, each as {@code name = expression}
 */
public record FuseSettings(
    int vessels,
    int ownMmsi,
    int duplicateMs,
    int cpaMetres,
    int tcpaSeconds,
    List<String> derived) {
  /** What a station has that is not told otherwise. */
  public static final FuseSettings DEFAULTS = new FuseSettings(20_000, 0, 10_000, 0, 0, List.of());

  /** The settings as given; the list is copied. */
  public FuseSettings {
    derived = List.copyOf(derived);
  }

  /** The defaults but for the number of vessels. */
  public static FuseSettings ofVessels(int vessels) {
    return DEFAULTS.withVessels(vessels);
  }

  /** The same with another number of vessels. */
  public FuseSettings withVessels(int number) {
    return new FuseSettings(number, ownMmsi, duplicateMs, cpaMetres, tcpaSeconds, derived);
  }

  /** Writes them as an object. */
  public void write(FieldWriter out) {
    out.beginObject(Field.FUSE);
    out.integer(Field.VESSELS, vessels);
    out.integer(Field.OWN_MMSI, ownMmsi);
    out.integer(Field.DUPLICATE_MS, duplicateMs);
    out.integer(Field.CPA_M, cpaMetres);
    out.integer(Field.TCPA_S, tcpaSeconds);
    out.beginArray(Field.DERIVED);
    for (String parameter : derived) {
      out.text(Field.DERIVED, parameter);
    }
    out.endNested();
    out.endNested();
  }

  /** Reads such an object, whose start has been read, to its end. */
  public static FuseSettings read(FieldReader fields) {
    int vessels = DEFAULTS.vessels;
    int ownMmsi = 0;
    int duplicateMs = 0;
    int cpaMetres = 0;
    int tcpaSeconds = 0;
    List<String> derived = new ArrayList<>();
    int outside = fields.depth();
    while (fields.next() && fields.depth() > outside) {
      int id = fields.isEnd() ? 0 : fields.id();
      if (id == Field.VESSELS.id) {
        vessels = Math.max(1, (int) fields.mantissa());
      } else if (id == Field.OWN_MMSI.id) {
        ownMmsi = (int) fields.mantissa();
      } else if (id == Field.DUPLICATE_MS.id) {
        duplicateMs = (int) fields.mantissa();
      } else if (id == Field.CPA_M.id) {
        cpaMetres = (int) fields.mantissa();
      } else if (id == Field.TCPA_S.id) {
        tcpaSeconds = (int) fields.mantissa();
      } else if (id == Field.DERIVED.id && fields.depth() == outside + 2) {
        derived.add(fields.text());
      }
    }
    return new FuseSettings(vessels, ownMmsi, duplicateMs, cpaMetres, tcpaSeconds, derived);
  }
}
