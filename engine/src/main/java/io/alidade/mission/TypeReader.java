package io.alidade.mission;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.alidade.mission.Encoding.Charset;
import io.alidade.mission.Encoding.Form;
import io.alidade.mission.ParameterType.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Reads parameter types. What refers to parameters is read afterwards, when all types are known:
 * that is {@link Loader#later}'s.
 */
final class TypeReader {
  /** The longest string or binary value, bits. */
  static final long MAX_BITS = 8L * 65_536;

  /** A remainder times 10^9 stays a long. */
  private static final double MAX_DIVISOR = 1L << 33;

  private static final Set<String> PLAIN =
      Set.of("LongDescription", "AliasSet", "AncillaryDataSet", "UnitSet");

  private static final Set<String> ENCODINGS =
      Set.of(
          "IntegerDataEncoding", "FloatDataEncoding", "StringDataEncoding", "BinaryDataEncoding");

  private static final Set<String> IN_TYPES =
      Set.of(
          "ToString",
          "ValidRange",
          "ValidRangeSet",
          "SizeRangeInCharacters",
          "DefaultAlarm",
          "ContextAlarmList",
          "BinaryContextAlarmList",
          "EnumerationList",
          "ReferenceTime",
          "Encoding",
          "MemberList",
          "DimensionList");

  private static final Set<String> IN_ENCODINGS =
      Set.of(
          "DefaultCalibrator",
          "ContextCalibratorList",
          "ErrorDetectCorrect",
          "ByteOrderList",
          "SizeInBits",
          "Variable",
          "ToBinaryTransformAlgorithm");

  private final Loader loader;
  private final CriteriaReader criteria;
  private final CalibrationReader calibrations;
  private final LimitsReader limits;

  TypeReader(Loader loader, CriteriaReader criteria) {
    this.loader = loader;
    this.criteria = criteria;
    calibrations = new CalibrationReader(loader, criteria);
    limits = new LimitsReader(loader, criteria);
  }

  ParameterType read(Element element, SpaceSystem system) throws MissionException {
    Kind kind =
        switch (element.name) {
          case "IntegerParameterType" -> Kind.INTEGER;
          case "FloatParameterType" -> Kind.FLOAT;
          case "EnumeratedParameterType" -> Kind.ENUMERATED;
          case "BooleanParameterType" -> Kind.BOOLEAN;
          case "StringParameterType" -> Kind.STRING;
          case "BinaryParameterType" -> Kind.BINARY;
          case "AbsoluteTimeParameterType" -> Kind.ABSOLUTE_TIME;
          case "RelativeTimeParameterType" -> Kind.RELATIVE_TIME;
          case "AggregateParameterType" -> Kind.AGGREGATE;
          case "ArrayParameterType" -> Kind.ARRAY;
          default -> throw element.refused("in ParameterTypeSet");
        };
    if (element.attribute("baseType") != null) {
      throw element.fault("baseType is not supported; write the type out");
    }
    for (Element child : element.children) {
      if (!PLAIN.contains(child.name)
          && !ENCODINGS.contains(child.name)
          && !IN_TYPES.contains(child.name)) {
        throw child.refused("in " + element.name);
      }
    }
    ParameterType type = new ParameterType(kind, element.required("name"), system, element);
    type.initialValue = element.attribute("initialValue");
    type.zero = element.attribute("zeroStringValue", type.zero);
    type.one = element.attribute("oneStringValue", type.one);
    type.oneText = type.one.getBytes(UTF_8);
    switch (kind) {
      case AGGREGATE -> members(type);
      case ARRAY -> array(type);
      case ABSOLUTE_TIME, RELATIVE_TIME -> time(type);
      case ENUMERATED -> {
        labels(type);
        encoding(type, element);
      }
      default -> encoding(type, element);
    }
    loader.later(() -> type.limits = limits.read(type));
    return type;
  }

  private void encoding(ParameterType type, Element parent) throws MissionException {
    Element found = null;
    for (Element child : parent.children) {
      if (ENCODINGS.contains(child.name)) {
        if (found != null) {
          throw child.fault("is a second encoding; leave one");
        }
        found = child;
      }
    }
    if (found == null) {
      return;
    }
    Element element = found;
    for (Element child : element.children) {
      if (!IN_ENCODINGS.contains(child.name)) {
        throw child.refused("in " + element.name);
      }
    }
    if (element.child("ErrorDetectCorrect") != null) {
      loader.warn(element.child("ErrorDetectCorrect"), null, "is not verified");
    }
    Encoding encoding =
        switch (element.name) {
          case "IntegerDataEncoding" -> integer(element);
          case "FloatDataEncoding" -> floating(element);
          case "StringDataEncoding" -> string(element, type.system);
          default -> binary(element, type.system);
        };
    if (type.kind == Kind.ENUMERATED && encoding.form == Form.BINARY) {
      encoding = number(element, encoding);
    }
    order(element, encoding);
    boolean matches =
        switch (type.kind) {
          case STRING -> encoding.form == Form.STRING;
          case BINARY -> encoding.form == Form.BINARY;
          case BOOLEAN -> true;
          case ENUMERATED -> encoding.isNumber();
          default -> encoding.isNumber();
        };
    if (!matches) {
      throw element.fault("is not supported for a " + parent.name + "; use another encoding");
    }
    type.encoding = encoding;
    calibrations.calibrators(type, element);
  }

  private static Encoding integer(Element element) throws MissionException {
    Form form =
        switch (element.attribute("encoding", "unsigned")) {
          case "unsigned" -> Form.UNSIGNED;
          case "twosComplement", "twosCompliment" -> Form.TWOS_COMPLEMENT;
          case "onesComplement" -> Form.ONES_COMPLEMENT;
          case "signMagnitude" -> Form.SIGN_MAGNITUDE;
          case "BCD" -> Form.BCD;
          case "packedBCD" -> Form.PACKED_BCD;
          default ->
              throw element.fault(
                  "encoding \"" + element.attribute("encoding") + "\" is not supported; change it");
        };
    int bits = element.integer("sizeInBits", 8, 1, 64);
    int digit = form == Form.BCD ? 8 : form == Form.PACKED_BCD ? 4 : 1;
    if (bits % digit != 0) {
      throw element.fault("sizeInBits " + bits + " is no multiple of " + digit + "; correct it");
    }
    return new Encoding(form, bits);
  }

  private static Encoding floating(Element element) throws MissionException {
    int bits = element.integer("sizeInBits", 32, 1, 128);
    String name = element.attribute("encoding", "IEEE754_1985");
    Form form =
        switch (name) {
          case "IEEE754_1985", "IEEE754" -> Form.IEEE_754;
          case "MILSTD_1750A", "MIL-1750A" -> Form.MIL_1750A;
          default -> throw element.fault("encoding \"" + name + "\" is not supported; change it");
        };
    boolean allowed =
        form == Form.IEEE_754 ? bits == 16 || bits == 32 || bits == 64 : bits == 32 || bits == 48;
    if (!allowed) {
      throw element.fault(
          "sizeInBits "
              + bits
              + " is out of range; give "
              + (form == Form.IEEE_754 ? "16, 32 or 64" : "32 or 48"));
    }
    return new Encoding(form, bits);
  }

  private Encoding string(Element element, SpaceSystem system) throws MissionException {
    Encoding encoding = new Encoding(Form.STRING, 0);
    encoding.charset =
        switch (element.attribute("encoding", "UTF-8").toUpperCase(Locale.ROOT)) {
          case "UTF-8", "US-ASCII", "ASCII" -> Charset.UTF_8;
          case "ISO-8859-1" -> Charset.LATIN_1;
          case "WINDOWS-1252" -> Charset.WINDOWS_1252;
          case "UTF-16", "UTF-16BE" -> Charset.UTF_16BE;
          case "UTF-16LE" -> Charset.UTF_16LE;
          case "UTF-32", "UTF-32BE" -> Charset.UTF_32BE;
          case "UTF-32LE" -> Charset.UTF_32LE;
          default ->
              throw element.fault(
                  "encoding \"" + element.attribute("encoding") + "\" is not supported; change it");
        };
    Element fixed = element.child("SizeInBits");
    Element variable = element.child("Variable");
    if ((fixed == null) == (variable == null)) {
      throw element.fault("needs either SizeInBits or Variable; add one");
    }
    Element size = fixed != null ? fixed : variable;
    size.allow(
        Set.of(
            "Fixed",
            "TerminationChar",
            "LeadingSize",
            "DynamicValue",
            "DiscreteLookupList",
            "FixedValue"));
    Element terminator = size.child("TerminationChar");
    if (terminator != null) {
      encoding.terminator = bytes(terminator, encoding.charset.unit());
    }
    Element leading = size.child("LeadingSize");
    if (leading != null) {
      encoding.leadingSize = leading.integer("sizeInBitsOfSizeTag", 16, 1, 32);
    }
    Element length = size.child("Fixed");
    if (length != null) {
      loader.later(() -> encoding.size = criteria.quantity(length, system, 0, MAX_BITS));
      if (length.only().name.equals("FixedValue")) {
        encoding.size = Quantity.fixed(length.only().bounded("", length.only().text, 0, MAX_BITS));
      }
    } else if (size.child("DynamicValue") != null || size.child("DiscreteLookupList") != null) {
      Element wrapper = new Element(size.file, size.name, size.line);
      Element dynamic = size.child("DynamicValue");
      wrapper.children.add(dynamic != null ? dynamic : size.child("DiscreteLookupList"));
      loader.later(() -> encoding.size = criteria.quantity(wrapper, system, 0, MAX_BITS));
      encoding.size = Quantity.lookup(new Condition[0], new long[0], Quantity.UNKNOWN);
    } else if (size.child("FixedValue") != null) {
      Element value = size.child("FixedValue");
      encoding.size = Quantity.fixed(value.bounded("", value.text, 0, MAX_BITS));
    } else if (terminator == null && leading == null) {
      throw size.fault("has no size, TerminationChar or LeadingSize; add one");
    }
    return encoding;
  }

  private static byte[] bytes(Element element, int unit) throws MissionException {
    String hex = element.text.isEmpty() ? "00" : element.text;
    if (!hex.matches("([0-9a-fA-F]{2}){1,4}")) {
      throw element.fault("\"" + hex + "\" is not one character in hexadecimal; correct it");
    }
    byte[] bytes = new byte[Math.max(unit, hex.length() / 2)];
    int first = bytes.length - hex.length() / 2; // a short one is the low bytes
    for (int i = 0; i < hex.length() / 2; i++) {
      bytes[first + i] = (byte) Integer.parseInt(hex.substring(2 * i, 2 * i + 2), 16);
    }
    if (bytes.length != unit) {
      throw element.fault("is " + bytes.length + " bytes of a character of " + unit + "; correct");
    }
    return bytes;
  }

  private Encoding binary(Element element, SpaceSystem system) throws MissionException {
    Encoding encoding = new Encoding(Form.BINARY, 0);
    Element size = element.requiredChild("SizeInBits");
    Element only = size.only();
    encoding.size =
        only.name.equals("FixedValue")
            ? Quantity.fixed(only.bounded("", only.text, 0, MAX_BITS))
            : Quantity.lookup(new Condition[0], new long[0], Quantity.UNKNOWN);
    loader.later(() -> encoding.size = criteria.quantity(size, system, 0, MAX_BITS));
    return encoding;
  }

  /** Binary of a fixed size as an integer. */
  private static Encoding number(Element element, Encoding binary) throws MissionException {
    long bits = binary.staticBits();
    if (bits < 1 || bits > 64) {
      throw element.fault("of an enumeration has no fixed size of 1 to 64 bits; give one");
    }
    return new Encoding(Form.UNSIGNED, (int) bits);
  }

  private void order(Element element, Encoding encoding) throws MissionException {
    String bitOrder = element.attribute("bitOrder", "mostSignificantBitFirst");
    encoding.leastSignificantBitFirst =
        switch (bitOrder) {
          case "mostSignificantBitFirst" -> false;
          case "leastSignificantBitFirst" -> true;
          default -> throw element.fault("bitOrder \"" + bitOrder + "\" is unknown; correct it");
        };
    String byteOrder = element.attribute("byteOrder", "mostSignificantByteFirst");
    Element list = element.child("ByteOrderList");
    if (!encoding.isNumber()) {
      if (encoding.leastSignificantBitFirst) {
        throw element.fault("bitOrder of texts and binary is not supported; remove it");
      }
      if (encoding.form == Form.STRING && byteOrder.equals("leastSignificantByteFirst")) {
        encoding.charset =
            switch (encoding.charset) {
              case UTF_16BE -> Charset.UTF_16LE;
              case UTF_32BE -> Charset.UTF_32LE;
              default -> encoding.charset;
            };
      }
      return;
    }
    int bytes = (encoding.bits + 7) / 8;
    int[] significance = new int[bytes];
    if (list != null) {
      list.allow(Set.of("Byte"));
      if (list.children.size() != bytes) {
        throw list.fault("lists " + list.children.size() + " bytes of " + bytes + "; correct it");
      }
      for (int i = 0; i < bytes; i++) {
        Element each = list.children.get(i);
        each.required("byteSignificance");
        significance[i] = each.integer("byteSignificance", 0, 0, bytes - 1);
      }
    } else if (byteOrder.equals("mostSignificantByteFirst")) {
      return;
    } else if (byteOrder.equals("leastSignificantByteFirst")) {
      for (int i = 0; i < bytes; i++) {
        significance[i] = i;
      }
    } else {
      String[] parts = byteOrder.split(",", -1);
      if (parts.length != bytes) {
        throw element.fault(
            "byteOrder \"" + byteOrder + "\" does not list " + bytes + " bytes; correct it");
      }
      for (int i = 0; i < bytes; i++) {
        significance[i] = (int) element.bounded("byteOrder ", parts[i], 0, bytes - 1);
      }
    }
    int[] sorted = significance.clone();
    Arrays.sort(sorted);
    boolean ascending = true;
    boolean bigEndian = true;
    for (int i = 0; i < bytes; i++) {
      if (sorted[i] != i) {
        throw element.fault("the byte order names a byte twice; correct it");
      }
      ascending &= significance[i] == i;
      bigEndian &= significance[i] == bytes - 1 - i;
    }
    if (encoding.bits % 8 != 0 && !ascending && !bigEndian) {
      throw element.fault("a byte order of " + encoding.bits + " bits; give whole bytes");
    }
    encoding.order = bigEndian ? null : significance;
  }

  private static void labels(ParameterType type) throws MissionException {
    Element list = type.element.requiredChild("EnumerationList");
    list.allow(Set.of("Enumeration"));
    long[] ranges = new long[2 * list.children.size()];
    String[] names = new String[list.children.size()];
    for (int i = 0; i < names.length; i++) {
      Element each = list.children.get(i);
      names[i] = each.required("label");
      ranges[2 * i] = CriteriaReader.integer(each, each.required("value"), false);
      String max = each.attribute("maxValue");
      ranges[2 * i + 1] = max == null ? ranges[2 * i] : CriteriaReader.integer(each, max, false);
      if (ranges[2 * i + 1] < ranges[2 * i]) {
        throw each.fault("maxValue is below value; correct it");
      }
    }
    type.labels = new Labels(ranges, names);
  }

  private void members(ParameterType type) throws MissionException {
    Element list = type.element.requiredChild("MemberList");
    list.allow(Set.of("Member"));
    for (Element each : list.children) {
      String name = each.required("name");
      if (type.member(name) != null) {
        throw each.fault("the name " + name + " is used twice; give another");
      }
      ParameterType member = loader.type(each, each.required("typeRef"), type.system);
      type.members.add(new ParameterType.Member(name, member, each.attribute("initialValue")));
    }
  }

  private void array(ParameterType type) throws MissionException {
    Element element = type.element;
    type.elementType = loader.type(element, element.required("arrayTypeRef"), type.system);
    Element list = element.child("DimensionList");
    if (list != null) {
      loader.later(() -> type.dimensions = dimensions(list, type.system));
    }
  }

  /** A DimensionList of an array type or of an entry. */
  List<ParameterType.Dimension> dimensions(Element list, SpaceSystem system)
      throws MissionException {
    list.allow(Set.of("Dimension", "Size"));
    List<ParameterType.Dimension> dimensions = new ArrayList<>();
    for (Element each : list.children) {
      if (each.name.equals("Size")) { // XTCE 1.1
        Quantity size = criteria.quantity(each, system, 0, PlanCompiler.MAX_COUNT);
        dimensions.add(new ParameterType.Dimension(Quantity.fixed(1), size));
        continue;
      }
      each.allow(Set.of("StartingIndex", "EndingIndex"));
      Quantity first =
          each.child("StartingIndex") == null
              ? Quantity.fixed(0)
              : criteria.quantity(each.child("StartingIndex"), system, 0, PlanCompiler.MAX_COUNT);
      Quantity last =
          criteria.quantity(each.requiredChild("EndingIndex"), system, -1, PlanCompiler.MAX_COUNT);
      dimensions.add(new ParameterType.Dimension(first, last));
    }
    if (dimensions.isEmpty() || dimensions.size() > 4) {
      throw list.fault("has " + dimensions.size() + " dimensions; give 1 to 4");
    }
    return dimensions;
  }

  private void time(ParameterType type) throws MissionException {
    Element element = type.element;
    Element wrapper = element.child("Encoding");
    if (wrapper != null) {
      for (Element child : wrapper.children) {
        if (!ENCODINGS.contains(child.name)) {
          throw child.refused("in Encoding");
        }
      }
      encoding(type, wrapper);
      double unit =
          switch (wrapper.attribute("units", "seconds")) {
            case "seconds", "s" -> 1;
            case "picoSeconds" -> 1e-12;
            case "days" -> 86_400;
            default ->
                throw wrapper.fault(
                    "units \"" + wrapper.attribute("units") + "\" are not supported; use seconds");
          };
      double scale = wrapper.real("scale");
      double offset = wrapper.real("offset");
      type.scale = (Double.isNaN(scale) ? 1 : scale) * unit;
      type.offset = (Double.isNaN(offset) ? 0 : offset) * unit;
      double inverse = Math.rint(1 / type.scale);
      if (inverse >= 1
          && inverse <= MAX_DIVISOR
          && Math.abs(1 / type.scale - inverse) < inverse * 1e-12) {
        type.divisor = (long) inverse;
      }
    }
    Element reference = element.child("ReferenceTime");
    if (reference != null) {
      Element only = reference.only();
      if (!only.name.equals("Epoch")) {
        throw only.refused("in ReferenceTime");
      }
      type.epoch = Epoch.of(only, only.text);
    }
  }
}
