package io.alidade.protocol.ais;

import io.alidade.event.Field;

/**
 * Application data by area code and function: the international ones of M.1371-6 Annex 5, IMO
 * SN/Circ.236 and SN.1/Circ.289, those of the European inland waterways (area 200), and the aids to
 * navigation of the British Isles (area 235). Data is taken for one of these only when it has a
 * length that the application allows; there are stations that use the numbers for something else.
 *
 * <p>Lengths are those of the application data, after the application identifier.
 */
final class Applications {
  private static final int INTERNATIONAL = 1;
  private static final int INLAND = 200;
  private static final int BRITAIN = 235;
  private static final int IRELAND = 250;

  /** Bits of an inland ship's data before its cargo's hazard, 0 to 4 or 5 for unknown. */
  private static final int HAZARD = 48 + 13 + 10 + 14;

  private static final int MAX_HAZARD = 5;

  /** Padding up to a byte and up to a character of the sentence. */
  private static final int PADDING = 13;

  /** Circ.236: "not available" is the highest value that a field can have. */
  private static final Layout WEATHER_236 =
      Layout.of()
          .lat(Field.LAT)
          .absent(0x7F_FFFF)
          .lon(Field.LON)
          .absent(0xFF_FFFF)
          .dayTime()
          .number(Field.WSPEED, 7)
          .absent(127)
          .number(Field.WGUST, 7)
          .absent(127)
          .number(Field.WDIR, 9)
          .absentFrom(360)
          .number(Field.WGUSTDIR, 9)
          .absentFrom(360)
          .decimal(Field.AIRTEMP, 11, 1)
          .plus(-600)
          .absent(2047)
          .number(Field.HUMIDITY, 7)
          .absentFrom(101)
          .decimal(Field.DEWPOINT, 10, 1)
          .plus(-200)
          .absent(1023)
          .number(Field.PRESSURE, 9)
          .plus(800)
          .absent(511)
          .number(Field.PRESSURETEND, 2)
          .absent(3)
          .decimal(Field.VISIBILITY, 8, 1)
          .absent(255)
          .decimal(Field.WATERLEVEL, 9, 1)
          .plus(-100)
          .absent(511)
          .number(Field.LEVELTREND, 2)
          .absent(3)
          .decimal(Field.CSPEED, 8, 1)
          .absent(255)
          .number(Field.CDIR, 9)
          .absentFrom(360)
          .decimal(Field.CSPEED2, 8, 1)
          .absent(255)
          .number(Field.CDIR2, 9)
          .absentFrom(360)
          .number(Field.CDEPTH2, 5)
          .absent(31)
          .decimal(Field.CSPEED3, 8, 1)
          .absent(255)
          .number(Field.CDIR3, 9)
          .absentFrom(360)
          .number(Field.CDEPTH3, 5)
          .absent(31)
          .decimal(Field.WAVEHEIGHT, 8, 1)
          .absent(255)
          .number(Field.WAVEPERIOD, 6)
          .absent(63)
          .number(Field.WAVEDIR, 9)
          .absentFrom(360)
          .decimal(Field.SWELLHEIGHT, 8, 1)
          .absent(255)
          .number(Field.SWELLPERIOD, 6)
          .absent(63)
          .number(Field.SWELLDIR, 9)
          .absentFrom(360)
          .number(Field.SEASTATE, 4)
          .absentFrom(13)
          .decimal(Field.WATERTEMP, 10, 1)
          .plus(-100)
          .absent(1023)
          .number(Field.PRECIPTYPE, 3)
          .absent(7)
          .decimal(Field.SALINITY, 9, 1)
          .absent(511)
          .number(Field.ICE, 2)
          .absent(3)
          .end();

  private static final Layout WEATHER_289 =
      Layout.of()
          .lon(Field.LON)
          .lat(Field.LAT)
          .flag(Field.ACCURACY)
          .dayTime()
          .number(Field.WSPEED, 7)
          .absent(127)
          .number(Field.WGUST, 7)
          .absent(127)
          .number(Field.WDIR, 9)
          .absentFrom(360)
          .number(Field.WGUSTDIR, 9)
          .absentFrom(360)
          .signedDecimal(Field.AIRTEMP, 11, 1)
          .absent(-1024)
          .number(Field.HUMIDITY, 7)
          .absentFrom(101)
          .signedDecimal(Field.DEWPOINT, 10, 1)
          .absentFrom(501)
          .number(Field.PRESSURE, 9)
          .plus(799)
          .absent(511)
          .number(Field.PRESSURETEND, 2)
          .absent(3)
          .flag(Field.VISGREATER)
          .decimal(Field.VISIBILITY, 7, 1)
          .absent(127)
          .decimal(Field.WATERLEVEL, 12, 2)
          .plus(-1000)
          .absentFrom(4001)
          .number(Field.LEVELTREND, 2)
          .absent(3)
          .decimal(Field.CSPEED, 8, 1)
          .absent(255)
          .number(Field.CDIR, 9)
          .absentFrom(360)
          .decimal(Field.CSPEED2, 8, 1)
          .absent(255)
          .number(Field.CDIR2, 9)
          .absentFrom(360)
          .number(Field.CDEPTH2, 5)
          .absent(31)
          .decimal(Field.CSPEED3, 8, 1)
          .absent(255)
          .number(Field.CDIR3, 9)
          .absentFrom(360)
          .number(Field.CDEPTH3, 5)
          .absent(31)
          .decimal(Field.WAVEHEIGHT, 8, 1)
          .absent(255)
          .number(Field.WAVEPERIOD, 6)
          .absent(63)
          .number(Field.WAVEDIR, 9)
          .absentFrom(360)
          .decimal(Field.SWELLHEIGHT, 8, 1)
          .absent(255)
          .number(Field.SWELLPERIOD, 6)
          .absent(63)
          .number(Field.SWELLDIR, 9)
          .absentFrom(360)
          .number(Field.SEASTATE, 4)
          .absentFrom(13)
          .signedDecimal(Field.WATERTEMP, 10, 1)
          .absentFrom(501)
          .number(Field.PRECIPTYPE, 3)
          .absent(7)
          .decimal(Field.SALINITY, 9, 1)
          .absentFrom(510)
          .number(Field.ICE, 2)
          .absent(3)
          .end();

  private static final Layout DANGEROUS_CARGO =
      Layout.of()
          .text(Field.LASTPORT, 5)
          .monthTime(Field.DEPARTURE)
          .text(Field.NEXTPORT, 5)
          .monthTime(Field.ETA)
          .text(Field.DANGEROUS, 20)
          .text(Field.IMDCAT, 4)
          .number(Field.UNID, 13)
          .absent(0)
          .number(Field.AMOUNT, 10)
          .absent(0)
          .number(Field.UNIT, 2)
          .end();

  private static final Layout AIR_DRAUGHT =
      Layout.of().decimal(Field.AIRDRAUGHT, 11, 1).absent(0).end();

  private static final Layout PERSONS = Layout.of().number(Field.PERSONS, 13).absent(0).end();

  private static final Layout CLEARANCE =
      Layout.of()
          .number(Field.LINKAGE, 10)
          .monthTime(Field.ARRIVAL)
          .text(Field.PORTNAME, 20)
          .text(Field.DESTINATION, 5)
          .lon(Field.LON)
          .lat(Field.LAT)
          .end();

  private static final Layout TRAFFIC_SIGNAL =
      Layout.of()
          .number(Field.LINKAGE, 10)
          .text(Field.STATION_NAME, 20)
          .lon(Field.LON)
          .lat(Field.LAT)
          .number(Field.STATUS, 2)
          .number(Field.SIGNAL, 5)
          .number(Field.HOUR, 5)
          .absentFrom(24)
          .number(Field.MINUTE, 6)
          .absentFrom(60)
          .number(Field.NEXTSIGNAL, 5)
          .end();

  private static final Layout BERTH =
      Layout.of()
          .number(Field.LINKAGE, 10)
          .number(Field.BERTH_LENGTH, 9)
          .absent(0)
          .decimal(Field.BERTH_DEPTH, 8, 1)
          .absent(0)
          .number(Field.POSITION, 3)
          .monthTime(Field.ARRIVAL)
          .flag(Field.AVAILABILITY)
          .skip(52)
          .text(Field.BERTH_NAME, 20)
          .lon(Field.BERTH_LON)
          .lat(Field.BERTH_LAT)
          .end();

  private static final Layout INLAND_SHIP =
      Layout.of()
          .text(Field.VIN, 8)
          .decimal(Field.LENGTH, 13, 1)
          .absent(0)
          .decimal(Field.BEAM, 10, 1)
          .absent(0)
          .number(Field.SHIPTYPE, 14)
          .number(Field.HAZARD, 3)
          .decimal(Field.DRAUGHT, 11, 2)
          .absent(0)
          .number(Field.LOADED, 2)
          .flag(Field.SPEED_Q)
          .flag(Field.COURSE_Q)
          .flag(Field.HEADING_Q)
          .end();

  private static final Layout INLAND_PLACE =
      Layout.of()
          .text(Field.COUNTRY, 2)
          .text(Field.LOCATION, 3)
          .text(Field.SECTION, 5)
          .text(Field.TERMINAL, 5)
          .text(Field.HECTOMETRE, 5)
          .end();

  private static final Layout INLAND_ETA =
      Layout.of()
          .monthTime(Field.ETA)
          .number(Field.TUGS, 3)
          .absent(7)
          .decimal(Field.AIRDRAUGHT, 12, 2)
          .absent(0)
          .end();

  private static final Layout INLAND_RTA =
      Layout.of().monthTime(Field.ETA).number(Field.STATUS, 2).end();

  private static final Layout INLAND_PERSONS =
      Layout.of()
          .number(Field.CREW, 8)
          .absent(255)
          .number(Field.PASSENGERS, 13)
          .absent(8191)
          .number(Field.PERSONNEL, 8)
          .absent(255)
          .end();

  private static final Layout BUOY =
      Layout.of()
          .decimal(Field.ANA_INT, 10, 2)
          .times(5)
          .absent(0)
          .decimal(Field.ANA_EXT1, 10, 2)
          .times(5)
          .absent(0)
          .decimal(Field.ANA_EXT2, 10, 2)
          .times(5)
          .absent(0)
          .number(Field.RACON, 2)
          .number(Field.LIGHT, 2)
          .flag(Field.ALARM)
          .number(Field.STAT_EXT, 8)
          .flag(Field.OFF_POS)
          .end();

  private Applications() {}

  /**
   * Writes the data's fields.
   *
   * @return false when the application is not known, or cannot have data of this length; nothing is
   *     written then
   */
  static boolean write(AisFields f, int dac, int fid, int start, int end) {
    return switch (dac) {
      case INTERNATIONAL -> international(f, fid, start, end);
      case INLAND -> inland(f, fid, start, end);
      case BRITAIN, IRELAND -> fid == 10 && fixed(f, BUOY, start, end, 48);
      default -> false;
    };
  }

  private static boolean international(AisFields f, int fid, int start, int end) {
    return switch (fid) {
      case 0 -> RepeatedData.telegram(f, start, end);
      case 11 -> fixed(f, WEATHER_236, start, end, 296);
      case 12 -> fixed(f, DANGEROUS_CARGO, start, end, 272);
      case 14 -> RepeatedData.tidalWindows(f, start, end);
      case 15 -> fixed(f, AIR_DRAUGHT, start, end, 16);
      case 16 -> fixed(f, PERSONS, start, end, 16) || fixed(f, PERSONS, start, end, 48);
      case 17 -> RepeatedData.targets(f, start, end);
      case 18 -> fixed(f, CLEARANCE, start, end, 272);
      case 19 -> fixed(f, TRAFFIC_SIGNAL, start, end, 304);
      case 20 -> fixed(f, BERTH, start, end, 272);
      case 22, 23 -> AreaNotice.write(f, start, end);
      case 27, 28 -> RepeatedData.route(f, start, end);
      case 29, 30 -> RepeatedData.linkedText(f, start, end);
      case 31 -> fixed(f, WEATHER_289, start, end, 304);
      case 32 -> RepeatedData.tidalCurrents(f, start, end);
      case 40 -> fixed(f, PERSONS, start, end, 16);
      default -> false;
    };
  }

  private static boolean inland(AisFields f, int fid, int start, int end) {
    return switch (fid) {
      case 10 -> inlandShip(f, start, end);
      case 21 ->
          fits(INLAND_PLACE.bits() + INLAND_ETA.bits(), start, end, 160)
              && atPlace(f, INLAND_ETA, start);
      case 22 ->
          fits(INLAND_PLACE.bits() + INLAND_RTA.bits(), start, end, 144)
              && atPlace(f, INLAND_RTA, start);
      case 55 -> fixed(f, INLAND_PERSONS, start, end, 80);
      default -> false;
    };
  }

  /** Others send their own data as 200/10; cargo hazards that are not defined give them away. */
  private static boolean inlandShip(AisFields f, int start, int end) {
    return fits(INLAND_SHIP.bits(), start, end, 112)
        && f.bits.unsigned(start + HAZARD, 3) <= MAX_HAZARD
        && fixed(f, INLAND_SHIP, start, end, 112);
  }

  private static boolean atPlace(AisFields f, Layout layout, int start) {
    INLAND_PLACE.write(f, start);
    layout.write(f, start + INLAND_PLACE.bits());
    return true;
  }

  private static boolean fixed(AisFields f, Layout layout, int start, int end, int nominal) {
    if (!fits(layout.bits(), start, end, nominal)) {
      return false;
    }
    layout.write(f, start);
    return true;
  }

  /** True when data holds all of a layout and is not much longer than the application has it. */
  private static boolean fits(int least, int start, int end, int nominal) {
    int length = end - start;
    return length >= least && length <= nominal + PADDING;
  }
}
