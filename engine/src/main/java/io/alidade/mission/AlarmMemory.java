package io.alidade.mission;

/** What one parameter's alarm remembers from value to value. Allocates nothing once made. */
final class AlarmMemory {
  /** The last values and the times of their events, ns; a ring. */
  private final double[] values;

  private final long[] times;

  /** Where the next value goes. */
  private int next;

  private int count;

  private Alarm alarm = Alarm.NONE;
  private int violations;
  private int conformances;
  private int level;

  /** With room for so many values, which may be 0. */
  AlarmMemory(int samples) {
    values = new double[samples];
    times = new long[samples];
  }

  /** Takes a number and gives the level of its change, as a severity. */
  int change(ChangeAlarm change, double value, long time) {
    int found = change == null ? 0 : compare(change, value, time);
    if (values.length > 0) {
      values[next] = value;
      times[next] = time;
      next = next + 1 == values.length ? 0 : next + 1;
      count = Math.min(count + 1, values.length);
    }
    return found;
  }

  private int compare(ChangeAlarm change, double value, long time) {
    for (int back = change.samples(); back <= count; back++) {
      int i = Math.floorMod(next - back, values.length);
      long elapsed = time - times[i];
      if (change.nanos() == 0 || elapsed >= change.nanos() || back == values.length) {
        return change.level(values[i], value, back, elapsed);
      }
    }
    return 0;
  }

  /** The level of the alarm after a value that has a level by itself. */
  int count(Alarm current, int own) {
    if (alarm != current) { // another context: its alarm begins anew
      alarm = current;
      violations = 0;
      conformances = 0;
      level = 0;
    }
    if (own > 0) {
      conformances = 0;
      violations = Math.min(violations + 1, alarm.minViolations);
      if (level > 0 || violations == alarm.minViolations) {
        level = own;
      }
    } else {
      violations = 0;
      if (level > 0 && ++conformances >= alarm.minConformance) {
        conformances = 0;
        level = 0;
      }
    }
    return level;
  }
}
