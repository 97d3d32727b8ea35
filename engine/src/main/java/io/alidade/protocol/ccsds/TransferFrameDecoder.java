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
 *   <li>{@code mcfc} master channel frame count (TM), {@code vcfc} virtual channel frame count;
 *   <li>{@code missing} how many frames of the channel are missing before this, with {@link
 *       Flag#GAP}; a gap of unknown size (the counter was set anew) has the flag alone. The same
 *       count again is {@link Flag#DUPLICATE}, and its packets are not given again. The idle
 *       channel, 63 of AOS and USLP, has no count to follow;
 *   <li>{@code fhp} the first header pointer where a packet begins; {@code idle} true for a frame
 *       of idle data; {@code data} what is neither packets nor idle, as it is;
 *   <li>{@code ocf} the operational control field, {@code replayed}, {@code bypass}: where true;
 *   <li>{@code corrected} symbols, with Reed-Solomon coding;
 *   <li>{@code asm_errors} wrong bits in the sync marker, {@code inverted}: where there are.
 * </ul>
 *
 * Other frames are invalid with a {@code reason}: {@code reed-solomon} ({@link Flag#CHECKSUM};
 * {@code code_words} says how many cannot be corrected), {@code fecf} ({@link Flag#CHECKSUM}),
 * {@code header} ({@link Flag#TYPE}: another version, or parts that do not fit), {@code length}
 * ({@link Flag#LENGTH}).
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
  private static final byte[] FECF = "fecf".getBytes(US_ASCII);
  private static final byte[] HEADER = "header".getBytes(US_ASCII);
  private static final byte[] LENGTH = "length".getBytes(US_ASCII);

  private final TransferFrameFormat format;
  private final PacketDecoder packets;
  private final int codedLength;
  private final FrameAligner aligner;
  private final ReedSolomonBlock code;
  private final TransferFrameHeader header;
  private final byte[] frame;
  private final VirtualChannel[] channels = new VirtualChannel[MAX_CHANNELS];
  private int channelCount;
  private int extractorCount;
  private long failed;

  /** How often something came that was no readable frame. */
  private long breaks;

  private long correctedSymbols;

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
    codedLength = format.codedLength();
    aligner = new FrameAligner(codedLength);
    code =
        format.code().errors() == 0
            ? null
            : new ReedSolomonBlock(
                format.code().errors(), format.code().interleave(), format.code().dualBasis());
    header = new TransferFrameHeader(format);
    frame = new byte[codedLength];
  }

  /** Frames that could not be read. */
  public long failed() {
    return failed;
  }

  /** Symbols corrected in all frames that could be read. */
  public long correctedSymbols() {
    return correctedSymbols;
  }

  /** How many virtual channels were seen. */
  public int channelCount() {
    return channelCount;
  }

  /** A virtual channel, in the order in which they were first seen. */
  public VirtualChannel channel(int index) {
    return channels[index];
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
      refuse(event, Flag.LENGTH, LENGTH, 0);
      return;
    }
    if (format.randomized()) {
      Randomizer.apply(frame, 0, codedLength);
    }
    int corrected = code == null ? 0 : code.correct(frame, 0, codedLength);
    if (code != null && code.failed() > 0) {
      refuse(event, Flag.CHECKSUM, REED_SOLOMON, code.failed());
    } else if (format.frameCheck() && FrameCheck.crc(frame, 0, format.length()) != 0) {
      refuse(event, Flag.CHECKSUM, FECF, 0);
    } else if (!header.read(frame)) {
      refuse(event, Flag.TYPE, HEADER, 0);
    } else {
      correctedSymbols += corrected;
      accept(event, corrected);
    }
  }

  /** Takes the frame's bytes, without sync marker, from the link's. */
  private boolean take(Event event) {
    if (format.marker()) {
      return aligner.align(event.array(), event.rawOffset(), event.rawLength(), frame);
    }
    if (event.rawLength() != codedLength) {
      return false;
    }
    System.arraycopy(event.array(), event.rawOffset(), frame, 0, codedLength);
    return true;
  }

  private void refuse(Event event, Flag flag, byte[] reason, int codeWords) {
    failed++;
    breaks++;
    event.invalid(flag);
    FieldWriter fields = event.beginDecoded();
    fields.text(Field.REASON, reason, 0, reason.length);
    if (codeWords > 0) {
      fields.integer(Field.CODE_WORDS, codeWords);
    }
    if (flag != Flag.LENGTH) {
      marker(fields);
    }
    event.endDecoded();
  }

  private void accept(Event event, int corrected) {
    TransferFrameHeader h = header;
    event.msg(Msg.CCSDS_FRAME);
    FieldWriter fields = event.beginDecoded();
    fields.integer(Field.SCID, h.scid);
    fields.integer(Field.VCID, h.vcid);
    if (format.type() == TransferFrameFormat.Type.USLP) {
      fields.integer(Field.MAPID, h.map);
    }
    if (h.masterCount >= 0) {
      fields.integer(Field.MCFC, h.masterCount);
    }
    fields.integer(Field.VCFC, h.count);
    VirtualChannel channel = channel(h.scid, h.vcid);
    boolean again = false;
    if (channel == null) {
      event.suspect(Flag.OVERFLOW);
    } else {
      channel.count(corrected > 0);
      channel.breaks(breaks, header.modulus);
      again = follow(event, fields, channel);
    }
    if (h.first >= 0) {
      fields.integer(Field.FHP, h.first);
    }
    remarks(fields, corrected);
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

  private boolean isUnprotected() {
    return format.marker() && code == null && !format.frameCheck();
  }

  private void remarks(FieldWriter fields, int corrected) {
    TransferFrameHeader h = header;
    if (h.content == TransferFrameHeader.Content.IDLE) {
      fields.bool(Field.IDLE, true);
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
    if (code != null) {
      fields.integer(Field.CORRECTED, corrected);
    }
    marker(fields);
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
      if (missing != Long.MAX_VALUE) {
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

  /** The channel, made when it is new; null when there are too many. */
  private VirtualChannel channel(int scid, int vcid) {
    for (int i = 0; i < channelCount; i++) {
      VirtualChannel channel = channels[i];
      if (channel.vcid() == vcid && channel.scid() == scid) {
        return channel;
      }
    }
    if (channelCount == MAX_CHANNELS) {
      return null;
    }
    VirtualChannel channel = new VirtualChannel(scid, vcid);
    channels[channelCount++] = channel;
    return channel;
  }
}
