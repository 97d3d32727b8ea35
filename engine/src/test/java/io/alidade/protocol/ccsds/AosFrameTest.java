package io.alidade.protocol.ccsds;

import static io.alidade.protocol.ccsds.Streams.number;
import static org.assertj.core.api.Assertions.assertThat;

import io.alidade.event.Event;
import io.alidade.event.Field;
import io.alidade.event.Flag;
import io.alidade.event.FrameKind;
import io.alidade.event.Msg;
import io.alidade.protocol.ccsds.Streams.Frame;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Frame header error control of AOS frames, and the insert zone. */
class AosFrameTest {
  private static final TransferFrameFormat FORMAT =
      TransferFrameFormat.of(TransferFrameFormat.Type.AOS, 100)
          .withoutMarker()
          .withFrameCheck()
          .withAos(true, 3, false, -1);

  private final TransferFrameDecoder decoder = new TransferFrameDecoder(FORMAT);
  private final Transmitter transmitter = new Transmitter(FORMAT, 300, 17);

  private Event decode(byte[] frame) {
    return Streams.decode(decoder, List.of(new Frame(FrameKind.FRAME, frame))).get(0);
  }

  @Test
  void a_sound_header_says_nothing_of_its_check_symbols() {
    Event event = decode(transmitter.idle());
    assertThat(event.msg()).isEqualTo(Msg.CCSDS_FRAME);
    assertThat(event.flags()).isZero();
    assertThat(number(event, Field.HEADER_CORRECTED)).isEqualTo(-1);
    assertThat(decoder.counts().corrected()).isZero();
  }

  @Test
  void two_wrong_symbols_of_the_header_are_corrected_before_the_frame_is_checked() {
    byte[] frame = transmitter.idle();
    frame[0] ^= (byte) 0xB0; // version and spacecraft
    frame[1] ^= 0x0F; // channel
    Event event = decode(frame);
    assertThat(event.msg()).isEqualTo(Msg.CCSDS_FRAME);
    assertThat(event.flags()).isZero();
    assertThat(number(event, Field.HEADER_CORRECTED)).isEqualTo(2);
    assertThat(number(event, Field.SCID)).isEqualTo(300);
    assertThat(number(event, Field.VCID)).isEqualTo(17);
    assertThat(decoder.counts().corrected()).isEqualTo(1);
    assertThat(decoder.counts().symbols()).isEqualTo(2);
    assertThat(decoder.channel(0).counts().symbols()).isEqualTo(2);
  }

  @Test
  void a_header_beyond_correction_makes_the_frame_invalid() {
    TransferFrameFormat unchecked =
        TransferFrameFormat.of(TransferFrameFormat.Type.AOS, 100)
            .withoutMarker()
            .withAos(true, 0, false, -1);
    TransferFrameDecoder decoder = new TransferFrameDecoder(unchecked);
    byte[] frame = new Transmitter(unchecked, 300, 17).idle();
    frame[0] ^= 0x11;
    frame[1] ^= 0x11;
    Event event = Streams.decode(decoder, List.of(new Frame(FrameKind.FRAME, frame))).get(0);
    assertThat(event.msg()).isEqualTo(Msg.INVALID);
    assertThat(event.has(Flag.CHECKSUM)).isTrue();
    assertThat(Streams.text(event, Field.REASON)).isEqualTo("header-ecc");
    assertThat(number(event, Field.VCID)).isEqualTo(-1);
    assertThat(decoder.unassigned()).isEqualTo(1);
  }

  @Test
  void a_frame_that_fails_its_check_under_a_sound_header_counts_on_its_channel() {
    decode(transmitter.idle());
    byte[] frame = transmitter.idle();
    frame[60] ^= 1;
    Event event = decode(frame);
    assertThat(Streams.text(event, Field.REASON)).isEqualTo("fecf");
    assertThat(number(event, Field.SCID)).isEqualTo(300);
    assertThat(number(event, Field.VCID)).isEqualTo(17);
    assertThat(decoder.counts().failed()).isEqualTo(1);
    assertThat(decoder.unassigned()).isZero();
    assertThat(decoder.channel(0).counts().failed()).isEqualTo(1);
    byte[] next = transmitter.idle();
    assertThat(number(decode(next), Field.MISSING)).isEqualTo(1);
    assertThat(decoder.channel(0).counts().missing()).isEqualTo(1);
  }

  @Test
  void the_insert_zone_is_passed_on() {
    byte[] frame = transmitter.idle();
    frame[8] = 0x12;
    frame[9] = 0x34;
    frame[10] = 0x56;
    Transmitter.check(frame, 2);
    assertThat(Streams.hex(decode(frame), Field.INSERT)).isEqualTo(Streams.bytes("123456"));
  }

  @Test
  void packets_come_through_headers_of_which_each_is_damaged() {
    List<byte[]> packets = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      packets.add(Streams.packet(9, i, 70));
    }
    List<byte[]> frames = transmitter.frames(packets);
    for (int i = 0; i < frames.size(); i++) {
      frames.get(i)[new int[] {0, 1, 5, 6, 7}[i % 5]] ^= (byte) (1 + i * 37 % 255);
    }
    List<Frame> received = frames.stream().map(f -> new Frame(FrameKind.FRAME, f)).toList();
    List<Event> events = Streams.decode(decoder, received);
    assertThat(events.stream().filter(e -> e.msg() == Msg.CCSDS_PACKET).map(Streams::packet))
        .containsExactlyElementsOf(packets);
    assertThat(decoder.counts().corrected()).isEqualTo(frames.size());
  }
}
