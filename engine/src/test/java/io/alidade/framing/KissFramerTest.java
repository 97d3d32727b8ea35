package io.alidade.framing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** In the texts of these tests {@code #} is FEND and {@code /} is FESC, and the other way round. */
class KissFramerTest {
  private static byte[] bytes(String text) {
    byte[] bytes = text.getBytes(ISO_8859_1);
    swap(bytes);
    return bytes;
  }

  private static void swap(byte[] bytes) {
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] =
          switch (bytes[i] & 0xFF) {
            case '#' -> (byte) 0xC0;
            case '/' -> (byte) 0xDB;
            case 0xC0 -> (byte) '#';
            case 0xDB -> (byte) '/';
            default -> bytes[i];
          };
    }
  }

  private static FrameSink collector(List<String> frames) {
    return (kind, array, offset, length) -> {
      byte[] bytes = Arrays.copyOfRange(array, offset, offset + length);
      swap(bytes);
      frames.add(kind + ":" + new String(bytes, ISO_8859_1));
    };
  }

  private static List<String> frames(String text) {
    byte[] bytes = bytes(text);
    return frames(bytes, Math.max(1, bytes.length));
  }

  private static List<String> frames(byte[] bytes, int readSize) {
    List<String> frames = new ArrayList<>();
    KissFramer framer = new KissFramer();
    FrameSink sink = collector(frames);
    byte[] scratch = new byte[readSize + 5];
    for (int i = 0; i < bytes.length; i += readSize) {
      int length = Math.min(readSize, bytes.length - i);
      System.arraycopy(bytes, i, scratch, 3, length);
      framer.feed(scratch, 3, length, sink);
      Arrays.fill(scratch, (byte) 0xC0); // the framer must not look at it again
    }
    framer.end(sink);
    return frames;
  }

  private static String raw(List<String> frames) {
    StringBuilder all = new StringBuilder();
    for (String frame : frames) {
      all.append(frame, frame.indexOf(':') + 1, frame.length());
    }
    return all.toString();
  }

  @Test
  void a_frame_has_its_opening_and_its_closing_FEND() {
    assertThat(frames("#0abc#")).containsExactly("FRAME:#0abc#");
  }

  @Test
  void a_frame_is_given_at_its_closing_FEND_without_waiting_for_more() {
    List<String> frames = new ArrayList<>();
    KissFramer framer = new KissFramer();
    framer.feed(bytes("#0a"), 0, 3, collector(frames));
    assertThat(frames).isEmpty();
    framer.feed(bytes("bc#"), 0, 3, collector(frames));
    assertThat(frames).containsExactly("FRAME:#0abc#");
  }

  @Test
  void one_FEND_between_frames_does_for_both_and_belongs_to_the_first() {
    assertThat(frames("#a#b#c#")).containsExactly("FRAME:#a#", "FRAME:b#", "FRAME:c#");
  }

  @Test
  void FENDs_in_a_row_are_no_empty_frames_and_belong_to_the_frame_that_follows() {
    assertThat(frames("##a####b##")).containsExactly("FRAME:##a#", "FRAME:###b#", "NOISE:#");
  }

  @Test
  void escapes_stay_as_they_are_whatever_they_mean() {
    assertThat(frames("#0/\u00DC/\u00DD/x//y/#")).containsExactly("FRAME:#0/\u00DC/\u00DD/x//y/#");
  }

  @Test
  void what_comes_before_the_first_FEND_is_noise() {
    assertThat(frames("cmd:\r\n#a#")).containsExactly("NOISE:cmd:\r\n", "FRAME:#a#");
    assertThat(frames("x".repeat(2500) + "#a#"))
        .containsExactly(
            "NOISE:" + "x".repeat(1024),
            "NOISE:" + "x".repeat(1024),
            "NOISE:" + "x".repeat(452),
            "FRAME:#a#");
    assertThat(frames("no frame")).containsExactly("NOISE:no frame");
  }

  @Test
  void more_than_64_FENDs_in_a_row_are_noise_in_pieces() {
    assertThat(frames("#".repeat(200) + "a#"))
        .containsExactly(
            "NOISE:" + "#".repeat(64),
            "NOISE:" + "#".repeat(64),
            "NOISE:" + "#".repeat(64),
            "FRAME:" + "#".repeat(8) + "a#");
  }

  @Test
  void content_without_its_closing_FEND_is_cut_at_the_end_of_the_stream() {
    assertThat(frames("#a#bc")).containsExactly("FRAME:#a#", "CUT:bc");
    assertThat(frames("#a##")).containsExactly("FRAME:#a#", "NOISE:#");
    assertThat(frames("")).isEmpty();
  }

  @Test
  void after_an_end_the_framer_starts_anew() {
    List<String> frames = new ArrayList<>();
    KissFramer framer = new KissFramer();
    framer.feed(bytes("#ab"), 0, 3, collector(frames));
    framer.end(collector(frames));
    framer.feed(bytes("cd#e#"), 0, 5, collector(frames));
    framer.end(collector(frames));
    assertThat(frames).containsExactly("CUT:#ab", "NOISE:cd", "FRAME:#e#");
  }

  @Test
  void a_frame_has_a_command_and_up_to_65535_bytes_of_data() {
    String longest = "#" + "x".repeat(65_536) + "#";
    assertThat(frames(longest + "a#")).containsExactly("FRAME:" + longest, "FRAME:a#");
    String escaped = "#".repeat(64) + "/x".repeat(65_536) + "#";
    assertThat(escaped).hasSize(KissFramer.MAX_FRAME);
    assertThat(frames(escaped + "a#")).containsExactly("FRAME:" + escaped, "FRAME:a#");
  }

  @Test
  void a_longer_frame_is_oversize_and_its_rest_is_noise_up_to_a_FEND() {
    assertThat(frames("#" + "x".repeat(65_537) + "#a#"))
        .containsExactly("OVERSIZE:#" + "x".repeat(65_536), "NOISE:x", "FRAME:#a#");
    assertThat(frames("#" + "/y".repeat(65_536) + "/y#a"))
        .containsExactly("OVERSIZE:#" + "/y".repeat(65_536), "NOISE:/y", "CUT:#a");
  }

  @Test
  void frames_do_not_depend_on_how_random_bytes_are_split_into_reads() {
    String alphabet = "#/\u00DC\u00DD\0ab";
    for (long seed = 0; seed < 400; seed++) {
      Random random = new Random(seed);
      byte[] bytes = new byte[random.nextInt(4000)];
      // Some runs rarely see a FEND, others hardly anything else, so that the limits are met.
      int rare = seed % 4 == 0 ? 1500 : 1;
      String common = seed % 8 == 0 ? "#" : "a";
      for (int i = 0; i < bytes.length; i++) {
        char c =
            random.nextInt(rare) == 0
                ? alphabet.charAt(random.nextInt(alphabet.length()))
                : common.charAt(0);
        bytes[i] = bytes(String.valueOf(c))[0];
      }
      assertSplitIndependent("seed " + seed, bytes, random);
    }
  }

  @Test
  void frames_longer_than_allowed_do_not_depend_on_the_reads_either() {
    for (long seed = 0; seed < 12; seed++) {
      Random random = new Random(seed);
      byte[] bytes = new byte[150_000 + random.nextInt(150_000)];
      for (int i = 0; i < bytes.length; i++) {
        int pick = random.nextInt(100_000);
        bytes[i] = (byte) (pick == 0 ? 0xC0 : pick < 50_000 ? 0xDB : pick);
        if (bytes[i] == (byte) 0xC0 && pick != 0) {
          bytes[i] = 0;
        }
      }
      bytes[0] = (byte) 0xC0;
      assertSplitIndependent("seed " + seed, bytes, random);
    }
  }

  private static void assertSplitIndependent(String what, byte[] bytes, Random random) {
    List<String> whole = frames(bytes, Math.max(1, bytes.length));
    assertThat(Arrays.equals(bytes(raw(whole)), bytes)).as(what).isTrue();
    assertThat(whole)
        .as(what)
        .allMatch(frame -> frame.length() - frame.indexOf(':') - 1 <= KissFramer.MAX_FRAME);
    for (int read : new int[] {1, 7, 4096, 1 + random.nextInt(50)}) {
      assertThat(frames(bytes, read)).as("%s, read %d", what, read).isEqualTo(whole);
    }
    List<String> split = new ArrayList<>();
    KissFramer framer = new KissFramer();
    for (int i = 0; i < bytes.length; ) {
      int length = Math.min(bytes.length - i, random.nextInt(300));
      framer.feed(bytes, i, length, collector(split));
      i += length;
    }
    framer.end(collector(split));
    assertThat(split).as(what).isEqualTo(whole);
  }
}
