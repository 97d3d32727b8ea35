package io.alidade.mission;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CalibrationTest {
  private static String calibrated(String encoding, String calibrators, String alarms) {
    return ("<FloatParameterType name=\"T\"><IntegerDataEncoding %s>%s</IntegerDataEncoding>%s"
            + "</FloatParameterType>")
        .formatted(encoding, calibrators, alarms);
  }

  private static double value(String calibrator, String hex) throws MissionException {
    String type =
        calibrated(
            "sizeInBits=\"8\" encoding=\"twosComplement\"",
            "<DefaultCalibrator>" + calibrator + "</DefaultCalibrator>",
            "");
    return Decoded.by(Xtce.of(type)).data(hex).get("v").asDouble(Double.NaN);
  }

  private static String polynomial(double... coefficients) {
    StringBuilder all = new StringBuilder("<PolynomialCalibrator>");
    for (int i = 0; i < coefficients.length; i++) {
      all.append("<Term coefficient=\"%s\" exponent=\"%d\"/>".formatted(coefficients[i], i));
    }
    return all.append("</PolynomialCalibrator>").toString();
  }

  @Test
  void polynomialsOfAnyDegree() throws Exception {
    assertThat(value(polynomial(-40), "05")).isEqualTo(-40);
    assertThat(value(polynomial(-40, 0.5), "FE")).isEqualTo(-41);
    assertThat(value(polynomial(1, 2, 3), "02")).isEqualTo(17);
    assertThat(value(polynomial(1, 2, 3, 4), "FE")).isEqualTo(-23);
    assertThat(value(polynomial(0, 0, 0, 0, 0, 1), "02")).isEqualTo(32);
  }

  private static String spline(int order, boolean extrapolate, double... points) {
    StringBuilder all =
        new StringBuilder(
            "<SplineCalibrator order=\"%d\" extrapolate=\"%b\">".formatted(order, extrapolate));
    for (int i = 0; i < points.length; i += 2) {
      all.append("<SplinePoint raw=\"%s\" calibrated=\"%s\"/>".formatted(points[i], points[i + 1]));
    }
    return all.append("</SplineCalibrator>").toString();
  }

  @ParameterizedTest
  @CsvSource({
    "0, false, 00, 1", "0, false, 09, 1", "0, false, 0A, 3", "0, false, 14, 2",
    "1, false, 00, 1", "1, false, 05, 2", "1, false, 0F, 2.5", "1, false, 14, 2",
    "1, true, 1E, 1", "1, true, F6, -1", "0, true, 7F, 2",
  })
  void splines(int order, boolean extrapolate, String hex, double expected) throws Exception {
    assertThat(value(spline(order, extrapolate, 0, 1, 20, 2, 10, 3), hex)).isEqualTo(expected);
  }

  @Test
  void splinesOfHigherOrderPassThroughACurveOfThatDegree() throws Exception {
    assertThat(value(spline(2, false, 0, 0, 2, 4, 4, 16, 6, 36), "03")).isEqualTo(9);
    assertThat(value(spline(3, false, 0, 0, 2, 8, 4, 64, 6, 216), "05")).isEqualTo(125);
  }

  @Test
  void outsideASplineThereIsNoValue() throws Exception {
    String type =
        calibrated(
            "sizeInBits=\"8\"",
            "<DefaultCalibrator>" + spline(1, false, 0, 1, 10, 2) + "</DefaultCalibrator>",
            "");
    JsonNode event = Decoded.by(Xtce.of(type)).event("0B");
    assertThat(event.get("data").has("v")).isFalse();
    assertThat(event.get("flags").toString()).isEqualTo("[\"range\"]");
  }

  @ParameterizedTest
  @CsvSource({
    "3 v *, 04, 12", "v 2 ^ 1 +, 03, 10", "v ln, 01, 0", "10 v -, 04, 6", "v dup *, 05, 25",
    "v 2 swap /, 04, 0.5", "v abs, FE, 2", "v x!, 04, 24", "v sqrt, 09, 3", "1 v over + +, 02, 4",
    "v 5 &gt;, 06, 1", "v 1/x, 04, 0.25", "v log, 64, 2", "v e^x, 00, 1", "v 3 %, 07, 1",
  })
  void mathOperationsInPostfixOrder(String operation, String hex, double expected)
      throws Exception {
    StringBuilder all = new StringBuilder("<MathOperationCalibrator>");
    for (String each : operation.split(" ", -1)) {
      if (each.equals("v")) {
        all.append("<ThisParameterOperand/>");
      } else if (each.matches("\\d+")) {
        all.append("<ValueOperand>").append(each).append("</ValueOperand>");
      } else {
        all.append("<Operator>").append(each).append("</Operator>");
      }
    }
    assertThat(value(all.append("</MathOperationCalibrator>").toString(), hex)).isEqualTo(expected);
  }

  @Test
  void theFirstContextThatMatchesCalibrates() throws Exception {
    String context =
        "<ContextCalibrator><ContextMatch><Comparison parameterRef=\"m\" value=\"%d\"/>"
            + "</ContextMatch><Calibrator>%s</Calibrator></ContextCalibrator>";
    String type =
        calibrated(
            "sizeInBits=\"8\"",
            "<DefaultCalibrator>"
                + polynomial(0, 1)
                + "</DefaultCalibrator><ContextCalibratorList>"
                + context.formatted(1, polynomial(0, 10))
                + context.formatted(2, polynomial(100, 1))
                + "</ContextCalibratorList>",
            "");
    Decoded decoded =
        Decoded.by(
            Xtce.file(
                type + Xtce.unsigned("U8", 8),
                Xtce.parameters("m:U8", "v:T"),
                Xtce.container("C", "m", "v")));
    assertThat(decoded.data("00 05").get("v").asDouble()).isEqualTo(5);
    assertThat(decoded.data("01 05").get("v").asDouble()).isEqualTo(50);
    assertThat(decoded.data("02 05").get("v").asDouble()).isEqualTo(105);
  }
}
