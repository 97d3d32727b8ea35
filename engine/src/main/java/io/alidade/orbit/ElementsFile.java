package io.alidade.orbit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Reads files of elements: TLE in two or three lines, and OMM in KVN, XML or JSON; what it is shows
 * in the first characters. A file is right as a whole or refused.
 */
public final class ElementsFile {
  private static final long MAX_BYTES = 64 << 20;

  private ElementsFile() {}

  /**
   * All elements in a file, in its order; at least one.
   *
   * @throws ElementsException naming file and line of the first thing that is wrong
   * @throws IOException where the file cannot be read
   */
  public static List<Elements> read(Path file) throws ElementsException, IOException {
    if (Files.size(file) > MAX_BYTES) {
      throw new ElementsException(file + ":1: is longer than 64 MiB; no catalogue is");
    }
    return parse(file.toString(), new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
  }

  static List<Elements> parse(String file, String content) throws ElementsException {
    String text = content.startsWith("\uFEFF") ? content.substring(1) : content;
    String start = text.stripLeading();
    List<Elements> elements;
    if (start.toLowerCase(Locale.ROOT).matches("(?s)<(!doctype html|html)\\b.*")) {
      throw new ElementsException(file + ":1: is a web page, not elements; fetch the file again");
    } else if (start.startsWith("<")) {
      elements = OmmReader.xml(file, text);
    } else if (start.startsWith("{") || start.startsWith("[")) {
      elements = OmmReader.json(file, text);
    } else if (text.lines().anyMatch(line -> line.strip().startsWith("CCSDS_OMM_VERS"))) {
      elements = OmmReader.kvn(file, text);
    } else {
      elements = TleReader.read(file, text);
    }
    if (elements.isEmpty()) {
      throw new ElementsException(file + ":1: holds no elements (TLE or OMM)");
    }
    return elements;
  }

  /** Of several sets of one satellite the one whose epoch is nearest to a time; in order. */
  public static List<Elements> nearest(List<Elements> elements, long timeNs) {
    Map<Object, Elements> best = new LinkedHashMap<>();
    for (Elements one : elements) {
      Object key = one.number() == 0 ? one.name() : (Object) one.number();
      best.merge(
          key, one, (a, b) -> Math.abs(b.ageDays(timeNs)) < Math.abs(a.ageDays(timeNs)) ? b : a);
    }
    return new ArrayList<>(best.values());
  }

  /**
   * Those that a name or catalogue number means; a name as a whole, else as a part, in either case.
   * Empty where there is none.
   */
  public static List<Elements> named(List<Elements> elements, String nameOrNumber) {
    String wanted = nameOrNumber.strip().toLowerCase(Locale.ROOT);
    if (wanted.isEmpty()) {
      return List.of();
    }
    List<Elements> whole = new ArrayList<>();
    List<Elements> part = new ArrayList<>();
    for (Elements one : elements) {
      String name = one.name().toLowerCase(Locale.ROOT);
      if (name.equals(wanted) || number(wanted) == one.number()) {
        whole.add(one);
      } else if (name.contains(wanted)) {
        part.add(one);
      }
    }
    return whole.isEmpty() ? part : whole;
  }

  /** A catalogue number, or -1. */
  private static int number(String text) {
    return text.matches("\\d{1,9}") ? Integer.parseInt(text) : -1;
  }
}
