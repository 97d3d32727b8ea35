package io.alidade.protocol.kiss;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.alidade.event.Event;
import io.alidade.event.FrameKind;
import io.alidade.protocol.PacketContents;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class KissFuzzTest {
  private static final String[] CONTENTS = {
    "00 86a24040404060 ae6282ae404061 03 f0 4869",
    "00 82a088ae626ce0 9c6086829898fe ae92888a624062 ae92888a644063 03 f0 2134",
    "80 86a24040404060 ae6282ae404061 3f",
    "30 86a24040404060 ae6282ae4040e1 22 cf c0dbdcdd",
    "09 0000016f5e66e850",
    "01 32",
    "00 c2aa3a007c746f1e4f4e3032415556f16c0e0a090a0b0b"
  };

  private static byte[] mutate(byte[] bytes, Random random) {
    byte[] copy = bytes.clone();
    for (int n = random.nextInt(4); n > 0; n--) {
      int at = random.nextInt(copy.length);
      switch (random.nextInt(4)) {
        case 0 -> copy[at] = (byte) random.nextInt(256);
        case 1 -> copy[at] ^= (byte) (1 << random.nextInt(8));
        case 2 -> copy = Arrays.copyOf(copy, Math.max(1, at));
        default -> copy[at] = (byte) (random.nextBoolean() ? 0xC0 : 0xDB);
      }
    }
    return copy;
  }

  @Test
  void mutated_streams_give_events_and_well_formed_JSON_for_any_reads() {
    Map<String, Integer> outcomes = new TreeMap<>();
    Random random = new Random(20260902);
    for (int round = 0; round < 1_500; round++) {
      ByteArrayOutputStream stream = new ByteArrayOutputStream();
      for (int n = 0; n < 8; n++) {
        byte[] content = KissLink.hex(CONTENTS[random.nextInt(CONTENTS.length)]);
        // Changes before the escapes and after, so that contents and framing are both hit.
        stream.writeBytes(mutate(KissLink.frame(mutate(content, random)), random));
      }
      KissChecksum checksum = random.nextInt(4) == 0 ? KissChecksum.SMACK : KissChecksum.NONE;
      byte[] bytes = stream.toByteArray();
      var events =
          KissLink.events(new KissDecoder(checksum, PacketContents.UNKNOWN), bytes, bytes.length);
      int read = 1 + random.nextInt(20);
      assertThat(KissLink.events(new KissDecoder(checksum, PacketContents.UNKNOWN), bytes, read))
          .isEqualTo(events);
      for (JsonNode event : events) {
        outcomes.merge(
            event.get("msg").asText() + " " + event.get("quality").asText(), 1, Integer::sum);
      }
    }
    System.out.println("fuzz: " + outcomes);
    assertThat(outcomes.keySet())
        .contains("ax25.ui good", "ax25.ui suspect", "kiss.data suspect", "invalid invalid");
  }

  @Test
  void decoding_any_bytes_as_a_frame_of_any_kind_does_not_fail() {
    Random random = new Random(8);
    Event event = new Event(300_000);
    KissDecoder[] decoders = {
      new KissDecoder(), new KissDecoder(KissChecksum.SMACK, PacketContents.UNKNOWN)
    };
    FrameKind[] kinds = {FrameKind.FRAME, FrameKind.CUT, FrameKind.OVERSIZE, FrameKind.NOISE};
    byte[] common = {(byte) 0xC0, (byte) 0xDB, (byte) 0xDC, (byte) 0xDD, 0, 9, 0x40, 0x61};
    for (int round = 0; round < 200_000; round++) {
      byte[] bytes = new byte[random.nextInt(round % 10_000 == 0 ? 140_000 : 100)];
      random.nextBytes(bytes);
      for (int n = random.nextInt(10); n > 0 && bytes.length > 0; n--) {
        bytes[random.nextInt(bytes.length)] = common[random.nextInt(common.length)];
      }
      if (round % 2 == 0) {
        // Extension bits clear, so that address fields are read far.
        for (int i = 0; i < bytes.length; i++) {
          bytes[i] &= (byte) (random.nextInt(30) == 0 ? 0xFF : 0xFE);
        }
      }
      event.begin(kinds[Math.max(0, random.nextInt(8) - 4)], 1, 0);
      event.raw(bytes, 0, bytes.length);
      decoders[round & 1].decode(event);
      assertThat(event.isWellFormed()).isTrue();
    }
  }
}
