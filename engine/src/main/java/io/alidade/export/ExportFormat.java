package io.alidade.export;

import io.alidade.station.ConfigException;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What an export looks like. */
public enum ExportFormat {
  /** The bytes that one link delivered. */
  RAW,
  /** The valid sentences of NMEA links, one a line. */
  NMEA,
  /** The valid frames of KISS links, each data frame behind a time stamp. */
  KISS,
  /** All events and tracks as JSON, one a line. */
  JSONL,
  /** A table for each type of message. */
  CSV,
  /** Tracks of vessels and of own ship, for an earth viewer. */
  KML,
  /** Tracks of vessels and of own ship (RFC 7946). */
  GEOJSON,
  /** The space packets of CCSDS links, one after the other. */
  PACKETS;

  /** The format's name on the command line. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The format with this name. */
  public static ExportFormat of(String name) throws ConfigException {
    for (ExportFormat format : values()) {
      if (format.text().equals(name)) {
        return format;
      }
    }
    throw new ConfigException(
        "--format: '"
            + name
            + "' is none of "
            + Arrays.stream(values()).map(ExportFormat::text).collect(Collectors.joining(", ")));
  }

  /** Whether single types of message can be chosen. */
  boolean hasTypes() {
    return this == JSONL || this == CSV || this == KISS || this == PACKETS;
  }

  /** Whether what is written of an event stays as it is whatever comes after. */
  boolean isStream() {
    return this != KML && this != GEOJSON;
  }

  /** What the protocol of a link begins with that this format takes, empty for any. */
  String protocols() {
    return switch (this) {
      case NMEA -> "nmea";
      case KISS -> "kiss";
      case PACKETS -> "ccsds-";
      default -> "";
    };
  }
}
