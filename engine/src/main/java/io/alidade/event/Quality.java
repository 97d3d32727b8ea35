package io.alidade.event;

import static java.nio.charset.StandardCharsets.US_ASCII;

/** How far an event may be trusted; the reasons are its {@link Flag}s. */
public enum Quality {
  GOOD("good"),
  /** Decoded, but something about it is not as it should be. */
  SUSPECT("suspect"),
  /** Not decodable; the raw bytes are kept. */
  INVALID("invalid");

  private static final Quality[] VALUES = values();

  final byte[] json;

  Quality(String name) {
    this.json = name.getBytes(US_ASCII);
  }

  static Quality of(int code) {
    return VALUES[code];
  }
}
