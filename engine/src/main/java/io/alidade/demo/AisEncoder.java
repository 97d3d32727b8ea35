package io.alidade.demo;

import io.alidade.demo.AisPayload.Dimensions;
import java.time.LocalDateTime;

/**
 * Messages of Rec. ITU-R M.1371-5, annex 8, from values in everyday units: degrees, knots, metres.
 * Sentinels are given as the standard has them: course 360, heading 511, speed 102.3. Spare bits
 * are zero.
 */
final class AisEncoder {
  /** Rate of turn not available. */
  static final int TURN_UNKNOWN = -128;

  /** Selector and state that a carrier-sense class B unit sends in place of a state of its own. */
  static final int CARRIER_SENSE_STATE = 1 << 19 | 0b110_0000_0000_0000_0110;

  private AisEncoder() {}

  /** Where a station is and how it moves: degrees, knots, degrees true; heading 511 = unknown. */
  record Fix(
      double longitude,
      double latitude,
      double speed,
      double course,
      int heading,
      int second,
      boolean accurate,
      boolean raim) {}

  /** The code of a rate of turn in degrees per minute, right positive: 4.733 times its root. */
  static int turnCode(double degreesPerMinute) {
    int code = (int) Math.round(4.733 * StrictMath.sqrt(Math.abs(degreesPerMinute)));
    return (int) Math.signum(degreesPerMinute) * Math.min(code, 126);
  }

  /** Types 1, 2 and 3: class A position report. */
  static AisPayload positionA(
      int type, int repeat, int mmsi, int status, int turnCode, Fix fix, int manoeuvre, int radio) {
    return new AisPayload(type, repeat, mmsi)
        .unsigned(status, 4)
        .signed(turnCode, 8)
        .unsigned(tenths(fix.speed), 10)
        .flag(fix.accurate)
        .position(fix.longitude, fix.latitude)
        .unsigned(tenths(fix.course), 12)
        .unsigned(fix.heading, 9)
        .unsigned(fix.second, 6)
        .unsigned(manoeuvre, 2)
        .spare(3)
        .flag(fix.raim)
        .unsigned(radio, 19);
  }

  /** Types 4 and 11: base station report, UTC date response. */
  static AisPayload baseStation(
      int type, int repeat, int mmsi, LocalDateTime utc, Fix fix, int device, int radio) {
    return new AisPayload(type, repeat, mmsi)
        .unsigned(utc.getYear(), 14)
        .unsigned(utc.getMonthValue(), 4)
        .unsigned(utc.getDayOfMonth(), 5)
        .unsigned(utc.getHour(), 5)
        .unsigned(utc.getMinute(), 6)
        .unsigned(utc.getSecond(), 6)
        .flag(fix.accurate)
        .position(fix.longitude, fix.latitude)
        .unsigned(device, 4)
        .spare(10)
        .flag(fix.raim)
        .unsigned(radio, 19);
  }

  /** What a vessel says of herself; draught in metres. */
  record Identity(
      int imo, String callSign, String name, int shipType, Dimensions size, int device) {}

  /** What changes from voyage to voyage; month, day, hour and minute of arrival, UTC. */
  record Voyage(
      int month,
      int day,
      int hour,
      int minute,
      double draught,
      String destination,
      boolean noDte) {}

  /** Type 5: class A static and voyage data. */
  static AisPayload staticA(int repeat, int mmsi, int version, Identity identity, Voyage voyage) {
    return new AisPayload(5, repeat, mmsi)
        .unsigned(version, 2)
        .unsigned(identity.imo, 30)
        .text(identity.callSign, 7)
        .text(identity.name, 20)
        .unsigned(identity.shipType, 8)
        .dimensions(identity.size)
        .unsigned(identity.device, 4)
        .unsigned(voyage.month, 4)
        .unsigned(voyage.day, 5)
        .unsigned(voyage.hour, 5)
        .unsigned(voyage.minute, 6)
        .unsigned(tenths(voyage.draught), 8)
        .text(voyage.destination, 20)
        .flag(voyage.noDte)
        .spare(1);
  }

  /**
   * Type 9: search and rescue aircraft; altitude in metres, whole knots, 20 bits of radio state.
   */
  static AisPayload aircraft(
      int repeat, int mmsi, int altitude, Fix fix, int regional, boolean noDte, int radio) {
    return new AisPayload(9, repeat, mmsi)
        .unsigned(altitude, 12)
        .unsigned((int) Math.round(fix.speed), 10)
        .flag(fix.accurate)
        .position(fix.longitude, fix.latitude)
        .unsigned(tenths(fix.course), 12)
        .unsigned(fix.second, 6)
        .unsigned(regional, 8)
        .flag(noDte)
        .spare(3)
        .spare(1)
        .flag(fix.raim)
        .unsigned(radio, 20);
  }

  /** Type 14: safety related broadcast, up to 156 characters. */
  static AisPayload safetyBroadcast(int repeat, int mmsi, String text) {
    return new AisPayload(14, repeat, mmsi).spare(2).text(text, text.length());
  }

  /**
   * Type 18: class B position report; the flags are CS, display, DSC, band, message 22, assigned.
   */
  static AisPayload positionB(
      int repeat, int mmsi, int reserved, Fix fix, int regional, int flags, int radio) {
    return new AisPayload(18, repeat, mmsi)
        .unsigned(reserved, 8)
        .unsigned(tenths(fix.speed), 10)
        .flag(fix.accurate)
        .position(fix.longitude, fix.latitude)
        .unsigned(tenths(fix.course), 12)
        .unsigned(fix.heading, 9)
        .unsigned(fix.second, 6)
        .unsigned(regional, 2)
        .unsigned(flags, 6)
        .flag(fix.raim)
        .unsigned(radio, 20);
  }

  /** Type 19: extended class B position report. */
  static AisPayload extendedB(
      int repeat, int mmsi, int reserved, Fix fix, int regional, Identity identity) {
    return new AisPayload(19, repeat, mmsi)
        .unsigned(reserved, 8)
        .unsigned(tenths(fix.speed), 10)
        .flag(fix.accurate)
        .position(fix.longitude, fix.latitude)
        .unsigned(tenths(fix.course), 12)
        .unsigned(fix.heading, 9)
        .unsigned(fix.second, 6)
        .unsigned(regional, 4)
        .text(identity.name, 20)
        .unsigned(identity.shipType, 8)
        .dimensions(identity.size)
        .unsigned(identity.device, 4)
        .flag(fix.raim)
        .spare(1)
        .spare(1)
        .spare(4);
  }

  /** Type 21: aid to navigation; a name of more than 20 characters goes on in the extension. */
  static AisPayload aid(
      int repeat,
      int mmsi,
      int aidType,
      String name,
      Fix fix,
      Dimensions size,
      int device,
      boolean offPosition,
      int regional,
      boolean virtual) {
    AisPayload payload =
        new AisPayload(21, repeat, mmsi)
            .unsigned(aidType, 5)
            .text(name, 20)
            .flag(fix.accurate)
            .position(fix.longitude, fix.latitude)
            .dimensions(size)
            .unsigned(device, 4)
            .unsigned(fix.second, 6)
            .flag(offPosition)
            .unsigned(regional, 8)
            .flag(fix.raim)
            .flag(virtual)
            .spare(1)
            .spare(1);
    if (name.length() > 20) {
      payload.text(name.substring(20), name.length() - 20);
      payload.spare((8 - payload.bitCount() % 8) % 8);
    }
    return payload;
  }

  /** Type 24, part A: a class B vessel's name. */
  static AisPayload staticBPartA(int repeat, int mmsi, String name) {
    return new AisPayload(24, repeat, mmsi).unsigned(0, 2).text(name, 20);
  }

  /** Type 24, part B; the vendor is three characters, a model (4 bits) and a serial (20 bits). */
  static AisPayload staticBPartB(
      int repeat, int mmsi, Identity identity, String vendor, int model, int serial) {
    return new AisPayload(24, repeat, mmsi)
        .unsigned(1, 2)
        .unsigned(identity.shipType, 8)
        .text(vendor, 3)
        .unsigned(model, 4)
        .unsigned(serial, 20)
        .text(identity.callSign, 7)
        .dimensions(identity.size)
        .unsigned(identity.device, 4)
        .spare(2);
  }

  /** Type 27: long-range position report: 1/10 minute, whole knots and degrees. */
  static AisPayload longRange(int repeat, int mmsi, int status, Fix fix, boolean notGnss) {
    return new AisPayload(27, repeat, mmsi)
        .flag(fix.accurate)
        .flag(fix.raim)
        .unsigned(status, 4)
        .signed((int) Math.round(fix.longitude * 600), 18)
        .signed((int) Math.round(fix.latitude * 600), 17)
        .unsigned((int) Math.round(fix.speed), 6)
        .unsigned((int) Math.round(fix.course) % 360, 9)
        .flag(notGnss)
        .spare(1);
  }

  private static int tenths(double value) {
    return (int) Math.round(value * 10);
  }
}
