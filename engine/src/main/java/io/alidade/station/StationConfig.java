package io.alidade.station;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import io.alidade.fuse.FuseSettings;
import io.alidade.journal.Retention;
import io.alidade.link.LinkUri;
import io.alidade.link.LinkUriException;
import io.alidade.orbit.ElementsException;
import io.alidade.orbit.GroundStation;
import io.alidade.orbit.Horizon;
import io.alidade.pipeline.Layout;
import io.alidade.pipeline.Wait;
import io.alidade.protocol.PacketContents;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/**
 * What a station runs with. From a YAML file:
 *
 * <pre>
 * links:                       # link URIs, at least one
 *   - serial:/dev/ttyUSB0?baud=38400&amp;name=ais0
 *   - udp://127.0.0.1:10110?name=net
 * journal: /var/lib/alidade    # the journal's root directory
 * http: 127.0.0.1:8080         # where the dashboard is served; left out: nowhere
 * layout: compact              # or spread
 * wait: block                  # or yield, spin
 * durability: async            # or interval=MS, batch: what survives a power failure
 * when-full: continue          # or stop: what to do when the disk has no room for the journal
 * max-bytes: 10G               # most that the journal may take on the disk (left out: no limit)
 * max-age: 30d                 # greatest age of a session's last event (left out: no limit)
 * min-free: 1G                 # least that must be free on the journal's disk (left out: no limit)
 * vessels: 20000               # how many vessels are remembered
 * mission: cubesat.xml         # the mission database (XTCE) that describes the links' packets
 * tle: amateur.tle             # elements of satellites (TLE or OMM), whose passes become events
 * station: 52.01,4.36,12       # where the antenna is: degrees north, degrees east, metres
 * satellites: [25544, NOAA 19] # those to watch, names or catalogue numbers; left out: all
 * min-elevation: 5             # the horizon, degrees
 * mask: horizon.txt            # or by direction: lines 'azimuth elevation', straight between them
 * frequency: 437.505e6         # the downlink's, Hz, for Doppler shifts
 * </pre>
 *
 * and from the command line, which goes before the file.
 */
public final class StationConfig {
  /** Where the journal goes when nobody says. */
  public static final Path DEFAULT_JOURNAL = Path.of("alidade-journal");

  private static final int MAX_BYTES = 8 * 1024;
  private static final int MAX_LINKS = 64;

  private final List<LinkUri> links = new ArrayList<>();
  private Path journal = DEFAULT_JOURNAL;
  private HostPort http;
  private Layout layout = Layout.COMPACT;
  private Wait waiting = Wait.BLOCK;
  private Durability durability = Durability.ASYNC;
  private WhenFull whenFull = WhenFull.CONTINUE;
  private FuseSettings fuse = FuseSettings.DEFAULTS;
  private Retention retention = Retention.ALL;
  private Mission mission = Mission.NONE;
  private Path tle;
  private GroundStation station;
  private final List<String> satellites = new ArrayList<>();
  private double minElevation = Double.NaN;
  private Horizon mask;
  private double frequency;
  private String text = "";

  /** What a station does when the disk has no room for the journal. */
  enum WhenFull {
    /** Goes on without journaling, with an alarm, until there is room again. */
    CONTINUE,
    /** Ends, with an exit code of its own. */
    STOP
  }

  /** An address to listen on. */
  public record HostPort(String host, int port) {
    /** The address of a page that is served here, at the port that was found free for port 0. */
    public String url(int actualPort) {
      return "http://" + (host.indexOf(':') < 0 ? host : '[' + host + ']') + ':' + actualPort;
    }

    /** Parses {@code HOST:PORT}; port 0 takes a free one. */
    public static HostPort parse(String text) throws ConfigException {
      int colon = text.lastIndexOf(':');
      if (colon > 0) {
        try {
          int port = Integer.parseInt(text.substring(colon + 1));
          if (port >= 0 && port <= 65_535) {
            String host = text.substring(0, colon);
            boolean bracketed = host.startsWith("[") && host.endsWith("]");
            return new HostPort(bracketed ? host.substring(1, host.length() - 1) : host, port);
          }
        } catch (NumberFormatException notANumber) {
          // Said below.
        }
      }
      throw new ConfigException("'" + text + "' is not HOST:PORT, as in 127.0.0.1:8080");
    }
  }

  /** Reads a file. Every complaint names the file, the line and the key. */
  public static StationConfig read(Path file) throws ConfigException, EnvironmentException {
    String yaml;
    try (InputStream in = Files.newInputStream(file)) {
      // Never more than is allowed: the file may be a recording, or without end.
      byte[] bytes = in.readNBytes(MAX_BYTES + 1);
      if (bytes.length > MAX_BYTES) {
        throw new ConfigException(file + ": longer than " + MAX_BYTES + " bytes");
      }
      yaml = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (NoSuchFileException absent) {
      throw new ConfigException(file + ": no such file");
    } catch (CharacterCodingException notText) {
      throw new ConfigException(file + ": not UTF-8 text");
    } catch (IOException fault) {
      throw new EnvironmentException(file + ": cannot be read: " + fault.getMessage(), fault);
    }
    StationConfig config = new StationConfig();
    config.text = yaml;
    try (YAMLParser parser = new YAMLFactory().createParser(yaml)) {
      new Reader(file, parser, config).read();
    } catch (JsonProcessingException malformed) {
      throw new ConfigException(file + notYaml(malformed));
    } catch (IOException fault) {
      throw new EnvironmentException(file + ": cannot be read: " + fault.getMessage(), fault);
    }
    return config;
  }

  private static String notYaml(JsonProcessingException malformed) {
    if (malformed.getCause() instanceof MarkedYAMLException marked
        && marked.getProblemMark() != null) {
      return ":" + (marked.getProblemMark().getLine() + 1) + ": not YAML: " + marked.getProblem();
    }
    JsonLocation at = malformed.getLocation();
    return (at == null ? "" : ":" + at.getLineNr())
        + ": not YAML: "
        + malformed.getOriginalMessage().lines().findFirst().orElse("?");
  }

  /** Adds a link; refuses a name that another link has, and a protocol that nobody speaks. */
  public void addLink(String uri) throws ConfigException {
    LinkUri link;
    try {
      link = LinkUri.parse(uri);
    } catch (LinkUriException malformed) {
      throw new ConfigException(malformed.getMessage());
    }
    Protocol protocol = Protocol.of(link.protocol());
    protocol.framer(link); // refuses settings that make no frame
    protocol.decoder(link, PacketContents.UNKNOWN); // and those that read none
    for (LinkUri other : links) {
      if (other.name().equals(link.name())) {
        throw new ConfigException(
            "two links are named '" + link.name() + "'; give one another with name=");
      }
    }
    if (links.size() == MAX_LINKS) {
      throw new ConfigException("more than " + MAX_LINKS + " links");
    }
    links.add(link);
  }

  /** The journal's root directory; an empty path, as of a variable that is not set, is refused. */
  public void journal(Path root) throws ConfigException {
    if (root.toString().isEmpty()) {
      throw new ConfigException("has no value; . is the working directory");
    }
    journal = root;
  }

  public void http(String address) throws ConfigException {
    http = HostPort.parse(address);
  }

  public void layout(String name) throws ConfigException {
    layout = choice(Layout.class, name);
  }

  public void waiting(String name) throws ConfigException {
    waiting = choice(Wait.class, name);
  }

  /** {@code async}, {@code interval=MS} or {@code batch}; see the README. */
  public void durability(String mode) throws ConfigException {
    durability = Durability.parse(mode);
  }

  /** {@code continue} or {@code stop}. */
  public void whenFull(String name) throws ConfigException {
    whenFull = choice(WhenFull.class, name);
  }

  /** Most that the journal may take on the disk, as in {@code 10G}. */
  public void maxBytes(String amount) throws ConfigException {
    retention = retention.withMaxBytes(positive(amount, Amounts.bytes(amount)));
  }

  /** Greatest age of a session's last event, by its receive time, as in {@code 30d}. */
  public void maxAge(String amount) throws ConfigException {
    retention = retention.withMaxAgeNs(positive(amount, Amounts.nanoseconds(amount)));
  }

  /** Least that must be free on the journal's disk, as in {@code 1G}. */
  public void minFree(String amount) throws ConfigException {
    retention = retention.withMinFreeBytes(positive(amount, Amounts.bytes(amount)));
  }

  /** Elsewhere 0 often means that there is no limit; here it would delete all. */
  private static long positive(String text, long amount) throws ConfigException {
    if (amount == 0) {
      throw new ConfigException("'" + text + "' is no limit; leave it out for none");
    }
    return amount;
  }

  Retention retention() {
    return retention;
  }

  WhenFull whenFull() {
    return whenFull;
  }

  Durability durability() {
    return durability;
  }

  /** Takes the mission database, an XTCE file, that describes the packets of the links. */
  public void mission(Path file) throws ConfigException, EnvironmentException {
    mission = Mission.read(file);
  }

  /** Takes a mission database that is loaded already. */
  public void mission(Mission loaded) {
    mission = loaded;
  }

  public Mission mission() {
    return mission;
  }

  public List<LinkUri> links() {
    return List.copyOf(links);
  }

  public Path journal() {
    return journal;
  }

  /** Where to serve the dashboard, or null for nowhere. */
  public HostPort http() {
    return http;
  }

  public Layout layout() {
    return layout;
  }

  public Wait waiting() {
    return waiting;
  }

  /** How the fuse stage is set. */
  public FuseSettings fuse() {
    return fuse;
  }

  /** Which passes to tell, or null for none. */
  PassWatch.Settings passes() {
    if (tle == null) {
      return null;
    }
    boolean isFlat = mask == null;
    Horizon horizon = isFlat ? Horizon.flat(Double.isNaN(minElevation) ? 0 : minElevation) : mask;
    if (!isFlat && !Double.isNaN(minElevation)) {
      horizon = mask.atLeast(minElevation);
    }
    return new PassWatch.Settings(tle, station, List.copyOf(satellites), horizon, frequency);
  }

  private void station(String place) throws ConfigException {
    try {
      station = GroundStation.parse(place);
    } catch (IllegalArgumentException wrong) {
      throw new ConfigException(wrong.getMessage());
    }
  }

  private void minElevation(String degrees) throws ConfigException {
    minElevation = number(degrees, -90, 90);
    Horizon.flat(minElevation);
  }

  private void mask(Path file) throws ConfigException, EnvironmentException {
    try {
      mask = Horizon.read(file);
    } catch (ElementsException wrong) {
      throw new ConfigException(wrong.getMessage());
    } catch (NoSuchFileException absent) {
      throw new ConfigException(file + ": no such file");
    } catch (IOException fault) {
      throw new EnvironmentException(file + " cannot be read: " + fault.getMessage(), fault);
    }
  }

  private static double number(String text, double from, double to) throws ConfigException {
    try {
      double number = Double.parseDouble(text);
      if (number >= from && number <= to) {
        return number;
      }
    } catch (NumberFormatException notANumber) {
      // Said below.
    }
    throw new ConfigException("'" + text + "' is not a number from " + from + " to " + to);
  }

  /** The file's text, empty when there was none. */
  public String text() {
    return text;
  }

  private static <E extends Enum<E>> E choice(Class<E> type, String name) throws ConfigException {
    List<String> known = new ArrayList<>();
    for (E constant : type.getEnumConstants()) {
      String text = constant.name().toLowerCase(Locale.ROOT);
      if (text.equals(name)) {
        return constant;
      }
      known.add(text);
    }
    throw new ConfigException("'" + name + "' is none of " + String.join(", ", known));
  }

  /** Walks the file's tokens, so that a complaint knows its line. */
  private static final class Reader {
    private static final List<String> KEYS =
        List.of(
            "links",
            "journal",
            "http",
            "layout",
            "wait",
            "durability",
            "when-full",
            "max-bytes",
            "max-age",
            "min-free",
            "vessels",
            "mission",
            "tle",
            "station",
            "satellites",
            "min-elevation",
            "mask",
            "frequency");

    private final Path file;
    private final YAMLParser parser;
    private final StationConfig config;
    private final Set<String> seen = new HashSet<>();
    private String key = "";

    Reader(Path file, YAMLParser parser, StationConfig config) {
      this.file = file;
      this.parser = parser;
      this.config = config;
    }

    void read() throws IOException, ConfigException, EnvironmentException {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw complaint("expected 'key: value' lines");
      }
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        key = parser.currentName();
        if (!seen.add(key)) {
          throw complaint("given twice");
        }
        if (!KEYS.contains(key)) {
          throw complaint("unknown key; known: " + String.join(", ", KEYS));
        }
        parser.nextToken();
        try {
          value();
        } catch (ConfigException wrong) {
          throw complaint(wrong.getMessage());
        }
      }
      key = "";
      if (parser.nextToken() != null) {
        throw complaint("a second document; give all settings in one");
      }
      check();
    }

    private void value() throws IOException, ConfigException, EnvironmentException {
      switch (key) {
        case "links" -> links();
        case "journal" -> config.journal(path(scalar()));
        case "http" -> config.http(scalar());
        case "layout" -> config.layout(scalar());
        case "wait" -> config.waiting(scalar());
        case "durability" -> config.durability(scalar());
        case "when-full" -> config.whenFull(scalar());
        case "max-bytes" -> config.maxBytes(scalar());
        case "max-age" -> config.maxAge(scalar());
        case "min-free" -> config.minFree(scalar());
        case "mission" -> config.mission(path(scalar()));
        case "tle" -> config.tle = path(scalar());
        case "station" -> config.station(scalar());
        case "satellites" -> satellites();
        case "min-elevation" -> config.minElevation(scalar());
        case "mask" -> config.mask(path(scalar()));
        case "frequency" -> config.frequency = number(scalar(), 1, 1e12);
        default -> config.fuse = config.fuse.withVessels(vessels(scalar()));
      }
    }

    private void links() throws IOException, ConfigException {
      if (parser.currentToken() != JsonToken.START_ARRAY) {
        throw new ConfigException("expected a list of link URIs");
      }
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        config.addLink(scalar());
      }
    }

    private void satellites() throws IOException, ConfigException {
      if (parser.currentToken() != JsonToken.START_ARRAY) {
        throw new ConfigException("expected a list of names or catalogue numbers");
      }
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        config.satellites.add(scalar());
      }
    }

    /** What makes sense only together. */
    private void check() throws ConfigException {
      if (config.tle != null && config.station == null) {
        throw new ConfigException(file + ": tle: needs station: LAT,LON,ALT");
      }
      for (String one : List.of("station", "satellites", "min-elevation", "mask", "frequency")) {
        if (config.tle == null && seen.contains(one)) {
          throw new ConfigException(file + ": " + one + ": needs tle: FILE");
        }
      }
    }

    private String scalar() throws IOException, ConfigException {
      if (parser.currentToken() == null || !parser.currentToken().isScalarValue()) {
        throw new ConfigException("expected one value; in quotes if it ends in a colon");
      }
      if (parser.isCurrentAlias()) {
        throw new ConfigException(
            "aliases are not known here; write the value, or put * in quotes");
      }
      String value = parser.getText().strip();
      if (parser.currentToken() == JsonToken.VALUE_NULL || value.isEmpty()) {
        throw new ConfigException("has no value");
      }
      return value;
    }

    private static Path path(String value) throws ConfigException {
      try {
        return Path.of(value);
      } catch (InvalidPathException noPath) {
        throw new ConfigException("is no path: " + noPath.getReason());
      }
    }

    private static int vessels(String value) throws ConfigException {
      try {
        int vessels = Integer.parseInt(value);
        if (vessels >= 1 && vessels <= 1_000_000) {
          return vessels;
        }
      } catch (NumberFormatException notANumber) {
        // Said below.
      }
      throw new ConfigException("'" + value + "' is not a number from 1 to 1000000");
    }

    private ConfigException complaint(String what) {
      return wrongAt(
          parser.currentTokenLocation().getLineNr(), key.isEmpty() ? what : key + ": " + what);
    }

    private ConfigException wrongAt(int line, String what) {
      return new ConfigException(file + ":" + line + ": " + what);
    }
  }
}
