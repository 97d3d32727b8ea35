package io.alidade.protocol.kiss;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.alidade.SteadyDecoding;
import io.alidade.framing.KissFramer;
import io.alidade.protocol.PacketContents;
import java.io.ByteArrayOutputStream;
import org.junit.jupiter.api.Test;

class KissAllocationTest {
  private static final String ADDRESSES =
      "86a24040404060 ae6282ae404060 ae92888a6240e4 ae92888a644063";

  private static byte[] block() {
    ByteArrayOutputStream block = new ByteArrayOutputStream();
    for (String content :
        new String[] {
          "09 0000016f5e66e850",
          "00" + ADDRESSES + "03 f0" + "48".repeat(100),
          "00" + ADDRESSES + "22 f0 c0dbc0db",
          "00" + ADDRESSES + "31",
          "00" + ADDRESSES + "3f",
          "00" + ADDRESSES + "13 01",
          "80 0102030405",
          "00 86a24040404060 ae6282ae404060 ff",
          "00 86024040404060 ae6282ae404061 03 f0",
          "00" + "c0aa3a007c746f1e".repeat(30),
          "01 32"
        }) {
      block.writeBytes(KissLink.frame(KissLink.hex(content)));
    }
    block.writeBytes(KissLink.hex("c0 00 db00 c0"));
    block.writeBytes("cmd: no frame".getBytes(US_ASCII));
    return block.toByteArray();
  }

  @Test
  void framing_and_decoding_do_not_allocate() {
    new SteadyDecoding(
            new KissFramer(), new KissDecoder(KissChecksum.SMACK, PacketContents.UNKNOWN))
        .assertNothingAllocated(block(), 100_000);
  }
}
