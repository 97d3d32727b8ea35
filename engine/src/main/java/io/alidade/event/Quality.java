package io.alidade.event;

import static java.nio.charset.StandardCharsets.US_ASCII;

/** How far an event may be trusted; the reasons are its {@link Flag}s. */
public enum Quality {
  GOOD(0, "good"),
  /** Decoded, but something about it is not as it should be. */
  SUSPECT(1, "suspect"),
  /** Not decodable; the raw bytes are kept. */
  INVALID(2, "invalid");

  /** How many there are; codes are below. */
  public static final int COUNT = 3;

  private static final Quality[] BY_CODE = {GOOD, SUSPECT, INVALID};

  /** The code in an event's header; higher is worse. */
  public final int code;

  @SuppressWarnings("ImmutableEnumChecker") // written to nowhere
  final byte[] json;

  Quality(int code, String name) {
    this.code = code;
    this.json = name.getBytes(US_ASCII);
  }

  static Quality of(int code) {
    return BY_CODE[code];
  }
}
