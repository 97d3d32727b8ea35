package io.alidade.protocol.nmea;

import static io.alidade.protocol.nmea.Decoding.data;
import static io.alidade.protocol.nmea.Decoding.event;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;

class GnssSentencesTest {
  @Test
  void GGA_gives_a_fix() {
    assertThat(
            data(
                "GPGGA,172814.0,3723.46587704,N,12202.26957864,W,2,6,1.2,18.893,M,-25.669,M,2.0,0031"))
        .isEqualTo(
            "{\"talker\":\"GP\",\"time\":\"17:28:14.0\",\"lat\":37.391097951,\"lon\":-122.037826311,"
                + "\"fix\":2,\"valid\":true,\"satellites\":6,\"hdop\":1.2,\"alt\":18.893,"
                + "\"geoid\":-25.669,\"dgps_age\":2.0,\"dgps_station\":31}");
  }

  @Test
  void a_GGA_without_fix_says_so_and_has_no_position() {
    assertThat(data("GPGGA,120000,,,,,0,00,,,M,,M,,"))
        .isEqualTo(
            "{\"talker\":\"GP\",\"time\":\"12:00:00\",\"fix\":0,\"valid\":false,\"satellites\":0}");
  }

  @Test
  void RMC_gives_position_motion_and_time() {
    assertThat(data("GPRMC,085412.000,A,5222.3198,N,00454.5784,E,0.58,251.34,030414,2.5,W,A,S"))
        .isEqualTo(
            "{\"talker\":\"GP\",\"time\":\"08:54:12.000\",\"valid\":true,\"lat\":52.371996667,"
                + "\"lon\":4.90964,\"speed\":0.58,\"course\":251.34,\"date\":\"2014-04-03\","
                + "\"timestamp\":\"2014-04-03T08:54:12.000Z\",\"variation\":-2.5,\"mode\":\"A\","
                + "\"nav_status\":\"S\"}");
  }

  @Test
  void a_void_RMC_keeps_what_it_has() {
    assertThat(data("GPRMC,085412,V,,,,,,,030414,,,N"))
        .isEqualTo(
            "{\"talker\":\"GP\",\"time\":\"08:54:12\",\"valid\":false,\"date\":\"2014-04-03\","
                + "\"timestamp\":\"2014-04-03T08:54:12Z\",\"mode\":\"N\"}");
    assertThat(data("GPRMC,085412,V,5222.3198,N,00454.5784,E,,,,,,N"))
        .contains("\"lat\":52.371996667");
  }

  @Test
  void an_impossible_date_is_absent_and_the_position_is_kept() {
    for (String date :
        new String[] {"2208-1", "310499", "290223", "001201", "011301", "1", "0104199"}) {
      JsonNode event = event("GPRMC,085412,A,5222.3198,N,00454.5784,E,0.5,251.3," + date + ",,,A");
      assertThat(event.get("flags").toString()).as(date).isEqualTo("[\"date\"]");
      assertThat(event.at("/data/lat").asText()).isEqualTo("52.371996667");
      assertThat(event.get("data").has("date")).isFalse();
      assertThat(event.get("data").has("timestamp")).isFalse();
    }
  }

  @Test
  void two_digit_years_from_80_on_are_of_the_last_century() {
    assertThat(event("GPRMC,,,,,,,,,311280,,,").at("/data/date").asText()).isEqualTo("1980-12-31");
    assertThat(event("GPRMC,,,,,,,,,220899,,,").at("/data/date").asText()).isEqualTo("1999-08-22");
    assertThat(event("GPRMC,,,,,,,,,290200,,,").at("/data/date").asText()).isEqualTo("2000-02-29");
    assertThat(event("GPRMC,,,,,,,,,010179,,,").at("/data/date").asText()).isEqualTo("2079-01-01");
  }

  @Test
  void a_leap_second_is_a_time() {
    assertThat(data("GPZDA,235960.00,31,12,2016,00,00"))
        .isEqualTo(
            "{\"talker\":\"GP\",\"time\":\"23:59:60.00\",\"date\":\"2016-12-31\","
                + "\"timestamp\":\"2016-12-31T23:59:60.00Z\",\"zone_hours\":0,\"zone_minutes\":0}");
    for (String time : new String[] {"235961", "225960", "240000", "126000"}) {
      JsonNode event = event("GPZDA," + time + ",31,12,2016,,");
      assertThat(event.get("flags").toString()).as(time).isEqualTo("[\"date\"]");
      assertThat(event.at("/data/date").asText()).isEqualTo("2016-12-31");
      assertThat(event.get("data").has("time")).isFalse();
    }
  }

  @Test
  void a_malformed_time_is_absent() {
    for (String time :
        new String[] {
          "1", "12345", "1234567", "12:34:56", "12345x", "123456.x", "123456.1234567890"
        }) {
      JsonNode event = event("GPZDA," + time + ",31,12,2016,,");
      assertThat(event.get("flags").toString()).as(time).isEqualTo("[\"grammar\"]");
      assertThat(event.get("data").has("time")).isFalse();
    }
    assertThat(data("GPZDA,123456.,,,,,")).contains("\"time\":\"12:34:56\"");
  }

  @Test
  void a_ZDA_with_a_month_13_has_no_date() {
    JsonNode event = event("GPZDA,160012.71,11,13,2004,-1,00");
    assertThat(event.get("flags").toString()).isEqualTo("[\"date\"]");
    assertThat(event.get("data").toString())
        .isEqualTo(
            "{\"talker\":\"GP\",\"time\":\"16:00:12.71\",\"zone_hours\":-1,\"zone_minutes\":0}");
  }

  @Test
  void the_year_0_is_no_date() {
    JsonNode event = event("GPZDA,201530.00,04,07,0000,00,00");
    assertThat(event.get("flags").toString()).isEqualTo("[\"date\"]");
    assertThat(event.at("/data/date").isMissingNode()).isTrue();
    assertThat(event.at("/data/timestamp").isMissingNode()).isTrue();
  }

  @Test
  void any_malformed_part_drops_the_whole_position() {
    for (String position :
        new String[] {
          "155&.61154,N,00454.5784,E",
          "5222.3198,R,00454.5784,E",
          "5222.3198,N,00454.5784,e",
          "5222.3198,,00454.5784,E",
          "5222.3198,N,00454.5784,",
          "5222.3198,N,,E",
          ",N,00454.5784,E",
          "522.3198,N,00454.5784,E",
          "5222.3198,N,0454.5784,E",
          "-222.3198,N,00454.5784,E",
          "5222.3198,NN,00454.5784,E",
          "5222x3198,N,00454.5784,E",
          "5222.31.8,N,00454.5784,E",
          "5222.1234567890123,N,00454.5784,E"
        }) {
      JsonNode event = event("GPGLL," + position + ",121022,A,A");
      assertThat(event.get("flags").toString()).as(position).isEqualTo("[\"grammar\"]");
      assertThat(event.get("data").toString())
          .as(position)
          .isEqualTo("{\"talker\":\"GP\",\"time\":\"12:10:22\",\"valid\":true,\"mode\":\"A\"}");
    }
  }

  @Test
  void a_position_beyond_the_globe_is_dropped() {
    for (String position :
        new String[] {
          "5260.0000,N,00454.5784,E", "9000.0001,N,00454.5784,E", "5222.3198,N,18000.0001,E",
          "9100.0000,N,00454.5784,E", "5222.3198,N,00499.0000,W", "5222.3198,N,00460.000000000001,W"
        }) {
      JsonNode event = event("GPGLL," + position + ",121022,A,A");
      assertThat(event.get("flags").toString()).as(position).isEqualTo("[\"range\"]");
      assertThat(event.get("data").has("lat") || event.get("data").has("lon")).isFalse();
    }
  }

  @Test
  void degrees_are_exact_to_nine_decimals() {
    assertThat(data("GPGLL,9000,N,18000,W,,A")).contains("\"lat\":90,\"lon\":-180");
    assertThat(data("GPGLL,0000.000,S,00000.000,W,,A")).contains("\"lat\":0,\"lon\":0");
    assertThat(data("GPGLL,0000.00006003,N,00000.00000002,E,,A"))
        .contains("\"lat\":0.000001001,\"lon\":0,");
    assertThat(data("GPGLL,5959.999999999999,S,17959.123456789,E,,A"))
        .contains("\"lat\":-60,\"lon\":179.985390946");
    assertThat(data("GPGLL,4807.038,N,01131.000,E,,A"))
        .contains("\"lat\":48.1173,\"lon\":11.516666667");
  }

  @Test
  void GNS_tells_the_mode_of_each_system() {
    assertThat(data("GNGNS,111648.00,0235.0379,S,04422.1450,W,ANN,12,0.8,8.5,-22.3,,,S"))
        .isEqualTo(
            "{\"talker\":\"GN\",\"time\":\"11:16:48.00\",\"lat\":-2.583965,\"lon\":-44.369083333,"
                + "\"mode\":\"ANN\",\"valid\":true,\"satellites\":12,\"hdop\":0.8,\"alt\":8.5,"
                + "\"geoid\":-22.3,\"nav_status\":\"S\"}");
    assertThat(data("GNGNS,111648.00,,,,,NNN,,,,,,,V")).contains("\"valid\":false");
  }

  @Test
  void VTG_gives_course_and_speed() {
    assertThat(data("GPVTG,0.0,T,359.3,M,15.0,N,27.8,K,A"))
        .isEqualTo(
            "{\"talker\":\"GP\",\"course\":0.0,\"course_magnetic\":359.3,\"speed\":15.0,"
                + "\"speed_kmh\":27.8,\"mode\":\"A\"}");
  }

  @Test
  void GSA_lists_the_satellites_in_use() {
    assertThat(data("GPGSA,A,3,16,23,13,29,,,,,,,,,3.11,2.95,0.99"))
        .isEqualTo(
            "{\"talker\":\"GP\",\"mode\":\"A\",\"fix\":3,\"in_use\":[16,23,13,29],\"pdop\":3.11,"
                + "\"hdop\":2.95,\"vdop\":0.99}");
    assertThat(data("GNGSA,A,3,16,23,13,29,,,,,,,,,3.11,2.95,0.99,4"))
        .endsWith("\"vdop\":0.99,\"system\":4}");
    assertThat(data("GPGSA,A,3,23,13,07,25,,,,,,,,,,,,,,,,,,,,,09.2,07.2,05.7"))
        .endsWith("\"in_use\":[23,13,7,25],\"pdop\":9.2,\"hdop\":7.2,\"vdop\":5.7}");
    assertThat(event("GPGSA,A,3,16,23").get("flags").toString()).isEqualTo("[\"grammar\"]");
  }

  @Test
  void GSV_lists_the_satellites_in_view() {
    assertThat(data("GPGSV,3,3,09,27,62,289,41,0"))
        .isEqualTo(
            "{\"talker\":\"GP\",\"total\":3,\"index\":3,\"in_view\":9,\"sky\":[{\"prn\":27,"
                + "\"elevation\":62,\"azimuth\":289,\"snr\":41}],\"signal_id\":0}");
    assertThat(data("GLGSV,3,2,10,80,00,342,,81,35,261,40"))
        .endsWith(
            "{\"prn\":80,\"elevation\":0,\"azimuth\":342},{\"prn\":81,\"elevation\":35,\"azimuth\":261,\"snr\":40}]}");
    assertThat(data("GBGSV,1,1,00,B")).endsWith("\"in_view\":0,\"sky\":[],\"signal_id\":11}");
    assertThat(data("GPGSV,,3,,14,33,150,40"))
        .isEqualTo(
            "{\"talker\":\"GP\",\"index\":3,\"sky\":[{\"prn\":14,\"elevation\":33,\"azimuth\":150,\"snr\":40}]}");
  }

  @Test
  void GST_GBS_and_DTM_give_their_figures() {
    assertThat(data("GNGST,223746.00,837,2.5,2.4,127,0.98,1.0,3.0"))
        .isEqualTo(
            "{\"talker\":\"GN\",\"time\":\"22:37:46.00\",\"rms\":837,\"major\":2.5,\"minor\":2.4,"
                + "\"orientation\":127,\"lat_error\":0.98,\"lon_error\":1.0,\"alt_error\":3.0}");
    assertThat(data("GPGBS,125027,23.43,-13.91,34.01,19,0.000,-0.354,6.972,1,1"))
        .isEqualTo(
            "{\"talker\":\"GP\",\"time\":\"12:50:27\",\"lat_error\":23.43,\"lon_error\":-13.91,"
                + "\"alt_error\":34.01,\"prn\":19,\"probability\":0.000,\"bias\":-0.354,"
                + "\"bias_deviation\":6.972,\"system\":1,\"signal_id\":1}");
    assertThat(data("GPDTM,W84,,0.1,N,0.2,W,-1.5,W84"))
        .isEqualTo(
            "{\"talker\":\"GP\",\"datum\":\"W84\",\"lat_offset\":0.1,\"lon_offset\":-0.2,"
                + "\"alt_offset\":-1.5,\"reference_datum\":\"W84\"}");
  }
}
