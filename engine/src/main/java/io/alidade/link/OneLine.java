package io.alidade.link;

/** Text from outside, made fit for one line of a terminal or a log. */
final class OneLine {
  private OneLine() {}

  /** The text without line ends and other control characters, cut to {@code limit} characters. */
  static String of(String text, int limit) {
    StringBuilder line = new StringBuilder(Math.min(text.length(), limit));
    for (int i = 0; i < text.length(); i++) {
      if (line.length() == limit) {
        return line.append("...").toString();
      }
      char c = text.charAt(i);
      line.append(Character.isISOControl(c) || c == '\u2028' || c == '\u2029' ? ' ' : c);
    }
    return line.toString();
  }
}
