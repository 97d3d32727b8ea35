package io.alidade.protocol.nmea;

import io.alidade.event.Event;
import io.alidade.event.Field;
import io.alidade.event.FieldWriter;
import io.alidade.event.Flag;
import io.alidade.event.FrameKind;
import io.alidade.event.Msg;
import io.alidade.protocol.Decoder;
import io.alidade.protocol.ais.AisDecoder;

/**
 * Decodes NMEA 0183 sentences (IEC 61162-1), the tag blocks before them (IEC 61162-450) and what
 * receivers add after the checksum; AIS sentences ({@code !xxVDM}, {@code !xxVDO}) go to {@link
 * AisDecoder}.
 *
 * <p>The event is invalid when the sentence cannot be trusted as a whole: {@link Flag#CUT}, {@link
 * Flag#LENGTH} (oversize), {@link Flag#CHARACTER} (a byte outside 0x20 to 0x7E), {@link
 * Flag#CHECKSUM}, {@link Flag#CHECKSUM_MISSING}, {@link Flag#GRAMMAR} (no address). It is suspect,
 * and decoded, when a part is wrong: {@link Flag#TAGBLOCK}, {@link Flag#GRAMMAR}, {@link
 * Flag#RANGE}, {@link Flag#DATE}; that part is absent. What a sentence leaves empty is absent.
 *
 * <p>A sentence of a known formatter gives talker and the fields listed at its method in this
 * package. Any other, proprietary or a query, gives talker (none for {@code $P...}), sentence and
 * fields, as texts. To all are added, where known:
 *
 * <ul>
 *   <li>{@code source}: the tag block's {@code s}, else its group's, else the station after the
 *       checksum ({@code rSTATION} or {@code bMMSI}, as a whole)
 *   <li>{@code group}: the tag block's {@code g}
 *   <li>{@code signal} (dBm), {@code slot} and {@code toa} (s after the minute): {@code d-109},
 *       {@code S2105} and {@code T56.137} after the checksum
 * </ul>
 *
 * The event's recorded time is the tag block's {@code c}, else its group's, else the UNIX time
 * after the checksum. A group's source and time are those of its first sentence ({@code
 * g:1-2-1604}).
 *
 * <p>Not thread-safe: one decoder per link.
 */
public final class NmeaDecoder implements Decoder {
  private static final int MAX_OTHER_FIELDS = 128;

  private final boolean checksumRequired;
  private final AisDecoder ais = new AisDecoder();
  private final TagBlock tag = new TagBlock();
  private final TagGroups groups = new TagGroups();
  private final Metadata metadata = new Metadata();
  private final Sentence sentence = new Sentence();

  /** A decoder that rejects sentences without a checksum. */
  public NmeaDecoder() {
    this(true);
  }

  /**
   * A decoder.
   *
   * @param checksumRequired false to accept a sentence without a checksum, with a remark; a wrong
   *     one is rejected all the same
   */
  public NmeaDecoder(boolean checksumRequired) {
    this.checksumRequired = checksumRequired;
  }

  @Override
  public boolean isAtRest(long time) {
    return ais.isAtRest(time) && groups.isAtRest(time);
  }

  @Override
  public void decode(Event event) {
    FrameKind kind = event.kind();
    if (kind == FrameKind.NOISE) {
      event.msg(Msg.NOISE);
    } else if (kind == FrameKind.CUT) {
      event.invalid(Flag.CUT);
    } else if (kind == FrameKind.OVERSIZE) {
      event.invalid(Flag.LENGTH);
    } else {
      frame(event);
    }
  }

  private void frame(Event event) {
    byte[] bytes = event.array();
    int i = event.rawOffset();
    int end = i + event.rawLength();
    while (i < end && isLineEnd(bytes[i])) {
      i++;
    }
    while (end > i && isLineEnd(bytes[end - 1])) {
      end--;
    }
    tag.clear(bytes);
    metadata.clear();
    if (i < end && bytes[i] == '\\') {
      i = tagBlocks(event, bytes, i, end);
      if (tag.groupLength > 0) {
        groups.complete(tag, bytes, event.rxTime());
      }
      if (tag.time != Event.NO_TIME) {
        event.recordedTime(tag.time);
      }
    }
    if (i >= end || (bytes[i] != '$' && bytes[i] != '!')) {
      event.invalid(Flag.GRAMMAR);
      return;
    }
    int star = checked(event, bytes, i + 1, end);
    if (star < 0) {
      return;
    }
    if (star + 3 < end) {
      metadata.read(bytes, star + 3, end);
    }
    if (tag.time == Event.NO_TIME && metadata.time != Event.NO_TIME) {
      event.recordedTime(metadata.time);
    }
    if (dispatch(event, bytes, i, star)) {
      event.endDecoded();
    }
  }

  /** Reads the tag blocks from {@code i} on; returns where the sentence begins. */
  private int tagBlocks(Event event, byte[] bytes, int i, int end) {
    while (i < end && bytes[i] == '\\') {
      int close = i + 1;
      while (close < end && bytes[close] != '\\' && bytes[close] != '$' && bytes[close] != '!') {
        close++;
      }
      if (close < end && bytes[close] == '\\' && close > i + 1) {
        if (!tag.read(bytes, i + 1, close)) {
          event.suspect(Flag.TAGBLOCK);
        }
        i = close + 1;
      } else {
        // A doubled backslash, or one right before the sentence: not a block of its own.
        event.suspect(Flag.TAGBLOCK);
        i = close;
      }
    }
    return i;
  }

  /** Checks the sentence's bytes; returns where they end, or -1 and the event is invalid. */
  private int checked(Event event, byte[] bytes, int start, int end) {
    int sum = 0;
    boolean illegal = false;
    boolean star = false;
    int i = start;
    for (; i < end; i++) {
      byte b = bytes[i];
      if (b == '*') {
        star = true;
        if (i + 2 < end && Hex.pair(bytes, i + 1) >= 0) {
          break;
        }
      }
      illegal |= b < 0x20 || b == 0x7F;
      sum ^= b;
    }
    if (illegal) {
      event.invalid(Flag.CHARACTER);
    } else if (i < end ? Hex.pair(bytes, i + 1) != sum : star) {
      event.invalid(Flag.CHECKSUM);
    } else if (i == end && checksumRequired) {
      event.invalid(Flag.CHECKSUM_MISSING);
    } else {
      if (i == end) {
        event.remark(Flag.CHECKSUM_MISSING);
      }
      return i;
    }
    return -1;
  }

  /** Decodes the sentence that starts at its delimiter; false when that made it invalid. */
  private boolean dispatch(Event event, byte[] bytes, int start, int end) {
    int address = start + 1;
    int comma = address;
    while (comma < end && isAddress(bytes[comma])) {
      comma++;
    }
    // After its maker's code a proprietary sentence is free; the others part fields by commas.
    boolean proprietary = comma >= address + 4 && bytes[address] == 'P';
    if (comma == address || (comma < end && bytes[comma] != ',' && !proprietary)) {
      event.invalid(Flag.GRAMMAR);
      return false;
    }
    boolean standard = comma == address + 5;
    if (standard && bytes[start] == '!' && isVdm(bytes, address + 2)) {
      FieldWriter out = event.beginDecoded();
      ais.decode(event, out, address, end);
      if (event.msg() == Msg.INVALID) {
        return false;
      }
      appendOrigin(bytes, out);
      return true;
    }
    boolean talker = standard && bytes[address] != 'P';
    int msg =
        talker && bytes[start] == '$'
            ? Msg.ofFormatter(bytes[address + 2], bytes[address + 3], bytes[address + 4])
            : Msg.NMEA_OTHER;
    event.msg(msg);
    FieldWriter out = event.beginDecoded();
    if (talker) {
      out.text(Field.TALKER, bytes, address, 2);
    }
    int first = comma < end && bytes[comma] == ',' ? comma + 1 : comma;
    sentence.wrap(event, out, first, end);
    if (msg == Msg.NMEA_OTHER) {
      int name = talker ? address + 2 : address;
      out.text(Field.SENTENCE, bytes, name, comma - name);
      if (comma < end) {
        otherFields(event, out, bytes);
      }
    } else {
      fields(msg);
    }
    appendOrigin(bytes, out);
    return true;
  }

  private void otherFields(Event event, FieldWriter out, byte[] bytes) {
    out.beginArray(Field.FIELDS);
    int count = sentence.count();
    if (count > MAX_OTHER_FIELDS) {
      event.suspect(Flag.OVERFLOW);
      count = MAX_OTHER_FIELDS;
    }
    for (int n = 0; n < count; n++) {
      out.text(Field.FIELDS, bytes, sentence.start(n), sentence.length(n));
    }
    out.endNested();
  }

  private void fields(int msg) {
    Sentence s = sentence;
    switch (msg) {
      case Msg.GGA -> GnssSentences.gga(s);
      case Msg.GLL -> GnssSentences.gll(s);
      case Msg.RMC -> GnssSentences.rmc(s);
      case Msg.GNS -> GnssSentences.gns(s);
      case Msg.VTG -> GnssSentences.vtg(s);
      case Msg.GSA -> GnssSentences.gsa(s);
      case Msg.GSV -> GnssSentences.gsv(s);
      case Msg.ZDA -> GnssSentences.zda(s);
      case Msg.GST -> GnssSentences.gst(s);
      case Msg.GBS -> GnssSentences.gbs(s);
      case Msg.DTM -> GnssSentences.dtm(s);
      case Msg.HDT -> WaterSentences.hdt(s);
      case Msg.HDG -> WaterSentences.hdg(s);
      case Msg.HDM -> WaterSentences.hdm(s);
      case Msg.THS -> WaterSentences.ths(s);
      case Msg.ROT -> WaterSentences.rot(s);
      case Msg.VHW -> WaterSentences.vhw(s);
      case Msg.VBW -> WaterSentences.vbw(s);
      case Msg.DBT, Msg.DBK, Msg.DBS -> WaterSentences.depthBelow(s);
      case Msg.DPT -> WaterSentences.dpt(s);
      case Msg.MTW -> WaterSentences.mtw(s);
      case Msg.VLW -> WaterSentences.vlw(s);
      case Msg.VDR -> WaterSentences.vdr(s);
      case Msg.MWV -> WindSentences.mwv(s);
      case Msg.MWD -> WindSentences.mwd(s);
      case Msg.VWR, Msg.VWT -> WindSentences.vesselWind(s);
      case Msg.VPW -> WindSentences.vpw(s);
      case Msg.MTA -> WindSentences.mta(s);
      case Msg.MDA -> WindSentences.mda(s);
      case Msg.XTE -> RouteSentences.xte(s);
      case Msg.APB -> RouteSentences.apb(s);
      case Msg.BWC, Msg.BWR -> RouteSentences.bearingToWaypoint(s);
      case Msg.BOD -> RouteSentences.bod(s);
      case Msg.RMB -> RouteSentences.rmb(s);
      case Msg.HSC -> RouteSentences.hsc(s);
      case Msg.RSA -> ShipSentences.rsa(s);
      case Msg.RPM -> ShipSentences.rpm(s);
      case Msg.XDR -> ShipSentences.xdr(s);
      case Msg.TXT -> ShipSentences.txt(s);
      case Msg.ALR -> ShipSentences.alr(s);
      case Msg.TTM -> ShipSentences.ttm(s);
      case Msg.OSD -> ShipSentences.osd(s);
      case Msg.DSC -> ShipSentences.dsc(s);
      default -> {}
    }
  }

  private void appendOrigin(byte[] bytes, FieldWriter out) {
    if (tag.sourceLength > 0) {
      out.text(Field.SOURCE, tag.sourceBytes, tag.sourceStart, tag.sourceLength);
    } else if (metadata.stationLength > 0) {
      out.text(Field.SOURCE, bytes, metadata.stationStart, metadata.stationLength);
    }
    if (tag.groupLength > 0) {
      out.text(Field.GROUP, bytes, tag.groupStart, tag.groupLength);
    }
    metadata.write(out);
  }

  private static boolean isVdm(byte[] bytes, int formatter) {
    return bytes[formatter] == 'V'
        && bytes[formatter + 1] == 'D'
        && (bytes[formatter + 2] == 'M' || bytes[formatter + 2] == 'O');
  }

  private static boolean isAddress(byte b) {
    return (b >= 'A' && b <= 'Z') || (b >= '0' && b <= '9') || (b >= 'a' && b <= 'z') || b == '-';
  }

  private static boolean isLineEnd(byte b) {
    return b == '\r' || b == '\n';
  }
}
