package io.alidade.protocol.ccsds;

/**
 * How the transfer frames of a physical channel are made: what managed parameters say and frames do
 * not. Immutable.
 *
 * @param type which transfer frame protocol
 * @param length the transfer frame's length, bytes, check field included but not Reed-Solomon check
 *     symbols: 10 to 65,536
 * @param marker whether the attached sync marker comes before each frame, as a {@link
 *     io.alidade.framing.CaduFramer} finds it; otherwise each of the link's frames is a whole frame
 * @param randomized whether frames, check symbols included, are pseudo-randomised
 * @param code the Reed-Solomon code
 * @param frameCheck whether the frame's last two bytes are a CRC-16
 * @param aos what AOS frames, and USLP ones, may have besides
 */
public record TransferFrameFormat(
    Type type,
    int length,
    boolean marker,
    boolean randomized,
    Code code,
    boolean frameCheck,
    Aos aos) {

  /** The transfer frame protocols. */
  public enum Type {
    /** CCSDS 132.0-B. */
    TM,
    /** CCSDS 732.0-B. */
    AOS,
    /** CCSDS 732.1-B, frames of fixed length. */
    USLP
  }

  /**
   * A Reed-Solomon code (CCSDS 131.0-B).
   *
   * @param errors how many symbols of a code word are corrected: 16 for (255,223), 8 for (255,239),
   *     0 without coding
   * @param interleave code words in a frame, 1 to 8; the length is a multiple of it (virtual fill
   *     is what lacks to full words)
   * @param dualBasis whether symbols are in the dual basis, as the standard has it
   */
  public record Code(int errors, int interleave, boolean dualBasis) {
    static final Code NONE = new Code(0, 1, true);
  }

  /**
   * What AOS frames may have besides.
   *
   * @param headerCheck whether two bytes of frame header error control follow the header (they are
   *     not used)
   * @param insertZone AOS and USLP: length of the insert zone, bytes
   * @param controlField whether an operational control field is there (TM and USLP frames say)
   * @param packetChannels the virtual channels, a bit each, whose data are packets (M_PDU); TM and
   *     USLP frames say
   */
  public record Aos(
      boolean headerCheck, int insertZone, boolean controlField, long packetChannels) {
    /** All virtual channels carry packets. */
    public static final long ALL_CHANNELS = -1;

    static final Aos PLAIN = new Aos(false, 0, false, ALL_CHANNELS);
  }

  /** Refuses what cannot be. */
  public TransferFrameFormat {
    if (length < 10 || length > 65_536) {
      throw new IllegalArgumentException("frame length " + length + " is not 10 to 65536");
    }
    if (code.errors != 0 && code.errors != 8 && code.errors != 16) {
      throw new IllegalArgumentException("Reed-Solomon E " + code.errors + " is not 8 or 16");
    }
    if (code.interleave < 1 || code.interleave > 8) {
      throw new IllegalArgumentException("interleave " + code.interleave + " is not 1 to 8");
    }
    if (code.errors > 0) {
      int most = (255 - 2 * code.errors) * code.interleave;
      if (length % code.interleave != 0 || length > most) {
        throw new IllegalArgumentException(
            "frame length "
                + length
                + " is not a multiple of "
                + code.interleave
                + " up to "
                + most);
      }
    }
    if (aos.insertZone < 0 || aos.insertZone > length - 10) {
      throw new IllegalArgumentException("insert zone " + aos.insertZone + " does not fit");
    }
  }

  /** Frames after a sync marker, neither coded nor randomised nor checked. */
  public static TransferFrameFormat of(Type type, int length) {
    return new TransferFrameFormat(type, length, true, false, Code.NONE, false, Aos.PLAIN);
  }

  /** This without sync marker. */
  public TransferFrameFormat withoutMarker() {
    return new TransferFrameFormat(type, length, false, randomized, code, frameCheck, aos);
  }

  /** This with pseudo-randomisation. */
  public TransferFrameFormat withRandomization() {
    return new TransferFrameFormat(type, length, marker, true, code, frameCheck, aos);
  }

  /** This with a Reed-Solomon code. */
  public TransferFrameFormat withReedSolomon(int errors, int interleave, boolean dualBasis) {
    Code used = new Code(errors, interleave, dualBasis);
    return new TransferFrameFormat(type, length, marker, randomized, used, frameCheck, aos);
  }

  /** This with a frame error control field. */
  public TransferFrameFormat withFrameCheck() {
    return new TransferFrameFormat(type, length, marker, randomized, code, true, aos);
  }

  /** This with what AOS frames may have besides. */
  public TransferFrameFormat withAos(
      boolean headerCheck, int insertZone, boolean controlField, long packetChannels) {
    Aos used = new Aos(headerCheck, insertZone, controlField, packetChannels);
    return new TransferFrameFormat(type, length, marker, randomized, code, frameCheck, used);
  }

  /** Bytes after the sync marker: the frame and its check symbols. */
  public int codedLength() {
    return length + 2 * code.errors * code.interleave;
  }
}
