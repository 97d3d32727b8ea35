package io.alidade.export;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CaptureFileTest {
  private static final List<ByteOrder> ORDERS =
      List.of(ByteOrder.BIG_ENDIAN, ByteOrder.LITTLE_ENDIAN);

  @TempDir Path folder;

  /** "TIME:PORT:PAYLOAD" of each whole datagram, "partial" for others, and what is damaged. */
  private List<String> read(byte[] file) throws Exception {
    List<String> found = new ArrayList<>();
    try (CaptureFile capture = CaptureFile.open(Files.write(folder.resolve("x"), file))) {
      CapturedPacket packet = new CapturedPacket();
      UdpDatagram datagram = new UdpDatagram();
      while (capture != null && capture.next(packet)) {
        UdpDatagram.Kind kind = datagram.read(packet);
        if (kind == UdpDatagram.Kind.WHOLE) {
          String text = new String(packet.bytes, datagram.offset(), datagram.length(), ISO_8859_1);
          found.add(packet.timeNs + ":" + datagram.port() + ":" + text);
        } else {
          found.add(kind.name());
        }
      }
      if (capture == null || !capture.damage().isEmpty()) {
        found.add(capture == null ? "none" : capture.damage());
      }
    }
    return found;
  }

  @Test
  void classicCapturesInBothByteOrdersAndBothResolutions() throws Exception {
    for (ByteOrder order : ORDERS) {
      byte[] micro =
          Captures.pcap(order, 0xA1B2C3D4, 1)
              .packet(1_600_000_000, 123_456, Captures.ethernet(10110, "one"))
              .packet(4_000_000_000L, 1, Captures.ethernet(10111, ""))
              .bytes();
      assertThat(read(micro))
          .containsExactly("1600000000123456000:10110:one", "4000000000000001000:10111:");
      byte[] nano =
          Captures.pcap(order, 0xA1B23C4D, 101)
              .packet(1_600_000_000, 123_456_789, Captures.ipv6(10110, "six"))
              .bytes();
      assertThat(read(nano)).containsExactly("1600000000123456789:10110:six");
    }
  }

  @Test
  void newerCapturesInBothByteOrdersWithTheirInterfacesResolution() throws Exception {
    for (ByteOrder order : ORDERS) {
      byte[] file =
          Captures.pcapng(order, 1, 9)
              .block(5, new byte[12])
              .enhancedPacket(1_600_000_000_123_456_789L, Captures.ethernet(10110, "one"))
              .block(0x0BAD, new byte[4])
              .enhancedPacket(1_600_000_001_000_000_000L, Captures.ethernet(10110, "three"))
              .bytes();
      assertThat(read(file))
          .containsExactly("1600000000123456789:10110:one", "1600000001000000000:10110:three");
      byte[] milli =
          Captures.pcapng(order, 101, 3)
              .enhancedPacket(1_600_000_000_123L, Captures.ipv4(7, "m", 0))
              .bytes();
      assertThat(read(milli)).containsExactly("1600000000123000000:7:m");
    }
  }

  @Test
  void otherHeadersBelowTheNetwork() throws Exception {
    byte[] cooked = new byte[16];
    cooked[14] = 8;
    byte[] cooked2 = new byte[20];
    cooked2[0] = 8;
    byte[] ip = Captures.ipv4(7, "x", 0);
    ByteOrder order = ByteOrder.LITTLE_ENDIAN;
    for (Object[] each :
        new Object[][] {
          {113, Captures.behind(cooked, ip)},
          {276, Captures.behind(cooked2, ip)},
          {0, Captures.behind(new byte[] {2, 0, 0, 0}, ip)},
          {228, ip}
        }) {
      byte[] file =
          Captures.pcap(order, 0xA1B2C3D4, (int) each[0]).packet(1, 0, (byte[]) each[1]).bytes();
      assertThat(read(file)).containsExactly("1000000000:7:x");
    }
  }

  @Test
  void fragmentsAndWhatWasCutAreTold() throws Exception {
    byte[] whole = Captures.ipv4(7, "abcdef", 0);
    byte[] file =
        Captures.pcap(ByteOrder.LITTLE_ENDIAN, 0xA1B2C3D4, 101)
            .packet(1, 0, Captures.ipv4(7, "first", 0x2000))
            .packet(1, 0, Captures.ipv4(7, "last", 3))
            .packet(1, 0, Arrays.copyOf(whole, whole.length - 2), whole.length)
            .packet(1, 0, new byte[] {0x45})
            .packet(1, 0, new byte[0])
            .bytes();
    assertThat(read(file)).containsExactly("PARTIAL", "PARTIAL", "PARTIAL", "OTHER", "OTHER");
  }

  @Test
  void aFileThatIsCutOrBrokenIsReadUpToThere() throws Exception {
    byte[] file =
        Captures.pcap(ByteOrder.LITTLE_ENDIAN, 0xA1B2C3D4, 101)
            .packet(1, 0, Captures.ipv4(7, "one", 0))
            .packet(2, 0, Captures.ipv4(7, "two", 0))
            .bytes();
    assertThat(read(Arrays.copyOf(file, file.length - 1)))
        .containsExactly("1000000000:7:one", "it ends inside a packet");
    file[24 + 8 + 3] = 0x7F;
    assertThat(read(file)).hasSize(1).allMatch(what -> what.contains("a packet of"));
    assertThat(read("$GPGGA".getBytes(ISO_8859_1))).containsExactly("none");
    assertThat(read(new byte[0])).containsExactly("none");
  }

  @Test
  void noBytesMakeItFail() throws Exception {
    SplittableRandom random = new SplittableRandom(7);
    byte[] classic =
        Captures.pcap(ByteOrder.BIG_ENDIAN, 0xA1B2C3D4, 1)
            .packet(1, 0, Captures.ethernet(7, "one"))
            .packet(2, 0, Captures.behind(new byte[18], Captures.ipv6(7, "two")))
            .bytes();
    byte[] newer =
        Captures.pcapng(ByteOrder.BIG_ENDIAN, 101, 6)
            .enhancedPacket(1, Captures.ipv6(7, "one"))
            .enhancedPacket(2, Captures.ipv4(7, "two", 0))
            .bytes();
    for (int i = 0; i < 4000; i++) {
      byte[] file = (i % 2 == 0 ? classic : newer).clone();
      for (int flips = random.nextInt(1, 6); flips > 0; flips--) {
        file[random.nextInt(4, file.length)] = (byte) random.nextInt(256);
      }
      assertThat(read(Arrays.copyOf(file, random.nextInt(4, file.length + 1)))).isNotNull();
    }
  }
}
