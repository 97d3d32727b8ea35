package io.alidade.mission;

import java.util.List;

/** When a parameter is in alarm, and how severely. Read-only once loaded. */
final class Alarm {
  static final Alarm NONE = new Alarm();

  /** How many values in succession begin the alarm. */
  int minViolations = 1;

  /** How many values in succession end it. */
  int minConformance = 1;

  /** Of the calibrated value. */
  AlarmRanges ranges = AlarmRanges.NONE;

  /** Null for none. */
  ChangeAlarm change;

  /** Criteria by level; null where a level has none. */
  Condition[] conditions = {};

  /** Raw values of an enumeration, as pairs of least and greatest. */
  long[] values = {};

  /** A level for each pair of values. */
  int[] valueLevels = {};

  /** Texts of a string, in UTF-8. */
  byte[][] texts = {};

  /** A level for each text. */
  int[] textLevels = {};

  /** The level of values and texts that have none of their own. */
  int otherwise;

  boolean isNone() {
    return ranges.isNone() && isOfRangesOnly();
  }

  /** Whether nothing but {@link #ranges} matters, and nothing has to be remembered. */
  boolean isOfRangesOnly() {
    return !hasMemory()
        && conditions.length == 0
        && values.length == 0
        && texts.length == 0
        && otherwise == 0;
  }

  /** Whether an alarm depends on values of earlier packets. */
  boolean hasMemory() {
    return change != null || minViolations > 1 || minConformance > 1;
  }

  /** The same without what has to be remembered. */
  Alarm withoutMemory() {
    Alarm plain = new Alarm();
    plain.ranges = ranges;
    plain.conditions = conditions;
    plain.values = values;
    plain.valueLevels = valueLevels;
    plain.texts = texts;
    plain.textLevels = textLevels;
    plain.otherwise = otherwise;
    return plain;
  }

  /** The most severe level of a number that holds by itself, as a severity. */
  int level(long bits, double value, Values packet) {
    int worst = Math.max(ranges.level(value), ofConditions(packet));
    int own = otherwise;
    for (int i = 0; i < values.length; i += 2) {
      if (bits >= values[i] && bits <= values[i + 1]) {
        own = valueLevels[i / 2];
        break;
      }
    }
    return Math.max(worst, own);
  }

  /** The same of a text in UTF-8. */
  int level(byte[] source, int offset, int length, Values packet) {
    int own = otherwise;
    for (int i = 0; i < texts.length; i++) {
      if (TextCopy.equal(source, offset, length, texts[i])) {
        own = textLevels[i];
        break;
      }
    }
    return Math.max(ofConditions(packet), own);
  }

  /** The most severe level whose criteria hold. */
  int ofConditions(Values packet) {
    for (int i = conditions.length - 1; i > 0; i--) {
      if (conditions[i] != null && conditions[i].holds(packet)) {
        return i;
      }
    }
    return 0;
  }

  /** Adds what it says, for people. */
  void describe(List<String> out) {
    ranges.describe(out, "", "");
    if (change != null) {
      String unit = change.relative() ? "% per " : " per ";
      change
          .ranges()
          .describe(out, " on a change", unit + (change.perSecond() ? "second" : "sample"));
    }
    for (int i = 0; i < valueLevels.length; i++) {
      if (valueLevels[i] > 0) {
        out.add(Level.of(valueLevels[i]).text + " at " + span(values[2 * i], values[2 * i + 1]));
      }
    }
    for (int i = 0; i < texts.length; i++) {
      if (textLevels[i] > 0) {
        out.add(Level.of(textLevels[i]).text + " at a text");
      }
    }
    if (otherwise > 0) {
      out.add(Level.of(otherwise).text + " otherwise");
    }
    for (int i = 1; i < conditions.length; i++) {
      if (conditions[i] != null) {
        out.add(Level.of(i).text + " on a condition");
      }
    }
    if (minViolations > 1 || minConformance > 1) {
      out.add(minViolations + " violations begin it, " + minConformance + " others end it");
    }
  }

  private static String span(long least, long greatest) {
    return least == greatest ? Long.toString(least) : least + " to " + greatest;
  }
}
