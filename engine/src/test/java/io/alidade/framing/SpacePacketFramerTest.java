package io.alidade.framing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.alidade.Corpus;
import io.alidade.event.FrameKind;
import io.alidade.protocol.ccsds.Streams;
import io.alidade.protocol.ccsds.Streams.Frame;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SpacePacketFramerTest {
  private static final byte[] A = Streams.packet(100, 7, 4);
  private static final byte[] B = Streams.packet(200, 9, 20);
  private static final byte[] C = Streams.packet(100, 8, 1);

  private static List<Frame> frames(byte[]... parts) {
    return Streams.frames(new SpacePacketFramer(), Streams.join(parts), 0, new Random(1));
  }

  private static byte[] filled(int length, int value) {
    byte[] bytes = new byte[length];
    Arrays.fill(bytes, (byte) value);
    return bytes;
  }

  private static Frame packet(byte[] bytes) {
    return new Frame(FrameKind.FRAME, bytes);
  }

  private static Frame noise(byte[] bytes) {
    return new Frame(FrameKind.NOISE, bytes);
  }

  private static void assertFrames(List<Frame> frames, Frame... expected) {
    assertThat(frames)
        .extracting(Frame::toString)
        .containsExactly(List.of(expected).stream().map(Frame::toString).toArray(String[]::new));
  }

  @Test
  void packets_follow_each_other_without_a_gap() {
    assertFrames(frames(A, B, C), packet(A), packet(B), packet(C));
  }

  @Test
  void the_longest_packet_is_one_frame() {
    byte[] longest = Streams.packet(5, 1, 65_536);
    assertFrames(frames(longest, A, longest), packet(longest), packet(A), packet(longest));
    assertThat(longest).hasSize(SpacePacketFramer.MAX_PACKET);
  }

  @Test
  void in_step_a_packet_is_given_with_its_last_byte() {
    SpacePacketFramer framer = new SpacePacketFramer();
    List<Integer> lengths = new ArrayList<>();
    FrameSink sink = (kind, bytes, offset, length) -> lengths.add(length);
    byte[] start = Streams.join(A, A);
    framer.feed(start, 0, start.length, sink);
    assertThat(lengths).as("the second waits for what follows").containsExactly(10, 10);
    framer.feed(B, 0, B.length - 1, sink);
    assertThat(lengths).hasSize(2);
    framer.feed(B, B.length - 1, 1, sink);
    assertThat(lengths).containsExactly(10, 10, 26);
  }

  @Test
  void the_first_packet_waits_for_the_header_after_it() {
    SpacePacketFramer framer = new SpacePacketFramer();
    List<Integer> lengths = new ArrayList<>();
    FrameSink sink = (kind, bytes, offset, length) -> lengths.add(length);
    framer.feed(A, 0, A.length, sink);
    framer.feed(B, 0, 5, sink);
    assertThat(lengths).isEmpty();
    framer.feed(B, 5, 1, sink);
    assertThat(lengths).containsExactly(A.length);
  }

  @Test
  void a_single_packet_between_two_ends_is_a_frame_as_in_a_datagram() {
    SpacePacketFramer framer = new SpacePacketFramer();
    assertFrames(Streams.frames(framer, A, 0, new Random(1)), packet(A));
    assertFrames(Streams.frames(framer, B, 0, new Random(1)), packet(B));
  }

  @Test
  void garbage_at_the_start_in_the_middle_and_at_the_end_is_noise() {
    byte[] garbage = filled(13, 0xEE);
    assertFrames(
        frames(garbage, A, B, garbage, C, A, garbage),
        noise(garbage),
        packet(A),
        packet(B),
        noise(garbage),
        packet(C),
        packet(A),
        noise(garbage));
  }

  @Test
  void a_header_in_garbage_is_not_believed_when_no_header_follows_its_packet() {
    byte[] garbage = Streams.bytes("ff 08 01 c0 00 00 02 ee ee ee ee ee ee ee");
    assertFrames(
        frames(A, A, garbage, B, C), packet(A), packet(A), noise(garbage), packet(B), packet(C));
  }

  @Test
  void zeros_are_no_packets_and_a_packet_before_them_needs_another_to_be_believed() {
    byte[] zeros = new byte[600];
    assertFrames(frames(A, B, zeros), packet(A), packet(B), noise(zeros));
    byte[] alone = Streams.join(A, zeros);
    assertFrames(frames(alone), noise(alone));
  }

  @Test
  void noise_is_given_in_pieces() {
    List<Frame> frames = frames(filled(3000, 0xFF), A, B);
    assertThat(frames).extracting(f -> f.bytes().length).containsExactly(1024, 1024, 952, 10, 26);
  }

  @Test
  void what_the_end_cuts_off_is_cut() {
    byte[] half = Arrays.copyOf(B, 15);
    byte[] header = Arrays.copyOf(B, 3);
    assertFrames(frames(A, A, half), packet(A), packet(A), new Frame(FrameKind.CUT, half));
    assertFrames(frames(A, A, header), packet(A), packet(A), new Frame(FrameKind.CUT, header));
    assertFrames(frames(half), noise(half));
  }

  @Test
  void a_prefix_belongs_to_its_packet() {
    byte[] prefix = Streams.bytes("01020304");
    SpacePacketFramer framer = new SpacePacketFramer(0, 4, 100);
    byte[] bytes = Streams.join(prefix, A, prefix, B);
    assertFrames(
        Streams.frames(framer, bytes, 0, new Random(1)),
        packet(Streams.join(prefix, A)),
        packet(Streams.join(prefix, B)));
  }

  @Test
  void a_packet_longer_than_configured_is_not_believed() {
    SpacePacketFramer framer = new SpacePacketFramer(0, 0, 12);
    byte[] bytes = Streams.join(A, B, A, A);
    List<Frame> frames = Streams.frames(framer, bytes, 0, new Random(1));
    assertThat(frames.get(frames.size() - 1)).hasToString(packet(A).toString());
    assertThat(frames).allMatch(f -> f.bytes().length <= framer.maxFrame());
    assertThat(frames).noneMatch(f -> f.kind() == FrameKind.FRAME && f.bytes().length > 12);
  }

  @Test
  void options_out_of_range_are_refused() {
    assertThatThrownBy(() -> new SpacePacketFramer(7, 0, 100)).hasMessageContaining("version");
    assertThatThrownBy(() -> new SpacePacketFramer(0, -1, 100)).hasMessageContaining("prefix");
    assertThatThrownBy(() -> new SpacePacketFramer(0, 0, 65_543)).hasMessageContaining("65543");
  }

  @Test
  void any_bytes_in_any_reads_give_the_same_frames_and_lose_nothing() {
    for (int seed = 0; seed < 400; seed++) {
      Random random = new Random(seed);
      byte[] bytes = stream(random);
      int prefix = random.nextInt(3);
      int longest = random.nextBoolean() ? 65_542 : 300;
      List<Frame> whole =
          Streams.frames(new SpacePacketFramer(0, prefix, longest), bytes, 0, random);
      SpacePacketFramer framer = new SpacePacketFramer(0, prefix, longest);
      for (int largest : new int[] {1, 7, 300, 5000}) {
        List<Frame> split = Streams.frames(framer, bytes, largest, random);
        assertThat(split.toString()).as("seed %d", seed).isEqualTo(whole.toString());
      }
      assertThat(Streams.concatenation(whole)).isEqualTo(bytes);
      assertThat(whole).allMatch(f -> f.bytes().length <= framer.maxFrame());
    }
  }

  /** Packets, some of them damaged or cut, and garbage between. */
  private static byte[] stream(Random random) {
    byte[] bytes = new byte[0];
    for (int i = random.nextInt(12); i >= 0; i--) {
      byte[] part;
      if (random.nextInt(3) == 0) {
        part = new byte[random.nextInt(random.nextInt(10) == 0 ? 2000 : 20)];
        random.nextBytes(part);
      } else {
        part = Streams.packet(random.nextInt(2048), random.nextInt(16384), 1 + random.nextInt(90));
        if (random.nextInt(4) == 0) {
          part[random.nextInt(part.length)] ^= (byte) (1 << random.nextInt(8));
        }
        if (random.nextInt(6) == 0) {
          part = Arrays.copyOf(part, random.nextInt(part.length));
        }
      }
      bytes = Streams.join(bytes, part);
    }
    return bytes;
  }

  @Test
  void recorded_packet_files_are_packets_to_the_last_byte() {
    Path folder = Streams.satellite();
    List<Path> files = new ArrayList<>(Corpus.files(folder.resolve("ccsdspy"), ".tlm", ".bin"));
    files.add(folder.resolve("space_packet_parser/idex/sciData_2023_052_14_45_05"));
    files.add(folder.resolve("space_packet_parser/jpss/J01_G011_LZ_2021-04-09T00-00-00Z_V01.DAT1"));
    files.add(folder.resolve("space_packet_parser/suda/sciData_2022_130_17_41_53.spl"));
    int packets = 0;
    for (Path file : files) {
      byte[] bytes = Streams.read(file);
      String name = file.toString();
      // What ccsdspy made for its own tests has version 1; SUDA's recorder put 4 bytes before each.
      int version = name.contains("byte_order") || name.contains("var_length") ? 1 : 0;
      int prefix = name.endsWith(".spl") ? 4 : 0;
      SpacePacketFramer framer = new SpacePacketFramer(version, prefix, 65_542);
      List<Frame> frames = Streams.frames(framer, bytes, 4096, new Random(3));
      assertThat(frames).as(name).allMatch(f -> f.kind() == FrameKind.FRAME);
      assertThat(Streams.concatenation(frames)).as(name).isEqualTo(bytes);
      packets += frames.size();

      List<Frame> strict = Streams.frames(new SpacePacketFramer(), bytes, 4096, new Random(3));
      assertThat(Streams.concatenation(strict)).as(name).isEqualTo(bytes);
    }
    System.out.printf("space packets: %d files, %d packets%n", files.size(), packets);
    assertThat(files).hasSize(42);
  }
}
