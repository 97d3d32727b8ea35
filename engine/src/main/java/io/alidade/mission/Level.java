package io.alidade.mission;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.alidade.event.Flag;
import java.util.Locale;

/** How much concern a value is of, in ascending order (XTCE 1.2, ConcernLevelsType). */
enum Level {
  NORMAL(null),
  WATCH(Flag.LIMIT_WATCH),
  WARNING(Flag.LIMIT_WARNING),
  DISTRESS(Flag.LIMIT_DISTRESS),
  CRITICAL(Flag.LIMIT_CRITICAL),
  SEVERE(Flag.LIMIT_SEVERE);

  private static final Level[] ALL = values();

  /** What an event with such an alarm is flagged; null for {@link #NORMAL}. */
  final Flag flag;

  /** The level's name in XTCE. */
  final String text;

  @SuppressWarnings("ImmutableEnumChecker") // written to nowhere
  final byte[] utf8;

  Level(Flag flag) {
    this.flag = flag;
    text = name().toLowerCase(Locale.ROOT);
    utf8 = text.getBytes(UTF_8);
  }

  /** The level with an ordinal. */
  static Level of(int ordinal) {
    return ALL[ordinal];
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
