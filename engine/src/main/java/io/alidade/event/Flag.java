package io.alidade.event;

import static java.nio.charset.StandardCharsets.US_ASCII;

/**
 * Why an event is not simply good. An event carries a set of these as 64 bits; the bit number is
 * part of the journal's layout, so numbers are never reused.
 */
public enum Flag {
  /** The frame's checksum does not match its bytes. */
  CHECKSUM(0, "checksum"),
  /** The frame carries no checksum. */
  CHECKSUM_MISSING(1, "checksum.missing"),
  /** Too long or too short for what it claims to be. */
  LENGTH(2, "length"),
  /** A byte that the protocol does not allow. */
  CHARACTER(3, "character"),
  /** A field that is not of the form the standard gives; the field is absent. */
  GRAMMAR(4, "grammar"),
  /** The frame ended early: a new start, or the link's end, came before its terminator. */
  CUT(5, "cut"),
  /** Fragment number or count out of range. */
  FRAGMENT(6, "fragment"),
  /** Fragments that waited for this sequence id were given up: too old, or displaced. */
  FRAGMENT_LOST(7, "fragment.lost"),
  /** Fill bits out of range. */
  FILL(8, "fill"),
  /** A message type that the standard does not define. */
  TYPE(9, "type"),
  /** A value outside what the standard allows; kept as received. */
  RANGE(10, "range"),
  /** An impossible date or time of day; the date is absent. */
  DATE(11, "date"),
  /** A tag block whose own checksum is wrong or that is malformed; its contents are not used. */
  TAGBLOCK(12, "tagblock"),
  /** Something that should have come before this did not. */
  GAP(13, "gap"),
  /**
   * Already received: over another link or receiver, then a message {@code heard} says by whom; or
   * the same count again on a link that counts.
   */
  DUPLICATE(14, "duplicate"),
  /** More fields than the event has room for; the last ones are absent. */
  OVERFLOW(15, "overflow"),
  /** A stage failed on this event; it is a defect of ours. */
  FAULT(16, "fault"),
  /** A target moved faster than its kind can. */
  JUMP(17, "jump"),
  /** A parameter is in alarm at the level of least concern that XTCE has. */
  LIMIT_WATCH(18, "limit.watch"),
  /** A parameter is in alarm, at level warning. */
  LIMIT_WARNING(19, "limit.warning"),
  /** A parameter is in alarm, at level distress. */
  LIMIT_DISTRESS(20, "limit.distress"),
  /** A parameter is in alarm, at level critical. */
  LIMIT_CRITICAL(21, "limit.critical"),
  /** A parameter is in alarm, at the level of highest concern. */
  LIMIT_SEVERE(22, "limit.severe"),
  /** A packet names a parameter that there is not; what follows in it is absent. */
  REFERENCE(23, "reference"),
  /** A value changed faster than what it measures can. */
  RATE(28, "rate"),
  /** A date or time that cannot be, by the time of reception; kept as received. */
  TIME(29, "time"),
  /** Fields of one message that contradict each other. */
  CONTRADICTION(30, "contradiction");

  private static final Flag[] BY_BIT = new Flag[64];

  static {
    for (Flag flag : values()) {
      BY_BIT[flag.bitNumber] = flag;
    }
  }

  /** This flag as a set of one. */
  public final long bit;

  @SuppressWarnings("ImmutableEnumChecker") // written to nowhere
  final byte[] json;

  private final int bitNumber;
  private final String text;

  Flag(int bitNumber, String text) {
    this.bitNumber = bitNumber;
    this.bit = 1L << bitNumber;
    this.text = text;
    this.json = text.getBytes(US_ASCII);
  }

  /** The flag's name in JSON. */
  public String text() {
    return text;
  }

  /** The flag with a bit number from 0 to 63, or null. */
  static Flag ofBit(int bitNumber) {
    return BY_BIT[bitNumber];
  }
}
