package io.alidade.mission;

/**
 * A mission database that cannot be used. The message is one line: file, line, element, what is
 * wrong and what to do.
 */
public final class MissionException extends Exception {
  private static final long serialVersionUID = 1L;

  MissionException(String file, int line, String element, String what) {
    super(oneLine(file + ":" + line + ": <" + element + ">: " + what));
  }

  private static String oneLine(String text) {
    String line = text.replaceAll("\\p{Cntrl}+", " ");
    return line.length() > 500 ? line.substring(0, 500) + "..." : line;
  }
}
