package io.alidade.export;

import io.alidade.link.LinkUri;
import io.alidade.station.ConfigException;
import io.alidade.station.Mission;
import java.nio.file.Path;

/**
 * What is imported, and how it is to be read.
 *
 * @param format null for a capture where the file is one, else the protocol's own
 * @param link the link that the session will have
 * @param startNs for a recording without times, when its first byte was received, ns since 1970;
 *     {@link #NO_START} to take the recording's own times
 * @param bitsPerSecond with {@code startNs}: the rate at which its bytes came, 8 bits each
 * @param port in a capture: the UDP port that datagrams are taken of; 0 for the only one there is
 */
public record ImportRequest(
    Path file,
    RecordingFormat format,
    LinkUri link,
    Mission mission,
    long startNs,
    long bitsPerSecond,
    int port) {
  /** No start is given. */
  public static final long NO_START = Long.MIN_VALUE;

  /** The highest rate, bit/s. */
  public static final long MAX_RATE = 1_000_000_000;

  boolean hasStart() {
    return startNs != NO_START;
  }

  /** A complaint about a format that does not go with the rest. */
  void check(RecordingFormat actual) throws ConfigException {
    if (!actual.holds(link.protocol())) {
      throw new ConfigException(
          "--format: " + actual.text() + " is not what " + link.protocol() + " is recorded as");
    }
    if (actual == RecordingFormat.PCAP && hasStart()) {
      throw new ConfigException("--start: a capture has times of its own");
    }
    if (actual != RecordingFormat.PCAP && port != 0) {
      throw new ConfigException("--port: is for pcap, not " + actual.text());
    }
    if (!actual.hasTimes() && !hasStart()) {
      throw new ConfigException(
          "--start: "
              + actual.text()
              + " has no times; say when it begins with --start T, and how fast it came with"
              + " --rate BPS");
    }
  }
}
