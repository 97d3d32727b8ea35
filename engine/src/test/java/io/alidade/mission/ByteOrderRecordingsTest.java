package io.alidade.mission;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The recordings name an order by the place, from 1, that each byte of the stream has. */
class ByteOrderRecordingsTest {
  private static final int VALUES = 80;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1",
        "12",
        "21",
        "123",
        "321",
        "1234",
        "2143",
        "3412",
        "4321",
        "123456",
        "1234567",
        "12345678",
        "78563412",
        "87654321"
      })
  void everyValueIsExact(String order) throws Exception {
    int bytes = order.length();
    StringBuilder significances = new StringBuilder("<ByteOrderList>");
    for (int i = 0; i < bytes; i++) {
      significances.append(
          "<Byte byteSignificance=\"%d\"/>".formatted(bytes - (order.charAt(i) - '0')));
    }
    String types =
        Xtce.unsigned("H", 48)
            + "<IntegerParameterType name=\"T\"><IntegerDataEncoding sizeInBits=\"%d\">%s</ByteOrderList>"
                .formatted(8 * bytes, significances)
            + "</IntegerDataEncoding></IntegerParameterType>";
    String repeat =
        "<ParameterRefEntry parameterRef=\"v\"><RepeatEntry><Count><FixedValue>80</FixedValue>"
            + "</Count></RepeatEntry></ParameterRefEntry>";
    Decoded decoded =
        Decoded.by(
            Xtce.file(types, Xtce.parameters("h:H", "v:T"), Xtce.container("C", "h", repeat)));
    String stem = "ccsdspy/byte_order/byteorder_" + order;
    byte[] packets = Files.readAllBytes(SatelliteCorpus.path(stem + ".bin"));
    List<String> lines = Files.readAllLines(SatelliteCorpus.path(stem + ".csv"));
    int length = 6 + VALUES * bytes;
    assertThat(packets).hasSize(lines.size() * length);
    for (int packet = 0; packet < lines.size(); packet++) {
      assertThat(decoded.decode(packets, packet * length, length)).isTrue();
      JsonNode values = decoded.json().get("data").get("v");
      assertThat(values).hasSize(VALUES);
      String[] expected = lines.get(packet).split(",", -1);
      for (int i = 0; i < VALUES; i++) {
        assertThat(values.get(i).asText()).isEqualTo(expected[i].strip());
      }
    }
  }
}
