package io.alidade.station;

import io.alidade.framing.BareFramer;
import io.alidade.framing.CaduFramer;
import io.alidade.framing.Framer;
import io.alidade.link.LinkUri;
import io.alidade.protocol.ccsds.TransferFrameFormat;

/**
 * Reads how a link's transfer frames are made from its URI:
 *
 * <pre>
 *   frame=892             the transfer frame's length, bytes, without Reed-Solomon check symbols;
 *                         the longest of USLP frames with sync=datagram, which vary in length
 *   sync=asm|datagram|none  a sync marker before each frame, at any bit (default); each datagram a
 *                         frame (udp links); or frames of that length one after the other
 *   rs=none|8|16          Reed-Solomon (255,239) corrects 8 symbols a code word, (255,223) 16
 *   interleave=1..8       code words in a frame
 *   basis=dual|conventional
 *   randomized=no|yes
 *   fecf=no|yes|crc32     whether the last two bytes are a CRC-16, or four a CRC-32 (USLP)
 *   insert=0              length of the insert zone (AOS, USLP), bytes
 *   ocf=no|yes            whether there is an operational control field (AOS)
 *   header-ecc=no|yes     whether the header is followed by its error control field (AOS)
 *   extcount=no|yes       whether a secondary header extends frame counts to 32 bits (TM)
 *   truncated=0           length of truncated frames, 6 to 32 bytes, 0 for none (USLP)
 * </pre>
 */
final class FrameFormat {
  private static final String MARKER = "asm";
  private static final String DATAGRAM = "datagram";
  private static final String NO_MARKER = "none";

  private final LinkUri link;
  private final TransferFrameFormat.Type type;

  private FrameFormat(LinkUri link, TransferFrameFormat.Type type) {
    this.link = link;
    this.type = type;
  }

  /** The format that a link's URI gives; a complaint names the key. */
  static TransferFrameFormat of(LinkUri link, TransferFrameFormat.Type type)
      throws ConfigException {
    return new FrameFormat(link, type).read();
  }

  /** A framer for such frames. */
  static Framer framer(LinkUri link, TransferFrameFormat.Type type) throws ConfigException {
    TransferFrameFormat format = of(link, type);
    return switch (link.frameSetting("sync", MARKER)) {
      case DATAGRAM -> BareFramer.ofDatagrams(format.codedLength());
      case NO_MARKER -> BareFramer.ofLength(format.codedLength());
      default -> new CaduFramer(format.codedLength());
    };
  }

  /** Complains about keys of transfer frames on a link of packets, which has none. */
  static void refuse(LinkUri link) throws ConfigException {
    for (String key : LinkUri.FRAME_KEYS) {
      if (!TimeFormat.KEYS.contains(key) && !link.frameSetting(key, "").isEmpty()) {
        throw new ConfigException(
            link.name() + ": " + key + "= is for transfer frames, not " + link.protocol());
      }
    }
  }

  private TransferFrameFormat read() throws ConfigException {
    try {
      TransferFrameFormat format = TransferFrameFormat.of(type, number("frame", ""));
      String sync = choice("sync", MARKER, DATAGRAM, NO_MARKER);
      if (sync.equals(DATAGRAM) && link.scheme() != LinkUri.Scheme.UDP) {
        throw wrong("sync=datagram is for udp links; frames without marker are sync=none");
      }
      if (!sync.equals(MARKER)) {
        format = format.withoutMarker();
      }
      if (isYes("randomized")) {
        format = format.withRandomization();
      }
      String code = choice("rs", "none", "8", "16");
      if (!code.equals("none")) {
        boolean dualBasis = choice("basis", "dual", "conventional").equals("dual");
        format =
            format.withReedSolomon(Integer.parseInt(code), number("interleave", "1"), dualBasis);
      }
      format =
          format.withFrameCheck(
              switch (choice("fecf", "no", "yes", "crc32")) {
                case "yes" -> 2;
                case "crc32" -> 4;
                default -> 0;
              });
      format =
          format.withAos(
              isYes("header-ecc", TransferFrameFormat.Type.AOS),
              number("insert", "0", TransferFrameFormat.Type.AOS, TransferFrameFormat.Type.USLP),
              isYes("ocf", TransferFrameFormat.Type.AOS),
              TransferFrameFormat.Options.ALL_CHANNELS);
      int truncated = number("truncated", "0", TransferFrameFormat.Type.USLP);
      if (type == TransferFrameFormat.Type.USLP) {
        boolean varies = sync.equals(DATAGRAM) && code.equals("none");
        format = format.withUslp(format.options().insertZone(), varies, truncated);
      }
      return isYes("extcount", TransferFrameFormat.Type.TM) ? format.withExtendedCount() : format;
    } catch (IllegalArgumentException impossible) {
      throw wrong(impossible.getMessage());
    }
  }

  private ConfigException wrong(String problem) {
    return new ConfigException(link.name() + ": " + problem);
  }

  private boolean isYes(String key, TransferFrameFormat.Type... types) throws ConfigException {
    setting(key, "no", types);
    return choice(key, "no", "yes").equals("yes");
  }

  /** One of the values; the first is the default. */
  private String choice(String key, String... values) throws ConfigException {
    String value = link.frameSetting(key, values[0]);
    for (String each : values) {
      if (each.equals(value)) {
        return value;
      }
    }
    throw wrong(key + "=" + value + " is none of " + String.join(", ", values));
  }

  private int number(String key, String otherwise, TransferFrameFormat.Type... types)
      throws ConfigException {
    String value = setting(key, otherwise, types);
    if (value.isEmpty()) {
      throw new ConfigException(
          link.protocol() + " needs " + key + "=, the transfer frame's length in bytes");
    }
    try {
      return Integer.parseInt(value);
    } catch (NumberFormatException notANumber) {
      throw wrong(key + "=" + value + " is not a number");
    }
  }

  /** A key's value; where types are given, it is for these alone. */
  private String setting(String key, String otherwise, TransferFrameFormat.Type... types)
      throws ConfigException {
    String value = link.frameSetting(key, "");
    if (value.isEmpty()) {
      return otherwise;
    }
    boolean known = types.length == 0;
    StringBuilder names = new StringBuilder();
    for (TransferFrameFormat.Type each : types) {
      known |= each == type;
      names.append(names.length() == 0 ? "" : " and ").append(each);
    }
    if (!known) {
      throw wrong(key + "= is for " + names + " frames, not " + type);
    }
    return value;
  }
}
