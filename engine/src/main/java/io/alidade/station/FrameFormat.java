package io.alidade.station;

import io.alidade.link.LinkUri;
import io.alidade.protocol.ccsds.TransferFrameFormat;

/**
 * Reads how a link's transfer frames are made from its URI:
 *
 * <pre>
 *   frame=892             the transfer frame's length, bytes, without Reed-Solomon check symbols
 *   rs=none|8|16          Reed-Solomon (255,239) corrects 8 symbols a code word, (255,223) 16
 *   interleave=1..8       code words in a frame
 *   basis=dual|conventional
 *   randomized=no|yes
 *   fecf=no|yes           whether the last two bytes are a CRC-16
 *   insert=0              length of the insert zone (AOS, USLP), bytes
 *   ocf=no|yes            whether there is an operational control field (AOS)
 * </pre>
 */
final class FrameFormat {
  private final LinkUri link;

  private FrameFormat(LinkUri link) {
    this.link = link;
  }

  /** The format that a link's URI gives; a complaint names the key. */
  static TransferFrameFormat of(LinkUri link, TransferFrameFormat.Type type)
      throws ConfigException {
    return new FrameFormat(link).read(type);
  }

  private TransferFrameFormat read(TransferFrameFormat.Type type) throws ConfigException {
    try {
      TransferFrameFormat format = TransferFrameFormat.of(type, number("frame", ""));
      if (isYes("randomized")) {
        format = format.withRandomization();
      }
      String code = link.frameSetting("rs", "none");
      if (!code.equals("none")) {
        boolean dualBasis = choice("basis", "dual", "conventional");
        format = format.withReedSolomon(number("rs", ""), number("interleave", "1"), dualBasis);
      }
      if (isYes("fecf")) {
        format = format.withFrameCheck();
      }
      return format.withAos(
          false, number("insert", "0"), isYes("ocf"), TransferFrameFormat.Aos.ALL_CHANNELS);
    } catch (IllegalArgumentException impossible) {
      throw new ConfigException(link.name() + ": " + impossible.getMessage());
    }
  }

  private boolean isYes(String key) throws ConfigException {
    return !choice(key, "no", "yes");
  }

  /** True for the first choice, which is the default, false for the second. */
  private boolean choice(String key, String first, String second) throws ConfigException {
    String value = link.frameSetting(key, first);
    if (!value.equals(first) && !value.equals(second)) {
      throw new ConfigException(key + "=" + value + " is neither " + first + " nor " + second);
    }
    return value.equals(first);
  }

  private int number(String key, String otherwise) throws ConfigException {
    String value = link.frameSetting(key, otherwise);
    if (value.isEmpty()) {
      throw new ConfigException(
          link.protocol() + " needs " + key + "=, the transfer frame's length in bytes");
    }
    try {
      return Integer.parseInt(value);
    } catch (NumberFormatException notANumber) {
      throw new ConfigException(key + "=" + value + " is not a number");
    }
  }
}
