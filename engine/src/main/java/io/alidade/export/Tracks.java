package io.alidade.export;

import io.alidade.event.Event;
import io.alidade.event.Field;
import io.alidade.event.FieldReader;
import io.alidade.event.Flag;
import io.alidade.event.Quality;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

/**
 * The tracks in a session: own ship's, and each vessel's, aircraft's, base station's and aid's.
 * They have a position for each report that moved its sender, as the fuse stage saw it, but none
 * for a report that came again over another receiver, and one for all sentences of a GNSS fix.
 */
final class Tracks {
  private static final int OWN = 0;

  private final Map<Integer, Track> tracks = new TreeMap<>();
  private String lastOwnTime = "";

  /** Takes the next event; true when a position was added. */
  boolean take(Event event) {
    boolean added = false;
    int end = event.quality() == Quality.INVALID ? 0 : event.length();
    for (int at = event.messagesStart(); at < end; at = event.messageEnd(at)) {
      Field message = event.message(at);
      added |= (message == Field.TRACK || message == Field.OWN_STATE) && take(event, at);
    }
    return added;
  }

  private boolean take(Event event, int at) {
    FieldReader fields = event.messageFields(at);
    int mmsi = OWN;
    long latEntry = 0;
    long lonEntry = 0;
    double lat = Double.NaN;
    double lon = Double.NaN;
    String ownTime = "";
    Track track = null;
    while (fields.next()) {
      Field field = fields.isEnd() || fields.depth() > 0 ? null : Field.ofId(fields.id());
      if (field == null) {
        continue;
      }
      switch (field) {
        case MMSI -> {
          mmsi = (int) fields.mantissa();
          track = track(mmsi);
        }
        case LAT -> {
          lat = fields.number();
          latEntry = fields.mantissa();
        }
        case LON -> {
          lon = fields.number();
          lonEntry = fields.mantissa();
        }
        case TIME -> ownTime = fields.text();
        case CLASS -> track.vesselClass = fields.text();
        case SHIPNAME, NAME -> track.name = fields.text().strip();
        case SHIPTYPE -> track.shipType = Long.toString(fields.mantissa());
        default -> {}
      }
    }
    boolean isPlace = Math.abs(lat) <= 90 && Math.abs(lon) <= 180;
    if (!isPlace || event.has(Flag.DUPLICATE) || !isOwnReport(event, latEntry, lonEntry)) {
      return false;
    }
    if (track == null) {
      if (!ownTime.isEmpty() && ownTime.equals(lastOwnTime)) {
        return false;
      }
      lastOwnTime = ownTime;
      track = track(OWN);
    }
    track.add(event.rxTime(), lat, lon);
    return true;
  }

  /** Whether it is this message that says where its sender is, not one before it. */
  private static boolean isOwnReport(Event event, long lat, long lon) {
    boolean sameLat = false;
    boolean sameLon = false;
    FieldReader fields = event.decoded();
    while (fields.next()) {
      if (fields.depth() == 0 && fields.id() == Field.LAT.id) {
        sameLat = fields.mantissa() == lat;
      } else if (fields.depth() == 0 && fields.id() == Field.LON.id) {
        sameLon = fields.mantissa() == lon;
      }
    }
    return sameLat && sameLon;
  }

  private Track track(int mmsi) {
    return tracks.computeIfAbsent(mmsi, Track::new);
  }

  /** Own ship's first, then by MMSI; some may have no position. */
  Collection<Track> all() {
    return tracks.values();
  }
}
