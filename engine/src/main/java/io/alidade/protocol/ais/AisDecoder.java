package io.alidade.protocol.ais;

import io.alidade.event.Event;
import io.alidade.event.Field;
import io.alidade.event.FieldWriter;
import io.alidade.event.Flag;
import io.alidade.event.Msg;

/**
 * Decodes VDM and VDO sentences (IEC 61162-1) of one link to the messages 1 to 28 of ITU-R
 * M.1371-6.
 *
 * <p>Names and scaled units are those of gpsd's AIVDM JSON: {@code lon} and {@code lat} in degrees
 * (seven decimals whatever the resolution sent), {@code speed} in knots, {@code course}, {@code
 * heading} in degrees, {@code turn} in degrees per minute or {@code "fastright"}, {@code
 * "fastleft"}, {@code draught} and dimensions in metres. Every message starts with {@code type},
 * {@code repeat}, {@code mmsi}, {@code channel} (as the sentence has it, absent when empty) and
 * {@code own} for VDO. What differs from gpsd:
 *
 * <ul>
 *   <li>A quantity, identity, text, date or time whose value the standard calls "not available" is
 *       absent, in every message; so is a text that is empty, each of month, day, hour and minute
 *       on its own, and the four dimensions when all are 0. {@code timestamp} and {@code eta} are
 *       there only when complete; an impossible one is absent and flagged {@link Flag#DATE}.
 *   <li>Enumerations and flags ({@code status}, {@code maneuver}, {@code epfd}, {@code shiptype},
 *       ...) are always there, as the standard's numbers, including those that mean undefined.
 *       {@code second} keeps 61 to 63, which tell the state of the position system.
 *   <li>A value outside the standard's range is kept and flagged {@link Flag#RANGE}.
 *   <li>The two parts of message 24 are two messages, with {@code partno}; {@code vendorid} is its
 *       three letters, beside {@code model} and {@code serial}.
 *   <li>Application data whose layout is not known is in {@code data} (hexadecimal, the last byte
 *       filled up with zeros) and its exact number of bits in {@code bits}.
 *   <li>Messages 25 and 26 have the two spare bits after the destination that M.1371-5 has, and 26
 *       the four before the communication state.
 * </ul>
 *
 * <p>A message that is longer than the standard has it, or shorter but within what is seen in
 * practice, is decoded as far as its fields are whole and flagged {@link Flag#LENGTH}; {@link
 * MessageLengths} has the table. Nothing is read beyond the bits received.
 *
 * <p>Parts of a message are kept until all are there; see {@link Reassembly}. A part that completes
 * nothing is an event {@link Msg#AIS_FRAGMENT} with {@code channel}, {@code part}, {@code parts}
 * and {@code seqid}; the part that does is the event of the message. Parts that were given up leave
 * the remark {@link Flag#FRAGMENT_LOST} on the event that took their place.
 *
 * <p>Used by one thread at a time. Nothing is allocated after construction; ageing uses the events'
 * receive time and no clock.
 */
public final class AisDecoder {
  private final AisSentence sentence = new AisSentence();
  private final Bits bits = new Bits();
  private final AisFields fields = new AisFields(bits);
  private final Reassembly reassembly = new Reassembly();

  /** A decoder for one link. */
  public AisDecoder() {}

  /** Whether no message lacks a part that may still come, at a receive time, ns. */
  public boolean isAtRest(long time) {
    return reassembly.isAtRest(time);
  }

  /**
   * Decodes one sentence, whose checksum is right. Sets the event's message and writes its fields,
   * or calls {@link Event#invalid}; the caller then does not end the section.
   *
   * @param out the event's open decoded section
   * @param start index in {@link Event#array} of the sentence's body, after the '!'
   * @param end index after the body, of the '*'
   */
  public void decode(Event event, FieldWriter out, int start, int end) {
    byte[] array = event.array();
    Flag fault = sentence.parse(array, start, end);
    if (fault == null) {
      fault = load(array, end);
    }
    if (fault != null) {
      event.invalid(fault);
    } else if (sentence.total == 1) {
      message(event, out, array);
    } else {
      part(event, out, array);
    }
  }

  /** Turns the sentence's payload into bits; returns null, or what is wrong with it. */
  private Flag load(byte[] array, int end) {
    AisSentence s = sentence;
    Flag fault = null;
    for (int attempt = 0; attempt < 2; attempt++) {
      int characters = s.payloadEnd - s.payloadStart;
      if (characters <= 0 || characters > Bits.MAX_CHARACTERS) {
        fault = Flag.LENGTH;
      } else {
        bits.clear();
        if (bits.append(array, s.payloadStart, s.payloadEnd, s.fill)) {
          return null;
        }
        fault = Flag.CHARACTER;
      }
      if (!s.shorten(array, end)) {
        break;
      }
    }
    return fault;
  }

  private void part(Event event, FieldWriter out, byte[] array) {
    int slot = reassembly.add(sentence, array, event.rxTime());
    if (reassembly.lost()) {
      event.remark(Flag.FRAGMENT_LOST);
    }
    if (slot >= 0) {
      reassembly.take(slot, bits);
      message(event, out, array);
    } else if (slot == Reassembly.TOO_LONG) {
      event.invalid(Flag.LENGTH);
    } else {
      event.msg(Msg.AIS_FRAGMENT);
      channel(out, array);
      out.integer(Field.PART, sentence.number);
      out.integer(Field.PARTS, sentence.total);
      if (sentence.sequence != AisSentence.NO_SEQUENCE) {
        out.integer(Field.SEQUENCE_ID, sentence.sequence);
      }
    }
  }

  private void message(Event event, FieldWriter out, byte[] array) {
    int length = bits.length();
    if (length < MessageLengths.TYPE) {
      event.invalid(Flag.LENGTH);
      return;
    }
    int type = bits.unsigned(0, 6);
    if (type < 1 || type > MessageLengths.TYPES) {
      event.invalid(Flag.TYPE);
      return;
    }
    if (length < MessageLengths.shortest(type)) {
      event.invalid(Flag.LENGTH);
      return;
    }
    event.msg(Msg.AIS + type);
    if (length < MessageLengths.whole(type) || length > MessageLengths.longest(type)) {
      event.suspect(Flag.LENGTH);
    }
    AisFields f = fields;
    f.begin(event, out);
    out.integer(Field.TYPE, type);
    out.integer(Field.REPEAT, bits.unsigned(6, 2));
    out.integer(Field.MMSI, bits.unsigned(8, 30));
    channel(out, array);
    switch (type) {
      case 1, 2, 3 -> PositionReports.classA(f);
      case 4, 11 -> StationReports.baseStation(f);
      case 5 -> StaticReports.voyage(f);
      case 6 -> BinaryMessages.addressed(f);
      case 7, 13 -> ControlMessages.acknowledge(f);
      case 8 -> BinaryMessages.broadcast(f);
      case 9 -> PositionReports.aircraft(f);
      case 10 -> ControlMessages.inquiry(f);
      case 12 -> TextMessages.addressed(f);
      case 14 -> TextMessages.broadcast(f);
      case 15 -> ControlMessages.interrogation(f);
      case 16 -> ControlMessages.assignment(f);
      case 17 -> BinaryMessages.differential(f);
      case 18 -> PositionReports.classB(f);
      case 19 -> PositionReports.extendedClassB(f);
      case 20 -> ControlMessages.linkManagement(f);
      case 21 -> StationReports.aidToNavigation(f);
      case 22 -> ControlMessages.channelManagement(f);
      case 23 -> ControlMessages.groupAssignment(f);
      case 24 -> StaticReports.classB(f);
      case 25 -> BinaryMessages.singleSlot(f);
      case 26 -> BinaryMessages.multiSlot(f);
      case 27 -> PositionReports.longRange(f);
      default -> StationReports.singleSlotAid(f);
    }
  }

  private void channel(FieldWriter out, byte[] array) {
    if (sentence.channelLength > 0) {
      out.text(Field.CHANNEL, array, sentence.channelStart, sentence.channelLength);
    }
    if (sentence.own) {
      out.bool(Field.OWN, true);
    }
  }
}
