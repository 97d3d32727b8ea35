package io.alidade.mission;

import io.alidade.event.Dictionary;
import io.alidade.event.Field;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A mission database: an XTCE 1.2 or 1.3 file, loaded, checked and compiled. Immutable, and safe to
 * use from any thread; each thread that decodes takes a {@link #newDecoder} of its own.
 *
 * <p>Which container a packet is: from each container that has no base and is no entry of another,
 * in the order of the file, its children whose restrictions hold, and so on; those with
 * restrictions before those without. An abstract container is never the answer. A container that
 * stands alone (no base, no children) is tried only where the file has no tree of inheritance.
 *
 * <p>Names in events: a parameter has its own name, or its path below the root system where another
 * parameter has the same. Where the link's own decoder writes a field of that name, such as {@code
 * apid} or {@code src} ({@link PacketDecoder#beside}), and for the name {@code limits}, it is the
 * path too, with the root system where it lies in no other: {@code EPS/type}, {@code Sat/type}. The
 * same goes for the arrays that repeated containers are, also where a parameter has the name.
 *
 * <p>One database may describe several satellites of one link: a string parameter named {@code
 * AX25_SRC} or {@code AX25_DST}, whose ParameterProperties say dataSource="local", is the callsign
 * that the frame comes from or goes to, such as {@code ON01FR-1}, for restrictions and conditions.
 * It has no value in packets of other links.
 *
 * <p>Conditions, sizes and context calibrators see the values that the packet has given before
 * them, else initial values; a comparison with an unknown value does not hold.
 */
public final class MissionDatabase {
  /**
   * A parameter.
   *
   * @param name as in events: its own name, or its path where another parameter has the same
   * @param type the kind of its type, such as {@code integer}
   * @param bits the bits it takes in a packet; -1 where the packet decides or where it has no
   *     encoding
   * @param limits its validity ranges and alarms, in words; empty for none
   */
  public record ParameterInfo(String name, String type, long bits, String limits) {}

  /**
   * A container.
   *
   * @param name as in events
   * @param base the name of the container it inherits from, or null
   * @param isAbstract whether no packet is this container itself
   * @param parameters the names of its entries, without those of its base
   */
  public record ContainerInfo(
      String name, String base, boolean isAbstract, List<String> parameters) {}

  private final String name;
  private final Dictionary dictionary;
  private final List<String> warnings;
  private final List<ParameterInfo> parameters = new ArrayList<>();
  private final List<ContainerInfo> containers = new ArrayList<>();
  private final Node[] roots;
  private final Map<String, Loader.PathName> pathNames;
  private final List<Values.Initial> initial;
  private final int[] checkedFields;
  private final int[] alarmSamples;

  private MissionDatabase(Loader loader) {
    name = loader.rootName();
    roots = loader.roots.toArray(new Node[0]);
    pathNames = loader.pathNames;
    initial = loader.references.initialValues();
    checkedFields = loader.checks.fields();
    alarmSamples = loader.checks.samples();
    dictionary = loader.names.dictionary();
    for (Parameter parameter : loader.parameters) {
      ParameterType type = parameter.type;
      parameters.add(
          new ParameterInfo(
              parameter.fieldName,
              type == null ? "unused" : type.kind.name().toLowerCase(java.util.Locale.ROOT),
              type == null || type.encoding == null ? -1 : type.encoding.staticBits(),
              type == null ? "" : type.limits.describe()));
    }
    for (Container container : loader.containers) {
      List<String> entries = new ArrayList<>();
      for (Container.Entry entry : container.entries) {
        entries.add(
            entry.parameter != null
                ? entry.parameter.fieldName
                : entry.container != null
                    ? entry.container.messageName
                    : "what " + entry.naming.reference() + " names");
      }
      containers.add(
          new ContainerInfo(
              container.messageName,
              container.base == null ? null : container.base.messageName,
              container.isAbstract,
              List.copyOf(entries)));
    }
    warnings = loader.warnings();
  }

  /**
   * Loads a database.
   *
   * @param xml the file's text
   * @param fileName for messages
   * @throws MissionException when it cannot be used, or uses something that is not supported and
   *     would change decoding; {@link MissionException#all} has every such thing that was found
   */
  public static MissionDatabase load(String xml, String fileName) throws MissionException {
    Loader loader = new Loader();
    loader.load(xml, fileName);
    return new MissionDatabase(loader);
  }

  /** The name of the root SpaceSystem. */
  public String name() {
    return name;
  }

  /** The names of the fields and messages that decoders write. */
  public Dictionary dictionary() {
    return dictionary;
  }

  /** What the file uses that changes no decoding and is left out, each once: one line each. */
  public List<String> warnings() {
    return warnings;
  }

  /** All parameters, in the order of the file. */
  public List<ParameterInfo> parameters() {
    return List.copyOf(parameters);
  }

  /** All containers, in the order of the file; the message codes follow this order. */
  public List<ContainerInfo> containers() {
    return List.copyOf(containers);
  }

  /**
   * A decoder of its own for one link and one thread; it holds about 300 kB, and what alarms of
   * change look back on: 16 bytes a value, at most 16 MB.
   */
  public PacketDecoder newDecoder() {
    return newDecoder(new Field[0]);
  }

  /** A decoder whose parameters have none of the names of these fields. */
  PacketDecoder newDecoder(Field... taken) {
    Map<Integer, Integer> ids = new HashMap<>();
    taken(ids, Field.LIMITS);
    for (Field field : taken) {
      taken(ids, field);
    }
    Node[] nodes = roots;
    int[] fields = checkedFields;
    if (!ids.isEmpty()) {
      nodes = new Node[roots.length];
      for (int i = 0; i < nodes.length; i++) {
        nodes[i] = roots[i].renamed(ids);
      }
      fields = Arrays.stream(fields).map(id -> ids.getOrDefault(id, id)).toArray();
    }
    return new PacketDecoder(this, nodes, new Values(initial), new Alarms(fields, alarmSamples));
  }

  private void taken(Map<Integer, Integer> ids, Field field) {
    Loader.PathName path = pathNames.get(field.text());
    if (path != null) {
      ids.put(path.id(), path.pathId());
    }
  }
}
