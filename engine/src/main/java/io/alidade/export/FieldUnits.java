package io.alidade.export;

import java.util.HashMap;
import java.util.Map;

/**
 * The units of fields, by the names that they have in JSON. Parameters of mission databases have
 * none here. Times of day, codes, counts and texts have none anywhere.
 */
final class FieldUnits {
  private static final Map<String, String> COMMON = new HashMap<>();
  private static final Map<String, String> AIS = new HashMap<>();
  private static final Map<String, String> NMEA = new HashMap<>();
  private static final Map<String, String> OTHER = new HashMap<>();

  static {
    put(COMMON, "deg", "lat lon course heading");
    put(COMMON, "kn", "speed");
    put(COMMON, "m", "alt to_bow to_stern to_port to_starboard draught");
    put(COMMON, "dBm", "signal");
    put(COMMON, "s", "toa");
    put(AIS, "deg/min", "turn");
    put(AIS, "deg", "ne_lat ne_lon sw_lat sw_lon berth_lat berth_lon wdir wgustdir cdir cdir2");
    put(AIS, "deg", "cdir3 wavedir swelldir bearing left right orientation");
    put(AIS, "kn", "wspeed wgust cspeed cspeed2 cspeed3");
    put(AIS, "degC", "airtemp dewpoint watertemp");
    put(AIS, "%", "humidity");
    put(AIS, "hPa", "pressure");
    put(AIS, "nmi", "visibility");
    put(AIS, "m", "waterlevel cdepth2 cdepth3 waveheight swellheight beam length airdraught");
    put(AIS, "m", "berth_depth berth_length radius east north distance");
    put(AIS, "s", "waveperiod swellperiod");
    put(AIS, "min", "duration");
    put(NMEA, "deg", "variation deviation course_magnetic heading_magnetic heading_compass");
    put(NMEA, "deg", "waypoint_lat waypoint_lon bearing_true bearing_magnetic bearing_origin");
    put(NMEA, "deg", "bearing_origin_magnetic heading_to_steer heading_to_steer_magnetic");
    put(NMEA, "deg", "rudder rudder_port wind_angle wind_direction wind_direction_magnetic");
    put(NMEA, "deg", "elevation azimuth target_bearing target_course set set_magnetic orientation");
    put(NMEA, "deg/min", "rate_of_turn");
    put(NMEA, "kn", "speed_water wind_speed_kn closing_speed target_speed drift lateral_speed");
    put(NMEA, "kn", "longitudinal_speed stern_speed stern_speed_ground speed_parallel");
    put(NMEA, "kn", "lateral_speed_ground longitudinal_speed_ground");
    put(NMEA, "km/h", "speed_kmh speed_water_kmh");
    put(NMEA, "m/s", "wind_speed_ms speed_parallel_ms");
    put(NMEA, "nmi", "xte distance_nm total_distance trip_distance ground_total_distance");
    put(NMEA, "nmi", "ground_trip_distance cpa");
    put(NMEA, "m", "geoid alt_offset rms major minor lat_error lon_error alt_error bias");
    put(NMEA, "m", "bias_deviation depth depth_offset depth_range");
    put(NMEA, "min", "tcpa lat_offset lon_offset");
    put(NMEA, "s", "dgps_age");
    put(NMEA, "degC", "air_temperature water_temperature dewpoint");
    put(NMEA, "%", "humidity absolute_humidity pitch");
    put(NMEA, "hPa", "barometer");
    put(NMEA, "1/min", "rpm");
    put(NMEA, "dB", "snr");
    put(OTHER, "ms", "t_ms");
    put(OTHER, "bytes", "length");
    put(OTHER, "bits", "asm_errors");
  }

  private FieldUnits() {}

  private static void put(Map<String, String> units, String unit, String fields) {
    for (String field : fields.split(" ")) {
      units.put(field, unit);
    }
  }

  /** The unit of a column of a message's table, empty for none. */
  static String of(String message, String column) {
    String field = column.substring(column.lastIndexOf('.') + 1);
    int bracket = field.indexOf('[');
    field = bracket < 0 ? field : field.substring(0, bracket);
    if (field.equals("signal") && (message.equals("ais.6") || message.equals("ais.8"))) {
      return ""; // may be the number of a traffic signal's state
    }
    boolean ais = message.startsWith("ais.");
    boolean nmea = message.startsWith("nmea.");
    if (!ais && !nmea && !message.equals("track") && !message.equals("own")) {
      boolean ours = message.matches("(kiss|ax25|ccsds)\\..*");
      return ours ? OTHER.getOrDefault(field, "") : "";
    }
    String common = COMMON.getOrDefault(field, "");
    return ais ? AIS.getOrDefault(field, common) : nmea ? NMEA.getOrDefault(field, common) : common;
  }
}
