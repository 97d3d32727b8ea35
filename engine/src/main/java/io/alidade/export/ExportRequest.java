package io.alidade.export;

import io.alidade.link.LinkUri;
import io.alidade.station.ConfigException;
import io.alidade.station.SessionStart;
import java.util.BitSet;
import java.util.stream.Collectors;

/**
 * What of a session is exported, and as what.
 *
 * @param link only what this link brought; null for every link that the format can take
 * @param fromNs receive time of the first event, ns since 1970
 * @param toNs receive time at which to end, exclusive
 * @param type only this message, as JSON names it; null for all
 * @param times whether {@link ExportFormat#NMEA} says when each sentence was received
 */
public record ExportRequest(
    ExportFormat format, String link, long fromNs, long toNs, String type, boolean times) {

  /** A complaint about options that do not go together, before anything is read. */
  public void check() throws ConfigException {
    if (type != null && !format.hasTypes()) {
      throw new ConfigException("--type: is for jsonl, csv, kiss and packets, not " + text());
    }
    if (times && format != ExportFormat.NMEA) {
      throw new ConfigException("--times: is for nmea, not " + text());
    }
  }

  private String text() {
    return format.text();
  }

  /** The links to take, by id; null for everything, what comes from no link included. */
  BitSet links(SessionStart start) throws ConfigException {
    BitSet chosen = new BitSet();
    boolean known = link == null;
    for (int i = 0; i < start.links().size(); i++) {
      LinkUri uri = start.links().get(i);
      boolean named = link == null || uri.name().equals(link);
      known |= named;
      if (named && uri.protocol().startsWith(format.protocols())) {
        chosen.set(i + 1);
      }
    }
    if (!known) {
      throw new ConfigException("--link: no link '" + link + "'" + among(start));
    }
    if (chosen.isEmpty()) {
      throw new ConfigException("--format: no link that " + text() + " can show" + among(start));
    }
    if (format == ExportFormat.RAW && chosen.cardinality() > 1) {
      throw new ConfigException("--link: raw is of one link, choose one" + among(start));
    }
    boolean all = link == null && format.protocols().isEmpty() && format != ExportFormat.RAW;
    return all ? null : chosen;
  }

  private static String among(SessionStart start) {
    return start.links().stream()
        .map(uri -> uri.name() + " (" + uri.protocol() + ")")
        .collect(Collectors.joining(", ", "; session " + start.session() + " has ", ""));
  }

  /** All that decides what is written, for recognising an export that was cut short. */
  String fingerprint(SessionStart start) {
    return String.join(
        " ",
        start.epoch(),
        start.session(),
        text(),
        "link=" + link,
        "from=" + fromNs,
        "to=" + toNs,
        "type=" + type,
        "times=" + times);
  }
}
