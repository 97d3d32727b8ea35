package io.alidade.framing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class NmeaFramerTest {
  private static final String A = "!AIVDM,1,1,,A,15RTgt0PAso;90TKcjM8h6g208CQ,0*4A";
  private static final String B = "$GPHDT,123.456,T*32";
  private static final String TAG = "\\s:r3669961,c:1120959341*7B\\";

  /** What the framer gives for the text, as {@code KIND:bytes}, fed in one read. */
  private static List<String> frames(String text) {
    byte[] bytes = text.getBytes(ISO_8859_1);
    return frames(bytes, bytes.length);
  }

  private static List<String> frames(byte[] bytes, int readSize) {
    List<String> frames = new ArrayList<>();
    NmeaFramer framer = new NmeaFramer();
    FrameSink sink = collector(frames);
    byte[] scratch = new byte[readSize + 5];
    for (int i = 0; i < bytes.length; i += readSize) {
      int length = Math.min(readSize, bytes.length - i);
      System.arraycopy(bytes, i, scratch, 3, length);
      framer.feed(scratch, 3, length, sink);
      Arrays.fill(scratch, (byte) '#'); // the framer must not look at it again
    }
    framer.end(sink);
    return frames;
  }

  private static FrameSink collector(List<String> frames) {
    return (kind, array, offset, length) ->
        frames.add(kind + ":" + new String(array, offset, length, ISO_8859_1));
  }

  private static String raw(List<String> frames) {
    StringBuilder all = new StringBuilder();
    for (String frame : frames) {
      all.append(frame, frame.indexOf(':') + 1, frame.length());
    }
    return all.toString();
  }

  @Test
  void a_line_end_of_any_kind_ends_a_sentence_and_belongs_to_it() {
    assertThat(frames(A + "\n" + B + "\r\n" + A + "\r" + B + "\n"))
        .containsExactly(
            "FRAME:" + A + "\n", "FRAME:" + B + "\r\n", "FRAME:" + A + "\r", "FRAME:" + B + "\n");
  }

  @Test
  void a_sentence_is_given_at_its_LF_without_waiting_for_more() {
    List<String> frames = new ArrayList<>();
    byte[] bytes = (A + "\r\n").getBytes(ISO_8859_1);
    new NmeaFramer().feed(bytes, 0, bytes.length, collector(frames));
    assertThat(frames).containsExactly("FRAME:" + A + "\r\n");
  }

  @Test
  void after_four_lines_that_ended_in_CR_alone_a_CR_ends_a_sentence_at_once() {
    List<String> frames = new ArrayList<>();
    NmeaFramer framer = new NmeaFramer();
    for (int line = 1; line <= 6; line++) {
      byte[] bytes = (A + "\r").getBytes(ISO_8859_1);
      framer.feed(bytes, 0, bytes.length, collector(frames));
      assertThat(frames).as("after line %d", line).hasSize(line <= 4 ? line - 1 : line);
    }
    // The device turns out to send CR LF: the LF goes to the next frame, and the wait is back.
    byte[] bytes = ("\n" + B + "\r").getBytes(ISO_8859_1);
    framer.feed(bytes, 0, bytes.length, collector(frames));
    assertThat(frames).hasSize(6);
    framer.end(collector(frames));
    assertThat(frames.get(6)).isEqualTo("FRAME:\n" + B + "\r");
  }

  @Test
  void a_start_inside_an_incomplete_sentence_cuts_it() {
    assertThat(frames("!AIVDM,1,1,,A,15RT" + B + "\r\n$GPRMC,12*" + A + "\n$GPRMC,1*4\\" + "\n"))
        .containsExactly(
            "CUT:!AIVDM,1,1,,A,15RT",
            "FRAME:" + B + "\r\n",
            "CUT:$GPRMC,12*",
            "FRAME:" + A + "\n",
            "CUT:$GPRMC,1*4",
            "CUT:\\\n");
  }

  @Test
  void glued_sentences_with_their_checksums_are_frames() {
    assertThat(frames(A + B + A + ",rxyz,1272412827" + TAG + A + "\n"))
        .containsExactly(
            "FRAME:" + A,
            "FRAME:" + B,
            "FRAME:" + A + ",rxyz,1272412827",
            "FRAME:" + TAG + A + "\n");
  }

  @Test
  void metadata_after_the_checksum_belongs_to_the_frame() {
    assertThat(frames(A + ",d-109,S2105,T56.137,r3669961,1272412827\r\n"))
        .containsExactly("FRAME:" + A + ",d-109,S2105,T56.137,r3669961,1272412827\r\n");
  }

  @Test
  void tag_blocks_in_a_row_and_their_sentence_are_one_frame() {
    assertThat(frames(TAG + TAG + A + "\r\n" + TAG + B + "\n"))
        .containsExactly("FRAME:" + TAG + TAG + A + "\r\n", "FRAME:" + TAG + B + "\n");
  }

  @Test
  void doubled_backslashes_do_not_part_a_tag_block_from_its_sentence() {
    String doubled = "\\\\s:x*00\\\\";
    assertThat(frames(doubled + A + "\n")).containsExactly("FRAME:" + doubled + A + "\n");
  }

  @Test
  void a_tag_block_without_its_sentence_is_cut() {
    assertThat(frames(TAG + "\r\n" + A + "\n\\s:ab" + A + "\n" + TAG + " " + A + "\n\\s:r\n"))
        .containsExactly(
            "CUT:" + TAG + "\r\n",
            "FRAME:" + A + "\n",
            "CUT:\\s:ab",
            "FRAME:" + A + "\n",
            "CUT:" + TAG,
            "NOISE: ",
            "FRAME:" + A + "\n",
            "CUT:\\s:r\n");
  }

  @Test
  void blank_bytes_before_a_start_are_the_frames_first_bytes() {
    assertThat(frames("\r\n\n" + A + "\n\r\n"))
        .containsExactly("FRAME:\r\n\n" + A + "\n", "NOISE:\r\n");
  }

  @Test
  void other_bytes_before_a_start_are_noise() {
    assertThat(frames("\0\377garbage" + A + "\r\n# comment\r\n\r\n1550303566167726840 " + B + "\n"))
        .containsExactly(
            "NOISE:\0\377garbage",
            "FRAME:" + A + "\r\n",
            "NOISE:# comment\r\n",
            "NOISE:\r\n1550303566167726840 ",
            "FRAME:" + B + "\n");
  }

  @Test
  void a_stream_of_line_ends_is_given_in_small_pieces() {
    List<String> frames = frames("\n".repeat(200) + A + "\n");
    assertThat(frames.subList(0, 3)).allMatch(frame -> frame.equals("NOISE:" + "\n".repeat(64)));
    assertThat(frames.get(3)).isEqualTo("FRAME:" + "\n".repeat(8) + A + "\n");
  }

  @Test
  void a_frame_has_at_most_1024_bytes() {
    String longest = "$" + "x".repeat(1021) + "\r\n";
    assertThat(frames(longest + A + "\n")).containsExactly("FRAME:" + longest, "FRAME:" + A + "\n");
    assertThat(frames("$" + "x".repeat(1022) + "\r\n" + A + "\n"))
        .containsExactly("FRAME:$" + "x".repeat(1022) + "\r", "FRAME:\n" + A + "\n");
    assertThat(frames("$" + "x".repeat(1023) + "\n" + A + "\n"))
        .containsExactly("OVERSIZE:$" + "x".repeat(1023), "FRAME:\n" + A + "\n");
    assertThat(frames(TAG + "$" + "x".repeat(3000) + "\n" + A + "\n"))
        .containsExactly(
            "OVERSIZE:" + TAG + "$" + "x".repeat(1023 - TAG.length()),
            "NOISE:" + "x".repeat(1024),
            "NOISE:" + "x".repeat(1976 + TAG.length() - 1023) + "\n",
            "FRAME:" + A + "\n");
    assertThat(frames("y".repeat(1500) + A))
        .containsExactly("NOISE:" + "y".repeat(1024), "NOISE:" + "y".repeat(476), "FRAME:" + A);
  }

  @Test
  void at_the_end_a_complete_checksum_makes_a_frame_of_what_is_left() {
    assertThat(frames(A)).containsExactly("FRAME:" + A);
    assertThat(frames(A + "\r")).containsExactly("FRAME:" + A + "\r");
    assertThat(frames("$GPHDT,123.456,T")).containsExactly("CUT:$GPHDT,123.456,T");
    assertThat(frames("$GPHDT,123.456,T*3")).containsExactly("CUT:$GPHDT,123.456,T*3");
    assertThat(frames(TAG)).containsExactly("CUT:" + TAG);
    assertThat(frames("abc")).containsExactly("NOISE:abc");
    assertThat(frames("")).isEmpty();
  }

  @Test
  void after_an_end_the_framer_starts_anew() {
    List<String> frames = new ArrayList<>();
    NmeaFramer framer = new NmeaFramer();
    byte[] cut = "!AIVDM,1,1".getBytes(ISO_8859_1);
    framer.feed(cut, 0, cut.length, collector(frames));
    framer.end(collector(frames));
    byte[] whole = (B + "\n").getBytes(ISO_8859_1);
    framer.feed(whole, 0, whole.length, collector(frames));
    framer.end(collector(frames));
    assertThat(frames).containsExactly("CUT:!AIVDM,1,1", "FRAME:" + B + "\n");
  }

  @Test
  void frames_do_not_depend_on_how_random_bytes_are_split_into_reads() {
    String alphabet = "$!\\*,\r\nA1";
    for (long seed = 0; seed < 400; seed++) {
      Random random = new Random(seed);
      byte[] bytes = new byte[random.nextInt(4000)];
      // Some runs rarely see a start or an end, so that the length limits are met as well.
      int rare = seed % 4 == 0 ? 500 : 1;
      for (int i = 0; i < bytes.length; i++) {
        int pick = random.nextInt(rare) == 0 ? random.nextInt(alphabet.length()) : 7;
        bytes[i] = (byte) alphabet.charAt(pick);
      }
      assertSplitIndependent("seed " + seed, bytes, random);
    }
  }

  @Test
  void frames_do_not_depend_on_how_any_random_bytes_are_split_into_reads() {
    for (long seed = 0; seed < 100; seed++) {
      Random random = new Random(seed);
      byte[] bytes = new byte[random.nextInt(6000)];
      random.nextBytes(bytes);
      assertSplitIndependent("seed " + seed, bytes, random);
    }
  }

  @Test
  void frames_of_recorded_files_do_not_depend_on_the_reads_and_lose_no_byte() throws IOException {
    Path marine = Path.of(System.getProperty("alidade.corpus", "none"), "marine");
    assumeTrue(Files.isDirectory(marine), "no corpus");
    List<Path> files;
    try (Stream<Path> walk = Files.walk(marine)) {
      files = walk.filter(f -> f.toString().matches(".*\\.(log|nmea|txt|nm4|aivdm)")).toList();
    }
    assertThat(files).hasSizeGreaterThan(100);
    int frames = 0;
    for (Path file : files) {
      byte[] bytes = Files.readAllBytes(file);
      List<String> whole = frames(bytes, Math.max(1, bytes.length));
      assertThat(raw(whole).getBytes(ISO_8859_1)).as("%s", file).isEqualTo(bytes);
      assertThat(frames(bytes, 1)).as("%s", file).isEqualTo(whole);
      assertThat(frames(bytes, 7)).as("%s", file).isEqualTo(whole);
      assertThat(frames(bytes, 4096)).as("%s", file).isEqualTo(whole);
      frames += whole.size();
    }
    System.out.printf("NmeaFramer: %d files, %d frames%n", files.size(), frames);
  }

  private static void assertSplitIndependent(String what, byte[] bytes, Random random) {
    List<String> whole = frames(bytes, Math.max(1, bytes.length));
    assertThat(raw(whole).getBytes(ISO_8859_1)).as(what).isEqualTo(bytes);
    assertThat(whole).as(what).allMatch(frame -> frame.length() - frame.indexOf(':') - 1 <= 1024);
    assertThat(frames(bytes, 1)).as(what).isEqualTo(whole);
    assertThat(frames(bytes, 1 + random.nextInt(50))).as(what).isEqualTo(whole);
    ByteArrayOutputStream seen = new ByteArrayOutputStream();
    List<String> split = new ArrayList<>();
    NmeaFramer framer = new NmeaFramer();
    for (int i = 0; i < bytes.length; ) {
      int length = Math.min(bytes.length - i, random.nextInt(300));
      framer.feed(bytes, i, length, collector(split));
      seen.write(bytes, i, length);
      i += length;
    }
    framer.end(collector(split));
    assertThat(split).as(what).isEqualTo(whole);
  }
}
