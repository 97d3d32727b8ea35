package io.alidade.validate;

import io.alidade.event.Event;
import io.alidade.event.Field;
import io.alidade.event.FieldReader;
import io.alidade.event.Msg;

/**
 * Finds fields of one sentence that cannot both be true:
 *
 * <ul>
 *   <li>RMC and GLL (IEC 61162-1: status is supplemented by the mode): status valid with mode N, no
 *       fix; status not valid with a mode of a good fix, A, D, F, P or R;
 *   <li>GGA and GNS: a satellite fix (quality 1 to 5; a mode of these) from no satellite;
 *   <li>one speed in two units, further apart than rounding: knots and km/h, knots and m/s.
 * </ul>
 */
final class Contradictions {
  private static final double KMH_PER_KNOT = 1.852;
  private static final double MS_PER_KNOT = 1852.0 / 3600;

  private static final int NONE = -1;

  boolean has(Event event) {
    return switch (event.msg()) {
      case Msg.RMC, Msg.GLL -> hasStatus(event);
      case Msg.GGA, Msg.GNS -> hasFix(event);
      case Msg.VTG -> differ(event, Field.SPEED, Field.SPEED_KMH, KMH_PER_KNOT);
      case Msg.VHW -> differ(event, Field.SPEED_WATER, Field.SPEED_WATER_KMH, KMH_PER_KNOT);
      case Msg.MWD, Msg.MDA, Msg.VWR, Msg.VWT ->
          differ(event, Field.WIND_SPEED_KN, Field.WIND_SPEED_MS, MS_PER_KNOT);
      default -> false;
    };
  }

  private static boolean hasStatus(Event event) {
    int valid = NONE;
    int mode = NONE;
    FieldReader fields = event.decoded();
    while (fields.next()) {
      if (fields.id() == Field.VALID.id) {
        valid = fields.bool() ? 1 : 0;
      } else if (fields.id() == Field.MODE.id && fields.bytesLength() == 1) {
        mode = event.array()[fields.bytesOffset()];
      }
    }
    return valid == 1 && mode == 'N' || valid == 0 && isGood(mode);
  }

  private static boolean hasFix(Event event) {
    boolean good = false;
    boolean none = false;
    FieldReader fields = event.decoded();
    while (fields.next()) {
      if (fields.id() == Field.FIX.id) {
        good = fields.mantissa() >= 1 && fields.mantissa() <= 5;
      } else if (fields.id() == Field.MODE.id) {
        for (int i = 0; i < fields.bytesLength(); i++) {
          good |= isGood(event.array()[fields.bytesOffset() + i]);
        }
      } else if (fields.id() == Field.SATELLITES.id) {
        none = fields.mantissa() == 0;
      }
    }
    return good && none;
  }

  private static boolean isGood(int mode) {
    return mode == 'A' || mode == 'D' || mode == 'F' || mode == 'P' || mode == 'R';
  }

  private static boolean differ(Event event, Field one, Field other, double factor) {
    double first = Double.NaN;
    double second = Double.NaN;
    FieldReader fields = event.decoded();
    while (fields.next()) {
      if (fields.id() == one.id) {
        first = fields.number();
      } else if (fields.id() == other.id) {
        second = fields.number();
      }
    }
    // Each may be rounded to whole numbers; false where one is not there.
    return Math.abs(first * factor - second) > 1 + factor / 2 + 0.02 * Math.abs(second);
  }
}
