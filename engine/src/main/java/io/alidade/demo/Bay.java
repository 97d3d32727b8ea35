package io.alidade.demo;

import static io.alidade.demo.ClassAVessel.AT_ANCHOR;
import static io.alidade.demo.ClassAVessel.FISHING;
import static io.alidade.demo.ClassAVessel.MOORED;
import static io.alidade.demo.ClassAVessel.RESTRICTED;
import static io.alidade.demo.ClassAVessel.UNDER_WAY;

import io.alidade.demo.AisEncoder.Identity;
import io.alidade.demo.AisPayload.Dimensions;
import io.alidade.demo.Motion.Handling;
import java.util.Locale;
import java.util.Random;

/**
 * Who is in the bay. All vessels are invented: their MMSIs carry country codes that are allotted to
 * nobody (200, 217, 221, 222), their IMO numbers lie in a range that is not given out, and call
 * signs that begin with Q belong to no country.
 */
final class Bay {
  private static final int[] UNALLOTTED = {200, 217, 221, 222};

  private static final int GPS = 1;

  private static final int CARGO = 70;
  private static final int CONTAINER = 71;
  private static final int TANKER = 80;
  private static final int PASSENGER = 60;
  private static final int HIGH_SPEED = 40;
  private static final int TRAWLER = 30;
  private static final int TOWING = 31;
  private static final int SAILING = 36;
  private static final int PLEASURE = 37;
  private static final int PILOT_VESSEL = 50;
  private static final int RESCUE = 51;

  private static final String PORTLAND = "PORTLAND";
  private static final String TOR_BAY = "TOR BAY";

  private final Schedule schedule;
  private final Calendar calendar;
  private final long seed;
  private int vessels;

  Bay(Schedule schedule, Calendar calendar, long seed) {
    this.schedule = schedule;
    this.calendar = calendar;
    this.seed = seed;
  }

  /** Enters everything that sends. */
  void populate() {
    own();
    channel();
    lying();
    bay();
    smallCraft();
    ashore();
  }

  private void own() {
    Random random = randomOf(0);
    Motion motion = new Motion(Waters.OWN, 8.5, Handling.CRAFT, random);
    Identity identity = identity("ALIDADE TENDER", 90, 18, 5);
    int mmsi = 200_000_001;
    ClassAVessel transponder =
        new ClassAVessel(mmsi, identity, TOR_BAY, UNDER_WAY, motion, calendar, random);
    new OwnVessel(transponder, motion, calendar, random).enter(schedule);
  }

  private void channel() {
    lane("MERIDIAN LARK", CONTAINER, 294, 32, "NLRTM", 18.4);
    lane("NORTHERN ALMUCANTAR", CARGO, 190, 30, "DEHAM", 13.2);
    lane("BRIGHT AZIMUTH", TANKER, 244, 42, "GBSOU", 12.6);
    lane("GREY VERNIER", CARGO, 138, 21, "BEANR", 11.8);
    lane("ASTROLABE EXPRESS", CONTAINER, 366, 51, "FRLEH", 19.7);
    lane("LIMBUS", TANKER, 118, 17, "GBFAL", 10.9);
    lane("QUEEN OF DECLINATION", PASSENGER, 292, 36, "GBSOU", 20.5);
    lane("SEXTANT TRADER", CARGO, 89, 13, "ESBIO", 9.6);
  }

  private void lane(String name, int type, int length, int beam, String to, double knots) {
    underWay(name, type, length, beam, to, UNDER_WAY, Waters.CHANNEL_LANES, knots, Handling.SHIP);
  }

  private void lying() {
    anchored("OCTANT SPIRIT", TANKER, 183, 32, 50.4310, -3.4700, 245);
    anchored("PARALLAX", TANKER, 229, 32, 50.4180, -3.4560, 250);
    anchored("CROSS STAFF", CARGO, 108, 16, 50.4230, -3.4850, 240);
    anchored("NADIR PIONEER", TANKER, 144, 23, 50.4370, -3.4540, 248);
    anchored("BACKSTAFF", CARGO, 91, 14, 50.4150, -3.4780, 243);
    moored("HALCYON QUADRANT", TRAWLER, 28, 8, 50.4005, -3.5095, 80);
    moored("GOOD INTERCEPT", PASSENGER, 32, 8, 50.4590, -3.5270, 350);
    moored("SOUTHERN NONIUS", CARGO, 122, 18, 50.5690, -2.4290, 15);
  }

  private void bay() {
    Handling ship = Handling.SHIP;
    Handling craft = Handling.CRAFT;
    underWay("COPPER RHUMB", CARGO, 84, 13, PORTLAND, UNDER_WAY, Waters.COASTER, 9.8, ship);
    underWay("LITTLE LOXODROME", TANKER, 76, 12, TOR_BAY, UNDER_WAY, Waters.COASTER, 9.1, ship);
    underWay("SWIFT AZIMUTH", HIGH_SPEED, 42, 11, TOR_BAY, UNDER_WAY, Waters.FAST_FERRY, 31, craft);
    underWay("BAY BELLE", PASSENGER, 24, 6, "BRIXHAM", UNDER_WAY, Waters.TOR_BAY_FERRY, 8.4, craft);
    underWay("RED CLIFF QUEEN", PASSENGER, 27, 7, "EXMOUTH", UNDER_WAY, Waters.EXCURSION, 9, craft);
    underWay(
        "DART HERON", PASSENGER, 26, 6, "DARTMOUTH", UNDER_WAY, Waters.DART_COASTING, 10, craft);
    underWay("PROVIDENT TWINE", TRAWLER, 23, 7, "", FISHING, Waters.TRAWL_WEST, 3.6, craft);
    underWay("SILVER CODEND", TRAWLER, 18, 6, "", FISHING, Waters.TRAWL_MID, 3.2, craft);
    underWay("JENNY WARP", TRAWLER, 15, 5, "", FISHING, Waters.TRAWL_EAST, 3.9, craft);
    underWay("BERRY PILOT", PILOT_VESSEL, 16, 5, TOR_BAY, UNDER_WAY, Waters.PILOT, 17, craft);
    underWay("STOUT WARP", TOWING, 31, 10, TOR_BAY, RESTRICTED, Waters.TUG, 5.5, craft);
  }

  private void smallCraft() {
    underWay(
        "RESCUE 17-99",
        RESCUE,
        17,
        6,
        "ON EXERCISE",
        UNDER_WAY,
        Waters.LIFEBOAT,
        24.5,
        Handling.CRAFT);
    classB("ARCTURUS OF DART", SAILING, 11, 4, Waters.CROSSING, 5.8);
    classB("SLOW WORM", SAILING, 9, 3, Waters.CROSSING, 4.6);
    classB("TERN AND TIDE", SAILING, 13, 4, Waters.CROSSING, 6.7);
    classB("POLARIS II", SAILING, 14, 4, Waters.CROSSING, 7.1);
    classB("SHEARWATER 7", SAILING, 10, 3, Waters.RACE, 6.1);
    classB("HOT TODDY", SAILING, 10, 3, Waters.RACE, 6.3);
    classB("THIRD REEF", SAILING, 11, 3, Waters.RACE, 6.6);
    classB("LUFFING MATCH", SAILING, 9, 3, Waters.RACE, 5.7);
    classB("MACKEREL SKY", PLEASURE, 8, 3, Waters.ANGLING, 6.5);
    classB("ROD AND REEL", PLEASURE, 7, 2, Waters.ANGLING, 4.4);
    classB("COBB RUNNER", PLEASURE, 12, 4, Waters.LIFEBOAT, 16.5);
    classBMoored("DORIS MAY", SAILING, 12, 4, 50.4600, -3.5265, 120);
    classBMoored("FIDDLER", PLEASURE, 9, 3, 50.6165, -3.4225, 30);
  }

  private void ashore() {
    ShoreStations shore = new ShoreStations(calendar, schedule);
    shore.baseStation(2_000_001, 50.3990, -3.4860, "ALIDADE DEMONSTRATION - NOT FOR NAVIGATION");
    Random random = randomOf(99);
    shore.aid(992_001_001, 30, "LYME DEMO FAIRWAY", 50.5700, -3.3300, false, false, random);
    shore.aid(992_001_002, 20, "TRAWL BANK NORTH CARDINAL", 50.6000, -2.9300, false, true, random);
    shore.aid(992_001_003, 1, "VIRTUAL WRECK", 50.4900, -2.9600, true, false, random);
    Motion flight = new Motion(Waters.HELICOPTER, 95, Handling.AIRCRAFT, random);
    shore.aircraft(111_200_001, flight, random);
    shore.transmitterOnTest(970_990_001, 50.6300, -2.9700);
  }

  private void underWay(
      String name,
      int type,
      int length,
      int beam,
      String destination,
      int status,
      Route route,
      double knots,
      Handling handling) {
    Random random = randomOf(vessels + 1);
    Motion motion = new Motion(route, knots, handling, random);
    classA(identity(name, type, length, beam), destination, status, motion, random);
  }

  private void anchored(
      String name, int type, int length, int beam, double latitude, double longitude, int heading) {
    Random random = randomOf(vessels + 1);
    Motion motion = Motion.anchored(latitude, longitude, heading, random);
    classA(identity(name, type, length, beam), "TOR BAY ANCHORAGE", AT_ANCHOR, motion, random);
  }

  private void moored(
      String name, int type, int length, int beam, double latitude, double longitude, int heading) {
    Random random = randomOf(vessels + 1);
    Motion motion = Motion.moored(latitude, longitude, heading, random);
    classA(identity(name, type, length, beam), "", MOORED, motion, random);
  }

  private void classA(
      Identity identity, String destination, int status, Motion motion, Random random) {
    boolean longRange = vessels % 9 == 1;
    int mmsi = nextMmsi();
    new ClassAVessel(mmsi, identity, destination, status, motion, calendar, random)
        .enter(schedule, random, longRange);
  }

  private void classB(String name, int type, int length, int beam, Route route, double knots) {
    Random random = randomOf(vessels + 1);
    Motion motion = new Motion(route, knots, Handling.CRAFT, random);
    classB(identity(name, type, length, beam), motion, random);
  }

  private void classBMoored(
      String name, int type, int length, int beam, double latitude, double longitude, int heading) {
    Random random = randomOf(vessels + 1);
    Motion motion = Motion.moored(latitude, longitude, heading, random);
    classB(identity(name, type, length, beam), motion, random);
  }

  private void classB(Identity identity, Motion motion, Random random) {
    boolean extended = vessels % 5 == 0;
    new ClassBVessel(nextMmsi(), identity, motion, calendar, extended, random)
        .enter(schedule, random);
  }

  private Identity identity(String name, int type, int length, int beam) {
    String callSign = String.format(Locale.ROOT, "QAL%02d", vessels);
    int toStern = length / 5;
    int toPort = beam / 2;
    Dimensions size = new Dimensions(length - toStern, toStern, toPort, beam - toPort);
    return new Identity(length < 60 ? 0 : imo(), callSign, name, type, size, GPS);
  }

  /** Six digits and the check digit: their sum weighted by 7 to 2, last digit. */
  private int imo() {
    int digits = 400_100 + vessels;
    int sum = 0;
    int rest = digits;
    for (int weight = 2; weight <= 7; weight++) {
      sum += weight * (rest % 10);
      rest /= 10;
    }
    return digits * 10 + sum % 10;
  }

  private int nextMmsi() {
    vessels++;
    return UNALLOTTED[vessels % UNALLOTTED.length] * 1_000_000 + 10_000 + vessels * 37;
  }

  private Random randomOf(int station) {
    return new Random(seed * 1_000_003 + station * 7_919L);
  }
}
