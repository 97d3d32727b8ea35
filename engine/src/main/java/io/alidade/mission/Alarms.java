package io.alidade.mission;

import io.alidade.event.Event;
import io.alidade.event.Field;
import io.alidade.event.FieldWriter;

/** The alarms of one link's parameters: those of the packet, and what outlasts it. */
final class Alarms {
  /** The field ids of the parameters that can be in alarm, by number. */
  private final int[] fields;

  private final AlarmMemory[] memories;

  /** The packet's level for each parameter, a severity. */
  private final byte[] levels;

  /** The parameters in alarm, in the order of the packet. */
  private final int[] raised;

  private int count;

  Alarms(int[] fields, int[] samples) {
    this.fields = fields;
    levels = new byte[fields.length];
    raised = new int[fields.length];
    memories = new AlarmMemory[samples.length];
    for (int i = 0; i < samples.length; i++) {
      memories[i] = new AlarmMemory(samples[i]);
    }
  }

  /** A number with the level that it has by itself; the event's time counts for its change. */
  void number(Check check, Alarm alarm, int level, double value, Event event) {
    if (check.memory() < 0) {
      raise(check.number(), level);
      return;
    }
    long recorded = event.recordedTime();
    long time = recorded != Event.NO_TIME ? recorded : event.rxTime();
    AlarmMemory memory = memories[check.memory()];
    int own = Math.max(level, memory.change(alarm.change, value, time));
    raise(check.number(), memory.count(alarm, own));
  }

  /** Any other value, with the level that it has by itself. */
  void other(Check check, Alarm alarm, int level) {
    raise(
        check.number(), check.memory() < 0 ? level : memories[check.memory()].count(alarm, level));
  }

  private void raise(int number, int level) {
    if (level > levels[number]) {
      if (levels[number] == 0) {
        raised[count++] = number;
      }
      levels[number] = (byte) level;
    }
  }

  /** Flags the event, writes {@code limits} where there are alarms, and forgets the packet's. */
  void write(Event event, FieldWriter out) {
    if (count == 0) {
      return;
    }
    out.beginObject(Field.LIMITS);
    for (int i = 0; i < count; i++) {
      int number = raised[i];
      Level level = Level.of(levels[number]);
      levels[number] = 0;
      event.suspect(level.flag);
      out.text(fields[number], level.utf8, 0, level.utf8.length);
    }
    out.endNested();
    count = 0;
  }
}
