package io.alidade.station;

import io.alidade.link.LinkUri;
import io.alidade.protocol.ccsds.PacketTime;
import io.alidade.protocol.ccsds.TimeCode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads where a link's packets have their time from its URI:
 *
 * <pre>
 *   time=none|pfield|cucS.F|cdsD.F  the code in the secondary header: announced by a P-field; CUC
 *                     of S octets of seconds (1 to 7) and F of fractions (0 to 10); CDS of D octets
 *                     of days (2 or 3), the milliseconds and F octets below (0, 2 or 4)
 *   time-offset=0     bytes of the secondary header before it
 *   epoch=2000-01-01T12:00:00  where the mission counts from, UTC; 1958-01-01 when not given
 *   time-scale=tai|utc  whether a CUC from the mission's epoch counts leap seconds (tai, default)
 * </pre>
 */
final class TimeFormat {
  static final Set<String> KEYS = Set.of("time", "time-offset", "epoch", "time-scale");
  private static final Pattern CODE = Pattern.compile("(cuc|cds)(\\d{1,2})\\.(\\d{1,2})");

  private TimeFormat() {}

  /** A reader of packets' times, or null for none; a complaint names the key. */
  static PacketTime of(LinkUri link) throws ConfigException {
    String text = link.frameSetting("time", "none");
    try {
      if (text.equals("none")) {
        for (String key : KEYS) {
          if (!key.equals("time") && !link.frameSetting(key, "").isEmpty()) {
            throw new IllegalArgumentException(key + "= says nothing without time=");
          }
        }
        return null;
      }
      String scale = link.frameSetting("time-scale", "tai");
      if (!scale.equals("tai") && !scale.equals("utc")) {
        throw new IllegalArgumentException("time-scale=" + scale + " is none of tai, utc");
      }
      Instant epoch = epoch(link.frameSetting("epoch", ""));
      int offset = offset(link.frameSetting("time-offset", "0"));
      boolean countsLeaps = scale.equals("tai");
      return text.equals("pfield")
          ? PacketTime.announced(offset, epoch, countsLeaps)
          : PacketTime.of(code(text, epoch != null), offset, epoch, countsLeaps);
    } catch (IllegalArgumentException wrong) {
      throw new ConfigException(link.name() + ": " + wrong.getMessage());
    }
  }

  private static TimeCode code(String text, boolean agencyEpoch) {
    Matcher matcher = CODE.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "time=" + text + " is none of none, pfield, cuc4.2, cds2.2 (or other numbers of octets)");
    }
    int coarse = Integer.parseInt(matcher.group(2));
    int fine = Integer.parseInt(matcher.group(3));
    return matcher.group(1).equals("cuc")
        ? TimeCode.cuc(coarse, fine, agencyEpoch)
        : TimeCode.cds(coarse, fine, agencyEpoch);
  }

  private static int offset(String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException notANumber) {
      throw new IllegalArgumentException("time-offset=" + text + " is not a number", notANumber);
    }
  }

  private static Instant epoch(String text) {
    if (text.isEmpty()) {
      return null;
    }
    try {
      String plain = text.endsWith("Z") ? text.substring(0, text.length() - 1) : text;
      return plain.contains("T")
          ? LocalDateTime.parse(plain).toInstant(ZoneOffset.UTC)
          : LocalDate.parse(plain).atStartOfDay().toInstant(ZoneOffset.UTC);
    } catch (DateTimeException noDate) {
      throw new IllegalArgumentException(
          "epoch=" + text + " is no date or time of ISO 8601, as in 2000-01-01T12:00:00", noDate);
    }
  }
}
