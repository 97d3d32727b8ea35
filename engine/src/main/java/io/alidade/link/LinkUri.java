package io.alidade.link;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Where a link's bytes come from, and how they are to be read; parsed, checked and immutable.
 *
 * <pre>
 *   serial:/dev/serial/by-id/usb-...  baud=38400 data=8 parity=none stop=1 flow=none watchdog=SECONDS
 *   tcp://HOST:PORT                   watchdog=SECONDS
 *   udp://HOST:PORT                   watchdog=SECONDS; HOST is a local address or a multicast group
 *   file:PATH                         pace=max|recorded|NNNNbps
 *   stdin:
 * </pre>
 *
 * Every scheme also takes {@code protocol=} (default {@code nmea}; which ones there are is not
 * known here), {@code name=} (default: from the device, address or file) and {@code checksum=}:
 * with {@code nmea} {@code required} (default) or {@code optional}, with {@code kiss} {@code none}
 * (default) or {@code smack}. With {@code nmea} there is {@code rollover=}: {@code flag} (default)
 * marks dates that a GPS week roll-over has set back, {@code correct} also adds the right ones.
 * With {@code ccsds-...} there are the keys of {@link #FRAME_KEYS}, whose values are not looked at
 * here. A key may come once. Paths and values are percent-decoded: {@code ?} and {@code %} in a
 * path are {@code %3F} and {@code %25}. IPv6 addresses stand in brackets.
 *
 * <p>Two URIs are equal when they mean the same link; {@link #toString} is the same for both.
 */
public final class LinkUri {
  /** The kinds of source. */
  public enum Scheme {
    /** A serial device. */
    SERIAL,
    /** A TCP server that the link connects to. */
    TCP,
    /** Datagrams that arrive at a local address. */
    UDP,
    /** A regular file, read once. */
    FILE,
    /** Standard input. */
    STDIN;

    private final String text = name().toLowerCase(Locale.ROOT);

    /** The scheme as it stands in a URI. */
    public String text() {
      return text;
    }
  }

  /** What a link's frames have for a checksum; each is for one protocol. */
  enum Checksum {
    REQUIRED("required", "nmea"),
    OPTIONAL("optional", "nmea"),
    NONE("none", "kiss"),
    SMACK("smack", "kiss");

    private final String text;
    final String protocol;

    Checksum(String text, String protocol) {
      this.text = text;
      this.protocol = protocol;
    }

    @Override
    public String toString() {
      return text;
    }
  }

  /** What becomes of dates that a GPS week roll-over has set back. */
  enum Rollover {
    FLAG("flag"),
    CORRECT("correct");

    private final String text;

    Rollover(String text) {
      this.text = text;
    }

    @Override
    public String toString() {
      return text;
    }
  }

  /** Parity of a serial line. */
  enum Parity {
    NONE("none"),
    EVEN("even"),
    ODD("odd"),
    MARK("mark"),
    SPACE("space");

    private final String text;

    Parity(String text) {
      this.text = text;
    }

    @Override
    public String toString() {
      return text;
    }
  }

  /** Stop bits of a serial line. */
  enum Stop {
    ONE("1"),
    ONE_AND_A_HALF("1.5"),
    TWO("2");

    private final String text;

    Stop(String text) {
      this.text = text;
    }

    @Override
    public String toString() {
      return text;
    }
  }

  /** Flow control of a serial line. */
  enum Flow {
    NONE("none"),
    RTSCTS("rtscts");

    private final String text;

    Flow(String text) {
      this.text = text;
    }

    @Override
    public String toString() {
      return text;
    }
  }

  /** The keys that say how CCSDS transfer frames are made, and what time their packets have. */
  public static final Set<String> FRAME_KEYS =
      Set.of(
          "frame",
          "sync",
          "rs",
          "interleave",
          "basis",
          "randomized",
          "fecf",
          "insert",
          "ocf",
          "header-ecc",
          "extcount",
          "truncated",
          "time",
          "time-offset",
          "time-scale",
          "epoch");

  private final Map<String, String> frameSettings;
  private final Scheme scheme;
  private final String path;
  private final String host;
  private final int port;
  private final String name;
  private final String protocol;
  private final Checksum checksum;
  private final String satellite;
  private final Rollover rollover;
  private final int watchdogMillis;
  private final int baud;
  private final int dataBits;
  private final Parity parity;
  private final Stop stop;
  private final Flow flow;
  private final Pace pace;
  private final String canonical;

  LinkUri(LinkUriParser parsed) {
    this.scheme = parsed.scheme;
    this.path = parsed.path;
    this.host = parsed.host;
    this.port = parsed.port;
    this.name = parsed.name;
    this.protocol = parsed.protocol;
    this.checksum = parsed.checksum;
    this.rollover = parsed.rollover;
    this.frameSettings = Map.copyOf(parsed.frameSettings);
    this.satellite = parsed.satellite;
    this.watchdogMillis = parsed.watchdogMillis;
    this.baud = parsed.baud;
    this.dataBits = parsed.dataBits;
    this.parity = parsed.parity;
    this.stop = parsed.stop;
    this.flow = parsed.flow;
    this.pace = parsed.pace;
    this.canonical = canonical();
  }

  /**
   * Reads a URI.
   *
   * @throws LinkUriException if it is not one, or says something that is not allowed
   */
  public static LinkUri parse(String text) {
    return new LinkUriParser(text).parse();
  }

  /** The kind of source. */
  public Scheme scheme() {
    return scheme;
  }

  /** The link's name, 1 to 100 characters without blanks. */
  public String name() {
    return name;
  }

  /** The name of the protocol that the bytes are in. */
  public String protocol() {
    return protocol;
  }

  /** The device or file, decoded; empty for the other schemes. A device's is absolute. */
  public String path() {
    return path;
  }

  /** The host name or address, without brackets; empty for schemes that have none. */
  public String host() {
    return host;
  }

  /** The port, 1 to 65535; 0 for schemes that have none. */
  public int port() {
    return port;
  }

  /** The speed of a serial line in baud; 0 for other schemes. */
  public int baud() {
    return baud;
  }

  /**
   * How the link's transfer frames are made, as it stands in the URI: the value of one of {@link
   * #FRAME_KEYS}, or the default.
   */
  public String frameSetting(String key, String otherwise) {
    return frameSettings.getOrDefault(key, otherwise);
  }

  /** Whether an NMEA sentence without checksum is to be refused. */
  public boolean checksumRequired() {
    return checksum != Checksum.OPTIONAL;
  }

  /** Whether data frames of a KISS link may carry the checksum of SMACK. */
  public boolean hasSmack() {
    return checksum == Checksum.SMACK;
  }

  /** Name or catalogue number of the one satellite that is heard on it; empty for any. */
  public String satellite() {
    return satellite;
  }

  /** After how many milliseconds without a byte the link is opened again; 0 for never. */
  public int watchdogMillis() {
    return watchdogMillis;
  }

  /** {@code max}, {@code recorded} or {@code NNNNbps}; empty for schemes other than file. */
  public String pace() {
    return scheme == Scheme.FILE ? pace.toString() : "";
  }

  int dataBits() {
    return dataBits;
  }

  Parity parity() {
    return parity;
  }

  Stop stop() {
    return stop;
  }

  Flow flow() {
    return flow;
  }

  Pace paceOfFile() {
    return pace;
  }

  /** The watchdog's time in seconds, with no more decimals than it needs. */
  String watchdogText() {
    StringBuilder text = new StringBuilder().append(watchdogMillis / 1000);
    int millis = watchdogMillis % 1000;
    if (millis != 0) {
      text.append('.').append(Integer.toString(1000 + millis).substring(1));
      while (text.charAt(text.length() - 1) == '0') {
        text.setLength(text.length() - 1);
      }
    }
    return text.toString();
  }

  private String canonical() {
    StringBuilder out = new StringBuilder(scheme.text()).append(':');
    switch (scheme) {
      case SERIAL, FILE -> out.append(UriText.encode(path));
      case TCP, UDP -> {
        boolean ipv6 = host.indexOf(':') >= 0;
        out.append("//").append(ipv6 ? "[" + UriText.encode(host) + "]" : host);
        out.append(':').append(port);
      }
      case STDIN -> {}
    }
    out.append("?protocol=").append(UriText.encode(protocol));
    put(out, "name", UriText.encode(name));
    if (checksum == Checksum.OPTIONAL || checksum == Checksum.SMACK) {
      put(out, "checksum", checksum.toString());
    }
    if (!satellite.isEmpty()) {
      put(out, "satellite", UriText.encode(satellite));
    }
    if (rollover == Rollover.CORRECT) {
      put(out, "rollover", rollover.toString());
    }
    new TreeMap<>(frameSettings).forEach((key, value) -> put(out, key, UriText.encode(value)));
    if (scheme == Scheme.SERIAL) {
      put(out, "baud", Integer.toString(baud));
      if (dataBits != 8) {
        put(out, "data", Integer.toString(dataBits));
      }
      if (parity != Parity.NONE) {
        put(out, "parity", parity.toString());
      }
      if (stop != Stop.ONE) {
        put(out, "stop", stop.toString());
      }
      if (flow != Flow.NONE) {
        put(out, "flow", flow.toString());
      }
    }
    if (scheme == Scheme.FILE) {
      put(out, "pace", pace.toString());
    }
    if (watchdogMillis != 0) {
      put(out, "watchdog", watchdogText());
    }
    return out.toString();
  }

  private static void put(StringBuilder out, String key, String value) {
    out.append('&').append(key).append('=').append(value);
  }

  /** The canonical text, with the keys that differ from their defaults and some that do not. */
  @Override
  public String toString() {
    return canonical;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof LinkUri that && canonical.equals(that.canonical);
  }

  @Override
  public int hashCode() {
    return canonical.hashCode();
  }
}
