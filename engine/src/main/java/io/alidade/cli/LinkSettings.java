package io.alidade.cli;

import io.alidade.link.LinkUri;
import io.alidade.link.LinkUriException;
import io.alidade.station.ConfigException;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** The options that say how the bytes of one link are to be read, as its URI would. */
final class LinkSettings {
  @Option(
      names = "--checksum",
      defaultValue = "required",
      paramLabel = "required|optional|none|smack",
      description =
          "nmea: whether sentences without a checksum are invalid (default: required);"
              + " kiss: whether frames may carry the CRC-16 of SMACK (default: none).")
  private String checksum;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description =
          "How frames are made, as in a link's URI: frame=892, rs=16, interleave=4, checksum=smack ...")
  private List<String> settings = new ArrayList<>();

  /** The link with these settings; what comes before them is a URI that ends in a value. */
  LinkUri link(String uri) throws ConfigException {
    StringBuilder whole = new StringBuilder(uri);
    if (!checksum.equals("required")) {
      whole.append("&checksum=").append(checksum);
    }
    settings.forEach(setting -> whole.append('&').append(setting));
    try {
      return LinkUri.parse(whole.toString());
    } catch (LinkUriException wrong) {
      throw new ConfigException(wrong.getMessage());
    }
  }
}
