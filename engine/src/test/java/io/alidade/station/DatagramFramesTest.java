package io.alidade.station;

import static org.assertj.core.api.Assertions.assertThat;

import io.alidade.event.Event;
import io.alidade.event.Field;
import io.alidade.event.FrameKind;
import io.alidade.event.Msg;
import io.alidade.framing.FrameSink;
import io.alidade.framing.Framer;
import io.alidade.link.Link;
import io.alidade.link.LinkReceiver;
import io.alidade.link.LinkState;
import io.alidade.link.LinkUri;
import io.alidade.protocol.Decoder;
import io.alidade.protocol.PacketContents;
import io.alidade.protocol.ccsds.Streams;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Frames without sync marker in datagrams, through a real socket. */
class DatagramFramesTest {
  /** Decodes what a link gives to events, each a copy. */
  private static final class Decoding implements LinkReceiver, FrameSink {
    final CountDownLatch up = new CountDownLatch(1);
    final CountDownLatch done;
    final List<Event> events = new CopyOnWriteArrayList<>();
    private final Framer framer;
    private final Decoder decoder;

    Decoding(LinkUri link, int frames) throws ConfigException {
      Protocol protocol = Protocol.of(link.protocol());
      framer = protocol.framer(link);
      decoder = protocol.decoder(link, PacketContents.UNKNOWN);
      done = new CountDownLatch(frames);
    }

    @Override
    public void bytes(byte[] bytes, int offset, int length) {
      framer.feed(bytes, offset, length, this);
    }

    @Override
    public void boundary() {
      framer.end(this);
    }

    @Override
    public void state(LinkState state, int attempt, String reason) {
      if (state == LinkState.UP) {
        up.countDown();
      }
    }

    @Override
    public void frame(FrameKind kind, byte[] bytes, int offset, int length) {
      Event event = new Event(1000);
      event.begin(kind, 1, 0);
      event.raw(bytes, offset, length);
      decoder.decode(event);
      events.add(event);
      while (decoder.hasDerived()) {
        Event derived = new Event(1000);
        derived.begin(FrameKind.DERIVED, 1, 0);
        decoder.derive(derived);
        events.add(derived);
      }
      done.countDown();
    }
  }

  private static List<Event> events(String keys, String... datagrams) throws Exception {
    int port;
    try (DatagramSocket free = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    LinkUri uri = LinkUri.parse("udp://127.0.0.1:" + port + "?protocol=ccsds-" + keys);
    Decoding decoding = new Decoding(uri, datagrams.length);
    try (Link link = Link.of(uri);
        DatagramSocket socket = new DatagramSocket()) {
      link.start(decoding);
      assertThat(decoding.up.await(10, TimeUnit.SECONDS)).isTrue();
      for (String datagram : datagrams) {
        byte[] bytes = Streams.bytes(datagram);
        socket.send(
            new DatagramPacket(bytes, bytes.length, InetAddress.getLoopbackAddress(), port));
      }
      assertThat(decoding.done.await(10, TimeUnit.SECONDS)).isTrue();
    }
    return decoding.events;
  }

  @Test
  void a_datagram_is_a_TM_frame() throws Exception {
    String rest = "1800 0009 c001 0002 aabbcc e0";
    List<Event> events =
        events("tm&frame=16&sync=datagram", "01020000" + rest, "020101" + rest, "01020101" + rest);
    assertThat(events)
        .extracting(Event::msg)
        .containsExactly(
            Msg.CCSDS_FRAME,
            Msg.CCSDS_PACKET,
            Msg.CCSDS_IDLE,
            Msg.INVALID,
            Msg.CCSDS_FRAME,
            Msg.CCSDS_PACKET,
            Msg.CCSDS_IDLE);
    assertThat(Streams.text(events.get(3), Field.REASON)).isEqualTo("length");
    assertThat(events.get(3).rawLength()).isEqualTo(15);
  }

  @Test
  void datagrams_are_USLP_frames_of_any_length() throws Exception {
    List<Event> events =
        events(
            "uslp&frame=500&sync=datagram&truncated=8",
            "c0050020 0009 01 01 64 aa",
            "c0050020 000c 01 02 64 bbccddee",
            "c0050021 e4 010203");
    assertThat(events).extracting(Event::msg).containsOnly(Msg.CCSDS_FRAME).hasSize(3);
    assertThat(events).allMatch(event -> event.flags() == 0);
    assertThat(Streams.hex(events.get(1), Field.DATA)).isEqualTo(Streams.bytes("bbccddee"));
    assertThat(Streams.number(events.get(2), Field.TRUNCATED)).isEqualTo(1);
  }
}
