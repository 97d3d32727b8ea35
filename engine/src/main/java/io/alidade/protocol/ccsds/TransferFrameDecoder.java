package io.alidade.protocol.ccsds;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.alidade.event.Event;
import io.alidade.event.Field;
import io.alidade.event.FieldWriter;
import io.alidade.event.Flag;
import io.alidade.event.FrameKind;
import io.alidade.event.Msg;
import io.alidade.protocol.Decoder;

/**
 * Decodes TM, AOS and USLP transfer frames, and derives an event for each packet in them.
 *
 * <p>A frame that can be read is {@link Msg#CCSDS_FRAME} with these fields:
 *
 * <ul>
 *   <li>{@code scid}, {@code vcid}; {@code mapid} (USLP);
 *   <li>{@code mcfc} master channel frame count (TM), {@code vcfc} virtual channel frame count (TM:
 *       with its extension to 32 bits where the format has one);
 *   <li>{@code missing} how many frames of the channel are missing before this, with {@link
 *       Flag#GAP}; a gap of unknown size (the counter was set anew) has the flag alone. The same
 *       count again is {@link Flag#DUPLICATE}, and its packets are not given again. The idle
 *       channel, 63 of AOS and USLP, and truncated frames have no count to follow;
 *   <li>{@code rule} and {@code upid} (USLP): construction rule and contents of the data zone;
 *   <li>{@code fhp} the first header pointer where a packet begins, with {@link Flag#RANGE} where
 *       that is behind the data zone; {@code lvop} (USLP) the place of an access SDU's last octet
 *       in the zone, which is cut off there; {@code idle} true for a frame of idle data; {@code
 *       data} what is neither packets nor idle, as it is;
 *   <li>{@code insert} the insert zone, {@code secondary_header} (TM) the data of the secondary
 *       header, {@code ocf} the operational control field: where there are;
 *   <li>{@code replayed}, {@code bypass}, {@code command} (a control command of the protocol),
 *       {@code destination} (the spacecraft id is the receiver's), {@code truncated}: where true;
 *   <li>{@code corrected} symbols, with Reed-Solomon coding; {@code header_corrected} symbols of
 *       the header, where they were, with frame header error control;
 *   <li>{@code asm_errors} wrong bits in the sync marker, {@code inverted}: where there are;
 *   <li>{@code digest} 64 bits of hash over the frame as it was sent, errors corrected, by which
 *       the same frame of another link is known.
 * </ul>
 *
 * Other frames are invalid with a {@code reason}: {@code reed-solomon} ({@link Flag#CHECKSUM};
 * {@code code_words} says how many cannot be corrected), {@code header-ecc} ({@link Flag#CHECKSUM}:
 * the header has more wrong symbols than its code corrects), {@code fecf} ({@link Flag#CHECKSUM}),
 * {@code header} ({@link Flag#TYPE}: another version, or parts that do not fit), {@code truncated}
 * ({@link Flag#TYPE}: not of the length of truncated frames), {@code length} ({@link Flag#LENGTH}).
 * Where the header can be trusted all the same, because its own code words are sound, they have
 * {@code scid} and {@code vcid}.
 *
 * <p>The header is corrected before the frame error control field is looked at, which covers it.
 *
 * <p>A frame without any check whose sync marker is not recognisable is suspect, {@link
 * Flag#GRAMMAR}.
 *
 * <p>A packet is flagged {@link Flag#GAP} when a part of its channel was lost before it. Up to
 * {@value #MAX_CHANNELS} channels are followed and as many MAPs have packets extracted, each with
 * at most 66 KB under way; frames of further ones are {@link Flag#OVERFLOW}.
 */
public final class TransferFrameDecoder implements Decoder {
  private static final int MAX_CHANNELS = 64;
  private static final byte[] REED_SOLOMON = "reed-solomon".getBytes(US_ASCII);
  private static final byte[] HEADER_CODE = "header-ecc".getBytes(US_ASCII);
  private static final byte[] FECF = "fecf".getBytes(US_ASCII);
  private static final byte[] HEADER = "header".getBytes(US_ASCII);
  private static final byte[] TRUNCATED = "truncated".getBytes(US_ASCII);
  private static final byte[] LENGTH = "length".getBytes(US_ASCII);

  /** The bytes in which a header says whose frame it is. */
  private static final int IDENTITY = 6;

  private final TransferFrameFormat format;
  private final PacketDecoder packets;
  private final int codeLength;
  private final FrameAligner aligner;
  private final ReedSolomonBlock code;
  private final TransferFrameHeader header;
  private final byte[] frame;
  private final byte[] digest = new byte[FrameDigest.LENGTH];

  /** The length of the frame at hand, without check symbols. */
  private int size;

  private final VirtualChannel[] channels = new VirtualChannel[MAX_CHANNELS];

  /** Written after the channel that it counts, by one thread. */
  private volatile int channelCount;

  private int extractorCount;
  private final FrameCounts counts = new FrameCounts();
  private final FrameCounts unassigned = new FrameCounts();

  /** How often something came that was no readable frame. */
  private long breaks;

  /** Gives the packets of the last frame; null when it has none. */
  private PacketExtractor extractor;

  private int extractorVcid;
  private boolean hasPacket;

  /** A decoder that gives packets with the fields of their headers. */
  public TransferFrameDecoder(TransferFrameFormat format) {
    this(format, SpacePacketDecoder.headers());
  }

  /** A decoder that has the packets read by another. */
  public TransferFrameDecoder(TransferFrameFormat format, PacketDecoder packets) {
    this.format = format;
    this.packets = packets;
    codeLength = format.codeLength();
    aligner = new FrameAligner(format.codedLength());
    code =
        format.code().errors() == 0
            ? null
            : new ReedSolomonBlock(
                format.code().errors(), format.code().interleave(), format.code().dualBasis());
    header = new TransferFrameHeader(format);
    frame = new byte[format.codedLength()];
  }

  /** What became of all the link's frames; any thread. */
  public FrameCounts counts() {
    return counts;
  }

  /** Frames that failed and whose virtual channel nobody knows; any thread. */
  public long unassigned() {
    return unassigned.failed();
  }

  /** How many virtual channels were seen; any thread. */
  public int channelCount() {
    return channelCount;
  }

  /** A virtual channel, in the order in which they were first seen; any thread. */
  public VirtualChannel channel(int index) {
    return channels[index];
  }

  @Override
  public void json(StringBuilder out) {
    out.append(",\"frames\":{");
    counts.json(out);
    out.append(",\"unassigned\":").append(unassigned()).append("},\"channels\":[");
    int count = channelCount;
    for (int i = 0; i < count; i++) {
      out.append(i == 0 ? "" : ",");
      channels[i].json(out);
    }
    out.append(']');
  }

  @Override
  public boolean hasDerived() {
    return hasPacket;
  }

  @Override
  public void derive(Event event) {
    packets.decode(
        event, extractor.packet(), extractor.offset(), extractor.length(), extractorVcid);
    if (extractor.afterLoss()) {
      event.remark(Flag.GAP);
    }
    hasPacket = extractor.next();
  }

  /**
   * {@inheritDoc}
   *
   * <p>Here a packet that goes on in a later frame. Counts are not waited for: a new decoder takes
   * the first frame of a channel, and the first packet of an APID, as the ones that are due.
   */
  @Override
  public boolean isAtRest(long time) {
    for (int i = 0; i < channelCount; i++) {
      if (channels[i].hasPacketUnderWay()) {
        return false;
      }
    }
    return true;
  }

  @Override
  public void decode(Event event) {
    hasPacket = false;
    FrameKind kind = event.kind();
    if (kind != FrameKind.FRAME) {
      breaks++;
      aligner.skip(event.array(), event.rawOffset(), event.rawLength());
      if (kind == FrameKind.NOISE) {
        event.msg(Msg.NOISE);
      } else {
        event.invalid(kind == FrameKind.CUT ? Flag.CUT : Flag.LENGTH);
      }
      return;
    }
    if (!take(event)) {
      refuse(event, Flag.LENGTH, LENGTH, false);
      return;
    }
    if (format.randomized()) {
      Randomizer.apply(frame, 0, size + codeLength);
    }
    int corrected = code == null ? 0 : code.correct(frame, 0, size + codeLength);
    if (code != null && code.failed() > 0) {
      refuse(event, Flag.CHECKSUM, REED_SOLOMON, code.sound(IDENTITY));
      return;
    }
    boolean hasHeaderCode = format.options().headerCheck();
    int headerCorrected = hasHeaderCode ? FrameHeaderCode.correct(frame) : 0;
    if (headerCorrected == FrameHeaderCode.UNCORRECTABLE) {
      refuse(event, Flag.CHECKSUM, HEADER_CODE, false);
    } else if (isStrayTruncated()) {
      refuse(event, Flag.TYPE, TRUNCATED, false);
    } else if (!isTruncated() && !check()) {
      // One header in six that is beyond correction passes for one with two wrong symbols.
      refuse(event, Flag.CHECKSUM, FECF, hasHeaderCode && headerCorrected < 2);
    } else if (!header.read(frame, size)) {
      refuse(event, Flag.TYPE, header.truncated ? TRUNCATED : HEADER, isChecked());
    } else {
      accept(event, corrected, headerCorrected);
    }
  }

  /** Takes the frame's bytes, without sync marker, from the link's. */
  private boolean take(Event event) {
    size = format.length();
    if (format.marker()) {
      return aligner.align(event.array(), event.rawOffset(), event.rawLength(), frame);
    }
    int length = event.rawLength();
    if (format.options().variableLength() && length >= IDENTITY && length <= size) {
      size = length;
    }
    if (length != size + codeLength) {
      return false;
    }
    System.arraycopy(event.array(), event.rawOffset(), frame, 0, length);
    return true;
  }

  /** Whether it is a truncated frame, of the length that these have. */
  private boolean isTruncated() {
    return size == format.options().truncatedLength() && header.saysTruncated(frame);
  }

  /** Whether it says so, and is short enough for it to be believed, but has another length. */
  private boolean isStrayTruncated() {
    return size <= TransferFrameHeader.MAX_TRUNCATED
        && size != format.options().truncatedLength()
        && header.saysTruncated(frame);
  }

  /** Whether the frame error control field is right, or there is none. */
  private boolean check() {
    return switch (format.frameCheck()) {
      case 2 -> FrameCheck.crc(frame, 0, size) == 0;
      case 4 -> FrameCheck.crc32(frame, 0, size) == 0;
      default -> true;
    };
  }

  /** Whether what came up to here has passed any check of the header. */
  private boolean isChecked() {
    return code != null || format.frameCheck() > 0 || format.options().headerCheck();
  }

  /**
   * Makes the event invalid.
   *
   * @param trusted whether the header says truly whose frame it is, if it is of the right version
   */
  private void refuse(Event event, Flag flag, byte[] reason, boolean trusted) {
    breaks++;
    counts.fail();
    boolean known = trusted && header.identify(frame);
    VirtualChannel channel = known ? find(header.scid, header.vcid) : null;
    (channel == null ? unassigned : channel.counts()).fail();
    event.invalid(flag);
    FieldWriter fields = event.beginDecoded();
    fields.text(Field.REASON, reason, 0, reason.length);
    if (known) {
      fields.integer(Field.SCID, header.scid);
      fields.integer(Field.VCID, header.vcid);
    }
    if (code != null && code.failed() > 0 && flag != Flag.LENGTH) {
      fields.integer(Field.CODE_WORDS, code.failed());
    }
    if (flag != Flag.LENGTH) {
      marker(fields);
    }
    event.endDecoded();
  }

  private void accept(Event event, int corrected, int headerCorrected) {
    TransferFrameHeader h = header;
    counts.read(corrected + headerCorrected);
    event.msg(Msg.CCSDS_FRAME);
    FieldWriter fields = event.beginDecoded();
    fields.integer(Field.SCID, h.scid);
    fields.integer(Field.VCID, h.vcid);
    if (h.rule >= 0) {
      fields.integer(Field.MAPID, h.map);
    }
    if (h.masterCount >= 0) {
      fields.integer(Field.MCFC, h.masterCount);
    }
    if (!h.truncated) {
      fields.integer(Field.VCFC, h.count);
    }
    VirtualChannel channel = channel(h.scid, h.vcid);
    boolean again = false;
    if (channel == null) {
      event.suspect(Flag.OVERFLOW);
    } else {
      channel.counts().read(corrected + headerCorrected);
      if (!h.truncated) {
        channel.breaks(breaks, header.modulus);
        again = follow(event, fields, channel);
      }
    }
    zone(event, fields);
    remarks(fields);
    if (code != null) {
      fields.integer(Field.CORRECTED, corrected);
    }
    if (headerCorrected > 0) {
      fields.integer(Field.HEADER_CORRECTED, headerCorrected);
    }
    marker(fields);
    FrameDigest.write(frame, size, digest);
    fields.hex(Field.DIGEST, digest, 0, digest.length);
    if (h.content == TransferFrameHeader.Content.OTHER) {
      fields.hex(Field.DATA, frame, h.from, h.to - h.from);
    }
    event.endDecoded();
    if (isUnprotected() && aligner.errors() > FrameAligner.MAX_ERRORS) {
      event.suspect(Flag.GRAMMAR);
    }
    if (h.content == TransferFrameHeader.Content.PACKETS && channel != null && !again) {
      extract(event, channel);
    }
  }

  /** Writes how the data zone is made. */
  private void zone(Event event, FieldWriter fields) {
    TransferFrameHeader h = header;
    if (h.rule >= 0) {
      fields.integer(Field.RULE, h.rule);
      fields.integer(Field.UPID, h.protocol);
    }
    if (h.first >= 0 && h.rule <= 0) {
      fields.integer(Field.FHP, h.first);
      if (h.first >= h.to - h.from) {
        event.suspect(Flag.RANGE);
      }
    }
    if (h.lastValid >= 0) {
      fields.integer(Field.LVOP, h.lastValid);
    }
    if (h.content == TransferFrameHeader.Content.IDLE) {
      fields.bool(Field.IDLE, true);
    }
  }

  private boolean isUnprotected() {
    return format.marker() && code == null && format.frameCheck() == 0;
  }

  /** Writes what else the frame has beside its data. */
  private void remarks(FieldWriter fields) {
    TransferFrameHeader h = header;
    if (format.options().insertZone() > 0 && !h.truncated) {
      fields.hex(Field.INSERT, frame, h.insert, format.options().insertZone());
    }
    if (h.secondaryLength > 0) {
      fields.hex(Field.SECONDARY_HEADER, frame, h.secondary, h.secondaryLength);
    }
    if (h.control >= 0) {
      fields.integer(Field.OCF, h.control);
    }
    if (h.replayed) {
      fields.bool(Field.REPLAYED, true);
    }
    if (h.bypass) {
      fields.bool(Field.BYPASS, true);
    }
    if (h.command) {
      fields.bool(Field.COMMAND, true);
    }
    if (h.destination) {
      fields.bool(Field.DESTINATION, true);
    }
    if (h.truncated) {
      fields.bool(Field.TRUNCATED, true);
    }
  }

  private void marker(FieldWriter fields) {
    if (format.marker() && aligner.errors() > 0) {
      fields.integer(Field.ASM_ERRORS, aligner.errors());
    }
    if (format.marker() && aligner.inverted()) {
      fields.bool(Field.INVERTED, true);
    }
  }

  /** Looks at the frame count; true when the frame was here before. */
  private boolean follow(Event event, FieldWriter fields, VirtualChannel channel) {
    long missing = channel.follow(header.bypass ? 1 : 0, header.count, header.modulus);
    if (missing < 0) {
      event.remark(Flag.DUPLICATE);
      return true;
    }
    if (missing > 0) {
      event.remark(Flag.GAP);
      boolean known = missing != Long.MAX_VALUE;
      counts.gap(known ? missing : 0);
      if (known) {
        fields.integer(Field.MISSING, missing);
      }
    }
    return false;
  }

  private void extract(Event event, VirtualChannel channel) {
    PacketExtractor found = channel.map(header.map);
    if (found == null) {
      if (extractorCount == MAX_CHANNELS) {
        event.suspect(Flag.OVERFLOW);
        return;
      }
      found = new PacketExtractor();
      extractorCount++;
      channel.map(header.map, found);
    }
    extractor = found;
    extractorVcid = header.vcid;
    found.zone(frame, header.from, header.to, header.first);
    hasPacket = found.next();
  }

  /** The channel, or null when it was not seen yet. */
  private VirtualChannel find(int scid, int vcid) {
    for (int i = 0; i < channelCount; i++) {
      VirtualChannel channel = channels[i];
      if (channel.vcid() == vcid && channel.scid() == scid) {
        return channel;
      }
    }
    return null;
  }

  /** The channel, made when it is new; null when there are too many. */
  private VirtualChannel channel(int scid, int vcid) {
    VirtualChannel channel = find(scid, vcid);
    int count = channelCount;
    if (channel == null && count < MAX_CHANNELS) {
      channel = new VirtualChannel(scid, vcid);
      channels[count] = channel;
      channelCount = count + 1;
    }
    return channel;
  }
}
