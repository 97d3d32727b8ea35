package io.alidade.export;

import io.alidade.station.ConfigException;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What a recording to import looks like, and so where its times are. */
public enum RecordingFormat {
  /** Sentences; times in tag blocks, before the sentences or after their checksums. */
  NMEA("nmea"),
  /** KISS frames; times in time-stamp frames. */
  KISS("kiss"),
  /** Transfer frames behind sync markers; no times. */
  CADU("ccsds-tm", "ccsds-aos", "ccsds-uslp"),
  /** Space packets, one after the other; no times that are a receiver's. */
  PACKETS("ccsds-packets"),
  /** Captured network packets (pcap or pcapng), of which UDP datagrams are taken. */
  PCAP;

  private final String[] protocols;

  RecordingFormat(String... protocols) {
    this.protocols = protocols;
  }

  /** The format's name on the command line. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The format with this name. */
  public static RecordingFormat of(String name) throws ConfigException {
    for (RecordingFormat format : values()) {
      if (format.text().equals(name)) {
        return format;
      }
    }
    throw new ConfigException(
        "--format: '"
            + name
            + "' is none of "
            + Arrays.stream(values()).map(RecordingFormat::text).collect(Collectors.joining(", ")));
  }

  /** The format that a protocol's bytes have in a file of nothing else. */
  public static RecordingFormat ofProtocol(String protocol) {
    for (RecordingFormat format : values()) {
      if (Arrays.asList(format.protocols).contains(protocol)) {
        return format;
      }
    }
    throw new IllegalArgumentException(protocol);
  }

  /** Whether a recording of this format can hold a protocol's bytes. */
  boolean holds(String protocol) {
    return this == PCAP || Arrays.asList(protocols).contains(protocol);
  }

  /** Whether a recording of this format has times. */
  boolean hasTimes() {
    return this == NMEA || this == KISS || this == PCAP;
  }
}
