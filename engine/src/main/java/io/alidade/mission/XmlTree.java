package io.alidade.mission;

import java.io.StringReader;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import java.util.function.Consumer;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Reads XML into {@link Element}s. No document types, so neither external entities nor entity
 * expansion; depth, number of elements and length are bounded.
 */
final class XmlTree {
  static final int MAX_CHARACTERS = 64 << 20;
  static final int MAX_ELEMENTS = 1_000_000;
  static final int MAX_DEPTH = 64;

  /** Attribute names of XTCE 1.2 and 1.3; another one is a slip that would change decoding. */
  private static final Set<String> ATTRIBUTES =
      Set.of(
          ("abstract alias alarmLevel argumentRef arrayTypeRef base baseType basis bitOrder "
                  + "bitsSetPosition bitLocationFromStartOfContainer byteOrder byteOrderList "
                  + "byteSignificance calibrated changeBasis changePerSecond "
                  + "changeThreshold changeType characterWidth classification "
                  + "classificationInstructions coefficient comparisonOperator consequenceLevel "
                  + "containerRef creator dataSource date default defaultAlarmLevel depth "
                  + "description disabled encoding enumerationLabel enumerationValue expectedType exponent extrapolate "
                  + "defaultValue factor form fractionDigits href idlePattern initialValue inputName instance "
                  + "intercept interpolateTime label language level linearAdjustment maxExclusive "
                  + "maxInclusive maxSizeInBits maxValue maximumFractionDigits maximumTimeInSeconds "
                  + "maximumValue messageRef mimeType minConformance minExclusive minInclusive "
                  + "minViolations minimumFractionDigits minimumIntegerDigits minimumValue "
                  + "minimumViolations name nameSpace negativeInPositionOrder numberFormat "
                  + "numberOfDimensions offset oneStringValue operationalStatus order "
                  + "outputParameterRef packetTimeRef parameterRef parameterTypeRef "
                  + "pattern persistence polynomial power rangeForm raw rangeAppliesToCalibrated readOnly reasonForWarning "
                  + "referenceLocation reference scale serviceRef shortDescription "
                  + "showThousandsGrouping signed significantDigits sizeInBits sizeInBitsOfSizeTag "
                  + "sizeInCharacters slope source spaceSystemAtRisk spanOfInterestInSamples "
                  + "spanOfInterestInSeconds standardDeviation streamRef systemName "
                  + "timeAssociation title triggerOnParameterRef typeRef units use "
                  + "useCalibratedValue validRangeAppliesToCalibrated validationStatus value "
                  + "valueType version zeroStringValue aliasNameSpace minimumSampleRate "
                  + "matchPattern timeUnits localDirectory frameLengthInBits syncApertureInBits bitRateInBPS "
                  + "maxPermittedErrors algorithmName ID id role status")
              .split(" "));

  /** Elements that say nothing about decoding. */
  private static final Set<String> REMARKS =
      Set.of("AliasSet", "AncillaryDataSet", "ParameterProperties", "UnitSet", "ToString");

  private XmlTree() {}

  static Element read(String xml, String file) throws MissionException {
    if (xml.length() > MAX_CHARACTERS) {
      throw new MissionException(
          file, 1, "file", "is longer than " + MAX_CHARACTERS + " characters; split it");
    }
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
    factory.setXMLResolver(
        (publicId, systemId, base, namespace) -> {
          throw new XMLStreamException("external entities are refused");
        });
    String text = xml.startsWith("\uFEFF") ? xml.substring(1) : xml;
    int line = 1;
    try {
      XMLStreamReader reader = factory.createXMLStreamReader(new StringReader(text));
      Deque<Element> open = new ArrayDeque<>();
      int count = 0;
      while (reader.hasNext()) {
        int event = reader.next();
        line = Math.max(1, reader.getLocation().getLineNumber());
        switch (event) {
          case XMLStreamConstants.DTD, XMLStreamConstants.ENTITY_REFERENCE ->
              throw new MissionException(
                  file, line, "!DOCTYPE", "document types and entities are refused; remove them");
          case XMLStreamConstants.START_ELEMENT -> {
            Element element = start(reader, file, line);
            if (++count > MAX_ELEMENTS || open.size() >= MAX_DEPTH) {
              throw element.fault(
                  "more than "
                      + (open.size() >= MAX_DEPTH
                          ? MAX_DEPTH + " elements inside each other"
                          : MAX_ELEMENTS + " elements")
                      + "; split the file");
            }
            if (!open.isEmpty()) {
              open.peek().children.add(element);
            }
            open.push(element);
          }
          case XMLStreamConstants.END_ELEMENT -> {
            Element element = open.pop();
            element.text = element.text.strip();
            if (open.isEmpty()) {
              return element;
            }
          }
          case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> {
            Element element = open.peek();
            if (element != null && element.children.isEmpty() && !reader.isWhiteSpace()) {
              element.text += reader.getText();
            }
          }
          default -> {}
        }
      }
      throw new MissionException(file, line, "file", "holds no element; give an XTCE file");
    } catch (XMLStreamException fault) {
      int at = fault.getLocation() == null ? line : fault.getLocation().getLineNumber();
      String what = fault.getMessage().replaceFirst("(?s)^.*Message: ", "");
      throw new MissionException(
          file, Math.max(1, at), "file", "is not well-formed XML: " + what + "; correct it");
    } catch (RuntimeException fault) { // the parser's own, on some malformed input
      throw new MissionException(
          file, line, "file", "is not well-formed XML: " + fault + "; correct it");
    }
  }

  private static Element start(XMLStreamReader reader, String file, int line)
      throws MissionException {
    Element element = new Element(file, reader.getLocalName(), line);
    for (int i = 0; i < reader.getAttributeCount(); i++) {
      String space = reader.getAttributeNamespace(i);
      if (space == null || space.isEmpty()) {
        element.attributes.put(reader.getAttributeLocalName(i), reader.getAttributeValue(i));
      }
    }
    return element;
  }

  /** Finds attributes that XTCE does not have. */
  static void checkAttributes(Element element, Consumer<MissionException> faults) {
    for (String name : element.attributes.keySet()) {
      if (!ATTRIBUTES.contains(name)) {
        faults.accept(element.fault("has an unknown attribute " + name + "; correct or remove it"));
      }
    }
    for (Element child : element.children) {
      if (!REMARKS.contains(child.name)) {
        checkAttributes(child, faults);
      }
    }
  }
}
