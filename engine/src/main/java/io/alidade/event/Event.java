package io.alidade.event;

import io.alidade.journal.RecordLayout;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * One event: a flyweight over bytes that are exactly the journal's record. All integers are little
 * endian; offsets 0 to 31 are {@link RecordLayout}.
 *
 * <pre>
 *   32  i64  recorded time, ns since 1970 (UTC), {@link #NO_TIME} when the stream carries none
 *   40  i64  flags, a set of {@link Flag}
 *   48  u16  link id
 *   50  u16  message, see {@link Msg}
 *   52  u8   frame kind, see {@link FrameKind}
 *   53  u8   quality, see {@link Quality}
 *   54  u16  number of the pass it belongs to; 0 for none
 *   56  u32  raw length
 *   60  u32  decoded length
 *   64  u32  fused length
 *   68  u32  zero
 *   72       raw bytes as the link delivered them
 *    +       decoded fields, written by the link's decoder
 *    +       fused fields, written by the fuse stage
 * </pre>
 *
 * The sections are written in this order, each once: {@link #begin}, {@link #raw(byte[], int,
 * int)}, {@link #beginDecoded}/{@link #endDecoded}, {@link #beginFused}/{@link #endFused}. Between
 * any two of these calls the bytes are a well-formed record (but for its CRC, which the journal
 * sets).
 *
 * <p>Not thread-safe; the ring hands it from thread to thread.
 */
public final class Event {
  /** No time known. */
  public static final long NO_TIME = Long.MIN_VALUE;

  public static final int RECORDED_TIME_OFFSET = 32;
  public static final int FLAGS_OFFSET = 40;
  public static final int LINK_OFFSET = 48;
  public static final int MSG_OFFSET = 50;
  public static final int KIND_OFFSET = 52;
  public static final int QUALITY_OFFSET = 53;
  public static final int PASS_OFFSET = 54;
  public static final int RAW_LENGTH_OFFSET = 56;
  public static final int DECODED_LENGTH_OFFSET = 60;
  public static final int FUSED_LENGTH_OFFSET = 64;
  public static final int HEADER_LENGTH = 72;

  /** For this package's own walks over the sections. */
  final UnsafeBuffer buffer = new UnsafeBuffer(0, 0);

  private final FieldWriter writer = new FieldWriter(buffer);
  private final FieldReader reader = new FieldReader(buffer);
  private byte[] array;

  /**
   * Monotonic time of the read that completed the frame, ns; for latency only, never journaled. 0
   * when not measured.
   */
  public long receivedNs;

  /** An event with room for {@code capacity} bytes, header included. */
  public Event(int capacity) {
    wrap(new byte[capacity]);
  }

  /** An event over a whole record that starts at index 0, as a journal reader gives it. */
  public Event wrap(byte[] record) {
    array = record;
    buffer.wrap(record);
    return this;
  }

  /** The record's bytes from index 0; {@link #length} of them are in use. */
  public byte[] array() {
    return array;
  }

  /** Starts a new event: every header field is set, all sections are empty. */
  public void begin(FrameKind kind, int link, long rxTime) {
    buffer.putInt(RecordLayout.MAGIC_OFFSET, RecordLayout.MAGIC);
    buffer.putInt(RecordLayout.CRC_OFFSET, 0);
    buffer.putInt(RecordLayout.LENGTH_OFFSET, HEADER_LENGTH);
    buffer.putInt(RecordLayout.MARKS_OFFSET, 0);
    buffer.putLong(RecordLayout.SEQUENCE_OFFSET, 0);
    buffer.putLong(RecordLayout.TIME_OFFSET, rxTime);
    buffer.putLong(RECORDED_TIME_OFFSET, NO_TIME);
    buffer.putLong(FLAGS_OFFSET, 0);
    buffer.putInt(LINK_OFFSET, link & 0xFFFF);
    buffer.putInt(KIND_OFFSET, kind.code);
    buffer.putLong(RAW_LENGTH_OFFSET, 0);
    buffer.putLong(FUSED_LENGTH_OFFSET, 0);
  }

  /**
   * Begins as a copy of another event without its fused section, which a stage is to make again.
   */
  public void copyInput(Event from) {
    int length = HEADER_LENGTH + from.rawLength() + from.decodedLength();
    System.arraycopy(from.array, 0, array, 0, length);
    buffer.putInt(RecordLayout.CRC_OFFSET, 0);
    clearFused();
  }

  /** Marks the record as one from which reading may begin, with what was known before it. */
  public void restartPoint() {
    buffer.putInt(RecordLayout.MARKS_OFFSET, RecordLayout.RESTART_POINT);
  }

  /** Whether it is so marked. */
  public boolean isRestartPoint() {
    return (buffer.getInt(RecordLayout.MARKS_OFFSET) & RecordLayout.RESTART_POINT) != 0;
  }

  /** Copies the frame's bytes in. Longer than the slot allows is a defect of the framer. */
  public void raw(byte[] source, int offset, int length) {
    System.arraycopy(source, offset, array, HEADER_LENGTH, length);
    buffer.putInt(RAW_LENGTH_OFFSET, length);
    buffer.putInt(RecordLayout.LENGTH_OFFSET, HEADER_LENGTH + length);
  }

  /** Starts the decoded section; call {@link #endDecoded} when its fields are written. */
  public FieldWriter beginDecoded() {
    writer.begin(HEADER_LENGTH + rawLength());
    return writer;
  }

  /**
   * Goes on with the decoded section behind its last field, before there is a fused section; call
   * {@link #endDecoded} then.
   */
  public FieldWriter resumeDecoded() {
    writer.begin(HEADER_LENGTH + rawLength() + decodedLength());
    return writer;
  }

  /** Ends the decoded section and flags an overflow. */
  public void endDecoded() {
    int start = HEADER_LENGTH + rawLength();
    int length = writer.end() - start;
    buffer.putInt(DECODED_LENGTH_OFFSET, length);
    buffer.putInt(RecordLayout.LENGTH_OFFSET, start + length);
    flagOverflow();
  }

  /** Copies the decoded section of another event, for kinds whose decoded section is input. */
  public void copyDecoded(Event from) {
    int start = HEADER_LENGTH + rawLength();
    int length = from.decodedLength();
    System.arraycopy(from.array, HEADER_LENGTH + from.rawLength(), array, start, length);
    buffer.putInt(DECODED_LENGTH_OFFSET, length);
    buffer.putInt(RecordLayout.LENGTH_OFFSET, start + length);
  }

  /** Starts the fused section; call {@link #endFused} when its fields are written. */
  public FieldWriter beginFused() {
    writer.begin(HEADER_LENGTH + rawLength() + decodedLength());
    return writer;
  }

  /** Ends the fused section and flags an overflow. */
  public void endFused() {
    int start = HEADER_LENGTH + rawLength() + decodedLength();
    int length = writer.end() - start;
    buffer.putInt(FUSED_LENGTH_OFFSET, length);
    buffer.putInt(RecordLayout.LENGTH_OFFSET, start + length);
    flagOverflow();
  }

  private void flagOverflow() {
    if (writer.overflowed()) {
      suspect(Flag.OVERFLOW);
    }
  }

  /** The decoded fields, from the first. The reader is the event's own: one use at a time. */
  public FieldReader decoded() {
    int start = HEADER_LENGTH + rawLength();
    return reader.wrap(start, start + decodedLength());
  }

  /** The fused fields, from the first. The reader is the event's own: one use at a time. */
  public FieldReader fused() {
    int start = HEADER_LENGTH + rawLength() + decodedLength();
    return reader.wrap(start, start + fusedLength());
  }

  /** Adds a reason; quality becomes at least suspect. */
  public void suspect(Flag flag) {
    buffer.putLong(FLAGS_OFFSET, flags() | flag.bit);
    if (qualityCode() < Quality.SUSPECT.code) {
      buffer.putByte(QUALITY_OFFSET, (byte) Quality.SUSPECT.code);
    }
  }

  /** Adds a remark that leaves the quality as it is. */
  public void remark(Flag flag) {
    buffer.putLong(FLAGS_OFFSET, flags() | flag.bit);
  }

  /** Makes this an invalid event with a reason; its decoded section becomes empty. */
  public void invalid(Flag flag) {
    buffer.putLong(FLAGS_OFFSET, flags() | flag.bit);
    buffer.putByte(QUALITY_OFFSET, (byte) Quality.INVALID.code);
    msg(Msg.INVALID);
    buffer.putLong(DECODED_LENGTH_OFFSET, 0);
    buffer.putInt(RecordLayout.LENGTH_OFFSET, HEADER_LENGTH + rawLength());
  }

  /** Empties the fused section, for a stage that failed half way. */
  public void clearFused() {
    buffer.putInt(FUSED_LENGTH_OFFSET, 0);
    buffer.putInt(RecordLayout.LENGTH_OFFSET, HEADER_LENGTH + rawLength() + decodedLength());
  }

  /** The record's length, bytes. */
  public int length() {
    return buffer.getInt(RecordLayout.LENGTH_OFFSET);
  }

  /** The journal's sequence, from 1; 0 before it is assigned. */
  public long sequence() {
    return buffer.getLong(RecordLayout.SEQUENCE_OFFSET);
  }

  public void sequence(long sequence) {
    buffer.putLong(RecordLayout.SEQUENCE_OFFSET, sequence);
  }

  /** Receive time: UTC, ns since 1970, of the read that completed the frame. */
  public long rxTime() {
    return buffer.getLong(RecordLayout.TIME_OFFSET);
  }

  /** The time that the stream itself gives for the frame, or {@link #NO_TIME}. */
  public long recordedTime() {
    return buffer.getLong(RECORDED_TIME_OFFSET);
  }

  public void recordedTime(long timeNs) {
    buffer.putLong(RECORDED_TIME_OFFSET, timeNs);
  }

  public long flags() {
    return buffer.getLong(FLAGS_OFFSET);
  }

  public boolean has(Flag flag) {
    return (flags() & flag.bit) != 0;
  }

  /** The link's id in the session's link table; 0 is the engine itself. */
  public int link() {
    return buffer.getShort(LINK_OFFSET) & 0xFFFF;
  }

  /** The message, a code of {@link Msg}. */
  public int msg() {
    return buffer.getShort(MSG_OFFSET) & 0xFFFF;
  }

  public void msg(int msg) {
    buffer.putShort(MSG_OFFSET, (short) msg);
  }

  /** The number of the satellite's pass that it belongs to, 1 to 65,535; 0 for none. */
  public int pass() {
    return buffer.getShort(PASS_OFFSET) & 0xFFFF;
  }

  public void pass(int number) {
    buffer.putShort(PASS_OFFSET, (short) number);
  }

  /** The frame kind, or null when the record holds an unknown one. */
  public FrameKind kind() {
    return FrameKind.of(buffer.getByte(KIND_OFFSET));
  }

  public Quality quality() {
    return Quality.of(qualityCode());
  }

  private int qualityCode() {
    return buffer.getByte(QUALITY_OFFSET);
  }

  public int rawOffset() {
    return HEADER_LENGTH;
  }

  public int rawLength() {
    return buffer.getInt(RAW_LENGTH_OFFSET);
  }

  public int decodedLength() {
    return buffer.getInt(DECODED_LENGTH_OFFSET);
  }

  /**
   * Index of the first of the objects in the fused section, each of which is a message of its own;
   * the last ends at {@link #length}. A state event has none.
   *
   * <pre>{@code
   * for (int at = event.messagesStart(); at < event.length(); at = event.messageEnd(at)) {
   *   if (event.message(at) == Field.TRACK) { ...
   * }</pre>
   */
  public int messagesStart() {
    return kind() == FrameKind.STATE ? length() : length() - fusedLength();
  }

  /** The name of the message at an index: the field that its object stands in. */
  public Field message(int at) {
    return Field.ofId(buffer.getShort(at) & 0xFFFF);
  }

  /** The index after a message. The event's reader is used for it. */
  public int messageEnd(int at) {
    reader.wrap(at, length()).next();
    reader.skip();
    return reader.index() + 4;
  }

  /** The fields of a message, from the first. The reader is the event's own: one use at a time. */
  public FieldReader messageFields(int at) {
    int end = messageEnd(at) - 4;
    return reader.wrap(at + 4, end);
  }

  public int fusedLength() {
    return buffer.getInt(FUSED_LENGTH_OFFSET);
  }

  /**
   * True when the section lengths add up to the record's length and header codes are known. A
   * record that passed its CRC was written by us; this guards against another version's.
   */
  public boolean isWellFormed() {
    if (array.length < HEADER_LENGTH) {
      return false;
    }
    int raw = rawLength();
    int decoded = decodedLength();
    int fused = fusedLength();
    return raw >= 0
        && decoded >= 0
        && fused >= 0
        && (long) HEADER_LENGTH + raw + decoded + fused == length()
        && length() <= array.length
        && kind() != null
        && qualityCode() >= 0
        && qualityCode() <= Quality.INVALID.code;
  }
}
