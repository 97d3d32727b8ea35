package io.alidade.station;

import static org.assertj.core.api.Assertions.assertThat;

import io.alidade.event.Event;
import io.alidade.event.Field;
import io.alidade.event.FrameKind;
import io.alidade.link.LinkUri;
import io.alidade.protocol.PacketContents;
import io.alidade.protocol.ccsds.Streams;
import io.alidade.protocol.ccsds.TransferFrameFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the keys of a link's URI mean. */
class FrameFormatTest {
  private static TransferFrameFormat format(
      String scheme, TransferFrameFormat.Type type, String keys) throws ConfigException {
    String protocol = "ccsds-" + type.name().toLowerCase(java.util.Locale.ROOT);
    return FrameFormat.of(LinkUri.parse(scheme + "?protocol=" + protocol + "&" + keys), type);
  }

  private static TransferFrameFormat format(TransferFrameFormat.Type type, String keys)
      throws ConfigException {
    return format("stdin:", type, keys);
  }

  @Test
  void a_length_alone_is_plain_frames_behind_markers() throws Exception {
    for (TransferFrameFormat.Type type : TransferFrameFormat.Type.values()) {
      assertThat(format(type, "frame=892")).isEqualTo(TransferFrameFormat.of(type, 892));
    }
  }

  @Test
  void coding_and_checks_have_their_keys() throws Exception {
    TransferFrameFormat plain = TransferFrameFormat.of(TransferFrameFormat.Type.USLP, 892);
    assertThat(
            format(
                TransferFrameFormat.Type.USLP,
                "frame=892&rs=16&interleave=4&basis=conventional&randomized=yes&fecf=crc32"))
        .isEqualTo(plain.withReedSolomon(16, 4, false).withRandomization().withFrameCheck(4));
    assertThat(format(TransferFrameFormat.Type.USLP, "frame=892&fecf=yes"))
        .isEqualTo(plain.withFrameCheck(2));
    assertThat(format(TransferFrameFormat.Type.USLP, "frame=892&sync=none"))
        .isEqualTo(plain.withoutMarker());
  }

  @Test
  void each_protocol_has_keys_of_its_own() throws Exception {
    assertThat(format(TransferFrameFormat.Type.AOS, "frame=100&header-ecc=yes&insert=7&ocf=yes"))
        .isEqualTo(
            TransferFrameFormat.of(TransferFrameFormat.Type.AOS, 100).withAos(true, 7, true, -1));
    assertThat(format(TransferFrameFormat.Type.TM, "frame=100&extcount=yes"))
        .isEqualTo(TransferFrameFormat.of(TransferFrameFormat.Type.TM, 100).withExtendedCount());
    assertThat(format(TransferFrameFormat.Type.USLP, "frame=100&insert=7&truncated=8"))
        .isEqualTo(
            TransferFrameFormat.of(TransferFrameFormat.Type.USLP, 100).withUslp(7, false, 8));
  }

  @Test
  void only_uncoded_USLP_frames_in_datagrams_vary_in_length() throws Exception {
    String udp = "udp://127.0.0.1:10000";
    assertThat(
            format(udp, TransferFrameFormat.Type.USLP, "frame=900&sync=datagram")
                .options()
                .variableLength())
        .isTrue();
    assertThat(
            format(udp, TransferFrameFormat.Type.USLP, "frame=892&rs=16&interleave=4&sync=datagram")
                .options()
                .variableLength())
        .isFalse();
    assertThat(format(udp, TransferFrameFormat.Type.TM, "frame=900&sync=datagram"))
        .isEqualTo(TransferFrameFormat.of(TransferFrameFormat.Type.TM, 900).withoutMarker());
  }

  @ParameterizedTest
  @CsvSource({
    "time=none, 111f00000000, ",
    "time=cds2.0, 111f00000000, 1970-01-01T00:00:00.000000000Z",
    "time=cds2.0&time-offset=2, beef111f00000000, 1970-01-01T00:00:00.000000000Z",
    "time=pfield, 40111f00000000, 1970-01-01T00:00:00.000000000Z",
    "time=cuc4.1, 0000000a80, 1958-01-01T00:00:00.500000000Z",
    "time=cuc4.1&epoch=2000-01-01, 0000000a80, 2000-01-01T00:00:10.500000000Z",
    "time=cuc4.1&epoch=2000-01-01T12:00:00Z, 0000000a80, 2000-01-01T12:00:10.500000000Z",
    // 6,210 days later five leap seconds had come.
    "time=cuc4.0&epoch=2000-01-01, 1ffb0305, 2017-01-01T00:00:00.000000000Z",
    "time=cuc4.0&epoch=2000-01-01&time-scale=utc, 1ffb0305, 2017-01-01T00:00:05.000000000Z",
  })
  void packets_have_the_time_that_the_keys_say(String keys, String header, String expected)
      throws Exception {
    LinkUri link = LinkUri.parse("stdin:?protocol=ccsds-packets&" + keys);
    byte[] body = Streams.bytes(header);
    byte[] head = {8, 9, (byte) 0xC0, 1, 0, (byte) (body.length - 1)};
    List<Streams.Frame> frames =
        List.of(new Streams.Frame(FrameKind.FRAME, Streams.join(head, body)));
    Event event =
        Streams.decode(Protocol.CCSDS_PACKETS.decoder(link, PacketContents.UNKNOWN), frames).get(0);
    assertThat(Streams.text(event, Field.TIME)).isEqualTo(expected);
  }
}
