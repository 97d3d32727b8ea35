package io.alidade.replay;

import io.alidade.event.Event;
import io.alidade.event.Field;
import io.alidade.event.FieldReader;
import io.alidade.event.Links;

/**
 * Which events are shown. Each condition is empty, or -1, for any event.
 *
 * @param link a link's name
 * @param msg a message's name, such as {@code ais.5}, or its part before a dot, such as {@code ais}
 * @param mmsi the vessel that a message is from
 * @param apid the application process that a packet is from
 * @param pass the satellite's pass that it belongs to
 */
public record EventFilter(String link, String msg, int mmsi, int apid, int pass) {
  /** Shows all. */
  public static final EventFilter ALL = new EventFilter("", "", -1, -1, -1);

  boolean isAll() {
    return equals(ALL);
  }

  /** Whether an event is shown. */
  boolean shows(Event event, Links links) {
    return (link.isEmpty() || link.equals(links.nameOf(event)))
        && (msg.isEmpty() || isNamed(links.msgOf(event)))
        && (mmsi < 0 || has(event, Field.MMSI, mmsi))
        && (pass < 0 || event.pass() == pass)
        && (apid < 0 || has(event, Field.APID, apid));
  }

  private boolean isNamed(String name) {
    return name.startsWith(msg)
        && (name.length() == msg.length() || name.charAt(msg.length()) == '.');
  }

  private static boolean has(Event event, Field field, int value) {
    FieldReader fields = event.decoded();
    return fields.find(field) && fields.mantissa() == value;
  }
}
