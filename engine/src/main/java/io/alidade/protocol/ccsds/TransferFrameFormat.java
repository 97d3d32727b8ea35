package io.alidade.protocol.ccsds;

/**
 * How the transfer frames of a physical channel are made: what managed parameters say and frames do
 * not. Immutable.
 *
 * @param type which transfer frame protocol
 * @param length the transfer frame's length, bytes, check field included but not Reed-Solomon check
 *     symbols: 10 to 65,536; the longest where lengths vary
 * @param marker whether the attached sync marker comes before each frame, as a {@link
 *     io.alidade.framing.CaduFramer} finds it; otherwise each of the link's frames is a whole frame
 * @param randomized whether frames, check symbols included, are pseudo-randomised
 * @param code the Reed-Solomon code
 * @param frameCheck octets of the frame error control field at the frame's end: 0, 2 (CRC-16) or,
 *     with USLP, 4 (CRC-32)
 * @param options what only some frames have
 */
public record TransferFrameFormat(
    Type type,
    int length,
    boolean marker,
    boolean randomized,
    Code code,
    int frameCheck,
    Options options) {

  /** The transfer frame protocols. */
  public enum Type {
    /** CCSDS 132.0-B. */
    TM,
    /** CCSDS 732.0-B. */
    AOS,
    /** CCSDS 732.1-B. */
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
   * What only some frames have.
   *
   * @param headerCheck AOS: whether two bytes of frame header error control follow the header
   * @param insertZone AOS and USLP: length of the insert zone, bytes
   * @param controlField AOS: whether an operational control field is there (TM and USLP frames say)
   * @param packetChannels AOS: the virtual channels, a bit each, whose data are packets (M_PDU); TM
   *     and USLP frames say
   * @param extendedCount TM: whether a secondary header of four bytes extends the virtual channel
   *     frame count to 32 bits (ECSS-E-ST-50-03C, 5.3.4)
   * @param variableLength USLP without marker and code: frames have any length up to the longest
   * @param truncatedLength USLP: length of truncated frames, 6 to 32 bytes; 0 where there are none
   */
  public record Options(
      boolean headerCheck,
      int insertZone,
      boolean controlField,
      long packetChannels,
      boolean extendedCount,
      boolean variableLength,
      int truncatedLength) {
    /** All virtual channels carry packets. */
    public static final long ALL_CHANNELS = -1;

    static final Options NONE = new Options(false, 0, false, ALL_CHANNELS, false, false, 0);
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
    if (frameCheck != 0 && frameCheck != 2 && (frameCheck != 4 || type != Type.USLP)) {
      throw new IllegalArgumentException(
          "no frame error control field of " + type + " has " + frameCheck + " bytes");
    }
    if (options.insertZone < 0 || options.insertZone > length - 10) {
      throw new IllegalArgumentException("insert zone " + options.insertZone + " does not fit");
    }
    int truncated = options.truncatedLength;
    if (truncated != 0 && (truncated < 6 || truncated > 32 || truncated > length)) {
      throw new IllegalArgumentException("truncated frame length " + truncated + " is not 6 to 32");
    }
    if (options.variableLength && (type != Type.USLP || marker || code.errors > 0)) {
      throw new IllegalArgumentException("only plain USLP frames without marker vary in length");
    }
  }

  /** Frames after a sync marker, neither coded nor randomised nor checked. */
  public static TransferFrameFormat of(Type type, int length) {
    return new TransferFrameFormat(type, length, true, false, Code.NONE, 0, Options.NONE);
  }

  /** This without sync marker. */
  public TransferFrameFormat withoutMarker() {
    return new TransferFrameFormat(type, length, false, randomized, code, frameCheck, options);
  }

  /** This with pseudo-randomisation. */
  public TransferFrameFormat withRandomization() {
    return new TransferFrameFormat(type, length, marker, true, code, frameCheck, options);
  }

  /** This with a Reed-Solomon code. */
  public TransferFrameFormat withReedSolomon(int errors, int interleave, boolean dualBasis) {
    Code used = new Code(errors, interleave, dualBasis);
    return new TransferFrameFormat(type, length, marker, randomized, used, frameCheck, options);
  }

  /** This with a frame error control field of two octets. */
  public TransferFrameFormat withFrameCheck() {
    return withFrameCheck(2);
  }

  /** This with a frame error control field of so many octets. */
  public TransferFrameFormat withFrameCheck(int octets) {
    return new TransferFrameFormat(type, length, marker, randomized, code, octets, options);
  }

  /** This with what AOS frames may have besides. */
  public TransferFrameFormat withAos(
      boolean headerCheck, int insertZone, boolean controlField, long packetChannels) {
    return with(
        new Options(
            headerCheck,
            insertZone,
            controlField,
            packetChannels,
            options.extendedCount,
            options.variableLength,
            options.truncatedLength));
  }

  /** This with what USLP frames may have besides. */
  public TransferFrameFormat withUslp(int insertZone, boolean variableLength, int truncatedLength) {
    return with(
        new Options(
            options.headerCheck,
            insertZone,
            options.controlField,
            options.packetChannels,
            options.extendedCount,
            variableLength,
            truncatedLength));
  }

  /** This TM format with virtual channel frame counts of 32 bits. */
  public TransferFrameFormat withExtendedCount() {
    return with(
        new Options(
            options.headerCheck,
            options.insertZone,
            options.controlField,
            options.packetChannels,
            true,
            options.variableLength,
            options.truncatedLength));
  }

  private TransferFrameFormat with(Options used) {
    return new TransferFrameFormat(type, length, marker, randomized, code, frameCheck, used);
  }

  /** Bytes of Reed-Solomon check symbols after a frame. */
  int codeLength() {
    return 2 * code.errors * code.interleave;
  }

  /** Bytes after the sync marker: the frame, the longest where they vary, and its check symbols. */
  public int codedLength() {
    return length + codeLength();
  }
}
