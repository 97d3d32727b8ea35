package io.alidade.protocol.ax25;

import static io.alidade.protocol.ax25.Ax25Frame.Form.BROKEN_ADDRESS;
import static io.alidade.protocol.ax25.Ax25Frame.Form.FRAME;
import static io.alidade.protocol.ax25.Ax25Frame.Form.ODD_CALLSIGN;
import static io.alidade.protocol.ax25.Ax25Frame.Form.OTHER;
import static io.alidade.protocol.ax25.Ax25Frame.Form.UNREADABLE_CALLSIGN;
import static org.assertj.core.api.Assertions.assertThat;

import io.alidade.event.Event;
import io.alidade.event.EventJson;
import io.alidade.event.FieldWriter;
import io.alidade.event.FrameKind;
import io.alidade.event.Links;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** Frames in hexadecimal; spaces are for the eye. */
class Ax25FrameTest {
  private static final String CQ = "86a240404040";
  private static final String W1AW = "ae6282ae4040";

  /** CQ from W1AW, no digipeaters. */
  private static final String HEAD = CQ + "60" + W1AW + "61";

  private static byte[] hex(String hex) {
    return HexFormat.of().parseHex(hex.replace(" ", ""));
  }

  private static Ax25Frame.Form form(String hex) {
    byte[] bytes = hex(hex);
    return new Ax25Frame().read(bytes, 0, bytes.length);
  }

  /** What is written for a frame, from {@code "quality"} on, addresses left out. */
  private static String fields(String hex) {
    String json = json(hex);
    assertThat(json).contains("\"src\":\"W1AW\",\"dst\":\"CQ\",");
    return json.replace("\"src\":\"W1AW\",\"dst\":\"CQ\",", "");
  }

  private static String json(String hex) {
    byte[] bytes = hex(hex);
    Ax25Frame frame = new Ax25Frame();
    frame.read(bytes, 0, bytes.length);
    Event event = new Event(8192);
    event.begin(FrameKind.FRAME, 1, 0);
    event.msg(frame.msg());
    FieldWriter out = event.beginDecoded();
    frame.write(event, out);
    event.endDecoded();
    EventJson json = new EventJson(new Links("link"), false, false);
    json.append(event);
    String text = new String(json.array(), 0, json.length(), StandardCharsets.UTF_8);
    return text.substring(text.indexOf("\"msg\""), text.length() - 1)
        .replace("\"quality\":\"good\",\"flags\":[],", "");
  }

  @Test
  void SSIDs_follow_the_callsign_unless_they_are_0() {
    assertThat(json(CQ + "62" + W1AW + "7f 03 f0"))
        .contains("\"src\":\"W1AW-15\",\"dst\":\"CQ-1\",\"control\"");
    assertThat(json("9c60868298987e" + "9c608682989875" + "03 f0"))
        .contains("\"src\":\"N0CALL-10\",\"dst\":\"N0CALL-15\"");
  }

  @Test
  void digipeaters_that_have_repeated_the_frame_have_an_asterisk() {
    assertThat(json(CQ + "60" + W1AW + "60" + CQ + "e2" + W1AW + "e0" + CQ + "65 03 f0"))
        .contains("\"via\":[\"CQ-1*\",\"W1AW*\",\"CQ-2\"]");
  }

  @Test
  void up_to_eight_digipeaters_are_read() {
    String eight = CQ + "60" + W1AW + "60" + (CQ + "60").repeat(7) + CQ + "61";
    assertThat(form(eight + "03f0")).isEqualTo(FRAME);
    assertThat(json(eight + "03f0")).contains("[" + "\"CQ\",".repeat(7) + "\"CQ\"]");
    String nine = CQ + "60" + W1AW + "60" + (CQ + "60").repeat(8) + CQ + "61";
    assertThat(form(nine + "03f0")).isEqualTo(BROKEN_ADDRESS);
  }

  @Test
  void UI_frames_have_a_PID_and_information() {
    assertThat(fields(HEAD + "03 cf 00ff"))
        .isEqualTo(
            "\"msg\":\"ax25.ui\",\"data\":{\"control\":3,\"pf\":false,\"pid\":207,"
                + "\"info\":\"00ff\"}");
    assertThat(fields(HEAD + "13 f0"))
        .isEqualTo(
            "\"msg\":\"ax25.ui\",\"data\":{\"control\":19,\"pf\":true,\"pid\":240,"
                + "\"info\":\"\"}");
  }

  @Test
  void information_that_is_printable_is_given_as_text_too() {
    assertThat(fields(HEAD + "03 f0 48692c0d0a")).contains("\"text\":\"Hi,\\r\\n\"");
    assertThat(fields(HEAD + "03 f0 48697f")).doesNotContain("text");
    assertThat(fields(HEAD + "03 f0 4869e9")).doesNotContain("text");
    assertThat(fields(HEAD + "03 f0" + "41".repeat(1024))).contains("text");
    assertThat(fields(HEAD + "03 f0" + "41".repeat(1025))).doesNotContain("text");
  }

  @Test
  void I_frames_have_both_sequence_numbers() {
    // N(R) 5, P 1, N(S) 3
    assertThat(fields(HEAD + "b6 f0 01"))
        .isEqualTo(
            "\"msg\":\"ax25.i\",\"data\":{\"control\":182,\"ns\":3,\"nr\":5,\"pf\":true,"
                + "\"pid\":240,\"info\":\"01\"}");
  }

  @Test
  void S_frames_have_a_type_and_the_receive_sequence_number() {
    assertThat(fields(HEAD + "e1"))
        .isEqualTo(
            "\"msg\":\"ax25.s\",\"data\":{\"control\":225,\"nr\":7,\"pf\":false,\"type\":\"RR\"}");
    assertThat(fields(HEAD + "15")).contains("\"nr\":0,\"pf\":true,\"type\":\"RNR\"");
    assertThat(fields(HEAD + "29")).contains("\"nr\":1,\"pf\":false,\"type\":\"REJ\"");
    assertThat(fields(HEAD + "4d")).contains("\"nr\":2,\"pf\":false,\"type\":\"SREJ\"");
  }

  @Test
  void U_frames_have_a_type() {
    assertThat(fields(HEAD + "3f"))
        .isEqualTo("\"msg\":\"ax25.u\",\"data\":{\"control\":63,\"pf\":true,\"type\":\"SABM\"}");
    assertThat(fields(HEAD + "7f")).contains("\"SABME\"");
    assertThat(fields(HEAD + "53")).contains("\"DISC\"");
    assertThat(fields(HEAD + "0f")).contains("\"DM\"");
    assertThat(fields(HEAD + "73")).contains("\"UA\"");
    assertThat(fields(HEAD + "87 010203")).contains("\"FRMR\",\"info\":\"010203\"");
    assertThat(fields(HEAD + "af 82")).contains("\"XID\",\"info\":\"82\"");
    assertThat(fields(HEAD + "e3 41")).contains("\"TEST\",\"info\":\"41\",\"text\":\"A\"");
  }

  @Test
  void what_a_frame_lacks_or_has_too_much_makes_it_suspect() {
    assertThat(fields(HEAD + "03")).contains("\"flags\":[\"length\"]").doesNotContain("pid");
    assertThat(fields(HEAD + "e1 00")).contains("\"flags\":[\"length\"]", "\"info\":\"00\"");
    assertThat(fields(HEAD + "3f 00")).contains("\"flags\":[\"length\"]");
    assertThat(fields(HEAD + "17")).contains("\"flags\":[\"type\"]").doesNotContain("\"type\":");
  }

  @Test
  void callsigns_are_upper_case_letters_digits_and_padding() {
    assertThat(form(HEAD + "03 f0")).isEqualTo(FRAME);
    // "cq", "C Q", blank, "C-Q"
    for (String odd :
        new String[] {"c6e240404040", "8640a2404040", "404040404040", "865aa2404040"}) {
      assertThat(form(odd + "60" + W1AW + "61 03 f0")).as(odd).isEqualTo(ODD_CALLSIGN);
    }
    // NUL, DEL
    for (String bad : new String[] {"860040404040", "86fe40404040"}) {
      assertThat(form(bad + "60" + W1AW + "61 03 f0")).as(bad).isEqualTo(UNREADABLE_CALLSIGN);
    }
  }

  @Test
  void an_odd_callsign_is_given_as_it_is() {
    assertThat(json("c6e240404040" + "60" + "404040404040" + "63 03 f0"))
        .contains("\"src\":\"-1\",\"dst\":\"cq\"");
  }

  @Test
  void a_frame_that_began_as_AX25_and_goes_wrong_is_told_from_other_data() {
    assertThat(form(HEAD)).as("no control").isEqualTo(BROKEN_ADDRESS);
    assertThat(form(CQ + "60" + W1AW + "60 03")).as("third address cut").isEqualTo(BROKEN_ADDRESS);
    assertThat(form(CQ + "60" + W1AW + "60" + W1AW.replace("62", "63") + "61 03f0"))
        .as("extension bit inside a callsign")
        .isEqualTo(BROKEN_ADDRESS);
    assertThat(form(CQ + "61" + W1AW + "61 03f0")).as("one address only").isEqualTo(OTHER);
    assertThat(form(CQ + "60" + W1AW)).as("second address cut").isEqualTo(OTHER);
    assertThat(form("00".repeat(200))).isEqualTo(OTHER);
    assertThat(form("ff".repeat(200))).isEqualTo(OTHER);
    assertThat(form("")).isEqualTo(OTHER);
  }

  @Test
  void a_frame_is_at_least_fifteen_bytes() {
    byte[] bytes = hex(HEAD + "3f");
    assertThat(bytes).hasSize(15);
    for (int length = 0; length < 15; length++) {
      assertThat(new Ax25Frame().read(bytes, 0, length)).isIn(OTHER, BROKEN_ADDRESS);
    }
    assertThat(new Ax25Frame().read(bytes, 0, 15)).isEqualTo(FRAME);
  }
}
