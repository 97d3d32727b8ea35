package io.alidade.mission;

import java.util.Collection;
import java.util.List;

/**
 * A mission database that cannot be used. The message is one line: file, line, element, what is
 * wrong and what to do. Of several faults it is the first.
 */
public final class MissionException extends Exception {
  private static final long serialVersionUID = 1L;

  @SuppressWarnings("serial") // of the JDK, which can be serialized
  private final List<String> all;

  MissionException(String file, int line, String element, String what) {
    super(oneLine(file + ":" + line + ": <" + element + ">: " + what));
    all = List.of(getMessage());
  }

  /** The first of several; the others are told by {@link #all}. */
  private MissionException(List<String> all) {
    super(all.get(0));
    this.all = List.copyOf(all);
  }

  /** The faults of a file as one, which is the first. */
  static MissionException of(Collection<MissionException> faults) {
    return new MissionException(faults.stream().map(MissionException::getMessage).toList());
  }

  /** All that was found to be wrong or not supported, one line each, in the order of finding. */
  public List<String> all() {
    return all;
  }

  private static String oneLine(String text) {
    String line = text.replaceAll("\\p{Cntrl}+", " ");
    return line.length() > 500 ? line.substring(0, 500) + "..." : line;
  }
}
