package io.alidade.link;

/**
 * How fast a file is read.
 *
 * @param bitsPerSecond for {@link Kind#BITS} the speed of the serial line that it stands for, at 10
 *     bits per byte; otherwise 0
 */
record Pace(Kind kind, int bitsPerSecond) {
  static final Pace MAX = new Pace(Kind.MAX, 0);
  static final Pace RECORDED = new Pace(Kind.RECORDED, 0);
  static final int SLOWEST = 50;
  static final int FASTEST = 1_000_000_000;

  enum Kind {
    MAX,
    RECORDED,
    BITS
  }

  static Pace ofBits(int bitsPerSecond) {
    return new Pace(Kind.BITS, bitsPerSecond);
  }

  @Override
  public String toString() {
    return switch (kind) {
      case MAX -> "max";
      case RECORDED -> "recorded";
      case BITS -> bitsPerSecond + "bps";
    };
  }
}
