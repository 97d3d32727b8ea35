package io.alidade.mission;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.alidade.mission.ParameterType.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Reads validity ranges and alarms (XTCE 1.2 and 1.3, NumericAlarmType and its kin). What it cannot
 * check is a warning: alarms change no decoding.
 */
final class LimitsReader {
  private static final long NANOS = 1_000_000_000L;

  /** About 31 years, which nanoseconds in 64 bits can say. */
  private static final double MAX_SECONDS = 1e9;

  private final Loader loader;
  private final CriteriaReader criteria;

  LimitsReader(Loader loader, CriteriaReader criteria) {
    this.loader = loader;
    this.criteria = criteria;
  }

  Limits read(ParameterType type) throws MissionException {
    Element element = type.element;
    Element alarm = element.child("DefaultAlarm");
    Element contexts = element.child("ContextAlarmList");
    contexts = contexts == null ? element.child("BinaryContextAlarmList") : contexts;
    boolean isNumber = type.kind == Kind.INTEGER || type.kind == Kind.FLOAT;
    List<Element> valid = isNumber ? validRanges(element) : List.of();
    if (valid.isEmpty() && alarm == null && contexts == null) {
      return Limits.NONE;
    }
    if (type.kind == Kind.AGGREGATE || type.kind == Kind.ARRAY) {
      loader.warn(
          alarm != null ? alarm : contexts, null, "of a " + element.name + " is not checked");
      return Limits.NONE;
    }
    double[] pairs = new double[2 * valid.size()];
    for (int i = 0; i < valid.size(); i++) {
      pairs[2 * i] = least(valid.get(i));
      pairs[2 * i + 1] = greatest(valid.get(i));
    }
    boolean ofCalibrated = !type.isCalibrated() || appliesToCalibrated(element, valid);
    Limits limits =
        new Limits(pairs, ofCalibrated, alarm == null ? Alarm.NONE : alarm(type, alarm));
    if (contexts != null) {
      contexts(type, contexts, limits);
    }
    return limits;
  }

  private static List<Element> validRanges(Element element) {
    Element valid = element.child("ValidRange"); // XTCE 1.1
    Element set = element.child("ValidRangeSet");
    return valid != null ? List.of(valid) : set != null ? set.all("ValidRange") : List.of();
  }

  private static boolean appliesToCalibrated(Element element, List<Element> valid)
      throws MissionException {
    List<Element> all = new ArrayList<>(valid);
    if (element.child("ValidRangeSet") != null) {
      all.add(element.child("ValidRangeSet"));
    }
    boolean calibrated = true;
    for (Element each : all) {
      calibrated &=
          each.flag("validRangeAppliesToCalibrated", true)
              && each.flag("rangeAppliesToCalibrated", true);
    }
    return calibrated;
  }

  private void contexts(ParameterType type, Element list, Limits limits) throws MissionException {
    List<Condition> conditions = new ArrayList<>();
    List<Alarm> alarms = new ArrayList<>();
    for (Element each : list.children) {
      Condition condition = condition(each.requiredChild("ContextMatch"), type.system);
      if (condition != null) {
        conditions.add(condition);
        alarms.add(alarm(type, each));
      }
    }
    limits.contexts = conditions.toArray(new Condition[0]);
    limits.contextAlarms = alarms.toArray(new Alarm[0]);
  }

  /** A MatchCriteria, or null for an algorithm, with a warning. */
  private Condition condition(Element match, SpaceSystem system) throws MissionException {
    Element only = match.only();
    if (only.name.equals("CustomAlgorithm")) {
      loader.warn(only, null, "is not run: the alarm that asks for it is not checked");
      return null;
    }
    return criteria.criteria(match, system);
  }

  private Alarm alarm(ParameterType type, Element element) throws MissionException {
    Alarm alarm = new Alarm();
    if (element.flag("disabled", false)) {
      return alarm;
    }
    alarm.minViolations = element.integer("minViolations", 1, 1, Integer.MAX_VALUE);
    alarm.minConformance =
        element.integer("minConformance", alarm.minViolations, 1, Integer.MAX_VALUE);
    boolean isText = type.kind == Kind.STRING;
    boolean isNumber = !isText && type.kind != Kind.BINARY && type.kind != Kind.BOOLEAN;
    for (Element child : element.children) {
      switch (child.name) {
        case "ContextMatch", "AncillaryDataSet" -> {}
        case "AlarmConditions" -> alarm.conditions = conditions(child, type.system);
        case "StaticAlarmRanges", "AlarmRanges" -> {
          if (isNumber) {
            alarm.ranges = alarm.ranges.and(ranges(child));
          } else {
            loader.warn(child, null, "of a " + type.element.name + " is not checked");
          }
        }
        case "AlarmMultiRanges", "StaticAlarmMultiRanges" -> {
          if (isNumber) {
            alarm.ranges = alarm.ranges.and(multiRanges(child));
          } else {
            loader.warn(child, null, "of a " + type.element.name + " is not checked");
          }
        }
        case "ChangeAlarmRanges", "ChangePerSecondAlarmRanges" -> {
          if (isNumber) {
            alarm.change = change(child);
          } else {
            loader.warn(child, null, "of a " + type.element.name + " is not checked");
          }
        }
        case "EnumerationAlarmList" -> labels(type, child, alarm);
        case "StringAlarmList" -> {
          if (isText) {
            texts(child, alarm);
          } else {
            loader.warn(child, null, "of a " + type.element.name + " is not checked");
          }
        }
        default -> loader.warn(child, null, "is not checked");
      }
    }
    String otherwise = element.attribute("defaultAlarmLevel");
    if (otherwise != null && (isText || type.kind == Kind.ENUMERATED)) {
      alarm.otherwise = Level.of(element, otherwise).severity;
    } else if (otherwise != null) {
      loader.warn(element, "defaultAlarmLevel", "of a " + type.element.name + " is not used");
    }
    return alarm;
  }

  private Condition[] conditions(Element element, SpaceSystem system) throws MissionException {
    Condition[] conditions = new Condition[Level.COUNT];
    for (Element child : element.children) {
      Level level = Level.ofElement(child, "alarm");
      if (level == null) {
        throw child.refused("in " + element.name);
      }
      conditions[level.severity] = condition(child, system);
    }
    return conditions;
  }

  private AlarmRanges ranges(Element element) throws MissionException {
    boolean outside = isOutside(element);
    double unit = unit(element);
    List<AlarmRanges.Range> ranges = new ArrayList<>();
    for (Element child : element.children) {
      Level level = Level.ofElement(child, "range");
      if (level != null && level != Level.NORMAL) {
        add(ranges, level, outside, unit, child);
      } else if (level == null && !child.name.equals("AncillaryDataSet")) {
        loader.warn(child, null, "is not checked");
      }
    }
    return new AlarmRanges(ranges);
  }

  private AlarmRanges multiRanges(Element element) throws MissionException {
    List<AlarmRanges.Range> ranges = new ArrayList<>();
    for (Element child : element.all("Range")) {
      String level = child.attribute("level");
      if (level == null) {
        loader.warn(child, null, "has no level and is not checked");
      } else if (Level.of(child, level) != Level.NORMAL) {
        add(ranges, Level.of(child, level), isOutside(child), 1, child);
      }
    }
    return new AlarmRanges(ranges);
  }

  private static void add(
      List<AlarmRanges.Range> ranges, Level level, boolean outside, double unit, Element element)
      throws MissionException {
    double least = least(element);
    double greatest = greatest(element);
    if (least != Double.NEGATIVE_INFINITY || greatest != Double.POSITIVE_INFINITY) {
      ranges.add(new AlarmRanges.Range(level, outside, least * unit, greatest * unit));
    }
  }

  private static boolean isOutside(Element element) throws MissionException {
    String form = element.attribute("rangeForm", "outside");
    if (!form.equals("outside") && !form.equals("inside")) {
      throw element.fault("rangeForm \"" + form + "\" is neither outside nor inside; correct it");
    }
    return form.equals("outside");
  }

  /** The unit of a time's ranges, s. */
  private static double unit(Element element) throws MissionException {
    String units = element.attribute("timeUnits", "seconds");
    return switch (units) {
      case "seconds" -> 1;
      case "picoSeconds" -> 1e-12;
      case "days" -> 86_400;
      default -> throw element.fault("timeUnits \"" + units + "\" are not supported; use seconds");
    };
  }

  private ChangeAlarm change(Element element) throws MissionException {
    boolean perSecond = true;
    boolean relative = false;
    int samples = 1;
    double seconds = 0;
    if (element.name.equals("ChangeAlarmRanges")) {
      perSecond = is(element, "changeType", "changePerSecond", "changePerSample");
      relative = !is(element, "changeBasis", "absoluteChange", "percentageChange");
      samples = element.integer("spanOfInterestInSamples", 1, 1, ChangeAlarm.MAX_SAMPLES);
      if (element.attribute("spanOfInterestInSeconds") != null) {
        seconds = element.real("spanOfInterestInSeconds");
      }
      if (!(seconds >= 0 && seconds <= MAX_SECONDS)) {
        throw element.fault(
            "spanOfInterestInSeconds " + seconds + " is out of range; give 0 or more");
      }
    }
    AlarmRanges ranges = ranges(element);
    return new ChangeAlarm(ranges, perSecond, relative, samples, (long) (seconds * NANOS));
  }

  /** Whether an attribute has the first of two values, which is its default. */
  private static boolean is(Element element, String key, String first, String second)
      throws MissionException {
    String value = element.attribute(key, first);
    if (!value.equals(first) && !value.equals(second)) {
      throw element.fault(key + " \"" + value + "\" is unknown; give " + first + " or " + second);
    }
    return value.equals(first);
  }

  private void labels(ParameterType type, Element list, Alarm alarm) throws MissionException {
    List<long[]> values = new ArrayList<>();
    List<Integer> levels = new ArrayList<>();
    for (Element each : list.all("EnumerationAlarm")) {
      String label = each.attribute("enumerationLabel", each.attribute("enumerationValue"));
      if (type.labels == null || label == null || type.labels.valuesOf(label).length == 0) {
        throw each.fault("\"" + label + "\" is no label of " + type.name + "; correct it");
      }
      int level = Level.of(each, each.attribute("alarmLevel", "normal")).severity;
      long[] pairs = type.labels.valuesOf(label);
      values.add(pairs);
      for (int i = 0; i < pairs.length; i += 2) {
        levels.add(level);
      }
    }
    alarm.values = values.stream().flatMapToLong(Arrays::stream).toArray();
    alarm.valueLevels = levels.stream().mapToInt(Integer::intValue).toArray();
  }

  private void texts(Element list, Alarm alarm) throws MissionException {
    List<byte[]> texts = new ArrayList<>();
    List<Integer> levels = new ArrayList<>();
    for (Element each : list.all("StringAlarm")) {
      String pattern = each.required("matchPattern");
      if (pattern.matches(".*[\\\\\\[\\](){}.*+?^$|].*")) {
        loader.warn(each, "matchPattern " + pattern, "is not checked: only plain texts are");
        continue;
      }
      texts.add(pattern.getBytes(UTF_8));
      levels.add(Level.of(each, each.attribute("alarmLevel", "normal")).severity);
    }
    alarm.texts = texts.toArray(new byte[0][]);
    alarm.textLevels = levels.stream().mapToInt(Integer::intValue).toArray();
  }

  /** A bound that is excluded is the next value inside. */
  private static double least(Element range) throws MissionException {
    double inclusive = range.real("minInclusive");
    double exclusive = range.real("minExclusive");
    double least = Double.NEGATIVE_INFINITY;
    least = Double.isNaN(inclusive) ? least : Math.max(least, inclusive);
    return Double.isNaN(exclusive) ? least : Math.max(least, Math.nextUp(exclusive));
  }

  private static double greatest(Element range) throws MissionException {
    double inclusive = range.real("maxInclusive");
    double exclusive = range.real("maxExclusive");
    double greatest = Double.POSITIVE_INFINITY;
    greatest = Double.isNaN(inclusive) ? greatest : Math.min(greatest, inclusive);
    return Double.isNaN(exclusive) ? greatest : Math.min(greatest, Math.nextDown(exclusive));
  }
}
