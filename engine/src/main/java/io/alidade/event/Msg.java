package io.alidade.event;

import static java.nio.charset.StandardCharsets.US_ASCII;

/**
 * What a decoded event is: the codes of the {@code msg} name. A code is part of the journal's
 * layout and is never given a second meaning.
 *
 * <p>1 to 63 are AIS message types; 100 to 254 NMEA 0183 sentences by their formatter; {@link
 * #NMEA_OTHER} any other sentence, named by its {@link Field#SENTENCE}; 256 and up the engine's
 * own.
 */
public final class Msg {
  /** An AIS message of type {@code AIS + n}, n from 1 to 28. */
  public static final int AIS = 0;

  /** A part of an AIS message whose other parts are not all here. */
  public static final int AIS_FRAGMENT = 64;

  public static final int GGA = 100;
  public static final int GLL = 101;
  public static final int RMC = 102;
  public static final int GNS = 103;
  public static final int VTG = 104;
  public static final int GSA = 105;
  public static final int GSV = 106;
  public static final int ZDA = 107;
  public static final int HDT = 108;
  public static final int HDG = 109;
  public static final int HDM = 110;
  public static final int THS = 111;
  public static final int ROT = 112;
  public static final int VHW = 113;
  public static final int VBW = 114;
  public static final int DBT = 115;
  public static final int DPT = 116;
  public static final int MTW = 117;
  public static final int MWV = 118;
  public static final int MWD = 119;
  public static final int RSA = 120;
  public static final int RPM = 121;
  public static final int XTE = 122;
  public static final int APB = 123;
  public static final int BWC = 124;
  public static final int RMB = 125;
  public static final int VLW = 126;
  public static final int XDR = 127;
  public static final int DTM = 128;
  public static final int GST = 129;
  public static final int TXT = 130;
  public static final int ALR = 131;
  public static final int MDA = 132;
  public static final int TTM = 133;
  public static final int OSD = 134;
  public static final int BOD = 135;
  public static final int BWR = 136;
  public static final int DBK = 137;
  public static final int DBS = 138;
  public static final int DSC = 139;
  public static final int HSC = 140;
  public static final int MTA = 141;
  public static final int VPW = 142;
  public static final int VWR = 143;
  public static final int VWT = 144;
  public static final int GBS = 145;
  public static final int VDR = 146;

  /** A sentence without a decoder: its fields are passed on as text. */
  public static final int NMEA_OTHER = 255;

  public static final int INVALID = 256;
  public static final int NOISE = 257;
  public static final int LINK = 258;
  public static final int TICK = 259;
  public static final int SESSION = 260;
  public static final int STATE = 261;

  /** The journal lacks, or lacked, events. */
  public static final int JOURNAL_OUTAGE = 262;

  /** Sessions of the journal were deleted. */
  public static final int JOURNAL_PRUNED = 263;

  /** A satellite rises, culminates or sets over the station. */
  public static final int PASS = 270;

  /** Where a satellite is seen during a pass. */
  public static final int PASS_TRACK = 271;

  /** The elements that passes are predicted with. */
  public static final int ELEMENTS = 272;

  /** A KISS data frame whose payload is not AX.25. */
  public static final int KISS_DATA = 300;

  /** A KISS command of another kind, such as a time stamp. */
  public static final int KISS_COMMAND = 301;

  public static final int AX25_UI = 302;
  public static final int AX25_I = 303;
  public static final int AX25_S = 304;
  public static final int AX25_U = 305;

  public static final int CCSDS_FRAME = 310;
  public static final int CCSDS_PACKET = 311;
  public static final int CCSDS_IDLE = 312;
  public static final int CCSDS_ENCAPSULATION = 313;

  /** The first code that a mission database's containers take. */
  public static final int FIRST_DYNAMIC = 1024;

  private static final String NMEA_FORMATTERS =
      "GGA GLL RMC GNS VTG GSA GSV ZDA HDT HDG HDM THS ROT VHW VBW DBT DPT MTW MWV MWD "
          + "RSA RPM XTE APB BWC RMB VLW XDR DTM GST TXT ALR MDA TTM OSD BOD BWR DBK DBS DSC "
          + "HSC MTA VPW VWR VWT GBS VDR";

  private static final byte[][] NAMES = new byte[512][];
  private static final int[] FORMATTER_CODES = new int[1 << 15];

  static {
    for (int type = 1; type < AIS_FRAGMENT; type++) {
      NAMES[AIS + type] = ("ais." + type).getBytes(US_ASCII);
    }
    NAMES[AIS_FRAGMENT] = "ais.fragment".getBytes(US_ASCII);
    String[] formatters = NMEA_FORMATTERS.split(" ");
    for (int i = 0; i < formatters.length; i++) {
      String formatter = formatters[i];
      NAMES[GGA + i] = ("nmea." + formatter).getBytes(US_ASCII);
      FORMATTER_CODES[key(formatter.charAt(0), formatter.charAt(1), formatter.charAt(2))] = GGA + i;
    }
    NAMES[INVALID] = "invalid".getBytes(US_ASCII);
    NAMES[NOISE] = "noise".getBytes(US_ASCII);
    NAMES[LINK] = "link".getBytes(US_ASCII);
    NAMES[TICK] = "tick".getBytes(US_ASCII);
    NAMES[SESSION] = "session".getBytes(US_ASCII);
    NAMES[STATE] = "state".getBytes(US_ASCII);
    NAMES[JOURNAL_OUTAGE] = "journal.outage".getBytes(US_ASCII);
    NAMES[JOURNAL_PRUNED] = "journal.pruned".getBytes(US_ASCII);
    NAMES[PASS] = "pass".getBytes(US_ASCII);
    NAMES[PASS_TRACK] = "pass.track".getBytes(US_ASCII);
    NAMES[ELEMENTS] = "elements".getBytes(US_ASCII);
    NAMES[KISS_DATA] = "kiss.data".getBytes(US_ASCII);
    NAMES[KISS_COMMAND] = "kiss.command".getBytes(US_ASCII);
    NAMES[AX25_UI] = "ax25.ui".getBytes(US_ASCII);
    NAMES[AX25_I] = "ax25.i".getBytes(US_ASCII);
    NAMES[AX25_S] = "ax25.s".getBytes(US_ASCII);
    NAMES[AX25_U] = "ax25.u".getBytes(US_ASCII);
    NAMES[CCSDS_FRAME] = "ccsds.frame".getBytes(US_ASCII);
    NAMES[CCSDS_PACKET] = "ccsds.packet".getBytes(US_ASCII);
    NAMES[CCSDS_IDLE] = "ccsds.idle".getBytes(US_ASCII);
    NAMES[CCSDS_ENCAPSULATION] = "ccsds.encapsulation".getBytes(US_ASCII);
  }

  private Msg() {}

  /** True for a complete AIS message, whose code is its type. */
  public static boolean isAis(int msg) {
    return msg > AIS && msg < AIS_FRAGMENT;
  }

  /** The code for a three-letter NMEA 0183 sentence formatter, or {@link #NMEA_OTHER}. */
  public static int ofFormatter(int first, int second, int third) {
    if (!isUpper(first) || !isUpper(second) || !isUpper(third)) {
      return NMEA_OTHER;
    }
    int code = FORMATTER_CODES[key(first, second, third)];
    return code == 0 ? NMEA_OTHER : code;
  }

  private static boolean isUpper(int c) {
    return c >= 'A' && c <= 'Z';
  }

  private static int key(int first, int second, int third) {
    return (first & 31) << 10 | (second & 31) << 5 | (third & 31);
  }

  /** The name, or null for {@link #NMEA_OTHER} and unknown codes. */
  static byte[] name(int msg) {
    return msg < NAMES.length ? NAMES[msg] : null;
  }
}
