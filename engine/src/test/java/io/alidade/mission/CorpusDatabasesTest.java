package io.alidade.mission;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CorpusDatabasesTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "bench27/bench.xml",
        "space_packet_parser/test_xtce.xml",
        "space_packet_parser/test_xtce_4byte.xml",
        "space_packet_parser/test_xtce_default_namespace.xml",
        "space_packet_parser/test_xtce_no_namespace.xml",
        "space_packet_parser/udp_packet.xml",
        "space_packet_parser/jpss/jpss1_geolocation_xtce_v1.xml",
        "space_packet_parser/jpss/contrived_inheritance_structure.xml",
        "space_packet_parser/suda/suda_combined_science_definition.xml",
        "space_packet_parser/idex/idex_combined_science_definition.xml",
        "yamcs-apache2/BogusSAT-1.xml",
        "yamcs-apache2/BogusSAT-2.xml"
      })
  void loads(String file) throws Exception {
    MissionDatabase database = SatelliteCorpus.load(file);
    assertThat(database.parameters()).isNotEmpty();
    assertThat(database.containers()).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jpss1_geolocation_xtce_v1.xml",
        "contrived_inheritance_structure.xml",
        "../test_xtce_default_namespace.xml",
        "../test_xtce_no_namespace.xml"
      })
  void theJpssRecordingGivesEveryExpectedValue(String definition) throws Exception {
    String folder = "space_packet_parser/jpss/";
    Decoded decoded = new Decoded(SatelliteCorpus.load(folder + definition));
    byte[] packets =
        Files.readAllBytes(
            SatelliteCorpus.path(folder + "J01_G011_LZ_2021-04-09T00-00-00Z_V01.DAT1"));
    Path expected = SatelliteCorpus.path(folder + "jpss_expected.csv.gz");
    int values = 0;
    int offset = 0;
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(new GZIPInputStream(Files.newInputStream(expected)), US_ASCII))) {
      String[] names = lines.readLine().split(",", -1);
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        int length = 7 + (((packets[offset + 4] & 0xFF) << 8) | (packets[offset + 5] & 0xFF));
        assertThat(decoded.decode(packets, offset, length)).isTrue();
        offset += length;
        JsonNode event = decoded.json();
        assertThat(event.get("msg").asText()).isEqualTo("JPSS_ATT_EPHEM");
        assertThat(event.get("quality").asText()).isEqualTo("good");
        assertThat(event.get("data").size()).isEqualTo(names.length);
        String[] cells = line.split(",", -1);
        for (int i = 0; i < names.length; i++) {
          double actual = event.get("data").get(names[i]).doubleValue();
          double wanted = Double.parseDouble(cells[i]);
          if (Math.abs(actual - wanted) > Math.ulp(wanted)) {
            assertThat(actual).as(names[i] + " at " + offset).isEqualTo(wanted);
          }
          values++;
        }
      }
    }
    assertThat(offset).isEqualTo(packets.length);
    assertThat(values).isEqualTo(7200 * 27);
  }

  /** The first kind of recording has four bytes before each packet. */
  @ParameterizedTest
  @CsvSource({
    "suda/suda_combined_science_definition.xml, suda/sciData_2022_130_17_41_53.spl, 4",
    "idex/idex_combined_science_definition.xml, idex/sciData_2023_052_14_45_05, 0"
  })
  void everyPacketOfARecordingIsDecoded(String definition, String recording, int before)
      throws Exception {
    String folder = "space_packet_parser/";
    Decoded decoded = new Decoded(SatelliteCorpus.load(folder + definition));
    byte[] packets = Files.readAllBytes(SatelliteCorpus.path(folder + recording));
    int offset = 0;
    int count = 0;
    while (offset + before + 7 <= packets.length) {
      offset += before;
      int apid = ((packets[offset] & 7) << 8) | (packets[offset + 1] & 0xFF);
      int length = 7 + (((packets[offset + 4] & 0xFF) << 8) | (packets[offset + 5] & 0xFF));
      assertThat(decoded.decode(packets, offset, length)).isTrue();
      JsonNode event = decoded.json();
      assertThat(event.get("msg").asText()).startsWith("Sci");
      assertThat(event.get("flags")).isEmpty();
      assertThat(event.get("data").get("PKT_APID").asInt()).isEqualTo(apid);
      offset += length;
      count++;
    }
    assertThat(offset).isEqualTo(packets.length);
    assertThat(count).isGreaterThan(10);
  }
}
