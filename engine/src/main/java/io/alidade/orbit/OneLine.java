package io.alidade.orbit;

/** Foreign text inside a message of ours. */
final class OneLine {
  private static final int LONGEST = 80;

  private OneLine() {}

  static String of(String text) {
    String line = text.strip().replaceAll("[\\s\\p{Cntrl}]+", " ");
    return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "...";
  }
}
