package io.alidade.link;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.alidade.link.LinkUri.Checksum;
import io.alidade.link.LinkUri.Flow;
import io.alidade.link.LinkUri.Parity;
import io.alidade.link.LinkUri.Rollover;
import io.alidade.link.LinkUri.Scheme;
import io.alidade.link.LinkUri.Stop;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Reads one link URI; see {@link LinkUri} for the grammar. For one use. */
final class LinkUriParser {
  private static final int NAME_LIMIT = 100;
  private static final int BAUD_LOWEST = 50;
  private static final int BAUD_HIGHEST = 4_000_000;
  private static final int WATCHDOG_LIMIT_MILLIS = 86_400_000;

  private final String text;
  private String body = "";

  Scheme scheme;
  String path = "";
  String host = "";
  int port;
  String name = "";
  String protocol = "nmea";

  /** Null where the URI does not say. */
  Checksum checksum;

  String satellite = "";

  /** Null where the URI does not say. */
  Rollover rollover;

  int watchdogMillis;
  int baud;
  int dataBits = 8;
  Parity parity = Parity.NONE;
  Stop stop = Stop.ONE;
  Flow flow = Flow.NONE;
  Pace pace = Pace.MAX;
  final Map<String, String> frameSettings = new TreeMap<>();

  LinkUriParser(String text) {
    this.text = text;
  }

  LinkUri parse() {
    int colon = text.indexOf(':');
    scheme = scheme(colon < 0 ? "" : text.substring(0, colon));
    int mark = text.indexOf('?', colon);
    body = text.substring(colon + 1, mark < 0 ? text.length() : mark);
    switch (scheme) {
      case SERIAL -> {
        path = path("serial:/dev/ttyUSB0");
        baud = 38_400;
        if (!path.startsWith("/")) {
          throw wrong("device \"" + path + "\" is not an absolute path, as in serial:/dev/ttyUSB0");
        }
      }
      case FILE -> path = path("file:/data/pass.nmea");
      case TCP, UDP -> address();
      case STDIN -> {
        if (!body.isEmpty() && !body.equals("//")) {
          throw wrong("nothing may stand between \"stdin:\" and \"?\"");
        }
      }
    }
    if (mark >= 0) {
      query(text.substring(mark + 1));
    }
    if (checksum != null && !checksum.protocol.equals(protocol)) {
      throw wrong(
          "checksum="
              + checksum
              + " is for protocol="
              + checksum.protocol
              + " only, not "
              + protocol
              + checksumsOf(protocol));
    }
    if (rollover != null && !protocol.equals("nmea")) {
      throw wrong("rollover= is for protocol=nmea only, not " + protocol);
    }
    if (!frameSettings.isEmpty() && !protocol.startsWith("ccsds-")) {
      throw wrong(
          frameSettings.keySet().iterator().next()
              + "= is for protocols ccsds-..., not "
              + protocol);
    }
    if (!satellite.isEmpty() && protocol.equals("nmea")) {
      throw wrong("satellite= is for protocols of satellites, not nmea");
    }
    if (name.isEmpty()) {
      name = derivedName();
    }
    return new LinkUri(this);
  }

  /** What a protocol takes instead, as a text to append, or empty. */
  private static String checksumsOf(String protocol) {
    String names =
        Arrays.stream(Checksum.values())
            .filter(each -> each.protocol.equals(protocol))
            .map(Checksum::toString)
            .collect(Collectors.joining(", "));
    return names.isEmpty() ? "" : ", which takes " + names;
  }

  private Scheme scheme(String word) {
    for (Scheme candidate : Scheme.values()) {
      if (candidate.text().equalsIgnoreCase(word)) {
        return candidate;
      }
    }
    throw wrong(
        (word.isEmpty() ? "no scheme" : "unknown scheme \"" + word + "\"")
            + "; serial:, tcp://, udp://, file: and stdin: are known");
  }

  private String path(String example) {
    String encoded = body;
    if (encoded.startsWith("//")) {
      if (!encoded.startsWith("///")) {
        throw wrong("a host is not allowed before the path, as in " + example);
      }
      encoded = encoded.substring(2);
    }
    String decoded = decode(encoded, "path");
    if (decoded.isEmpty()) {
      throw wrong("no path, as in " + example);
    }
    return decoded;
  }

  private void address() {
    String example = scheme.text() + "://" + (scheme == Scheme.UDP ? "0.0.0.0" : "localhost");
    if (!body.startsWith("//")) {
      throw wrong("\"//\" is missing, as in " + example + ":10110");
    }
    String authority = body.substring(2);
    if (authority.endsWith("/")) {
      authority = authority.substring(0, authority.length() - 1);
    }
    if (authority.indexOf('@') >= 0) {
      throw wrong("a user is not allowed before the host");
    }
    int colon = authority.lastIndexOf(':');
    if (authority.startsWith("[")) {
      int bracket = authority.indexOf(']');
      if (bracket < 0) {
        throw wrong("\"]\" is missing after the IPv6 address");
      }
      host = ipv6(authority.substring(1, bracket));
      if (bracket + 1 < authority.length() && authority.charAt(bracket + 1) != ':') {
        throw wrong("after \"]\" only \":PORT\" may follow");
      }
      colon = colon > bracket ? colon : -1;
    } else {
      if (authority.indexOf(':') != colon) {
        throw wrong("an IPv6 address must stand in brackets, as in [::1]:10110");
      }
      host = hostName(colon < 0 ? authority : authority.substring(0, colon), example);
    }
    if (colon < 0) {
      throw wrong("no port, as in " + example + ":10110");
    }
    port = number("port", authority.substring(colon + 1), 1, 65_535);
  }

  private String ipv6(String encoded) {
    // A zone may be written as in a URI (%25eth0) or as on a terminal (%eth0).
    int percent = encoded.indexOf('%');
    String literal = percent < 0 ? encoded : encoded.substring(0, percent);
    String zone = percent < 0 ? "" : encoded.substring(percent + 1);
    if (zone.startsWith("25") && zone.length() > 2) {
      zone = zone.substring(2);
    }
    boolean good = literal.indexOf(':') >= 0 && (percent < 0 || isWord(zone));
    if (good) {
      try {
        // With a colon inside the brackets this is never looked up.
        good = InetAddress.getByName("[" + literal + "]") != null;
      } catch (UnknownHostException e) {
        good = false;
      }
    }
    if (!good) {
      throw wrong("\"" + encoded + "\" is not an IPv6 address");
    }
    return percent < 0 ? literal : literal + "%" + zone;
  }

  private String hostName(String word, String example) {
    if (word.isEmpty()) {
      throw wrong("no host, as in " + example + ":10110");
    }
    if (!isWord(word)) {
      throw wrong("host \"" + word + "\" may hold letters, digits, \"-\", \"_\" and \".\" only");
    }
    boolean numeric = true;
    boolean octets = true;
    String[] parts = word.split("\\.", -1);
    for (String part : parts) {
      numeric &= !part.isEmpty() && part.chars().allMatch(c -> c >= '0' && c <= '9');
      octets &= numeric && part.length() <= 3 && Integer.parseInt(part) <= 255;
    }
    if (numeric && (parts.length != 4 || !octets)) {
      throw wrong("\"" + word + "\" is not an IPv4 address");
    }
    return word;
  }

  private static boolean isWord(String word) {
    return !word.isEmpty()
        && word.chars().allMatch(c -> UriText.isAlphanumeric(c) || "-_.".indexOf(c) >= 0);
  }

  private void query(String query) {
    List<String> seen = new ArrayList<>();
    if (query.isEmpty()) {
      return;
    }
    for (String pair : query.split("&", -1)) {
      int equals = pair.indexOf('=');
      String key = equals < 0 ? pair : pair.substring(0, equals);
      if (equals < 0 || equals == pair.length() - 1) {
        throw wrong("key \"" + key + "\" has no value; write " + allowedKeys() + " as key=value");
      }
      if (seen.contains(key)) {
        throw wrong("key \"" + key + "\" stands there twice");
      }
      seen.add(key);
      option(key, decode(pair.substring(equals + 1), "value of \"" + key + "\""));
    }
  }

  private void option(String key, String value) {
    boolean serial = scheme == Scheme.SERIAL;
    boolean live = serial || scheme == Scheme.TCP || scheme == Scheme.UDP;
    if (key.equals("protocol")) {
      protocol = protocol(value);
    } else if (key.equals("name")) {
      name = name(value);
    } else if (key.equals("checksum")) {
      checksum = choice(key, value, Checksum.values());
    } else if (key.equals("satellite")) {
      satellite = value;
    } else if (key.equals("rollover")) {
      rollover = choice(key, value, Rollover.values());
    } else if (live && key.equals("watchdog")) {
      watchdogMillis = watchdog(value);
    } else if (serial && key.equals("baud")) {
      baud = number(key, value, BAUD_LOWEST, BAUD_HIGHEST);
    } else if (serial && key.equals("data")) {
      dataBits = number(key, value, 5, 8);
    } else if (serial && key.equals("parity")) {
      parity = choice(key, value, Parity.values());
    } else if (serial && key.equals("stop")) {
      stop = choice(key, value, Stop.values());
    } else if (serial && key.equals("flow")) {
      flow = choice(key, value, Flow.values());
    } else if (scheme == Scheme.FILE && key.equals("pace")) {
      pace = pace(value);
    } else if (LinkUri.FRAME_KEYS.contains(key)) {
      frameSettings.put(key, value);
    } else {
      throw wrong("unknown key \"" + key + "\"; " + scheme.text() + " links take " + allowedKeys());
    }
  }

  private String allowedKeys() {
    String common = "protocol, name, checksum, rollover, satellite";
    return switch (scheme) {
      case SERIAL -> common + ", baud, data, parity, stop, flow, watchdog";
      case TCP, UDP -> common + ", watchdog";
      case FILE -> common + ", pace";
      case STDIN -> common;
    };
  }

  private String protocol(String value) {
    boolean good =
        value.length() <= 32
            && value
                .chars()
                .allMatch(c -> (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-');
    if (!good) {
      throw wrong("protocol=" + value + " may hold small letters, digits and \"-\", as in nmea");
    }
    return value;
  }

  private String name(String value) {
    if (value.length() > NAME_LIMIT || !value.equals(nameOf(value))) {
      throw wrong(
          "name=" + value + " may hold up to 100 visible characters, without blanks and quotes");
    }
    return value;
  }

  private String derivedName() {
    return switch (scheme) {
      case STDIN -> "stdin";
      case TCP, UDP -> nameOf((host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port);
      case SERIAL, FILE -> nameOf(lastElement());
    };
  }

  /**
   * The device's or file's own name; a pseudo-terminal's is a mere number and gets its folder's.
   */
  private String lastElement() {
    String[] elements = path.replaceAll("/+$", "").split("/+", -1);
    String last = elements[elements.length - 1];
    boolean number = !last.isEmpty() && last.chars().allMatch(c -> c >= '0' && c <= '9');
    return number && elements.length > 1 ? elements[elements.length - 2] + "-" + last : last;
  }

  private static String nameOf(String wanted) {
    StringBuilder good = new StringBuilder();
    wanted
        .codePoints()
        .limit(NAME_LIMIT)
        .forEach(
            c -> {
              boolean bad =
                  c == '"'
                      || c == '\\'
                      || Character.isWhitespace(c)
                      || Character.isSpaceChar(c)
                      || Character.isISOControl(c)
                      || !Character.isDefined(c)
                      || Character.getType(c) == Character.SURROGATE
                      || Character.getType(c) == Character.FORMAT;
              good.appendCodePoint(bad ? '_' : c);
            });
    return good.isEmpty() ? "link" : good.toString();
  }

  private Pace pace(String value) {
    if (value.equals("max")) {
      return Pace.MAX;
    }
    if (value.equals("recorded")) {
      return Pace.RECORDED;
    }
    if (!value.endsWith("bps")) {
      throw wrong("pace=" + value + " is none of max, recorded, 9600bps (or another speed)");
    }
    String digits = value.substring(0, value.length() - 3);
    return Pace.ofBits(number("pace", digits, Pace.SLOWEST, Pace.FASTEST));
  }

  private int watchdog(String value) {
    String[] parts = value.split("\\.", -1);
    boolean good = parts.length <= 2 && isDigits(parts[0], 5);
    int millis = 0;
    if (good) {
      millis = Integer.parseInt(parts[0]) * 1000;
      if (parts.length == 2) {
        good = isDigits(parts[1], 3);
        millis += good ? Integer.parseInt((parts[1] + "00").substring(0, 3)) : 0;
      }
    }
    if (!good || millis < 100 || millis > WATCHDOG_LIMIT_MILLIS) {
      throw wrong(
          "watchdog="
              + value
              + " is not a number of seconds from 0.1 to 86400 (leave it out for"
              + " none)");
    }
    return millis;
  }

  /** The constant that the value names; each is named by its toString. */
  private <E extends Enum<E>> E choice(String key, String value, E[] allowed) {
    for (E each : allowed) {
      if (each.toString().equals(value)) {
        return each;
      }
    }
    String names = Arrays.stream(allowed).map(E::toString).collect(Collectors.joining(", "));
    throw wrong(key + "=" + value + " is none of " + names);
  }

  private int number(String key, String value, int lowest, int highest) {
    String range = "a whole number from " + lowest + " to " + highest;
    if (!isDigits(value, 10)) {
      throw wrong(key + " \"" + value + "\" is not " + range);
    }
    long number = Long.parseLong(value);
    if (number < lowest || number > highest) {
      throw wrong(key + " " + value + " is out of range; it is " + range);
    }
    return (int) number;
  }

  private static boolean isDigits(String value, int most) {
    return !value.isEmpty()
        && value.length() <= most
        && value.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  private String decode(String encoded, String what) {
    String decoded = UriText.decode(encoded);
    if (decoded == null) {
      throw wrong("the " + what + " has a \"%\" that is not followed by the hex of UTF-8 text");
    }
    if (decoded.chars().anyMatch(Character::isISOControl)
        || !UTF_8.newEncoder().canEncode(decoded)) {
      throw wrong("the " + what + " holds a control character or broken UTF-16");
    }
    return decoded;
  }

  private LinkUriException wrong(String problem) {
    return new LinkUriException(text, problem);
  }
}
