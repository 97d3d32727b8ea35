package io.alidade.mission;

/** Small XTCE files for tests. */
final class Xtce {
  private Xtce() {}

  /** A file with types, parameters and containers as given. */
  static String file(String types, String parameters, String containers) {
    return """
        <SpaceSystem xmlns="http://www.omg.org/spec/XTCE/20180204" name="Sat">
        <TelemetryMetaData>
        <ParameterTypeSet>%s</ParameterTypeSet>
        <ParameterSet>%s</ParameterSet>
        <ContainerSet>%s</ContainerSet>
        </TelemetryMetaData>
        </SpaceSystem>
        """
        .formatted(types, parameters, containers);
  }

  /** A file whose one container holds one parameter {@code v} of a type that is named T. */
  static String of(String type) {
    return file(type, parameters("v:T"), container("C", "v"));
  }

  /** Parameters, each {@code name:type}. */
  static String parameters(String... names) {
    StringBuilder all = new StringBuilder();
    for (String name : names) {
      String[] parts = name.split(":", -1);
      all.append("<Parameter name=\"%s\" parameterTypeRef=\"%s\"/>".formatted(parts[0], parts[1]));
    }
    return all.toString();
  }

  /** A container; an entry is a parameter's name, or an element. */
  static String container(String name, String... entries) {
    return "<SequenceContainer name=\"%s\">%s</SequenceContainer>".formatted(name, list(entries));
  }

  static String list(String... entries) {
    StringBuilder all = new StringBuilder("<EntryList>");
    for (String entry : entries) {
      all.append(
          entry.startsWith("<") ? entry : "<ParameterRefEntry parameterRef=\"" + entry + "\"/>");
    }
    return all.append("</EntryList>").toString();
  }

  static String unsigned(String name, int bits) {
    return integer(name, "sizeInBits=\"" + bits + "\"");
  }

  static String integer(String name, String attributes) {
    return "<IntegerParameterType name=\"%s\"><IntegerDataEncoding %s/></IntegerParameterType>"
        .formatted(name, attributes);
  }

  static String real(String name, String attributes) {
    return "<FloatParameterType name=\"%s\"><FloatDataEncoding %s/></FloatParameterType>"
        .formatted(name, attributes);
  }

  static String string(String name, String inside) {
    return string(name, "UTF-8", inside);
  }

  static String string(String name, String encoding, String inside) {
    return ("<StringParameterType name=\"%s\"><StringDataEncoding encoding=\"%s\">%s"
            + "</StringDataEncoding></StringParameterType>")
        .formatted(name, encoding, inside);
  }
}
