package io.alidade.fuse;

import io.alidade.event.Event;
import io.alidade.event.Field;
import io.alidade.event.FieldReader;
import io.alidade.event.FieldWriter;
import java.util.Arrays;

/**
 * The passes that are under way, so that what a link delivers meanwhile is known to be of them. A
 * pass has a number from 1 to 65,535 and then from 1 again; it begins with a {@code pass} event
 * {@code aos} and ends with {@code los}. With more than {@link #CAPACITY} at a time, the one that
 * began first is let go.
 */
final class Passes {
  static final int CAPACITY = 32;

  private static final int MAX_LINK = 64;

  private final int[] satellites = new int[CAPACITY];
  private final int[] numbers = new int[CAPACITY];
  private final long[] links = new long[CAPACITY]; // bit n: the link with id n + 1
  private int count;
  private int last;

  void clear() {
    count = 0;
    last = 0;
  }

  /** Nothing that a state event would have to tell. */
  boolean isEmpty() {
    return last == 0;
  }

  /** The satellites whose passes are under way. */
  int[] satellites() {
    return Arrays.copyOf(satellites, count);
  }

  /** Takes what the station says of a pass, and gives the event the pass's number. */
  void take(Event event) {
    FieldReader fields = event.decoded();
    int satellite = -1;
    boolean begins = false;
    boolean ends = false;
    long mask = 0;
    while (fields.next()) {
      int id = fields.isEnd() ? 0 : fields.id();
      if (id == Field.NORAD.id && fields.depth() == 0) {
        satellite = (int) fields.mantissa();
      } else if (id == Field.PASS_EVENT.id) {
        begins = fields.bytesLength() == 3 && event.array()[fields.bytesOffset()] == 'a';
        ends = fields.bytesLength() == 3 && event.array()[fields.bytesOffset()] == 'l';
      } else if (id == Field.LINKS.id && fields.isNumber()) {
        mask |= bit((int) fields.mantissa());
      }
    }
    int at = indexOf(satellite);
    if (begins && at < 0) {
      at = begin(satellite, mask);
    } else if (begins) {
      links[at] = mask; // it goes on after a restart, perhaps over other links
    }
    if (at >= 0) {
      event.pass(numbers[at]);
    }
    if (ends && at >= 0) {
      end(at);
    }
  }

  private int begin(int satellite, long mask) {
    if (count == CAPACITY) {
      end(0);
    }
    last = last % 65_535 + 1;
    satellites[count] = satellite;
    numbers[count] = last;
    links[count] = mask;
    return count++;
  }

  private void end(int at) {
    count--;
    System.arraycopy(satellites, at + 1, satellites, at, count - at);
    System.arraycopy(numbers, at + 1, numbers, at, count - at);
    System.arraycopy(links, at + 1, links, at, count - at);
  }

  /** Gives what a link delivered the number of the pass that began last and that it belongs to. */
  void mark(Event event) {
    long bit = bit(event.link());
    for (int i = count - 1; i >= 0; i--) {
      if ((links[i] & bit) != 0) {
        event.pass(numbers[i]);
        return;
      }
    }
  }

  private static long bit(int link) {
    return link >= 1 && link <= MAX_LINK ? 1L << link - 1 : 0;
  }

  private int indexOf(int satellite) {
    for (int i = 0; i < count; i++) {
      if (satellites[i] == satellite) {
        return i;
      }
    }
    return -1;
  }

  /** Forgets what belongs to links, whose ids have a new meaning. */
  void forgetLinks() {
    Arrays.fill(links, 0);
  }

  /** Writes all that is known as an array, for {@link #read}; the last number first. */
  void writeState(FieldWriter out) {
    if (isEmpty()) {
      return;
    }
    out.beginArray(Field.PASSES);
    out.integer(Field.PASS, last);
    for (int i = 0; i < count; i++) {
      out.integer(Field.NORAD, satellites[i]);
      out.integer(Field.PASS, numbers[i]);
      out.integer(Field.LINKS, links[i]);
    }
    out.endNested();
  }

  /** Reads such an array, whose start has been read. */
  void read(FieldReader fields) {
    clear();
    int at = -1;
    while (fields.next() && !fields.isEnd()) {
      int id = fields.id();
      if (id == Field.NORAD.id && count < CAPACITY) {
        at = count++;
        satellites[at] = (int) fields.mantissa();
      } else if (id == Field.PASS.id) {
        if (at < 0) {
          last = (int) fields.mantissa();
        } else {
          numbers[at] = (int) fields.mantissa();
        }
      } else if (id == Field.LINKS.id && at >= 0) {
        links[at] = fields.mantissa();
      }
    }
  }
}
