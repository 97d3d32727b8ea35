package io.alidade.mission;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.alidade.event.Flag;
import java.util.Locale;

/** How much concern a value is of, in ascending order (XTCE 1.2, ConcernLevelsType). */
enum Level {
  NORMAL(0, null),
  WATCH(1, Flag.LIMIT_WATCH),
  WARNING(2, Flag.LIMIT_WARNING),
  DISTRESS(3, Flag.LIMIT_DISTRESS),
  CRITICAL(4, Flag.LIMIT_CRITICAL),
  SEVERE(5, Flag.LIMIT_SEVERE);

  /** How many there are; severities are below. */
  static final int COUNT = 6;

  private static final Level[] ALL = values();

  /** From 0, for normal, up. */
  final int severity;

  /** What an event with such an alarm is flagged; null for {@link #NORMAL}. */
  final Flag flag;

  /** The level's name in XTCE. */
  final String text;

  @SuppressWarnings("ImmutableEnumChecker") // written to nowhere
  final byte[] utf8;

  Level(int severity, Flag flag) {
    this.severity = severity;
    this.flag = flag;
    text = name().toLowerCase(Locale.ROOT);
    utf8 = text.getBytes(UTF_8);
  }

  /** The level of a severity. */
  static Level of(int severity) {
    return ALL[severity];
  }

  /** The level with a name of XTCE, in an attribute. */
  static Level of(Element element, String name) throws MissionException {
    for (Level level : ALL) {
      if (level.text.equals(name)) {
        return level;
      }
    }
    throw element.fault("the level \"" + name + "\" is unknown; use one of XTCE's, such as watch");
  }

  /** The level that an element is named after, such as {@code WatchRange}; null for none. */
  static Level ofElement(Element element, String kind) {
    for (Level level : ALL) {
      if (element.name.toLowerCase(Locale.ROOT).equals(level.text + kind)) {
        return level;
      }
    }
    return null;
  }
}
