package io.alidade.protocol.nmea;

import static io.alidade.protocol.nmea.Decoding.data;
import static io.alidade.protocol.nmea.Decoding.event;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;

class InstrumentSentencesTest {
  private static void decodes(String body, String fields) {
    assertThat(event(body).get("flags")).as(body).isEmpty();
    assertThat(data(body))
        .as(body)
        .isEqualTo("{'talker':'II',".replace('\'', '"') + fields.replace('\'', '"') + "}");
  }

  @Test
  void HDG_gives_compass_magnetic_and_true_heading() {
    decodes(
        "IIHDG,181.9,,,0.6,E",
        "'heading_compass':181.9,'heading_magnetic':181.9,'variation':0.6,'heading':182.5");
    decodes(
        "IIHDG,5,7.25,W,10.5,E",
        "'heading_compass':5,'deviation':-7.25,'heading_magnetic':357.75,'variation':10.5,'heading':8.25");
    decodes("IIHDG,51.5,,,,", "'heading_compass':51.5,'heading_magnetic':51.5");
    decodes("IIHDG,,,,3,W", "'variation':-3");
    assertThat(data("IIHDG,51.5,2,X,3,W"))
        .isEqualTo("{\"talker\":\"II\",\"heading_compass\":51.5,\"variation\":-3}");
  }

  @Test
  void no_heading_is_derived_from_what_is_not_an_angle() {
    JsonNode event = event("IIHDG,99999999999999999,0.123456789,E,0.1,W");
    assertThat(event.get("flags").toString()).isEqualTo("[\"range\"]");
    assertThat(event.at("/data/heading_magnetic").isMissingNode()).isTrue();
    assertThat(event.at("/data/heading").isMissingNode()).isTrue();
    event = event("IIHDG,10.0,0.5,E,99999999999999999,W");
    assertThat(event.at("/data/heading_magnetic").decimalValue()).isEqualByComparingTo("10.5");
    assertThat(event.at("/data/heading").isMissingNode()).isTrue();
    event = event("IIHDG,10.0,361,E,,");
    assertThat(event.get("flags").toString()).isEqualTo("[\"range\"]");
    assertThat(event.at("/data/heading_magnetic").isMissingNode()).isTrue();
  }

  @Test
  void headings_and_rates() {
    decodes("IIHDM,186.5,M", "'heading_magnetic':186.5");
    decodes("IITHS,77.52,E", "'heading':77.52,'mode':'E','valid':true");
    decodes("IITHS,,V", "'mode':'V','valid':false");
    decodes("IIROT,35.6,A", "'rate_of_turn':35.6,'valid':true");
    decodes("IIROT,10.0,V", "'rate_of_turn':10.0,'valid':false");
  }

  @Test
  void motion_through_water_and_over_ground() {
    decodes(
        "IIVHW,245.1,T,245.1,M,06.12,N,11.33,K",
        "'heading':245.1,'heading_magnetic':245.1,'speed_water':6.12,'speed_water_kmh':11.33");
    decodes(
        "IIVBW,12.3,-0.2,A,12.1,0.3,V,0.4,A,0.5,V",
        "'longitudinal_speed':12.3,'lateral_speed':-0.2,'water_valid':true,"
            + "'longitudinal_speed_ground':12.1,'lateral_speed_ground':0.3,'ground_valid':false,"
            + "'stern_speed':0.4,'stern_water_valid':true,'stern_speed_ground':0.5,'stern_ground_valid':false");
    decodes(
        "IIVLW,115.2,N,12.3,N,1.0,N,0.5,N",
        "'total_distance':115.2,'trip_distance':12.3,'ground_total_distance':1.0,'ground_trip_distance':0.5");
    decodes("IIVDR,12.5,T,11.5,M,1.2,N", "'set':12.5,'set_magnetic':11.5,'drift':1.2");
  }

  @Test
  void depths_are_in_metres() {
    decodes("IIDBT,035.53,f,010.83,M,005.85,F", "'depth':10.83");
    decodes("IIDBT,432.8,f,,M,,F", "'depth':131.91744");
    decodes("IIDBK,,,,,2.5,F", "'depth':4.572");
    decodes("IIDPT,4.1,-1.0,100", "'depth':4.1,'depth_offset':-1.0,'depth_range':100");
  }

  @Test
  void temperatures_are_in_degrees_Celsius() {
    decodes("IIMTW,17.75,C", "'water_temperature':17.75");
    decodes("IIMTA,26.6,F", "'air_temperature':-3");
    assertThat(event("IIMTW,17.75,K").get("flags").toString()).isEqualTo("[\"grammar\"]");
  }

  @Test
  void wind_speeds_are_given_as_received_and_in_knots_and_metres_per_second() {
    decodes(
        "IIMWV,074,T,05.85,N,A",
        "'wind_angle':74,'reference':'T','wind_speed':5.85,'wind_speed_unit':'N','wind_speed_kn':5.85,"
            + "'wind_speed_ms':3.0095,'valid':true");
    decodes(
        "IIMWV,074,R,18.0,K,A",
        "'wind_angle':74,'reference':'R','wind_speed':18.0,'wind_speed_unit':'K','wind_speed_kn':9.71922,"
            + "'wind_speed_ms':5,'valid':true");
    decodes(
        "IIMWD,046.,T,044.,M,10.1,N,05.2,M",
        "'wind_direction':46,'wind_direction_magnetic':44,'wind_speed':10.1,'wind_speed_unit':'N',"
            + "'wind_speed_kn':10.1,'wind_speed_ms':5.2");
    decodes(
        "IIMWD,046.,T,,,,,5.2,M",
        "'wind_direction':46,'wind_speed':5.2,'wind_speed_unit':'M','wind_speed_ms':5.2,'wind_speed_kn':10.10799");
    decodes(
        "IIVWR,154.0,L,,,,,18.0,K",
        "'wind_angle':154.0,'wind_side':'L','wind_speed':18.0,'wind_speed_unit':'K','wind_speed_kn':9.71922,'wind_speed_ms':5");
    decodes("IIVPW,4.5,N,6.7,M", "'speed_parallel':4.5,'speed_parallel_ms':6.7");
  }

  @Test
  void MDA_gives_the_weather() {
    decodes(
        "IIMDA,,I,+0.985,B,+03.1,C,+5.6,C,40.0,3.0,+3.4,C,90.0,T,85.0,M,10.0,N,,M",
        "'barometer':985,'air_temperature':3.1,'water_temperature':5.6,'humidity':40.0,"
            + "'absolute_humidity':3.0,'dewpoint':3.4,'wind_direction':90.0,'wind_direction_magnetic':85.0,"
            + "'wind_speed':10.0,'wind_speed_unit':'N','wind_speed_kn':10.0,'wind_speed_ms':5.14444");
    assertThat(data("IIMDA,29.92,I,,B,,,,,,,,,,,,,,,,")).contains("\"barometer\":1013.207589");
  }

  @Test
  void routes_and_waypoints() {
    decodes("IIXTE,A,A,0.67,L,N,D", "'valid':true,'xte':0.67,'steer':'L','mode':'D'");
    decodes("IIXTE,A,V,1.852,R,K", "'valid':false,'xte':1,'steer':'R'");
    decodes(
        "IIAPB,A,A,0.10,R,N,V,A,011,M,DEST,012,T,013,M,A",
        "'valid':true,'xte':0.10,'steer':'R','arrived':false,'passed':true,'bearing_origin_magnetic':11,"
            + "'waypoint':'DEST','bearing_true':12,'heading_to_steer_magnetic':13,'mode':'A'");
    decodes(
        "IIBWC,225444,4917.24,N,12309.57,W,051.9,T,031.6,M,001.3,N,004",
        "'time':'22:54:44','waypoint_lat':49.287333333,'waypoint_lon':-123.1595,'bearing_true':51.9,"
            + "'bearing_magnetic':31.6,'distance_nm':1.3,'waypoint':'004'");
    decodes(
        "IIBWR,225444,,,,,051.9,M,031.6,T,1.852,K,004",
        "'time':'22:54:44','bearing_magnetic':51.9,'bearing_true':31.6,'distance_nm':1,'waypoint':'004'");
    decodes(
        "IIBOD,045.,T,023.,M,DEST,START",
        "'bearing_true':45,'bearing_magnetic':23,'waypoint':'DEST','origin':'START'");
    decodes(
        "IIRMB,A,0.432,R,001,002,4653.550,N,07115.984,W,2.505,334.205,-1.5,V,A",
        "'valid':true,'xte':0.432,'steer':'R','origin':'001','waypoint':'002','waypoint_lat':46.8925,"
            + "'waypoint_lon':-71.2664,'distance_nm':2.505,'bearing_true':334.205,'closing_speed':-1.5,"
            + "'arrived':false,'mode':'A'");
    decodes("IIHSC,40.12,T,39.11,M", "'heading_to_steer':40.12,'heading_to_steer_magnetic':39.11");
  }

  @Test
  void a_second_bearing_of_the_same_reference_is_malformed() {
    assertThat(event("IIHSC,40.12,T,39.11,T").get("flags").toString()).isEqualTo("[\"grammar\"]");
    assertThat(data("IIHSC,40.12,T,39.11,T"))
        .isEqualTo("{\"talker\":\"II\",\"heading_to_steer\":40.12}");
  }

  @Test
  void machinery_and_transducers() {
    decodes(
        "IIRSA,10.5,A,-3.0,V",
        "'rudder':10.5,'valid':true,'rudder_port':-3.0,'rudder_port_valid':false");
    decodes(
        "IIRPM,E,1,2418.2,10.5,A",
        "'rpm_source':'E','number':1,'rpm':2418.2,'pitch':10.5,'valid':true");
    decodes(
        "IIXDR,C,10.7,C,AIRTEMP,P,1.026,B,BARO",
        "'transducers':[{'type':'C','value':10.7,'units':'C','id':'AIRTEMP'},"
            + "{'type':'P','value':1.026,'units':'B','id':'BARO'}]");
    assertThat(event("IIXDR,A,-1.-3,D,TRIM").get("flags").toString()).isEqualTo("[\"grammar\"]");
    assertThat(data("IIXDR,A,-1.-3,D,TRIM"))
        .endsWith("[{\"type\":\"A\",\"units\":\"D\",\"id\":\"TRIM\"}]}");
  }

  @Test
  void texts_and_alarms() {
    decodes(
        "IITXT,01,01,02,AntStatus=OK, ^21done",
        "'total':1,'index':1,'id':2,'text':'AntStatus=OK, !done'");
    decodes(
        "IIALR,133637.00,003,A,V,AIS: VSWR exceeds limit",
        "'time':'13:36:37.00','number':3,'active':true,'acknowledged':false,'text':'AIS: VSWR exceeds limit'");
  }

  @Test
  void radar_targets_and_own_ship() {
    decodes(
        "IITTM,04,1.5,45.0,T,12.0,180.0,T,0.5,-3.2,N,ALFA,T,R,100021.00,A",
        "'target':4,'distance_nm':1.5,'target_bearing':45.0,'target_bearing_ref':'T','target_speed':12.0,"
            + "'target_course':180.0,'target_course_ref':'T','cpa':0.5,'tcpa':-3.2,'name':'ALFA',"
            + "'target_status':'T','target_reference':'R','time':'10:00:21.00','acquisition':'A'");
    decodes(
        "IITTM,04,1.852,45.0,R,18.52,,,,,K,,L",
        "'target':4,'distance_nm':1,'target_bearing':45.0,'target_bearing_ref':'R','target_speed':10,'target_status':'L'");
    decodes(
        "IIOSD,179.0,A,179.1,B,10.5,B,5.0,0.5,N",
        "'heading':179.0,'valid':true,'course':179.1,'course_ref':'B','speed':10.5,'speed_ref':'B','set':5.0,'drift':0.5");
  }

  @Test
  void digital_selective_calls() {
    decodes(
        "IIDSC,12,3380400790,12,06,00,1423108312,2019,,,S,E",
        "'format':12,'mmsi':338040079,'category':12,'nature':6,'lat':42.516666667,'lon':-83.2,'time':'20:19','ack':'S'");
    decodes(
        "IIDSC,20,3381581370,00,21,26,2423108312,1902,,,B,E",
        "'format':20,'mmsi':338158137,'category':0,'command':21,'command2':26,'lat':-42.516666667,'lon':83.2,'time':'19:02','ack':'B'");
    decodes(
        "IIDSC,12,3380400790,12,06,00,9999999999,8888,,,S,",
        "'format':12,'mmsi':338040079,'category':12,'nature':6,'ack':'S'");
    assertThat(event("IIDSC,12,3380400790,12,06,00,1429908312,,,,S,").get("flags").toString())
        .isEqualTo("[\"range\"]");
    assertThat(event("IIDSC,12,338,12,06,00,14231083x2,,,,S,").get("flags").toString())
        .isEqualTo("[\"grammar\"]");
  }
}
